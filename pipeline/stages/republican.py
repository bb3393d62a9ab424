"""Reads dates by the years of the Republic, with its name or without, where a traditional text gives them."""

from __future__ import annotations

import re
from datetime import date

from pipeline.model import Block, Document
from pipeline.numerals import chinese
from pipeline.stages.field import Field

_YEARS = re.compile(r"(?P<y>\d{2,3})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})$")
# Of three figures the year is no other; who writes it so may add the day of the week and the hour.
_WORDED = re.compile(
    r"(?P<y>1\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日(?: ?\(?(?:星期|周)(?P<w>[一二三四五六日]))?"
)
_MONTH = len("1949-03")
_WEEK = "一二三四五六日"
# 一九三七年 is no year of the Republic; where the day is left out, brackets end the date
_REPUBLICAN = re.compile(
    r"(?<![一-鿿])([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])年"
    r"([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日|(?=\)$))"
)


def labelled_republican(kind: str, block: Block, doc: Document, lo: int, hi: int) -> list[Field]:
    """A date by the years of the Republic after a label: 張貼日：101-09-28, 時間：112年8月17日（星期四）下午3時."""
    text = block.text[lo:hi]
    worded = _WORDED.match(text) if doc.lang.startswith("zh-Hant") else None
    m = worded or _YEARS.match(text)
    if not m or not 60 <= int(m["y"]) <= 150:
        return []
    try:
        day = date(int(m["y"]) + 1911, int(m["m"]), int(m["d"]))
    except ValueError:
        return []
    if worded and worded["w"] and _WEEK.index(worded["w"]) != day.weekday():
        return []
    return [Field(kind, block.span(lo, lo + m.end()), day.isoformat(), "medium")]


def republican(block: Block, doc: Document) -> Field | None:
    """The day or month that a traditional text gives by the years of the Republic without their name: （三十六年六月二日）.

    In figures (112年5月4日) it is read where the line holds no more.
    """
    text = block.text
    if "年" not in text or not doc.lang.startswith("zh-Hant"):
        return None
    at = int(text[0] == "(")
    if (worded := _WORDED.match(text, at)) and not text[worded.end() :].strip(" )"):
        found = labelled_republican("delivered", block, doc, at, len(text))
        return found[0] if found else None
    m = _REPUBLICAN.search(text)
    if not m:
        return None
    year, month, day = (chinese(figures or "一") for figures in m.groups())
    if not year or not month or not day:
        return None
    try:
        value = date(year + 1911, month, day).isoformat()[: None if m[3] else _MONTH]
    except ValueError:
        return None
    return Field("delivered", block.span(*m.span()), value, "medium")
