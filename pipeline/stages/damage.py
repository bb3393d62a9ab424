"""Marks damage with a proposed reading: pinyin glosses, slid bytes, radicals' signs, and characters that censors or copyists replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.fold import RADICALS
from pipeline.model import Cert, Diagnostic, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.shifted import shifted

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?(?:[aeoiuüv]|ai|ei|ui|ao|ou|iu|ie|üe|ue|er|an|en|in|un|ün|ang|eng|ing|ong"
    "|ia|iao|ian|iang|iong|ua|uo|uai|uan|uang|uen|ueng|u:e|u:)"
)
_GLOSS = re.compile(
    rf"[\u3400-\u9fff\U00020000-\U0003ffff]([(（]([a-zü{_TONED}:]{{1,7}})[ \u00a0\u3000]?[)）][ ]?)"
)
_PLAIN = re.compile(_SYLLABLE)
_REDACTED = re.compile(r"\*+|[×╳]{2,}|(?<![A-Za-z])[Xx]{2,3}(?![A-Za-z])|某某")
_BRACKET = re.compile(rf"[(（](?=[a-zü{_TONED}:])")
_MASK = re.compile(r"[*×╳Xx某]")
_RADICALS = re.compile(f"[{''.join(map(chr, RADICALS))}]+")
_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]+")


def damage(doc: Document, profile: Profile, /) -> Document:
    """Mark glosses (業(yè) for 業) and runs of slid bytes and radicals' signs as ``repair``; asterisks, XX and 某某 as ``redaction``.

    A bracket counts as a gloss when it holds a syllable with its tone, or a syllable without one in a text that has
    toned glosses too: (i), (a) and (e) elsewhere are numbering.
    """
    text = doc.source.text
    marks: list[Mark] = []
    found = [m for place in _BRACKET.finditer(text) if (m := _GLOSS.match(text, place.start() - 1))]
    toned = [m for m in found if any(c in _TONED for c in m[2])]
    for m in found:
        sure = any(c in _TONED for c in m[2])
        if not sure and (len(toned) < 2 or len(m[2]) < 2 or not _PLAIN.fullmatch(m[2])):
            continue
        cert: Cert = "high" if sure else "medium"
        end = m.end(1) if _inside_word(text, m) else m.start(1) + len(m[1].rstrip(" "))
        why = Why(
            "damage.gloss", cert, (Evidence("toned syllable" if sure else "syllable beside toned ones", 1.0),)
        )
        marks.append(Mark("repair", Span(m.start(), end), text[m.start()], why))
    marks += _radicals(text)
    for start, stop, reading in shifted(text):
        slid = Why("damage.shift", "medium", (Evidence("every byte fits when read one byte earlier", 2.0),))
        marks.append(Mark("repair", Span(start, stop), reading, slid))
    for m in _redacted(text):
        if _is_redaction(text, m):
            marks.append(Mark("redaction", Span(*m.span()), "", Why("damage.redaction", "high")))
    return replace(doc, marks=doc.marks + tuple(marks), diagnostics=doc.diagnostics + _report(text, marks))


def _redacted(text: str) -> Iterator[re.Match[str]]:
    """The matches of ``_REDACTED``, tried only at the characters that one can begin with."""
    done = 0
    for place in _MASK.finditer(text):
        if place.start() >= done and (found := _REDACTED.match(text, place.start())):
            done = found.end()
            yield found


def _radicals(text: str) -> list[Mark]:
    """Signs of radicals among characters: ⼀切 for 一切. Alone, as in a list of radicals, they mean themselves."""
    out = []
    for m in _RADICALS.finditer(text):
        around = text[max(m.start() - 1, 0) : m.start()] + text[m.end() : m.end() + 1]
        if any("\u3400" <= char <= "\u9fff" for char in around):
            reading = "".join(RADICALS[ord(char)] for char in m[0])
            why = Why("damage.radical", "high", (Evidence("a radical's sign among characters", 2.0),))
            out.append(Mark("repair", Span(*m.span()), reading, why))
    return out


def _inside_word(text: str, m: re.Match[str]) -> bool:
    """The blank after a gloss came with it when a character follows at once: 會(huì )議, 會(huì) 議."""
    return m.end(1) < len(text) and "\u3400" <= text[m.end(1)] <= "\u9fff" and len(m[1].rstrip()) < len(m[1])


def _is_redaction(text: str, m: re.Match[str]) -> bool:
    """Asterisks stand for words only beside Chinese; a run of them alone on a line is a rule."""
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    beside = (before > "\u2e7f") or (after > "\u2e7f") or (m[0][0] != "*" and before.isdigit())
    return beside and not (before in "\n" and after in "\n")


def _report(text: str, marks: list[Mark]) -> tuple[Diagnostic, ...]:
    repairs = [m for m in marks if m.kind == "repair"]
    gaps = [m for m in marks if m.kind == "redaction"]
    out = []
    if repairs:
        repair = repairs[0]
        sic = text[repair.span.start : repair.span.end]
        values = (("sic", sic), ("corr", repair.value), ("count", str(len(repairs))))
        out.append(Diagnostic("DAM101", repair.span, values))
    read = {at for m in repairs for at in range(m.span.start, m.span.end)}
    lost = [m for m in _LOST.finditer(text) if m.start() not in read]
    if lost:
        out.append(
            Diagnostic("DAM102", Span(*lost[0].span()), (("count", str(sum(len(m[0]) for m in lost))),))
        )
    if gaps:
        first = gaps[0].span
        out.append(
            Diagnostic("DAM103", first, (("text", text[first.start : first.end]), ("count", str(len(gaps)))))
        )
    return tuple(out)
