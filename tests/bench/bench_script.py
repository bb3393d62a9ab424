"""Measures conversion against the reference package in one run: ``python tests/bench/bench_script.py FILE...``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from opencc.opencc import OpenCC

from pipeline.script import CONFIGS, convert, detect

ROUNDS = 3


def speed(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the best of some rounds in megabytes of UTF-8 per second of processor time."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = 0.0
    for _ in range(ROUNDS):
        start = process_time()
        for text in texts:
            work(text)
        best = max(best, size / max(process_time() - start, 1e-9))
    return best


def main(paths: list[str]) -> None:
    """Print one line for each configuration."""
    texts = [Path(path).read_text(encoding="utf-8", errors="replace") for path in paths]
    print(f"{'':8}{'ours MB/s':>10}{'reference':>10}{'ratio':>8}{'build ms':>10}")
    for config in CONFIGS:
        start = perf_counter()
        convert("文", config)
        build = (perf_counter() - start) * 1e3
        reference = OpenCC(config)
        ours = speed(partial(convert, config=config), texts)
        theirs = speed(reference.convert, texts)
        print(f"{config:8}{ours:10.1f}{theirs:10.2f}{ours / theirs:8.1f}{build:10.0f}")
    print(f"{'detect':8}{speed(detect, texts):10.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
