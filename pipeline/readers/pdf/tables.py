"""Rows of tables: lines one under the other whose cells begin at the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.pdf.columns import Line
from pipeline.readers.pdf.shape import below

_LEAST_ROWS = 3
_ALIGNED = 0.7  # sizes of the type


def tables(lines: Sequence[Line]) -> list[Line]:
    """Keep the cells of tables apart by tabs; in other lines a wide gap is a space, and ``cells`` is emptied.

    Args:
        lines: those of one page, in reading order.
    """
    out: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if run and not _continues(run[-1], line):
            out += _settled(run)
            run = []
        run.append(line)
    return out + _settled(run)


def _continues(a: Line, b: Line) -> bool:
    if not (a.cells and b.cells and below(a, b)):
        return False
    near = [any(abs(x - y) <= _ALIGNED * a.size for y in a.cells) for x in b.cells]
    return sum(near) >= 2


def _settled(run: list[Line]) -> list[Line]:
    if len(run) >= _LEAST_ROWS:
        return run
    return [replace(line, text=line.text.replace("\t", "\u3000"), cells=()) for line in run]
