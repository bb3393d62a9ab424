"""Measures what needs a process of its own: one long document, cold starts, script conversion, two workers."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pipeline

HERE = Path(__file__).parent
PACKAGE = Path(pipeline.__file__).resolve().parents[1]  # the checkout, or where a wheel is installed
# Prints the processor time of one document in a file, the best of three, and the peak memory in MB after the first.
_ONE = """
import resource, sys, time
sys.path[:0] = {path!r}
from pipeline.convert import convert, load
warm, file = sys.argv[1:]
convert(load(warm))
times, peaks = [], []
for _ in range(3):
    start = time.process_time()
    assert convert(load(file)).ok
    times.append(time.process_time() - start)
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
print(min(times), peaks[0])
"""


def one_document(data: Sequence[bytes]) -> None:
    """Print row 3: one document of 10 MB against one of 1 MB, which is a tenth of it: a part has other kinds of text."""
    joined = b"\n\n".join(data)
    million = (joined * (10**6 // len(joined) + 1))[: 10**6].decode("utf-8", "ignore")
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{name}.txt") for name in ("warm", "1", "10")]
        for file, text in zip(files, (million[:7_000], million, million * 10), strict=True):
            file.write_text(text, encoding="utf-8", newline="")
        for file in files[1:]:
            command = [sys.executable, "-c", _ONE.format(path=[str(PACKAGE)]), str(files[0]), str(file)]
            run = subprocess.run(command, capture_output=True, check=True)
            figures.append(tuple(map(float, run.stdout.split())))
    (small, _), (large, peak) = figures
    print(
        f"\none document: 1 MB {small:.2f} s, 10 MB {large:.2f} s, {large / small:.2f} ×; peak {peak:.0f} MB"
    )


def cpu(*words: str, cwd: str | None = None) -> float:
    """The processor time of one child, in seconds."""
    before = os.times()
    subprocess.run(
        [sys.executable, *words], cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def cold_start(rounds: int = 15) -> None:
    """Print row 4: three cold starts, with that of Python itself and of what they cannot do without."""
    command = "import sys; sys.path.insert(0, {root!r}); sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
    run = command.format(root=str(PACKAGE))
    text = HERE.parents[1] / "input" / "how-a-river-gets-its-names.txt"
    with tempfile.TemporaryDirectory() as folder:
        works = {
            "convert small.txt --to html": (
                "-c",
                run,
                str(text),
                "--to",
                "html",
                "-o",
                str(Path(folder) / "out"),
            ),
            "convert --help": ("-c", run, "--help"),
            "import pipeline": ("-c", f"import sys; sys.path.insert(0, {str(PACKAGE)!r}); import pipeline"),
            "floor: import lxml.etree, jinja2, typer": ("-c", "import lxml.etree, jinja2, typer"),
            "floor: python": ("-c", "pass"),
        }
        times: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(rounds):
            for name, words in works.items():
                times[name].append(cpu(*words, cwd=folder))
    print()
    for name, seconds in times.items():
        print(f"  {name:40}{statistics.median(seconds):7.3f} s   least {min(seconds):.3f}")


def script(data: Sequence[bytes]) -> None:
    """Print row 5, in a process of its own: the reference package may own the name ``opencc`` or not."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.txt" for number in range(len(data))]
        for path, piece in zip(paths, data, strict=True):
            path.write_bytes(piece)
        print(flush=True)
        subprocess.run([sys.executable, str(HERE / "bench_script.py"), *map(str, paths)], check=False)


def workers(count: int, data: Sequence[bytes]) -> None:
    """Print row 6: the wall time of two workers against one, over some texts again and again."""
    with tempfile.TemporaryDirectory() as folder:
        for number, piece in enumerate(data):
            (Path(folder) / f"{number}.txt").write_bytes(piece)
        print(flush=True)
        subprocess.run([sys.executable, str(HERE / "runs.py"), "many", str(count), folder], check=False)
