"""Tells for a paragraph and the row below it, in a text that is hard wrapped, whether the row goes on with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.beginnings import GIVEN, Beginnings
from pipeline.stages.cuts import SENTENCE, Cuts
from pipeline.stages.marked import set_apart
from pipeline.stages.paragraph import Paragraph
from pipeline.stages.row_shape import ACROSS, SHORT, Shape
from pipeline.stages.rows import FINAL, stops, widths
from pipeline.stages.rules import rules

_WIDER = 1.5  # times the width of a wrapped text: such a line is no part of a column
_CENTRED = 4  # columns that a centred line is indented more than paragraphs are, at the least
_FAR = "   "
_RUNNING = frozenset({"is", "must"})
_REFERENCE = re.compile(r"[\[〔]\d{1,3}[\]〕]")
_BACK = frozenset({"参考文献", "注释", "附录", "主要参考文献", "作者简介", "目录", "目次"})
_BEFORE = ("前项", "前款")  # a further paragraph of an article, which speaks of the one above it
_STOPS = re.compile(r"[。!?;]")
_CLAUSE = re.compile(r"[,。;、!?]")
_TOP = 4  # rows among which the title stands
_STOPS_OR_COLON = re.compile(r"[。!?;:](?!——)")


class Wrapped:
    """The rules for joints in one text that is hard wrapped."""

    def __init__(
        self,
        rows: Sequence[Block],
        shape: Shape,
        profile: Profile,
        beginnings: Beginnings,
        cuts: Cuts,
        resumed: frozenset[int],
    ) -> None:
        """Take the rows, what their lines tell together, and the rows in which a cut sentence goes on."""
        self._rows, self._shape, self._resumed = rows, shape, resumed
        self._rules, self._beginnings, self._cuts = rules(profile), beginnings, cuts
        self._widths = shape.widths if len(shape.widths) == len(rows) else widths(rows)
        self._full, self._indented, self._close = shape.width, shape.indented, shape.gap == 0
        self._margin, self._parted = shape.margin, shape.parted

    def joins(self, paragraph: Paragraph, place: int, final: bool) -> bool:
        """Whether a paragraph goes on in a row of a text that is hard wrapped."""
        b = self._rows[place]
        # two headings, one under the other
        if b.hints and set_apart(b.hints) and self._beginnings.opens_block(b):
            return False
        first = self._rows[paragraph[0]].text
        if len(paragraph) == 1 and first[0] == "(" and GIVEN.match(first):
            return False
        if final and len(paragraph) == 1 and first[-1] == ":" and self._rules.cues["addressee"].match(first):
            return False
        columns = self._widths[paragraph[-1]]
        if columns < 0.62 * self._full or (final and columns > _WIDER * self._full):
            return False
        if self._shape.narrow and self._leaves_column(paragraph, place):
            return not final and self._cuts.cut(paragraph, b, False)
        if final and (self._opens_back(paragraph, b) or b.text.startswith(_BEFORE)):
            return False
        if self._indented:
            begun = self._rows[paragraph[0]].indent > self._margin or paragraph[0] in self._resumed
            if b.indent > self._margin or not begun or self._beginnings.is_page(b):
                return False
            if len(paragraph) == 1 and self._is_centred(self._rows[paragraph[0]]):
                return False
            if final and self._heads(place):
                return False
        else:
            ending = (SHORT if self._parted else 0.92) * self._full
            if self._close and columns < ending and stops(self._rows[paragraph[-1]].text):
                return False
            begins = (final or columns < 0.9 * self._full) and self._beginnings.opens_block(b)
            if begins and (columns < ending or not self._runs_on(b)):
                return False
            short = min(44, (SHORT if self._parted else 0.9) * self._full)
            if len(paragraph) == 1 and columns < short and self._is_heading(paragraph):
                return False
            if place <= _TOP and len(paragraph) == 1 and self._is_title(place - 1, place):
                return False
        return not self._counts_on(paragraph, b)

    def _is_centred(self, row: Block) -> bool:
        """Whether a row is a line of the title, in a text whose paragraphs begin with an indent."""
        return row.indent >= self._shape.inset + _CENTRED and not SENTENCE.search(row.text)

    def _runs_on(self, b: Block) -> bool:
        """Whether a row opens with 一是, which stands inside paragraphs too, where empty lines part these."""
        found = self._rules.opening.match(b.text) if self._parted else None
        return found is not None and found[0].name in _RUNNING

    def _is_title(self, above: int, place: int) -> bool:
        """Whether a row at the top is a title over a short row, which in prose would be the last of a paragraph."""
        text, below = self._rows[above].text, self._rows[place].text
        short = self._widths[place] < 0.62 * self._full and not stops(below)
        return short and not _CLAUSE.search(text) and self._rules.cues["title-noun"].search(text) is not None

    def _leaves_column(self, paragraph: Paragraph, place: int) -> bool:
        """Whether one of two rows runs across the columns of a text, or has the parts of a running head in it."""
        wide = ACROSS * self._full
        return any(self._widths[i] > wide or _FAR in self._rows[i].text for i in (paragraph[-1], place))

    def _opens_back(self, paragraph: Paragraph, b: Block) -> bool:
        """Whether a row is the heading of the references, or one more of them, or that of the contents."""
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
            return not stops(b.text) and (b.text[-1] not in FINAL or self._beginnings.opens_section(b.text))
        return (  # a heading of two lines
            below[-1].indent > self._margin
            and not (stops(b.text) or below[0].text[-1] in FINAL or _STOPS.search(b.text + below[0].text))
            and self._beginnings.opens_section(b.text)
        )

    def _is_heading(self, paragraph: Paragraph) -> bool:
        """Whether a short row with a number is a heading that ends here."""
        text = self._rows[paragraph[0]].text
        return (
            not _STOPS_OR_COLON.search(text)
            and not stops(text)
            and paragraph.marker(self._rows, self._rules.opening) is not None
        )

    def _counts_on(self, paragraph: Paragraph, b: Block) -> bool:
        """Whether a row begins with the number after that of the paragraph."""
        above = paragraph.marker(self._rows, self._rules.opening)
        below = self._rules.opening.match(b.text) if above else None
        if not below or not above or below[0].name != above[0].name:
            return False
        first, second = above[0].ordinal(above[1]), below[0].ordinal(below[1])
        return bool(first and second and first[0] and second[0] == first[0] + 1)
