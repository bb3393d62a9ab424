"""Finds the headings that have a sign before them where others have a number: ■ 雾中的钟声."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import Block, Mark
from pipeline.profile import Profile
from pipeline.stages.headings import shape
from pipeline.stages.text import SENTENCE_END

SIGNS = frozenset("■◆◇●★❖►➢➤")
_SHORT, _PROSE = 30, 40


def bulleted(
    blocks: Sequence[Block], taken: set[int], numbers: Mapping[int, Mark], profile: Profile
) -> set[int]:
    """The lines with a sign, without a stop, each between finished text and a long paragraph.

    The paragraph may be short where the lines are spaced, and a list where there are several. The items of a list begin
    with the same sign too; where one line with it is no heading, none is.
    """
    signs: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.text[0] in SIGNS and i not in taken:
            signs.setdefault(block.text[0], []).append(i)
    out: set[int] = set()
    for sign, places in signs.items():
        several = len(places) > 1
        spaced = several and all(blocks[i].gap for i in places)
        counted = (
            {i for i, b in enumerate(blocks) if b.start in numbers and b.text[0] != sign}
            if several
            else set()
        )
        if all(_heads(blocks, i, taken, counted, spaced, profile) for i in places):
            out.update(places)
    return out


def _heads(
    blocks: Sequence[Block], i: int, taken: set[int], counted: set[int], spaced: bool, profile: Profile
) -> bool:
    text = blocks[i].text[1:].strip()
    if len(text) > _SHORT or i + 1 >= len(blocks) or i + 1 in taken or not shape(text, profile):
        return False
    below = blocks[i + 1].text
    long = (spaced or len(below) >= _PROSE) and (below[-1] == ":" or SENTENCE_END.search(below))
    if not long and i + 1 not in counted:
        return False
    return i == 0 or i - 1 in taken or i - 1 in counted or bool(SENTENCE_END.search(blocks[i - 1].text))
