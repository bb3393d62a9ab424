"""Marks the title of the file, its subtitle, and the repeats of it that page headings and breadcrumbs make."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.bylines import byline, under_title
from pipeline.stages.head import Head
from pipeline.stages.letterhead import in_number, printed_over
from pipeline.stages.marked import heading_level
from pipeline.stages.over_imprint import of_head
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block, is_name, is_title_shaped, key, labelled, within
from pipeline.stages.title_candidates import candidates
from pipeline.stages.title_evidence import KIND, STATED, weigh
from pipeline.stages.title_joints import joined
from pipeline.stages.title_lines import ORGAN, Line, kin, titled_over

_COUNT = re.compile(r"[((【\[〔][^)】\]]{0,6}\d{1,3} ?篇[^)】\]]{0,4}[))】\]〕]|\d{1,3}篇$")
_REST = re.compile("[^,。:;]{0,3}[上时中]的[^,。:;]{2,8}$")  # 上的讲话: the rest of a subtitle
_MEETING = re.compile(
    "[^,。:;]{2,28}(?:会议?|论坛|典礼|仪式)上$"
)  # 人民代表大会第二次会议上: the rest of one that names it
_DASHED = Why("title.sub", "high", (Evidence("dash under the title", 2.0),))
_STYLED = Why("title.sub", "high", (Evidence("marked as the subtitle", 4.0),))
_PROMULGATED = Why(
    "title.promulgated", "high", (Evidence("an order or the number of a law above names it", 4.0),)
)
_LOWER = Why("title.sub", "medium", (Evidence("a lower heading under the title, over date and source", 2.0),))
_OCCASION = Why("title.sub", "medium", (Evidence("the occasion of a speech under its title", 2.0),))
_MASTHEAD = Why(
    "furniture.header", "medium", (Evidence("names the paper, site or column over the title", 2.0),)
)
_REPEATED = Why("title-repeat.repeat", "high", (Evidence("the title once more over the first number", 2.0),))
_AGAIN = 5  # characters of the shortest title that is told when it comes again
_PREFACE = 60  # blocks between the head and the text itself
_SECOND = 8  # characters of the shortest second title
_LETTERHEAD = Why("imprint.letterhead", "medium", (Evidence("printed over the title of a paper", 2.0),))
_VERSE = 3  # short lines that no head has over its title unless something else shows it
_NAMES = re.compile(r"[一-鿿]{2,4}(?:、[一-鿿]{2,4})+")  # 孟长河、何守渡
_CUT = re.compile(r" ?[-_—|丨]")


def titles(doc: Document, profile: Profile, /) -> Document:
    """Weigh the short lines before the text begins; mark the best as ``title`` (value main or sub), copies as
    ``title-repeat``. A text that begins with its salutation or its first paragraph gets no title.
    """
    head = Head(doc, profile)
    if head.order:
        return replace(doc, marks=(*doc.marks, *_promulgated(doc, head)))
    weighed = joined(doc, [weigh(i, length, head) for i, length in candidates(head)], profile)
    # where the container states a title and no line has it, the text may well come without one
    stated = head.stated and not any(e.rule == STATED for x in weighed for e in x.evidence)
    least = 3 if stated else 1
    lines = [line for line in weighed if line.weight >= least]
    if len(lines) >= 8:
        # so many lines alike are verse or a list: only what others repeat, names a kind of text, or stands over a name
        lines = [x for x in lines if any(e.weight >= 2 for e in x.evidence) or _over_name(doc, x, profile)]
    lines = [x for x in lines if not _beyond_verse(x, head)]
    if not lines:
        return doc
    best = max(lines, key=lambda line: (line.weight, -line.index))
    series, best = _in_series(best, lines, weighed, doc, profile)
    family = [best, *(x for x in lines if x is not best and x is not series and kin(x.key, best.key))]
    family = sorted((x for x in family if not _lists_names(x.block.text)), key=lambda x: x.index) or [best]
    pack = next((x for x in family if x.index == head.collection), None)
    if pack:  # what is called by a part of its name is one of its papers
        family = [x for x in family if x.index <= pack.index or pack.key in x.key]
    main = pack or _representative([x for x in family if x.index not in head.values] or family)
    over = titled_over(main, weighed, doc, profile) if len(family) == 1 else None
    marks = [_mark("title", over or main, "main")]
    if over:
        family.append(over)
        marks.append(replace(_mark("title", main, "sub"), why=_OCCASION))
    marks += [_mark("title-repeat", x, "repeat") for x in family if x not in (main, over)]
    marks += _subtitles(doc, min(x.index for x in family), head.end, profile)
    if len(family) == 1 and not over and (below := _second(doc, main, head.end, profile)):
        marks.append(below)
    marks += [_loser(x, best) for x in weighed if x not in family]
    marks += _mastheads(doc, head, main.index)
    marks += [*_letterhead(head, series, main), *_again(doc, head, main)]
    dashed = any(m.value == "sub" and m.why is _DASHED for m in marks)
    if (head.kicker or dashed) and not over and main.index == head.first + 1:
        marks.append(Mark("kicker", Span(doc.blocks[head.first].start, doc.blocks[head.first].end)))
    return replace(doc, marks=doc.marks + tuple(marks))


def _in_series(
    best: Line, lines: list[Line], weighed: list[Line], doc: Document, profile: Profile
) -> tuple[Line | None, Line]:
    """(the name of the bulletin or the minutes of which the text is one number, the title); (None, ``best``) where it is none."""
    for line in lines:
        if line.index <= best.index and (own := in_number(line, weighed, doc, profile)):
            return line, own
    return None, best


def _letterhead(head: Head, series: Line | None, main: Line) -> list[Mark]:
    """The lines of a paper above its title."""
    carried = main.index > 1 and head.carries(main.index - 2)
    if not series and not carried and main.index not in (head.lone, head.article):
        return []
    first = series.index if series else head.first
    sure = series is not None or main.index == head.article
    lines = printed_over(first, main.index, head.doc, head.profile, sure)
    return [Mark("masthead", Span(b.start, b.end), "", _LETTERHEAD) for b in lines]


def _again(doc: Document, head: Head, main: Line) -> list[Mark]:
    """The title once more over the first number of the text, behind a preface or a table of contents."""
    if len(main.key) < _AGAIN:
        return []
    numbers, own = by_block(doc.marks, "number"), main.block.text
    for b, below in pairwise(doc.blocks[head.end : head.end + _PREFACE]):
        if b.text == own and (mark := numbers.get(below.start)) and mark.numbering:
            first = mark.numbering.ordinal == 1
            return [Mark("furniture", Span(b.start, b.end), "pageTitle", _REPEATED)] if first else []
    return []


def _promulgated(doc: Document, head: Head) -> list[Mark]:
    """The title of the text that an order promulgates, and the copies of it that stand before the order."""
    assert head.order
    first, last = head.order.first, head.order.last
    own = key("".join(b.text for b in doc.blocks[first : last + 1]))
    copies = [
        (b, _PROMULGATED)
        for b, k in zip(doc.blocks[: head.order.top], head.keys, strict=False)
        if kin(k, own)
    ]
    return [
        Mark("title", Span(doc.blocks[first].start, doc.blocks[last].end), "main", _PROMULGATED),
        *(Mark("title-repeat", Span(b.start, b.end), "repeat", why) for b, why in copies),
    ]


def _mastheads(doc: Document, head: Head, title: int) -> list[Mark]:
    """The lines of the paper or site over the title; the value is the publisher's name, where one has it."""
    return [
        Mark("masthead", Span(b.start, b.end), b.text[: found.name], _MASTHEAD)
        for i, found in head.mastheads.items()
        if i < title and (b := doc.blocks[i])
    ]


def _loser(line: Line, best: Line) -> Mark:
    """A line that was weighed as the title and lost, for ``explain``."""
    evidence = (*line.evidence, Evidence("another line weighs more", line.weight - best.weight))
    return Mark("title?", Span(line.block.start, line.block.end), "main", Why("title.main", "low", evidence))


def _beyond_verse(line: Line, head: Head) -> bool:
    """Whether a line that only its own words, place and length speak for comes behind lines enough to be verse.

    The name of a kind of text speaks for a title only where a text follows.
    """
    if line.index - head.first < _VERSE:
        return False
    text_follows = head.end < len(head.doc.blocks)
    if any(e.weight >= 2 and (text_follows or e.rule != KIND) for e in line.evidence):
        return False
    lines = [head.lines[i].text for i in head.shaped if head.first <= i < line.index]
    above = sum([":" not in text or not labelled(text, head.profile) for text in lines])
    return above >= _VERSE and not line.block.text.startswith("关于")


def _over_name(doc: Document, line: Line, profile: Profile) -> bool:
    return line.index <= 1 and any(
        is_name(b.text, profile) for b in doc.blocks[line.index + 1 : line.index + 2]
    )


def _mark(kind: str, line: Line, value: str) -> Mark:
    why = Why(f"{kind}.{value}", "high" if line.weight >= 3 else "medium", line.evidence)
    return Mark(kind, Span(line.block.start, line.end or line.block.end), value, why)


def _representative(family: list[Line]) -> Line:
    """The line of a family of copies that is the title as a reader would cite it."""
    family = [x for x in family if not _says_who(x.block.text)] or family
    if len(family) == 1:
        return family[0]
    counted = [x for x in family if _COUNT.search(x.block.text)]
    plain = [x for x in family if not _suffixed(x, family)] or family
    pool = [x for x in plain if x in counted] or [x for x in counted if not _suffixed(x, family)] or plain
    shortest = min(len(x.key) for x in pool)
    pool = [x for x in pool if len(x.key) == shortest] if not counted else pool
    return pool[0]


def _says_who(text: str) -> bool:
    """Whether a line is only the body or the persons that a title begins with."""
    return ORGAN.search(text) is not None or _lists_names(text)


def _lists_names(text: str) -> bool:
    """Whether a line is the names of several persons: who speaks, though the title has them too."""
    return "、" in text and _NAMES.fullmatch(text) is not None


def _suffixed(line: Line, family: list[Line]) -> bool:
    """Whether a line is another of the family and a site's name, or several steps of a path, behind a dash."""
    text = line.block.text
    cuts = [m.start() for m in _CUT.finditer(text)]
    return any(x.key == key(text[:cut]) for x in family if x is not line for cut in cuts)


def _second(doc: Document, main: Line, end: int, profile: Profile) -> Mark | None:
    """The lower heading right under a title and over date and source: the second title of a dispatch."""
    at = next((i for i in range(main.index, end) if doc.blocks[i].start > main.block.spans[-1].start), end)
    if at >= end or not heading_level(doc.blocks[at]) > heading_level(main.block) > 0:
        return None
    block = doc.blocks[at]
    text = block.text
    apart = within_brackets(text) or text.startswith("—") or "subtitle" in block.hints
    if apart or not is_title_shaped(text) or len(text) < _SECOND or within(doc.marks, "date", block):
        return None
    if labelled(text, profile) or byline(block, doc, profile) or under_title(block, doc, profile):
        return None
    waste = block.start in by_block(doc.marks, "furniture") or not of_head(doc, at, profile)
    return None if waste else Mark("title", Span(block.start, block.end), "sub", _LOWER)


def _subtitles(doc: Document, first: int, end: int, profile: Profile) -> list[Mark]:
    found = []
    for i in range(first + 1, end):
        b = doc.blocks[i]
        if (b.text.startswith("——") or "subtitle" in b.hints) and is_title_shaped(b.text):
            last = doc.blocks[i + 1] if i + 1 < end and _has_rest(b, doc.blocks[i + 1], profile) else b
            why = _STYLED if "subtitle" in b.hints else _DASHED
            found.append(Mark("title", Span(b.start, last.end), "sub", why))
    return found[:2]


def _has_rest(above: Block, below: Block, profile: Profile) -> bool:
    """Whether a line is the rest of the subtitle above it: ——在…座谈会 over 上的讲话, or over …会议上."""
    if below.gap:
        return False
    if above.text[-1] != "上" and "在" in above.text and _MEETING.match(below.text):
        return True
    return bool(_REST.match(below.text) and rules(profile).cues["title-noun"].search(below.text))
