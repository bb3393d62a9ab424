"""Finds the speeches that a newspaper prints in one article, and what pupils write in the paper of a school.

Each has a short title and a line with who speaks or writes.
"""

from __future__ import annotations

import re

from pipeline.fold import folded
from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.bylines import byline, under_title, unended
from pipeline.stages.counted import Item
from pipeline.stages.datelines import is_date
from pipeline.stages.text import SENTENCE_END, by_block, is_name, is_title_shaped, labelled, within

FAMILY = "excerpt"
_HEAD = 8  # blocks among which the article says that it holds speeches
# the class in front is where the engine begins to look
_CUE = re.compile(
    r"[摘选笔发讲致述交](?:(?<=[摘选])[登编]|(?<=笔)谈"
    r"|(?:(?<=发)言|(?<=讲)话|(?<=致)辞|(?<=述)职|(?<=交)流)(?:摘要|选|集|实录|材料|$))"
)
_LONGEST = 40  # of that line, and of a title or name
_STOP = re.compile(r"[。;!:]")
_LEAST = 3
_PUPIL = re.compile(r"[^ ,。:;]{1,10}\(?[\d一二三四五六七八九十]{1,3}\)?班 +(?P<name>[^,。:;]{2,5})$")
_LONGEST_PUPIL = 24
_FEWEST = 2  # lines of a text


def excerpts(doc: Document, profile: Profile) -> list[Item]:
    """The lines at which three or more speeches begin, all with the title over the name, or all with the name over it."""
    if found := _pupils(doc, profile):
        return found
    blocks, names = doc.blocks, set[int]()
    top = enumerate(blocks[:_HEAD])
    said = next((i for i, b in top if len(b.text) <= _LONGEST and _CUE.search(b.text)), len(blocks))
    for i, block in enumerate(blocks[said:], said):
        text = block.text
        bracketed = text[-1] == ")"  # 柳青禾（望川镇渡口所）
        likely = " " in text or bracketed or len(text) <= 4
        if len(text) <= _LONGEST and likely and text[-1] not in "。;,!?":
            fields = byline(unended(block), doc, profile) or (
                under_title(block, doc, profile) if bracketed else []
            )
            if len(fields) == 2 or (fields and len(text) <= 4):
                names.add(i)
    if len(names) < _LEAST:
        return []
    over = [i - 1 for i in sorted(names) if _heads(doc, profile, i - 1, names) and _begins(blocks, i + 1)]
    under = [i for i in sorted(names) if _heads(doc, profile, i + 1, names) and _begins(blocks, i + 2)]
    starts = max(over, under, key=len)
    return [Item(i, n, FAMILY) for n, i in enumerate(starts, 1)] if len(starts) >= _LEAST else []


def _pupils(doc: Document, profile: Profile) -> list[Item]:
    """The titles over lines such as 初二（3）班 陆小满, each with a text of two lines at the least, prose or verse, below."""
    if "班" not in folded(doc.source.text):
        return []
    blocks = doc.blocks
    names = [
        i
        for i, b in enumerate(blocks)
        if len(b.text) <= _LONGEST_PUPIL
        and "班 " in b.text
        and (m := _PUPIL.match(b.text))
        and is_name(m["name"], profile)
    ]
    if len(names) < _LEAST:
        return []
    known = set(names)
    ends = [*(i - 1 for i in names[1:]), len(blocks)]
    for i, end in zip(names, ends, strict=True):
        if end - i <= _FEWEST or not _heads(doc, profile, i - 1, known, 2):
            return []  # a list of pupils
    return [Item(i - 1, n, FAMILY) for n, i in enumerate(names, 1)]


def _heads(doc: Document, profile: Profile, i: int, names: set[int], least: int = 3) -> bool:
    """Whether a block could be the title of a speech."""
    if not 0 < i < len(doc.blocks) or i in names:
        return False
    block = doc.blocks[i]
    text, start = block.text, block.start
    return (
        least <= len(text) <= _LONGEST
        and is_title_shaped(text)
        and not _STOP.search(text)
        and not labelled(text, profile)
        and not is_date(block, within(doc.marks, "date", block))
        and not any(start in by_block(doc.marks, kind) for kind in ("furniture", "number", "fix"))
    )


def _begins(blocks: tuple[Block, ...], i: int) -> bool:
    """Whether a text begins at a block: it is a paragraph, or names the audience."""
    return i < len(blocks) and (blocks[i].text[-1] == ":" or SENTENCE_END.search(blocks[i].text))
