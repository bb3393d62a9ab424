"""What the rows of a text tell together: whether lines are hard wrapped, at which width, and how paragraphs are told apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from pipeline.model import Block
from pipeline.stages.rows import FINAL, stops, widths

# a sign of a sentence, which the comma in 1,208 is not, or two words
_PROSE = re.compile(r"[,。;、!?“”a-z](?:(?<![a-z,])|(?<=,)(?!\d{3}(?!\d))| [a-z])")
_FIELD = re.compile(r"[一-鿿 ]{2,8}:")  # no sentence goes on so
# how one more clause of the preamble of a resolution begins
PREAMBLE = re.compile(
    r"(?:[又还并]|再次|重新|深为|深切|严重|关切地|满意地|赞赏地|遗憾地|进一步)*"
    r"(?:回顾|重申|忆及|铭记|意识到|认识到|注意到|考虑到|确认|深信|关切|关注|强调|欢迎|赞赏|鉴于|承认|念及|渴望|兹[^,]{1,6}:$)"
)
ACROSS = 1.1  # times the width of a column: such a line is none of it
_EVEN = 0.85  # of the broken lines of a column are equally long
SHORT = 0.8  # of the width of a wrapped text: what is shorter, and ends with its sentence, ends a paragraph
_MOST = 0.75  # of the rows
_LONG = 20  # characters of a row that is no heading
_NARROWEST, _WIDEST = 40, 130  # columns of a page on which some lines are broken


def is_cut(a: Block, b: Block) -> bool:
    """Whether a row may be the rest of the sentence in the one above it, by how that ends."""
    return not b.gap and a.text[-1] not in FINAL and len(a.text) >= 20 and _PROSE.search(a.text) is not None


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
        # a narrow column has no longer rows
        long = min(_LONG, self.width * 2 // 5) if self.wrapped else _LONG
        starts = [b.indent >= margin + 2 for a, b in pairwise(rows) if len(b.text) > long and stops(a.text)]
        if not starts or sum(starts) <= 0.4 * len(starts):
            return False
        flush = widths([r for r in rows if r.indent <= margin])
        if sum(1 for columns in flush if columns > 20) > 0.2 * len(rows):
            return True
        # statutes have few lines that are broken
        rests = [b.indent <= margin for a, b in pairwise(rows) if a.indent > margin and is_cut(a, b)]
        return sum(starts) >= 0.9 * len(starts) and len(rests) >= 3 and sum(rests) >= 0.8 * len(rests)

    @cached_property
    def inset(self) -> int:
        """The columns before most lines that are indented."""
        insets = Counter([r.indent for r in self._rows if r.indent > self.margin])
        return max(insets, key=insets.__getitem__, default=0)

    @cached_property
    def parted(self) -> bool:
        """Whether an empty line stands behind nearly every paragraph that ends before its line is full."""
        behind = [
            b.gap > 0
            for (a, b), columns in zip(pairwise(self._rows), self.widths, strict=False)
            if columns < SHORT * self.width and stops(a.text)
        ]
        return len(behind) >= 3 and sum(behind) >= 0.9 * len(behind)

    @cached_property
    def filled(self) -> int:
        """The columns from which on a line is full, in a text that is not wrapped as a whole; 0 where none is broken.

        Statutes have few lines that are so long. Those that are end inside a sentence, all at one margin.
        """
        rows = self._rows
        if len(self._opened) < 3 or not self.widest:
            return 0
        open_ = [
            i for i in self._opened if i + 1 < len(rows) and not rows[i + 1].gap and len(rows[i].text) >= 20
        ]
        if len(open_) < 3:
            return 0
        columns = widths(rows)
        full = self.widest * 23 // 25
        broken = [
            i
            for i in open_
            if columns[i] >= full
            and _PROSE.search(rows[i].text)
            and (columns[i + 1] >= full or rows[i + 1].text[-1] in FINAL)
        ]
        return full if len(broken) >= 3 else 0

    @cached_property
    def widest(self) -> int:
        """The columns of the longest line of a text in which no line is longer than those of a page are; else 0."""
        if self.wrapped or max([len(row.text) for row in self._rows], default=0) > _WIDEST:
            return 0
        most = max(widths(self._rows), default=0)
        return most if _NARROWEST < most <= _WIDEST else 0

    def stands_apart(self, first: Block, b: Block) -> bool:
        """Whether a row has no empty line before it, or no indent, where nearly all have; ``first`` begins its paragraph."""
        if not b.gap and self._most_parted:
            return True
        return first.indent >= 2 and not b.indent and self._most_indented

    @cached_property
    def _most_parted(self) -> bool:
        return sum([row.gap > 0 for row in self._rows]) >= _MOST * len(self._rows)

    @cached_property
    def _most_indented(self) -> bool:
        return sum([row.indent >= 2 for row in self._rows]) >= _MOST * len(self._rows)

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
                if b.gap or b.indent > a.indent or (":" in b.text[:9] and _FIELD.match(b.text)):
                    continue
                if a.text[-1] == b.text[-1] == "," and PREAMBLE.match(b.text):
                    continue
                if _PROSE.search(a.text) or _PROSE.search(b.text):
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
