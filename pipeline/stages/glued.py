"""Finds the numbered titles of a compilation that stand in one line with their texts: 护堤发言稿一：今天我要讲的是…"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.numerals import arabic, chinese
from pipeline.profile import Profile
from pipeline.stages.rules import rules

_TITLE = re.compile(
    r"(?P<stem>[^,。:;!?]{4,40}?(?:[稿信]|讲话|发言|演讲|致[辞词]|范文|例文|总结|报告) ?篇?)"
    r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<colon> ?:)?"
)
_ALIKE = 4  # first characters that all of them share
_LEAST = 3  # texts
_PROSE = 40  # characters of a paragraph
_STOPS = frozenset("。!?…”")
_GREETING = re.compile(r"[^。!?:]{1,60}:")


def glued(blocks: Sequence[Block], profile: Profile) -> dict[int, int]:
    """Where the numbered titles end, by the offsets of their lines.

    The same words stand before numbers that count up from 1, three of them at the least, and a greeting, or a colon and a
    paragraph, behind each: what is only named behind a number is a title of its own.
    """
    often = {begin for begin, n in Counter([b.text[:_ALIKE] for b in blocks]).items() if n >= _LEAST}
    found: dict[str, list[tuple[int, int, int]]] = {}
    for block in blocks if often else ():
        if block.text[:_ALIKE] in often and (m := _TITLE.match(block.text)) and _begins(m, profile):
            number = arabic(m["number"]) or chinese(m["number"]) or 0
            found.setdefault(m["stem"], []).append((number, block.start, m.end()))
    return {
        start: end
        for items in found.values()
        if len(items) >= _LEAST and [number for number, _, _ in items] == [*range(1, len(items) + 1)]
        for _, start, end in items
    }


def _begins(title: re.Match[str], profile: Profile) -> bool:
    """Whether a text begins right behind a title."""
    text, end = title.string, title.end()
    greeting = _GREETING.match(text, end)
    if greeting and rules(profile).cues["salute"].match(greeting[0].lstrip()):
        return True
    return title["colon"] is not None and len(text) - end >= _PROSE and text[-1] in _STOPS
