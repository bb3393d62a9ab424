"""Tells whether a line signs a text, and finds the signature under which a text is over."""

from __future__ import annotations

import re

from pipeline.frozen import record
from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.bylines import byline
from pipeline.stages.datelines import is_full_date
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, between, by_block, is_name, labelled, slice_of, within

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
# 五(2)班全体同学, 高三年级全体教师
_GROUP = re.compile(r"^[^,。:;!?“”]{0,24}全体[^,。:;!?“”]{2,10}$")
_LABELLED = re.compile(r"^(?P<label>[^:,。;!?“”]{2,30}): ?(?P<name>[^,。:;!?“”]{0,30})$")
_MASK = re.compile(r"[xX×*〇_ ]{1,8}$|\([^()]{2,12}\)$")
# a name that is not printed: 县长　□　□　□
_MASKED = re.compile(r"(?:[^,。:;!?《》]{0,16}[长员任记理席表官] *)?(?:[〇×Xx□*] ?){2,4}$")
MASKS = frozenset("〇×Xx□*")
_HELPER = re.compile(r"指导|辅导|监誓|审核|校对")
_YOURS = re.compile(r"^(?:你|您|爱你|想你|敬爱您)们?的")
# how a letter's writer bows: 陆崇甫 谨启, 男 仲蕴 叩上, 父字
_BOW = re.compile(
    r"(?: ?(?:[谨敬拜叩顿]{1,2}[启上首识白告禀呈拜]|叩首|顿首|手[书启泐]|亲笔|鞠躬)| [启上叩字书拜识]|(?<=^[父母兄姊弟妹儿女])[字上书])$"
)
BOWING = frozenset("启上首识白告禀呈拜书泐笔躬叩字")  # the last characters of these words
# 主席：　　　　记录：
_BLANKS = re.compile(r"^(?:[^ :]{0,4}(?:[人者长方]|主席|主持|记录|纪录|代表): *){2,4}$")
_EMPTY = re.compile(r"\) ?:$")
_LINE = 40
TAIL = 20  # lines that may follow a signature
_NAMED = 6  # that may follow the name of a person, whom tables and lists name too
_OVER = frozenset({"完", "(完)"})
_SPOKEN = 2  # sentences among them: that a copy was delivered, that the paper is public
_SEALS = 2
_SIGNERS = 8
_ABOVE = 4


@record(frozen=True)
class Signer:
    """Who signs behind a label (述职人：向阳): ``sure`` where label and name tell it without a date below."""

    name: str
    role: str
    sure: bool


def signer(text: str, profile: Profile) -> Signer | None:
    """Who signs on a line with a label, such as 倡议人：五(2)班全体同学 or 董事长：周文斌; None where it is no such line."""
    m = _LABELLED.match(text) if ":" in text and len(text) <= _LINE * 2 else None
    if m is None or labelled(text, profile):
        return None
    cues = rules(profile).cues
    label, name = m["label"].strip(), m["name"].strip()
    own, person = bool(cues["signer"].match(label)), is_name(name, profile)
    office = bool(cues["office"].search(label))
    if own:
        return Signer(name if person else "", "", True)
    if cues["not-speaker"].search(label) or not (person or (office and _MASK.match(name))):
        return None
    if _HELPER.search(label) or not person:
        return Signer("", "", office)
    return Signer(name, label if office and not _YOURS.match(label) else "", office)


def unbowed(block: Block) -> Block | None:
    """The line of a letter's writer without the word with which he bows; None where it has no such word, or nothing else."""
    if block.text[-1] not in BOWING or len(block.text) > _LINE:
        return None
    m = _BOW.search(block.text)
    return slice_of(block, 0, m.start()) if m and m.start() else None


def signs(block: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line is that of a body, a person or an officer of a court who signs."""
    text = block.text
    if len(text) > _LINE * 2 or text[-1] in "。;,":
        return False
    if is_body(text) or is_party(text) or is_officer(text, profile) or is_masked(text):
        return True
    if signer(text, profile) or unbowed(block):
        return True
    return is_unfilled(text) or (text[-1] != ":" and bool(byline(block, doc, profile)))


def is_body(text: str) -> bool:
    """Whether a line names a body or a group of people."""
    return ORG.match(text) is not None or ("全体" in text and _GROUP.match(text) is not None)


def is_party(text: str, dated: bool = True) -> bool:
    """Whether a line says of someone that this is the signature: 捐助人：陈水生(签章), 甲方(签字)：刘桂芳.

    A place that nobody filled in (甲方(盖章)：) is a signature only over a date; elsewhere it is of a form.
    """
    return "(" in text and _SIGNS.match(text) is not None and (dated or not _EMPTY.search(text))


def is_masked(text: str) -> bool:
    """Whether a line is a name that is not printed, perhaps behind an office."""
    return text[-1] in MASKS and len(text) <= _LINE and _MASKED.match(text) is not None


def is_unfilled(text: str) -> bool:
    """Whether a line has nothing but places for several to sign: 主席：　　　　记录：."""
    return text[-1] == ":" and len(text) <= _LINE * 2 and _BLANKS.match(text) is not None


def is_officer(text: str, profile: Profile) -> bool:
    """Whether a line names an officer of a court: 审 判 长  尹 波."""
    officer = rules(profile).cues["officer"]
    return len(text) <= _LINE and officer.first[text[0]] and bool(officer.match(text.replace(" ", "")))


def is_seal(text: str, profile: Profile) -> bool:
    """Whether a line stands for a seal: (印 章)."""
    return len(text) <= 12 and bool(rules(profile).cues["seal"].match(text.replace(" ", "")))


def sealed(doc: Document, profile: Profile, first: int, last: int) -> int:
    """The index of the date in ``blocks[first:last]`` that closes the text under a signer's name; -1 for none.

    Whatever follows, few lines of it and hardly a sentence, a name over a full date is a signature.
    """
    top = max(first, last - 1 - TAIL) + 1
    if top >= last:
        return -1
    dates = between(doc.marks, "date", doc.blocks[top].start, doc.blocks[last - 1].end)
    if not dates:
        return -1  # most texts and nearly all parts of compilations end without one
    turns, spoken, highest = by_block(doc.marks, "turn"), 0, dates[0].span.start
    for i in range(last - 1, top - 1, -1):
        block = doc.blocks[i]
        if block.spans[-1].end <= highest:
            return -1  # no date stands here or above
        text = block.text
        dated = within(doc.marks, "date", block) if len(text) <= _LINE else []
        if dated and is_full_date(block, dated):
            if (signed := _signed(doc, profile, first, i, last)) > first:
                return i if _rests(doc, profile, first, signed) else -1
        elif dated and _is_body_with(dated[-1], block):
            return i if _rests(doc, profile, first, i) else -1
        elif SENTENCE_END.search(text):
            spoken += 1
        if spoken > _SPOKEN or block.start in turns:
            break
    return -1


def _is_body_with(date: Mark, block: Block) -> bool:
    """Whether a line is that of a body with a date behind its name, and no more."""
    at, end = block.find(date.span.start), block.find(date.span.end)
    return end == len(block.text) and "T" not in date.value and ORG.match(block.text[:at].strip()) is not None


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
    person = seen >= 0 and not any(_is_certain(b.text, profile) for b in blocks[seen : i + 1])
    return -1 if person and last - date > _NAMED else seen


def _is_certain(text: str, profile: Profile) -> bool:
    """Whether a line over a date is more than the name of a person, whom tables and lists name too."""
    if is_body(text) or is_party(text) or is_officer(text, profile):
        return True
    who = signer(text, profile)
    return who is not None and who.sure


def _rests(doc: Document, profile: Profile, first: int, top: int) -> bool:
    """Whether what stands over a signature is a text that ends, and no cells of a table or lines of a head."""
    numbers, closing = by_block(doc.marks, "number"), rules(profile).cues["closing"]
    return any(
        SENTENCE_END.search(b.text) or ":" in b.text or b.start in numbers or closing.search(b.text)
        for b in doc.blocks[max(first, top - _ABOVE) : top]
    )
