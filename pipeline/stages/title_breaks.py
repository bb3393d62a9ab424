"""Tells whether the title of one of several texts goes on in the line below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Span
from pipeline.profile import Profile
from pipeline.stages.counted import Item
from pipeline.stages.rules import rules

_LONGEST = 40  # characters of either line
# a line that begins so is the rest of one
_JOINING = re.compile(r"的(?!士)|暨|及(?![时格])|和(?![谐平睦美顺气风])|与(?![时会])")
ON_OR_ABOUT = re.compile(r".{0,8}(?:在(?!线)|关于)")
_STOP = re.compile(r"[,。:;!?]|^[(【\[]")


def goes_over(above: str, below: str, profile: Profile) -> bool:
    """Whether two lines are one title, which only the second ends with a kind of text: 在全县防汛工作会议上, 的讲话."""
    if not 2 <= len(above) <= _LONGEST or len(below) > _LONGEST:
        return False
    if not _JOINING.match(below) and not ON_OR_ABOUT.match(above):
        return False
    if ON_OR_ABOUT.match(below) or _STOP.search(above) or _STOP.search(below):
        return False
    noun = rules(profile).cues["title-noun"]
    return noun.search(below) is not None and noun.search(above) is None


def title_span(blocks: Sequence[Block], item: Item, end: int, profile: Profile) -> Span:
    """The place of the title of a text ``blocks[item.index:end]``, with the next line where the title goes on in it."""
    first, lines = item.index, item.lines
    if lines == 1 and first + 2 < end and blocks[first].hints == blocks[first + 1].hints:
        # 篇一：在全县防汛工作会议上
        lines += goes_over(blocks[first].text.rpartition(":")[2], blocks[first + 1].text, profile)
    return Span(blocks[first].start, blocks[first + lines - 1].end)
