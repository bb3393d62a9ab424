"""Brings decisions and rejected readings to the lines of the source, and sorts out the doubtful ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from pipeline.decisions import describe
from pipeline.explain.claims import Claim, claims, inside
from pipeline.explain.outline import outline
from pipeline.explain.rejected import rejected
from pipeline.explain.types import Explanation, LineRole, Rejected, Role
from pipeline.messages import located
from pipeline.model import Document, Span

_ORDER = {"low": 0, "medium": 1, "high": 2}


def roles(document: Document) -> list[LineRole]:
    """Say for every line of the source that is not blank what it became.

    Args:
        document: a finished document.

    Returns:
        The lines in order; one that became nothing has the role ``lost``.
    """
    return [line for line in _lines(document, _Ruler(document)) if line.roles]


def explain(document: Document) -> Explanation:
    """Say everything about a document's decisions: its lines, blank ones too, doubts, outline and messages.

    Args:
        document: a finished document.

    Returns:
        What ``page`` and ``record`` show.
    """
    ruler = _Ruler(document)
    lines = tuple(_lines(document, ruler))
    source = document.source
    used = {role.rule for line in lines for role in (*line.roles, *line.inside)}
    used |= {reading.rule for line in lines for reading in line.rejected}
    return Explanation(
        document,
        lines,
        tuple(_doubts(lines)),
        outline(document, ruler.line),
        located(source.name, source, document.diagnostics),
        tuple((rule, describe(rule)) for rule in sorted(used - {""})),
    )


class _Ruler:
    """Finds lines by offset."""

    def __init__(self, document: Document) -> None:
        self.lines = [line.span for line in document.source.lines]
        self.starts = [span.start for span in self.lines]
        self.text = document.source.text

    def line(self, offset: int) -> int:
        """The number of the line that holds an offset, counted from 1."""
        return max(bisect_right(self.starts, offset), 1)

    def cut(self, span: Span) -> Iterator[tuple[int, Span]]:
        """(line number, the stretch of the span on that line) for each line it touches."""
        first = self.line(span.start) - 1
        for index in range(first, max(bisect_left(self.starts, span.end), first + 1)):
            line = self.lines[index]
            yield index + 1, Span(max(span.start, line.start), max(span.start, min(span.end, line.end)))


def _lines(document: Document, ruler: _Ruler) -> Iterator[LineRole]:
    decided = list(claims(document))
    found, within = _placed(decided, ruler), _placed(inside(document), ruler)
    lost: dict[int, list[Rejected]] = {}
    for reading in rejected(document, decided):
        lost.setdefault(ruler.line(reading.span.start), []).append(reading)
    for number, span in enumerate(ruler.lines, 1):
        text = ruler.text[span.start : span.end]
        own = found.get(number, ())
        if not own and text.strip():
            own = (Role(text.strip(), "lost", "", "low", (), False, span, "", "lost", number),)
        others = sorted(lost.get(number, ()), key=lambda reading: reading.rank, reverse=True)
        yield LineRole(number, own, text, span, within.get(number, ()), tuple(others))


def _placed(decided: Iterable[Claim], ruler: _Ruler) -> dict[int, tuple[Role, ...]]:
    """The roles of each line from left to right; a decision has one role on a line, however its spans are cut."""
    found: dict[int, list[Role]] = {}
    for claim in decided:
        why, at = claim.why, ruler.line(claim.anchor)
        on: dict[int, Span] = {}
        for span in claim.spans:
            for number, piece in ruler.cut(span):
                on[number] = Span(on.get(number, piece).start, piece.end)
        for n, (number, piece) in enumerate(on.items()):
            text = ruler.text[piece.start : piece.end]
            role = Role(
                text, claim.name, why.rule, why.cert, why.evidence, n > 0, piece, claim.element, claim.group, at
            )  # fmt: skip
            found.setdefault(number, []).append(role)
    return {number: tuple(sorted(own, key=lambda r: r.span.start)) for number, own in found.items()}


def _doubts(lines: Iterable[LineRole]) -> list[tuple[LineRole, Role]]:
    """Decisions that are not certain: the least certain first, those about whole lines before those about words."""
    found = [
        (line, role)
        for line in lines
        for role in (*line.roles, *line.inside)
        if role.cert != "high" and not role.continued and role.decided == line.number
    ]
    return sorted(found, key=lambda pair: (_ORDER[pair[1].cert], pair[1].group == "inside", pair[0].number))
