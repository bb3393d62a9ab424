"""The lines of a text: where its line breaks are, and ``Line`` objects for whoever asks for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

from pipeline.characters import characters
from pipeline.model import Line, Source, Span

_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_OTHER_BREAKS = b"\r\v\f\x85"  # and U+2028 and U+2029


class PlainLines(Sequence[Line]):
    """The lines of a text of which nothing is known but where they are; made when one is first asked for.

    They are many and have no hints, so the stages go through the text instead: for most documents none is ever made.
    """

    __slots__ = ("_made", "_only_lf", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._made: tuple[Line, ...] | None = None
        self._only_lf: bool | None = None  # known once a line is looked for

    def _lines(self) -> tuple[Line, ...]:
        if self._made is None:
            self._made = tuple([Line(Span(start, end)) for start, end in _ends(self.text)])
        return self._made

    def around(self, offset: int) -> Span:
        """The line in which a character stands; where lines end in LF, as nearly always, no other is made for it."""
        if self._only_lf is None:
            self._only_lf = not has_other_breaks(self.text)
        if not self._only_lf:
            return _around(self._lines(), offset)
        end = self.text.find("\n", offset)
        return Span(self.text.rfind("\n", 0, offset) + 1, len(self.text) if end < 0 else end)

    def __len__(self) -> int:
        return len(self._lines())

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        return self._lines()[at]

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines())

    def __eq__(self, other: object) -> bool:
        return self._lines() == (other._lines() if isinstance(other, PlainLines) else other)

    def __hash__(self) -> int:
        return hash(self._lines())

    def __repr__(self) -> str:
        return repr(self._lines())


def is_plain(source: Source) -> bool:
    """Whether no line of a source has a hint, so that none of its blocks has."""
    return isinstance(source.lines, PlainLines)


def starts_of(lines: Sequence[Line]) -> list[int]:
    """Where each line begins."""
    if isinstance(lines, PlainLines):
        return [start for start, _ in _ends(lines.text)]
    return [line.span.start for line in lines]


def line_around(source: Source, offset: int) -> Span:
    """The line in which a character of a source stands."""
    lines = source.lines
    return lines.around(offset) if isinstance(lines, PlainLines) else _around(lines, offset)


def _around(lines: Sequence[Line], offset: int) -> Span:
    return lines[bisect_right(lines, offset, key=lambda line: line.span.start) - 1].span


def has_other_breaks(text: str) -> bool:
    """Whether there are line breaks besides LF."""
    latin = characters(text).latin
    found = len(latin.translate(None, _OTHER_BREAKS)) < len(latin)
    return found or "\u2028" in text or "\u2029" in text


def breaks(text: str) -> list[str]:
    """The lines of a text, at least one; a line break at its end begins another."""
    return _BREAK.split(text)


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends; the breaks are in no line."""
    start = 0
    if not has_other_breaks(text):  # as nearly always: several times as fast
        for size in map(len, text.removesuffix("\n").split("\n")) if text else ():
            yield start, start + size
            start += size + 1
        return
    for match in _BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)
