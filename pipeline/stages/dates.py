"""Marks dates in every form that documents use and reads them as ISO 8601: 2019年3月5日, 二〇一九年, 民國96年, 2019-03-05."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from pipeline.fold import folded
from pipeline.frozen import replace
from pipeline.model import Diagnostic, Document, Evidence, Mark, Span, Why
from pipeline.numerals import arabic, chinese
from pipeline.profile import Profile

_C = r"[〇零0O一二三四五六七八九十百廿卅]{1,5}"
_ZERO = str.maketrans("0O", "〇〇")  # what keyboards offer for 〇: 二0二一年
_ERA = r"(?P<era>(?:中 *华)? *民 *国|公元|平成|令和|昭和|大正|明治) *"
_JAPAN = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_HAN = re.compile(  # 正月 and 三月初五 are of the lunar year
    rf"(?:{_ERA})?(?P<y>(?<!\d)\d{{1,4}}|{_C}|元) *年 *(?P<m>\d{{1,2}}|[一二三四五六七八九十元]{{1,2}}) *月(?! ?初)"
    rf"(?: *(?P<d>\d{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}}) *[日号]|(?P<dd>\d{{1,2}})(?!\d))?"
)
_ISO = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<s>[-/.·] ?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"(?:(?![\d.])|(?=\d\d:\d\d))"  # 2023-05-0410:22
)
# 2023 11/08 20:14:36, as Xinhua's pages have it
_PARTED = re.compile(r"(?<!\d)(?P<y>20\d\d) (?P<m>[01]\d)/(?P<d>[0-3]\d)(?= \d\d:\d\d)")
_PARTED_SIGN = re.compile(r"/(?<=20\d\d [01]\d/)")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = {month[:3]: n for n, month in enumerate(_MONTHS, 1)}
_NAMED = "|".join(f"{m[:3]}(?:{m[3:]})?" for m in _MONTHS)
_ENGLISH = re.compile(
    rf"(?i)\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{_NAMED})\.?,? (?P<y>\d{{4}})"
    rf"|(?P<m2>{_NAMED})\.? {{1,2}}(?P<d2>\d{{1,2}})(?:,? (?P<y2>\d{{4}})| (?P<clock>\d\d:\d\d:\d\d) (?P<y3>\d{{4}})))\b"
)
# Where a date may stand, by what the engine finds quickly: one sign, such as the first one in the middle of 2019年3月
_MONTH = re.compile(r"[JFMASONDjfmasond](?=[AEPUCOaepuco][NBRYLGPTVCnbrylgptvc])")
_ASCII_MONTH = re.compile(_MONTH.pattern.encode())
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? $", re.IGNORECASE)
_REACH_DAY = len("31st ")
_YEARS = tuple(re.compile(rf"{sign}(?<=[12][09]\d\d{sign})") for sign in ("-", "/", r"\."))
_DOTTED = re.compile("·(?<=[12][09]\\d\\d·)")  # 1985·10·12
_OWN_YEAR = re.compile("年(?<=[今本去前明]年)")
_MIDDLE = re.compile(r"年 *[\d一二三四五六七八九十元]{1,2} *月")
_BEFORE = re.compile(r"[ 中华民国公元平成令和昭大正明治\dO〇零一二三四五六七八九十百廿卅]*")
_REACH = 24
_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1}
_RELATIVE = re.compile(
    r"(?P<w>今年|本年|去年|前年|明年) ?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2}) ?月(?!底|初|份|中|以)"
    r"(?: ?(?P<d>\d{1,2}|[一二三四五六七八九十廿卅]{1,3}) ?[日号])?"
)
_WHY = Why("date.form", "high", (Evidence("full date", 1.0),))
_TIME = re.compile(r"[ T]{0,2}(?P<h>\d{1,2}):(?P<i>\d\d)(?::(?P<s>\d\d))?")


def dates(doc: Document, profile: Profile, /) -> Document:
    """Mark full dates and months as ``date`` with their ISO value; a bare year is no date, and nothing is completed.

    A day that the calendar does not have is reported (MET104) and left unmarked.
    """
    marks: list[Mark] = []
    diagnostics: list[Diagnostic] = []
    text = folded(doc.source.text)
    for found, value in find(text):
        span = Span(*found)
        if value:
            marks.append(Mark("date", span, value, _WHY))
        else:
            diagnostics.append(
                Diagnostic("MET104", span, (("text", doc.source.text[span.start : span.end]),))
            )
    if not marks and not diagnostics:
        return doc
    return replace(doc, marks=doc.marks + tuple(marks), diagnostics=doc.diagnostics + tuple(diagnostics))


def find(text: str) -> list[tuple[tuple[int, int], str]]:
    """Dates in folded text as ((start, end), ISO value); the value is "" for a day that does not exist."""
    out = []
    if "年" in text:
        for m in _han(text):
            year = _year(m["y"], m["era"])
            if year is None:
                continue
            value = _iso(year, _small(m["m"]), _small(m["d"] if m["d"] is not None else m["dd"]))
            out.append(_timed(text, m, value) if m["d"] is not None else (m.span(), value))
    for m in _iso_dates(text):
        out.append(_timed(text, m, _iso(int(m["y"]), int(m["m"]), int(m["d"]))))
    for m in _english(text):
        month = _SHORT[(m["m"] or m["m2"])[:3].lower()]
        value = _iso(int(m["y"] or m["y2"] or m["y3"]), month, int(m["d"] or m["d2"]))
        out.append((m.span(), f"{value}T{m['clock']}" if value and m["clock"] else value))
    return sorted(out)


def _timed(text: str, m: re.Match[str], value: str) -> tuple[tuple[int, int], str]:
    """A date with the time of day that stands behind it, where one does."""
    clock = _TIME.match(text, m.end())
    if not value or not clock or int(clock["h"]) >= 24 or int(clock["i"]) >= 60:
        return m.span(), value
    value += f"T{int(clock['h']):02}:{clock['i']}:{clock['s'] or '00'}"
    return (m.start(), clock.end()), value


def _han(text: str) -> Iterator[re.Match[str]]:
    """The matches of ``_HAN``, looked for around the middle of each; to try it everywhere takes twenty times as long."""
    done = 0
    for middle in _MIDDLE.finditer(text):
        at = middle.start()
        before = text[max(at - _REACH, 0) : at][::-1]
        length = _BEFORE.match(before).end()  # type: ignore[union-attr] # it matches the empty string too
        first = at - length if length < _REACH else text.rfind("\n", 0, at) + 1
        found = next(filter(None, (_HAN.match(text, start) for start in range(max(first, done), at))), None)
        if found:
            done = found.end()
            yield found


def _iso_dates(text: str) -> Iterator[re.Match[str]]:
    done = 0
    places = [(m.end() - 5, _ISO) for year in _YEARS for m in year.finditer(text)]
    if "·" in text:
        places += [(m.end() - 5, _ISO) for m in _DOTTED.finditer(text)]
    if "/" in text:
        places += [(m.end() - 8, _PARTED) for m in _PARTED_SIGN.finditer(text)]
    for start, form in sorted(places, key=itemgetter(0)):
        found = form.match(text, start)
        if found and start >= done:
            done = found.end()
            yield found


def _english(text: str) -> Iterator[re.Match[str]]:
    """The matches of ``_ENGLISH``, looked for around the words of months, if there are any among the Latin letters."""
    if not _ASCII_MONTH.search(text.encode("ascii", "ignore")):
        return
    done = 0
    for word in _MONTH.finditer(text):
        at = word.start()
        if at < done or text[at : at + 3].lower() not in _SHORT:
            continue
        day = _DAY.search(text, max(at - _REACH_DAY, done), at)
        found = (day and _ENGLISH.match(text, day.start())) or _ENGLISH.match(text, at)
        if found:
            done = found.end()
            yield found


def relative(text: str, year: int, start: int = 0) -> list[tuple[tuple[int, int], str]]:
    """Dates by the writer's own year (今年6月18日, 去年10月) as ``find`` gives them.

    Args:
        text: folded text.
        year: what 今年 is.
        start: where to begin.
    """
    out = []
    for word in _OWN_YEAR.finditer(text, start):
        m = _RELATIVE.match(text, word.start() - 1) if word.start() > start else None
        value = _iso(year + _SHIFT[m["w"]], _small(m["m"]), _small(m["d"])) if m else ""
        if m and value:
            out.append((m.span(), value))
    return out


def _year(text: str, era: str | None) -> int | None:
    """The Gregorian year, or None where the number is no year (三年, 2年)."""
    value = 1 if text == "元" else arabic(text) or chinese(text.translate(_ZERO))
    if value is None:
        return None
    if era and "民国" in era.replace(" ", ""):
        return value + 1911 if 0 < value < 200 else None
    if era in _JAPAN:
        return value + _JAPAN[era] if 0 < value < 65 else None
    if 1000 <= value <= 2099:
        return value
    # 98年5月 without an era is a year of the last century in texts of that time, or of the Republic: not decided here
    return None


def _small(text: str | None) -> int | None:
    if not text:
        return None
    digits = arabic(text)
    return 1 if text == "元" else chinese(text) if digits is None else digits


def _iso(year: int, month: int | None, day: int | None) -> str:
    try:
        if month is not None and day is not None:
            return date(year, month, day).isoformat()
        return f"{date(year, month, 1).year}-{month:02}" if month else ""
    except ValueError:
        return ""
