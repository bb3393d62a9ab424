"""Decides which marks become elements inside blocks: repairs, redactions, dates, quotations, names, run-on lists."""

from __future__ import annotations

import re
from operator import attrgetter

from pipeline.fold import folded
from pipeline.frozen import maker, replace
from pipeline.lines import PlainLines
from pipeline.model import Block, Cert, Document, Evidence, Mark, Numbering, Source, Span, Why
from pipeline.profile import Profile
from pipeline.screen import Rule
from pipeline.stages.dates import relative
from pipeline.stages.people import People
from pipeline.stages.rules import rules
from pipeline.stages.text import of_kind

_KINDS = frozenset(
    {"repair", "redaction", "date", "publisher", "name", "role", "place", "docket", "fw", "noteref"}
)
_ASIDE = re.compile(r"\((?![一二三四五六七八九十\d]{1,3}\))[^()。,]{1,16}\)")  # more than a number
_STAGE = Why("stage.bracket", "high", (Evidence("what happened, in brackets", 2.0),))
_BLANKS = str.maketrans("", "", " \u3000\u00a0")
_COUNTED, _COUNTED_UP = Why("runon.count", "medium"), Why("runon.count", "high")
_mark = maker(Mark)
_START, _END = attrgetter("span.start"), attrgetter("span.end")
_STOP = re.compile(r"[。!?]")
_PAGE = re.compile(r"page:(?P<n>\d+)(?:@(?P<at>\d+))?$")
_COUNT = "〇一二三四五六七八九十"
# the numeral first, as the engine looks for a class quickly; it stands at the beginning or behind a stop
_RUN_ON = re.compile(rf"(?P<n>[{_COUNT[1:]}])(?:(?<=^.)|(?<=[。;:,].))(?P<v>是|要|个是)(?=[^。;:,]{{2}})")


def inline(doc: Document, profile: Profile, /) -> Document:
    """Fill ``Document.inline`` with marks that nest, and add the persons who are quoted."""
    people = People(doc.persons)
    marks = [m for m in doc.marks if m.kind in _KINDS]
    for m in of_kind(doc.marks, "said"):
        marks.append(Mark(m.kind, m.span, people.enlist(m.value, "", "quoted"), m.why))
    if of_kind(doc.marks, "name"):
        marks = [replace(m, value=_person(m, people)) if m.kind == "name" else m for m in marks]
    marks += _by_own_year(doc)
    marks += _pages(doc.source)
    stage = rules(profile).cues["stage"]
    for block in doc.blocks:
        text = block.text
        if "(" in text:
            marks += _asides(block, stage)
        if "二" in text and ("二是" in text or "二要" in text or "二个是" in text):
            marks += _run_on(block)
    return replace(doc, persons=tuple(people.persons), inline=settle(marks))


def _pages(source: Source) -> list[Mark]:
    """Where the pages of a print begin: marks without length, from the hints ``page:3`` and ``page:3@57``."""
    out: list[Mark] = []
    if isinstance(source.lines, PlainLines):
        return out
    for line in source.lines:
        if not line.hints:
            continue
        for hint in line.hints:
            if m := _PAGE.match(hint):
                raw = source.text[line.span.start : line.span.end]
                at = line.span.start + max(int(m["at"] or 0), len(raw) - len(raw.lstrip()))
                out.append(Mark("pb", Span(at, at), m["n"]))
    return out


def _asides(block: Block, stage: Rule) -> list[Mark]:
    """（笑）（鼓掌） inside a paragraph."""
    return [
        Mark("stage", block.span(*m.span()), "", _STAGE)
        for m in _ASIDE.finditer(block.text)
        if m.end() - m.start() < len(block.text) and stage.match(m.group()) and not stage.match(block.text)
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
    found = relative(folded(doc.source.text), int(year), doc.blocks[first].start)
    return [Mark("date", Span(*span), value, why) for span, value in found]


def _person(mark: Mark, people: People) -> str:
    return people.known(mark.value, mark.value.translate(_BLANKS))


def _run_on(block: Block) -> list[Mark]:
    """一是…二是…三是… inside one paragraph: a list that runs on, if the numbers count up from one within it."""
    out: list[Mark] = []
    run: list[re.Match[str]] = []
    for m in [*_RUN_ON.finditer(block.text), None]:
        value = _COUNT.index(m["n"]) if m else 0
        if m and run and value == len(run) + 1 and m["v"] == run[0]["v"]:
            run.append(m)
            continue
        if len(run) >= 2 and run[0].start() > 0:
            out += _list(block, run)
        run = [m] if m and value == 1 else []
    return out


def _list(block: Block, run: list[re.Match[str]]) -> list[Mark]:
    text, place = block.text, block.span
    last = _STOP.search(text, run[-1].end())
    close = last.end() if last else len(text)
    why = _COUNTED if close < len(text) else _COUNTED_UP
    out = [Mark("runon", place(run[0].start(), close), "", why)]
    for n, m in enumerate(run):
        stop = run[n + 1].start() if n + 1 < len(run) else close
        label, numeral = place(*m.span()), place(*m.span("n"))
        number = Numbering("is", n + 1, label, numeral)
        out.append(_mark("runon-label", label, str(n + 1), why, number))
        out.append(_mark("runon-item", place(m.end(), stop), "", why))
    return out


def settle(marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks, which it sorts outermost first, without those that cross an earlier one or repeat its kind and place."""
    out: list[Mark] = []
    stack: list[Mark] = []
    marks.sort(key=_END, reverse=True)
    marks.sort(key=_START)  # which keeps the order of those that begin together
    for m in marks:
        span = m.span
        if span.start >= span.end:
            out += [m] if m.kind == "pb" else []
            continue
        while stack and stack[-1].span.end <= span.start:
            stack.pop()
        if not stack or not _bars(m, stack):
            stack.append(m)
            out.append(m)
    return tuple(out)


def _bars(m: Mark, stack: list[Mark]) -> bool:
    """Whether one of the marks that a mark begins in ends inside it, is the same, or takes none inside."""
    span, kind = m.span, m.kind
    for outer in stack:
        own = outer.span
        if span.end > own.end or outer.kind == "redaction" or (outer.kind == kind and own == span):
            return True
    return False
