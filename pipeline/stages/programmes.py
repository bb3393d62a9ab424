"""Finds where the programme of a meeting begins: its first day, chair or hour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.text import labels, within

_HOUR = re.compile(r"\d{1,2}:\d{2}(?: ?[-—~至到]+ ?\d{1,2}:\d{2})?(?![\d:]) *[^\d\s.,-]")
_DAY = re.compile(r"(?:第.{1,2}天|[^,。:;]{0,12}[上下]午|(?:\d{4} ?年)?\d{1,2}月\d{1,2}日[^,。:;]{0,12})$")
_CHAIR = re.compile(r"(?:主持人?|主席|司仪|召集人) ?:")
_NEXT = 6  # lines below an hour among which another stands, or that belong to it


def programme(doc: Document, profile: Profile, end: int) -> int:
    """The first of ``blocks[:end]`` that is part of a programme; ``end`` where none is.

    Two lines at least open with the time of day and go on with words, as no imprint has them (05:30 晚报).
    """
    blocks = doc.blocks
    for i, block in enumerate(blocks[1:end], 1):
        if (
            block.text[0].isdigit()
            and opens_with_hour(block)
            and any(map(opens_with_hour, blocks[i + 1 : i + 1 + _NEXT]))
        ):
            return _with_day(doc, profile, i)
    return end


def opens_with_hour(block: Block) -> bool:
    """Whether a line opens with the time of day and goes on with words."""
    return block.text[0].isdigit() and ":" in block.text[1:3] and _HOUR.match(block.text) is not None


def under_hours(blocks: Sequence[Block]) -> set[int]:
    """The lines set in under a line that opens with the time of day: what happens in that hour."""
    found: set[int] = set()
    for i, hour in enumerate(blocks):
        if opens_with_hour(hour):
            for j in range(i + 1, min(i + 1 + _NEXT, len(blocks))):
                if blocks[j].gap or blocks[j].indent <= hour.indent:
                    break
                found.add(j)
    return found


def _with_day(doc: Document, profile: Profile, i: int) -> int:
    """The place of the day and the chair that stand right above the first hour of a programme."""
    first = i
    while first > 1 and not doc.blocks[first].gap:
        above = doc.blocks[first - 1]
        dated = within(doc.marks, "date", above) and not labels(above.text, profile)
        if not (_CHAIR.match(above.text) or _DAY.match(above.text) or dated):
            break
        first -= 1
    return first
