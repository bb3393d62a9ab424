"""Tells for a paragraph and the row below it whether the row goes on with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.beginnings import Beginnings
from pipeline.stages.cuts import OPENS, SENTENCE, SHORTEST, Cuts
from pipeline.stages.datelines import YEARS
from pipeline.stages.marked import parted
from pipeline.stages.paragraph import Paragraph
from pipeline.stages.previews import RUN, TOP, is_preview
from pipeline.stages.row_shape import PREAMBLE, Shape, is_cut
from pipeline.stages.rows import FINAL, is_noted, widths
from pipeline.stages.rules import rules
from pipeline.stages.wrapped import Wrapped

_BROKEN = "、" + OPENS  # no block ends so
_CONTINUES = ",。、;:!?”’)》】"
_MENU = ":::"  # where those who cannot see the page jump to its parts
_BEGUN = "。"  # no heading and no verse has a stop and goes on to a comma
_COLUMNS = "    "
_STOPS = re.compile(r"[。!?;]")
# 沿革: hanging lines under a numbered date
_HISTORY = re.compile(r"(?:\d{1,3}\. ?)?(?:中华)?民国.{1,12}年.{1,4}月")
_ARTICLE = re.compile(r"第 ?[^,。:]{1,8} ?[编章节条](?: |$)")
_DECREED = re.compile(r"[^。,:;]{0,9}(?:令|公布|发布|修正|增订|删除|施行|条文)")
_OPENED = 25  # characters of a row that leaves a sentence open
_INDENTED, _MOSTLY = 3, 0.7  # rows of that length that are indented, and their share
_LONG = 0.8  # of the longest line
_FIGURES = frozenset("0123456789")
# the page behind an entry of a table of contents, and the characters at the end of it that are looked at
_PAGED, _PAGE = re.compile(r"[.·…]{3} ?\d{1,4}$"), 8
_PAIRS = (("(", ")"), ("《", "》"))
_WORDS = re.compile(r"[A-Za-z]+,? [A-Za-z]+,? [A-Za-z]")


class Joints:
    """The rules for joints in one text."""

    def __init__(
        self,
        rows: Sequence[Block],
        shape: Shape,
        folded: str,
        profile: Profile,
        resumed: frozenset[int] = frozenset(),
    ) -> None:
        """Take the rows, what their lines tell together, the folded text, and the rows in which a cut sentence goes on."""
        self._rows, self._shape, self._rules = rows, shape, rules(profile)
        self._beginnings = Beginnings(rows, profile)
        self._indents: bool | None = None  # whether paragraphs are indented, once that was asked
        self._cuts = Cuts(rows, shape, folded, profile, self._beginnings)
        self._wrapped = (
            Wrapped(rows, shape, profile, self._beginnings, self._cuts, resumed) if shape.wrapped else None
        )

    def undecided(self, opened: Sequence[int]) -> list[int]:
        """The open rows that the next row may go on with, in a text that is not wrapped, nor cut by pages.

        A short one is a heading at first sight, unless the next row begins as no block does, or is indented.
        """
        rows = self._rows
        return [
            i
            for i in opened
            if i + 1 < len(rows)
            and (
                rows[i].text[-1] == ","
                or len(rows[i].text) >= SHORTEST
                or rows[i + 1].indent
                or rows[i + 1].text[0] in _CONTINUES
                or rows[i].text[-1] in _BROKEN
                or _parts_brackets(rows[i].text, rows[i + 1].text)
                or (rows[i + 1].text[0] == "(" and YEARS.match(rows[i + 1].text))
            )
        ]

    def joins(self, paragraph: Paragraph, place: int) -> bool:
        """Whether the row at a place goes on with a paragraph; rows of the page may be between them."""
        last = paragraph[-1]
        a, b = self._rows[last], self._rows[place]
        if b.hints and "rest" in b.hints:
            return True
        if (a.hints or b.hints) and parted(a.hints, b.hints):
            return False
        if _COLUMNS in a.text and _COLUMNS in b.text:
            return False  # two rows of a table
        inner = place - last > 1
        gap = b.gap if not inner else 0
        end = a.text[-1]
        if end in _FIGURES and _PAGED.search(a.text[-_PAGE:]):
            return False
        final = end in FINAL or is_noted(a.text)
        if place <= TOP and not final and is_preview(a.text, self._rows[place : place + RUN]):
            return False
        if end == "," and b.text[-1] in ",:" and PREAMBLE.match(b.text) and not self._wrapped:
            return False
        if end in "、," and not self._wrapped:
            if end == "," and a.text.isascii() != b.text.isascii() and _in_two_tongues(a.text, b.text):
                return False
            if self._beginnings.labelled(b.text):  # 男: …各位领导、 / 女: 亲爱的同事们,
                return False
            if end == "," and self._is_clause(a, b):
                return False
            if end == "," and _BEGUN in a.text and gap <= 2 and self._is_rest(b):
                return True
        if not final:
            if b.text[0] in _CONTINUES and b.text != _MENU:
                return True
            if _HISTORY.match(self._rows[paragraph[0]].text) and self._hangs(paragraph[0], b, gap):
                return True
            if not gap and (
                (end in _BROKEN and not self._beginnings.is_page(b))
                or (_parts_brackets(a.text, b.text) and not self._beginnings.opens_block(b))
                or (self._shape.filled and self._runs_over(a, b))
                or (self._shape.widest and self._runs_over_alone(self._rows[paragraph[0]], a, b))
                or (a.indent > b.indent == 0 and self._goes_back(a, b))
                or (
                    b.text[0] == "("
                    and YEARS.match(b.text)
                    and paragraph.marker(self._rows, self._rules.opening)
                )
            ):
                return True
        if self._wrapped and not gap:
            return self._wrapped.joins(paragraph, place, final)
        if final or (gap > 2 and gap > self._shape.gap + 1):
            return False
        return self._cuts.cut(paragraph, b, inner)

    def _is_clause(self, a: Block, b: Block) -> bool:
        """Whether a row is one more guest of a greeting, or one more clause of a preamble, each on a line of its own."""
        if b.text[-1] not in ",:" or _STOPS.search(a.text):
            return False
        if b.indent and a.indent == b.indent and not _STOPS.search(b.text):
            return True
        return self._rules.cues["address"].match(b.text) is not None

    def _is_rest(self, b: Block) -> bool:
        """Whether a row can be the rest of a sentence that was begun behind another one in a row that ends in a comma."""
        return SENTENCE.search(b.text) is not None and not self._beginnings.opens_block(b)

    def _runs_over(self, a: Block, b: Block) -> bool:
        """Whether a line is full, in a text where few are, and the next one is its rest."""
        columns, below = widths([a, b])
        full = self._shape.filled
        return (
            columns >= full and (below >= full or b.text[-1] in FINAL) and not self._beginnings.opens_block(b)
        )

    def _runs_over_alone(self, first: Block, a: Block, b: Block) -> bool:
        """Whether one of the longest lines goes on in the next one, which is set as no other is, where hardly any is broken."""
        return (
            is_cut(a, b)
            and b.text[-1] in FINAL
            and self._shape.stands_apart(first, b)
            and widths([a])[0] >= _LONG * self._shape.widest
            and not self._beginnings.opens_block(b)
        )

    def _goes_back(self, a: Block, b: Block) -> bool:
        """Whether a sentence that a row with an indent leaves open ends at the margin, where all other paragraphs are indented."""
        if len(a.text) < _OPENED or b.text[-1] not in FINAL or self._beginnings.opens_block(b):
            return False
        if self._indents is None:
            long = [row.indent > 0 for row in self._rows if len(row.text) >= _OPENED]
            self._indents = sum(long) >= max(_INDENTED, _MOSTLY * len(long))
        return self._indents

    def _hangs(self, place: int, b: Block, gap: int) -> bool:
        """Whether a row goes on with a numbered date, under which it hangs, or stands where its words tell that."""
        hanging = b.indent > self._rows[place].indent or _DECREED.match(b.text) is not None
        return hanging and gap <= self._shape.gap and _ARTICLE.match(b.text) is None


def _in_two_tongues(left: str, right: str) -> bool:
    """Whether one of two rows is English and the other Chinese, as where each sentence is said in both."""
    latin, other = (left, right) if left.isascii() else (right, left)
    return _WORDS.match(latin) is not None and other[0] > "\u2e7f" and not _WORDS.search(other)


def _parts_brackets(left: str, right: str) -> bool:
    """Whether a bracket that is open at the end of a row is closed in the next one."""
    if "(" not in left and "《" not in left:
        return False
    for opening, closing in _PAIRS:
        if opening in left and left.rfind(opening) > left.rfind(closing):
            at, again = right.find(closing), right.find(opening)
            if at >= 0 and not 0 <= again < at:
                return True
    return False
