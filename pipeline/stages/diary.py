"""Finds the lines that date the entries of a diary: 四月十九日  星期二  阴，小雨."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block

_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4}) ?年"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十正腊]{1,2}) ?月 ?(?:\d{1,2}|初?[一二三四五六七八九十廿卅]{1,3}) ?[日号]?"
_WEEKDAY = r"[(,]?(?:星期|礼拜|周)[一二三四五六日天]\)?"
_WEATHER = r"[(,]?(?=.*[阴晴雨雪云雾风霾])[阴晴雨雪云雾风霾雷雹霜多少转间到有大中小微阵雷暴骤夜晨午早晚上下前后寒冷热闷暖凉无,、 ]{1,14}\)?"
_ENTRY = re.compile(
    rf"(?:{_YEAR} ?|\d{{4}}[-./])?(?:{_DAY}|\d{{1,2}}[-./]\d{{1,2}}) ?(?: *{_WEEKDAY}(?: *{_WEATHER})?| *{_WEATHER})$"
)
_OF_YEAR = re.compile(rf"{_YEAR}$")
_FIRST = frozenset("0123456789〇零一二三四五六七八九十正腊")
# How such a line ends: with the day of the week, the weather, or the year.
_LAST = frozenset("一二三四五六日天) 年") | frozenset(
    "阴晴雨雪云雾风霾雷雹霜多少转间到有大中小微阵暴骤夜晨午早晚上下前后寒冷热闷暖凉无,、"
)
_LONGEST = 32


def may_head(text: str) -> bool:
    """Whether a line begins and ends as the head of an entry does, or a year over it."""
    return len(text) <= _LONGEST and text[0] in _FIRST and text[-1] in _LAST


def entries(blocks: Sequence[Block]) -> dict[int, str]:
    """The lines that head entries (``entry``), and years of them (``plain``), by place; none where there is but one."""
    short = [i for i, b in enumerate(blocks) if b.text[0] in _FIRST and b.text[-1] in _LAST]
    short = [i for i in short if may_head(blocks[i].text)]
    if len(short) < 2:
        return {}
    found = {i: "entry" for i in short if _ENTRY.match(blocks[i].text)}
    found = {i: style for i, style in found.items() if i + 1 < len(blocks) and i + 1 not in found}
    if len(found) < 2:
        return {}
    years = {i: "plain" for i in short if i + 1 in found and _OF_YEAR.match(blocks[i].text)}
    return found | years
