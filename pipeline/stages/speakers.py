"""Marks the labels of turns: 记者：, 主持人（李佳）：, X委員XX：, [主持人]:."""

from __future__ import annotations

import re
from functools import cache

from pipeline.frozen import frozen, replace
from pipeline.model import Block, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import collapsed, is_name, reading

_WORD = r"[^\s:,。;“”!?、()\[\]【】《》]"
_LABEL = re.compile(
    rf"[▲△●■◆\- ]{{0,2}}(?P<label>(?P<base>{_WORD}{{1,16}}+(?: {{1,2}}{_WORD}{{1,5}}+)?)(?: ?\((?P<aside>[^():]{{1,20}})\))?) ?:"
)
_REACH = 50  # more than the characters before the colon of a label
_INNER = re.compile(rf"[。!?”…] *({_WORD}{{1,8}}+) ?:")  # a label in the middle of a line
_BOXED = re.compile(r"(?P<label>[\[【](?P<base>[^\]】:,。]{1,14})[\]】]) ?:?(?P<aside>)")
_OFFICE = (
    "(?:执行|副)?(?:委员|议员|秘书长|发言人|主委|副?[局处部司院校厅科站所馆队会社市县区乡镇村组行台署厂次]长|主任|书记|主席|教授"
    "|律师|先生|女士|老师|博士|经理|总|秘书|法官|检察官|董事|理事|干事|师傅|召集人)"
)
_PRESENT = re.compile(r"(?:出席|列席|参加|与会|嘉宾|主持|受访|采访|对话|访谈|发言)[^:]{0,6}:")
_CHAIR = re.compile(r"(?:主席|主持|主持人|记录|纪录|发言人|记录人)$")
_STOP = re.compile(r"[。!?;,]")
_ASIDE = re.compile(rf"{_OFFICE}|人|代表|负责|创始")
_TOO_FEW = Evidence("too few turns in this text", -2.0)
_CHAIRED = Evidence("names the chair, no speech", -3.0)
_NOTHING = (Evidence("no form of a speaker", -1.0),)
_DIALOGUE = re.compile(r"(?:记者|主持人|问|答|Q|A|采访者|受访者)$")


@frozen
class _Found:
    block: Block
    match: re.Match[str]
    label: str


def speakers(doc: Document, profile: Profile, /) -> Document:
    """Mark labels of turns as ``turn``; the value is the speaker as written.

    Half of all lines that begin with a word and a colon are no turns, so a label is weighed over the whole text: a
    known office or 问/答, the form of a name, a list of those present that holds it, how often it comes back; words
    such as 时间 or 收费 speak against it. A talk needs three turns, or a question and an answer.
    """
    lines = [b for b in doc.blocks if ":" in b.text or b.text[0] in "[【"]
    found = [_Found(b, m, m["label"]) for b in lines if (m := _opening(b.text))]
    if not found:
        return doc
    counts = _counts(found, lines)
    present = "、".join([b.text for b in doc.blocks[:40] if ":" in b.text and _PRESENT.match(b.text)])
    matches = {f.label: f.match for f in found}
    weights = {label: _weigh(m, counts[label], present, profile) for label, m in matches.items()}
    turns = _turns(found, weights)
    if len(turns) >= 2:
        weights = {label: (*e, *_in_talk(label, e)) for label, e in weights.items()}
        turns = _turns(found, weights)
    talk = _is_talk(turns, counts)
    whys = {f.label: _why(weights[f.label]) for f in turns}
    repaired = "repair" in [mark.kind for mark in doc.marks]
    marks = [Mark("turn", *_place(f, doc, repaired), whys[f.label]) for f in turns] if talk else []
    spoken = {f.block.spans[0].start for f in turns} if talk else set()
    for f in found:
        if f.block.spans[0].start not in spoken:
            marks.append(Mark("turn?", *_place(f, doc, repaired), _lost(f, weights[f.label], talk)))
    return replace(doc, marks=doc.marks + tuple(marks))


def _opening(text: str) -> re.Match[str] | None:
    """The label that opens a line, if any."""
    found = _LABEL.match(text) if text.find(":", 0, _REACH) > 0 else None
    return found or (_BOXED.match(text) if text[0] in "[【" else None)


def _counts(found: list[_Found], lines: list[Block]) -> dict[str, int]:
    """How often each label comes, in the middle of lines too."""
    counts: dict[str, int] = {}
    for f in found:
        counts[f.label] = counts.get(f.label, 0) + 1
    for b in lines:
        for label in _INNER.findall(b.text):
            if label in counts:
                counts[label] += 1
    return counts


def _turns(found: list[_Found], weights: dict[str, tuple[Evidence, ...]]) -> list[_Found]:
    sure = {label for label, evidence in weights.items() if _sum(evidence) >= 2}
    return [f for f in found if f.label in sure and not _field(f)]


def _lost(f: _Found, evidence: tuple[Evidence, ...], talk: bool) -> Why:
    """Why a label that was weighed is refused, for ``explain``."""
    if not talk:
        evidence = (*evidence, _TOO_FEW)
    elif _field(f):
        evidence = (*evidence, _CHAIRED)
    return Why("turn.label", "low", evidence or _NOTHING)


def _sum(evidence: tuple[Evidence, ...]) -> float:
    return sum([e.weight for e in evidence])


def _why(evidence: tuple[Evidence, ...]) -> Why:
    return Why("turn.label", "high" if _sum(evidence) >= 3 else "medium", evidence)


def _place(f: _Found, doc: Document, repaired: bool) -> tuple[Span, str]:
    """Where a label with its colon stands, and the label as it is written there, or read where the text was ``repaired``."""
    place, match = f.block.span, f.match
    start, end = match.span("label")
    whole, label = place(start, match.end()), place(start, end)
    return whole, reading(doc, (label,)) if repaired else collapsed(doc.source.text[label.start : label.end])


def _is_talk(turns: list[_Found], counts: dict[str, int]) -> bool:
    """Three turns with a label that comes back, or three speakers; two turns only as question and answer."""
    labels = {f.label for f in turns}
    total = sum([counts[label] for label in labels])
    if total >= 3:
        return len(labels) < total or len(labels) >= 3
    return len(labels) == 2 and all(_DIALOGUE.match(f.match["base"]) for f in turns)


def _weigh(m: re.Match[str], count: int, present: str, profile: Profile) -> tuple[Evidence, ...]:
    cues = rules(profile).cues
    base, aside = m["base"].strip(), m["aside"] or ""
    joined = base.replace(" ", "")
    name = base.rsplit(" ", 1)[-1] if " " in base else joined
    out = []
    if cues["not-speaker"].search(joined):
        out.append(Evidence("a word that heads a remark, not a speaker", -6.0))
    if cues["speaker"].match(joined):
        out.append(Evidence("known office or part in a dialogue", 2.5))
    elif joined in profile.labels:
        out.append(Evidence("a field of metadata", -6.0))
    if _titled(profile.surnames.pattern).match(joined):
        out.append(Evidence("surname with an office", 2.2))
    elif is_name(joined, profile) and len(joined) <= 4:
        out.append(Evidence("form of a name", 1.5))
    elif " " in base and is_name(name, profile):
        out.append(Evidence("an office and the form of a name", 2.0))
    if len(joined) >= 2 and joined in present and _is_among(joined, present):
        out.append(Evidence("among those present", 1.5))
    named = bool(aside) and is_name(aside.rsplit(" ", 1)[-1], profile)
    if named or _ASIDE.search(aside):
        out.append(Evidence("name or office in brackets", 2.0 if named else 1.2))
    if count > 1 and out:
        out.append(Evidence(f"comes back {count} times", 1.0 if count < 4 else 2.0))
    return tuple(out)


def _is_among(name: str, present: str) -> bool:
    """Whether a list of those present holds a name as a whole."""
    at = present.find(name)
    while at >= 0:
        end = at + len(name)
        begins = at == 0 or present[at - 1] in "、:, ()"
        if begins and (end == len(present) or present[end] in "、, (。)"):
            return True
        at = present.find(name, at + 1)
    return False


@cache
def _titled(surnames: str) -> re.Pattern[str]:
    """陈总, 姚松炎答, 經濟部林次長全能: a surname, an office, perhaps the rest of the name."""
    return re.compile(
        rf"(?:.{{0,8}}?(?:{surnames})(?:{_OFFICE})[\u3400-\u9fff]{{0,2}}|(?:{surnames})..?(?:{_OFFICE}|[答问说]))$"
    )


def _in_talk(label: str, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """In a talk, a name of three characters speaks even once; one of two may be a common word."""
    named = any(e.rule == "form of a name" for e in evidence)
    return (Evidence("a name in a talk", 0.6),) if named and len(label) >= 3 else ()


def _field(f: _Found) -> bool:
    """主席：楊委員兼召集人仁壽 names the chair and is no speech: short, and no sentence in it."""
    if not _CHAIR.search(f.match["base"].replace(" ", "")):
        return False
    rest = f.block.text[f.match.end() :].strip()
    return 0 < len(rest) < 24 and not _STOP.search(rest)
