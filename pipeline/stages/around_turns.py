"""Marks what stands around the turns of a talk: clock times, and those who sign it."""

from __future__ import annotations

import re

from pipeline.model import Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.talk_fields import is_field, signed
from pipeline.stages.text import of_kind
from pipeline.stages.turn_lines import Opening

_CUE = Why("furniture.cue", "high", (Evidence("a time that a recording or a site put there", 2.0),))
_SIGNED = Why(
    "closing.signed", "high", (Evidence("a part in the talk and a name, after the last words", 2.0),)
)
STAMP = re.compile(
    r"[\[(]?(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? ?)?\d{1,2}:\d\d(?::\d\d)?(?: ?[~—–-] ?\d{1,2}:\d\d(?::\d\d)?)?[\])]?$"
)
_WHOLE_STAMP = re.compile(
    r"[\[(]\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? ?\d{1,2}:\d\d(?::\d\d)?[\])]$"
)  # day and time in brackets
_LAST_STAMP = re.compile(r"(?<=.)[\[(【]\d{1,2}:\d\d:\d\d[\])】]$")  # behind what was said
_CLOSERS = frozenset(")]】")
_LONGEST_STAMP = 24


def clock(f: Opening) -> list[Mark]:
    """The time in a label, which is nobody's name and nobody's words."""
    return [Mark("fw", f.block.span(*f.clock), "cue", _CUE)]


def around(doc: Document, found: list[Opening], turns: list[Opening], profile: Profile) -> list[Mark]:
    """What stands between turns and after them: times on lines of their own, and those who sign."""
    stamps = [b for b in doc.blocks if len(b.text) <= _LONGEST_STAMP and STAMP.match(b.text)]
    out = []
    if len(stamps) >= 3 or any(_WHOLE_STAMP.match(b.text) for b in stamps):
        out += [Mark("furniture", Span(b.start, b.end), "cue", _CUE) for b in stamps]
    ends = [
        (b, m)
        for b in doc.blocks
        if (text := b.text)[-1] in _CLOSERS and text[-2:-1].isdecimal() and (m := _LAST_STAMP.search(text))
    ]
    if len(ends) >= 3:
        out += [Mark("fw", b.span(*m.span()), "cue", _CUE) for b, m in ends]
    opened = {f.block.start for f in turns}
    passed = {m.span.start for kind in ("date", "furniture") for m in of_kind(doc.marks, kind)}
    others = [f for f in found if f.block.start not in opened]
    closing = signed(others, doc.blocks, passed, profile)
    for f in others:
        start, end = f.block.start, f.block.end
        if start in closing:
            out.append(Mark("signed", Span(start, end), "", _SIGNED))
        elif is_field(f, profile):
            out.append(Mark("field", Span(start, end)))
    return out
