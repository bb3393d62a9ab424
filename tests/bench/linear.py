"""Checks that detection is linear: ``python tests/bench/linear.py FILE…`` repeats the files to 1 MB, and that ten times.

Prints CPU seconds for both as one document, the ratio, and MB/s by stage.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle
from pathlib import Path

from pipeline.garbage import kept
from pipeline.model import Document, Source
from pipeline.profile import default
from pipeline.readers.text import read
from pipeline.stages import STAGES


def repeated(texts: list[str], size: int) -> str:
    """The texts one after the other and again, until they have so many bytes."""
    out: list[str] = []
    total = 0
    for text in cycle(texts):
        out.append(text)
        total += len(text.encode())
        if total >= size:
            break
    return "\n\n".join(out)


def measure(source: Source) -> dict[str, float]:
    doc, profile, seconds = Document(source), default(), {}
    with kept():  # as in every run
        for stage in STAGES:
            start = time.process_time()
            doc = stage(doc, profile)
            seconds[stage.__name__] = time.process_time() - start
    return seconds


def main(names: list[str]) -> None:
    texts = [Path(n).read_text(encoding="utf-8") for n in names]
    # ten times the same text, as a part of it has other kinds of documents; the first is to get warm
    pieces = [repeated(texts, 10**6)]
    _, small, large = (measure(read("\n\n".join(pieces * n).encode(), "bench.txt")) for n in (1, 1, 10))
    for stage, seconds in large.items():
        print(
            f"{stage:10} {10 / seconds if seconds else 0:8.1f} MB/s   {seconds / max(small[stage], 1e-9):6.1f} ×"
        )
    total, before = sum(large.values()), sum(small.values())
    print(f"{'all':10} {10 / total:8.2f} MB/s   {total / before:6.2f} × for ten times the text")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Which files? They are repeated to 1 MB, and that ten times.")
    main(sys.argv[1:])
