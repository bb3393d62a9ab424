"""What has been read so far from the lines before a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model import (
    Document,
    FrontNode,
    Mark,
    Why,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages.field import Field

_MARKS = {"source": "publisher", "author": "name", "role": "role", "place": "place", "docket": "docket"}


@dataclass
class Desk:
    """What has been read so far from the lines before a text."""

    doc: Document
    profile: Profile
    nodes: list[FrontNode] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    found: dict[str, Field] = field(default_factory=dict)
    title: str = ""
    subtitle: str = ""
    adopted: str = ""
    present: bool = False  # whether the latest line names one who takes part in a talk

    def take(self, f: Field) -> None:
        if f.kind not in self.found:
            self.found[f.kind] = f

    def take_byline(self, found: list[Field], line: Mark) -> None:
        """Take who speaks or writes from a line inside the text, unless the head says that."""
        self.marks.append(line)
        for f in found if "author" not in self.found else ():
            self.take(f)
            self.mark(f)

    def mark(self, f: Field) -> None:
        if f.kind in _MARKS:
            self.marks.append(Mark(_MARKS[f.kind], f.span, f.value, Why(f"imprint.{f.kind}", f.cert)))
