"""Tells where words of a page that a text may quote are furniture: around the text, beside other furniture, in a row."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.numbers import opens
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

# 策划｜柳青禾 may be of a text, 编辑｜闻笛 is of its page
_BARRED = re.compile(
    r"(?:文字|图片|图文|撰文|撰稿|视频|制图|设计|美编|统筹|策划|出品|供稿|供图|摄影|来源) ?[|丨/]"
)
_PICTURE, _END = "图片", "END"
_PROSE = 40  # characters of what is text though no stop ends it
_ROW = 3  # such lines in a row are none that a text quotes
_LATE = 12  # lines at the most under the word at the end: who wrote, what else there is
_OPEN = frozenset(",、:;")  # the line below belongs to the sentence


def is_quotable(text: str, kind: str) -> bool:
    """Whether a text may quote a folded line that has the words of this kind of furniture."""
    return kind == "account" or (kind == "credit" and _BARRED.match(text) is not None)


def misplaced(
    blocks: Sequence[Block],
    found: Container[int],
    sure: set[int],
    quotable: Sequence[int],
    profile: Profile,
) -> set[int]:
    """Those of the ``quotable`` lines that are of the text.

    Args:
        blocks: all lines.
        found: the indices of all that has the words of furniture.
        sure: those of them that prove that a page has furniture there, and the quotable ones.
        quotable: those that a text may quote.
        profile: knows salutations and numbers.
    """
    pictures = {i for i in quotable if blocks[i].text == _PICTURE}
    told: set[int] = set()  # what the sentence above leads to, a list of them too
    for i in quotable:
        if i not in pictures and (i - 1 in told or _goes_on(blocks, i, found)):
            told.add(i)
    loose = set(quotable) - told
    sure = sure.difference(quotable)
    placed = pictures if sure or len(pictures) > 1 else set[int]()
    for row in _rows(sorted(loose | sure)):
        if len(row) >= _ROW or not sure.isdisjoint(row):
            placed.update(row)
    if left := loose - placed:
        first, last = _ends(blocks, found, profile)
        placed.update(i for i in left if not first <= i <= last or _closes(blocks, i))
    return set(quotable) - placed


def _goes_on(blocks: Sequence[Block], i: int, found: Container[int]) -> bool:
    """Whether a line is in a sentence that the line above has begun."""
    return i > 0 and i - 1 not in found and blocks[i - 1].text[-1] in _OPEN


def _rows(places: Sequence[int]) -> Iterator[list[int]]:
    """The places in runs without a gap."""
    for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        yield [i for _, i in run]


def _ends(blocks: Sequence[Block], found: Container[int], profile: Profile) -> tuple[int, int]:
    """The first line and the last that are of the text: a salutation, a number, a sentence; the first of all may be a title."""
    salutes = rules(profile).cues["salute"].match
    told = [
        i
        for i, b in enumerate(blocks)
        if i
        and i not in found
        and (
            len(b.text) >= _PROSE or SENTENCE_END.search(b.text) or salutes(b.text) or opens(b.text, profile)
        )
    ]
    return (told[0], told[-1]) if told else (len(blocks), -1)


def _closes(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line is the word at the end of an article, below which a page has what belongs to it."""
    return blocks[i].text == _END and len(blocks) - i <= _LATE and SENTENCE_END.search(blocks[i - 1].text)
