"""Finds notes at the end of a text, and links the marks in the text to them: [1], 〔1〕, ⑴, ①."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from pipeline.lines import is_plain
from pipeline.model import Block, Document, Evidence, Mark, Node, Paragraph, Part, Span, Why
from pipeline.numerals import arabic, enclosed
from pipeline.stages.footnotes import HEADING, references

_MARK = r"\[(?P<a>\d{1,3})\]|〔(?P<b>\d{1,3})〕|(?P<c>[⑴-⒇①-⑳])|(?P<d>(?<![A-Za-z0-9])[⁰¹²³⁴-⁹]{1,3})"
_BODY = re.compile(rf"(?:{_MARK}) ?(?=\S)")
_GIVEN_BODY = re.compile(rf"(?:{_MARK}|(?P<e>\d{{1,3}})(?!\d)) ?(?=\S)")  # a note that the container knows
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_REFERENCE = re.compile(rf"(?<=\S)(?:{_MARK})")
_WHY = Why("note.body", "high", (Evidence("numbered from 1 at the end of the text", 2.0),))
_GIVEN = Why("note.container", "high", (Evidence("a note of the container", 9.0),))
_FOOT = Why("note.foot", "high", (Evidence("over a page number, with the sign of a reference above", 2.0),))
_LINK = Why("note.mark", "high", (Evidence("the number of a note below", 2.0),))


def notes(doc: Document) -> tuple[dict[int, Node | None], tuple[Mark, ...]]:
    """(node by the offset of a note's block, marks ``noteref`` with the offset of the note they point to).

    The container's own notes are notes wherever they stand, and so are those at the feet of printed pages. Others are the
    last blocks of a text, two or more, or one under a heading such as 注释, each opening with the next number; they count
    only when the text above has marks with their numbers.
    """
    nodes: dict[int, Node | None] = {}
    marks: list[Mark] = []
    plain = is_plain(doc.source)
    for part in doc.parts:
        given = [] if plain else [b for b in doc.blocks[part.first : part.last] if "note" in b.hints]
        if given:
            nodes |= {b.start: Paragraph(b.spans, _GIVEN) for b in given}
            marks += _paired(doc.blocks[part.first : part.last], given)
            continue
        feet, cited = references(doc, part)
        nodes |= {b.start: Paragraph(b.spans, _FOOT) for b in feet}
        marks += cited
        bodies = _bodies(doc, part)
        links = list(_links(doc.blocks[part.first : part.last], bodies)) if bodies else []
        if links:
            nodes |= {b.start: Paragraph(b.spans, _WHY) for b in bodies.values()}
            marks += links
    return nodes, tuple(marks)


def _number(m: re.Match[str]) -> int:
    found = m.groupdict()
    plain = found["a"] or found["b"] or found.get("e") or (found["d"] or "").translate(_RAISED)
    return arabic(plain) or enclosed(found["c"] or "") or 0


def _bodies(doc: Document, part: Part) -> dict[int, Block]:
    """The notes by their number; empty where the text ends otherwise."""
    found: list[tuple[int, Block]] = []
    for i in range(part.last - 1, part.first, -1):
        m = _BODY.match(doc.blocks[i].text)
        if not m:
            break
        found.append((_number(m), doc.blocks[i]))
        if found[-1][0] == 1:
            headed = bool(HEADING.match(doc.blocks[i - 1].text))
            numbers = [n for n, _ in reversed(found)]
            in_order = numbers == list(range(1, len(found) + 1))
            return dict(found) if in_order and (headed or len(found) > 1) else {}
    return {}


def _paired(blocks: tuple[Block, ...], given: list[Block]) -> Iterator[Mark]:
    """Links to notes that may be numbered anew on each page: in the order of both, or to the next note below."""
    bodies: dict[int, list[Block]] = defaultdict(list)
    for block in given:
        if m := _GIVEN_BODY.match(block.text):
            bodies[_number(m)].append(block)
    below = {b.start for b in given}
    found: dict[int, list[Span]] = defaultdict(list)
    for block in blocks:
        for m in _REFERENCE.finditer(block.text if block.start not in below else ""):
            found[_number(m)].append(block.span(*m.span()))
    for number, spans in found.items():
        own = bodies.get(number, [])
        for n, span in enumerate(spans if own else ()):
            at = n if len(own) == len(spans) else bisect_left(own, span.start, key=lambda b: b.start)
            yield Mark("noteref", span, str(own[min(at, len(own) - 1)].start), _LINK)


def _links(blocks: tuple[Block, ...], bodies: dict[int, Block]) -> Iterator[Mark]:
    below = {b.start for b in bodies.values()}
    for block in blocks:
        if block.start in below:
            continue
        for m in _REFERENCE.finditer(block.text):
            body = bodies.get(_number(m))
            if body:
                yield Mark("noteref", block.span(*m.span()), str(body.start), _LINK)
