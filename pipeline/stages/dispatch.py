"""Finds who speaks or writes in a text that a dispatch brings whole: title and byline stand under its lead."""

from __future__ import annotations

import re

from pipeline.fold import fold
from pipeline.model import Document, Mark, Span
from pipeline.profile import Profile
from pipeline.stages.imprint import Field, byline, why
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block

_LEAD = re.compile(r"[^ ,。:;]{2,14}?\d{1,2}月\d{1,2}日电")  # 新华社望川8月20日电
_WHOLE = ("全文如下:", "全文:")
_LEADS = 2  # paragraphs at the beginning among which the lead is
_REACH = 3  # lines under it among which the byline is, below title and date
_DATELINE = 24  # characters with which a lead begins
_LONGEST = 40  # characters of one
_WHY = why("byline.role", "medium", "office and name under the lead of a dispatch")


def under_lead(doc: Document, profile: Profile, first: int, end: int) -> tuple[list[Field], Mark] | None:
    """Role and name, and the mark of their line, under the lead of a dispatch that ``blocks[first:end]`` begin with.

    Where the lead does not say that the whole text follows, it must name who is named there.
    """
    for i, block in enumerate(doc.blocks[first : min(first + _LEADS, end)], first + 1):
        text, whole = block.text, block.text.endswith(_WHOLE)
        if whole or ("日电" in text[:_DATELINE] and _LEAD.match(text)):
            found = _byline(doc, profile, i, min(i + _REACH, end))
            return found if found and (whole or fold(found[0][1].value) in text) else None
    return None


def _byline(doc: Document, profile: Profile, first: int, end: int) -> tuple[list[Field], Mark] | None:
    """The first line of ``blocks[first:end]`` that is an office and a name; none below a paragraph or a number."""
    numbered = by_block(doc.marks, "number")
    for block in doc.blocks[first:end]:
        text = block.text
        if len(text) > _LONGEST or block.start in numbered or SENTENCE_END.search(text):
            return None
        found = byline(block, doc, profile) if " " in text else []
        if [f.kind for f in found] == ["role", "author"] and rules(profile).cues["office"].search(
            text[: block.find(found[0].span.end)]
        ):
            return found, Mark("byline", Span(block.start, block.end), "", _WHY)
    return None
