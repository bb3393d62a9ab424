"""Tells whether a line is the date of a text: alone, with the day of the week, the hour or the place beside it, or left open."""

from __future__ import annotations

import re

from pipeline.model import Block, Mark

_WHEN = r"(?:\d{4}|[〇零一二三四五六七八九]{4})(?:年|[.]\d{1,2})?(?:\d{1,2}月)?"
# what a heading or a title is about took so long; a single year dates a text of a collection
YEARS = re.compile(rf"\({_WHEN} ?[-—~至]{{1,2}} ?(?:{_WHEN}|今)\)$")
_FULL = 10  # characters of a date with year, month and day
_LONGEST = 40
_LABELLED = "签订约署日期时间: ()"  # what else stands on the line of the day of a contract
_WEEKDAY = re.compile(r"^ ?\(?(?:星期|周)[一二三四五六日天]\)?")
_HOUR = r"(?: ?(?:灯下|[深半午凌清]?[夜晨]|早|[上中下]午|晚|傍晚|[初定完脱]稿|稿|修?改|改[定稿]|修订))?"
_PLACE = re.compile(rf"^{_HOUR}(?:(?: *[, ] *| ?(?:[写书草]?于|在))[一-鿿]{{2,8}})?$")
_HIDDEN = r"xX×*〇_ "
_NUMBER = rf"(?:[\d{_HIDDEN}]{{0,4}}|[〇一二三四五六七八九十廿卅元正初]{{1,3}})"
# the years of an emperor of the last dynasties: 光绪元年
REIGN = r"(?:洪武|永乐|嘉靖|万历|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统)[元〇一二三四五六七八九十]{1,3}年"
_YEAR = rf"(?:{REIGN}|(?:[\d〇零0O一二三四五六七八九十廿卅{_HIDDEN}]{{0,4}}|(?:中华)?民国.{{1,4}})年)"
_YEAR += r"(?: ?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?)?"
# 三月初五, 癸卯年正月十五: days of the lunar year
_LUNAR = (
    r"(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)? ?[正冬腊一二三四五六七八九十]{1,2}月"
    r"(?:初[一二三四五六七八九十]|[十廿][一二三四五六七八九]?|[二三]十)"
)
# 三月十一日, 20xx年9月10日, 年 月 日, 五月三日灯下, 九月十四日 上海, 一九八四年冬
_OPEN = re.compile(
    rf"^\(?(?:(?:{_YEAR})? ?{_LUNAR}日?"
    rf"|(?:{_YEAR})? ?{_NUMBER}月 ?{_NUMBER}[日号夜]|{_YEAR} ?(?:{_NUMBER}月|[初仲暮深]?[春夏秋冬]|元旦|除夕|春节|端午|中秋|国庆))"
    rf"(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?{_HOUR}(?: +(?:于|在)?[一-鿿]{{2,8}}| ?于[一-鿿]{{2,8}})?\)?$"
)
_CLOCK = re.compile(r"^(?:[一-鿿]{2,4}时间)? ?(?:[上下]午)?\d{1,2}[时:]\d{1,2}分?$")


def is_date(block: Block, found: list[Mark]) -> bool:
    """Whether a line is a date, of which ``found`` are the marks, and nothing else."""
    return len(found) == 1 and not besides(block, found[0])


def is_date_of_both(block: Block, found: list[Mark]) -> bool:
    """Whether a line holds one day twice, as where both parties sign: 日期:2013.3.18 日期:2013.3.18."""
    if len(found) != 2 or found[0].value != found[1].value:
        return False
    first, second = found
    text = block.text
    rest = (
        text[: block.find(first.span.start)]
        + text[block.find(first.span.end) : block.find(second.span.start)]
    )
    return not (rest + text[block.find(second.span.end) :]).strip(_LABELLED)


def is_full_date(block: Block, found: list[Mark]) -> bool:
    """Whether a line is a date with its day and nothing else."""
    return is_date(block, found) and len(found[0].value) == _FULL


def besides(block: Block, date: Mark) -> str:
    """What a line holds besides its date, the day of the week, and brackets."""
    before, after = block.text[: block.find(date.span.start)], block.text[block.find(date.span.end) :]
    return (before + _WEEKDAY.sub("", after)).strip(" ()[]。,于")


def is_placed(block: Block, date: Mark) -> bool:
    """Whether a line is a date with the hour or the place behind it: 1934年5月3日夜, 一九八四年三月,北京和平里."""
    after = block.text[block.find(date.span.end) :]
    return (
        len(block.text) <= _LONGEST
        and not block.text[: block.find(date.span.start)].strip(" (")
        and _PLACE.match(_WEEKDAY.sub("", after).rstrip(" )")) is not None
    )


def is_open_date(text: str) -> bool:
    """Whether a line is a date that names no year, or one to be filled in: 三月十一日, 20xx年xx月xx日."""
    return len(text) <= _LONGEST and ("月" in text or "年" in text) and _OPEN.match(text) is not None


def is_clock(text: str) -> bool:
    """Whether a line is a time of day, as it stands under a date: 香港时间11时42分."""
    return len(text) <= _LONGEST and _CLOCK.match(text) is not None
