"""Parts the label of a list of annexes from that of its first item, which TEI keeps in one, as the line has them: 附件：1."""

from __future__ import annotations

from pipeline.frozen import replace
from pipeline.tei.view_types import Block, Node, Points

RULE = "points.attachment"
_COLONS = ("：", ":")


def annexes(points: Points) -> tuple[Node, ...]:
    """A list of annexes as readers see it: its label on a line of its own, then the items."""
    first = points.items[0]
    label = first.label
    at = next((mark.start for mark in label.marks if mark.kind == "num"), 0)
    lead = label.text[:at].rstrip()
    if not lead.endswith(_COLONS):
        return (points,)
    marks = tuple(replace(m, start=m.start - at, end=m.end - at) for m in label.marks if m.start >= at)
    own = replace(first, label=replace(label, text=label.text[at:], marks=marks))
    return Block("p", lead), replace(points, items=(own, *points.items[1:]))
