"""Finds the title of a learned article by what stands under it: the names of its authors, and the abstract."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.bylines import byline
from pipeline.stages.name_lists import numbered
from pipeline.stages.text import by_block, is_title_shaped

_ABSTRACT = re.compile(r"[\[【(]? ?(?:(?:中文|内容)?(?:摘 ?要|提 ?要)) ?(?:[\]】)]|:|$| (?! ))")
_FIRSTS = frozenset("摘提内中[【(")  # the first characters of these
_WORKS = re.compile(
    r"[^。:;]{4,}(?:大学|学院|研究[院所]|医院|中心|公司|学校|[局馆所站])[^。:;]{0,12}\d{6}"
)  # 望川学院,望川 735000
_SHORTEST = 6  # characters of such a title
_BETWEEN = 5  # lines from the title to the abstract


def over_abstract(doc: Document, profile: Profile, end: int) -> int:
    """The place of the line over the authors of an article and its abstract; -1 where there is none.

    ``end`` is where the text begins, in most articles with the abstract.
    """
    blocks = doc.blocks
    at = next((i for i in range(1, min(end + _BETWEEN, len(blocks))) if _is_abstract(blocks[i].text)), 0)
    named = False
    for i in range(at - 1, max(at - 2 - _BETWEEN, -1), -1):
        text = blocks[i].text
        if _names(blocks[i], doc, profile):
            named = True
        elif not (within_brackets(text) or _WORKS.match(text) or text.startswith("——")):
            return i if named and _could_be(blocks, i, doc) else -1
    return -1


def _is_abstract(text: str) -> bool:
    return text[0] in _FIRSTS and _ABSTRACT.match(text) is not None


def _names(block: Block, doc: Document, profile: Profile) -> bool:
    return bool(numbered(block.text, profile) or byline(block, doc, profile))


def _could_be(blocks: Sequence[Block], i: int, doc: Document) -> bool:
    text = blocks[i].text
    waste = by_block(doc.marks, "furniture")
    return (
        len(text) >= _SHORTEST and is_title_shaped(text) and ":" not in text and blocks[i].start not in waste
    )
