"""Lines that are not blank, and what they tell together: hard wraps, indents, gaps.

A row is the block that its line makes alone, as nearly every line does in the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise, repeat

from pipeline.characters import characters
from pipeline.frozen import maker, replace
from pipeline.lines import PlainLines, has_other_breaks
from pipeline.model import Block, Document, Line, Source, Span, Spans
from pipeline.stages.asides import hidden

FINAL = ".。!?;:…~)”’】》」』]"  # what ends a row that no paragraph goes on after, unless lines are wrapped
_STOP, _CLOSING = ".。!?…", "”’)"
_CAPTION = re.compile(r"[▲△▼▽]|.*(?:供图|[ /]摄影?|摄影/.{2,6}|图/.{2,6})$")
_CREDITS = frozenset("图摄影")  # the last characters of a caption without a stroke
_CREDIT = 7  # characters from the stroke of a caption to its end, at the most
_PROSE = re.compile(r"[,。;、!?“”a-z](?:(?<![a-z])| [a-z])")  # a sign of a sentence, or two words
_CLAUSE = re.compile(r"[,。;、!?]")
_UNSEEN = "\u200b\u200c\u200d\u2060\u200e\u200f"
_ZERO_WIDTH = _UNSEEN + "\ufeff\xad"  # characters, but nothing to match

ACROSS = 1.1  # times the width of a column: such a line is none of it
_EVEN = 0.85  # of the broken lines of a column are equally long
_NARROWEST, _WIDEST = 40, 130  # columns of a page on which some lines are broken

_span, _block = maker(Span), maker(Block)


def stops(text: str) -> bool:
    """Whether a row ends with the end of a sentence, in quotation marks or not."""
    last = text[-1]
    return last in _STOP or (last in _CLOSING and len(text) > 1 and text[-2] in _STOP)


def is_caption(text: str) -> bool:
    """Whether a line is the words under a picture, which mostly end without a stop."""
    if text[-1] in _CREDITS or text[0] in "▲△▼▽" or "/" in text[-_CREDIT:]:
        return _CAPTION.match(text) is not None
    return False


def widths(rows: Sequence[Block]) -> list[int]:
    """The columns that each row takes: two for each character that is not of the first row of Unicode."""
    texts = [row.text for row in rows]  # in which no line breaks are
    latin = "\n".join(texts).encode("latin-1", "ignore").split(b"\n")
    return [2 * len(text) - len(narrow) for text, narrow in zip(texts, latin, strict=False)]


def rows_of(doc: Document, folded: str) -> list[Block]:
    """The rows of a document, given its folded text."""
    source = doc.source
    text, rows, gap, behind = source.text, [], 0, 0
    inside = _Inside(folded, _glosses(doc), _has_zero_width(text))
    unseen = hidden(source)
    usual, columns = "", 0
    hints: tuple[str, ...] = ()
    for raw, line in _lines(source, folded):
        start = behind
        behind += len(raw) + 1
        if line is not None:
            start, hints = line.span.start, line.hints
            if hints and start in unseen:
                continue
        if not raw or not (shown := raw.strip()):
            gap += 1
            continue
        indent = 0
        if shown is not raw and (lead := raw.index(shown[0])):
            blanks = text[start : start + lead]
            if blanks != usual:
                usual, columns = blanks, _columns(blanks)
            indent = columns
            start += lead
        span = _span(start, start + len(shown))
        spans: Spans = (span,)
        pieces = spans
        if span.end > inside.first:
            shown, pieces = inside.seen(span, shown)
        rows.append(_block(spans, shown, pieces, hints, gap, indent))
        gap = 0
    return _across_feeds(rows, text) if "\f" in text else rows


def _across_feeds(rows: list[Block], text: str) -> list[Block]:
    """The rows of a print whose pages end in form feeds; where one cuts a sentence, no empty line is behind it."""
    starts = [row.start for row in rows]
    out, at = [*rows], text.find("\f")
    while at >= 0:
        i = bisect_left(starts, at)
        if 0 < i < len(rows) and (above := rows[i - 1].text)[-1] not in FINAL and _CLAUSE.search(above):
            out[i] = replace(rows[i], gap=0)
        at = text.find("\f", at + 1)
    return out


def _lines(source: Source, folded: str) -> Iterable[tuple[str, Line | None]]:
    """The folded lines, each with what is known of it; nothing where they are one character behind the other."""
    if isinstance(source.lines, PlainLines) and not has_other_breaks(source.text):
        return zip(folded.removesuffix("\n").split("\n"), repeat(None))
    return [(folded[line.span.start : line.span.end], line) for line in source.lines]


def _columns(blanks: str) -> int:
    """The columns that white space takes before a text."""
    return len(blanks) + blanks.count("\u3000") + 3 * blanks.count("\t")


def _glosses(doc: Document) -> list[Span]:
    """The glosses that ``damage`` found, without the characters that they read."""
    return [Span(m.span.start + 1, m.span.end) for m in doc.marks if m.why.rule == "damage.gloss"]


def _has_zero_width(text: str) -> bool:
    seen = characters(text)
    return 0xFE in seen.rows or b"\xad" in seen.latin or any(map(text.__contains__, _UNSEEN))


class _Inside:
    """What is not to be seen in lines: glosses, and characters of no width at their ends."""

    def __init__(self, folded: str, glosses: list[Span], zero_width: bool) -> None:
        self._folded, self._glosses, self._zero_width = folded, glosses, zero_width
        self._glosses.reverse()
        self.first = 0  # nothing is hidden in the lines before this place
        self._go_on()

    def _go_on(self) -> None:
        if not self._zero_width:
            self.first = self._glosses[-1].start if self._glosses else len(self._folded)

    def seen(self, span: Span, text: str) -> tuple[str, Spans]:
        """(what is to be seen of a line, where that is); lines are asked for in order."""
        glosses = self._glosses
        seen = _bare(text) or text
        at = span.start if seen is text else span.start + text.index(seen)
        while glosses and glosses[-1].end <= at:  # in a line that is not to be seen
            glosses.pop()
        pieces = [Span(at, at + len(seen))]
        while glosses and glosses[-1].start < pieces[-1].end:
            last, gloss = pieces.pop(), glosses.pop()
            pieces += [Span(last.start, gloss.start), Span(min(gloss.end, last.end), last.end)]
        self._go_on()
        if len(pieces) == 1:
            return seen, (pieces[0],)
        pieces = [p for p in pieces if p.start < p.end]
        return "".join([self._folded[p.start : p.end] for p in pieces]), tuple(pieces)


def _bare(text: str) -> str:
    """Text without characters of no width at its ends, nor the blanks that these leave there."""
    if text == text.strip(_ZERO_WIDTH):
        return text
    return text.strip(_ZERO_WIDTH + "".join({c for c in text if c.isspace()}))


def open_rows(texts: Sequence[str]) -> list[int]:
    """The rows that end inside a sentence, as the last characters of their texts tell."""
    return [i for i, text in enumerate(texts) if text[-1] not in FINAL]


class Shape:
    """What the lines of a text tell together: whether they are hard wrapped, and how paragraphs are told apart."""

    def __init__(self, rows: Sequence[Block], opened: Sequence[int]) -> None:
        """Take the rows, and which of them are open."""
        self._rows, self._opened = rows, opened
        self.widths: list[int] = []  # of all rows, unless they are clearly not wrapped
        self.narrow = False  # whether other lines run across columns
        self.width = self._wrapped_at(opened)
        self.wrapped = self.width > 0

    @cached_property
    def gap(self) -> int:
        """How many empty lines stand before most rows."""
        gaps = Counter([r.gap for r in self._rows[1:]])
        return max(gaps, key=gaps.__getitem__, default=0)

    @cached_property
    def margin(self) -> int:
        """The columns before lines that go on with a sentence: where pages are drawn with blanks, all lines may have some."""
        rows = self._rows
        if not self.wrapped or sum([not r.indent for r in rows]) > 0.1 * len(rows):
            return 0
        inner = Counter([b.indent for a, b in pairwise(rows) if a.text[-1] not in FINAL and not b.gap])
        most = max(inner, key=inner.__getitem__, default=0)
        return most + 1 if most and inner[most] >= 0.6 * inner.total() else 0

    @cached_property
    def indented(self) -> bool:
        """Whether paragraphs begin with an indent, and other lines do not."""
        rows, margin = self._rows, self.margin
        if max([r.indent for r in rows], default=0) < margin + 2:
            return False
        starts = [b.indent for a, b in pairwise(rows) if len(b.text) > 20 and stops(a.text)]
        if not starts or sum(1 for indent in starts if indent >= margin + 2) <= 0.4 * len(starts):
            return False
        flush = widths([r for r in rows if r.indent <= margin])
        return sum(1 for columns in flush if columns > 20) > 0.2 * len(rows)

    @cached_property
    def filled(self) -> int:
        """The columns from which on a line is full, in a text that is not wrapped as a whole; 0 where none is broken.

        Statutes have few lines that are so long. Those that are end inside a sentence, all at one margin.
        """
        rows = self._rows
        if self.wrapped or len(self._opened) < 3 or max([len(row.text) for row in rows]) > _WIDEST:
            return 0
        open_ = [
            i for i in self._opened if i + 1 < len(rows) and not rows[i + 1].gap and len(rows[i].text) >= 20
        ]
        if len(open_) < 3:
            return 0
        columns = widths(rows)
        most = max(columns)
        if not _NARROWEST < most <= _WIDEST:
            return 0
        full = most * 23 // 25
        broken = [
            i
            for i in open_
            if columns[i] >= full
            and _PROSE.search(rows[i].text)
            and (columns[i + 1] >= full or rows[i + 1].text[-1] in FINAL)
        ]
        return full if len(broken) >= 3 else 0

    def _wrapped_at(self, opened: Sequence[int]) -> int:
        """The width at which lines are broken, as most of those that end inside a sentence tell; 0 where they are not."""
        rows, found = self._rows, []
        least = max(3, len(rows) // 8)
        if len(opened) < least:
            return 0
        for i in opened:
            if i + 1 < len(rows):
                a, b = rows[i], rows[i + 1]
                # only lines of prose tell a width: titles and fields end without a stop for reasons of their own
                if not b.gap and b.indent <= a.indent and (_PROSE.search(a.text) or _PROSE.search(b.text)):
                    found.append(i)
        if len(found) < least:
            return 0
        self.widths = widths(rows)
        told = sorted([self.widths[i] for i in found])
        columns = told[len(told) * 3 // 4]
        full = len(told) - bisect_left(told, 0.8 * columns)
        if full < 0.55 * len(told) or full < least or not 24 <= columns <= 130:
            return 0
        longest = sorted(self.widths)
        if longest[len(rows) * 19 // 20] <= 1.4 * columns:
            return columns
        # an abstract and the references may run across narrow columns, whose lines are all equally long
        even = [0.9 * columns <= width <= 1.1 * columns for width in told if width > 0.62 * columns]
        self.narrow = (
            sum(even) >= max(_EVEN * len(even), 5) and longest[len(rows) * 17 // 20] <= ACROSS * columns
        )
        return columns if self.narrow else 0
