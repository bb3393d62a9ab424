"""Maps text to a form for matching that has the same length: simplified, half width, plain spaces and quotes."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from pipeline.script import han_to_simplified_table

# Where the folded form differs by convention, not by Unicode: corner brackets are the quotation marks of
# traditional typesetting, and every kind of space or dot stands for one of its kind.
_ALIKE = {
    "\u00a0": " ", "\u3000": " ", "\t": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200a": " ",
    "「": "“", "」": "”", "『": "‘", "』": "’", "﹔": ";", "﹕": ":", "∶": ":", "︰": ":",
    "﹐": ",", "﹑": "、", "､": "、", "丶": "、", "﹒": ".",
    "｡": "。", "●": "●", "‧": "·", "•": "·", "・": "·", "─": "—", "–": "—", "―": "—",
    "裏": "里", "祕": "秘", "臺": "台", "啓": "启", "○": "〇", "◯": "〇", "О": "O", "Ο": "O",
}  # fmt: skip
# Every line break as LF; CR LF becomes two, so that offsets stay.
_BREAKS = "\v\f\r\x85\u2028\u2029"
# The signs of radicals, which PDF programs write for the characters they look like (Unicode 17, chapter 18).
RADICALS = {
    code: char
    for code in range(0x2E80, 0x2FD6)
    if len(char := normalize("NFKC", chr(code))) == 1 and ord(char) != code
}


_SHORT = 200  # characters; a shorter text is translated at once
_SAMPLE = 240  # characters from the middle, enough to tell a traditional text
_MANY = 28  # kinds of characters that change: a traditional text has hundreds
_SIGNS = (
    "，：；？！（）\u3000\xa0"  # what most texts hold of the characters that change, and often nothing else
)
FOREIGN = "ぁ-ヿㇰ-ㇿｦ-ﾝ\uac00-\ud7af"  # kana and Hangul, looked for at the same time


@cache
def table() -> dict[int, int]:
    """The translation table of ``fold``: one code point to one code point."""
    full_width = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    alike = {ord(a): ord(b) for a, b in _ALIKE.items()}
    simplified = han_to_simplified_table()
    radicals = {code: simplified.get(ord(char), ord(char)) for code, char in RADICALS.items()}
    return simplified | radicals | full_width | alike


def fold(text: str) -> str:
    """Return ``text`` simplified and in half width, one character for each of its characters."""
    return text.translate(_full()) if len(text) < _SHORT else _Folded(text).folded


def folded(text: str) -> str:
    """The folded text of a source, kept for the stage that asks next."""
    return _kept(text).folded


def unusual(text: str) -> frozenset[str] | None:
    """The kana and Hangul of a source and what folding changes in it but for the commonest signs; None for very many."""
    return _kept(text).unusual


def unbroken(text: str) -> str:
    """``text`` with every line break as LF."""
    for char in _BREAKS:
        if char in text:  # which takes a tenth of the time of looking for all at once
            text = text.replace(char, "\n")
    return text


class _Folded:
    """A text, its folded form, and what ``unusual`` tells of it."""

    __slots__ = ("folded", "text", "unusual")

    def __init__(self, text: str) -> None:
        self.text = text
        self.unusual: frozenset[str] | None = None
        changed, full = _changed(), _full()
        middle = len(text) // 2
        if len(set(changed.findall(text, middle, middle + _SAMPLE))) > _MANY:
            self.folded = text.translate(full if _has_wide(text) else _units())
            return
        for sign in _SIGNS:
            text = text.replace(sign, chr(full[ord(sign)]))
        found = frozenset(changed.findall(text))
        if len(found) <= _MANY:
            self.unusual = found
        if len(found) > _MANY or _has_wide(text):
            self.folded = text.translate(full if _has_wide(text) else _units())
            return
        # replacing a few characters one after the other is ten times faster than a translation
        for char in sorted(found):
            text = text.replace(char, chr(full[ord(char)]))
        self.folded = text


def _has_wide(text: str) -> bool:
    """Whether there are characters beyond the BMP."""
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


_latest: _Folded | None = None


def _kept(text: str) -> _Folded:
    global _latest
    found = _latest
    if found is None or found.text is not text:
        found = _latest = _Folded(text)
    return found


def forget() -> None:
    """Let go of the latest text."""
    global _latest
    _latest = None


class _Table(dict[int, int]):
    """Remembers the characters that stay, as ``str.translate`` is slow on missing keys."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@cache
def _full() -> _Table:
    return _Table(table())


@cache
def _units() -> str:
    """What each character of the BMP becomes: as a table for ``str.translate`` smaller and faster than a dictionary."""
    units = list(map(chr, range(0x10000)))
    for code, to in table().items():
        if code < 0x10000:
            units[code] = chr(to)
    return "".join(units)


@cache
def _changed() -> re.Pattern[str]:
    """Kana, Hangul and the characters that folding changes, without those beyond the BMP, which make a class slow."""
    # sorted, the characters are replaced one after the other; 薴 becomes 苧, which is replaced before it
    chars = "".join(sorted(chr(code) for code, to in table().items() if code != to and code < 0x10000))
    return re.compile(f"[{FOREIGN}{re.escape(chars)}]")
