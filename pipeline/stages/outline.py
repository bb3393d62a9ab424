"""Builds the body of each text: sections, points, turns and paragraphs, from one decision for the whole text."""

from __future__ import annotations

import re

from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Dateline,
    Document,
    Evidence,
    Furniture,
    Mark,
    Node,
    Part,
    Salute,
    Signed,
    Span,
    StageNote,
    Why,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages import dialogue
from pipeline.stages.annexes import issued
from pipeline.stages.attachments import attachments
from pipeline.stages.candidates import candidates
from pipeline.stages.cells import compared
from pipeline.stages.fixed_lines import kind_of
from pipeline.stages.fixes import fixed_node, fixes
from pipeline.stages.imprint import why
from pipeline.stages.notes import notes
from pipeline.stages.outline_search import Candidate, search
from pipeline.stages.outline_tree import grow
from pipeline.stages.rubrics import rubrics
from pipeline.stages.rules import rules
from pipeline.stages.tables import tables
from pipeline.stages.text import by_block

# Furniture that stands only before and after a text; inside it such words belong to it.
_OUTER = frozenset({"breadcrumb", "menu", "related", "header"})
# A text may speak of rights or of sharing: inside it, only a line without a sentence is a button or a notice.
_SPOKEN = frozenset({"legal", "share", "tools", "counter"})
_SENTENCE = re.compile(r"[。,;]")
_STAGE = why("stage.bracket", "high", "what happened, in brackets")


def outline(doc: Document, profile: Profile, /) -> Document:
    """Give every part its body."""
    numbers = by_block(doc.marks, "number")
    turns = by_block(doc.marks, "turn")
    cells, bars = tables(doc)
    # A table is whole: a note or an attachment that would take one of its blocks stands back.
    below, links = notes(doc)
    links = tuple([mark for mark in links if int(mark.value) not in cells]) if cells else links
    if bars or links:
        doc = replace(doc, marks=doc.marks + bars + links)
    fixed = _fixed(doc, profile, numbers, below | cells)
    built = []
    rejected: list[Mark] = []
    persons = doc.persons
    for part in doc.parts:
        if turns:
            body, persons = dialogue.body(doc, part, fixed, numbers, turns, profile, persons)
        else:
            body, lost = _section(doc, part, fixed, numbers, profile)
            rejected += lost
        built.append(replace(part, body=body))
    return replace(doc, parts=tuple(built), persons=persons, marks=doc.marks + tuple(rejected))


def _section(
    doc: Document, part: Part, fixed: dict[int, Node | None], numbers: dict[int, Mark], profile: Profile
) -> tuple[tuple[Node, ...], list[Mark]]:
    """(the nodes of a part without turns, the headings that were considered and rejected)."""
    blocks = doc.blocks[part.first : part.last]
    taken = {i for i, b in enumerate(blocks) if b.spans[0].start in fixed} if fixed else set()
    cells = compared(blocks)
    if cells < len(blocks):
        taken = taken.union(range(cells, len(blocks)))
    titles = rubrics(blocks, taken, numbers, profile)
    if titles:
        taken = taken.union(*(range(i + 1, i + 1 + more) for i, more in titles.items()))
    found = candidates(blocks, part.first, taken, numbers, profile, fixes(doc), issued(doc, part))
    placed = search(found)
    lost: list[Mark] = []
    if len(placed) < len(found):
        kept = {p.candidate.index for p in placed}
        lost = [_lost(doc.blocks[c.index], c) for c in found if c.index not in kept]
    return grow(doc, blocks, part.first, fixed, numbers, placed, profile, titles=titles), lost


def _lost(block: Block, c: Candidate) -> Mark:
    """A heading that the search left out, for ``explain``."""
    evidence = (Evidence("form of the line", round(c.reject, 1)), Evidence("belongs to no series", -4.0))
    span = block.span(0, c.marker) if c.marker else Span(block.start, block.end)
    return Mark("heading?", span, c.style, Why(f"head.{c.style}", "low", evidence))


def _fixed(
    doc: Document, profile: Profile, numbers: dict[int, Mark], cells: dict[int, Node | None]
) -> dict[int, Node | None]:
    """Blocks whose role does not depend on the outline, by their offset."""
    said = fixes(doc)
    marked = [by_block(doc.marks, kind) for kind in ("furniture", "signed", "dateline")]
    known = set(said).union(*marked)
    stage = rules(profile).cues["stage"]
    out: dict[int, Node | None] = cells | dict(attachments(doc, profile, cells))
    for b in doc.blocks:
        start = b.spans[0].start
        if start in out:
            continue
        if start in known:
            fix = said.get(start)
            if node := fixed_node(b, fix, kind_of(doc, b)) if fix else _marked(b, numbers, *marked):
                out[start] = node
            if node or fix:
                continue
        if stage.first[b.text[0]] and stage.match(b.text):
            out[start] = StageNote(b.spans, _STAGE)
    for b in [doc.blocks[part.first] for part in doc.parts if part.first < len(doc.blocks)]:
        if b.start not in out and b.start not in said and (node := _salute(b, profile)):
            out[b.start] = node
    return out


def _marked(
    block: Block,
    numbers: dict[int, Mark],
    waste: dict[int, Mark],
    signed: dict[int, Mark],
    dateline: dict[int, Mark],
) -> Node | None:
    """The node of a block that was marked by an earlier stage."""
    start = block.start
    mark = waste.get(start)
    if mark and (start not in numbers or mark.value == "contents") and _is_inner(mark.value, block):
        return Furniture(block.spans, mark.value, "inline", mark.why)
    if mark := signed.get(start):
        return Signed(block.spans, mark.why)
    if mark := dateline.get(start):
        return Dateline(block.spans, mark.why)
    return None


def _is_inner(kind: str, block: Block) -> bool:
    return kind not in _OUTER and not (kind in _SPOKEN and _SENTENCE.search(block.text))


def _salute(block: Block, profile: Profile) -> Salute | None:
    """The line that opens a text with those that it speaks to."""
    cues = rules(profile).cues
    if cues["salute"].match(block.text):
        return Salute(block.spans, why("salute.audience", "high", "names the audience and ends in a colon"))
    if cues["addressee"].match(block.text):
        return Salute(
            block.spans, why("salute.addressee", "high", "names the addressees and ends in a colon")
        )
    return None
