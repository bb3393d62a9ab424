"""The straight lines drawn on a PDF page: what tables are ruled with."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_MOST = 20_000  # pieces of paths on a page; a drawing has more
_STRAIGHT = 1.0  # points that the ends of a line may differ in height
_SAME = 2.5  # points between two lines that are one, such as the sides of a thin rectangle

Point = tuple[float, float]


class Rule(NamedTuple):
    """A line across at height ``at``, or down at ``at`` from the left, from ``start`` to ``end``; in points."""

    at: float
    start: float
    end: float


class Rulings(NamedTuple):
    """All lines of a page."""

    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()


def rulings(page: Any) -> Rulings:
    """The lines of a page (``pypdfium2.PdfPage``); none where there are so many that they are a drawing."""
    across: list[Rule] = []
    down: list[Rule] = []
    count = 0
    for i in range(pdfium.FPDFPage_CountObjects(page.raw)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, i)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        count += pdfium.FPDFPath_CountSegments(drawn)
        if count > _MOST:
            return Rulings()
        for (ax, ay), (bx, by) in _sides(drawn):
            if abs(ay - by) <= _STRAIGHT:
                across.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) <= _STRAIGHT:
                down.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))
    return Rulings(_merged(across), _merged(down))


def _sides(path: Any) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path, in the space of the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for i in range(pdfium.FPDFPath_CountSegments(path)):
        piece = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(piece)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, here
        last = here
        if pdfium.FPDFPathSegment_GetClose(piece) and here != first:
            yield here, first
            last = first


def _merged(rules: list[Rule]) -> tuple[Rule, ...]:
    """Pieces of one line as one; what is too short to rule a cell is left out."""
    levels: dict[int, list[Rule]] = defaultdict(list)
    at = number = -1
    ordered = sorted(rules)
    for i, rule in enumerate(ordered):
        if not i or rule.at - ordered[i - 1].at > _SAME or rule.at - ordered[at].at > 2 * _SAME:
            at, number = i, number + 1
        levels[number].append(rule)
    found = []
    for level in levels.values():
        height = sum(rule.at for rule in level) / len(level)
        start, end = 0.0, float("-inf")
        for rule in sorted(level, key=lambda r: r.start):
            if rule.start > end + _SAME:
                if end - start > 2 * _SAME:
                    found.append(Rule(height, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        if end - start > 2 * _SAME:
            found.append(Rule(height, start, end))
    return tuple(found)
