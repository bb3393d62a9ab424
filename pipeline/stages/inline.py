"""Decides which marks become elements inside blocks: repairs, redactions, dates, quotations, names, run-on lists."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.fold import folded
from pipeline.lines import PlainLines
from pipeline.model import Block, Cert, Document, Evidence, Mark, Numbering, Person, Source, Span, Why
from pipeline.numerals import chinese
from pipeline.profile import Profile
from pipeline.stages.dates import relative
from pipeline.stages.meta import enlist

_KINDS = ("repair", "redaction", "date", "publisher", "name", "role", "place", "docket", "fw", "noteref")
_ASIDE = re.compile(r"\([^()。,]{1,16}\)")
_PAGE = re.compile(r"page:(?P<n>\d+)(?:@(?P<at>\d+))?$")
_RUN_ON = re.compile(r"(?:^|(?<=[。;:,]))(?P<n>[一二三四五六七八九十])(?P<v>是|要|个是)(?=[^。;:,]{2})")


def inline(doc: Document, profile: Profile, /) -> Document:
    """Fill ``Document.inline`` with marks that nest, and add the persons who are quoted."""
    persons = doc.persons
    marks = [m for m in doc.marks if m.kind in _KINDS]
    author = {p.name: p.id for p in persons}
    for m in doc.marks:
        if m.kind == "said":
            persons, who = _quoted(persons, m.value, author)
            marks.append(replace(m, value=who))
    marks = [replace(m, value=_person(m, persons)) if m.kind == "name" else m for m in marks]
    marks += _by_own_year(doc)
    marks += _pages(doc.source)
    marks += [m for block in doc.blocks if "(" in block.text for m in _asides(block, profile)]
    for block in doc.blocks:
        if block.text.count("是") + block.text.count("要") > 1:
            marks += _run_on(block)
    return replace(doc, persons=persons, inline=settle(marks))


def _pages(source: Source) -> list[Mark]:
    """Where the pages of a print begin: marks without length, from the hints ``page:3`` and ``page:3@57``."""
    out: list[Mark] = []
    if isinstance(source.lines, PlainLines):
        return out
    for line in source.lines:
        for hint in line.hints:
            if m := _PAGE.match(hint):
                raw = source.text[line.span.start : line.span.end]
                at = line.span.start + max(int(m["at"] or 0), len(raw) - len(raw.lstrip()))
                out.append(Mark("pb", Span(at, at), m["n"]))
    return out


def _asides(block: Block, profile: Profile) -> list[Mark]:
    """（笑）（鼓掌） inside a paragraph."""
    why = Why("stage.bracket", "high", (Evidence("what happened, in brackets", 2.0),))
    found = [m for m in _ASIDE.finditer(block.text) if profile.cues["stage"].match(m.group())]
    return [
        Mark("stage", block.span(*m.span()), "", why) for m in found if m.end() - m.start() < len(block.text)
    ]


def _by_own_year(doc: Document) -> list[Mark]:
    """Dates such as 今年6月18日, where the text has a date of its own; less sure where that is a site's."""
    year = doc.meta.date[:4]
    if not year:
        return []
    sure: Cert = "medium" if doc.meta.date_kind == "published" else "high"
    why = Why("date.relative", sure, (Evidence(f"the text is of {year}", 1.0),))
    first = doc.parts[0].first
    if first >= len(doc.blocks):
        return []
    start = doc.blocks[first].start
    text = folded(doc.source.text)[start:]
    return [
        Mark("date", Span(start + a, start + b), value, why) for (a, b), value in relative(text, int(year))
    ]


def _quoted(persons: tuple[Person, ...], name: str, known: dict[str, str]) -> tuple[tuple[Person, ...], str]:
    return (persons, known[name]) if name in known else enlist(persons, name, "", "quoted")


def _person(mark: Mark, persons: tuple[Person, ...]) -> str:
    bare = mark.value.replace(" ", "").replace("\u3000", "").replace("\u00a0", "")
    return next((p.id for p in persons if p.name in (mark.value, bare)), "")


def _run_on(block: Block) -> list[Mark]:
    """一是…二是…三是… inside one paragraph: a list that runs on, if the numbers count up from one within it."""
    out: list[Mark] = []
    run: list[re.Match[str]] = []
    for m in [*_RUN_ON.finditer(block.text), None]:
        value = chinese(m["n"]) if m else 0
        if m and run and value == len(run) + 1 and m["v"] == run[0]["v"]:
            run.append(m)
            continue
        if len(run) >= 2 and run[0].start() > 0:
            out += _list(block, run)
        run = [m] if m and value == 1 else []
    return out


def _list(block: Block, run: list[re.Match[str]]) -> list[Mark]:
    text = block.text
    last = re.compile(r"[。!?]").search(text, run[-1].end())
    close = last.end() if last else len(text)
    why = Why("runon.count", "medium" if close < len(text) else "high")
    out = [Mark("runon", _span(block, run[0].start(), close), "", why)]
    for n, m in enumerate(run):
        stop = run[n + 1].start() if n + 1 < len(run) else close
        label, numeral = _span(block, m.start(), m.end()), _span(block, m.start("n"), m.end("n"))
        number = Numbering("is", n + 1, label, numeral)
        out.append(Mark("runon-label", label, str(n + 1), why, number))
        out.append(Mark("runon-item", _span(block, m.end(), stop), "", why))
    return out


def _span(block: Block, start: int, end: int) -> Span:
    return block.span(start, end)


def settle(marks: list[Mark]) -> tuple[Mark, ...]:
    """Marks sorted outermost first, without those that cross an earlier one or repeat its kind and place."""
    out: list[Mark] = []
    stack: list[Mark] = []
    for m in sorted(marks, key=lambda m: (m.span.start, -m.span.end)):
        if m.span.start >= m.span.end:
            out += [m] if m.kind == "pb" else []
            continue
        while stack and stack[-1].span.end <= m.span.start:
            stack.pop()
        if any(m.span.end > s.span.end for s in stack):
            continue
        if any(s.span == m.span and s.kind == m.kind for s in stack) or any(
            s.kind == "redaction" for s in stack
        ):
            continue
        stack.append(m)
        out.append(m)
    return tuple(out)
