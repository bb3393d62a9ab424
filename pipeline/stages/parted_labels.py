"""Reads labels that no colon parts from what is said: a blank does (问　先生何年习茶?), or a bar (刻字人｜反着刻。)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.stages.text import SENTENCE_END

ASIDE = r"(?: ?\((?P<aside>[^():]{1,20})\)(?: ?\([^():]{1,20}\))?)?"
_SPACED = re.compile(
    rf"(?P<label>(?P<base>[问答甲乙丙丁众男女合]|[QA]\d{{0,2}}|主持人?|主 {{0,2}}席|议长|司仪|记者|旁白|裁判官"
    rf"|审判[长员]|书记员|公诉人|辩护人|(?:主问|控方|辩方)?大?律师(?: {{1,2}}[^\s]{{1,3}}(?:先生|女士|小姐))?"
    rf"|原 {{0,2}}告|被 {{0,2}}告人?|证 {{0,2}}人){ASIDE}) {{1,6}}(?=[^\s:|])"
)
_SPACED_FIRSTS = frozenset("问答甲乙丙丁众男女合QA主议司记旁裁审书公辩控大律原被证")
_BARRED = re.compile(
    rf"(?P<label>(?P<base>[^\s:,。;“”!?、()\[\]【】《》|丨]{{1,12}}){ASIDE}) ?[|丨] ?(?=[^\s|丨][^|丨]*$)"
)
_ASKS, _ANSWERS = frozenset("问Q"), frozenset("答A")
_BAR = 14  # characters before the speech behind a bar
PARTED = _SPACED, _BARRED
_EXCHANGE = 4  # lines


def parted_label(text: str) -> re.Match[str] | None:
    """The label that opens a line without a colon behind it."""
    if text[0] in _SPACED_FIRSTS and " " in text[:12] and (found := _SPACED.match(text)):
        return found
    bar = max(text.find("|", 1, _BAR), text.find("丨", 1, _BAR))
    return _BARRED.match(text) if bar > 0 else None


def exchanged(found: Sequence[tuple[int, re.Match[str]]]) -> list[tuple[int, re.Match[str]]]:
    """The lines whose labels have no colon and are turns: questions and answers, or labels that come back before sentences."""
    if len(found) < _EXCHANGE:
        return []
    spaced = [(i, m) for i, m in found if m.re is _SPACED]
    firsts = [m["base"][0] for _, m in spaced]
    asked, answered = (sum(c in kind for c in firsts) for kind in (_ASKS, _ANSWERS))
    if min(asked, answered) > 1 and firsts[0] in _ASKS and min(asked, answered) * 2 >= max(asked, answered):
        return [(i, m) for i, m in spaced if m["base"][0] in _ASKS | _ANSWERS]
    if spaced and len(spaced) * 2 > spaced[-1][0] - spaced[0][0] and _come_back(spaced, 1):
        return spaced
    counts = Counter(m["base"] for _, m in found)
    barred = [(i, m) for i, m in found if m.re is _BARRED and counts[m["base"]] > 1]
    return barred if _come_back(barred, 2) else []


def _come_back(found: Sequence[tuple[int, re.Match[str]]], least: int) -> bool:
    """Whether ``least`` of two labels or more come again, before what are mostly sentences."""
    counts = Counter(m["base"] for _, m in found)
    told = sum(bool(SENTENCE_END.search(m.string)) for _, m in found)
    again = sum(n > 1 for n in counts.values())
    return len(found) >= _EXCHANGE and again >= least and len(counts) > 1 and told * 2 > len(found)
