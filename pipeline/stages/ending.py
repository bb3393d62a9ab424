"""Reads the end of a text: the signature, date and notes that close it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from pipeline.frozen import replace
from pipeline.model import Document, Mark
from pipeline.profile import Profile
from pipeline.stages.closing_lines import NOTHING, Closing, closing, is_note, is_origin, is_plain, mark
from pipeline.stages.contents import KIND
from pipeline.stages.datelines import is_clock, is_date, is_open_date
from pipeline.stages.issued import lines_of, names
from pipeline.stages.rules import rules
from pipeline.stages.signers import BOWING, sealed, unbowed
from pipeline.stages.signing_place import under_text
from pipeline.stages.text import SENTENCE_END, between, by_block, within

_NEXT = re.compile(r"^附(?:件|录|表|:)|^第[一1][章条编] ?|^《")
_ANNEX = "附"
# what else may stand under the signature in the middle of a text
_AFTER = re.compile(r"^(?:[计附][发送呈抄缴]|又及|附言|附记|再者|P\.?S|注 *释)")
_WROTE = re.compile(r"(?:写道|wrote):$")
_START = attrgetter("start")
_TITLE = 40
_PAPER = 40  # blocks of a paper that issues another
_RIGHT = 16  # columns from which on a line is set at the right


def signature(doc: Document, profile: Profile, first: int, last: int) -> Closing:
    """The closing of ``blocks[first:last]``: names, bodies and dates on lines of their own, from the end upwards.

    Notes may follow it; so may an annex, whose beginning is a line 附件, a first chapter, or a title. A name over a date
    closes a text whatever else a page has under it. Letters and papers inside the text may have closings of their own.
    """
    while last > first and (
        _is_page(doc, doc.blocks[last - 1].start) or _is_quoted(doc.blocks[last - 1].text)
    ):
        last -= 1
    at = sealed(doc, profile, first, last)
    found = closing(doc, profile, first, at + 1) if at >= 0 else NOTHING
    if found.date:
        found = replace(found, marks=found.marks + tuple(_notices(doc, profile, at + 1, last)))
    else:
        at, found = last - 1, closing(doc, profile, first, last)
    own, known = None, found.date or found.name
    for i, inner in _inner(doc, profile, first, at):
        below = _below(doc, i)
        if own is None and (
            (doc.blocks[below].text[0] == _ANNEX or not known) and _opens_annex(doc, profile, below, last)
        ):
            own = inner
        found = replace(found, marks=inner.marks + found.marks)
    return replace(own, marks=found.marks) if own and (own.date or own.name) else found


def _is_quoted(text: str) -> bool:
    """Whether a line is of the mail that another one answers: each has the sign before it, and who wrote it stands over them."""
    return text[0] == ">" or (text[-1] == ":" and _WROTE.search(text) is not None)


def _is_page(doc: Document, start: int) -> bool:
    """Whether a block is the number of the last page, below the signature."""
    mark = by_block(doc.marks, "furniture").get(start)
    return mark is not None and mark.value == "page"


def _inner(doc: Document, profile: Profile, first: int, last: int) -> Iterator[tuple[int, Closing]]:
    """(index of its date, closing) of what is signed within ``blocks[first:last]``, where another text follows or notes do."""
    top = first
    for i in _ends(doc, first + 1, last):
        below = _below(doc, i)
        if below < len(doc.blocks) and _is_over(doc, profile, below, last + 1):
            found = closing(doc, profile, top, i + 1)
            if _is_named(doc, below) or _is_certain(
                doc, profile, top, found, _opens_annex(doc, profile, below, last + 1)
            ):
                yield i, found
                top = i + 1


def _below(doc: Document, i: int) -> int:
    """The block under block ``i``, where the number of a page may be between them."""
    i += 1
    while i < len(doc.blocks) and _is_page(doc, doc.blocks[i].start):
        i += 1
    return i


def _is_named(doc: Document, i: int) -> bool:
    """Whether what the paper over block ``i`` issues begins there, under the very name that it has in the paper."""
    return lines_of(doc.blocks, i, names(doc.blocks[max(0, i - _PAPER) : i])) > 0


def _is_over(doc: Document, profile: Profile, i: int, last: int) -> bool:
    """Whether block ``i`` shows that what stands above it has ended."""
    block = doc.blocks[i]
    if block.start in by_block(doc.marks, "number"):
        return len(block.text) <= _TITLE and not SENTENCE_END.search(block.text)
    return bool(_AFTER.match(block.text)) or is_origin(block.text) or _opens_annex(doc, profile, i, last)


def _is_certain(doc: Document, profile: Profile, first: int, found: Closing, annexed: bool) -> bool:
    """Whether a closing inside a text has a signature that cannot be a heading, under the end of a text."""
    signed = [m for m in found.marks if m.why.rule == "closing.signed"]
    if not signed:
        return False
    top = bisect_right(doc.blocks, min(m.span.start for m in found.marks), key=_START) - 1
    right = [m for m in signed if m.why.cert == "high" or doc.blocks[top].indent >= _RIGHT]
    return bool(right) and (annexed or under_text(doc, profile, first, top))


def _notices(doc: Document, profile: Profile, first: int, last: int) -> Iterator[Mark]:
    """Marks for what is of the closing in ``blocks[first:last]``, the lines under its date."""
    said, waste = by_block(doc.marks, "fix"), by_block(doc.marks, "furniture")
    for block in doc.blocks[first:last]:
        if block.start in said or block.start in waste:
            continue
        if is_note(block, profile):
            yield mark("signed", block, "closing.notice", "note after the signature")
        elif is_plain(block.text, profile, True):
            yield mark("signed", block, "closing.signed", "an officer of a court, a party, a seal")
        elif is_clock(block.text):
            yield mark("dateline", block, "closing.date", "the hour under the date")


def _opens_annex(doc: Document, profile: Profile, i: int, last: int) -> bool:
    """Whether an annex begins at block ``i``, perhaps with its table of contents, or after notes on how public the paper is."""
    while i < last and (is_note(doc.blocks[i], profile) or _is_page(doc, doc.blocks[i].start)):
        i += 1
    if i >= last:
        return False
    text = doc.blocks[i].text
    mark = by_block(doc.marks, "furniture").get(doc.blocks[i].start)
    if (mark and mark.value == KIND) or _is_named(doc, i):
        return True
    return bool(_NEXT.match(text)) or (
        len(text) <= _TITLE and bool(rules(profile).cues["title-noun"].search(text))
    )


def _ends(doc: Document, first: int, last: int) -> Iterator[int]:
    """The indices of those of ``blocks[first:last]`` that hold a date and nothing else, or a writer's bow."""
    if first >= last:
        return
    found = set()
    for date in between(doc.marks, "date", doc.blocks[first].start, doc.blocks[last - 1].end):
        i = bisect_right(doc.blocks, date.span.start, first, last, key=_START) - 1
        if i not in found and is_date(doc.blocks[i], within(doc.marks, "date", doc.blocks[i])):
            found.add(i)
    for i, b in enumerate(doc.blocks[first:last], first):
        text = b.text
        if len(text) <= _TITLE and (
            (("年" in text or "月" in text) and is_open_date(text)) or (text[-1] in BOWING and unbowed(b))
        ):
            found.add(i)
    yield from sorted(found)
