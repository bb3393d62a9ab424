"""Reads and writes the numerals of outlines and dates: 十二, 二〇一九, 壹, ①, ㈠, Ⅳ, 甲, 12, １２."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_DIGIT |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_DIGIT |= {"貳": 2, "參": 3, "参": 3, "叄": 3, "陸": 6, "○": 0, "Ｏ": 0, "两": 2, "兩": 2, "弍": 2}
_TENS = {"廿": 20, "卅": 30}
_UNIT = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALES = frozenset(_TENS | _UNIT)
_ALONE = _DIGIT | _TENS | _UNIT
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_WELL_FORMED = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def chinese(text: str) -> int | None:
    """Value of a Chinese numeral, everyday or financial (十二, 一百零三, 二〇一九, 贰拾), or None.

    Without units the digits are positional, as in years.
    """
    if len(text) == 1:
        return _ALONE.get(text)
    if not text:
        return None
    if _SCALES.isdisjoint(text):
        value = 0
        for c in text:
            if c not in _DIGIT:
                return None
            value = value * 10 + _DIGIT[c]
        return value
    total, digit = 0, None
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _TENS:
            total, digit = total + _TENS[c], None
        elif c in _UNIT:
            total, digit = total + (1 if digit is None else digit) * _UNIT[c], None
        else:
            return None
    return total + (digit or 0)


def to_chinese(value: int) -> str:
    """Everyday Chinese numeral of an integer from 1 to 9999: 12 is 十二, 103 is 一百零三.

    Raises ValueError outside that range.
    """
    if not 1 <= value <= 9999:
        raise ValueError(f"{value} is not between 1 and 9999")
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if zero else "") + "〇一二三四五六七八九"[digit] + name
        zero = (bool(out) and not digit) or (zero and not digit)
    return out.removeprefix("一") if out.startswith("一十") else out


def arabic(text: str) -> int | None:
    """Value of decimal digits, half or full width."""
    return int(text) if text.isdecimal() else None


def roman(text: str) -> int | None:
    """Value of a well-formed Roman numeral, in letters or in the characters Ⅰ–Ⅻ."""
    upper = unicodedata.normalize("NFKC", text).upper()
    if not upper or not _ROMAN_WELL_FORMED.fullmatch(upper):
        return None
    value = 0
    for worth, letters in _ROMAN:
        while upper.startswith(letters):
            value, upper = value + worth, upper[len(letters) :]
    return value


def to_roman(value: int) -> str:
    """Roman numeral of an integer from 1 to 3999. Raises ValueError outside that range."""
    if not 1 <= value <= 3999:
        raise ValueError(f"{value} is not between 1 and 3999")
    out = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        out += letters * count
    return out


@lru_cache(maxsize=256)
def enclosed(text: str) -> int | None:
    """Value of one enclosed character: ① ⑴ ⒈ ㈠ ㊀ ❶ and their like, from its Unicode properties."""
    if len(text) != 1:
        return None
    plain = unicodedata.normalize("NFKC", text).strip("().")
    if plain != text and (value := arabic(plain) or chinese(plain)):
        return value
    return int(unicodedata.numeric(text, 0)) or None


def stem(text: str) -> int | None:
    """Place of a heavenly stem: 甲 is 1."""
    return _STEMS.find(text) + 1 or None if len(text) == 1 else None


def letter(text: str) -> int | None:
    """Place of a Latin letter: a is 1, B is 2."""
    return _LETTERS.find(text.lower()) + 1 or None if len(text) == 1 else None


# What a placeholder in a profile's pattern stands for: its regular expression and the reader of its value.
_CN = "〇○零一二三四五六七八九十百千两兩廿卅"
PLACEHOLDERS: dict[str, tuple[str, Callable[[str], int | None]]] = {
    "cn": (f"[{_CN}]{{1,7}}", chinese),
    "big": ("[壹贰貳叁參叄参肆伍陆陸柒捌玖拾佰]{1,5}", chinese),
    "num": ("[0-9０-９]{1,4}", arabic),
    "any": (f"(?:[{_CN}]{{1,7}}|[0-9０-９]{{1,4}})", lambda s: arabic(s) or chinese(s)),
    "enclosed": ("[①-⒛㈠-㈩㊀-㊉⓵-⓾❶-➓]", enclosed),
    "circled": ("[①-⑳㉑-㉟㊱-㊿❶-➓]", enclosed),
    "paren": ("[⑴-⒇]", enclosed),
    "dotted": ("[⒈-⒛]", enclosed),
    "cnparen": ("[㈠-㈩]", enclosed),
    "roman": ("(?:[IVXLC]{1,7}|[Ⅰ-Ⅻ])", roman),
    "small": ("[ivx]{1,5}", roman),
    "stem": (f"[{_STEMS}]", stem),
    "letter": ("[a-zA-Z]", letter),
}
