"""Finds where the text of 发言摘要 begins: at the first of the names that stand over what each of several persons said."""

from __future__ import annotations

import re

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.bylines import byline
from pipeline.stages.text import SENTENCE_END

_TITLE = re.compile(
    r"(?:发言|讲话|致辞|演讲|座谈会?|观点)(?:内容|材料)?(?:摘要|摘登|摘编|摘录|选登|选编|集锦|集萃|要点)(?:\([^()]{1,16}\))?$|笔谈$"
)
_ENDS = frozenset("要登编录锦萃点谈)")  # the last characters of these
_HEAD = 6  # blocks among which the title stands
_LONGEST = 30  # characters of a line with office and name
_OTHERS = 2  # names below the first


def spoken(doc: Document, profile: Profile, end: int) -> int:
    """The index of the name over what is said first, where the text seems to begin at block ``end``; else ``end``."""
    heads = doc.blocks[: min(end, _HEAD)]
    if not any(b.text[-1] in _ENDS and _TITLE.search(b.text) for b in heads):
        return end
    first = end - 1
    if first < 1 or not _names(doc.blocks[first], profile, doc):
        return end
    others = 0
    for block, below in zip(doc.blocks[end + 1 :], doc.blocks[end + 2 :], strict=False):
        if len(block.text) <= _LONGEST and SENTENCE_END.search(below.text) and _names(block, profile, doc):
            others += 1
            if others >= _OTHERS:
                return first
    return end


def _names(block: Block, profile: Profile, doc: Document) -> bool:
    """Whether a line is a name, perhaps behind an office."""
    text = block.text
    return len(text) <= _LONGEST and ":" not in text and bool(byline(block, doc, profile))
