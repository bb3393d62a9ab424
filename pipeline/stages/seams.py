"""Tells whether characters stand together somewhere in a text, for as many places as a text may have cuts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import add

from pipeline.model import Block

_FEW = 200  # searches through the whole text, which take as long as looking for all seams at once


class Seams:
    """The two or three characters on both sides of the cut between two rows, as far as the text has them uncut too."""

    def __init__(self, text: str, rows: Sequence[Block]) -> None:
        """Take the folded text, and the rows that may be asked about."""
        self._text, self._rows = text, rows
        self._asked = 0
        self._all: set[str] = set()
        self._found: set[str] = set()

    def __contains__(self, seam: str) -> bool:
        self._asked += 1
        if self._asked <= _FEW:
            return seam in self._text
        if not self._all:
            self._all = {seam for a, b in pairwise(self._rows) for seam in around(a.text, b.text)}
            self._found = self._all.intersection(_runs(self._text))
        return seam in self._found or (seam not in self._all and seam in self._text)


def around(left: str, right: str) -> tuple[str, str, str]:
    """The last and the first character of two texts, two and the first, and the last and two."""
    last, first = left[-1], right[0]
    return last + first, left[-2:] + first, last + right[:2]


def _runs(text: str) -> Iterator[str]:
    """All two and three characters that follow each other."""
    yield from map(add, text, text[1:])
    yield from map(add, map(add, text, text[1:]), text[2:])
