"""Finds where the lines before a text end and the text begins."""

from __future__ import annotations

import re

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.adoption import is_history, republic
from pipeline.stages.contents import begins
from pipeline.stages.diary import entries, may_head
from pipeline.stages.latest import Latest
from pipeline.stages.marked import Levels
from pipeline.stages.orders import order
from pipeline.stages.over_imprint import introduces, of_head
from pipeline.stages.programmes import programme
from pipeline.stages.rules import rules
from pipeline.stages.spoken import spoken
from pipeline.stages.text import by_block, of_kind, within
from pipeline.stages.text_begins import (
    is_called_out,
    is_prose,
    is_slogan,
    is_text,
    is_titled,
    numbers_section,
)
from pipeline.stages.verse import verse

_OPENS, _PURPOSE = frozenset({"目的", "背景", "引言"}), 2  # the first section of a paper, and its characters
_ANNEXED = re.compile(r"附[件录表]? ?[\d一二三四五六七八九十]{0,2} ?:?$")
_LIMIT = 40
_CUES = 600  # characters among which the first time of subtitles stands
_ROWS = 2  # of the table at the top of a paper
_SLOGANS = 2  # blocks at the top among which one may stand


_latest = Latest[int]()


def zone(doc: Document, profile: Profile) -> int:
    """The number of blocks before the text begins: before a salutation, a paragraph, a turn, a numbered section.

    It is asked about the title and about the front, mostly of the same blocks and marks.
    """
    marks = doc.marks
    numbered, turns, waste = by_block(marks, "number"), by_block(marks, "turn"), by_block(marks, "furniture")
    asked = doc.blocks, doc.lang, numbered, turns, waste, of_kind(marks, "date"), profile
    return _latest.answer(asked, lambda: _zone(doc, profile, numbered, turns, waste))


def _zone(
    doc: Document,
    profile: Profile,
    numbered: dict[int, Mark],
    turns: dict[int, Mark],
    waste: dict[int, Mark],
) -> int:
    found = _first(doc, profile, numbered, turns, waste)
    if turns or not found:
        return found
    found = min(found, verse(doc, profile, found) or found, programme(doc, profile, found))
    return spoken(doc, profile, found)


def _first(
    doc: Document,
    profile: Profile,
    numbered: dict[int, Mark],
    turns: dict[int, Mark],
    waste: dict[int, Mark],
) -> int:
    if (cue := first_cue(doc)) >= 0:
        return sum([b.start < cue for b in doc.blocks[:_LIMIT]])
    levels: Levels | None = None
    days: dict[int, str] | None = None
    seen = top = 0
    carried = order(doc)
    under = carried.last + 1 if carried else 0
    dates, republican = bool(of_kind(doc.marks, "date")), doc.lang.startswith("zh-Hant")
    for i, b in enumerate(doc.blocks):
        if may_head(b.text):
            days = entries(doc.blocks) if days is None else days
            if i in days:
                return i
        if seen > _LIMIT:
            return i
        start, level = b.spans[0].start, 0
        dated = within(doc.marks, "date", b) if dates else []
        if start in waste or (dated and (is_history(b) or _is_dated(b, dated))):
            continue
        if republican and republic(b, doc):
            continue
        if waste and begins(doc.blocks, i, waste):
            return i
        seen += 1
        if i < under or (not i and is_annexed(doc)):
            continue
        if b.hints:
            if "item" in b.hints:
                return i
            levels = levels or Levels(doc.blocks)
            level = levels.of(b)
            if "row" in b.hints and (_titled_below(doc, i) or _heads_paper(doc, i, profile)):
                continue  # a table of what is known of a paper, over its title
            if "row" in b.hints:
                return i
            if level and top and level > top and not of_head(doc, i, profile):
                return i
        top = level or top or int("title" in b.hints)
        if turns and any(at in turns for at in range(start, start + 4)):
            if not i or not introduces(doc, i, profile):
                return i
            continue
        if is_text(b, profile) and not (is_called_out(b) or (i < _SLOGANS and is_slogan(doc, i, profile))):
            return i
        if len(b.text) == _PURPOSE and i > 1 and b.text in _OPENS and is_prose(doc.blocks[i + 1 : i + 2]):
            return i
        if start in numbered and numbers_section(doc, i, numbered, seen == 1, profile):
            return i
    return len(doc.blocks)


def is_annexed(doc: Document) -> bool:
    """Whether the first line of a file says only that it is an annex, over its title, and no other follows: 附件2."""
    return names_annex(doc.blocks[0].text) and not any(names_annex(b.text) for b in doc.blocks[1:])


def names_annex(text: str) -> bool:
    """Whether a line says only that an annex follows: 附件2."""
    return text[0] == "附" and _ANNEXED.match(text) is not None


def first_cue(doc: Document) -> int:
    """Where the first time of subtitles stands, before which nothing is said; -1 in any other text."""
    if doc.source.text.find("-->", 0, _CUES) < 0:
        return -1
    return next((line.span.start for line in doc.source.lines if "fw:cue" in line.hints), -1)


def _titled_below(doc: Document, i: int) -> bool:
    """Whether the container's title stands under a row, and none above it."""
    above, below = doc.blocks[:i], doc.blocks[i + 1 : i + _LIMIT]
    return any(is_titled(b) for b in below) and not any(is_titled(b) for b in above)


def _heads_paper(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a row is of the small table at the top of a paper (会议文件 | 编号：07), over a line that names a kind of text."""
    rows = next((n for n, b in enumerate(doc.blocks[: _ROWS + 1]) if "row" not in b.hints), 0)
    if i >= rows:
        return False
    text = doc.blocks[rows].text
    return len(text) <= _LIMIT and rules(profile).cues["title-noun"].search(text) is not None


def path_to(doc: Document, end: int) -> int:
    """The last of ``blocks[:end]`` that is the path to the page (首页 > 政务公开), or -1. What stands over it is the site's."""
    waste = by_block(doc.marks, "furniture")
    heads = doc.blocks[:end] if waste else ()
    paths = [i for i, b in enumerate(heads) if b.start in waste and waste[b.start].value == "breadcrumb"]
    return paths[-1] if paths else -1


def _is_dated(b: Block, dates: list[Mark]) -> bool:
    return sum([m.span.end - m.span.start for m in dates]) >= len(b.text) - 2
