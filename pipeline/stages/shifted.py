"""Reads runs of GBK text whose bytes slid by one where a full stop lost its first: ？！八…茌d for 。“水能載."""

from __future__ import annotations

import re

# The lost byte became a question mark; the rest of 。 and the first byte of a quotation mark made ！, which sites also
# write as !, and a character. The run ends where an ASCII letter turns out to be the last byte of a character.
_RUN = re.compile(r"\?[!！]([^\x00-\xa0]{1,40})([@-~])(?![0-9A-Za-z])")
_OPENS = re.compile("。[“”‘’《》〈〉「」『』—…）（]")
_WORD = re.compile(r"[\u3400-\u9fff，、。：；？！“”‘’《》〈〉（）—…]+")


def shifted(text: str) -> list[tuple[int, int, str]]:
    """The runs in source text as (start, end, reading), in code points; none where a single byte does not fit."""
    out = []
    for m in _RUN.finditer(text):
        reading = _read(m[1], m[2])
        if reading:
            out.append((m.start(), m.end(), reading))
    return out


def _read(run: str, last: str) -> str:
    try:
        raw = b"\xa1\xa3\xa1" + b"".join(_gbk(c) for c in run) + last.encode("ascii")
        reading = raw.decode("gbk")
    except UnicodeError:
        return ""
    fits = _OPENS.match(reading) and _WORD.fullmatch(reading) and all(map(_frequent, reading))
    return reading if fits else ""


def _frequent(c: str) -> bool:
    """Whether GB 2312 has the character, or the frequent half of Big5: chance makes rare ones."""
    try:
        c.encode("gb2312")
    except UnicodeError:
        return b"\xa4\x40" <= c.encode("big5", "ignore") <= b"\xc6\x7e"
    return True


def _gbk(c: str) -> bytes:
    """The two bytes of a character, private-use ones by the user-defined areas 1 and 2 of code page 936."""
    if "\ue000" <= c <= "\ue4c5":
        row, cell = divmod(ord(c) - 0xE000, 94)
        return bytes(((0xAA if row < 6 else 0xF8 - 6) + row, 0xA1 + cell))
    return c.encode("gbk")
