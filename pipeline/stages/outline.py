"""Builds the body of each text: sections, points, turns and paragraphs, from one decision for the whole text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Dateline,
    Document,
    Evidence,
    Furniture,
    Mark,
    Node,
    Paragraph,
    Part,
    Signed,
    Span,
    StageNote,
    Why,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages import dialogue
from pipeline.stages.annexes import hollow
from pipeline.stages.attachments import attachments
from pipeline.stages.candidates import candidates
from pipeline.stages.cells import compared
from pipeline.stages.contents import listed
from pipeline.stages.field import why
from pipeline.stages.fixed_lines import kind_of
from pipeline.stages.fixes import fixed_node, fixes
from pipeline.stages.issued import issued
from pipeline.stages.notes import notes
from pipeline.stages.outline_search import Candidate, search
from pipeline.stages.outline_tree import grow
from pipeline.stages.rubrics import LONGEST_NUMBER, rubrics
from pipeline.stages.rules import rules
from pipeline.stages.salutes import salutes
from pipeline.stages.tables import tables
from pipeline.stages.text import by_block
from pipeline.stages.zone import first_cue

# Furniture that stands only before and after a text; inside it such words belong to it.
_OUTER = frozenset({"breadcrumb", "menu", "related", "header", "form"})
# A text may speak of rights or of sharing: inside it, only a line without a sentence is a button or a notice.
_COUNTING = frozenset({"page", "contents", "counter"})  # · 48 · begins as a bullet does, 12,905 as 12、
_SPOKEN = frozenset({"legal", "share", "tools", "counter"})
_SENTENCE = re.compile(r"[。,;]")
_HINTS = frozenset(
    {"温馨提示:", "友情提示:", "附件:"}
)  # of the foot of a page there, over a section elsewhere
_OFFICE = 24  # characters of an office
_BEFORE = 2  # paragraphs of a text that an editor's words may be among
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
    # 联系电话： is a line to be filled in, with nothing below it
    fields = by_block(doc.marks, "furniture?")
    known = {*fixed, *fields} if fields else fixed
    taken = {i for i, b in enumerate(blocks) if b.spans[0].start in known} if known else set()
    taken |= {i - 1 for i in taken if _is_office_over(blocks, i, fixed, profile)}
    if fields:
        taken = {i for i in taken if blocks[i].text not in _HINTS or blocks[i].start in fixed}
    short = [i for i, b in enumerate(blocks) if len(b.text) <= LONGEST_NUMBER]
    cells = compared(blocks, short)
    if cells < len(blocks):
        taken = taken.union(range(cells, len(blocks)))
    taken.update(hollow(blocks, short, taken))
    titles = rubrics(blocks, short, taken, numbers, profile)
    own, lines = issued(doc, part)
    if (label := own - part.first - 1) in titles:
        titles[label], own = max(titles[label], lines), -1
    elif lines > 1:
        titles[own - part.first] = lines - 1
    if titles:
        taken = taken.union(*(range(i + 1, i + 1 + more) for i, more in titles.items()))
    found = candidates(blocks, part.first, taken, numbers, profile, fixes(doc), own, listed(doc))
    if first_cue(doc) >= 0:
        # what is said has no headings but those with numbers
        found = [c for c in found if c.numbering or c.fix]
    placed = search(found)
    lost: list[Mark] = []
    if len(placed) < len(found):
        kept = {p.candidate.index for p in placed}
        lost = [_lost(doc.blocks[c.index], c) for c in found if c.index not in kept]
    return grow(doc, blocks, part.first, fixed, placed, profile, titles=titles), lost


def _is_office_over(
    blocks: Sequence[Block], i: int, fixed: Mapping[int, Node | None], profile: Profile
) -> bool:
    """Whether the line over one that signs is an office, and no heading."""
    if not i or type(fixed.get(blocks[i].start)) is not Signed:
        return False
    above = blocks[i - 1].text
    return len(above) <= _OFFICE and rules(profile).cues["office"].search(above) is not None


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
    marked = [by_block(doc.marks, kind) for kind in ("furniture", "signed", "dateline", "byline")]
    if within := _fillers_within(doc, marked[0]):
        marked[0] = {start: mark for start, mark in marked[0].items() if start not in within}
    known = set(said).union(*marked)
    stage = rules(profile).cues["stage"]
    opens, closes = stage.first, stage.last
    out: dict[int, Node | None] = cells | dict(attachments(doc, profile, cells))
    for b in doc.blocks:
        start = b.spans[0].start
        if start in known and start not in out:
            fix = said.get(start)
            if node := fixed_node(b, fix, kind_of(doc, b)) if fix else _marked(b, numbers, *marked):
                out[start] = node
            if node or fix:
                continue
        text = b.text
        if opens[text[0]] and closes[text[-1]] and stage.match(text) and start not in out:
            out[start] = StageNote(b.spans, _STAGE)
    turns, ends = by_block(doc.marks, "turn"), marked[1].keys() | marked[2].keys()
    for part in doc.parts:
        for start, salute in salutes(doc, part, numbers, ends, profile).items():
            if start not in out and start not in said and start not in turns:
                out[start] = salute
    return out


def _fillers_within(doc: Document, waste: dict[int, Mark]) -> set[int]:
    """The lines inside the texts that have an editor's words: he speaks before a text and after it, nowhere else."""
    inner = {
        start for start, mark in waste.items() if mark.value == "filler" and mark.why.rule != "fix.furniture"
    }
    for part in doc.parts if inner else ():
        last = part.last
        while last > part.first and doc.blocks[last - 1].start in waste:
            last -= 1
        inner.difference_update(b.start for b in doc.blocks[part.first : part.first + _BEFORE])
        inner.difference_update(b.start for b in doc.blocks[last : part.last])
    return inner


def _marked(
    block: Block,
    numbers: dict[int, Mark],
    waste: dict[int, Mark],
    signed: dict[int, Mark],
    dateline: dict[int, Mark],
    byline: dict[int, Mark],
) -> Node | None:
    """The node of a block that was marked by an earlier stage."""
    start = block.start
    numbered = start in numbers
    if (mark := waste.get(start)) and (not numbered or mark.value in _COUNTING) and _is_inner(mark, block):
        return Furniture(block.spans, mark.value, "inline", mark.why)
    if mark := signed.get(start):
        return Signed(block.spans, mark.why)
    if mark := dateline.get(start):
        return Dateline(block.spans, mark.why)
    if mark := byline.get(start):
        return Paragraph(block.spans, mark.why)
    return None


def _is_inner(mark: Mark, block: Block) -> bool:
    kind = mark.value
    if mark.why.rule == "furniture.running":
        return True
    return kind not in _OUTER and not (kind in _SPOKEN and _SENTENCE.search(block.text))
