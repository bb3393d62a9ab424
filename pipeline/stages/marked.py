"""Reads what the container says of lines (heading levels, bold, centred, large type) as evidence for headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.model import Block

_LEVEL = re.compile(r"h([1-6])$")
_SET_APART = re.compile(r"h[1-6]$|(?:sub)?title$|bold$|large$|center$|right$|quote$|note$")
_OPENING = frozenset({"row", "li", "numbered", "note"})
_LONGEST = 90  # a paragraph in a heading style is a paragraph that somebody wanted large
# What a line so set is worth, where few lines are: the more, the less it can be chance.
_WORTH = {"large": 1.2, "bold": 0.8, "center": 0.6}
_FEW = 0.35


def parted(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two lines that follow each other are two blocks by the container's word, given the hints of both."""
    if not a and not b:
        return False
    opens = any(hint in _OPENING for hint in b)
    return (
        opens or "row" in a or [h for h in a if _SET_APART.match(h)] != [h for h in b if _SET_APART.match(h)]
    )


def level_of(block: Block) -> int:
    """The level that the container gives a heading, from 1; 0 where it gives none."""
    if len(block.text) > _LONGEST or (len(block.text) > 40 and block.text[-1] in "。;,"):
        return 0
    return next((int(m[1]) for hint in block.hints if (m := _LEVEL.match(hint))), 0)


class Emphasis:
    """How much the type of a line speaks for a heading, by how rare such type is in its text."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        counts = Counter(hint for block in blocks for hint in set(block.hints))
        self._worth = {h: w for h, w in _WORTH.items() if 0 < counts[h] <= _FEW * len(blocks)}

    def of(self, block: Block) -> float:
        """The evidence of one line, 0 where its type is that of the others."""
        return sum(w for hint, w in self._worth.items() if hint in block.hints) if block.hints else 0.0
