"""Reads the end of a text: the signature, date and notes that close it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from pipeline.frozen import frozen
from pipeline.model import Block, Cert, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.imprint import Field, byline
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, between, by_block, is_name, reading, within

_BODY = (
    "政府|办公室|办公厅|委员会|委|厅|局|部|院|会|署|处|所|公司|集团|中心|小组|馆|站"
    "|社|校|学校|小学|中学|大学|支部|党组|指挥部|协会|银行|医院"
)
# a line that names a body
ORG = re.compile(rf"^[^,。:;!?()]{{2,30}}(?:{_BODY})(?: .{{2,40}})?(?: ?\(.{{0,6}}章.{{0,4}}\))?$")
_NEXT = re.compile(r"^附(?:件|录|表|:)|^第[一1][章条编] ?|^《")
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

    Notes may follow it; so may an annex, whose beginning is a line 附件, a first chapter, or a title.
    """
    closing = _at(doc, profile, first, last)
    if closing.date or closing.name:
        return closing
    for i in _bare_dates(doc, first + 1, last - 1):
        if _opens_annex(doc, profile, i + 1, last):
            inner = _at(doc, profile, first, i + 1)
            if any(m.kind == "signed" for m in inner.marks):
                return Closing(inner.marks + closing.marks, inner.date, inner.name, inner.role)
    return closing


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
    return len(dated) == 1 and not _besides(block, dated[0])


def _at(doc: Document, profile: Profile, first: int, last: int) -> Closing:
    marks: list[Mark] = []
    date = name = role = ""
    waste, numbers = by_block(doc.marks, "furniture"), by_block(doc.marks, "number")
    said = by_block(doc.marks, "fix")
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
        if _is_note(block, profile) and not (dated and _bare_date(block, doc)):
            marks.append(_mark("signed", block, "closing.notice", "note after the signature"))
        elif dated and not date and _bare_date(block, doc):
            date = dated[-1].value
            marks.append(_mark("dateline", block, "closing.date", "a date on a line of its own"))
        elif dated and not date and len(block.text) <= 60 and _signer(block, dated[-1], profile):
            date = dated[-1].value
            name = name or _name_before(block, dated[-1], doc, profile)
            marks.append(_mark("signed", block, "closing.signed", "name or body with a date"))
        elif names and block.text[-1] not in ":。" and (date or marks or i == last - 1):
            signer = _signer_of(doc, names)
            name, role = name or signer[0], role or signer[1]
            marks.append(_mark("signed", block, "closing.signed", "a name on a line of its own"))
        elif (date or marks) and (ORG.match(block.text) or _set_right(block)) and start not in numbers:
            marks.append(_mark("signed", block, "closing.signed", "a body over the date"))
        elif i == last - 1 and ORG.match(block.text) and start not in numbers and _after_text(doc, i):
            marks.append(_mark("signed", block, "closing.signed", "a body under the last sentence", "medium"))
        else:
            break
    if not any(m.why.rule in ("closing.date", "closing.signed") for m in marks):
        marks = [m for m in marks if m.why.rule == "closing.notice"]
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


def _besides(block: Block, date: Mark) -> str:
    """What a line holds besides its date and brackets."""
    before, after = block.text[: block.find(date.span.start)], block.text[block.find(date.span.end) :]
    return (before + after).strip(" ()[]。,于")


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
