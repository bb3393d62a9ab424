"""Finds titles that stand on the line below their number: 附件1 and the name of the form, 第一條 and its rubric, 3.1 and a term."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.model import Block, Mark
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

LONGEST_NUMBER, _LONGEST, _LONGEST_RUBRIC = 14, 40, 20
_NO_TITLE = re.compile(r"[。,;:、!?…—.]$|\||^[^:]{1,8}:|年.{1,4}月|^(?:序号|项目|姓名|单位)\b")
_BRACKETS = re.compile(r"[(\[][^()\[\]]{2,24}[)\]]$")  # (征求意见稿)
_LEVELS = frozenset({"volume", "chapter", "subchapter", "annex"})
_MOST = 2 / 3  # of the articles of a law that has rubrics


def rubrics(
    blocks: Sequence[Block],
    short: Sequence[int],
    taken: set[int],
    numbers: Mapping[int, Mark],
    profile: Profile,
) -> dict[int, int]:
    """Index of a block that is a number and no more → how many blocks below it are its title.

    Articles have titles where nearly all of them do, as what stands below their number is their text elsewhere.
    ``short`` are the places of the lines of no more than ``LONGEST_NUMBER`` characters.
    """
    styles = rules(profile).styles
    out: dict[int, int] = {}
    articles: dict[int, int] = {}
    for i in short:
        block = blocks[i]
        if i in taken or not (mark := numbers.get(block.spans[0].start)):
            continue
        numbering = mark.numbering
        if numbering is None or block.find(numbering.marker.end) < len(block.text):
            continue
        style = styles.get(numbering.style)
        if style is None:  # a number alone, which has taken its title with it already
            continue
        lines = _Lines(blocks, taken, numbers, i + 1)
        if style.role == "article":
            articles[i] = lines.rubric()
        elif (style.type in _LEVELS or style.name in ("part", "decimal")) and (
            count := lines.title(style.type == "annex", profile)
        ):
            out[i] = count
    found = {i: count for i, count in articles.items() if count}
    return out | found if len(found) > 1 and len(found) >= _MOST * len(articles) else out


class _Lines:
    """The lines below a number."""

    def __init__(
        self, blocks: Sequence[Block], taken: set[int], numbers: Mapping[int, Mark], first: int
    ) -> None:
        self._blocks, self._taken, self._numbers, self._first = blocks, taken, numbers, first

    def rubric(self) -> int:
        """1 where the first line is short and a phrase, with text below it."""
        text = self._text(0)
        return int(0 < len(text) <= _LONGEST_RUBRIC and text[0] not in "(《" and self._goes_on(1))

    def title(self, bracketed: bool, profile: Profile) -> int:
        """How many lines are the title; brackets may stand over or under that of an annex, whose name may be broken."""
        text = self._text(0)
        if not text or not self._goes_on(1):
            return 0
        if not bracketed:
            return 1
        if _BRACKETS.match(text):
            return 2 if self._text(1) else 1
        after = self._text(1)
        if after and _BRACKETS.match(after):
            return 2
        if len(text) < 4 and not self._is_over_text():  # the first cell of a table
            return 0
        noun = rules(profile).cues["title-noun"]
        broken = after and len(text) >= 12 and not noun.search(text) and noun.search(after)
        return 2 if broken and not self._text(2) else 1

    def _text(self, k: int) -> str:
        """The text of a line that may be of a title; "" where it may not."""
        i = self._first + k
        if i >= len(self._blocks) or i in self._taken:
            return ""
        block = self._blocks[i]
        text = block.text
        if not 2 <= len(text) <= _LONGEST or block.start in self._numbers or _NO_TITLE.search(text):
            return ""
        return text if "row" not in block.hints else ""

    def _is_over_text(self) -> bool:
        """Whether the first line stands over a paragraph or a number."""
        block = self._blocks[self._first + 1]
        return block.start in self._numbers or SENTENCE_END.search(block.text)

    def _goes_on(self, k: int) -> bool:
        return self._first + k < len(self._blocks)
