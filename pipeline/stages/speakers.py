"""Marks who speaks: labels of turns (记者：), and persons quoted (X指出：“…”)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from pipeline.model import Block, Cert, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile

_LABEL = re.compile(r"[▲△●■◆\- ]{0,2}([^\s:,。;“”!?、()]{1,16}(?:\([^():]{1,14}\))?) ?:")
_OFFICE = (
    "(?:执行)?(?:委员|议员|秘书长|副?[局处部司院校厅科站所馆队会社市县区乡镇村组行台署厂]长|主任|书记|主席|教授|律师|先生|女士"
    "|老师|博士|经理|总|秘书|法官|检察官|董事|理事|干事|师傅|召集人)"
)
_TITLED = re.compile(rf"(.)(?:{_OFFICE})(..?)?$|(..?.?)(?:{_OFFICE}|答|问|说)$")
_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}$")
_STOP = re.compile(r"[。!?;]")


def speakers(doc: Document, profile: Profile, /) -> Document:
    """Mark labels of turns as ``turn`` and quotations with a named speaker as ``said``.

    Half of all lines that begin with a word and a colon are no turns, so a label is weighed over the whole text: a
    known office or 问/答, the form of a name, how often it comes back; words such as 时间 or 收费 speak against it.
    """
    found = [(b, m) for b in doc.blocks if (m := _LABEL.match(b.text))]
    counts = Counter(m[1] for _, m in found)
    weights = {label: _weigh(label, n, profile) for label, n in counts.items()}
    turns = [(b, m) for b, m in found if sum(e.weight for e in weights[m[1]]) >= 2 and not _field(b, m)]
    if len(turns) >= 4:
        weights = {label: (*e, *_listed(label, e, doc)) for label, e in weights.items()}
        turns = [(b, m) for b, m in found if sum(e.weight for e in weights[m[1]]) >= 2 and not _field(b, m)]
    marks = []
    if len(turns) >= 3 or len({m[1] for _, m in turns}) >= 2:
        for block, m in turns:
            evidence = weights[m[1]]
            total = sum(e.weight for e in evidence)
            cert: Cert = "high" if total >= 3 else "medium"
            span = block.span(m.start(1), m.end())
            name = _plain(doc.source.text, block.span(*m.span(1)))
            marks.append(Mark("turn", span, name, Why("turn.label", cert, evidence)))
    marks += [mark for b in doc.blocks if "“" in b.text for mark in _quoted(b, doc.source.text, profile)]
    return replace(doc, marks=doc.marks + tuple(marks))


def _weigh(label: str, count: int, profile: Profile) -> tuple[Evidence, ...]:
    out = []
    if profile.cues["not-speaker"].search(label):
        out.append(Evidence("a word that heads a remark, not a speaker", -6.0))
    if profile.cues["speaker"].match(label):
        out.append(Evidence("known office or part in a dialogue", 2.5))
    elif label in profile.labels:
        out.append(Evidence("a field of metadata", -6.0))
    titled = _TITLED.match(label)
    if titled and profile.surnames.match(label):
        out.append(Evidence("surname with an office", 2.0))
    elif _NAME.match(label) and profile.surnames.match(label):
        out.append(Evidence("form of a name", 1.5))
    if count > 1 and out:
        out.append(Evidence(f"comes back {count} times", 1.0 if count < 4 else 2.0))
    return tuple(out)


def _listed(label: str, evidence: tuple[Evidence, ...], doc: Document) -> tuple[Evidence, ...]:
    """In a talk, a name of three characters, or one that a list of those present holds, speaks even once."""
    if not any(e.rule == "form of a name" for e in evidence):
        return ()
    listed = re.compile(rf"[、:, )]{re.escape(label)}(?=[、, (。]|$)")
    if len(label) >= 3 or any(listed.search(b.text) for b in doc.blocks[:40]):
        return (Evidence("a name in a talk", 0.6),)
    return ()


def _field(block: Block, m: re.Match[str]) -> bool:
    """主席：楊委員兼召集人仁壽 names the chair and is no speech: short, and no sentence in it."""
    rest = block.text[m.end() :].strip()
    return (
        len(rest) < 24
        and not re.search(r"[。!?;,]", rest)
        and bool(re.match(r"主席|主持|记录|纪录|发言人", m[1]))
    )


def _quoted(block: Block, text: str, profile: Profile) -> list[Mark]:
    out = []
    for m in _saying(profile).finditer(block.text):
        name, quote = m.span("name"), m.span("quote")
        who = _plain(text, block.span(*name))
        why = Why(
            "said.verb",
            "high" if m["title"] else "medium",
            (Evidence("name, verb of saying, quotation", 2.0),),
        )
        out.append(Mark("said", block.span(quote[0], quote[1]), who, why))
    return out


def _plain(text: str, span: Span) -> str:
    """The characters of a span without glosses."""
    return re.sub(r"[(（][^)）]*[)）]", "", text[span.start : span.end])


_SAYING: dict[int, re.Pattern[str]] = {}


def _saying(profile: Profile) -> re.Pattern[str]:
    """The pattern of a named person's words, compiled once for a profile."""
    if id(profile) not in _SAYING:
        verbs, names = profile.cues["saying"].pattern, profile.surnames.pattern
        _SAYING[id(profile)] = re.compile(
            rf"(?:^|(?<=[。,;:!?”’、 ]))(?P<name>(?:{names})[\u3400-\u9fff]{{1,2}}?)(?P<title>同志|总书记|主席|总理|先生|女士"
            rf"|教授|老师|书记|馆长|校长|院长|主任|局长|部长|市长|县长|镇长|村长|会长|站长)?(?:{verbs})[:,] ?(?P<quote>“[^”]{{2,600}}”)"
        )
    return _SAYING[id(profile)]
