"""The text of a block that was joined from several lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.model import Span


def joined(text: str, pieces: Sequence[Span]) -> str:
    """The text of a block without any elements in it."""
    found = [text[piece.start : piece.end] for piece in pieces]
    if min(found[1:]) >= "\u2000":  # in Chinese there is nothing between lines
        return "".join(found)
    return Lines(text, pieces).between(pieces[0].start, pieces[-1].end)


class Lines:
    """The pieces of a block, one for each line and for each piece of furniture between two."""

    def __init__(self, text: str, pieces: Sequence[Span]) -> None:
        self._text = text
        self._starts = [piece.start for piece in pieces]
        self._ends = [piece.end for piece in pieces]

    def between(self, start: int, end: int) -> str:
        """What lies between two offsets, with the joint to a piece that begins at the second."""
        text, starts, ends = self._text, self._starts, self._ends
        at = bisect_right(starts, start)
        found = [text[start : min(end, ends[at - 1])]]
        while at < len(starts) and (begin := starts[at]) <= end:
            if text[begin : begin + 1] < "\u2000":
                found.append(self._joint(ends[at - 1], begin))
            found.append(text[begin : min(end, ends[at])])
            at += 1
        return "".join(found)

    def _joint(self, left: int, right: int) -> str:
        """A line break where two lines of Latin script were joined, nothing where Chinese was."""
        around = self._text[max(left - 2, 0) : left] + self._text[right : right + 1]
        return "\n" if max(around, default="\u2000") < "\u2000" else ""
