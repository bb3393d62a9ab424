"""Reads the end of a text: the signature, date and notes that close it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from pipeline.frozen import frozen, replace
from pipeline.model import Block, Cert, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.imprint import Field, byline
from pipeline.stages.rules import rules
from pipeline.stages.signers import ORG, besides, is_officer, is_party, is_seal, sealed
from pipeline.stages.text import SENTENCE_END, between, by_block, is_name, reading, within

_NEXT = re.compile(r"^附(?:件|录|表|:)|^第[一1][章条编] ?|^《")
_TO = "此致"  # who receives the letter stands under it
_PAUSE = re.compile(r"[,。:;]")
_START = attrgetter("start")


@frozen
class Closing:
    """What the end of a text says: marks ``signed`` and ``dateline`` on blocks, and the values read from them."""

    marks: tuple[Mark, ...] = ()
    date: str = ""
    name: str = ""
    role: str = ""


NOTHING = Closing()


def signature(doc: Document, profile: Profile, first: int, last: int) -> Closing:
    """The closing of ``blocks[first:last]``: names, bodies and dates on lines of their own, from the end upwards.

    Notes may follow it; so may an annex, whose beginning is a line 附件, a first chapter, or a title. A name over a date
    closes a text whatever else a page has under it.
    """
    at = sealed(doc, profile, first, last)
    if at >= 0 and (closing := _at(doc, profile, first, at + 1)).date:
        return replace(closing, marks=closing.marks + tuple(_notices(doc, profile, at + 1, last)))
    closing = _at(doc, profile, first, last)
    if closing.date or closing.name:
        return closing
    for i in _bare_dates(doc, first + 1, last - 1):
        if _opens_annex(doc, profile, i + 1, last):
            inner = _at(doc, profile, first, i + 1)
            if any(m.kind == "signed" for m in inner.marks):
                return Closing(inner.marks + closing.marks, inner.date, inner.name, inner.role)
    return closing


def _notices(doc: Document, profile: Profile, first: int, last: int) -> Iterator[Mark]:
    """Marks for what is of the closing in ``blocks[first:last]``, the lines under its date."""
    said, waste = by_block(doc.marks, "fix"), by_block(doc.marks, "furniture")
    for block in doc.blocks[first:last]:
        if block.start in said or block.start in waste:
            continue
        if _is_note(block, profile):
            yield _mark("signed", block, "closing.notice", "note after the signature")
        elif _is_plain(block.text, profile, True):
            yield _mark("signed", block, "closing.signed", "an officer of a court, a party, a seal")


def _is_plain(text: str, profile: Profile, dated: bool) -> bool:
    """Whether a line by its words alone is one of a signature."""
    return is_officer(text, profile) or is_seal(text, profile) or is_party(text, dated)


def _opens_annex(doc: Document, profile: Profile, i: int, last: int) -> bool:
    """Whether an annex begins at block ``i``, or after notes on how the paper may be made public."""
    while i < last and _is_note(doc.blocks[i], profile):
        i += 1
    if i >= last:
        return False
    text = doc.blocks[i].text
    return bool(_NEXT.match(text)) or (
        len(text) <= 40 and bool(rules(profile).cues["title-noun"].search(text))
    )


def _is_note(block: Block, profile: Profile) -> bool:
    text, cues = block.text, rules(profile).cues
    return len(text) <= 120 and bool(
        cues["public"].search(text) or cues["copy-to"].search(text) or cues["note"].search(text)
    )


def _bare_dates(doc: Document, first: int, last: int) -> Iterator[int]:
    """The indices of those of ``blocks[first:last]`` that hold one date and nothing else."""
    if first >= last:
        return
    end = 0  # of the block that was looked at
    for date in between(doc.marks, "date", doc.blocks[first].start, doc.blocks[last - 1].end):
        if date.span.start >= end:
            i = bisect_right(doc.blocks, date.span.start, first, last, key=_START) - 1
            end = doc.blocks[i].end
            if _bare_date(doc.blocks[i], doc):
                yield i


def _bare_date(block: Block, doc: Document) -> bool:
    dated = within(doc.marks, "date", block)
    return len(dated) == 1 and not besides(block, dated[0])


def _at(doc: Document, profile: Profile, first: int, last: int) -> Closing:
    marks: list[Mark] = []
    date = name = role = ""
    waste, numbers = by_block(doc.marks, "furniture"), by_block(doc.marks, "number")
    said, doubtful = by_block(doc.marks, "fix"), by_block(doc.marks, "furniture?")
    signed = False
    for i in range(last - 1, max(first, last - 10), -1):
        block = doc.blocks[i]
        start = block.spans[0].start
        if start in waste:
            continue
        dated = within(doc.marks, "date", block)
        names = byline(block, doc, profile)
        if start in said:
            if said[start].value not in ("signed", "date"):
                break
            date = date or (dated[-1].value if dated else "")
            if names and said[start].value == "signed":
                name, role = _signer_of(doc, names)
            continue
        if _is_plain(block.text, profile, bool(date)):
            marks.append(_mark("signed", block, "closing.signed", "an officer of a court, a party, a seal"))
        elif not signed and _is_note(block, profile) and not (dated and _bare_date(block, doc)):
            marks.append(_mark("signed", block, "closing.notice", "note after the signature"))
        elif dated and not date and _bare_date(block, doc):
            date = dated[-1].value
            marks.append(_mark("dateline", block, "closing.date", "a date on a line of its own"))
        elif dated and not date and len(block.text) <= 60 and _signer(block, dated[-1], profile):
            date = dated[-1].value
            name = name or _name_before(block, dated[-1], doc, profile)
            marks.append(_mark("signed", block, "closing.signed", "name or body with a date"))
        elif names and block.text[-1] not in ":。" and (date or marks or i == last - 1):
            # 出席人签名： heads the names of those who were there, not of who wrote the text
            signer = ("", "") if doc.blocks[i - 1].text[-1] == ":" else _signer_of(doc, names)
            name, role, signed = name or signer[0], role or signer[1], True
            marks.append(_mark("signed", block, "closing.signed", "a name on a line of its own"))
        elif i and doc.blocks[i - 1].text == _TO:
            break
        elif (date or marks) and (ORG.match(block.text) or _set_right(block)) and start not in numbers:
            marks.append(_mark("signed", block, "closing.signed", "a body over the date"))
            signed = True
        elif i == last - 1 and ORG.match(block.text) and start not in numbers and _after_text(doc, i):
            marks.append(_mark("signed", block, "closing.signed", "a body under the last sentence", "medium"))
        else:
            break
    if not any(m.why.rule in ("closing.date", "closing.signed") for m in marks):
        marks = [m for m in marks if m.why.rule == "closing.notice" and m.span.start not in doubtful]
    return Closing(tuple(marks), date, name, role)


def _set_right(block: Block) -> bool:
    """Whether a line is set at the right margin, as signatures are."""
    return "right" in block.hints and len(block.text) <= 30 and block.text[-1] not in "。;:,"


def _signer_of(doc: Document, names: list[Field]) -> tuple[str, str]:
    """Name and office of a signature."""
    office = next((reading(doc, (f.span,)) for f in names if f.kind == "role"), "")
    name = next((reading(doc, (f.span,)).replace(" ", "") for f in names if f.kind == "author"), "")
    return name, office


def _after_text(doc: Document, i: int) -> bool:
    return bool(SENTENCE_END.search(doc.blocks[i - 1].text)) and len(doc.blocks[i].text) <= 20


def _mark(kind: str, block: Block, rule: str, reason: str, cert: Cert = "high") -> Mark:
    return Mark(kind, Span(block.start, block.end), "", Why(rule, cert, (Evidence(reason, 2.0),)))


def _signer(block: Block, date: Mark, profile: Profile) -> bool:
    before = block.text[: block.find(date.span.start)].strip(" (,")
    after = block.text[block.find(date.span.end) :].strip(" ),")
    plain = len(before) <= 20 and not _PAUSE.search(before)
    return not after and (bool(ORG.match(before)) or is_name(before, profile) or plain)


def _name_before(block: Block, date: Mark, doc: Document, profile: Profile) -> str:
    before = block.text[: block.find(date.span.start)].strip(" (,")
    if not is_name(before, profile):
        return ""
    at = block.text.index(before)
    return reading(doc, (block.span(at, at + len(before)),)).replace(" ", "")
