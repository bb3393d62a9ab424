"""The text of a block that was joined from several lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.model import Span


class Lines:
    """The pieces of a block, one for each line and for each piece of furniture between two, put together."""

    def __init__(self, text: str, pieces: Sequence[Span]) -> None:
        parts = _parts(text, pieces)
        self.text = "".join(parts)
        self._starts = [piece.start for piece in pieces]
        self._ends = [piece.end for piece in pieces]
        self._shifts: list[int] = []
        length = 0
        for part, end in zip(parts, self._ends, strict=True):
            length += len(part)
            self._shifts.append(length - end)

    def at(self, offset: int) -> int:
        """The place in the joined text of an offset in the source; what joins a line to the one before is before it."""
        line = bisect_right(self._starts, offset) - 1
        return min(offset, self._ends[line]) + self._shifts[line]


def joined(text: str, pieces: Sequence[Span]) -> str:
    """The pieces of a block in one."""
    return "".join(_parts(text, pieces))


def _parts(text: str, pieces: Sequence[Span]) -> list[str]:
    """The text of each piece, with what joins it to the one before: a line break where both are of Latin script."""
    parts = [text[piece.start : piece.end] for piece in pieces]
    if min(parts[1:]) < "\u2000":  # in Chinese nothing is between lines
        for i in range(1, len(parts)):
            left, right = pieces[i - 1].end, pieces[i].start
            around = text[max(left - 2, 0) : left] + text[right : right + 1]
            if max(around, default="\u2000") < "\u2000":
                parts[i] = "\n" + parts[i]
    return parts
