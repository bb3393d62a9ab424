"""Finds notes at the end of a text, and links the marks in the text to them: [1], 〔1〕, ⑴, ①."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Block, Document, Evidence, Mark, Node, Paragraph, Part, Why
from pipeline.numerals import arabic, enclosed

_MARK = r"\[(?P<a>\d{1,3})\]|〔(?P<b>\d{1,3})〕|(?P<c>[⑴-⒇①-⑳])"
_BODY = re.compile(rf"(?:{_MARK}) ?(?=\S)")
_REFERENCE = re.compile(rf"(?<=\S)(?:{_MARK})")
_HEADING = re.compile(r"(?:注 *释|注|附 *注|尾 *注|脚 *注)[::]?$")
_WHY = Why("note.body", "high", (Evidence("numbered from 1 at the end of the text", 2.0),))
_GIVEN = Why("note.container", "high", (Evidence("a note of the container", 9.0),))
_LINK = Why("note.mark", "high", (Evidence("the number of a note below", 2.0),))


def notes(doc: Document) -> tuple[dict[int, Node | None], tuple[Mark, ...]]:
    """(node by the offset of a note's block, marks ``noteref`` with the offset of the note they point to).

    The container's own notes are notes wherever they stand. Others are the last blocks of a text, two or more, or one
    under a heading such as 注释, each opening with the next number; they count only when the text above has marks with
    their numbers.
    """
    nodes: dict[int, Node | None] = {}
    marks: list[Mark] = []
    for part in doc.parts:
        given = [b for b in doc.blocks[part.first : part.last] if "note" in b.hints]
        nodes |= {b.start: Paragraph(b.spans, _GIVEN) for b in given}
        if given:
            bodies = {_number(m): b for b in given if (m := _BODY.match(b.text))}
            marks += _links(doc.blocks[part.first : part.last], bodies)
            continue
        bodies = _bodies(doc, part)
        links = list(_links(doc.blocks[part.first : part.last], bodies)) if bodies else []
        if links:
            nodes |= {b.start: Paragraph(b.spans, _WHY) for b in bodies.values()}
            marks += links
    return nodes, tuple(marks)


def _number(m: re.Match[str]) -> int:
    return arabic(m["a"] or m["b"] or "") or enclosed(m["c"] or "") or 0


def _bodies(doc: Document, part: Part) -> dict[int, Block]:
    """The notes by their number; empty where the text ends otherwise."""
    found: list[tuple[int, Block]] = []
    for i in range(part.last - 1, part.first, -1):
        m = _BODY.match(doc.blocks[i].text)
        if not m:
            break
        found.append((_number(m), doc.blocks[i]))
        if found[-1][0] == 1:
            headed = bool(_HEADING.match(doc.blocks[i - 1].text))
            numbers = [n for n, _ in reversed(found)]
            in_order = numbers == list(range(1, len(found) + 1))
            return dict(found) if in_order and (headed or len(found) > 1) else {}
    return {}


def _links(blocks: tuple[Block, ...], bodies: dict[int, Block]) -> Iterator[Mark]:
    below = {b.start for b in bodies.values()}
    for block in blocks:
        if block.start in below:
            continue
        for m in _REFERENCE.finditer(block.text):
            body = bodies.get(_number(m))
            if body:
                yield Mark("noteref", block.span(*m.span()), str(body.start), _LINK)
