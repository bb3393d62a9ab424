"""What an explanation consists of; all spans are offsets into the source text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.messages import Message
from pipeline.model import Cert, Document, Evidence, Span

Group = Literal[
    "title", "front", "heading", "point", "speaker", "text", "closing", "furniture", "inside", "lost"
]


@dataclass(frozen=True, slots=True)
class Role:
    """What a stretch of a line was taken for; ``continued`` where that began on an earlier line.

    ``element`` is the TEI element it becomes. ``decided`` is the line where the decision stands, an earlier one
    for a line that goes on or for a further point of a list.
    """

    text: str
    name: str
    rule: str
    cert: Cert
    evidence: tuple[Evidence, ...]
    continued: bool
    span: Span
    element: str
    group: Group
    decided: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reading that was considered and lost, with what spoke for and against it."""

    text: str
    name: str
    rule: str
    evidence: tuple[Evidence, ...]
    span: Span
    recorded: bool

    @property
    def rank(self) -> tuple[bool, float]:
        """Greater is better: a stage that recorded why it refused says more than a claim nobody took up."""
        return self.recorded, sum(e.weight for e in self.evidence)


@dataclass(frozen=True, slots=True)
class LineRole:
    """A source line with its roles from left to right, the marks inside them, and rejected readings, best first."""

    number: int
    roles: tuple[Role, ...]
    text: str
    span: Span
    inside: tuple[Role, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A section, a point or one text of a compilation in the outline, with what it holds."""

    kind: str
    text: str
    line: int
    rule: str
    cert: Cert
    children: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of it for one document; ``doubts`` are (line, decision), the least certain first."""

    document: Document
    lines: tuple[LineRole, ...]
    doubts: tuple[tuple[LineRole, Role], ...]
    outline: tuple[Entry, ...]
    messages: tuple[Message, ...]
    rules: tuple[tuple[str, str], ...]
