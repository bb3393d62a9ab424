"""Marks blocks that look like the page around the text: navigation, advertising, counters, fillers, tables of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.fold import folded
from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.cells import is_cell, is_figure
from pipeline.stages.comments import comments
from pipeline.stages.contents import contents
from pipeline.stages.crumbs import crumbs
from pipeline.stages.field import why
from pipeline.stages.pages import of_points
from pipeline.stages.placed import is_quotable, misplaced
from pipeline.stages.previews import previews
from pipeline.stages.residue import BLANK
from pipeline.stages.rules import LONG, SHORT, rules
from pipeline.stages.running import running_heads
from pipeline.stages.text import SENTENCE_END, by_block, is_name

_LONGEST = max(LONG.values())
_PRESS = re.compile(r"(?:记者|通讯员|评论员|特派员|撰稿人?|实习生|摄影)$")
_FILE = re.compile(r"[.](?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar)$", re.IGNORECASE)
_ATTACHED, _NEXT = (
    re.compile(r"附[件录表图]?(?: ?[\d一二三四五六七八九十]{1,2})? ?:"),
    re.compile(r"\d{1,2} ?[.、]"),
)
_COUNT = re.compile(r"\d[\d,.]*万?\+? ?(?:人?次|人)?$|人?次$")
_UNSEEN = re.compile(rf"(?:[\u200b-\u200f\u2060\ufeff\xad]|{BLANK} *)+$")
_WIDTHLESS = frozenset("&\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad")
_BLANK = why("furniture.blank", "high", "characters without width")
_CONTENT = why("furniture.contents", "high", "repeats the headings of the text")
_FILES = 40  # attachments of one paper
_CUE = why("furniture.cue", "high", "a time that a recording put there")
_STAMP = re.compile(r"[\[(]?(\d\d):([0-5]\d):([0-5]\d)(?:[.,]\d{1,3})?[\])]?$")
_STAMPED, _FEWEST = "0[(", 3
_START = "00:"  # which the first of the times of a recording holds
# Inside a text such lines tell nothing of what stands beside them.
_INNER = frozenset({"furniture.page", "furniture.separator", "furniture.blank"})
# Texts have such lines too: they are marked ``furniture?``, and are furniture over the title and in a page's foot.
_DOUBTFUL = frozenset({"contact", "foot"})


def furniture(doc: Document, profile: Profile, /) -> Document:
    """Mark blocks whose words or separators are those of page furniture; later stages weigh their position.

    One mark ``furniture`` a block, or ``furniture?`` where texts have such lines too; its value is the kind, the first of
    the profile that fits.
    """
    paged = by_block(doc.marks, "furniture")
    marks = [_mark(block, _CONTENT) for block in contents(doc.blocks) if block.start not in paged]
    short, long, kinds = rules(profile).page.first, rules(profile).long_page.first, tuple(profile.furniture)
    long_kinds = [kind for kind in kinds if kind in LONG]
    # marks of these kinds are few by now, so they need no index
    seen = {mark.span.start for mark in (*marks, *doc.marks) if mark.kind in ("furniture", "number")}
    found: dict[int, Why] = {}
    quotable: list[int] = []
    latest = -1  # the last block that is furniture
    counting = False  # whether the label of a counter stands on the line above, or its figure
    for i, block in enumerate(doc.blocks):
        text = block.text
        length = len(text)
        if counting and (counting := _COUNT.match(text) is not None):
            latest = i
            found[i] = _why("counter")
            continue
        if length > _LONGEST:
            continue
        if text[0] in _WIDTHLESS and _UNSEEN.match(text):
            why = _BLANK
        elif length <= SHORT:
            if (place := short(text)) < 0 or is_cell(doc.blocks, i):
                continue
            kind = kinds[place]
            why = _why(kind)
            if kind == "menu" and (_are_names(text, profile) or _heads_columns(doc.blocks, i)):
                continue
            if is_quotable(text, kind):
                quotable.append(i)
            counting = kind == "counter" and text[-1] == ":"
        elif (place := long(text)) >= 0 and (kind := _long_kind(text, long_kinds[place:], profile)):
            why = _why(kind)
        else:
            continue
        if _FILE.search(text) and _is_attached(doc.blocks, i, latest):
            continue
        latest = i
        found[i] = why
    if quotable:
        sure = {i for i, why in found.items() if why.rule not in _INNER}
        for i in misplaced(doc.blocks, found, sure, quotable, profile):
            del found[i]
    pages = [i for i, why in found.items() if why.rule == "furniture.page"]
    if pages and (counted := of_points([block.text for block in doc.blocks], pages)):
        found = {i: why for i, why in found.items() if i not in counted}
    marks += [_mark(block, why) for i, why in found.items() if (block := doc.blocks[i]).start not in seen]
    marks += crumbs(doc.blocks, found)
    marks += comments(doc.blocks, found)
    marks += previews(doc.blocks, found)
    marks += running_heads(doc.blocks, [i for i in pages if i in found])
    if _START in folded(doc.source.text):
        marks += _time_marks(doc.blocks)
    return replace(doc, marks=doc.marks + tuple(marks)) if marks else doc


def _time_marks(blocks: Sequence[Block]) -> Iterator[Mark]:
    """The times that a recording put between what was said, on lines of their own: with seconds, which no programme has."""
    stamps = [
        (i, m)
        for i, b in enumerate(blocks)
        if 8 <= len(b.text) <= 12 and b.text[0] in _STAMPED and (m := _STAMP.match(b.text))
    ]
    if len(stamps) < _FEWEST:
        return
    times = [tuple(map(int, m.groups())) for _, m in stamps]
    apart = all(b - a > 1 for (a, _), (b, _) in pairwise(stamps))
    if apart and times[0][0] == 0 and all(a < b for a, b in pairwise(times)):
        for i, _ in stamps:
            yield _mark(blocks[i], _CUE)


def _long_kind(text: str, kinds: Sequence[str], profile: Profile) -> str:
    """The first of the ``kinds`` that a long line may be, of which it fits the first; "" for none."""
    first, *others = kinds
    length = len(text)
    if length <= LONG[first]:
        return first
    return next(
        (kind for kind in others if length <= LONG[kind] and profile.furniture[kind].search(text)), ""
    )


def _is_attached(blocks: Sequence[Block], i: int, latest: int) -> bool:
    """Whether a file is one of the attachments named right under the text or the date of its signature."""
    top = max(i - _FILES, 1)
    while i > top and (_NEXT.match(blocks[i].text) or _ATTACHED.match(blocks[i - 1].text)):
        i -= 1
    if not i or i - 1 == latest or not _ATTACHED.match(blocks[i].text):
        return False
    above = blocks[i - 1].text
    return above[-1] == "日" or SENTENCE_END.search(above)


def _mark(block: Block, why: Why) -> Mark:
    kind = why.rule.removeprefix("furniture.")
    return Mark("furniture?" if kind in _DOUBTFUL else "furniture", Span(block.start, block.end), kind, why)


def _are_names(text: str, profile: Profile) -> bool:
    """Whether a row of words is one of persons, as those are who signed, perhaps with what they do for a paper."""
    return all(is_name(word, profile) or _PRESS.search(word) for word in text.split())


def _heads_columns(blocks: Sequence[Block], i: int) -> bool:
    """Whether a row of words has a row with figures under it, word for word: 品名 规格 最高 最低 over 鲫鱼 活 13.0 11.0."""
    below = blocks[i + 1].text.split() if i + 1 < len(blocks) else []
    return len(below) == len(blocks[i].text.split()) and any(map(is_figure, below))


@lru_cache(maxsize=200)
def _why(kind: str) -> Why:
    """Why a block may be of a kind; the same for all of a kind."""
    return Why(f"furniture.{kind}", "high", (Evidence(f"words of {kind}", 1.0),))
