"""Reads the lines that close a text from its last one upwards: names, bodies and dates on lines of their own."""

from __future__ import annotations

import re

from pipeline.frozen import record
from pipeline.model import Block, Cert, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.bylines import byline, under_title
from pipeline.stages.datelines import is_clock, is_date, is_date_of_both, is_open_date, is_placed
from pipeline.stages.field import Field
from pipeline.stages.footnotes import is_cited
from pipeline.stages.rules import rules
from pipeline.stages.signers import (
    MASKS,
    ORG,
    is_body,
    is_masked,
    is_officer,
    is_party,
    is_seal,
    is_unfilled,
    signer,
    unbowed,
)
from pipeline.stages.signing_place import could_sign, under_text
from pipeline.stages.text import SENTENCE_END, by_block, is_name, reading, within

_LONGEST = 10  # lines of a closing
_LONGEST_NOTE = 120  # characters
_TO = "此致"  # who receives the letter stands under it
_CREDITS = frozenset({"责编", "审核", "审校", "校对", "摄影", "制图", "排版", "监制", "供稿"})
_COPY = re.compile(r"(?:以上|上列)?正本(?:系照原本作成|证明与原本无异)")
_PAUSE = re.compile(r"[,。:;]")
# (原载《江边夜话》第三期), 根据县档案馆保存的抄件刊印。
_ORIGIN = re.compile(
    r"^(?:[(【](?:原?载|选自|摘自|录自|转引?自|据|根据|题图|原刊)[^:]{2,60}[)】]"
    r"|(?:原载|选自|摘自|录自|据|根据)[^:。]{2,50}(?:刊印|排印|付印|刊载|抄录|收录|校订|整理|》)。?)$|^Last updated"
)


@record(frozen=True)
class Closing:
    """What the end of a text says: marks ``signed`` and ``dateline`` on blocks, and the values read from them."""

    marks: tuple[Mark, ...] = ()
    date: str = ""
    name: str = ""
    role: str = ""


NOTHING = Closing()


def closing(doc: Document, profile: Profile, first: int, last: int) -> Closing:
    """What the last lines of ``blocks[first:last]`` say that close it; nothing but notes is no closing."""
    blocks = doc.blocks
    while (
        last - 2 > first and _is_credit(blocks[last - 2].text, profile) and len(blocks[last - 1].text) <= 20
    ):
        last -= 2  # 编辑 over a name says who made the page
    found = _Reading(doc, profile, first, last)
    waste = by_block(doc.marks, "furniture")
    for i in range(last - 1, max(first, last - _LONGEST), -1):
        block = blocks[i]
        if block.start in waste or (not found.marks and (is_origin(block.text) or is_cited(blocks, i))):
            continue
        if not found.reads(i):
            break
    marks = found.marks
    if not any(m.why.rule in ("closing.date", "closing.signed") for m in marks):
        doubtful = by_block(doc.marks, "furniture?")
        marks = [m for m in marks if m.why.rule == "closing.notice" and m.span.start not in doubtful]
    return Closing(tuple(marks), found.date, found.name, found.role)


class _Reading:
    """What was read of a closing so far: ``dated`` if its date, which may have no value, and ``signed`` if a name or body."""

    def __init__(self, doc: Document, profile: Profile, first: int, last: int) -> None:
        self.doc, self.profile, self.first, self.last = doc, profile, first, last
        self.marks: list[Mark] = []
        self.date = self.name = self.role = ""
        self.dated = self.signed = False
        self._numbers = by_block(doc.marks, "number")
        self._turns = by_block(doc.marks, "turn")
        self._said = by_block(doc.marks, "fix")

    def reads(self, i: int) -> bool:
        """Read the line above those that were read; whether it is one of the closing."""
        block = self.doc.blocks[i]
        dated = within(self.doc.marks, "date", block)
        if block.start in self._said:
            return self._corrected(block, dated)
        if len(block.text) > _LONGEST_NOTE and block.text[-1] == "。" and not dated:
            return False  # a paragraph
        if block.text[0] in "以上正" and _COPY.match(block.text):
            # who certifies the copy of a judgement signs below, on another day
            self.date, self.dated = "", False
            self.marks.append(mark("signed", block, "closing.notice", "note after the signature"))
            return True
        if is_plain(block.text, self.profile, self.dated):
            return self._sign(block, "an officer of a court, a party, a seal")
        if not self.signed and is_note(block, self.profile) and not is_date(block, dated):
            self.marks.append(mark("signed", block, "closing.notice", "note after the signature"))
            return True
        return self._dates(i, block, dated) or self._names(i, block)

    def _corrected(self, block: Block, dated: list[Mark]) -> bool:
        """Read a line of which a person said what it is."""
        said = self._said[block.start].value
        if said not in ("signed", "date"):
            return False
        self._date(dated[-1].value if dated else "")
        if said == "signed" and (names := byline(block, self.doc, self.profile)):
            self.name, self.role = _signer_of(self.doc, names)
        return True

    def _date(self, value: str) -> None:
        self.date, self.dated = self.date or value, self.dated or bool(value)

    def _sign(self, block: Block, reason: str, cert: Cert = "high") -> bool:
        self.marks.append(mark("signed", block, "closing.signed", reason, cert))
        return True

    def _dates(self, i: int, block: Block, dated: list[Mark]) -> bool:
        """Read a line that is a date, or ends in one."""
        if self.dated:
            return False
        reason = ""
        if dated and (is_date(block, dated) or is_date_of_both(block, dated)):
            reason = "a date on a line of its own"
        elif dated and len(block.text) <= 60 and _signer(block, dated[-1], self.profile):
            self._date(dated[-1].value)
            self.name = self.name or _name_before(block, dated[-1], self.doc, self.profile)
            return self._sign(block, "name or body with a date")
        elif (
            len(dated) == 1
            and is_placed(block, dated[0])
            and under_text(self.doc, self.profile, self.first, i)
        ):
            reason = "a date with its hour or place"
        elif not dated and is_open_date(block.text) and under_text(self.doc, self.profile, self.first, i):
            reason, self.dated = "a date without a year, or to be filled in", True
        elif is_clock(block.text) and is_date(
            above := self.doc.blocks[i - 1], within(self.doc.marks, "date", above)
        ):
            self.marks.append(mark("dateline", block, "closing.date", "the hour under the date"))
            return True
        if reason:
            self._date(dated[-1].value if dated else "")
            self.marks.append(mark("dateline", block, "closing.date", reason))
        return bool(reason)

    def _names(self, i: int, block: Block) -> bool:
        """Read a line that names who signs."""
        doc, text, above = self.doc, block.text, self.doc.blocks[i - 1].text
        if block.start in self._turns or _is_credit(above, self.profile):
            return False
        over, at_end = self.dated or bool(self.marks), i == self.last - 1
        may = text[-1] not in ":。" and (over or at_end)
        names = byline(unbowed(block) or block, doc, self.profile) if may else []
        if may and at_end and not names and self._under_date(i):
            names = under_title(block, doc, self.profile)
        if names:
            # 出席人签名： heads the names of those who were there, not of who wrote the text
            self._named(*(("", "") if above[-1] == ":" else _signer_of(doc, names)))
            return self._sign(block, "a name on a line of its own")
        if (who := signer(text, self.profile)) and (
            self.dated or (who.sure and under_text(self.doc, self.profile, self.first, i))
        ):
            self._named(*(("", "") if self._turns else (who.name, who.role)))
            return self._sign(block, "a name behind a label that signs")
        if at_end and is_unfilled(text):
            return self._sign(block, "places for those who sign")
        if above == _TO or block.start in self._numbers:
            return False
        if self._is_office_over_name(i, block):
            self.role = reading(doc, block.spans)
            return self._sign(block, "the office of who signs below it")
        if over and (_set_right(block) or is_body(text)):
            self.signed = True
            return self._sign(block, "a body over the date")
        if at_end and len(text) <= 20 and SENTENCE_END.search(above) and is_body(text):
            return self._sign(block, "a body under the last sentence", "medium")
        if (
            (self.dated or unbowed(block))
            and could_sign(block, doc, self.profile)
            and under_text(self.doc, self.profile, self.first, i)
        ):
            self.signed = True
            return self._sign(block, "a short line between the last sentence and the date", "medium")
        return False

    def _under_date(self, i: int) -> bool:
        """Whether a line stands under a date alone."""
        above = self.doc.blocks[i - 1]
        return is_date(above, within(self.doc.marks, "date", above))

    def _is_office_over_name(self, i: int, block: Block) -> bool:
        """Whether a line is the office of the person whose name, without one, signs on the next line."""
        return (
            bool(self.marks)
            and not self.role
            and (bool(self.name) or self.doc.blocks[i + 1].text[0] in MASKS)
            and rules(self.profile).cues["office"].search(block.text) is not None
            and could_sign(block, self.doc, self.profile)
            and under_text(self.doc, self.profile, self.first, i)
        )

    def _named(self, name: str, role: str) -> None:
        self.name, self.role, self.signed = self.name or name, self.role or role, True


def is_plain(text: str, profile: Profile, dated: bool) -> bool:
    """Whether a line by its words alone is one of a signature."""
    return (
        is_officer(text, profile)
        or is_seal(text, profile)
        or is_party(text, dated)
        or (dated and is_masked(text))
    )


def is_note(block: Block, profile: Profile) -> bool:
    """Whether a line says how a paper may be made public, who gets copies, and the like."""
    text, cues = block.text, rules(profile).cues
    return len(text) <= _LONGEST_NOTE and bool(
        cues["public"].search(text) or cues["copy-to"].search(text) or cues["note"].search(text)
    )


def _is_credit(text: str, profile: Profile) -> bool:
    """Whether a line is the label of those who made a page, over a name."""
    return text in _CREDITS or profile.labels.get(text, "author") != "author"


def is_origin(text: str) -> bool:
    """Whether a line under a text says where it was taken from."""
    return len(text) <= 80 and _ORIGIN.match(text) is not None


def mark(kind: str, block: Block, rule: str, reason: str, cert: Cert = "high") -> Mark:
    """A mark of the closing on a block."""
    return Mark(kind, Span(block.start, block.end), "", Why(rule, cert, (Evidence(reason, 2.0),)))


def _set_right(block: Block) -> bool:
    """Whether a line is set at the right margin, as signatures are."""
    return "right" in block.hints and len(block.text) <= 30 and block.text[-1] not in "。;:,"


def _signer_of(doc: Document, names: list[Field]) -> tuple[str, str]:
    """Name and office of a signature."""
    office = next((reading(doc, (f.span,)) for f in names if f.kind == "role"), "")
    name = next((reading(doc, (f.span,)).replace(" ", "") for f in names if f.kind == "author"), "")
    return name, office


def _signer(block: Block, date: Mark, profile: Profile) -> bool:
    before = block.text[: block.find(date.span.start)].strip(" (,")
    after = block.text[block.find(date.span.end) :].strip(" ),")
    plain = bool(before) and len(before) <= 20 and not _PAUSE.search(before)
    return not after and (bool(ORG.match(before)) or is_name(before, profile) or plain)


def _name_before(block: Block, date: Mark, doc: Document, profile: Profile) -> str:
    before = block.text[: block.find(date.span.start)].strip(" (,")
    if not is_name(before, profile):
        return ""
    at = block.text.index(before)
    return reading(doc, (block.span(at, at + len(before)),)).replace(" ", "")
