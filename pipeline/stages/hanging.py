"""Finds the numbered rows that go on in the row below, which hangs right under the text behind the number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from pipeline.model import Block
from pipeline.stages.rules import Opening

_ENDS = frozenset("。;:!?")  # of a row that is whole; one that ends in a bracket may go on
_LEAST = 3  # rows that are broken at one edge
_RAGGED = 4  # columns by which the edge of broken rows varies
_NARROWEST = 40  # columns from the margin to the edge
_OFF = 1  # columns by which the hanging row may be off


def hanging(rows: Sequence[Block], text: str, opening: Opening) -> set[int]:
    """The places of the numbered rows that go on in the next row; none where they are not all broken at one edge.

    ``text`` is that of the source, as folding makes wide signs narrow.
    """
    found = {
        i: a.indent + _columns(text, a.start, a.end)
        for i, (a, b) in enumerate(pairwise(rows))
        if b.indent > a.indent and not b.gap and a.text[-1] not in _ENDS and _hangs(a, b, text, opening)
    }
    edge = max(found.values(), default=0) - _RAGGED
    if len(found) < _LEAST or edge < _NARROWEST or min(found.values()) < edge:
        return set()
    out = set[int]()
    for i in found:
        out.add(i)
        while (below := i + 1) + 1 < len(rows) and _goes_on(rows, below, text, edge, opening):
            out.add(below)
            i = below
    return out


def _goes_on(rows: Sequence[Block], i: int, text: str, edge: int, opening: Opening) -> bool:
    """Whether a hanging row goes on in one more."""
    a, b = rows[i], rows[i + 1]
    if b.indent != a.indent or b.gap or a.text[-1] in _ENDS or opening.match(b.text):
        return False
    return a.indent + _columns(text, a.start, a.end) >= edge


def _hangs(a: Block, b: Block, text: str, opening: Opening) -> bool:
    """Whether a row stands under the text behind the number that opens the one above it, and opens with none."""
    marker = opening.match(a.text)
    if marker is None or opening.match(b.text):
        return False
    behind = a.indent + _columns(text, a.start, a.at(marker[1].end() - 1) + 1)
    return abs(b.indent - behind) <= _OFF


def _columns(text: str, start: int, end: int) -> int:
    return sum([2 if east_asian_width(char) in "WF" else 1 for char in text[start:end]])
