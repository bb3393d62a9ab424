"""Footnotes: lines in smaller type at the foot of a column, the first of which opens with a note's mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.pdf.columns import Line
from pipeline.readers.pdf.paragraphs import joined

_SMALLER = 0.93  # of the body type
_MARK = re.compile(
    r"\s*(?:[①-⑳❶-❿㊀-㊉*※†‡＊]|[\[［〔【(（]\s*(?:\d{1,3}|注[^\]］〕】)）]{0,4}|[①-⑳])\s*[\]］〕】)）]|注\d*[：:])"
)


def footnotes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[str]]:
    """Part a page's footnotes from its text.

    Args:
        lines: those of one page, in reading order.
        size: of the body type, in points.

    Returns:
        The lines of the text, and each note as one text.
    """
    notes: set[int] = set()
    for slot in {line.slot for line in lines}:
        column = [i for i, line in enumerate(lines) if line.slot == slot]
        small: list[int] = []
        for i in reversed(column):
            if lines[i].size > _SMALLER * size:
                break
            small.append(i)
        small.reverse()
        first = next((at for at, i in enumerate(small) if _is_note(lines[i])), None)
        if first is not None and len(small) - first < len(lines):
            notes.update(small[first:])
    text = [line for i, line in enumerate(lines) if i not in notes]
    groups: list[list[Line]] = []
    for i in sorted(notes):
        if _is_note(lines[i]):
            groups.append([])
        groups[-1].append(lines[i])
    return text, [joined(group).text for group in groups]


def _is_note(line: Line) -> bool:
    """Whether a line opens with the mark of a note."""
    return line.raised or _MARK.match(line.text) is not None
