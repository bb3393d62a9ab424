"""Puts a series that begins right under the only heading of its kind below that: 一、主要工作, then （一）, （二）, then 下一步打算."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.frozen import replace
from pipeline.model import Block
from pipeline.stages.outline_search import Placed
from pipeline.stages.outline_shape import RANK
from pipeline.stages.text import SENTENCE_END

_LONGEST = 40  # characters of such a heading


def beneath(placed: list[Placed], blocks: Sequence[Block]) -> list[Placed]:
    """The headings of a text in ``blocks``, with such a series below its heading.

    To leave a rank is dear, so where headings without numbers follow, the search may read the series as beside the
    heading, which then is empty.
    """
    held = [pair for pair in pairwise(placed) if _holds(*pair, blocks)]
    if not held:
        return placed
    sizes = Counter([p.run for p in placed])
    for above, first in held:
        if sizes[above.run] == 1 < sizes[first.run]:
            at = placed.index(first)
            end = next(
                (i for i, p in enumerate(placed) if i > at and p.depth <= above.depth and p.run != first.run),
                len(placed),
            )
            below = [replace(p, depth=p.depth + 1) for p in placed[at:end]]
            placed = [*placed[:at], *below, *placed[end:]]
    return placed


def _holds(above: Placed, first: Placed, blocks: Sequence[Block]) -> bool:
    """Whether the first of a series stands right under the first of a higher kind, and the search put both at one rank."""
    a, b = above.candidate, first.candidate
    if not (a.ordinal == b.ordinal == 1 and b.index == a.index + 1 and first.depth == above.depth):
        return False
    text = blocks[a.index].text
    phrase = len(text) <= _LONGEST and text[-1] not in ":;" and not SENTENCE_END.search(text)
    return phrase and not (a.unnumbered or b.unnumbered) and RANK.get(b.style, 5) > RANK.get(a.style, 5)
