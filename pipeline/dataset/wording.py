"""The wording of the source, behind the repairs of a block."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.tei.view_types import Block, Mark

_BREAK = re.compile(r"\s*\n\s*")


def original(block: Block) -> Block:
    """The block as the source has it: repairs undone, all marks at their places in the old wording.

    The ``value`` of a repair is then the reading.
    """
    repairs = [mark for mark in block.marks if mark.kind == "repair"]
    if not repairs:
        return block
    pieces: list[str] = []
    moves: list[tuple[int, int, int, int]] = []  # start and end in the reading, start and end in the source
    at = length = 0
    for mark in sorted(repairs, key=lambda m: m.start):
        if mark.start < at:
            continue
        old = one_line(mark.value)
        pieces += block.text[at : mark.start], old
        length += mark.start - at + len(old)
        moves.append((mark.start, mark.end, length - len(old), length))
        at = mark.end
    text = "".join([*pieces, block.text[at:]])
    marks = [_moved(mark, block.text, moves) for mark in block.marks]
    return replace(block, text=text, marks=tuple(m for m in marks if m.start < m.end))


def _moved(mark: Mark, text: str, moves: list[tuple[int, int, int, int]]) -> Mark:
    """The mark where it is after ``moves``; inside a repair it covers all of it."""

    def place(offset: int, is_end: bool) -> int:
        gained = 0
        for first, last, new_first, new_last in moves:
            if offset <= first:
                break
            if offset < last:
                return new_last if is_end else new_first
            gained = new_last - last
        return offset + gained

    value = text[mark.start : mark.end] if mark.kind == "repair" else mark.value
    start, end = place(mark.start, False), place(mark.end, True)
    return Mark(mark.kind, start, end, value, mark.cert, mark.rule, mark.note)


def one_line(text: str) -> str:
    """Wording of the source without its line breaks."""
    return _BREAK.sub("", text)
