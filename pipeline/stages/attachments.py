"""Reads the list of attachments of an official document: 附件：1. … and the numbered lines under it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator

from pipeline.fold import folded
from pipeline.model import (
    Block,
    Document,
    Evidence,
    Mark,
    Node,
    Numbering,
    Paragraph,
    Part,
    Point,
    Points,
    Why,
)
from pipeline.profile import Profile
from pipeline.stages.annexes import LABEL, closed_at, heads_annex, in_force_at, stands_behind
from pipeline.stages.fixes import PLAIN
from pipeline.stages.numbers import read
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block

_WHY = Why("points.attachment", "high", (Evidence("the word 附件 and a colon, with short lines", 2.0),))
_LONGEST, _STOPS = 60, "。;"  # characters of an item, and how a sentence ends
_FIRST, _KINDS = "附", frozenset("件录表图")  # as a label begins


def attachments(
    doc: Document, profile: Profile, held: Iterable[int] = ()
) -> Iterator[tuple[int, Node | None]]:
    """(offset of a block, its node) for every block of such lists; None for those that the first block's list holds.

    Blocks that a person corrected, and those in ``held``, which are something else, belong to none.
    """
    if _FIRST not in folded(doc.source.text):
        return
    opening = [i for i, b in enumerate(doc.blocks) if b.text[0] == _FIRST]
    said = {*by_block(doc.marks, "fix"), *held}
    for part in doc.parts:
        own = opening[bisect_left(opening, part.first) : bisect_left(opening, part.last)]
        yield from _lists(doc, part, own, profile, said)


def _lists(
    doc: Document, part: Part, opening: list[int], profile: Profile, said: Container[int]
) -> Iterator[tuple[int, Node | None]]:
    """The same for the lists in the body of one text; what its front has taken begins none.

    ``opening`` are the blocks that begin as a label does.
    """
    numbers, cue = by_block(doc.marks, "number"), rules(profile).cues["attachment"]
    end, closed = part.first, _closed(doc, part, opening) if opening else 0
    for i in opening:
        block = doc.blocks[i]
        lead = LABEL.match(block.text) if i >= end and cue.match(block.text) else None
        if lead and stands_behind(doc, i, part.last, closed) and heads_annex(doc, i, part.last, profile):
            continue
        if lead and _names_section(doc, i, lead.end(), part.last, profile):
            continue
        if not lead or block.start in said or len(block.text) > _LONGEST:
            continue
        stopped = block.text[-1] in _STOPS
        if stopped and not (block.start > closed and read(block, profile, lead.end())):
            continue  # a sentence of the text; under the signature items may end as sentences do
        bare = lead.end() >= len(block.text)
        after = numbers.get(doc.blocks[i + 1].start) if bare and i + 1 < part.last else None
        if after and after.numbering and after.numbering.ordinal == 1 and doc.blocks[i + 1].start not in said:
            yield block.start, Paragraph(block.spans, _WHY)
            end, block = i + 2, doc.blocks[i + 1]
            items = [_item(block, after)]
        elif bare:  # the names of files may stand under it
            yield block.start, Paragraph(block.spans, PLAIN)
            continue
        else:
            end, items = i + 1, [_opened(block, lead.end(), profile)]
            if not (
                items[0].numbering or lead.group()[1:2] in _KINDS
            ):  # 附: and words are a line of the text
                yield block.start, Paragraph(block.spans, PLAIN)
                continue
        first = end
        while (
            end < part.last and items[0].numbering and _follows(items[-1], doc.blocks[end], numbers, stopped)
        ):
            if doc.blocks[end].start in said:
                break
            items.append(_item(doc.blocks[end], numbers[doc.blocks[end].start]))
            end += 1
        yield block.start, Points("ordinal", tuple(items), _WHY)
        for later in doc.blocks[first:end]:
            yield later.start, None


def _closed(doc: Document, part: Part, opening: list[int]) -> int:
    """The offset behind which annexes stand: at the signature, or in a law at the sentence that puts it in force."""
    closed = closed_at(doc, part)
    unsigned = part.last > part.first and closed == doc.blocks[part.last - 1].end
    in_force = in_force_at(doc, opening) if unsigned else -1
    return closed if in_force < 0 else in_force


def _names_section(doc: Document, i: int, at: int, last: int, profile: Profile) -> bool:
    """Whether a label stands before the name of a section that is below it: 附：名词解释."""
    text = doc.blocks[i].text
    return (
        i + 1 < last
        and at < len(text)
        and bool(rules(profile).cues["heading"].match(text[at:].replace(" ", "")))
    )


def _opened(block: Block, at: int, profile: Profile) -> Point:
    numbering = read(block, profile, at)
    end = block.find(numbering.marker.end) if numbering else at
    return _point(block, end, numbering)


def _follows(last: Point, block: Block, numbers: dict[int, Mark], stopped: bool) -> bool:
    mark = numbers.get(block.start)
    n = mark.numbering if mark else None
    short = len(block.text) <= _LONGEST and (stopped or block.text[-1] not in _STOPS)
    return bool(
        n
        and last.numbering
        and n.style == last.numbering.style
        and n.ordinal == last.numbering.ordinal + 1
        and short
    )


def _item(block: Block, mark: Mark) -> Point:
    assert mark.numbering is not None
    return _point(block, block.find(mark.numbering.marker.end), mark.numbering)


def _point(block: Block, end: int, numbering: Numbering | None) -> Point:
    at = end + len(block.text[end:]) - len(block.text[end:].lstrip())
    text: tuple[Node, ...] = (Paragraph(block.cut(at, len(block.text))),) if at < len(block.text) else ()
    return Point(block.span(0, len(block.text[:end].rstrip())), numbering, text)
