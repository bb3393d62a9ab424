"""Tells whether a paragraph was cut before a row, in a text whose lines are not all of one width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.screen import Tail
from pipeline.stages.beginnings import Beginnings
from pipeline.stages.paragraph import Paragraph
from pipeline.stages.row_shape import Shape
from pipeline.stages.rows import FINAL, is_caption, stops
from pipeline.stages.rules import rules
from pipeline.stages.seams import Seams, around

OPENS = "“‘(《【["
SENTENCE = re.compile(r"[。!?;,]")
SHORTEST = 20  # characters of prose that may be cut
_CUT = 30  # and of what may be left of it behind an empty line
_MANY, _NEARLY_ALL = 0.25, 0.7  # of the paragraphs
_QUESTION = 44  # characters of a numbered heading that asks and answers: 一、何为初心？——从…
_UNFINISHED = Tail(
    r"(?:而是|不是|就是|还是|我们|他们|你们|我|你"
    r"|的|地|得|了|从|在|把|被|和|与|及|对|向|为|以|将|让|使|由|因为|所以|但|而|或|不)$",
    2,
)


class Cuts:
    """The rules for cuts in one text."""

    def __init__(
        self, rows: Sequence[Block], shape: Shape, folded: str, profile: Profile, beginnings: Beginnings
    ) -> None:
        """Take the rows, what their lines tell together, the folded text, and what tells how blocks begin."""
        self._rows, self._shape, self._seams = rows, shape, Seams(folded, rows)
        self._rules, self._beginnings = rules(profile), beginnings

    def cut(self, paragraph: Paragraph, b: Block, inner: bool) -> bool:
        """Whether a paragraph was cut before a row of a text that is not hard wrapped."""
        rows = self._rows
        first, a = rows[paragraph[0]], rows[paragraph[-1]]
        if len(paragraph) == 1 and len(a.text) < SHORTEST:
            return False
        paragraph.read(rows)
        if paragraph.length < SHORTEST or not paragraph.signs or not SENTENCE.search(b.text):
            return False
        if is_caption(first.text):
            return False
        sure = inner or paragraph.signs != "," or a.text[-1] in ",、" or a.text[-1] in OPENS
        asking = paragraph.signs == "?" and not inner and paragraph.length <= _QUESTION
        numbered = (not sure or asking) and paragraph.marker(rows, self._rules.opening) is not None
        if numbered and paragraph.length <= 70:
            return False
        if (b.indent and not inner and self._shape.indented) or self._beginnings.opens_block(b):
            return False
        left = a.text
        doubtful = b.gap or self._unstopped > _NEARLY_ALL
        if doubtful and not inner and left[-1] not in ",、" and left[-1] not in OPENS:
            strong = _UNFINISHED.search(left) is not None or self.seen_joined(left, b.text, paragraph.length)
            if not strong and (self._unstopped > _MANY or len(b.text) < _CUT or not stops(b.text)):
                return False
        if sure or numbered:
            return True
        if (a.gap == b.gap and paragraph.length > 44) or _UNFINISHED.search(a.text):
            return True
        return self.seen_joined(a.text, b.text, paragraph.length)

    @cached_property
    def _unstopped(self) -> float:
        """The share of paragraphs that end without a stop."""
        long = [row.text[-1] for row in self._rows if len(row.text) >= 2 * SHORTEST]
        return sum([last not in FINAL for last in long]) / len(long) if long else 0.0

    def seen_joined(self, left: str, right: str, length: int) -> bool:
        """教育实 | 践活动: the words across the cut stand together elsewhere, which no heading and paragraph do."""
        pair, *more = around(left, right)
        have = self._seams.have
        if not have(pair, pair):
            return False
        return 0.7 + min(length / 40, 2.0) >= 2.6 or any(have(pair, seam) for seam in more)
