"""Footnotes: lines in smaller type at the foot of a column, the first of which opens with a note's mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.pdf.columns import Line
from pipeline.readers.pdf.paragraphs import joined

_SMALLER = 0.93  # of the body type
_FAR = 2.5  # sizes of the type, from baseline to baseline
_MARK = re.compile(
    r"\s*(?:[①-⑳❶-❿㊀-㊉*※†‡＊]|[\[［〔【(（]\s*(?:\d{1,3}|注[^\]］〕】)）]{0,4}|[①-⑳])\s*[\]］〕】)）]|注\d*[：:])"
)

_PLAIN = re.compile(r"\s*(\d{1,3})\s")
_SOURCES = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、)?(?:主要)?[参參]考(?:文[献獻]|[书書]目|[资資]料)\s*[:：]?\s*$"
)
_SIGNS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_REFERENCE = re.compile(r"[⁰¹²³⁴-⁹]+")


def footnotes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[str]]:
    """Part a page's footnotes from its text.

    Args:
        lines: those of one page, in reading order.
        size: of the body type, in points.

    Returns:
        The lines of the text, and each note as one text.
    """
    referred = {m for line in lines for m in _REFERENCE.findall(line.text[1:])}
    notes: set[int] = set()
    for slot in {line.slot for line in lines}:
        column = [i for i, line in enumerate(lines) if line.slot == slot]
        small: list[int] = []
        for i in reversed(column):
            if lines[i].size > _SMALLER * size or lines[i].ruled:
                break
            small.append(i)
        small.reverse()
        opening = [at for at, i in enumerate(small) if _is_note(lines[i], referred)]
        if opening and any(_SOURCES.match(lines[i].text) for i in _above(column, small[opening[0]])):
            # Under a list of sources in the same type, notes stand apart at the foot.
            opening = [at for at in opening[1:] if _apart(lines[small[at - 1]], lines[small[at]])]
        if opening and len(small) - opening[0] < len(lines):
            notes.update(small[opening[0] :])
    text = [line for i, line in enumerate(lines) if i not in notes]
    groups: list[list[Line]] = []
    for i in sorted(notes):
        if _is_note(lines[i], referred):
            groups.append([])
        groups[-1].append(lines[i])
    return text, [joined(group).text for group in groups]


def _apart(above: Line, line: Line) -> bool:
    """Whether a line stands far below another one, as a note does under a text that does not fill its page."""
    return above.y - line.y > _FAR * line.size


def _above(column: list[int], i: int) -> list[int]:
    """The line above line ``i`` of a column, if there is one."""
    return column[: column.index(i)][-1:]


def _is_note(line: Line, referred: set[str]) -> bool:
    """Whether a line opens with the mark of a note, or with a number that stands raised in the text of the page."""
    if line.raised or _MARK.match(line.text):
        return True
    plain = _PLAIN.match(line.text)
    return plain is not None and plain[1].translate(_SIGNS) in referred
