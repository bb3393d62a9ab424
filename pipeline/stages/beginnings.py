"""Tells by the form of a row alone whether a block, a section or what is said behind a label begins with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.numbers import opens
from pipeline.stages.rules import rules

_LABEL = re.compile(r"[^\s:,。;“”]{1,14}:")
# what stands at the top of an article
_ABSTRACT = re.compile(r"[\[【(]? ?(?:摘 *要|提 *要|内容提要|关 *键 *词|中图分类号)[:\]】) ]")
_OF_ARTICLE = frozenset("摘提内关中[【(")
_SPREAD = re.compile(r"([一-鿿]) {1,6}([一-鿿]) +(?=\S)")  # 时　　间　民国八十年…
# when and how a text was given, on a line of its own: （2019年3月5日，根据录音整理）
GIVEN = re.compile(r"\((?:\d{4}|[一二三四五六七八九〇零○]{4}) ?年[^()]{3,40}\)$")


class Beginnings:
    """The rules for the first rows of blocks in one text."""

    def __init__(self, rows: Sequence[Block], profile: Profile) -> None:
        self._rows, self._profile, self._rules = rows, profile, rules(profile)

    def opens_block(self, b: Block) -> bool:
        """Whether a row shows by its own form that a block begins with it."""
        text = b.text
        return (
            self._rules.beginning.fits(text)
            or (text[0] in _OF_ARTICLE and _ABSTRACT.match(text) is not None)
            or self.labelled(text)
            or opens(text, self._profile)
            or (text[0] == "(" and GIVEN.match(text) is not None)
            or self.is_page(b)
        )

    def opens_section(self, text: str) -> bool:
        """Whether a row opens with the number of a heading."""
        found = self._rules.opening.match(text)
        return found is not None and found[0].role == "heading" and opens(text, self._profile)

    def labelled(self, text: str) -> bool:
        """Whether a row opens with a label that may be a speaker's or a field's."""
        if text[1:2] == " " and (spread := _SPREAD.match(text)):
            return "".join(spread.groups()) in self._profile.labels
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

    def is_page(self, b: Block) -> bool:
        """Whether a row is furniture, which is no part of a paragraph."""
        return len(b.text) < 100 and self._rules.page.fits(b.text)
