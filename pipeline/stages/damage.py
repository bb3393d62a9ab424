"""Marks damage with a proposed reading: pinyin glosses, slid bytes, radicals' signs, residue of markup, and words left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.characters import characters
from pipeline.fold import RADICALS
from pipeline.frozen import replace
from pipeline.model import Diagnostic, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.residue import residue
from pipeline.stages.shifted import shifted

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?(?:[aeoiuüv]|ai|ei|ui|ao|ou|iu|ie|üe|ue|er|an|en|in|un|ün|ang|eng|ing|ong"
    "|ia|iao|ian|iang|iong|ua|uo|uai|uan|uang|uen|ueng|u:e|u:)"
)
_GLOSS = re.compile(
    rf"[\u3400-\u9fff\U00020000-\U0003ffff]([(（]([a-zü{_TONED}:]{{1,7}})[ \u00a0\u3000]?[)）][ ]?)"
)
_TONES = frozenset(_TONED)
_SURE = Why("damage.gloss", "high", (Evidence("toned syllable", 1.0),))
_BESIDE = Why("damage.gloss", "medium", (Evidence("syllable beside toned ones", 1.0),))
_REDACTED = Why("damage.redaction", "high")
_PLAIN = re.compile(_SYLLABLE)
_BRACKETS = [re.compile(rf"{sign}(?=[a-zü{_TONED}:])") for sign in (r"\(", "（")]
# What stands for words left out; each is of characters of its own, so none overlap. They begin with one character,
# not with two, some, or what stands before it, so that the engine can skip to it: XX between other letters is a word.
_STARS, _CROSSES, _SOMEONE = re.compile(r"\*\**"), re.compile(r"[×╳][×╳]+"), re.compile("某(?=某).")
# one for each case, as the engine looks for one character several times as fast as for two
_XX = [re.compile(rf"{x}(?<![A-Za-z]{x})[Xx]{{1,2}}(?![A-Za-z])") for x in "Xx"]
_RADICAL, _GONE = "".join(map(chr, RADICALS)), "\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd"
_RADICALS, _LOST = re.compile(f"[{_RADICAL}][{_RADICAL}]*"), re.compile(f"[{_GONE}][{_GONE}]*|(?:锟斤拷)+")
_KUN = "锟斤拷"  # U+FFFD twice, in bytes that were taken for GBK
# The rows of their characters, but for U+FFFD and the toned letters of Latin-1.
_TONED_ROWS = frozenset(ord(c) >> 8 for c in _TONED) - {0}
_RADICAL_ROWS = frozenset(code >> 8 for code in RADICALS)
_LOST_ROWS = frozenset((*range(0xE0, 0xF9), 0xDB))
_TONED_LATIN = bytes(ord(c) for c in _TONED if c <= "\xff")


def damage(doc: Document, profile: Profile, /) -> Document:
    """Mark glosses (業(yè) for 業) and runs of slid bytes and radicals' signs as ``repair``; asterisks, XX and 某某 as ``redaction``.

    A bracket counts as a gloss when it holds a syllable with its tone, or a syllable without one in a text that has
    toned glosses too: (i), (a) and (e) elsewhere are numbering.
    """
    text = doc.source.text
    marks = [*_glosses(text), *_radicals(text)]
    latin = characters(text).latin
    if b"&" in latin or b"??" in latin:
        marks += residue(text)
    for start, stop, reading in shifted(text):
        slid = Why("damage.shift", "medium", (Evidence("every byte fits when read one byte earlier", 2.0),))
        marks.append(Mark("repair", Span(start, stop), reading, slid))
    for m in _redacted(text):
        if _is_redaction(text, m):
            marks.append(Mark("redaction", Span(*m.span()), "", _REDACTED))
    report = _report(text, marks)
    if not marks and not report:
        return doc
    return replace(doc, marks=doc.marks + tuple(marks), diagnostics=doc.diagnostics + report)


def _glosses(text: str) -> Iterator[Mark]:
    """The glosses of a text; where no letter has a tone, there are none."""
    seen = characters(text)
    latin = seen.latin
    if seen.rows.isdisjoint(_TONED_ROWS) and len(latin.translate(None, _TONED_LATIN)) == len(latin):
        return
    places = sorted(place.start() for bracket in _BRACKETS for place in bracket.finditer(text))
    found = [m for place in places if (m := _GLOSS.match(text, place - 1))]
    toned = [not _TONES.isdisjoint(m[2]) for m in found]
    bare = toned.count(True) >= 2  # then syllables without a tone count too
    for m, sure in zip(found, toned, strict=True):
        if not sure and (not bare or len(m[2]) < 2 or not _PLAIN.fullmatch(m[2])):
            continue
        end = m.end(1) if _inside_word(text, m) else m.start(1) + len(m[1].rstrip(" "))
        yield Mark("repair", Span(m.start(), end), text[m.start()], _SURE if sure else _BESIDE)


def _redacted(text: str) -> list[re.Match[str]]:
    """What stands for words left out, in order."""
    latin = characters(text).latin
    found: list[re.Match[str]] = []
    if b"*" in latin:
        found += _STARS.finditer(text)
    if b"\xd7\xd7" in latin or "╳" in text:
        found += _CROSSES.finditer(text)
    if b"XX" in latin.upper():
        found += [m for cross in _XX for m in cross.finditer(text)]
    if "某" in text:
        found += _SOMEONE.finditer(text)
    return sorted(found, key=lambda m: m.start())


def _radicals(text: str) -> list[Mark]:
    """Signs of radicals among characters: ⼀切 for 一切. Alone, as in a list of radicals, they mean themselves."""
    out: list[Mark] = []
    if characters(text).rows.isdisjoint(_RADICAL_ROWS):
        return out
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
    if lost := _lost(text, repairs):
        out.append(
            Diagnostic("DAM102", Span(*lost[0].span()), (("count", str(sum(len(m[0]) for m in lost))),))
        )
    if gaps:
        first = gaps[0].span
        out.append(
            Diagnostic("DAM103", first, (("text", text[first.start : first.end]), ("count", str(len(gaps)))))
        )
    return tuple(out)


def _lost(text: str, repairs: list[Mark]) -> list[re.Match[str]]:
    """Where characters were lost, as far as no repair reads them."""
    if "\ufffd" not in text and _KUN not in text and characters(text).rows.isdisjoint(_LOST_ROWS):
        return []
    read = {at for m in repairs for at in range(m.span.start, m.span.end)}
    return [m for m in _LOST.finditer(text) if m.start() not in read]
