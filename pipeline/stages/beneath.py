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
    held = [
        i
        for i, (above, first) in enumerate(pairwise(placed), 1)
        if first.depth == above.depth and first.candidate.ordinal == 1 and _holds(above, first, blocks)
    ]
    if not held:
        return placed
    sizes = Counter([p.run for p in placed])
    begins = {i for i in held if sizes[placed[i - 1].run] == 1 < sizes[placed[i].run]}
    out: list[Placed] = []
    depth, run = -1, -1  # of the series that is put lower, with all below it
    for i, p in enumerate(placed):
        if i in begins:
            depth, run = p.depth, p.run
        elif p.depth <= depth and p.run != run:
            depth = -1
        out.append(p if depth < 0 else replace(p, depth=p.depth + 1))
    return out


def _holds(above: Placed, first: Placed, blocks: Sequence[Block]) -> bool:
    """Whether the first of a series stands right under the first of a higher kind."""
    a, b = above.candidate, first.candidate
    if a.ordinal != 1 or b.index != a.index + 1:
        return False
    text = blocks[a.index].text
    phrase = len(text) <= _LONGEST and text[-1] not in ":;" and not SENTENCE_END.search(text)
    return phrase and not (a.unnumbered or b.unnumbered) and RANK.get(b.style, 5) > RANK.get(a.style, 5)
