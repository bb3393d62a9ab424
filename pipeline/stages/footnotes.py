"""Finds the notes at the foot of printed pages: lines over a page number that open with the sign of a reference above."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pipeline.model import Block, Document, Evidence, Mark, Part, Why
from pipeline.numerals import enclosed
from pipeline.profile import Profile
from pipeline.stages.rows import FINAL
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block

_SIGN = re.compile(
    r"(?:[①-⑳]|\[注?[\d一二三四五六七八九十]{1,3}\]|〔注?[\d一二三四五六七八九十]{1,3}〕|\*{1,3})(?= ?[^\d* ])"
)
HEADING = re.compile(r"(?:注 *释|注|附 *注|尾 *注|脚 *注)[::]?$")
_RULE = re.compile(r"[—_-]{4,}$")
_FIRSTS = frozenset("[〔*①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # the first characters of these
# what a note says, and what no sentence says behind the sign of one: [1]中所说
_NOTE = re.compile(
    _SIGN.pattern + r" ?(?:即|见《|参见|参阅|引自|语出|语见|出自|《|此[处语]|.{2,40}\[[A-Z]\])"
)
_PAUSE = re.compile(r"[,。;、!?]")
_SHORTEST = 12  # characters of a row that a note cuts
_FOOT = 12  # rows that the notes of a page may have
_PAGE = 60  # rows above them in which the reference stands
_LINK = Why("note.mark", "high", (Evidence("the sign of a note at the foot of the page", 2.0),))


def footnotes(rows: Sequence[Block], page: set[int], profile: Profile) -> dict[int, int]:
    """The first row of each note, with the row behind its last; ``page`` are the rows with the numbers of pages."""
    out: dict[int, int] = {}
    before = 0  # the number of the last note
    for foot in sorted(page):
        if foot - 1 in page:
            continue
        starts = _starts(rows, foot, page)
        if not starts:
            continue
        first = _number(rows[starts[0]])
        alone = len(starts) == 1 == first and not _counts_on(rows, starts[0])
        if is_cited(rows, starts[0]) or first == before + 1 > 1 or alone:
            before = _number(rows[starts[-1]])
            ends = [*starts[1:], foot]
            out |= ((start, _end(rows, start, end, profile)) for start, end in zip(starts, ends, strict=True))
    return out


def _end(rows: Sequence[Block], start: int, end: int, profile: Profile) -> int:
    """The row behind the last of a note: an empty line, the heading of the notes below, or the editors' names may end it."""
    for i in range(start + 1, end):
        text = rows[i].text
        if rows[i - 1].text[-1] in FINAL and (
            rows[i].gap or HEADING.match(text) or rules(profile).page.fits(text)
        ):
            return i
    return end


def unpaged(rows: Sequence[Block], texts: Sequence[str]) -> dict[int, int]:
    """The notes that cut a sentence where the number of the page is lost, as ``footnotes`` gives them."""
    out: dict[int, int] = {}
    latest = -1  # the row behind the last note
    for i in [i for i, text in enumerate(texts) if text[0] in _FIRSTS]:
        if not i or rows[i].gap or not (_is_open(texts[i - 1]) or i == latest):
            continue
        if not _NOTE.match(texts[i]) or not is_cited(rows, i):
            continue
        for end in range(i + 1, min(i + _FOOT, len(rows))):
            if rows[end].gap or rows[end].indent:
                break
            if texts[end - 1][-1] in FINAL:
                out[i] = latest = end
                break
    return out


def _is_open(text: str) -> bool:
    """Whether a row ends inside a sentence, and is no heading."""
    return text[-1] not in FINAL and len(text) >= _SHORTEST and _PAUSE.search(text) is not None


def resumed(rows: Sequence[Block], notes: Mapping[int, int], page: Collection[int]) -> frozenset[int]:
    """The rows in which a sentence goes on that the notes of a page cut."""
    out = set[int]()
    for first in notes:
        above = first - 1
        while above in page or (above >= 0 and _RULE.match(rows[above].text)):
            above -= 1
        if above >= 0 and rows[above].text[-1] not in FINAL:
            below = notes[first]
            while below in notes or below in page:
                below = notes.get(below, below + 1)
            out.add(below)
    return frozenset(out)


def _starts(rows: Sequence[Block], foot: int, page: set[int]) -> list[int]:
    """The rows over the foot of a page that open with the sign of a note, and stand together."""
    starts: list[int] = []
    for i in range(foot - 1, max(foot - _FOOT, 0), -1):
        if i in page:
            break
        if _SIGN.match(rows[i].text):
            starts.insert(0, i)
        elif rows[i + 1].gap and i + 1 not in starts:
            break  # the lines of a note stand together
    return starts


def is_cited(rows: Sequence[Block], i: int) -> bool:
    """Whether the sign of a note stands in the text above."""
    found = _SIGN.match(rows[i].text)
    return found is not None and any(row.text.find(found[0]) > 0 for row in rows[max(i - _PAGE, 0) : i])


def _counts_on(rows: Sequence[Block], i: int) -> bool:
    """Whether the next number follows, so that the sign is the first of a list."""
    return any(_number(row) == 2 for row in rows[i + 1 : i + _PAGE])


def _number(row: Block) -> int:
    """The number of a note whose sign is one character; 0 for others."""
    return enclosed(row.text[0]) or 0


def references(doc: Document, part: Part) -> tuple[list[Block], list[Mark]]:
    """(the notes at the feet of the pages of a part, the marks ``noteref`` on what refers to them)."""
    known = by_block(doc.marks, "footnote")
    if not known:
        return [], []
    blocks, notes, links = doc.blocks[part.first : part.last], [], []
    for i, block in enumerate(blocks):
        found = _SIGN.match(block.text) if block.start in known else None
        if not found:
            continue
        notes.append(block)
        for above in reversed(blocks[max(i - _PAGE, 0) : i]):
            if above.start not in known and (at := above.text.rfind(found[0])) > 0:
                links.append(Mark("noteref", above.span(at, at + len(found[0])), str(block.start), _LINK))
                break
    return notes, links
