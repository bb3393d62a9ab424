"""Reads the outline off a finished document as a tree of sections and points, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.explain.types import Entry
from pipeline.model import Document, Node, Paragraph, Part, Point, Points, Section, Span, Title, Turn, Why

_LONGEST = 48  # characters of a point; headings are shown whole

_Line = Callable[[int], int]


def outline(document: Document, line: _Line) -> tuple[Entry, ...]:
    """The outline of all parts.

    Args:
        document: a finished document.
        line: gives the number of the line that holds an offset.
    """
    parts = document.parts
    if len(parts) < 2:
        return tuple(entry for part in parts for entry in _entries(document, part.body, line))
    return tuple(_part(document, part, line) for part in parts)


def _part(document: Document, part: Part, line: _Line) -> Entry:
    title = next((node for node in part.front if isinstance(node, Title)), None)
    start = title.spans[0].start if title else document.blocks[part.first].start
    text = _text(document, title.spans) if title else ""
    why = title.why if title else Why("part.separator")
    children = tuple(_entries(document, part.body, line))
    return Entry("part", text or str(part.n), line(start), why.rule, why.cert, children)


def _entries(document: Document, nodes: Iterable[Node], line: _Line) -> Iterator[Entry]:
    for node in nodes:
        match node:
            case Section(kind, heading, children, why) if heading is not None:
                text, at = _text(document, heading.spans), line(heading.spans[0].start)
                below = tuple(_entries(document, children, line))
                yield Entry(kind, text, at, why.rule, why.cert, below)
            case Section(children=children) | Turn(children=children):
                yield from _entries(document, children, line)
            case Points(items=items, why=why):
                for item in items:
                    text, at = _point(document, item), line(item.label.start)
                    below = tuple(_entries(document, item.children, line))
                    yield Entry("point", text, at, why.rule, why.cert, below)
            case _:
                pass


def _point(document: Document, item: Point) -> str:
    first = item.children[0] if item.children else None
    words = _text(document, first.spans) if isinstance(first, Paragraph) else ""
    text = _text(document, (item.label,)) + words
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _text(document: Document, spans: Iterable[Span]) -> str:
    return " ".join("".join(document.source.text[span.start : span.end] for span in spans).split())
