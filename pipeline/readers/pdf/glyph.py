"""A character of a PDF page: what all that reads its layout works on, whichever library found it."""

from __future__ import annotations

from typing import NamedTuple


class Glyph(NamedTuple):
    """A character; ``x0``, ``x1`` along the line, ``y`` the height of its baseline, all in points."""

    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    text: str


def is_wide(char: str) -> bool:
    """Whether a character takes a whole square: ideographs, kana, hangul, full-width forms and punctuation."""
    return char >= "\u2e80" and not "\ua4d0" <= char < "\uac00" and not "\ud7fc" <= char < "\uf900"
