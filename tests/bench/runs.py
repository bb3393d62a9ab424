"""Measures long runs: ``runs.py many [COUNT] [FOLDER]`` speed, memory and resume; ``runs.py kills [COUNT] [DOCUMENTS]``.

``many`` converts COUNT documents (default 20,000), short ones or the texts of a folder again and again, with one worker,
with two, and in two runs at once that have half of them each and know nothing of each other: what two processors can
give. It samples the memory of the main process, and runs again over the finished folder. ``kills`` ends COUNT runs (default 100) over
DOCUMENTS (default 500) at random moments, by turns kill -9 of the main process and of a worker, Ctrl-C and SIGTERM,
runs each again, and compares what it leaves with an undisturbed run.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_faults import begun, corpus, finish, outputs, quiet, report, start, workers  # noqa: E402


def sampled(process: subprocess.Popen[str], curve: list[int]) -> None:
    """Note the resident memory of a process, in MB, every second as long as it runs."""
    page = os.sysconf("SC_PAGE_SIZE")
    while process.poll() is None:
        with contextlib.suppress(OSError, IndexError, ValueError):
            curve.append(int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * page >> 20)
        time.sleep(1)


def timed(base: Path, *words: str) -> tuple[float, list[int]]:
    curve: list[int] = []
    began = time.perf_counter()
    process = start(base, "in", "--to", "tei,html", "-q", *words)
    sampler = threading.Thread(target=sampled, args=(process, curve))
    sampler.start()
    code, err = finish(process, 7200)
    seconds = time.perf_counter() - began
    assert code == 0, err
    sampler.join()
    return seconds, curve


def apart(base: Path) -> float:
    """The wall time of two runs at once, each with one worker and half of the documents."""
    for n, path in enumerate(sorted((base / "in").iterdir())):
        half = base / f"half{n % 2}"
        half.mkdir(exist_ok=True)
        os.link(path, half / path.name)
    began = time.perf_counter()
    halves = [start(base, f"half{n}", "--to", "tei,html", "-q", "-j", "1", "-o", f"out{n}") for n in range(2)]
    for process in halves:
        code, err = finish(process, 7200)
        assert code == 0, err
    return time.perf_counter() - began


def notices(folder: Path, count: int) -> int:
    """Write so many short documents of eight sections; gives the bytes of the first."""
    corpus(folder, count)
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        body = text[text.index("一、") :]
        for first, second in ("三四", "五六", "七八"):
            text += (
                body.replace("一、", f"{first}、").replace("二、", f"{second}、")
                + "停渡的日子，渡口照样有人。" * 6
                + "\n"
            )
        path.write_text(text, encoding="utf-8")
    return (folder / "000.txt").stat().st_size


def copies(folder: Path, count: int, texts: Path) -> int:
    """Write so many documents, the texts of a folder one after the other; gives the mean of their bytes."""
    folder.mkdir()
    data = [path.read_bytes() for path in sorted(texts.rglob("*.txt"))]
    for n in range(count):
        (folder / f"{n:05}.txt").write_bytes(data[n % len(data)])
    return sum(map(len, data)) // len(data)


def many(count: int, texts: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        size = copies(base / "in", count, texts) if texts else notices(base / "in", count)
        one, _ = timed(base, "-j", "1", "-o", "one")
        two, curve = timed(base, "-j", "2", "-o", "two")
        again, _ = timed(base, "-j", "2", "-o", "two")
        halves = apart(base)
        assert outputs(base / "one") == outputs(base / "two")
        steps = [curve[len(curve) * part // 10] for part in range(1, 10)] if len(curve) > 10 else curve
        print(f"{count} documents of {size} bytes: one worker {one:.1f} s ({count / one:.0f}/s)")
        print(f"two workers {two:.1f} s ({count / two:.0f}/s), {one / two:.2f} times one")
        print(f"two runs at once, half of them each {halves:.1f} s, {one / halves:.2f} times one")
        print(f"again, nothing to do {again:.1f} s, {again / two:.1%} of the run")
        print(f"memory of the main process, MB, at each tenth of the run: {' '.join(map(str, steps))}")


def kill(process: subprocess.Popen[str], way: str, rng: random.Random) -> None:
    if way == "worker":
        found = sorted(workers(process.pid))
        with contextlib.suppress(ProcessLookupError):
            if found:
                os.kill(rng.choice(found), signal.SIGKILL)
        return
    process.send_signal(
        {"main": signal.SIGKILL, "interrupt": signal.SIGINT, "terminate": signal.SIGTERM}[way]
    )


def kills(count: int, documents: int) -> None:
    rng = random.Random(1)
    seen: Counter[str] = Counter()
    words = ("in", "--to", "html,tei", "-j", "2", "-q")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        corpus(base / "in", documents)
        began = time.perf_counter()
        assert finish(start(base, *words, "-o", "whole"), 600)[0] == 0
        whole, wanted = time.perf_counter() - began, outputs(base / "whole")
        for n in range(count):
            way = ("main", "worker", "interrupt", "terminate")[n % 4]
            process = begun(base, *words)
            time.sleep(rng.random() * whole)
            kill(process, way, rng)
            code, err = finish(process, 600)
            assert quiet(way, err), err
            left = outputs(base / "output")
            torn = [name for name, data in left.items() if name != "index.html" and data != wanted[name]]
            assert not torn, torn
            seen[f"{way}: exit code {code}, {'unfinished' if len(left) < len(wanted) else 'finished'}"] += 1
            assert finish(start(base, *words), 600)[0] == 0
            assert outputs(base / "output") == wanted
            assert len(report(base / "output")) == documents
            shutil.rmtree(base / "output")
    print(
        f"{count} kills of runs over {documents} documents: no file torn; each second run left all as undisturbed"
    )
    for name, times in sorted(seen.items()):
        print(f"{times:4} {name}")


if __name__ == "__main__":
    kind, *numbers = sys.argv[1:] or ["many"]
    if kind == "many":
        many(int(numbers[0]) if numbers else 20_000, Path(numbers[1]) if numbers[1:] else None)
    else:
        kills(*(int(n) for n in [*numbers, *("100", "500")[len(numbers) :]]))
