"""Tells for a paragraph and the row below it whether the row goes on with it; makes one block of rows that belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from pipeline.fold import unbroken
from pipeline.model import Block, Span
from pipeline.profile import Profile, Style
from pipeline.screen import Tail
from pipeline.stages.marked import parted, set_apart
from pipeline.stages.numbers import opens
from pipeline.stages.rows import ACROSS, FINAL, Shape, is_caption, stops, widths
from pipeline.stages.rules import Opening, rules
from pipeline.stages.seams import Seams, around

_OPENS = "“‘(《【["
_BROKEN = "、" + _OPENS  # no block ends so
_PAIRS = (("(", ")"), ("《", "》"))
_CONTINUES = ",。、;:!?”’)》】"
_SENTENCE = re.compile(r"[。!?;,]")
_SHORTEST = 20  # characters of prose that may be cut
_CUT = 30  # and of what may be left of it behind an empty line
_QUESTION = 44  # characters of a numbered heading that asks and answers: 一、何为初心？——从…
_SIGNS = "。!?;,"
_BEGUN = "。"  # no heading and no verse has a stop and goes on to a comma
_STOPS = re.compile(r"[。!?;]")
_STOPS_OR_COLON = re.compile(r"[。!?;:](?!——)")
_LABEL = re.compile(r"[^\s:,。;“”]{1,14}:")
_ROMAN = re.compile(r"\([ivx]{1,5}\)")  # (iii); the numbering styles know single letters only
# when and how a text was given, on a line of its own: （2019年3月5日，根据录音整理）
_GIVEN = re.compile(r"\((?:\d{4}|[一二三四五六七八九〇零○]{4}) ?年[^()]{3,40}\)$")
# 沿革: hanging lines under a numbered date
_HISTORY = re.compile(r"(?:\d{1,3}\. ?)?(?:中华)?民国.{1,12}年.{1,4}月")
_UNFINISHED = Tail(
    r"(?:而是|不是|就是|还是|我们|他们|你们|我|你"
    r"|的|地|得|了|从|在|把|被|和|与|及|对|向|为|以|将|让|使|由|因为|所以|但|而|或|不)$",
    2,
)
_WORDS = re.compile(r"[A-Za-z]+,? [A-Za-z]+,? [A-Za-z]")
_WIDER = 1.5  # times the width of a wrapped text: such a line is no part of a column
_FAR = "   "
_REFERENCE = re.compile(r"[\[〔]\d{1,3}[\]〕]")
_BACK = frozenset({"参考文献", "注释", "附录", "主要参考文献", "作者简介"})
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
                if sign in text and sign not in self.signs:
                    self.signs += sign
        self._read = len(self)

    def marker(self, rows: Sequence[Block], opening: Opening) -> Marker | None:
        """The marker that opens it, looked for once."""
        if not self._opened:
            self._opened, self._marker = True, opening.match(rows[self[0]].text)
        return self._marker


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
        self._rows, self._shape, self._seams = rows, shape, Seams(folded, rows)
        self._profile, self._rules, self._resumed = profile, rules(profile), resumed
        self._wraps = shape.wrapped
        if self._wraps:
            self._widths = shape.widths if len(shape.widths) == len(rows) else widths(rows)
            self._full, self._indented, self._close = shape.width, shape.indented, shape.gap == 0
            self._margin = shape.margin

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
                or len(rows[i].text) >= _SHORTEST
                or rows[i + 1].indent
                or rows[i + 1].text[0] in _CONTINUES
                or rows[i].text[-1] in _BROKEN
                or _parts_brackets(rows[i].text, rows[i + 1].text)
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
        inner = place - last > 1
        gap = b.gap if not inner else 0
        end = a.text[-1]
        final = end in FINAL
        if end in "、," and not self._wraps:
            if end == "," and a.text.isascii() != b.text.isascii() and _in_two_tongues(a.text, b.text):
                return False
            if self._labelled(b.text):  # 男: …各位领导、 / 女: 亲爱的同事们,
                return False
            if end == "," and self._is_clause(a, b):
                return False
            if end == "," and _BEGUN in a.text and gap <= 2 and self._is_rest(b):
                return True
        if not final:
            if b.text[0] in _CONTINUES:
                return True
            if not gap and (
                (b.indent and self._hangs(paragraph[0], b))
                or (end in _BROKEN and not self._apart(b))
                or (_parts_brackets(a.text, b.text) and not self._opens_block(b))
                or (self._shape.filled and self._runs_over(a, b))
            ):
                return True
        if self._wraps and not gap:
            return self._wrapped(paragraph, place, final)
        if final or (gap > 2 and gap > self._shape.gap + 1):
            return False
        return self._cut(paragraph, b, inner)

    def _is_clause(self, a: Block, b: Block) -> bool:
        """Whether a row is one more guest of a greeting, or one more clause of a preamble, each on a line of its own."""
        if b.text[-1] not in ",:" or _STOPS.search(a.text):
            return False
        if b.indent and a.indent == b.indent and not _STOPS.search(b.text):
            return True
        return self._rules.cues["address"].match(b.text) is not None

    def _is_rest(self, b: Block) -> bool:
        """Whether a row can be the rest of a sentence that was begun behind another one in a row that ends in a comma."""
        return _SENTENCE.search(b.text) is not None and not self._opens_block(b)

    @cached_property
    def _unstopped(self) -> bool:
        """Whether many paragraphs end without a stop."""
        long = [row.text[-1] for row in self._rows if len(row.text) >= 2 * _SHORTEST]
        return sum(1 for last in long if last not in FINAL) > 0.25 * len(long)

    def _runs_over(self, a: Block, b: Block) -> bool:
        """Whether a line is full, in a text where few are, and the next one is its rest."""
        columns, below = widths([a, b])
        full = self._shape.filled
        return columns >= full and (below >= full or b.text[-1] in FINAL) and not self._opens_block(b)

    def _hangs(self, place: int, b: Block) -> bool:
        """Whether a row hangs under a numbered date."""
        first = self._rows[place]
        return b.indent > first.indent and _HISTORY.match(first.text) is not None

    def _wrapped(self, paragraph: Paragraph, place: int, final: bool) -> bool:
        """Whether a paragraph goes on in a row of a text that is hard wrapped."""
        b = self._rows[place]
        if b.hints and set_apart(b.hints) and self._opens_block(b):  # two headings, one under the other
            return False
        if len(paragraph) == 1 and (first := self._rows[paragraph[0]].text)[0] == "(" and _GIVEN.match(first):
            return False
        columns = self._widths[paragraph[-1]]
        if columns < 0.62 * self._full or (final and columns > _WIDER * self._full):
            return False
        if self._shape.narrow and self._leaves_column(paragraph, place):
            return not final and self._cut(paragraph, b, False)
        if final and self._opens_back(paragraph, b):
            return False
        if self._indented:
            begun = self._rows[paragraph[0]].indent > self._margin or paragraph[0] in self._resumed
            if b.indent > self._margin or not begun or self._apart(b):
                return False
            if final and self._heads(place):
                return False
        else:
            if self._close and columns < 0.92 * self._full and stops(self._rows[paragraph[-1]].text):
                return False
            if (final or columns < 0.9 * self._full) and self._opens_block(b):
                return False
        if len(paragraph) == 1 and columns < 44 and self._is_heading(paragraph):
            return False
        return not self._counts_on(paragraph, b)

    def _leaves_column(self, paragraph: Paragraph, place: int) -> bool:
        """Whether one of two rows runs across the columns of a text, or has the parts of a running head in it."""
        wide = ACROSS * self._full
        return any(self._widths[i] > wide or _FAR in self._rows[i].text for i in (paragraph[-1], place))

    def _opens_back(self, paragraph: Paragraph, b: Block) -> bool:
        """Whether a row is the heading of the references, or one more of them."""
        text = b.text
        if text[0] in "[〔":
            first = self._rows[paragraph[0]].text
            return _REFERENCE.match(text) is not None and _REFERENCE.match(first) is not None
        return len(text) <= 8 and text.rstrip(":").replace(" ", "") in _BACK

    def _heads(self, place: int) -> bool:
        """Whether a flush row is a heading or a greeting: over an indented row, it ends as no paragraph ends."""
        rows, b = self._rows, self._rows[place]
        below = rows[place + 1 : place + 3]
        if not below or b.text[-1] in ",、;":
            return False
        if below[0].indent > self._margin:
            if b.text[-1] == ":":
                cues = self._rules.cues
                return bool(cues["salute"].match(b.text) or cues["letter"].match(b.text))
            return not stops(b.text) and (b.text[-1] not in FINAL or self._opens_section(b.text))
        return (  # a heading of two lines
            below[-1].indent > self._margin
            and not (stops(b.text) or below[0].text[-1] in FINAL or _STOPS.search(b.text + below[0].text))
            and self._opens_section(b.text)
        )

    def _opens_section(self, text: str) -> bool:
        """Whether a row opens with the number of a heading."""
        found = self._rules.opening.match(text)
        return found is not None and found[0].role == "heading" and opens(text, self._profile)

    def _counts_on(self, paragraph: Paragraph, b: Block) -> bool:
        """Whether a row begins with the number after that of the paragraph."""
        above = paragraph.marker(self._rows, self._rules.opening)
        below = self._rules.opening.match(b.text) if above else None
        if not below or not above or below[0].name != above[0].name:
            return False
        first, second = above[0].ordinal(above[1]), below[0].ordinal(below[1])
        return bool(first and second and first[0] and second[0] == first[0] + 1)

    def _is_heading(self, paragraph: Paragraph) -> bool:
        """Whether a short row with a number is a heading that ends here."""
        text = self._rows[paragraph[0]].text
        return (
            not _STOPS_OR_COLON.search(text)
            and not stops(text)
            and paragraph.marker(self._rows, self._rules.opening) is not None
        )

    def _cut(self, paragraph: Paragraph, b: Block, inner: bool) -> bool:
        """Whether a paragraph was cut before a row of a text that is not hard wrapped."""
        rows = self._rows
        first, a = rows[paragraph[0]], rows[paragraph[-1]]
        if len(paragraph) == 1 and len(a.text) < _SHORTEST:
            return False
        paragraph.read(rows)
        if paragraph.length < _SHORTEST or not paragraph.signs or not _SENTENCE.search(b.text):
            return False
        if is_caption(first.text):
            return False
        sure = inner or paragraph.signs != "," or a.text[-1] in ",、" or a.text[-1] in _OPENS
        asking = paragraph.signs == "?" and not inner and paragraph.length <= _QUESTION
        numbered = (not sure or asking) and paragraph.marker(rows, self._rules.opening) is not None
        if numbered and paragraph.length <= 70:
            return False
        if (b.indent and not inner and self._shape.indented) or self._opens_block(b):
            return False
        left = a.text
        if b.gap and not inner and left[-1] not in ",、" and left[-1] not in _OPENS:
            strong = _UNFINISHED.search(left) is not None or self._seen_joined(left, b.text, paragraph.length)
            if not strong and (self._unstopped or len(b.text) < _CUT or not stops(b.text)):
                return False
        if sure or numbered:
            return True
        if (a.gap == b.gap and paragraph.length > 44) or _UNFINISHED.search(a.text):
            return True
        return self._seen_joined(a.text, b.text, paragraph.length)

    def _seen_joined(self, left: str, right: str, length: int) -> bool:
        """教育实 | 践活动: the words across the cut stand together elsewhere, which no heading and paragraph do."""
        pair, *more = around(left, right)
        have = self._seams.have
        if not have(pair, pair):
            return False
        return 0.7 + min(length / 40, 2.0) >= 2.6 or any(have(pair, seam) for seam in more)

    def _apart(self, b: Block) -> bool:
        """Whether a row is furniture, which is no part of a paragraph."""
        return len(b.text) < 100 and self._rules.page.fits(b.text)

    def _opens_block(self, b: Block) -> bool:
        """Whether a row shows by its own form that a block begins with it."""
        text = b.text
        return (
            self._rules.beginning.fits(text)
            or self._labelled(text)
            or opens(text, self._profile)
            or (text[0] == "(" and (_ROMAN.match(text) or _GIVEN.match(text)) is not None)
            or self._apart(b)
        )

    def _labelled(self, text: str) -> bool:
        """Whether a row opens with a label that may be a speaker's or a field's."""
        found = _LABEL.match(text) if ":" in text[:15] else None
        if not found:
            return False
        label = found.group()[:-1]
        named = len(label) <= 4 and self._rules.surnames.match(label) is not None
        known = label in self._profile.labels or self._rules.cues["speaker"].match(label) is not None
        return named or known or self._labels[label] > 1

    @cached_property
    def _labels(self) -> Counter[str]:
        """How often rows open with a label of one or two signs, as those of unnamed speakers are: 甲, 男1, AB."""
        return Counter(row.text[:at] for row in self._rows if (at := row.text.find(":", 0, 3)) > 0)


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
