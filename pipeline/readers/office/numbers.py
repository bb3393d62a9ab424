"""The numbers of automatic lists as Word shows them, for each number format of ECMA-376 that Chinese documents use.

Where the standard (Part 1, 17.18.59) and Word differ, this follows Word.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.numerals import to_roman

_HAN = "〇一二三四五六七八九"
_CIRCLE = "○一二三四五六七八九"
_ZODIAC = "子丑寅卯辰巳午未申酉戌亥"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + i) for i in range(count))


# One character for each number; past the last one Word shows plain digits.
_SETS = {
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 10),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㈠", 10),  # in parentheses in Word, whatever the name says
    "ideographTraditional": _STEMS,
    "ideographZodiac": _ZODIAC,
    # OpenDocument has as many circles as Unicode.
    "circled": _run("①", 20) + _run("㉑", 15) + _run("㊱", 15),
}
_DIGITS = {
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "ideographDigital": _HAN,
    "japaneseDigitalTenThousand": _HAN,
    "taiwaneseDigital": _CIRCLE,
}


def shown(value: int, form: str) -> str:
    """A number as Word shows it.

    Args:
        value: the number; negative ones are shown as plain digits.
        form: the name of the number format (``w:numFmt``).

    Returns:
        The number without the text around it: "" for ``none``, plain digits for a format that is not known or
        has no sign for this number.
    """
    if form in ("none", "bullet"):
        return ""
    if value < 0:
        return str(value)
    if form in _SETS:
        return _SETS[form][value - 1] if 1 <= value <= len(_SETS[form]) else str(value)
    if form in _DIGITS:
        return "".join(_DIGITS[form][int(digit)] for digit in str(value))
    write = _WRITERS.get(form)
    return write(value) if write and value > 0 else str(value)


def _letters(value: int) -> str:
    """a … z, aa, bb … zz, aaa: the letter is repeated, unlike the columns of a spreadsheet."""
    times, letter = divmod(value - 1, 26)
    # Hostile numbers would give lines of megabytes.
    return chr(ord("a") + letter) * (times + 1) if times < 40 else str(value)


def _romans(value: int) -> str:
    return to_roman(value) if value < 4000 else str(value)


def _ordinal(value: int) -> str:
    teens = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _counting(value: int) -> str:
    """Counted up to 99, digit by digit from 100 on."""
    if value >= 100:
        return "".join(_CIRCLE[int(digit)] for digit in str(value))
    return _grouped(value, _HAN, "十百千", "万", "")


def _grouped(value: int, digits: str, units: str, myriad: str, zero: str, bare: str = "十") -> str:
    """A number with its units, in groups of four digits.

    ``zero`` is written for a gap between digits. A one is left out before the units in ``bare``: everywhere
    if there are several of them (Japanese), otherwise only where it opens the number.
    """
    if value >= 100_000_000:
        return str(value)
    high, low = divmod(value, 10_000)
    text = (_group(high, digits, units, zero, bare, True) + myriad) if high else ""
    if high and 0 < low < 1000:
        text += zero
    return text + _group(low, digits, units, zero, bare, not high)


def _group(value: int, digits: str, units: str, zero: str, bare: str, opens: bool) -> str:
    text, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit, value = divmod(value, power)
        if not digit:
            gap = bool(text)
            continue
        one = digit == 1 and unit != "" and unit in bare and (len(bare) > 1 or (opens and not text))
        text += (zero if gap else "") + ("" if one else digits[digit]) + unit
        gap = False
    return text


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": _romans,
    "lowerRoman": lambda n: _romans(n).lower(),
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "numberInDash": lambda n: f"- {n} -",
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": lambda n: _grouped(n, _HAN, "十百千", "万", "〇"),
    "chinese": lambda n: _grouped(n, _HAN, "十百千", "万", "零"),  # of OpenDocument
    "taiwaneseCountingThousand": lambda n: _grouped(n, _HAN, "十百千", "萬", "零"),
    "japaneseCounting": lambda n: _grouped(n, _HAN, "十百千", "万", "", "十百千"),
    "chineseLegalSimplified": lambda n: _grouped(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟", "萬", "零", ""),
    "ideographLegalTraditional": lambda n: _grouped(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", "零", ""),
    "japaneseLegal": lambda n: _grouped(n, "〇壱弐参四伍六七八九", "拾百阡", "萬", "", ""),
    "ideographZodiacTraditional": lambda n: (
        _STEMS[(n - 1) % 10] + _ZODIAC[(n - 1) % 12] if n <= 60 else str(n)
    ),
}
