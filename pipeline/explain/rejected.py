"""Finds the readings that lost: marks that nothing took up, and those that a stage recorded as refused (``title?``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.explain.claims import Claim
from pipeline.explain.types import Rejected
from pipeline.model import Document, Mark, Node, Points, Section, Span, Turn

_INLINE = frozenset(
    {"repair", "redaction", "date", "said", "publisher", "name", "role", "place", "docket", "fw"}
)
_ELEMENTS = {
    "furniture": ("fw",), "title": ("titlePart",), "title-repeat": ("fw",), "item": ("titlePart",),
    "signed": ("signed",), "dateline": ("dateline", "docDate"),
}  # fmt: skip


@dataclass
class _Chosen:
    """What was taken up: (element, offset) of blocks, offsets of markers, ends of speakers' labels, inline marks."""

    blocks: set[tuple[str, int]] = field(default_factory=set)
    markers: set[int] = field(default_factory=set)
    labels: set[int] = field(default_factory=set)
    inline: set[tuple[str, Span]] = field(default_factory=set)

    def __contains__(self, mark: Mark) -> bool:
        if mark.kind in _ELEMENTS:
            return any((element, mark.span.start) in self.blocks for element in _ELEMENTS[mark.kind])
        if mark.kind == "number":
            return mark.span.start in self.markers
        if mark.kind == "turn":
            return mark.span.end in self.labels
        return mark.kind not in _INLINE or (mark.kind, mark.span) in self.inline


def rejected(document: Document, taken: Iterable[Claim]) -> Iterator[Rejected]:
    """The readings of a document that lost, in the order of its marks.

    Args:
        document: a finished document.
        taken: its decisions, from ``claims``.
    """
    chosen = _Chosen(
        blocks={(claim.element, claim.spans[0].start) for claim in taken},
        inline={(mark.kind, mark.span) for mark in document.inline},
    )
    for part in document.parts:
        _collect(part.body, chosen)
    seen = set()
    for mark in document.marks:
        recorded = mark.kind.endswith("?")
        kind = mark.kind.removesuffix("?")
        if (recorded or mark not in chosen) and (kind, mark.span, mark.value) not in seen:
            seen.add((kind, mark.span, mark.value))
            text = document.source.text[mark.span.start : mark.span.end]
            name = _name(kind, mark, text)
            yield Rejected(text, name, mark.why.rule, mark.why.evidence, mark.span, recorded)


def _collect(nodes: Iterable[Node], chosen: _Chosen) -> None:
    for node in nodes:
        match node:
            case Section(heading=heading, children=children):
                if heading is not None and heading.numbering is not None:
                    chosen.markers.add(heading.numbering.marker.start)
                _collect(children, chosen)
            case Points(items=items):
                for item in items:
                    chosen.markers.add(item.label.start)
                    _collect(item.children, chosen)
            case Turn(label=label, children=children):
                chosen.labels.add(label.end)
                _collect(children, chosen)
            case _:
                pass


def _name(kind: str, mark: Mark, text: str) -> str:
    if kind == "number":
        return f"heading or point “{text.strip()}”"
    if kind == "heading" and mark.value:
        return (
            "heading without a number"
            if mark.value.startswith("plain")
            else f"heading “{text.strip()}”, style {mark.value}"
        )
    if kind == "title":
        return f"{mark.value or 'main'} title"
    if kind == "turn":
        return f"speaker {mark.value or text}"
    if kind == "said":
        return f"words of {mark.value}"
    return _NAMES.get(kind) or f"{kind} {mark.value}".rstrip()


_NAMES = {
    "title-repeat": "copy of the title",
    "item": "start of a text of a compilation",
    "signed": "signature",
}
