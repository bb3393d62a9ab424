"""Which characters a text holds, found out once: a rule for rare ones is not tried where there are none.

Telling the kinds of characters apart by a regular expression takes a thousandth of a second a megabyte for each kind; for
most kinds the rows of 256 characters to which those of the text belong tell as much.
"""

from __future__ import annotations

# Rows that nearly every text has characters of: ASCII, punctuation and signs, Chinese characters, full-width forms.
_ORDINARY = bytes((0x00, 0x20, 0x21, 0x22, 0x24, 0x25, 0x30, *range(0x4E, 0xA0), 0xFF))

# characters, but nothing to match nor to cite
UNSEEN = "\u200b\u200c\u200d\u2060\u200e\u200f"
ZERO_WIDTH = UNSEEN + "\ufeff\xad"


class Characters:
    """The facts: ``latin``, the characters up to U+00FF, one byte each; ``rows``, those of the other rows that occur.

    A row is the upper byte of a UTF-16 unit, so characters beyond U+FFFF are of the rows D8 to DF, and the rows that
    nearly every text has are left out.
    """

    __slots__ = ("latin", "rows", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.latin = text.encode("latin-1", "ignore")
        self.rows = frozenset(upper(text).translate(None, _ORDINARY))


def upper(text: str) -> bytes:
    """The upper byte of each UTF-16 unit of a text."""
    return text.encode("utf-16-le", "surrogatepass")[1::2]


_NONE = Characters("")
_latest = _NONE


def characters(text: str) -> Characters:
    """The characters of a source, kept for the stage that asks next."""
    global _latest
    found = _latest
    if found.text is not text:
        found = _latest = Characters(text)
    return found


def forget() -> None:
    """Let go of the latest text."""
    global _latest
    _latest = _NONE
