"""A paragraph as it grows: the rows that belong together so far, and the one block that they make in the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.fold import unbroken
from pipeline.model import Block, Span
from pipeline.profile import Style
from pipeline.stages.rules import Opening

_SIGNS = "。!?;,"
_COMMA = re.compile(r",(?!\d{3}(?!\d))")  # none of a sentence is in 1,208
_LATIN = re.compile(r"[A-Za-zÀ-ɏ,;.\-]")
Marker = tuple[Style, re.Match[str]]


class Paragraph(list[int]):
    """The places of the rows that belong together so far."""

    length = 0
    signs = ""
    _read = 0
    _opened = False
    _marker: Marker | None = None

    def read(self, rows: Sequence[Block]) -> None:
        """Bring up to date its ``length`` and the ``signs`` of sentences in it; each row is looked at once."""
        for place in self[self._read :]:
            text = rows[place].text
            self.length += len(text)
            for sign in _SIGNS:
                if sign in text and sign not in self.signs and (sign != "," or _COMMA.search(text)):
                    self.signs += sign
        self._read = len(self)

    def marker(self, rows: Sequence[Block], opening: Opening) -> Marker | None:
        """The marker that opens it, looked for once."""
        if not self._opened:
            self._opened, self._marker = True, opening.match(rows[self[0]].text)
        return self._marker


def block_of(rows: Sequence[Block], text: str, folded: str, apart: bool = False) -> Block:
    """The block of rows that belong together.

    Args:
        rows: two or more rows.
        text: that of the source.
        folded: the same folded.
        apart: whether the break between two rows is a blank, in whatever script they are.
    """
    first = last = rows[0]
    spans, pieces, parts = [*first.spans], [*first.pieces], [first.text]
    for row in rows[1:]:
        span, end = row.spans[0], spans[-1].end
        if apart or (last.text[-1] <= "ɏ" and row.text[0] <= "ɏ" and _words(text, end, span.start)):
            spans[-1] = Span(spans[-1].start, span.end)
            pieces.append(Span(end, span.start))
            parts.append(unbroken(folded[end : span.start]).replace("\n", " "))
        else:
            spans.append(span)
        pieces += row.pieces
        parts.append(row.text)
        last = row
    return Block(tuple(spans), "".join(parts), tuple(pieces), first.hints, first.gap, first.indent)


def _words(text: str, end: int, start: int) -> bool:
    """Whether nothing but blanks is between two words of a Latin script, which keep a space for the break."""
    return bool(_LATIN.match(text[end - 1]) and _LATIN.match(text[start])) and text[end:start].isspace()
