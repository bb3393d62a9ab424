"""Tells whether characters stand together somewhere in a text, for as many places as a text may have cuts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count, islice
from operator import add

from pipeline.model import Block
from pipeline.stages.pages import ACROSS
from pipeline.stages.rows import FINAL

_FEW = 200  # times the length of the text that may be searched: looking for all seams at once takes as long


class Seams:
    """The two or three characters on both sides of the cut between two rows, as far as the text has them uncut too."""

    def __init__(self, text: str, rows: Sequence[Block]) -> None:
        """Take the folded text, and the rows that may be asked about."""
        self._text, self._rows = text, rows
        self._left = _FEW * len(text)
        self._asked: dict[str, bool] = {}
        self._wanted: set[str] = set()
        self._found: set[str] = set()

    def have(self, pair: str, seam: str) -> bool:
        """Whether a seam, which is ``pair`` or has one character more, is somewhere in the text."""
        if seam in self._asked:
            return self._asked[seam]
        if self._left > 0:
            place = self._text.find(seam)
            self._left -= place if place >= 0 else len(self._text)
            found = self._asked[seam] = place >= 0
            return found
        if not self._wanted:
            self._wanted = set(_pairs(self._rows))
            self._found = _around(self._text, self._wanted)
        if pair in self._wanted:
            return seam in self._found
        return seam in self._text


def around(left: str, right: str) -> tuple[str, str, str]:
    """The last and the first character of two texts, two and the first, and the last and two."""
    last, first = left[-1], right[0]
    return last + first, left[-2:] + first, last + right[:2]


def _pairs(rows: Sequence[Block]) -> Iterator[str]:
    """The characters on both sides of each cut that may be asked about."""
    lasts, firsts = [row.text[-1] for row in rows], [row.text[0] for row in rows]
    for distance in range(1, ACROSS + 2):
        for last, first in zip(lasts, islice(firsts, distance, None), strict=False):
            if last not in FINAL:
                yield last + first


def _around(text: str, pairs: set[str]) -> set[str]:
    """Those of the pairs that a text has, each also with the character before it and with the one after it."""
    found: set[str] = set()
    hits = map(pairs.__contains__, map(add, text, islice(text, 1, None)))
    for place in compress(count(), hits):
        found.update((text[place : place + 2], text[max(place - 1, 0) : place + 2], text[place : place + 3]))
    return found
