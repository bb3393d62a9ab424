"""The numbers behind the charts of the report page: shares of a bar, and a histogram on a scale of 1, 2, 5."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_EDGES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_LEAST = 0.6  # percent of a bar, so that one failure among many documents is still seen


class Share(NamedTuple):
    """A stretch of a bar, in percent of its length."""

    name: str
    documents: int
    start: float
    length: float


class Bin(NamedTuple):
    """A bar of the histogram: documents that took ``low`` or more and less than ``high`` seconds.

    The edges are written out, ``high`` is empty for the last bar of all; ``height`` is 1 for the highest bar.
    """

    low: str
    high: str
    documents: int
    height: float


def shares(counts: Sequence[tuple[str, int]]) -> tuple[Share, ...]:
    """A bar cut in proportion to counts, of which those that are not 0 get a stretch that can be seen."""
    total = sum(count for _, count in counts) or 1
    wide = [max(100 * count / total, _LEAST) if count else 0.0 for _, count in counts]
    scale = 100 / (sum(wide) or 1)
    found, start = [], 0.0
    for (name, count), width in zip(counts, wide, strict=True):
        found.append(Share(name, count, round(start, 3), round(width * scale, 3)))
        start += width * scale
    return tuple(found)


class Histogram:
    """Counts seconds in as many bars as there are steps on the scale, however many documents there are."""

    def __init__(self) -> None:
        self.counts = [0] * (len(_EDGES) + 1)
        self.longest = 0.0

    def add(self, seconds: float) -> None:
        """Count one document."""
        self.counts[bisect_right(_EDGES, seconds)] += 1
        self.longest = max(self.longest, seconds)

    @property
    def total(self) -> int:
        return sum(self.counts)

    def bins(self) -> tuple[Bin, ...]:
        """The bars from the first to the last one that is not empty, with at least one on either side of it."""
        filled = [i for i, count in enumerate(self.counts) if count]
        if not filled:
            return ()
        first, last = max(filled[0] - 1, 0), min(filled[-1] + 1, len(_EDGES))
        lows, highs = ("0", *map(_written, _EDGES)), (*map(_written, _EDGES), "")
        top = max(self.counts)
        rows = zip(lows, highs, self.counts, strict=True)
        return tuple(Bin(low, high, count, count / top) for low, high, count in rows)[first : last + 1]

    def within(self, share: float) -> str:
        """The least edge that this share of the documents stays below; empty where only the last bar holds them."""
        seen = 0
        for edge, count in zip(_EDGES, self.counts, strict=False):
            seen += count
            if seen >= share * self.total:
                return _written(edge)
        return ""


def _written(edge: float) -> str:
    return f"{edge:g}"
