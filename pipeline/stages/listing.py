"""Reads a table of contents in the text whose lines are not those that come again: with numbers, pages, or names in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.stages.text import key

_LONGEST = 70  # of an entry
_MOST = 1 / 2  # of the entries come again
_SHORTEST = 4
_WORD = 2  # characters of the shortest one where most come again: 释义
_LEAST = 2
_SURE, _LEAST_SURE = 0.8, 3  # where a paragraph parts them from the text
NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}|\d{1,3})[、.,: ] *")
# the page, and between dots who speaks: ……柳青禾（3）; （柳青禾）／3
_LEADER = re.compile(
    r"(?:(?: ?[.·…—-]{2,}| {2,}) ?(?:[一-鿿]{2,4} {0,6}(?=[(\d]))?| +)[(]?(?:\d{1,3}-)?\d{0,4}[)]?$| ?/ ?\d{1,4}$|[.·… ]+$"
)
_ASIDE = re.compile(r"[(][^()]*[)]$|[/ ] ?[一-鿿]{2,4}$")


def entry_keys(text: str, shortest: int = _SHORTEST) -> set[str]:
    """What a line of a table of contents may list: its words without number and page, and these without a name or date."""
    words = _LEADER.sub("", NUMBER.sub("", text)).rstrip()
    return {k for k in (key(words), key(_ASIDE.sub("", words).rstrip())) if len(k) >= shortest}


def rows_below(blocks: Sequence[Block], heading: int) -> range:
    """The lines of a table of contents under its heading, up to the place where one of them comes again, or to a paragraph."""
    listed: set[str] = set()
    for i in range(heading + 1, len(blocks)):
        text = blocks[i].text
        if len(text) > _LONGEST or text[-1] in "。:;":
            return _over_text(blocks, range(heading + 1, i))
        if key(NUMBER.sub("", text)) in listed:
            rows = range(heading + 1, i)
            return rows if _come_again(blocks, rows, i) else range(0)
        listed |= entry_keys(text)
    return range(0)


def _over_text(blocks: Sequence[Block], rows: range) -> range:
    """The entries over a paragraph: 前言 between them and their text is none of them."""
    below = {k for b in blocks[rows.stop :] if len(b.text) <= _LONGEST for k in entry_keys(b.text, _WORD)}
    again = [i for i in rows if not below.isdisjoint(entry_keys(blocks[i].text, _WORD))]
    if len(again) < _LEAST_SURE:
        return range(0)
    found = range(rows.start, again[-1] + 1)
    return found if len(again) >= _SURE * len(found) else range(0)


def _come_again(blocks: Sequence[Block], rows: range, first: int) -> bool:
    """Whether most entries are lines of the text that begins at block ``first``, perhaps with a date behind."""
    below = {k for b in blocks[first:] if len(b.text) <= _LONGEST for k in entry_keys(b.text)}
    again = sum(not below.isdisjoint(entry_keys(blocks[i].text)) for i in rows)
    return again >= max(_LEAST, _MOST * len(rows))
