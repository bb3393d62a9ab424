"""Rows of tables: lines one under the other whose cells begin at the same places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.pdf.columns import Line
from pipeline.readers.pdf.shape import below

_LEAST_ROWS = 3
_ALIGNED = 0.7  # sizes of the type
# What a list sets before its items, at a tab stop: no cell.
_MARKER = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]+[条條章节節]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[①-⑳㈠-㈩⑴-⒇]|[（(]?(?:[a-zA-Z]|[ivx]{2,4})[)）.]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}|[^\w\s]"
)


def tables(lines: Sequence[Line]) -> list[Line]:
    """Keep the cells of tables without lines apart by tabs; in other lines a wide gap is a space, and ``cells`` is emptied.

    Args:
        lines: those of one page, in reading order.
    """
    out: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if run and (line.ruled or not _continues(run[-1], line)):
            out += _settled(run)
            run = []
        if line.ruled:
            out.append(line)
        else:
            run.append(line)
    return out + _settled(run)


def _continues(a: Line, b: Line) -> bool:
    if not (a.cells and b.cells and below(a, b)):
        return False
    near = [any(abs(x - y) <= _ALIGNED * a.size for y in a.cells) for x in b.cells]
    return sum(near) >= 2


def _settled(run: list[Line]) -> list[Line]:
    if len(run) >= _LEAST_ROWS and not all(_is_item(line) for line in run):
        return run
    return [replace(line, text=line.text.replace("\t", "\u3000"), cells=()) for line in run]


def _is_item(line: Line) -> bool:
    """Whether a line is an item of a list, its marker set apart from its text."""
    marker, _, text = line.text.partition("\t")
    return bool(text) and "\t" not in text and _MARKER.fullmatch(marker.strip()) is not None
