"""Folds text for searching: characters that scripts, widths and cases exchange become one, signs that are no letters go.

A class holds all characters that any conversion of the dictionaries exchanges, so that a text and its conversion
fold alike: 发 發 髮, 着 著, 只 隻 祇 衹. The table maps one character to one and is shipped with the index, where the
query is folded by it in the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from pipeline import fold, script

# Written out, as what a version of Python or of a browser takes for a letter changes: both sides must agree.
SKIPPED: tuple[tuple[int, int], ...] = (
    (0x0000, 0x002F),  # controls, blanks, ASCII punctuation
    (0x003A, 0x0040),
    (0x005B, 0x0060),
    (0x007B, 0x00A9),
    (0x00AB, 0x00B4),
    (0x00B6, 0x00B9),
    (0x00BB, 0x00BF),
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x02C2, 0x02DF),
    (0x2000, 0x206F),  # general punctuation, joiners, directions
    (0x20A0, 0x20CF),
    (0x2190, 0x245F),  # arrows, mathematics, technical signs
    (0x2500, 0x2BFF),  # boxes, shapes, dingbats
    (0x2E00, 0x2E7F),
    (0x2FF0, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x3036, 0x3037),
    (0x303D, 0x303F),
    (0x30A0, 0x30A0),
    (0x30FB, 0x30FB),
    (0xFE00, 0xFE6F),  # variation selectors, vertical and small punctuation
    (0xFEFF, 0xFEFF),
    (0xFF00, 0xFF0F),
    (0xFF1A, 0xFF20),
    (0xFF3B, 0xFF40),
    (0xFF5B, 0xFF65),
    (0xFFE0, 0xFFFF),
    (0x1F000, 0x1FAFF),
    (0xE0000, 0xE0FFF),  # tags and variation selectors
)
_STARTS = [first for first, _ in SKIPPED]  # in order
COMPATIBLE = range(0xF900, 0xFB00)  # ideographs encoded twice, for the sake of other encodings
_GROUPS = ("STCharacters", "TSCharacters", "TWVariants", "HKVariants", "TWVariantsRev", "HKVariantsRev")
_PHRASES = ("STPhrases", "TSPhrases", "TWVariantsRevPhrases", "HKVariantsRevPhrases")


def letters(text: str) -> str:
    """Return what of a text is compared: its letters and digits, folded, without anything between them."""
    return text.translate(_table())


@cache
def classes() -> tuple[str, ...]:
    """The classes of two characters or more that are compared; the first of each stands for the others."""
    above: dict[str, str] = {}

    def top(char: str) -> str:
        while (next_one := above.get(char, char)) != char:
            above[char] = above.get(next_one, next_one)
            char = above[char]
        return char

    for one, other in _pairs():
        first, last = sorted((top(one), top(other)), key=_order)
        if first != last:
            above[last] = first
    members: defaultdict[str, list[str]] = defaultdict(list)
    for char in sorted(above):
        members[top(char)].append(char)
    return tuple("".join([first, *rest]) for first, rest in sorted(members.items()) if not _skipped(first))


class _Table(dict[int, str]):
    """What each character becomes, by code point; "" for those that are left out. Filled as characters come."""

    def __init__(self) -> None:
        self._first = {char: each[0] for each in classes() for char in each[1:]}

    def __missing__(self, code: int) -> str:
        char = self._first.get(chr(code), chr(code))
        lower = char.lower()
        char = lower if len(lower) == 1 else char
        self[code] = "" if _skipped(char) else char
        return self[code]


@cache
def _table() -> _Table:
    return _Table()


def _skipped(char: str) -> bool:
    place = bisect_right(_STARTS, ord(char)) - 1
    return place >= 0 and ord(char) <= SKIPPED[place][1]


@cache
def _order(char: str) -> tuple[bool, bool, str]:
    """What is compared comes first, and of that what nearly all texts are written in."""
    return _skipped(char), not "一" <= char <= "\u9fff", char


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield two characters each that are to be found by one another."""
    for code, other in fold.table().items():
        yield chr(code), chr(other)
    for code in COMPATIBLE:
        char = normalize("NFC", chr(code))
        if len(char) == 1 and char != chr(code):
            yield chr(code), char
    for name in (*_GROUPS, *_PHRASES):
        for key, values in script.dictionary(name).items():
            for value in values.split(" "):
                # conversions of phrases exchange characters that those of characters do not: 坐標 座標
                if len(key) == len(value) and key != value:
                    yield from ((a, b) for a, b in zip(key, value, strict=True) if a != b)
