"""Tells tables of data from tables that only lay out a page, and makes one line of each row of the former."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.readers.html.words import is_stamp

if TYPE_CHECKING:
    from pipeline.readers.html.lines import Drawn

_SPEAKER = re.compile(r"\s*[\[【［][^\[\]【】［］]{2,24}[\]】］]\s*[：:]?\s*")
_STOPS = ("。", "！", "？", "…")
_LONGEST_CELL = 400
_LONGEST_MEAN = 60  # characters, over the longest cell of each row: above it the cells hold prose
_MOST_LINES = 6
_PARAGRAPHS = 3
_WIDEST = 50  # columns that spanning cells may fill up


@dataclass(slots=True)
class Cell:
    """A cell: its lines from ``first`` to before ``end``, and the columns and rows it spans."""

    first: int
    columns: int = 1
    rows: int = 1
    end: int = 0

    @classmethod
    def of(cls, attributes: dict[str, str | None], first: int) -> Cell:
        """A cell that begins, from its attributes."""
        return cls(first, _span(attributes.get("colspan")), _span(attributes.get("rowspan")))


@dataclass(slots=True)
class Draft:
    """A table being drawn: the number of its box, its first line, its rows, and whether tables lie inside it."""

    box: int
    first: int
    rows: list[list[Cell]] = field(default_factory=list)
    nested: bool = False


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST) if value and value.isascii() and value.isdigit() else 1


def rows_of(table: Draft, lines: Sequence[Drawn]) -> list[Drawn] | None:
    """The lines of a table of data: what stands outside its cells, then its rows; None for one that lays out.

    Args:
        table: a finished table without tables inside it.
        lines: the lines of the page so far; those from ``table.first`` on are the table's.
    """
    filled = [[_texts(cell, lines) for cell in row] for row in table.rows]
    if not _is_data(filled):
        return None
    if _is_talk(filled):
        return [line for row in filled if row for line in _turn(row, table.box)]
    first_cell = min(cell.first for row in table.rows for cell in row)
    out = [replace(line, box=table.box) for line in lines[table.first : first_cell]]
    held: dict[int, int] = {}
    for row in table.rows:
        out += _row(row, lines, held, table.box)
    return out


def _texts(cell: Cell, lines: Sequence[Drawn]) -> list[Drawn]:
    return [line for line in lines[cell.first : cell.end] if line.chars and not line.kind]


def _is_data(rows: list[list[list[Drawn]]]) -> bool:
    """Two columns or more in most rows, and no prose in the cells."""
    filled = [[cell for cell in row if cell] for row in rows]
    filled = [row for row in filled if row]
    wide = [row for row in filled if len(row) > 1]
    if len(wide) < 2 or 2 * len(wide) < len(filled):
        return False
    lengths = [max(sum(line.chars for line in cell) for cell in row) for row in wide]
    most = max(len(cell) for row in filled for cell in row)
    return max(lengths) <= _LONGEST_CELL and sum(lengths) <= _LONGEST_MEAN * len(wide) and most <= _MOST_LINES


def _is_talk(rows: list[list[list[Drawn]]]) -> bool:
    """Whether each row is a turn: who speaks, in brackets, and what is said, which ends as a sentence."""
    filled = [found for row in rows if (found := [cell for cell in row if cell])]
    return all(
        len(row) > 1 and _SPEAKER.fullmatch(row[0][-1].text) is not None and row[1][-1].text.endswith(_STOPS)
        for row in filled
    )


def _turn(row: list[list[Drawn]], box: int) -> list[Drawn]:
    """The lines of a turn: the first words beside their speaker, times of day apart."""
    label, *others = [replace(line, box=box, hints=()) for cell in row for line in cell]
    said, *others = others or [label]
    if said is label:
        return [label]
    first = replace(
        label,
        text=f"{label.text} {said.text}",
        chars=label.chars + said.chars,
        linked=label.linked + said.linked,
        file=label.file or said.file,
    )
    return [first, *(replace(line, kind="cue") if is_stamp(line.text) else line for line in others)]


def _is_text(lines: Sequence[Drawn]) -> bool:
    """Whether a cell holds paragraphs, as that for the course of a meeting in its record does."""
    return len(lines) >= _PARAGRAPHS and 2 * sum(
        line.text.endswith(("。", "！", "？", "；")) for line in lines
    ) >= len(lines)


def _row(row: list[Cell], lines: Sequence[Drawn], held: dict[int, int], box: int) -> list[Drawn]:
    """One row as a line, and after it what is furniture inside; ``held`` counts the rows that a cell above fills."""
    texts: list[str] = []
    inside: list[Drawn] = []
    for cell in row:
        while held.get(len(texts), 0):
            held[len(texts)] -= 1
            texts.append("")
        found = _texts(cell, lines)
        inside += found
        column = len(texts)
        texts.append(" ".join(line.text.replace("\t", " ") for line in found))
        texts += [""] * (min(column + cell.columns, _WIDEST) - len(texts))
        if cell.rows > 1:
            held.update(dict.fromkeys(range(column, min(len(texts), _WIDEST)), cell.rows - 1))
    for column in range(len(texts), 1 + max((c for c, left in held.items() if left), default=-1)):
        held[column] = max(held.get(column, 0) - 1, 0)
        texts.append("")
    whole = [replace(line, box=box) for cell in row for line in lines[cell.first : cell.end]]
    asides = [line for line in whole if line.kind]
    if not inside:
        return asides
    if any(_is_text(_texts(cell, lines)) for cell in row):
        return whole
    bold = all("bold" in line.hints for line in inside)
    line = inside[0]
    return [
        replace(
            line,
            text="\t".join(texts),
            hints=("row", "bold") if bold else ("row",),
            box=box,
            chars=sum(cell.chars for cell in inside),
            linked=sum(cell.linked for cell in inside),
            file=any(cell.file for cell in inside),
            marker="",
        ),
        *asides,
    ]
