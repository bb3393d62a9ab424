"""Checks that detection is linear: ``python tests/bench/linear.py FILE…`` repeats the files to 1 MB and to 10 MB.

Prints CPU seconds for both as one document, the ratio, and MB/s by stage.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pipeline.model import Document, Source
from pipeline.profile import default
from pipeline.readers.text import read
from pipeline.stages import STAGES


def repeated(texts: list[str], size: int) -> Source:
    out: list[str] = []
    total = 0
    while total < size:
        for text in texts:
            out.append(text)
            total += len(text.encode())
            if total >= size:
                break
    return read("\n\n".join(out).encode(), "bench.txt")


def measure(source: Source) -> dict[str, float]:
    doc, profile, seconds = Document(source), default(), {}
    for stage in STAGES:
        start = time.process_time()
        doc = stage(doc, profile)
        seconds[stage.__name__] = time.process_time() - start
    return seconds


def main(names: list[str]) -> None:
    texts = [Path(n).read_text(encoding="utf-8") for n in names]
    small, large = (measure(repeated(texts, size)) for size in (10**6, 10**7))
    for stage, seconds in large.items():
        print(
            f"{stage:10} {10 / seconds if seconds else 0:8.1f} MB/s   {seconds / max(small[stage], 1e-9):6.1f} ×"
        )
    total, before = sum(large.values()), sum(small.values())
    print(f"{'all':10} {10 / total:8.2f} MB/s   {total / before:6.2f} × for ten times the text")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Which files? They are repeated to 1 MB and to 10 MB.")
    main(sys.argv[1:])
