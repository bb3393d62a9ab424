"""What templates see of a text: its blocks and the tree they form, all in the repaired reading."""

from __future__ import annotations

from typing import ClassVar

from pipeline.frozen import record

Offsets = tuple[int, int]


@record(frozen=True)
class Mark:
    """Something said about ``text[start:end]`` of a block; outer marks stand before the inner ones.

    ``kind`` is repair, gap, date, said, person, label … or the TEI element's own name. ``value`` is the ISO
    date, the person's id, the number, or the spelling of the source for a repair; ``note`` numbers repairs.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    cert: str = "high"
    rule: str = ""
    note: int = 0


@record(frozen=True)
class Run:
    """A stretch of a block for templates: bare text (``kind`` is "") or a mark with the runs inside it."""

    kind: str
    text: str
    value: str = ""
    note: int = 0
    runs: tuple[Run, ...] = ()


@record(frozen=True)
class Block:
    """A line or paragraph: ``kind`` is p, salute, signed, dateline, stage, title, subtitle, byline, imprint, date,
    or head and speaker where TEI allows no heading or turn.

    ``n`` is the paragraph's running number, 0 when it has none; ``source`` the offsets in the decoded input.
    """

    kind: str
    text: str
    marks: tuple[Mark, ...] = ()
    id: str = ""
    n: int = 0
    source: Offsets | None = None
    cert: str = "high"
    rule: str = ""

    @property
    def runs(self) -> tuple[Run, ...]:
        """The text cut at the borders of its marks, nested as the marks are."""
        return _cut(self.text, self.marks, 0, len(self.text))

    def cut(self, *kinds: str) -> tuple[Run, ...]:
        """The text cut at the borders of the marks of some kinds only."""
        marks = tuple([mark for mark in self.marks if mark.kind in kinds])
        return _cut(self.text, marks, 0, len(self.text)) if marks else (Run("", self.text),)


@record(frozen=True)
class Section:
    """A division; ``number`` is its place in the outline (2.1), ``level`` counts from 1."""

    kind: ClassVar[str] = "section"
    id: str
    type: str
    number: str
    level: int
    heading: Block | None
    run_in: bool
    children: tuple[Node, ...]
    source: Offsets | None = None
    cert: str = "high"
    rule: str = ""

    @property
    def label(self) -> str:
        """The literal marker of the heading, such as 一、"""
        for mark in self.heading.marks if self.heading else ():
            if mark.kind == "label":
                return self.heading.text[mark.start : mark.end] if self.heading else ""
        return ""

    @property
    def lead(self) -> Block | None:
        """The paragraph a run-in heading stands in, when there is one."""
        return _first_paragraph(self.children) if self.run_in else None

    @property
    def rest(self) -> tuple[Node, ...]:
        """The children after ``lead``."""
        return self.children[1:] if self.lead else self.children


@record(frozen=True)
class Point:
    """One item of a list with its literal label; ``value`` is the number the label stands for, if it is one."""

    label: Block
    value: str
    children: tuple[Node, ...]

    @property
    def lead(self) -> Block | None:
        """The paragraph the label stands before, when the item begins with one."""
        return _first_paragraph(self.children)

    @property
    def rest(self) -> tuple[Node, ...]:
        """The children after ``lead``."""
        return self.children[1:] if self.lead else self.children


@record(frozen=True)
class Points:
    """A list whose items are paragraphs of their own; ``type`` is ordinal or bulleted."""

    kind: ClassVar[str] = "points"
    type: str
    items: tuple[Point, ...]
    source: Offsets | None = None
    cert: str = "high"
    rule: str = ""


@record(frozen=True)
class Turn:
    """What one speaker says; ``who`` is the person's id, ``speaker`` the literal label."""

    kind: ClassVar[str] = "turn"
    who: str
    speaker: Block | None
    children: tuple[Node, ...]
    source: Offsets | None = None
    cert: str = "high"
    rule: str = ""

    @property
    def lead(self) -> Block | None:
        """The paragraph the speaker's label stands before, when the turn begins with one."""
        return _first_paragraph(self.children)

    @property
    def rest(self) -> tuple[Node, ...]:
        """The children after ``lead``."""
        return self.children[1:] if self.lead else self.children


@record(frozen=True)
class Table:
    """Rows of cells."""

    kind: ClassVar[str] = "table"
    rows: tuple[tuple[Block, ...], ...]
    source: Offsets | None = None
    cert: str = "high"
    rule: str = ""


Node = Block | Section | Points | Turn | Table


def _first_paragraph(nodes: tuple[Node, ...]) -> Block | None:
    first = nodes[0] if nodes else None
    return first if isinstance(first, Block) and first.kind == "p" else None


def _cut(text: str, marks: tuple[Mark, ...], start: int, end: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    at, i, count = start, 0, len(marks)
    while i < count:
        mark = marks[i]
        i += 1
        first = i
        while i < count and marks[i].start < mark.end:
            i += 1
        if at < mark.start:
            runs.append(Run("", text[at : mark.start]))
        inner = _cut(text, marks[first:i], mark.start, mark.end) if i > first else ()
        runs.append(Run(mark.kind, text[mark.start : mark.end], mark.value, mark.note, inner))
        at = mark.end
    if at < end:
        runs.append(Run("", text[at:end]))
    return tuple(runs)
