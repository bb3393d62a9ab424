"""Measures a site of resampled texts: ``site.py FOLDER... [-n TEXTS] [-j WORKERS]``, by default 2000 and 2.

The texts are drawn from the paragraphs of the plain texts in the folders, about 3,200 characters each, with a title,
a source and a date. Printed are the time for the whole and for its pages alone, the size, the peak memory of the main
process, and the time and the files of a run after nothing and after one text has changed.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from search_pages import paragraphs  # noqa: E402

SIZE = 3200
# prints the seconds, and the peak memory of this process in MB
COMMAND = """
import resource, sys, time
sys.path.insert(0, {root!r})
from pipeline.cli import convert_app
began = time.perf_counter()
try:
    convert_app()({words!r})
except SystemExit as end:
    assert not end.code, end.code
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


def corpus(folder: Path, lines: list[str], count: int) -> None:
    """Write the texts, the same ones at every call."""
    rng = random.Random(1)
    for number in range(count):
        said: list[str] = []
        while sum(map(len, said)) < SIZE:
            said.append(rng.choice(lines))
        head = f"第{number}次望川座谈会上的讲话\n\n来源：望川文库{number % 9}　发布时间：{1990 + number % 30}-0{1 + number % 9}-11\n\n"
        (folder / f"{number:05}.txt").write_text(head + "\n".join(said) + "\n", encoding="utf-8")


def run(source: Path, site: Path, workers: int) -> tuple[float, int]:
    """Make the site; returns seconds and the peak memory of the main process in MB."""
    words = [str(source), "--to", "site", "-o", str(site), "-q", "-j", str(workers)]
    code = COMMAND.format(root=str(ROOT), words=words)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory)


def files(site: Path) -> dict[str, int]:
    """The files of a site with the times when they were written."""
    return {
        str(path.relative_to(site)): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-n", type=int, default=2000)
    parser.add_argument("-j", type=int, default=2)
    given = parser.parse_args()
    lines = paragraphs(path for folder in given.folders for path in folder.rglob("*.txt"))
    with tempfile.TemporaryDirectory() as place:
        source, site = Path(place, "in"), Path(place, "site")
        source.mkdir()
        corpus(source, lines, given.n)
        whole, memory = run(source, site, given.j)
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        made = files(site)
        print(f"{given.n} texts, {given.j} workers, load {os.getloadavg()[0]:.1f}")
        print(f"whole {whole:.1f} s, {len(made)} files, {size / 1e6:.0f} MB; memory {memory} MB")
        again, _ = run(source, site, given.j)
        print(f"nothing changed: {again:.1f} s, {again / whole:.1%}")
        one = source / "00007.txt"
        time.sleep(0.01)
        one.write_text(one.read_text(encoding="utf-8") + "这一段是后来加的，以前没有。\n", encoding="utf-8")
        changed, _ = run(source, site, given.j)
        after = files(site)
        touched = [name for name, when in after.items() if made.get(name) != when]
        print(f"one text changed: {changed:.1f} s, {changed / whole:.1%}; {len(touched)} files written")
        print("  " + " ".join(sorted(touched)))


if __name__ == "__main__":
    main()
