"""Puts the lines that the container itself keeps outside the text (hint ``fw:``) back into their places in the tree.

No stage before this one sees them, so a page is read as if its text had come alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeVar, cast

from pipeline.frozen import replace
from pipeline.lines import PlainLines
from pipeline.model import (
    Document,
    Evidence,
    FrontNode,
    Furniture,
    Line,
    Mark,
    Node,
    Part,
    Point,
    Points,
    Section,
    Source,
    Span,
    Spans,
    Table,
    Turn,
    Why,
)
from pipeline.profile import Profile
from pipeline.tei.extent import extent

_FW = "fw:"
_WHY = Why("furniture.container", "high", (Evidence("the container keeps it outside the text", 9.0),))
_Place = Literal["top", "inline", "bottom"]
_N = TypeVar("_N", bound=Node | FrontNode)


def hidden(source: Source) -> frozenset[int]:
    """Where the lines begin that no stage is to see; one that a person corrected is seen."""
    if isinstance(source.lines, PlainLines):
        return frozenset()
    said = {fix.line for fix in source.corrections.lines}
    return frozenset(
        line.span.start
        for n, line in enumerate(source.lines, 1)
        if line.hints and _kind(line) and n not in said
    )


def asides(doc: Document, profile: Profile, /) -> Document:
    """Insert every such line as furniture: between the nodes around it, or inside the paragraph that it interrupts."""
    unseen = hidden(doc.source)
    if not unseen:
        return doc
    lines = (_aside(doc.source, line) for line in doc.source.lines if line.span.start in unseen)
    placing = _Placing(deque(filter(None, lines)))
    front = placing.among(doc.front, "top")
    if len(doc.parts) > 1:
        front = (*front, *placing.before(_first(doc.parts[0]), "top"))
    ends = [*map(_first, doc.parts[1:]), 0]
    parts = [placing.part(part, end) for part, end in zip(doc.parts, ends, strict=True)]
    back = placing.among(doc.back, "bottom")
    rest = placing.before(len(doc.source.text), "bottom")
    if len(parts) == 1 and not back:
        parts[0] = replace(parts[0], back=(*parts[0].back, *rest))
    else:
        back = (*back, *rest)
    return replace(doc, front=front, parts=tuple(parts), back=back, marks=doc.marks + tuple(placing.marks))


def _kind(line: Line) -> str:
    """What kind of furniture a line is by its hint; "" when it is text."""
    return next((hint.removeprefix(_FW) for hint in line.hints if hint.startswith(_FW)), "")


def _aside(source: Source, line: Line) -> Furniture | None:
    """The furniture that a line is; None when it is blank."""
    raw = source.text[line.span.start : line.span.end]
    start = line.span.start + len(raw) - len(raw.lstrip())
    return (
        Furniture((Span(start, start + len(raw.strip())),), _kind(line), "inline", _WHY)
        if raw.strip()
        else None
    )


def _first(part: Part) -> int:
    """Where a part begins."""
    found = (extent(node) for node in (*part.front, *part.body, *part.back))
    return next((ends[0] for ends in found if ends), 0)


@dataclass(slots=True)
class _Placing:
    """The furniture still to be placed, in source order, and the marks of what fell inside a paragraph."""

    queue: deque[Furniture]
    marks: list[Mark] = field(default_factory=list)

    def before(self, end: int, place: _Place = "inline") -> list[Furniture]:
        """What begins before an offset."""
        out = []
        while self.queue and self.queue[0].spans[0].start < end:
            out.append(replace(self.queue.popleft(), place=place))
        return out

    def part(self, part: Part, end: int) -> Part:
        """A part with what lies before and inside its nodes, and what lies behind it up to ``end``."""
        front = self.among(part.front, "top")
        body_at = _first(replace(part, front=()))
        front = (*front, *self.before(body_at, "top"))
        back_at = _first(replace(part, front=(), body=())) if part.back else end
        body = (*self.among(part.body), *self.before(back_at))
        back = (*self.among(part.back, "bottom"), *self.before(end, "bottom"))
        return replace(part, front=front, body=body, back=back)

    def among(self, nodes: Iterable[_N], place: _Place = "inline") -> tuple[_N | Furniture, ...]:
        """Nodes in source order with what lies before and inside them."""
        out: list[_N | Furniture] = []
        for node in nodes:
            ends = extent(node) if self.queue else None
            if ends is None:
                out.append(node)
                continue
            out += self.before(ends[0], place)
            out += self._inside(node) if self._next() < ends[1] else [node]
        return tuple(out)

    def _next(self) -> float:
        return self.queue[0].spans[0].start if self.queue else float("inf")

    def _inside(self, node: _N) -> Sequence[_N | Furniture]:
        """One node with the furniture that lies inside it; a table is cut in two there."""
        match node:
            case Section():
                self._interrupt(node.heading.spans if node.heading else ())
                return [replace(node, children=self.among(node.children))]
            case Turn():
                self._under(node.label.end)
                return [replace(node, children=self.among(node.children))]
            case Points():
                return [replace(node, items=self._items(node.items))]
            case Table():
                return cast("Sequence[_N | Furniture]", self._rows(node))
            case _:
                self._interrupt(node.spans)
                return [node]

    def _items(self, items: tuple[Point, ...]) -> tuple[Point, ...]:
        """What lies between two points belongs to the first of them: no list holds it."""
        out = []
        for item, after in zip(items, [*items[1:], None], strict=True):
            self._under(item.label.end)
            held = self.among(item.children)
            more = self.before(after.label.start) if after else []
            out.append(replace(item, children=(*held, *more)))
        return tuple(out)

    def _rows(self, table: Table) -> list[Table | Furniture]:
        out: list[Table | Furniture] = []
        first = 0
        for n, row in enumerate(table.rows):
            if row and self._next() < row[0].start:
                out += [replace(table, rows=table.rows[first:n])] if n > first else []
                out += self.before(row[0].start)
                first = n
        return [*out, replace(table, rows=table.rows[first:])]

    def _interrupt(self, spans: Spans) -> None:
        """Mark what lies between the lines of one block."""
        for _, right in pairwise(spans):
            self._under(right.start)

    def _under(self, end: int) -> None:
        """Mark what lies inside a block or label and begins before an offset."""
        for aside in self.before(end):
            self.marks.append(Mark("fw", aside.spans[0], aside.type, _WHY))
