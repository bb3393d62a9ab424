"""Builds the body of a transcript: turns with what each speaker says, under the headings of the agenda."""

from __future__ import annotations

import re

from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Dateline,
    Document,
    Mark,
    Node,
    Part,
    Person,
    Points,
    Section,
    Signed,
    Span,
    StageNote,
    Table,
    Turn,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages.agenda import headings, is_written
from pipeline.stages.candidates import candidates
from pipeline.stages.field import why
from pipeline.stages.fixes import fixes
from pipeline.stages.outline_form import text_behind
from pipeline.stages.outline_search import Placed, search
from pipeline.stages.outline_tree import grow
from pipeline.stages.people import enlist

_BEFORE = range(3)  # characters that a block may have before the turn that it begins
_NEAR = 2  # blocks before the first turn among which its heading stands
# what a meeting decides is nobody's words, nor is what its minutes say behind that
_DECIDED = re.compile(r"(?:(?:会议)?决 {0,4}[议定]|(?:主席)?裁 {0,4}示) ?: ?[^ ]")
_CLOSING = (Signed, Dateline)
_WHOLE = (Table, Points, type(None))  # a node of several blocks, and the blocks after its first


def body(
    doc: Document,
    part: Part,
    fixed: dict[int, Node | None],
    numbers: dict[int, Mark],
    turns: dict[int, Mark],
    profile: Profile,
    persons: tuple[Person, ...],
) -> tuple[tuple[Node, ...], tuple[Person, ...]]:
    """(nodes of a part that holds ``turns``, the persons with its speakers added)."""
    blocks = doc.blocks[part.first : part.last]
    opens = [_opening(b, turns, fixed) for b in blocks]
    spoken = next((i for i, mark in enumerate(opens) if mark), 0)
    written = spoken if is_written(blocks[:spoken], fixed) else 0
    heads = headings(doc, blocks, part.first, opens, fixed, numbers, profile, written)
    placed = {p.candidate.index - part.first: p for p in heads}
    out: list[Node] = []
    stack: list[tuple[int, Section, list[Node]]] = []
    names = {mark.value for mark in opens if mark}

    def close(depth: int) -> None:
        while stack and stack[-1][0] >= depth:
            _, section, held = stack.pop()
            done = replace(section, children=tuple(held))
            (stack[-1][2] if stack else out).append(done)

    if written:
        before = [p for p in heads if p.candidate.index < part.first + written]
        out.extend(grow(doc, blocks[:written], part.first, fixed, before, profile))
        if before and before[-1].candidate.index >= part.first + written - _NEAR:
            stack.extend(_reopened(out))
    i = written
    while i < len(blocks):
        if i in placed:
            close(placed[i].depth)
            head = _heading(doc, blocks[i], placed[i], numbers, profile)
            stack.append((placed[i].depth, head, list(head.children)))
            i += 1
            continue
        j = i + 1
        while j < len(blocks) and j not in placed and opens[j] is None and not _DECIDED.match(blocks[j].text):
            j += 1
        nodes, persons = _stretch(
            doc, blocks[i:j], part.first + i, opens[i], fixed, numbers, profile, persons, names
        )
        at = next((k for k, n in enumerate(nodes) if isinstance(n, _CLOSING)), len(nodes))
        closing = nodes[at:]
        (stack[-1][2] if stack else out).extend(nodes[:at])
        if closing:
            close(0)
            out.extend(closing)
        i = j
    close(0)
    return tuple(out), persons


def _reopened(out: list[Node]) -> list[tuple[int, Section, list[Node]]]:
    """The sections that the last heading stands in, taken from ``out`` to go on."""
    path: list[tuple[int, Section, list[Node]]] = []
    while out and isinstance(out[-1], Section):
        section = out.pop()
        assert isinstance(section, Section)
        held = list(section.children)
        path.append((len(path), section, held))
        out = held
    return path


def _opening(block: Block, turns: dict[int, Mark], fixed: dict[int, Node | None]) -> Mark | None:
    """The turn that a block begins; a table or list of several blocks is not cut where one of them begins as a turn does."""
    start = block.spans[0].start
    for before in _BEFORE:
        at = start + before
        if at in turns and at < block.end:
            kept = start in fixed and isinstance(fixed[start], _WHOLE)
            return None if kept else turns[at]
    return None


def _heading(doc: Document, block: Block, p: Placed, numbers: dict[int, Mark], profile: Profile) -> Section:
    node = grow(doc, (block,), p.candidate.index, {}, [replace(p, depth=0)], profile)[0]
    found = node if isinstance(node, Section) else None
    # a question is whole: 读者关心铁路。请问进展如何？
    if found and not (found.heading and found.heading.run_in and block.text[-1] == "?"):
        return found
    from pipeline.model import Heading

    mark = numbers.get(block.start)
    reason = found.why if found else why("head.agenda")
    return Section("section", Heading(block.spans, mark.numbering if mark else None, False), (), reason)


def _stretch(
    doc: Document,
    blocks: tuple[Block, ...],
    first: int,
    turn: Mark | None,
    fixed: dict[int, Node | None],
    numbers: dict[int, Mark],
    profile: Profile,
    persons: tuple[Person, ...],
    names: set[str],
) -> tuple[list[Node], tuple[Person, ...]]:
    """The blocks from one turn's label to the next: what belongs to the speaker, and what closes the talk."""
    if not turn:
        return _nodes(doc, blocks, first, False, fixed, numbers, profile), persons
    head = blocks[0]
    speech = text_behind(doc, head, head.find(turn.span.end))
    persons, who = enlist(persons, *_person(turn.value, names), "speaker")
    inner = _nodes(doc, blocks, first, True, fixed, numbers, profile) if len(blocks) > 1 else []
    at = next((k for k, n in enumerate(inner) if isinstance(n, _CLOSING)), len(inner))
    while at and isinstance(inner[at - 1], StageNote):
        at -= 1
    inner, rest = inner[:at], inner[at:]
    label = Span(head.start, turn.span.end)
    return [Turn(label, who, (*speech, *inner), turn.why), *rest], persons


def _person(label: str, names: set[str]) -> tuple[str, str]:
    """Name and office of a speaker. 水利部副部长 梁敬川 is the 梁敬川 who speaks elsewhere, and brackets are no part of a name."""
    name = label.strip("[]【】")
    office, _, last = name.replace("\u3000", " ").rpartition(" ")
    if office and last in names:
        return last, office
    return name.replace(" ", ""), ""


def _nodes(
    doc: Document,
    blocks: tuple[Block, ...],
    first: int,
    labelled: bool,
    fixed: dict[int, Node | None],
    numbers: dict[int, Mark],
    profile: Profile,
) -> list[Node]:
    """What is said in a stretch, without its first block where the label of a turn opens that."""
    taken = {i for i, b in enumerate(blocks) if b.spans[0].start in fixed}
    if labelled:
        taken.add(0)
    placed, said = [], fixes(doc)
    if any(b.start in numbers or b.start in said for i, b in enumerate(blocks) if i not in taken):
        placed = search(candidates(blocks, first, taken, numbers, profile, said))
        placed = [p for p in placed if not p.candidate.style.startswith("plain")]
    rest = blocks[labelled:]
    return list(grow(doc, rest, first + labelled, fixed, placed, profile, points_only=True))
