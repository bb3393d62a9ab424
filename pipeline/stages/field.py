"""A value read from a line of the head or foot of a text, and why a line is taken for what it is."""

from __future__ import annotations

from pipeline.frozen import record
from pipeline.model import Block, Cert, Document, Evidence, Span, Why
from pipeline.stages.text import reading


@record(frozen=True)
class Field:
    """A value read from a line: its kind (published, source, author, …), place and certainty."""

    kind: str
    span: Span
    value: str
    cert: Cert = "high"


def value_at(kind: str, block: Block, doc: Document, lo: int, hi: int, cert: Cert = "medium") -> Field:
    span = block.span(lo, hi)
    return Field(kind, span, doc.source.text[span.start : span.end], cert)


def docket(block: Block, doc: Document) -> Field:
    """The number in a line that has the form of one, without who signs the paper, whom a letterhead names beside it."""
    end = block.text.find("签发人")
    if end < 0:
        return Field("docket", Span(block.start, block.end), reading(doc, block.spans))
    span = block.span(0, len(block.text[:end].rstrip()))
    return Field("docket", span, reading(doc, (span,)))


def why(rule: str, cert: Cert = "high", reason: str = "") -> Why:
    """A decision with one reason."""
    return Why(rule, cert, (Evidence(reason or rule, 1.0),))


def role_and_name(block: Block, doc: Document, role: tuple[int, int], name: tuple[int, int]) -> list[Field]:
    """Role and author at two places of a block; an empty role is none."""
    found = []
    for kind, (lo, hi) in (("role", role), ("author", name)):
        if lo < hi:
            span = block.span(lo, hi)
            found.append(Field(kind, span, doc.source.text[span.start : span.end], "medium"))
    return found


def moved(place: tuple[int, int], by: int) -> tuple[int, int]:
    return place[0] + by, place[1] + by
