"""Settles which inline marks of a block can be elements: those that nest, and lists that are whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.model import Mark, Span, Spans


def nested(marks: Iterable[Mark], end: int) -> list[Mark]:
    """The marks that lie in the block and cross none that was kept before."""
    kept: list[Mark] = []
    ends = [end]
    for mark in marks:
        span = mark.span
        while ends[-1] <= span.start:
            ends.pop()
        if span.end <= ends[-1]:
            kept.append(mark)
            ends.append(span.end)
    return kept


def sound(marks: Sequence[Mark], text: str) -> list[Mark]:
    """The marks without the run-on lists that are not label, item, label, item … and white space."""
    return [m for i, m in enumerate(marks) if m.kind != "runon" or _is_list(m, marks, i + 1, text)]


def _is_list(mark: Mark, marks: Sequence[Mark], following: int, text: str) -> bool:
    at, awaited = mark.span.start, "runon-label"
    for inner in map(
        marks.__getitem__, range(following, len(marks))
    ):  # a slice would copy the rest each time
        if inner.span.start >= mark.span.end:
            break
        if inner.span.start < at or inner.kind not in ("runon-label", "runon-item"):
            continue
        if inner.kind != awaited or text[at : inner.span.start].strip():
            return False
        at = inner.span.end
        awaited = "runon-item" if awaited == "runon-label" else "runon-label"
    return at > mark.span.start and awaited == "runon-label" and not text[at : mark.span.end].strip()


def pieces(spans: Spans, marks: Sequence[Mark]) -> list[Span]:
    """The block's spans and, between them, the furniture that fell into it."""
    if len(spans) == 1:
        return list(spans)
    found = [spans[0]]
    furniture = [mark.span for mark in marks if mark.kind == "fw"]
    looked = 0  # at so many of them: both stand in the order of the source
    for left, right in pairwise(spans):
        at = left.end
        while looked < len(furniture) and furniture[looked].start < right.start:
            span = furniture[looked]
            looked += 1
            if left.end <= span.start and at < span.end <= right.start:
                found.append(span if at <= span.start else Span(at, span.end))
                at = span.end
        found.append(right)
    return found
