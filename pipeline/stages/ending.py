"""Finds where a text ends: the furniture after it, and the signature, date and notes that close it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import Block, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.imprint import byline
from pipeline.stages.text import SENTENCE_END, by_block, is_name, reading, within

_ANCHORS = frozenset(
    {
        "related",
        "share",
        "tools",
        "legal",
        "counter",
        "subscription",
        "menu",
        "breadcrumb",
        "filler",
        "credit",
    }
)
_ORG = re.compile(
    r"^[^,。:;!?()]{3,30}(?:政府|办公室|办公厅|委员会|委|厅|局|部|院|会|署|处|所|公司|集团|中心|小组|馆|站|社|校|学校|大学|支部|党组|指挥部|协会)(?: .{2,40})?$"
)
_REACH = 14


@dataclass(frozen=True, slots=True)
class Closing:
    """What the end of a text says: marks ``signed`` and ``dateline`` on blocks, and the values read from them."""

    marks: tuple[Mark, ...] = ()
    date: str = ""
    name: str = ""
    role: str = ""


NOTHING = Closing()


def furniture_from(doc: Document, profile: Profile) -> tuple[dict[int, Mark], int]:
    """(furniture marks by block, index of the first block after the text).

    Seen from the end, furniture goes on through short lines without sentences (titles of other pages) as long as
    furniture with clear words stands above them.
    """
    waste = by_block(doc.marks, "furniture")
    back = len(doc.blocks)
    for i in range(len(doc.blocks) - 1, -1, -1):
        block = doc.blocks[i]
        mark = waste.get(block.start)
        if mark:
            if mark.value in _ANCHORS:
                back = i
        elif (
            back - i > _REACH
            or not _could_be_listed(block, doc, profile)
            or (i + 1 == back and not any(w.value == "related" for w in _above(doc, waste, i)))
        ):
            break
    return waste, back


def _above(doc: Document, waste: dict[int, Mark], i: int) -> list[Mark]:
    return [waste[b.start] for b in doc.blocks[max(0, i - _REACH) : i] if b.start in waste]


def _could_be_listed(block: Block, doc: Document, profile: Profile) -> bool:
    short = len(block.text) <= 50 and not SENTENCE_END.search(block.text) and block.text[-1] not in ":;,"
    signed = (
        bool(within(doc.marks, "date", block)) or is_name(block.text, profile) or bool(_ORG.match(block.text))
    )
    numbered = any(m.kind == "number" and m.span.start == block.start for m in doc.marks)
    note = any(
        profile.cues[c].match(block.text) for c in ("public", "copy-to", "closing", "stage", "attachment")
    )
    return short and not signed and not numbered and not note


def signature(doc: Document, profile: Profile, first: int, last: int) -> tuple[int, Closing]:
    """The closing of ``blocks[first:last]``: names, bodies and dates on lines of their own, from the end upwards."""
    marks: list[Mark] = []
    date = name = role = ""
    waste = by_block(doc.marks, "furniture")
    at = last
    for i in range(last - 1, max(first, last - 9), -1):
        block = doc.blocks[i]
        if (
            block.start in waste
            or profile.cues["public"].match(block.text)
            or profile.cues["copy-to"].match(block.text)
        ):
            if block.start not in waste:
                marks.append(_mark("signed", block, "closing.notice", "note after the signature"))
            at = i
            continue
        dated = within(doc.marks, "date", block)
        bare = len(dated) == 1 and not _besides(block, dated[0])
        if dated and bare and not date:
            date = dated[-1].value
            marks.append(_mark("dateline", block, "closing.date", "a date on a line of its own"))
        elif dated and not date and len(block.text) <= 60 and _signer(block, dated[-1], doc, profile):
            date = dated[-1].value
            name = name or _name_before(block, dated[-1], doc, profile)
            marks.append(_mark("signed", block, "closing.signed", "name or body with a date"))
        elif (
            (names := byline(block, doc, profile))
            and block.text[-1] not in ":。"
            and (date or at < last or i == last - 1)
        ):
            name = name or reading(doc, (names[-1].span,)).replace(" ", "")
            role = role or (reading(doc, (names[0].span,)) if len(names) > 1 else "")
            marks.append(_mark("signed", block, "closing.signed", "a name on a line of its own"))
        elif (
            (date or marks) and _ORG.match(block.text) and not by_block(doc.marks, "number").get(block.start)
        ):
            marks.append(_mark("signed", block, "closing.signed", "a body over the date"))
        else:
            break
        at = i
    if not any(m.why.rule in ("closing.date", "closing.signed") for m in marks):
        marks = [m for m in marks if m.why.rule == "closing.notice"]
    return at, Closing(tuple(marks), date, name, role)


def _besides(block: Block, date: Mark) -> str:
    """What a line holds besides its date and brackets."""
    before, after = block.text[: block.find(date.span.start)], block.text[block.find(date.span.end) :]
    return (before + after).strip(" ()[]。,于")


def _mark(kind: str, block: Block, rule: str, reason: str) -> Mark:
    return Mark(kind, Span(block.start, block.end), "", Why(rule, "high", (Evidence(reason, 2.0),)))


def _signer(block: Block, date: Mark, doc: Document, profile: Profile) -> bool:
    before = block.text[: block.find(date.span.start)].strip(" (,")
    after = block.text[block.find(date.span.end) :].strip(" ),")
    return not after and (
        bool(_ORG.match(before))
        or is_name(before, profile)
        or (len(before) <= 20 and not re.search(r"[,。:;]", before))
    )


def _name_before(block: Block, date: Mark, doc: Document, profile: Profile) -> str:
    before = block.text[: block.find(date.span.start)].strip(" (,")
    return (
        reading(doc, (block.span(block.text.index(before), block.text.index(before) + len(before)),)).replace(
            " ", ""
        )
        if is_name(before, profile)
        else ""
    )
