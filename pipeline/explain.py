"""What every source line was taken for, and why, read off the finished document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.model import (
    Byline,
    Cert,
    Dateline,
    Document,
    Evidence,
    FrontNode,
    Furniture,
    Imprint,
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
class Role:
    """What a stretch of a line was taken for; ``continued`` where that began on an earlier line."""

    text: str
    name: str
    rule: str
    cert: Cert
    evidence: tuple[Evidence, ...] = ()
    continued: bool = False


@dataclass(frozen=True, slots=True)
class LineRole:
    """A source line that is not blank, with its roles from left to right."""

    number: int
    roles: tuple[Role, ...]


_Claim = tuple[Spans, str, Why]


def roles(document: Document) -> list[LineRole]:
    """Say for every line of the source that is not blank what it became.

    Args:
        document: a finished document.

    Returns:
        The lines in order; one that became nothing has the role ``lost``.
    """
    source = document.source
    starts = [line.span.start for line in source.lines]
    found: dict[int, list[tuple[int, Role]]] = {}
    for spans, name, why in _document(document):
        role = Role("", name, why.rule, why.cert, why.evidence)
        for span in spans:
            first = max(bisect_right(starts, span.start) - 1, 0)
            for number in range(first, max(bisect_left(starts, span.end), first + 1)):
                line = source.lines[number].span
                text = source.text[max(span.start, line.start) : min(span.end, line.end)]
                found.setdefault(number, []).append((span.start, replace(role, text=text)))
                role = replace(role, continued=True)
    result = []
    for number, each in enumerate(source.lines):
        text = source.text[each.span.start : each.span.end].strip()
        if text:
            own = [role for _, role in sorted(found.get(number, []), key=lambda pair: pair[0])]
            result.append(LineRole(number + 1, tuple(own) or (Role(text, "lost", "", "low"),)))
    return result


def _document(document: Document) -> Iterator[_Claim]:
    yield from _nodes(document.front)
    for part in document.parts:
        yield from _nodes(part.front)
        yield from _nodes(part.body)
        yield from _nodes(part.back)
    yield from _nodes(document.back)
    for mark in document.inline:
        if mark.kind == "fw":
            yield (mark.span,), f"furniture {mark.value}".rstrip(), mark.why


def _nodes(nodes: Iterable[FrontNode | Node]) -> Iterator[_Claim]:
    for node in nodes:
        match node:
            case Section(kind, heading, children, why):
                if heading is not None:
                    yield heading.spans, f"{kind} heading", why
                yield from _nodes(children)
            case Points(kind, items, why):
                for item in items:
                    yield (item.label,), f"{kind} point", why
                    yield from _nodes(item.children)
            case Turn(label, who, children, why):
                yield (label,), f"speaker {who}".rstrip(), why
                yield from _nodes(children)
            case Table(rows, why):
                for row in rows:
                    yield row, "table row", why
            case Furniture(spans, kind, _, why):
                yield spans, f"furniture {kind}", why
            case Title(spans, kind, why):
                yield spans, f"{kind} title", why
            case Imprint() | Byline() | Dateline() | StageNote() | Paragraph() | Salute() | Signed():
                yield node.spans, _NAMES[type(node)], node.why
            case _:
                assert_never(node)


_NAMES: dict[type, str] = {
    Imprint: "imprint",
    Byline: "byline",
    Dateline: "dateline",
    StageNote: "stage note",
    Paragraph: "paragraph",
    Salute: "salute",
    Signed: "signature",
}
