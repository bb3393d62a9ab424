"""Marks the labels of turns: 记者：, 主持人（李佳）：, X委員XX：, [主持人]:."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.around_turns import STAMP, around, clock
from pipeline.stages.bare_labels import bare
from pipeline.stages.clocked import CLOCKED, clocked
from pipeline.stages.exchange import exchange
from pipeline.stages.interviews import interviewed
from pipeline.stages.label_form import KNOWN, TITLED, weigh
from pipeline.stages.short_names import SHORTENED, shortened
from pipeline.stages.spaced import spaced
from pipeline.stages.talk_fields import is_field
from pipeline.stages.text import SENTENCE_END, collapsed, reading, within
from pipeline.stages.turn_lines import Opening, openings

_INNER = re.compile(r"[。!?”…] *([^\s:,。;“”!?、()\[\]【】《》]{1,8}+) ?:")  # a label in the middle of a line
_PRESENT = re.compile(r"(?:出席|列席|参加|与会|到会|嘉宾|主持|受访|采访|对话|访谈|发言|发布人)[^:]{0,6}:")
_FIRSTS = frozenset("出列参与到嘉主受采对访发")  # of the words above
_SPREAD = re.compile(r"(?<![一-鿿])([一-鿿]) +([一-鿿])(?![一-鿿])")  # 郝　磊
_START = attrgetter("block.start")
_TOO_FEW = Evidence("too few turns in this text", -2.0)
_FIELD = Evidence("only names somebody, no speech", -3.0)
_LONGEST_POST = 40  # of a line with an office and a name
_PARTED = Evidence("comes back before what is said, without a colon", 3.0)
_NOTHING = (Evidence("no form of a speaker", -1.0),)
# what somebody is in charge of, in a list of who does what
_DUTY = re.compile(r"(?:全面|具体|主要)?(?:负责|主持(?![人词])|分管|主管|协助|协管|牵头|统筹|联系)")
_DIALOGUE = re.compile(r"(?:记者|主持人|问|答|Q|A|采访者|受访者)$")


def speakers(doc: Document, profile: Profile, /) -> Document:
    """Mark labels of turns as ``turn``; the value is the speaker as written.

    Half of all lines that begin with a word and a colon are no turns, so a label is weighed over the whole text: a
    known office or 问/答, the form of a name, a list of those present that holds it, how often it comes back, whom it
    stands between; words such as 时间 or 收费 speak against it. A talk needs three turns, or a question and an answer.
    """
    found = openings(doc.blocks)
    if names := bare(doc.blocks, profile, _present):
        found = sorted([*found, *names], key=_START)
    if found and _is_title(found[0], doc, profile):
        found = found[1:]
    if not found:
        return doc
    counts = _counts(found, doc.blocks)
    weights, turns = _weights(doc, found, counts, profile)
    talk = _is_talk(turns, counts, weights)
    whys = {f.label: _why(weights[f.label]) for f in turns}
    repaired = "repair" in [mark.kind for mark in doc.marks]
    marks = [Mark("turn", *_place(f, doc, repaired), whys[f.label]) for f in turns] if talk else []
    marks += [m for f in turns if talk and f.at >= 0 for m in clock(f)]
    if talk:
        marks += around(doc, found, turns, profile)
    spoken = {f.block.start for f in turns} if talk else set()
    for f in found:
        if f.block.start not in spoken and not f.alone and not f.numbered:
            marks.append(Mark("turn?", *_place(f, doc, repaired), _lost(f, weights[f.label], talk, profile)))
    return replace(doc, marks=doc.marks + tuple(marks))


def _weights(
    doc: Document, found: list[Opening], counts: dict[str, int], profile: Profile
) -> tuple[dict[str, tuple[Evidence, ...]], list[Opening]]:
    """(what speaks for and against each label, the lines that open turns)."""
    present = _present(doc.blocks[:40])
    weights = {
        label: weigh(f, counts[label], present, profile) for label, f in {f.label: f for f in found}.items()
    }
    for label in {f.label for f in found if f.parted}:
        weights[label] = (*weights[label], _PARTED)
    for label in shortened(doc.blocks, found):
        weights[label] = (*weights[label], SHORTENED)
    for label in clocked(found):
        weights[label] = (*weights[label], CLOCKED)
    refused = {label for label, evidence in weights.items() for e in evidence if e.weight < 0}
    turns = _turns(found, weights, profile)
    if len(turns) >= 2:
        weights = {label: (*e, *_in_talk(label, e)) for label, e in weights.items()}
        turns = _turns(found, weights, profile)
    more = exchange(found, {f.label for f in turns}, refused, profile)
    if not more and not _is_talk(turns, counts, weights):
        more = interviewed(found, refused, doc.blocks)
    more |= spaced(doc.blocks, found, {f.label for f in turns} | more.keys(), refused)
    if more:
        weights |= {label: (*weights[label], evidence) for label, evidence in more.items()}
        turns = _turns(found, weights, profile)
    return weights, turns


def _is_title(f: Opening, doc: Document, profile: Profile) -> bool:
    """Whether the first line with a label is the title, over the imprint of a page: 孟长河：守好渡口."""
    text = f.block.text
    if f.boxed or f.at >= 0 or len(text) > _LONGEST_POST or SENTENCE_END.search(text) or is_field(f, profile):
        return False
    below = next((b for b in doc.blocks if b.start > f.block.start), None)
    if not below or SENTENCE_END.search(below.text) or "," in below.text:
        return False
    if STAMP.match(below.text) and sum([STAMP.match(b.text) is not None for b in doc.blocks]) > 1:
        return False  # a chat has one under each label
    return bool(within(doc.marks, "date", below)) and f.stop < len(text)


def _present(blocks: Sequence[Block]) -> str:
    """The lines that tell who is there: behind a label, or below one that has nothing behind it."""
    out: list[str] = []
    below = False
    for b in blocks:
        text = b.text
        if ":" in text:
            below = text[0] in _FIRSTS and _PRESENT.match(text) is not None
            out += [text] if below else []
            below = below and text[-1] == ":"
        elif below and len(text) <= _LONGEST_POST and not SENTENCE_END.search(text):
            out.append(text)
        else:
            below = False
    return _SPREAD.sub(r"\1\2", "、".join(out)) if out else ""


def _counts(found: list[Opening], blocks: Sequence[Block]) -> dict[str, int]:
    """How often each label comes, in the middle of lines too."""
    counts: dict[str, int] = {}
    for f in found:
        counts[f.label] = counts.get(f.label, 0) + 1
    for b in blocks:
        text = b.text
        if ":" in text:
            for label in _INNER.findall(text, 0, text.rindex(":") + 1):  # no label stands behind the last
                if label in counts:
                    counts[label] += 1
    return counts


def _turns(found: list[Opening], weights: dict[str, tuple[Evidence, ...]], profile: Profile) -> list[Opening]:
    """The lines that open turns: those whose label is sure, but for what only names somebody before and after the talk."""
    sure = {label for label, evidence in weights.items() if _sum(evidence) >= 2}
    if not sure:
        return []
    timed = {label for label in sure if CLOCKED in weights[label]}
    plain = {f.label for f in found if not f.numbered}
    if sum([f.label in sure and not f.numbered for f in found]) >= 3:  # a talk without the numbered ones
        plain |= {label for label in sure if KNOWN in weights[label]}
    lines = [
        f
        for f in found
        if f.label in sure
        and (not f.alone or f.label in timed)
        and (not f.numbered or _asks(f) or f.label in plain)
    ]
    fields = [is_field(f, profile) for f in lines]
    told = {f.label for f, field in zip(lines, fields, strict=True) if not field}
    spoken = [
        not field and bool(SENTENCE_END.search(f.speech)) for f, field in zip(lines, fields, strict=True)
    ]
    first = spoken.index(True) if True in spoken else 0
    last = len(spoken) - spoken[::-1].index(True) if True in spoken else len(spoken)
    return [
        f
        for i, (f, field) in enumerate(zip(lines, fields, strict=True))
        if not field or (first < i < last and f.label in told)
    ]


def _asks(f: Opening) -> bool:
    return _DIALOGUE.match(f.base) is not None


def _lost(f: Opening, evidence: tuple[Evidence, ...], talk: bool, profile: Profile) -> Why:
    """Why a label that was weighed is refused, for ``explain``."""
    if not talk:
        evidence = (*evidence, _TOO_FEW)
    elif is_field(f, profile):
        evidence = (*evidence, _FIELD)
    return Why("turn.label", "low", evidence or _NOTHING)


def _sum(evidence: tuple[Evidence, ...]) -> float:
    return sum([e.weight for e in evidence])


def _why(evidence: tuple[Evidence, ...]) -> Why:
    return Why("turn.label", "high" if _sum(evidence) >= 3 else "medium", evidence)


def _place(f: Opening, doc: Document, repaired: bool) -> tuple[Span, str]:
    """Where a label with its colon stands, and the label as it is written there, or read where the text was ``repaired``."""
    place = f.block.span
    whole, label = place(0 if f.at >= 0 or f.numbered else f.start, f.stop), place(f.start, f.end)
    return whole, reading(doc, (label,)) if repaired else collapsed(doc.source.text[label.start : label.end])


def _is_talk(turns: list[Opening], counts: dict[str, int], weights: dict[str, tuple[Evidence, ...]]) -> bool:
    """Three turns with a label that comes back, or three speakers; two only as question and answer, or of two by their offices."""
    labels = {f.label for f in turns}
    total = sum([counts[label] for label in labels])
    if sum([_DUTY.match(f.speech) is not None for f in turns]) * 2 > total:
        return False
    if total >= 3 and len(labels) == 1:
        return any(SENTENCE_END.search(f.speech) for f in turns)  # copies of a title have a label too
    if total >= 3:
        return len(labels) < total or len(labels) >= 3
    if len(labels) < 2:
        return False
    return all(_DIALOGUE.match(f.base) for f in turns) or all(_is_said(f, weights[f.label]) for f in turns)


def _is_said(f: Opening, evidence: tuple[Evidence, ...]) -> bool:
    """Whether a sentence follows somebody's surname and office on the same line, which is no greeting."""
    return TITLED in evidence and f.stop < len(f.block.text) and SENTENCE_END.search(f.speech)


def _in_talk(label: str, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """In a talk, a name of three characters speaks even once; one of two may be a common word."""
    named = any(e.rule == "form of a name" for e in evidence)
    return (Evidence("a name in a talk", 0.6),) if named and len(label) >= 3 else ()
