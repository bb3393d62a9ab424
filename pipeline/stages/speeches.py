"""Finds speeches that stand one behind the other in a file that calls itself no collection.

Only where nothing is missing: the file begins with the title of a speech, with its day or its speaker below and then a
greeting; the next has all of that too, and stands behind the words with which the one before it closes. Where both day and
speaker stand under every title, the end of a sentence is enough.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.collection import FAMILY
from pipeline.stages.counted import Item
from pipeline.stages.datelines import is_date
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, is_title_shaped, within
from pipeline.stages.title_signs import sign_of

_KIND = re.compile(
    r"(?:讲话|发言|演讲|致[辞词]|(?:讲话|发言|演讲)稿|[幕迎谢酒别贺献][辞词])(?:\([^()]{1,16}\))?$"
)
_LAST = frozenset("话言讲辞词稿)")  # the last characters of these
_DONE = re.compile(r"谢谢|多谢|完了|完毕|(?:到|至)(?:这里|此)|再见|敬礼")
_TAIL = 24  # characters of the last sentence
_SHORTEST, _LONGEST = 3, 50  # of a title
_BELOW = 4  # lines between a title and its greeting
_ANNEX = "附"
_DAY = "day"


def speeches(doc: Document, profile: Profile) -> list[Item]:
    """The titles at which the speeches begin; fewer than two where the file holds no more than one."""
    blocks = doc.blocks
    told = next((i for i, b in enumerate(blocks) if SENTENCE_END.search(b.text)), 0)
    if not any(map(_names_speech, blocks[:told])):
        return []
    named = [i for i, b in enumerate(blocks) if b.text[-1] in _LAST and _names_speech(b)]
    if len(named) < 2 or any(b.text[0] == _ANNEX and b.text[1:2] in "件:" for b in blocks):
        return []
    waste = by_block(doc.marks, "furniture")
    kept = [i for i, b in enumerate(blocks) if b.start not in waste]
    heads = {i: signs for i in named if (signs := _signs(doc, i, kept, profile))}
    found = [*heads]
    if len(found) < 2 or found[0] > told:
        return []
    whole = all(len(signs) > 1 for signs in heads.values())
    if not all(_is_over(doc, i, kept, waste, profile, whole) for i in found[1:]):
        return []
    return [Item(i, n, FAMILY) for n, i in enumerate(found, 1)]


def _names_speech(block: Block) -> bool:
    text = block.text
    return _SHORTEST <= len(text) <= _LONGEST and text[0] != _ANNEX and _KIND.search(text) is not None


def _signs(doc: Document, i: int, kept: list[int], profile: Profile) -> set[str]:
    """What the title of a speech has below it, its day or speaker or both, and then a greeting; none for any other line."""
    at = bisect_left(kept, i) + 1
    if kept[at - 1 : at] != [i] or not is_title_shaped(doc.blocks[i].text):
        return set()
    signs = set[str]()
    for j in kept[at : at + _BELOW]:
        block = doc.blocks[j]
        if sign := sign_of(block, doc, profile):
            signs.add(_DAY if sign == "date" else sign)
        elif not block.text.startswith("——"):
            return signs if rules(profile).cues["salute"].match(block.text) else set()
    return set()


def _is_over(
    doc: Document, i: int, kept: list[int], waste: dict[int, Mark], profile: Profile, whole: bool
) -> bool:
    """Whether the text above a title has come to its end: thanks, a date, or a row of signs under a sentence.

    Under ``whole`` heads the end of a sentence is one.
    """
    above = doc.blocks[kept[bisect_left(kept, i) - 1]]
    parted = waste.get(doc.blocks[i - 1].start)
    if (whole or (parted and parted.value == "separator")) and SENTENCE_END.search(above.text):
        return True
    return _closes(above, doc, profile)


def _closes(block: Block, doc: Document, profile: Profile) -> bool:
    text = block.text
    if rules(profile).cues["closing"].match(text) or (
        SENTENCE_END.search(text) and _DONE.search(text[-_TAIL:])
    ):
        return True
    dated = within(doc.marks, "date", block)
    return bool(dated) and is_date(block, dated)
