"""Finds the speeches that a newspaper prints in one article: each has a short title and a line with its speaker."""

from __future__ import annotations

import re

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.counted import Item
from pipeline.stages.imprint import byline
from pipeline.stages.text import SENTENCE_END, by_block, is_title_shaped, labelled

FAMILY = "excerpt"
_HEAD = 8  # blocks among which the article says that it holds speeches
_CUE = re.compile(r"摘登|摘编|选登|选编|笔谈|(?:发言|讲话|致辞|述职|交流)(?:摘要|选|集|实录|材料|$)")
_STOP = re.compile(r"[。;!:]")
_LEAST = 3


def excerpts(doc: Document, profile: Profile) -> list[Item]:
    """The lines at which three or more speeches begin, all with the title over the name, or all with the name over it."""
    blocks, names, before = doc.blocks, set[int](), False
    for i, block in enumerate(blocks):
        before = before or (i < _HEAD and len(block.text) <= 40 and _CUE.search(block.text) is not None)
        if i >= _HEAD and not before:
            return []
        text = block.text
        if before and len(text) <= 40 and (" " in text or len(text) <= 4) and text[-1] not in "。;,:!?":
            found = byline(block, doc, profile)
            if len(found) == 2 or (found and len(text) <= 4):
                names.add(i)
    if len(names) < _LEAST:
        return []
    over = [i - 1 for i in sorted(names) if _heads(doc, profile, i - 1, names) and _begins(blocks, i + 1)]
    under = [i for i in sorted(names) if _heads(doc, profile, i + 1, names) and _begins(blocks, i + 2)]
    starts = max(over, under, key=len)
    return [Item(i, n, FAMILY) for n, i in enumerate(starts, 1)] if len(starts) >= _LEAST else []


def _heads(doc: Document, profile: Profile, i: int, names: set[int]) -> bool:
    """Whether a block could be the title of a speech."""
    if not 0 < i < len(doc.blocks) or i in names:
        return False
    block = doc.blocks[i]
    text, start = block.text, block.start
    return (
        4 <= len(text) <= 40
        and is_title_shaped(text)
        and not _STOP.search(text)
        and not labelled(text, profile)
        and not any(start in by_block(doc.marks, kind) for kind in ("furniture", "number", "fix"))
    )


def _begins(blocks: tuple[Block, ...], i: int) -> bool:
    """Whether a text begins at a block: it is a paragraph, or names the audience."""
    return i < len(blocks) and (blocks[i].text[-1] == ":" or SENTENCE_END.search(blocks[i].text))
