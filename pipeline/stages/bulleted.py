"""Finds the headings that have a sign before them where others have a number: ■ 雾中的钟声."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.headings import shape
from pipeline.stages.text import SENTENCE_END

_SIGNS = frozenset("■◆◇●★❖►➢➤")
_SHORT, _PROSE = 30, 40


def bulleted(blocks: Sequence[Block], taken: set[int], profile: Profile) -> set[int]:
    """The lines with a sign, without a stop, each between finished text and a long paragraph; a short one where lines are spaced.

    The items of a list begin with the same sign; where one line with it is no heading, none is.
    """
    signs: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.text[0] in _SIGNS and i not in taken:
            signs.setdefault(block.text[0], []).append(i)
    out: set[int] = set()
    for places in signs.values():
        spaced = len(places) > 1 and all(blocks[i].gap for i in places)
        if all(_heads(blocks, i, taken, spaced, profile) for i in places):
            out.update(places)
    return out


def _heads(blocks: Sequence[Block], i: int, taken: set[int], spaced: bool, profile: Profile) -> bool:
    text = blocks[i].text[1:].strip()
    if len(text) > _SHORT or i + 1 >= len(blocks) or i + 1 in taken or not shape(text, profile):
        return False
    below = blocks[i + 1].text
    if (len(below) < _PROSE and not spaced) or not (below[-1] == ":" or SENTENCE_END.search(below)):
        return False
    return i == 0 or i - 1 in taken or bool(SENTENCE_END.search(blocks[i - 1].text))
