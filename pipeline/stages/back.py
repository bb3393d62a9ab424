"""Finds where the furniture after a text begins."""

from __future__ import annotations

import re

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.ending import ORG
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, is_name, of_kind, within

_NO_ANCHOR = frozenset(
    {"page", "separator", "contents", "header", "blank"}
)  # kinds that also stand inside a text
_STOPPED = re.compile(r"[,。“”;]| {2}")
_NOTES = ("public", "copy-to", "closing", "stage", "attachment", "note")
_REACH = 14


def furniture_from(doc: Document, profile: Profile) -> tuple[dict[int, Mark], int]:
    """(furniture marks by block, index of the first block after the text).

    Seen from the end, furniture goes on through short lines without sentences (titles of other pages) as long as
    furniture with clear words stands above them.
    """
    waste = by_block(doc.marks, "furniture")
    related = {start for start, mark in waste.items() if mark.value == "related"} if waste else set()
    back = len(doc.blocks)
    for i in range(len(doc.blocks) - 1, -1, -1):
        block = doc.blocks[i]
        mark = waste.get(block.start)
        if mark:
            if mark.value not in _NO_ANCHOR and (mark.why.rule != "fix.furniture" or back == i + 1):
                back = i
            continue
        above = doc.blocks[max(0, i - _REACH) : i] if related else ()
        led = bool(related) and any(b.start in related for b in above)
        if back - i > _REACH or (i + 1 == back and not led) or not _could_be_listed(block, doc, profile, led):
            break
    return waste, _without_titles(doc, profile, back)


def _without_titles(doc: Document, profile: Profile, back: int) -> int:
    """Three or more titles of other pages, one under the other, right after the last sentence of the text."""
    i = back
    while i and _is_link(doc.blocks[i - 1], doc, profile):
        i -= 1
    if back - i < 3 or len({len(b.text) for b in doc.blocks[i:back]}) <= 2:
        return back
    before = doc.blocks[i - 1].text if i else ""
    page = of_kind(doc.marks, "furniture") or any("来源" in b.text for b in doc.blocks[: min(4, i)])
    return i if page and SENTENCE_END.search(before) else back


def _is_link(block: Block, doc: Document, profile: Profile) -> bool:
    plain = 6 <= len(block.text) <= 32 and not _STOPPED.search(block.text)
    return plain and _could_be_listed(block, doc, profile, False)


def _could_be_listed(block: Block, doc: Document, profile: Profile, led: bool) -> bool:
    """Whether a line could be one of a list of links; ``led`` when a line such as 相关阅读 stands above."""
    text, start = block.text, block.start
    if len(text) > 50 or text[-1] in ":;," or SENTENCE_END.search(text):
        return False
    if start in by_block(doc.marks, "item") or start in by_block(doc.marks, "fix"):
        return False
    if not led and (
        start in by_block(doc.marks, "number")
        or within(doc.marks, "date", block)
        or is_name(text, profile)
        or ORG.match(text)
    ):
        return False
    cues = rules(profile).cues
    return not any(cues[c].search(text) for c in _NOTES)
