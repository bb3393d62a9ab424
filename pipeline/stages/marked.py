"""Reads what the container says of lines (heading levels, bold, centred, large type) as evidence for headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.model import Block

_LEVEL = re.compile(r"h([1-6])$")
_SET_APART = re.compile(r"h[1-6]$|(?:sub)?title$|bold$|large$|center$|right$|quote$|note$")
_OPENING = frozenset({"row", "li", "numbered", "note"})
_LONGEST = 90  # a paragraph in a heading style is a paragraph that somebody wanted large
# What a line so set is worth, where few lines are: the more, the less it can be chance.
_WORTH = {"large": 1.2, "bold": 0.8, "center": 0.6}
_FEW = 0.35
_NO_LEVELS: frozenset[int] = frozenset()


def parted(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two lines that follow each other are two blocks by the container's word, given the hints of both."""
    if not a and not b:
        return False
    opens = any(hint in _OPENING for hint in b)
    return opens or "row" in a or set_apart(a) != set_apart(b)


def set_apart(hints: tuple[str, ...]) -> list[str]:
    """The hints that tell how a line is set apart from running text."""
    return [hint for hint in hints if _SET_APART.match(hint)]


class Levels:
    """The levels that the container gives headings. A level in which most lines are paragraphs is a look, no level."""

    __slots__ = ("_known",)

    def __init__(self, blocks: Iterable[Block]) -> None:
        found = [(level, block) for block in blocks if block.hints and (level := _level(block))]
        self._known: frozenset[int] = _NO_LEVELS
        if found:
            lines = Counter(level for level, _ in found)
            prose = Counter(level for level, block in found if _is_paragraph(block))
            self._known = frozenset(level for level, count in lines.items() if 2 * prose[level] < count)

    def of(self, block: Block) -> int:
        """The level of one line, from 1; 0 where it has none."""
        if not self._known or not block.hints:
            return 0
        level = _level(block)
        return level if level in self._known and not _is_paragraph(block) else 0


def _level(block: Block) -> int:
    if block.text.startswith("——"):
        return 0  # pages set the second half of a title as a heading of its own
    return heading_level(block)


def heading_level(block: Block) -> int:
    """The level of the element that a line is in, from 1; 0 where that is no heading."""
    return next((int(m[1]) for hint in block.hints if (m := _LEVEL.match(hint))), 0)


def _is_paragraph(block: Block) -> bool:
    return len(block.text) > _LONGEST or (len(block.text) > 40 and block.text[-1] in "。;,")


class Emphasis:
    """How much the type of a line speaks for a heading, by how rare such type is in its text."""

    __slots__ = ("_worth",)

    def __init__(self, hinted: Sequence[Block], count: int) -> None:
        """Take the blocks of a text that have hints, and how many blocks it has."""
        hints = [hint for block in hinted for hint in set(block.hints)]
        self._worth: dict[str, float] = {}
        if hints:
            few = _FEW * count
            self._worth = {h: worth for h, worth in _WORTH.items() if 0 < hints.count(h) <= few}

    def of(self, block: Block) -> float:
        """The evidence of one line, 0 where its type is that of the others."""
        return sum(w for hint, w in self._worth.items() if hint in block.hints) if self._worth else 0.0
