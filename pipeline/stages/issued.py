"""Finds what a paper issues, under the very name 《…》 that the paper gives it, on a line or several behind its signature."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.fold import fold
from pipeline.model import Block, Document, Part
from pipeline.stages.annexes import closed_at
from pipeline.stages.text import SENTENCE_END, key

_ORDER = re.compile(r"令$|令\(?第.{1,12}号\)?$")
_NOTICE = ("通知", "通告", "公告", "函", "批复", "意见")
_ADOPTS = "决定"  # a decision that approves a treaty has no signature over it
_NAMED = re.compile(r"《([^《》]{4,60})》")
_ABOUT = "关于"  # the name of a report may stand under that of the body which reports
_LONGEST_ORDER = 30  # characters of the name of an order
_LONGEST, _LINES = 60, 3  # characters of a line with the name, and lines
_BODY = 16  # characters of the name of a body


def names(blocks: Sequence[Block], title: str = "") -> frozenset[str]:
    """The keys of what stands in 《》 in the words of a paper and in its title; none in an order's.

    An order (令) is no paper with an annex: the law that it promulgates is the text.
    """
    found = set(_NAMED.findall(fold(title))) if title.endswith(_NOTICE) else set()  # 关于印发《…》的通知
    for block in blocks:
        text = block.text
        if len(text) <= _LONGEST_ORDER and _ORDER.search(text):
            return frozenset()
        if "《" in text:
            found.update(_NAMED.findall(text))
    return frozenset(map(key, found))


def lines_of(blocks: Sequence[Block], i: int, known: Collection[str]) -> int:
    """How many lines from block ``i`` on are together one of the names; 0 where they are none."""
    both = ""
    for n, block in enumerate(blocks[i : i + _LINES] if known else (), 1):
        text = block.text
        if len(text) > _LONGEST or text[-1] in "。;,:":
            return 0
        both += key(text)
        about = both.find(_ABOUT, 0, _BODY)
        if both in known or (about > 0 and both[about:] in known):
            return n
    return 0


def issued(doc: Document, part: Part) -> tuple[int, int]:
    """The block with the name of what a paper issues, behind the signature, and how many lines it has; (-1, 0) for none."""
    blocks, closed = doc.blocks, closed_at(doc, part)
    if part.first >= part.last:
        return -1, 0
    behind = part.last
    if part.meta.title.endswith(_ADOPTS):
        body = range(part.first, part.last)
        behind = next((i + 1 for i in body if SENTENCE_END.search(blocks[i].text)), behind)
    elif closed < blocks[part.last - 1].end:
        while behind > part.first and blocks[behind - 1].start >= closed:
            behind -= 1
    if behind + 1 >= part.last:
        return -1, 0
    known = names(blocks[part.first : behind], part.meta.title)
    return next(((i, n) for i in range(behind, part.last - 1) if (n := lines_of(blocks, i, known))), (-1, 0))
