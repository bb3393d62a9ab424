"""Decides what stands around each text: its title, imprint, byline and signature, and the furniture around them."""

from __future__ import annotations

import re

from pipeline.frozen import replace
from pipeline.model import Block, Byline, Document, Furniture, Mark, Paragraph, Part, Title, Why
from pipeline.profile import Profile
from pipeline.stages import ending
from pipeline.stages.back import furniture_from
from pipeline.stages.bylines import byline, unended, with_unit
from pipeline.stages.closing_lines import NOTHING
from pipeline.stages.colophon import told_above, told_below
from pipeline.stages.desk import Desk
from pipeline.stages.dispatch import brought, under_lead
from pipeline.stages.field import Field, why
from pipeline.stages.fixed_lines import corrected, fixed_line
from pipeline.stages.fixes import fixes
from pipeline.stages.front_lines import read
from pipeline.stages.front_rest import furniture_node
from pipeline.stages.front_titles import lines_of, take_item
from pipeline.stages.meta import describe, page_of
from pipeline.stages.parts import BARE
from pipeline.stages.people import People
from pipeline.stages.rules import rules
from pipeline.stages.salutes import words_above
from pipeline.stages.stated import stated
from pipeline.stages.text import SENTENCE_END, by_block, is_name, is_title_shaped, key, reading, within
from pipeline.stages.zone import zone

_PAUSE = re.compile(r"[,!。;]")
_IMPRINT = 24  # characters of a line about a volume, under its title
_FRONT = 4  # lines at the most between the title of a text and the text
_UNIT = why("byline.role", "medium", "a unit and a name under a title")
_OVER_TITLE = why("byline.role", "high", "a name over the title of a text")
_DASHED = why("title.sub", "high", "dash under the title")
_AGAIN = why("title-repeat.repeat", "high", "the title of the text again")
_EDITOR = why("front.note", "high", "an editor's words before the salutation of the text")
_OF_VOLUME = why("front.note", "medium", "stands between the title of a collection and its texts")


def front(doc: Document, profile: Profile, /) -> Document:
    """Fill in the front of every part, its ``Meta``, and the furniture after the last text."""
    waste, back_at = furniture_from(doc, profile)
    if back_at < len(doc.blocks):
        doc = replace(doc, back=tuple(furniture_node(b, waste, "bottom") for b in doc.blocks[back_at:]))
    if len(doc.parts) > 1:
        doc = _compilation(doc, profile, back_at)
    else:
        part = doc.parts[0]
        desk = Desk(doc, profile)
        body = read(desk, 0, min(zone(doc, profile), back_at), waste)
        if named := under_lead(doc, profile, body, back_at):
            desk.take_byline(*named)
        elif "author" not in desk.found:
            for f in brought(doc, profile, body, back_at):
                desk.take(f)
                desk.mark(f)
        body += _take_words_above(desk, body, back_at, waste)
        closing = ending.signature(doc, profile, body, back_at)
        people = People()
        meta = describe(desk, closing, page_of(doc, profile), people)
        meta = told_above(doc, profile, told_below(doc, profile, meta, back_at), body)
        meta, persons = corrected(doc, *stated(doc, profile, meta, tuple(people.persons)))
        part = Part(part.n, meta, tuple(desk.nodes), part.body, doc.back, body, back_at)
        marks = doc.marks + tuple(desk.marks) + closing.marks
        doc = replace(doc, parts=(part,), meta=meta, back=(), persons=persons, marks=marks)
    return doc


def _take_words_above(desk: Desk, first: int, last: int, waste: dict[int, Mark]) -> int:
    """Take an editor's words over the salutation, where TEI has no place for them but the front; return how many lines."""
    above = words_above(desk.doc, first, last, desk.profile)
    lines, said = desk.doc.blocks[first : first + above], fixes(desk.doc)
    if any(block.start in said for block in lines):
        return 0
    for block in lines:
        node = (
            furniture_node(block, waste, "top") if block.start in waste else Paragraph(block.spans, _EDITOR)
        )
        desk.nodes.append(node)
    return above


def _compilation(doc: Document, profile: Profile, back_at: int) -> Document:
    waste = by_block(doc.marks, "furniture")
    desk = Desk(doc, profile)
    first = doc.parts[0].first
    body = read(desk, 0, first, waste)
    said = fixes(doc)
    numbered = by_block(doc.marks, "number")
    items = by_block(doc.marks, "item")
    rules_of = {mark.why.rule for mark in items.values()}
    bare, printed = BARE in rules_of, BARE in rules_of or "part.excerpt" in rules_of
    while bare and body < first and _is_of_volume(doc.blocks[body].text):
        desk.nodes.append(Paragraph(doc.blocks[body].spans, _OF_VOLUME))
        body = read(desk, body + 1, first, waste, strict=True)
    before = doc.blocks[body:first]
    article = printed or sum(1 for b in before if b.start in numbered) > 1
    for block in before:
        if block.start in said:
            fixed_line(desk, block, said[block.start])
            continue
        if bare and block.start in waste:
            desk.nodes.append(furniture_node(block, waste, "top"))
            continue
        if article:
            reason = why("front.note", "medium", "a text stands before the first of a compilation")
            desk.nodes.append(Paragraph(block.spans, reason))
            continue
        reason = why(
            "furniture.filler", "medium", "stands between the title of a compilation and its first text"
        )
        desk.nodes.append(Furniture(block.spans, "filler", "top", reason))
    page = page_of(doc, profile)
    people = People()
    meta = describe(desk, NOTHING, page, people)
    meta, persons = corrected(doc, *stated(doc, profile, meta, tuple(people.persons)))
    people = People(persons)
    pieces, marks = [], list(desk.marks)
    for part in doc.parts:
        last = min(part.last, back_at)
        own = Desk(doc, profile)
        first = _part_head(own, part.first, last, items.get(doc.blocks[part.first].start), waste)
        end = furniture_from(doc, profile, first, last)[1]
        back = tuple(furniture_node(b, waste, "bottom") for b in doc.blocks[end:last])
        closing = ending.signature(doc, profile, first, end)
        own_meta = describe(own, closing, page, people)
        marks += [*own.marks, *closing.marks]
        pieces.append(Part(part.n, own_meta, tuple(own.nodes), part.body, back, first, end))
    return replace(
        doc,
        meta=meta,
        front=tuple(desk.nodes),
        parts=tuple(pieces),
        persons=tuple(people.persons),
        marks=doc.marks + tuple(marks),
    )


def _is_of_volume(text: str) -> bool:
    """Whether a line under the title of a collection is about the volume, and no sentence of a preface: 办公室 编, （第一季度）."""
    return len(text) <= _IMPRINT and not SENTENCE_END.search(text)


def _part_head(desk: Desk, at: int, last: int, item: Mark | None, waste: dict[int, Mark]) -> int:
    """Read the head of one text of a compilation, which a separator opens or none; return where the text begins."""
    doc, profile = desk.doc, desk.profile
    if item and item.why.rule == "part.excerpt" and (named := byline(unended(doc.blocks[at]), doc, profile)):
        _take_names(desk, doc.blocks[at], named, _OVER_TITLE)
        at += 1
    if item:
        lines = lines_of(doc, at, item)
        take_item(desk, lines, item)
        at += len(lines)
    if item and item.why.rule == BARE:
        while at < last and doc.blocks[at].text.startswith("——"):
            desk.nodes.append(Title(doc.blocks[at].spans, "sub", _DASHED))
            desk.subtitle = desk.subtitle or reading(doc, doc.blocks[at].spans)
            at += 1
        at = read(desk, at, min(at + _FRONT, last), waste, strict=True)
        if at + 1 < last and (found := with_unit(doc.blocks[at], doc, profile)):
            _take_names(desk, doc.blocks[at], found, _UNIT)
            at = read(desk, at + 1, min(at + _FRONT, last), waste, strict=True)
        return at
    if item and at < last and key(doc.blocks[at].text) == key(doc.blocks[at - 1].text):
        desk.nodes.append(Furniture(doc.blocks[at].spans, "pageTitle", "top", _AGAIN))
        at += 1
    if _has_title(doc, profile, at, last) and doc.blocks[at].start not in by_block(doc.marks, "fix"):
        reason = why("title.part", "medium", "stands under a separator")
        desk.nodes.append(Title(doc.blocks[at].spans, "sub", reason))
        desk.subtitle = reading(doc, doc.blocks[at].spans)
        at += 1
    return read(desk, at, min(at + 3, last), waste, strict=True)


def _take_names(desk: Desk, block: Block, found: list[Field], reason: Why) -> None:
    """Take a line with who speaks or writes one of several texts."""
    desk.nodes.append(Byline(block.spans, reason))
    for f in found:
        desk.take(f)
        desk.mark(f)


def _has_title(doc: Document, profile: Profile, at: int, last: int) -> bool:
    """Whether a text of a compilation has a title of its own under its separator."""
    if at + 1 >= last or not at:
        return False
    line, below = doc.blocks[at].text, doc.blocks[at + 1].text
    if len(line) > 40 or not is_title_shaped(line) or _PAUSE.search(line):
        return False
    if doc.blocks[at].start in by_block(doc.marks, "number") or _names(doc, profile, at):
        return False
    cues = rules(profile).cues
    return bool(
        cues["title-noun"].search(line)
        or cues["salute"].match(below)
        or byline(doc.blocks[at + 1], doc, profile)
        or (len(below) <= 20 and within(doc.marks, "date", doc.blocks[at + 1]))
    )


def _names(doc: Document, profile: Profile, at: int) -> bool:
    """Whether a line is a name alone or behind an office, which is no title."""
    block = doc.blocks[at]
    found = byline(block, doc, profile)
    if not found:
        return False
    role = next((f.value for f in found if f.kind == "role"), "")
    return rules(profile).cues["office"].search(role) is not None if role else is_name(block.text, profile)
