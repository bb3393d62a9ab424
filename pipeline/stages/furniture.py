"""Marks blocks that look like the page around the text: navigation, advertising, counters, fillers, tables of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.frozen import replace
from pipeline.model import Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.rules import LONG, SHORT, rules
from pipeline.stages.text import by_block

_LONGEST = max(LONG.values())
_CONTENTS = re.compile(r"^(?:目 *录|目 *次|contents|table of contents)$", re.IGNORECASE)
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad]+$")
_WIDTHLESS = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad")
_LEADER = re.compile(r"[ .·…]*\d{0,4}$")


def furniture(doc: Document, profile: Profile, /) -> Document:
    """Mark blocks whose words or separators are those of page furniture; later stages weigh their position.

    One mark ``furniture`` a block, its value the kind: the first kind of the profile that fits.
    """
    marks = list(_contents(doc))
    short, long = rules(profile).page.fits, rules(profile).long_page.fits
    seen = {m.span.start for m in marks} | by_block(doc.marks, "furniture").keys()
    for block in doc.blocks:
        text = block.text
        length = len(text)
        if length > _LONGEST:
            continue
        if text[0] in _WIDTHLESS and _UNSEEN.match(text):
            kind, reason = "blank", "characters without width"
        elif short(text) if length <= SHORT else long(text):
            kind = _kind(text, profile)
            reason = f"words of {kind}"
        else:
            continue
        if kind and block.start not in seen:
            marks.append(_mark(block.start, block.end, kind, reason))
    return replace(doc, marks=doc.marks + tuple(marks)) if marks else doc


def _kind(text: str, profile: Profile) -> str:
    """The first kind of furniture that a line may be; "" for none."""
    length = len(text)
    for kind, pattern in profile.furniture:
        if length <= LONG.get(kind, SHORT) and pattern.search(text):
            return kind
    return ""


def _mark(start: int, end: int, kind: str, reason: str) -> Mark:
    return Mark(
        "furniture", Span(start, end), kind, Why(f"furniture.{kind}", "high", (Evidence(reason, 1.0),))
    )


def _contents(doc: Document) -> Iterator[Mark]:
    """A table of contents: a line 目录, then headings up to the place where the first of them comes again."""
    for i, block in enumerate(doc.blocks[:60]):
        if block.text[0] not in "目CcTt" or not _CONTENTS.match(block.text) or i + 2 >= len(doc.blocks):
            continue
        first = _entry(doc.blocks[i + 1].text)
        again = next((k for k in range(i + 2, len(doc.blocks)) if _entry(doc.blocks[k].text) == first), 0)
        rows = doc.blocks[i:again]
        if again and first and all(len(b.text) <= 70 and not b.text.endswith("。") for b in rows):
            for row in rows:
                yield _mark(row.start, row.end, "contents", "repeats the headings of the text")
        return


def _entry(text: str) -> str:
    return _LEADER.sub("", text).replace(" ", "")
