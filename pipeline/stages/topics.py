"""Finds the lines without a number that head a stretch of a talk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.model import Block, Mark
from pipeline.profile import Profile
from pipeline.stages.headings import shape
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

_FINISHED = 0.8  # the share of speeches with a stop at their end where a line without one is told from them
_LONGEST_TOPIC = 22
_HOURS = re.compile(r" ?\(\d{1,2}:\d\d ?[-~—–至] ?\d{1,2}:\d\d\)$")  # when it was talked about
# what is done or shown is no topic
_DONE = re.compile("宣读|请|现在|以下|如下|经|谢谢|多谢|散会|休息|继续|图[为:]|[▲△]")


def topics_of(
    blocks: Sequence[Block],
    opens: Sequence[Mark | None],
    loose: Sequence[bool],
    numbers: Mapping[int, Mark],
    following: Sequence[int],
    profile: Profile,
) -> set[int]:
    """Short lines without a stop, each between a finished speech and the next label; one alone may be somebody's words.

    Where speeches end without a stop as well, as in chats, none can be told.
    """
    first = next((i for i, mark in enumerate(opens) if mark), len(blocks))
    spoken = [_is_finished(b.text) for b, mark in zip(blocks, opens, strict=True) if mark]
    if sum(spoken) < _FINISHED * len(spoken):
        return set()
    strict: set[int] = set()
    others: set[int] = set()
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        text = _HOURS.sub("", block.text.strip("“”"))
        if opens[i] or not loose[i] or not 2 <= len(text) <= _LONGEST_TOPIC or block.start in numbers:
            continue
        if text[-1] == ")" or _DONE.match(text) or (" " in text and not text.isascii()):
            continue
        after = following[i]
        if not after or not (opens[after] or after in strict or after in others) or not shape(text, profile):
            continue
        apart = block.gap > 0 and blocks[i + 1].gap > 0
        if text[-1] == "?" or text[-1] == ":":
            others |= {i} if apart and text[-1] == "?" else set()
        elif i and (_is_finished(blocks[i - 1].text) or _is_over(i - 1, blocks, opens, loose, profile)):
            strict.add(i)
        elif i < first:
            others.add(i)
    found = strict | others if len(strict) >= 2 else set[int]()
    return {i for i in found if not (i - 1 in found and blocks[i].text.isascii())}  # the same in English


def _is_over(
    i: int, blocks: Sequence[Block], opens: Sequence[Mark | None], loose: Sequence[bool], profile: Profile
) -> bool:
    """Whether a line stands over a topic as another one does, apart from what was said before it: 分组讨论 over 第一组."""
    text = blocks[i].text
    if not i or opens[i] or not loose[i] or not blocks[i].gap or len(text) > _LONGEST_TOPIC:
        return False
    return _is_finished(blocks[i - 1].text) and shape(text, profile)


def is_spaced(block: Block, nxt: int, profile: Profile) -> bool:
    """Whether a line heads a part of a meeting, spread over its width: 報　告　事　項."""
    text = block.text
    if not nxt or text[1:2] != " ":
        return False
    return rules(profile).cues["heading"].match(text.replace(" ", "")) is not None


def _is_finished(text: str) -> bool:
    """Whether a paragraph is at its end, be it that of a speech or of a caption."""
    return SENTENCE_END.search(text) or text[-1] in ")”…—:"
