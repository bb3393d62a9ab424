"""Reads several names on one line: 宋明远 罗佳, 柳　青　丁大海, 本报记者 宋明远、罗佳 通讯员 丁大海."""

from __future__ import annotations

import re

from pipeline.frozen import record
from pipeline.profile import Profile
from pipeline.stages.text import is_name

_WORD = re.compile(r"[^ 、,/]+")
_PRESS = re.compile(r"[^ ,。:;!?]{0,8}?(?:记者|通讯员|评论员|特派员|特约撰稿人?|撰稿人?|实习生)$")
_ENDS = frozenset("者员稿人生")  # of their words
# where those who write an article work: 柏青山1,2, 石磊2*
_NUMBER = re.compile(r"[\d,*†①-⑨¹²³⁴⁵]+$")
_NUMBERS = re.compile(r"[一-鿿] ?[\d*†①-⑨¹²³⁴⁵]")
_PART = re.compile(r"[^,、; \d][^,、;\d]{1,5}(?:[\d*†①-⑨¹²³⁴⁵](?:,(?=\d))?)*")
_LONGEST = 60  # characters of a line of names
_MOST = 8  # names on a line

Place = tuple[int, int]


@record(frozen=True)
class Press:
    """Who wrote for a paper: the place of the first ``role``, and those of all ``names``."""

    role: Place
    names: tuple[Place, ...]


def several(text: str, profile: Profile) -> list[Place]:
    """The places of two or more names that a text is made of; [] where anything else is among them."""
    found = _names([m.span() for m in _WORD.finditer(text)], text, profile)
    return found if 2 <= len(found) <= _MOST else []


def numbered(text: str, profile: Profile) -> list[Place]:
    """The places of two or more names with the numbers of where their bearers work: 柏青山1,石磊2*; [] for any other line."""
    if len(text) > _LONGEST or not _NUMBERS.search(text):
        return []
    found = []
    for part in _PART.finditer(text):
        lo, hi = part.span()
        hi = lo + len(_NUMBER.sub("", text[lo:hi]).rstrip())
        while lo < hi and text[lo] == " ":
            lo += 1
        if not is_name(text[lo:hi], profile):
            return []
        found.append((lo, hi))
    return found if 2 <= len(found) <= _MOST else []


def press(text: str, profile: Profile) -> Press | None:
    """What a line says that has nothing but the reporters of a paper and their names; None for any other line."""
    if len(text) > _LONGEST or not (" " in text or "、" in text) or _ENDS.isdisjoint(text):
        return None
    words = [m.span() for m in _WORD.finditer(text)]
    roles = [i for i, (lo, hi) in enumerate(words) if _PRESS.match(text, lo, hi)]
    if not roles or roles[0] != 0:
        return None
    names: list[Place] = []
    for first, last in zip(roles, [*roles[1:], len(words)], strict=True):
        found = _names(words[first + 1 : last], text, profile)
        if not found:
            return None
        names += found
    return Press(words[0], tuple(names)) if len(names) <= _MOST else None


def _names(words: list[Place], text: str, profile: Profile) -> list[Place]:
    """The places of the names that words are; two single characters are one name that was spread. [] if one is none."""
    out: list[Place] = []
    i = 0
    while i < len(words):
        lo, hi = words[i]
        if hi - lo == 1 and i + 1 < len(words) and words[i + 1][1] - words[i + 1][0] == 1:
            i += 1
            hi = words[i][1]
        if hi - lo < 2 or not is_name(text[lo:hi], profile):
            return []
        out.append((lo, hi))
        i += 1
    return out
