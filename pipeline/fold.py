"""Maps text to a form for matching that has the same length: simplified, half width, plain spaces and quotes."""

from __future__ import annotations

from functools import cache
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
BREAKS = dict.fromkeys(map(ord, "\v\f\r\x85\u2028\u2029"), "\n")
# The signs of radicals, which PDF programs write for the characters they look like (Unicode 17, chapter 18).
RADICALS = {
    code: char
    for code in range(0x2E80, 0x2FD6)
    if len(char := normalize("NFKC", chr(code))) == 1 and ord(char) != code
}


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
    return text.translate(table())
