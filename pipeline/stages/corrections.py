"""Lets a person's corrections win: replaces the marks of corrected blocks by those that their roles need."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Document,
    Fix,
    Mark,
    Span,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages.fixes import fix_why, fixes
from pipeline.stages.numbers import read
from pipeline.stages.text import key, reading

_REPLACED = frozenset({"furniture", "furniture?", "turn", "title", "title-repeat", "number"})
_TOP = 40  # blocks among which the line of a title that a person wrote out is looked for
_LABEL = re.compile(
    r"[▲△●■◆\- ]{0,2}(?:[\[【](?P<boxed>[^\]】:。]{1,20})[\]】] ?:?|(?P<name>[^:。!?;,]{1,24}?(?: ?\([^():]{1,20}\))?) ?:)"
)


def corrections(doc: Document, profile: Profile, /) -> Document:
    """Replace the marks of corrected blocks by one ``fix`` (its value the role) and those that its role needs."""
    values = dict(doc.source.corrections.values)
    said = fixes(doc)
    if not said and not values:
        return doc
    doc = replace(doc, lang=values.get("lang", doc.lang))
    blocks = [b for b in doc.blocks if b.start in said]
    kinds = {m.span.start: m.value for m in doc.marks if m.kind in ("furniture", "furniture?")}
    marks = list(_kept(doc, blocks))
    for block in blocks:
        marks += _forced(doc, block, said[block.start], kinds.get(block.start, "other"), profile)
    return replace(doc, marks=tuple(_titled(doc, marks, values)))


def _kept(doc: Document, blocks: list[Block]) -> Iterator[Mark]:
    """The marks that stand beside the corrections; a title over several lines ends before a corrected one."""
    starts = [b.start for b in blocks]
    for mark in doc.marks:
        if mark.kind not in _REPLACED:
            yield mark
            continue
        at = bisect_right(starts, mark.span.start) - 1
        if at >= 0 and mark.span.start < blocks[at].end:
            continue
        following = starts[at + 1] if at + 1 < len(starts) else mark.span.end
        end = (
            max((b.end for b in doc.blocks if mark.span.start <= b.start < following), default=0)
            if following < mark.span.end
            else mark.span.end
        )
        yield replace(mark, span=Span(mark.span.start, end))


def _forced(doc: Document, block: Block, fix: Fix, kind: str, profile: Profile) -> Iterator[Mark]:
    why, span = fix_why(fix.role), Span(block.start, block.end)
    yield Mark("fix", span, fix.role, why)
    match fix.role:
        case "title":
            yield Mark("title", span, "main", why)
        case "subtitle":
            yield Mark("title", span, "sub", why)
        case "furniture":
            yield Mark("furniture", span, kind, why)
        case "signed":
            yield Mark("signed", span, "", why)
        case "date":
            yield Mark("dateline", span, "", why)
        case "turn":
            yield from _turn(doc, block, fix)
        case "heading" | "point":
            numbering = read(block, profile, sure=True)
            if numbering:
                yield Mark("number", numbering.marker, numbering.style, why, numbering)
        case _:
            pass


def _turn(doc: Document, block: Block, fix: Fix) -> Iterator[Mark]:
    """The label as far as the line has one; a speaker whom the line does not name gets an empty one."""
    name = fold(fix.speaker)
    label = re.match(rf"{re.escape(name)} *:?", block.text) if name else None
    found = label or _LABEL.match(block.text)
    if found:
        words = "" if label else "boxed" if found["boxed"] else "name"
        literal = reading(doc, (block.span(*found.span(words)),)) if words else fix.speaker
        yield Mark("turn", block.span(0, found.end()), fix.speaker or literal, fix_why("turn"))
    elif name:
        yield Mark("turn", Span(block.start, block.start), fix.speaker, fix_why("turn"))


def _titled(doc: Document, marks: list[Mark], values: dict[str, str]) -> Iterator[Mark]:
    """The marks with one title only: the line that a person named, else the one that holds the title that was written out."""
    named = any(m.kind == "title" and m.why.rule == "fix.title" for m in marks)
    subbed = any(m.kind == "title" and m.why.rule == "fix.subtitle" for m in marks)
    told = values.get("title")
    at = None if named or not told else _line_of(doc, marks, told)
    repeated = any(m.kind == "title-repeat" for m in marks)
    for mark in marks:
        if mark.kind == "title" and not mark.why.rule.startswith("fix."):
            if mark.value == "main" and (named or told == "" or at is not None):
                if repeated and told != "":
                    yield replace(mark, kind="title-repeat", value="repeat")
                continue
            if mark.value == "sub" and (subbed or values.get("subtitle") == ""):
                continue
        if mark.kind != "title-repeat" or told != "":
            yield mark
    if at is not None:
        yield Mark("title", Span(at.start, at.end), "main", fix_why("title"))


def _line_of(doc: Document, marks: list[Mark], title: str) -> Block | None:
    """The block that holds a title as a person wrote it; None where the title that was found is that one, or none is."""
    own, taken = key(fold(title)), {m.span.start for m in marks if m.kind == "fix"}
    for mark in marks:
        if mark.kind == "title" and mark.value == "main" and own == key(fold(reading(doc, (mark.span,)))):
            return None
    return next((b for b in doc.blocks[:_TOP] if key(b.text) == own and b.start not in taken), None)
