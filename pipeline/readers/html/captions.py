"""Finds what names a table or a picture of an article: set like a heading, it heads none of the text below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.html.lines import Page

_TAGS = frozenset({"figcaption", "caption"})
_TABLE = re.compile(
    r"\s*(?:附表|表)\s*[0-9０-９一二三四五六七八九十]|[^。]*表(?:[（(][^（）()]{1,16}[）)])?$"
)
_UNIT = re.compile(r"\s*[（(]?(?:计量|金额|货币)?单位\s*[：:][^。]{1,20}$")
_COUNTED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+|[0-9]+[、.．])"
)
_LONGEST = 40


def captions(page: Page, texts: Sequence[int]) -> frozenset[int]:
    """The lines of an article that are captions.

    Args:
        page: the page.
        texts: the lines of the article.
    """
    lines, boxes = page.lines, page.boxes
    found = set()
    for place, number in enumerate(texts):
        line = lines[number]
        if line.chars > _LONGEST or not (line.hints or line.pictured) or "row" in line.hints:
            continue
        if boxes[line.box].tag in _TAGS or _under_picture(page, number) or _over_table(page, texts, place):
            found.add(number)
    return frozenset(found)


def _under_picture(page: Page, number: int) -> bool:
    """Whether a line stands right under a picture, centred or in the same block, in plain type: a heading would be bold."""
    line = page.lines[number]
    plain = line.hints == ("center",) or (line.pictured == "within" and not line.hints)
    if not line.pictured or not plain or line.linked:
        return False
    return line.text[-1] not in "。：:" and not _COUNTED.match(line.text)


def _over_table(page: Page, texts: Sequence[int], place: int) -> bool:
    """Whether a line names the table right below it: 表1, …情况表, or any words over 单位：万元."""
    line = page.lines[texts[place]]
    below = texts[place + 1 : place + 3]
    if not below or _COUNTED.match(line.text):
        return False
    under = page.lines[below[0]]
    if "row" in under.hints:
        return _TABLE.match(line.text) is not None
    return len(below) > 1 and "row" in page.lines[below[1]].hints and _UNIT.match(under.text) is not None
