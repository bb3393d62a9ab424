"""Tells whether a line signs a text, and finds the signature under which a text is over."""

from __future__ import annotations

import re

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.imprint import byline
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, within

_BODY = (
    "政府|办公室|办公厅|委员会|委|厅|局|部|院|会|署|处|所|公司|集团|中心|小组|馆|站"
    "|社|校|学校|小学|中学|大学|支部|党组|指挥部|协会|银行|医院|法庭|大队|支队|总队|分行|支行|商行|专班"
)
# a line that names a body
ORG = re.compile(rf"^[^,。:;!?()]{{2,30}}(?:{_BODY})(?: .{{2,40}})?(?: ?\(.{{0,6}}章.{{0,4}}\))?$")
# 捐助人：陈水生(签章), 甲方(签字)：刘桂芳
_SIGNS = re.compile(
    r"^(?:[^,。:;()]{2,12}: ?)?[^,。:;()]{2,30}\((?:签[字名章]|盖章|签字盖章|公章)\)$"
    r"|^[^,。;()]{2,14}\((?:签[字名章]|盖章|签字盖章|公章)\) ?:[^,。;]{0,60}$"
)
_EMPTY = re.compile(r"\) ?:$")
_WEEKDAY = re.compile(r"^ ?\(?(?:星期|周)[一二三四五六日天]\)?")
_FULL = 10  # characters of a date with year, month and day
_LINE = 40
_TAIL = 20  # lines that may follow a signature
_NAMED = 6  # that may follow the name of a person, whom tables and lists name too
_OVER = frozenset({"完", "(完)"})
_SPOKEN = 2  # sentences among them: that a copy was delivered, that the paper is public
_SEALS = 2
_SIGNERS = 8
_ABOVE = 4


def signs(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line is that of a body, a person or an officer of a court who signs."""
    text = block.text
    if len(text) > _LINE * 2 or text[-1] in "。;,":
        return False
    if ORG.match(text) or is_party(text) or is_officer(text, profile):
        return True
    return text[-1] != ":" and bool(byline(block, doc, profile))


def is_party(text: str, dated: bool = True) -> bool:
    """Whether a line says of someone that this is the signature: 捐助人：陈水生(签章), 甲方(签字)：刘桂芳.

    A place that nobody filled in (甲方(盖章)：) is a signature only over a date; elsewhere it is of a form.
    """
    return "(" in text and _SIGNS.match(text) is not None and (dated or not _EMPTY.search(text))


def is_officer(text: str, profile: Profile) -> bool:
    """Whether a line names an officer of a court: 审 判 长  尹 波."""
    return len(text) <= _LINE and bool(rules(profile).cues["officer"].match(text.replace(" ", "")))


def is_seal(text: str, profile: Profile) -> bool:
    """Whether a line stands for a seal: (印 章)."""
    return len(text) <= 12 and bool(rules(profile).cues["seal"].match(text.replace(" ", "")))


def sealed(doc: Document, profile: Profile, first: int, last: int) -> int:
    """The index of the date in ``blocks[first:last]`` that closes the text under a signer's name; -1 for none.

    Whatever follows, few lines of it and hardly a sentence, a name over a full date is a signature.
    """
    turns, spoken = by_block(doc.marks, "turn"), 0
    for i in range(last - 1, max(first, last - 1 - _TAIL), -1):
        block = doc.blocks[i]
        text = block.text
        if len(text) <= _LINE and is_full_date(block, within(doc.marks, "date", block)):
            if (top := _signed(doc, profile, first, i, last)) > first:
                return i if _rests(doc, profile, first, top) else -1
        elif SENTENCE_END.search(text):
            spoken += 1
        if spoken > _SPOKEN or block.start in turns:
            break
    return -1


def is_full_date(block: Block, dated: list[Mark]) -> bool:
    """Whether a line is a date with its day and nothing else."""
    return len(dated) == 1 and len(dated[0].value) == _FULL and not besides(block, dated[0])


def besides(block: Block, date: Mark) -> str:
    """What a line holds besides its date, the day of the week, and brackets."""
    before, after = block.text[: block.find(date.span.start)], block.text[block.find(date.span.end) :]
    return (before + _WEEKDAY.sub("", after)).strip(" ()[]。,于")


def _signed(doc: Document, profile: Profile, first: int, date: int, last: int) -> int:
    """The index of the first of the signers over a date, or of the word that a report ends with; -1 where there is none."""
    blocks, i = doc.blocks, date - 1
    if blocks[i].text in _OVER:
        return i
    while i > first and date - i <= _SEALS and is_seal(blocks[i].text, profile):
        i -= 1
    seen = -1
    for k in range(i, max(first, i - _SIGNERS), -1):
        if not signs(blocks[k], doc, profile):
            break
        seen = k
    person = seen >= 0 and not any(
        ORG.match(b.text) or is_party(b.text) or is_officer(b.text, profile) for b in blocks[seen : i + 1]
    )
    return -1 if person and last - date > _NAMED else seen


def _rests(doc: Document, profile: Profile, first: int, top: int) -> bool:
    """Whether what stands over a signature is a text that ends, and no cells of a table or lines of a head."""
    numbers, closing = by_block(doc.marks, "number"), rules(profile).cues["closing"]
    return any(
        SENTENCE_END.search(b.text) or ":" in b.text or b.start in numbers or closing.search(b.text)
        for b in doc.blocks[max(first, top - _ABOVE) : top]
    )
