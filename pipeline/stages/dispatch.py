"""Finds who speaks or writes in a text that a dispatch or an editor brings whole: title and byline stand under its lead."""

from __future__ import annotations

import re

from pipeline.fold import fold
from pipeline.model import Document, Mark, Span
from pipeline.profile import Profile
from pipeline.stages.bylines import byline
from pipeline.stages.field import Field, why
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block
from pipeline.stages.title_speaker import speaker_in_lead

_LEAD = re.compile(r"[^ ,。:;]{2,14}?\d{1,2}月\d{1,2}日电")  # 新华社望川8月20日电
_EDITOR = re.compile(r"[【\[(]?编者[的]?(?:按|话)[】\])]?[: ]?.{8}")
_WHOLE = ("全文如下:", "全文:")
_LEADS = 2  # paragraphs at the beginning among which the lead is
_REACH = 3  # lines under it among which the byline is, below title and date
_NOTE = 6  # characters with which a note of the editor begins
_DATELINE = 24  # characters with which a lead begins
_LONGEST = 40  # characters of one
_WHY = why("byline.role", "medium", "office and name under the lead of a dispatch")


def under_lead(doc: Document, profile: Profile, first: int, end: int) -> tuple[list[Field], Mark] | None:
    """Role and name, and the mark of their line, under the lead of a dispatch that ``blocks[first:end]`` begin with.

    Where the lead does not say that the whole text follows, it must name who is named there.
    """
    for i, block in enumerate(doc.blocks[first : min(first + _LEADS, end)], first + 1):
        text, whole = block.text, block.text.endswith(_WHOLE)
        editor = "编者" in text[:_NOTE] and _EDITOR.match(text) is not None
        if whole or editor or ("日电" in text[:_DATELINE] and _LEAD.match(text)):
            found = _byline(doc, profile, i, min(i + _REACH, end), editor)
            return found if found and (whole or fold(found[0][-1].value) in text) else None
    return None


def brought(doc: Document, profile: Profile, first: int, end: int) -> list[Field]:
    """Office and name of who speaks, from the line right over the text ``blocks[first:end]`` or its first."""
    for block in doc.blocks[max(first - 1, 0) : min(first + 1, end)]:
        if found := speaker_in_lead(block, doc, profile):
            return found
    return []


def _byline(
    doc: Document, profile: Profile, first: int, end: int, editor: bool
) -> tuple[list[Field], Mark] | None:
    """The first line of ``blocks[first:end]`` that is an office and a name; none below a paragraph or a number.

    Below a note of the ``editor`` it may be a name alone.
    """
    numbered = by_block(doc.marks, "number")
    for block in doc.blocks[first:end]:
        text = block.text
        if len(text) > _LONGEST or block.start in numbered or SENTENCE_END.search(text):
            return None
        found = byline(block, doc, profile) if editor or " " in text else []
        if editor and [f.kind for f in found] == ["author"]:
            return found, Mark("byline", Span(block.start, block.end), "", _WHY)
        if [f.kind for f in found] == ["role", "author"] and rules(profile).cues["office"].search(
            text[: block.find(found[0].span.end)]
        ):
            return found, Mark("byline", Span(block.start, block.end), "", _WHY)
    return None
