"""What has been read so far from the lines before a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.fold import fold
from pipeline.model import (
    Document,
    FrontNode,
    Mark,
    Why,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages.field import Field
from pipeline.stages.text import is_name

# an author who is no person; 宣传科 has the form of a name, as the second kind may be
_OF_UNIT = re.compile(r"[^ ,。:]{2,}(?:[委办局部处室]|中心)$"), re.compile(r"[^ ,。:]{2,}[科股站社校院会团]$")

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

    def withdraw_unit(self) -> None:
        """Forget the unit that a page names as author (作者：秘书处) where office and name of a person stand below it."""
        author = self.found.get("author")
        name = fold(author.value) if author else ""
        sure, likely = _OF_UNIT
        if author and (sure.match(name) or (likely.match(name) and not is_name(name, self.profile))):
            del self.found["author"]
            self.marks = [m for m in self.marks if m.span != author.span]

    def take_byline(self, found: list[Field], line: Mark) -> None:
        """Take who speaks or writes from a line inside the text, unless the head says that."""
        self.marks.append(line)
        for f in found if "author" not in self.found else ():
            self.take(f)
            self.mark(f)

    def mark(self, f: Field) -> None:
        if f.kind in _MARKS:
            self.marks.append(Mark(_MARKS[f.kind], f.span, f.value, Why(f"imprint.{f.kind}", f.cert)))
