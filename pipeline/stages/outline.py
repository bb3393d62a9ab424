"""Builds the body of each text: sections, points, turns and paragraphs, from one decision for the whole text."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import (
    Block,
    Dateline,
    Document,
    Furniture,
    Mark,
    Node,
    Paragraph,
    Part,
    Salute,
    Signed,
    Span,
    StageNote,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages import dialogue
from pipeline.stages.attachments import attachments
from pipeline.stages.candidates import candidates
from pipeline.stages.imprint import why
from pipeline.stages.outline_search import search
from pipeline.stages.outline_tree import grow
from pipeline.stages.tables import tables
from pipeline.stages.text import by_block

# Furniture that stands only before and after a text; inside it such words belong to it.
_OUTER = frozenset({"breadcrumb", "menu", "related", "header"})
# A text may speak of rights or of sharing: inside it, only a line without a sentence is a button or a notice.
_SPOKEN = frozenset({"legal", "share", "tools", "counter"})


def outline(doc: Document, profile: Profile, /) -> Document:
    """Give every part its body."""
    numbers = by_block(doc.marks, "number")
    cells, bars = tables(doc)
    doc = replace(doc, marks=doc.marks + bars)
    fixed = _fixed(doc, profile, numbers, cells)
    built = []
    persons = doc.persons
    for part in doc.parts:
        if any(m.kind == "turn" for m in doc.marks):
            body, persons = dialogue.body(doc, part, fixed, numbers, profile, persons)
        else:
            body = section(doc, doc.blocks[part.first : part.last], part.first, fixed, numbers, profile)
        built.append(replace(part, body=body))
    return replace(doc, parts=tuple(built), persons=persons)


def section(
    doc: Document,
    blocks: tuple[Block, ...],
    first: int,
    fixed: dict[int, Node | None],
    numbers: dict[int, Mark],
    profile: Profile,
) -> tuple[Node, ...]:
    """The nodes of a stretch of blocks without turns; ``first`` is the index of its first block in the document."""
    taken = {i for i, b in enumerate(blocks) if b.start in fixed}
    placed = search(candidates(blocks, first, taken, numbers, profile))
    return grow(doc, blocks, first, fixed, numbers, placed, profile)


def _is_inner(kind: str, block: Block) -> bool:
    return kind not in _OUTER and not (kind in _SPOKEN and re.search(r"[。,;]", block.text))


def _fixed(
    doc: Document, profile: Profile, numbers: dict[int, Mark], cells: dict[int, Node | None]
) -> dict[int, Node | None]:
    """Blocks whose role does not depend on the outline, by their offset."""
    waste = by_block(doc.marks, "furniture")
    signed, dateline = by_block(doc.marks, "signed"), by_block(doc.marks, "dateline")
    starts = {part.first for part in doc.parts}
    out: dict[int, Node | None] = cells | dict(attachments(doc, profile))
    opening = False
    for i, b in enumerate(doc.blocks):
        if b.start in out:
            continue
        opening = i in starts or (opening and b.start in out)
        if b.start in waste and b.start not in numbers and _is_inner(waste[b.start].value, b):
            mark = waste[b.start]
            out[b.start] = Furniture(b.spans, mark.value, "inline", mark.why)
        elif b.start in signed:
            out[b.start] = Signed(b.spans, signed[b.start].why)
        elif b.start in dateline:
            out[b.start] = Dateline(b.spans, dateline[b.start].why)
        elif profile.cues["stage"].match(b.text):
            out[b.start] = StageNote(b.spans, why("stage.bracket", "high", "what happened, in brackets"))
        elif opening and profile.cues["salute"].match(b.text):
            out[b.start] = Salute(
                b.spans, why("salute.audience", "high", "names the audience and ends in a colon")
            )
        elif opening and profile.cues["addressee"].match(b.text):
            out[b.start] = Salute(
                b.spans, why("salute.addressee", "high", "names the addressees and ends in a colon")
            )
    return out


def plain(block: Block, rule: str = "paragraph", reason: str = "") -> Paragraph:
    """A block as a paragraph."""
    return Paragraph(block.spans, why(rule, "high", reason)) if reason else Paragraph(block.spans)


def whole(block: Block) -> Span:
    """From the first to the last character of a block."""
    return Span(block.start, block.end)


__all__ = ["Part", "outline", "plain", "section", "whole"]
