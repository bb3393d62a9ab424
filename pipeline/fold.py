"""Maps text to a form for matching that has the same length: simplified, half width, plain spaces and quotes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import normalize

from pipeline.script import han_to_simplified_table

# Where the folded form differs by convention, not by Unicode: corner brackets are the quotation marks of
# traditional typesetting, and every kind of space or dot stands for one of its kind.
_ALIKE = {
    "\u00a0": " ", "\u3000": " ", "\t": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200a": " ",
    "「": "“", "」": "”", "『": "‘", "』": "’", "﹔": ";", "﹕": ":", "﹐": ",", "﹑": "、", "﹒": ".",
    "｡": "。", "●": "●", "‧": "·", "•": "·", "・": "·", "─": "—", "–": "—", "―": "—",
    "裏": "里", "祕": "秘", "臺": "台", "啓": "启", "○": "〇",
}  # fmt: skip
# Every line break as LF; CR LF becomes two, so that offsets stay.
_BREAKS = "\v\f\r\x85\u2028\u2029"
BREAKS = dict.fromkeys(map(ord, _BREAKS), "\n")
# The signs of radicals, which PDF programs write for the characters they look like (Unicode 17, chapter 18).
RADICALS = {
    code: char
    for code in range(0x2E80, 0x2FD6)
    if len(char := normalize("NFKC", chr(code))) == 1 and ord(char) != code
}


_FEW = 24


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
    if len(text) < 200:
        return text.translate(table())
    changed, beyond, full = _changed()
    found = set(changed.findall(text))
    if len(found) > _FEW or beyond.search(text):
        return text.translate(full)
    # most texts hold a few full-width signs and nothing else that changes: ten times faster than a translation
    for char in sorted(found):
        text = text.replace(char, chr(full[ord(char)]))
    return text


@lru_cache(maxsize=1)
def folded(text: str) -> str:
    """The folded text of a source, kept for the stage that asks next."""
    return fold(text)


def unbroken(text: str) -> str:
    """``text`` with every line break as LF."""
    for char in _BREAKS:
        if char in text:  # which takes a tenth of the time of looking for all at once
            text = text.replace(char, "\n")
    return text


class _Table(dict[int, int]):
    """Remembers the characters that stay, as ``str.translate`` is slow on missing keys."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@cache
def _changed() -> tuple[re.Pattern[str], re.Pattern[str], _Table]:
    """The characters that folding changes, those beyond the BMP apart, which make a class slow; and the full table."""
    known = table()
    # sorted, the characters are replaced one after the other; 薴 becomes 苧, which is replaced before it
    chars = "".join(sorted(chr(code) for code, to in known.items() if code != to and code < 0x10000))
    return re.compile(f"[{re.escape(chars)}]"), re.compile("[\U00010000-\U0010ffff]"), _Table(known)
