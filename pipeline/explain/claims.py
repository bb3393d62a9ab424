"""Reads every decision off a finished document: which stretch became which element, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from pipeline.explain.types import Group
from pipeline.model import (
    Byline,
    Dateline,
    Document,
    FrontNode,
    Furniture,
    Imprint,
    Mark,
    Node,
    Paragraph,
    Points,
    Salute,
    Section,
    Signed,
    Spans,
    StageNote,
    Table,
    Title,
    Turn,
    Why,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One decision about a stretch; ``anchor`` is the offset where it was made, for all points of a list the first."""

    spans: Spans
    name: str
    element: str
    group: Group
    why: Why
    anchor: int


def claims(document: Document) -> Iterator[Claim]:
    """Every decision that gives lines their roles, in no particular order."""
    persons = {person.id: person.name for person in document.persons}
    yield from _nodes(document.front, persons, "front")
    for part in document.parts:
        yield from _nodes(part.front, persons, "front")
        yield from _nodes(part.body, persons, "body")
        yield from _nodes(part.back, persons, "back")
    yield from _nodes(document.back, persons, "back")
    for mark in document.inline:
        if mark.kind == "fw" and not _is_bar(mark):
            yield _claim((mark.span,), f"furniture {mark.value}".rstrip(), "fw", "furniture", mark.why)


def inside(document: Document) -> Iterator[Claim]:
    """Every decision about words inside a block."""
    persons = {person.id: person.name for person in document.persons}
    for mark in document.inline:
        if _is_bar(mark):
            yield _claim((mark.span,), "bar of a table", "fw", "inside", mark.why)
        elif mark.kind in _INLINE:
            name, element = _INLINE[mark.kind]
            said = f"{name} {_value(mark, persons)}".rstrip()
            yield _claim((mark.span,), said, element, "inside", mark.why)


def _is_bar(mark: Mark) -> bool:
    return mark.kind == "fw" and mark.value == "rule"


def _value(mark: Mark, persons: dict[str, str]) -> str:
    return persons.get(mark.value, mark.value)


def _nodes(nodes: Iterable[FrontNode | Node], persons: dict[str, str], place: str) -> Iterator[Claim]:
    for node in nodes:
        match node:
            case Section(kind, heading, children, why):
                if heading is not None:
                    yield _claim(heading.spans, f"{kind} heading", "head", "heading", why)
                yield from _nodes(children, persons, place)
            case Points(kind, items, why):
                for item in items:
                    anchor = items[0].label.start
                    yield Claim((item.label,), f"{kind} point", "label", "point", why, anchor)
                    yield from _nodes(item.children, persons, place)
            case Turn(label, who, children, why):
                name = f"speaker {persons.get(who, who)}".rstrip()
                yield _claim((label,), name, "speaker", "speaker", why)
                yield from _nodes(children, persons, place)
            case Table(rows, why):
                for row in rows:
                    yield Claim(row, "table row", "row", "text", why, rows[0][0].start)
            case Furniture(spans, kind, _, why):
                yield _claim(spans, f"furniture {kind}", "fw", "furniture", why)
            case Title(spans, kind, why):
                yield _claim(spans, f"{kind} title", "titlePart", "title", why)
            case Imprint() | Byline() | Dateline() | StageNote() | Paragraph() | Salute() | Signed():
                yield _plain(node, place)
            case _:
                assert_never(node)


def _plain(node: Imprint | Byline | Dateline | StageNote | Paragraph | Salute | Signed, place: str) -> Claim:
    name, element, group = _NAMES[type(node)]
    if place == "front":
        group = "front"
        element = "docDate" if isinstance(node, Dateline) else element
        name = "note" if isinstance(node, Paragraph) else name
    return _claim(node.spans, name, element, group, node.why)


def _claim(spans: Spans, name: str, element: str, group: Group, why: Why) -> Claim:
    return Claim(spans, name, element, group, why, spans[0].start)


_NAMES: dict[type, tuple[str, str, Group]] = {
    Imprint: ("imprint", "docImprint", "front"),
    Byline: ("byline", "byline", "front"),
    Dateline: ("dateline", "dateline", "closing"),
    StageNote: ("stage note", "stage", "text"),
    Paragraph: ("paragraph", "p", "text"),
    Salute: ("salute", "salute", "text"),
    Signed: ("signature", "signed", "closing"),
}

# The parts of a list that runs on inside a paragraph are decided with the list.
_INLINE: dict[str, tuple[str, str]] = {
    "repair": ("repair, read as", "choice"),
    "redaction": ("redaction", "gap"),
    "date": ("date", "date"),
    "said": ("words of", "said"),
    "publisher": ("publisher", "publisher"),
    "role": ("office", "roleName"),
    "name": ("name of", "persName"),
    "place": ("place", "placeName"),
    "docket": ("document number", "idno"),
    "runon": ("points inside the paragraph", "list"),
}
