"""Finds where the lines before a text end and the text begins."""

from __future__ import annotations

import re

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.marked import Levels
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, key, within

_HISTORY = re.compile(r"通过|公布|发布|修正|修订|施行|订定|制定|废止|批准|令$")
_LIMIT = 40


def zone(doc: Document, profile: Profile) -> int:
    """The number of blocks before the text begins: before a salutation, a paragraph, a turn, a numbered section."""
    numbered, turns = by_block(doc.marks, "number"), {m.span.start for m in doc.marks if m.kind == "turn"}
    waste = by_block(doc.marks, "furniture")
    levels = Levels(doc.blocks)
    seen = top = 0
    for i, b in enumerate(doc.blocks):
        if seen > _LIMIT:
            return i
        if b.start in waste or is_history(doc, b) or is_dated(doc, b):
            continue
        seen += 1
        level = levels.of(b)
        if "row" in b.hints and _titled_below(doc, i):
            continue  # a table of what is known of a paper, over its title
        if "row" in b.hints or (level and top and level > top):
            return i
        top = level or top or int("title" in b.hints)
        if any(b.start <= t <= b.start + 3 for t in turns) or _is_text(b, profile):
            return i
        mark = numbered.get(b.start)
        if (
            mark
            and mark.numbering
            and mark.numbering.ordinal
            and not is_history(doc, b)
            and not (i < 2 and key(b.text)[-4:] in _later(doc, i))
        ):
            return i
    return len(doc.blocks)


def _titled_below(doc: Document, i: int) -> bool:
    """Whether the container's title stands under a row, and none above it."""
    above, below = doc.blocks[:i], doc.blocks[i + 1 : i + _LIMIT]
    return any(_is_titled(b) for b in below) and not any(_is_titled(b) for b in above)


def _is_titled(block: Block) -> bool:
    return "title" in block.hints or "h1" in block.hints


def _later(doc: Document, i: int) -> str:
    return "|".join(key(b.text) for b in doc.blocks[i + 1 : i + 6] if len(b.text) < 60)


def _is_text(b: Block, profile: Profile) -> bool:
    cues = rules(profile).cues
    if cues["salute"].match(b.text) or cues["addressee"].match(b.text):
        return True
    if profile.label.match(b.text) or within_brackets(b.text):
        return False
    stops = len(re.findall(r"[。!?;]", b.text))
    return (len(b.text) >= 40 and stops >= 1) or (
        bool(SENTENCE_END.search(b.text)) and b.text[-1] not in "?)”" and len(b.text) >= 12
    )


def within_brackets(text: str) -> bool:
    """Whether a line stands in round brackets as a whole."""
    return text[0] == "(" and ")" in text[-6:]


def is_history(doc: Document, b: Block) -> bool:
    return bool(within(doc.marks, "date", b)) and bool(_HISTORY.search(b.text))


def is_dated(doc: Document, b: Block) -> bool:
    covered = sum(m.span.end - m.span.start for m in within(doc.marks, "date", b))
    return covered > 0 and covered >= len(b.text) - 2
