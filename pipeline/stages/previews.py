"""Marks what a page quotes of a text right over it: its opening words, cut off somewhere (摘要：渡口虽小，连着两岸…)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipeline.model import Block, Mark, Span
from pipeline.stages.field import why
from pipeline.stages.text import SENTENCE_END

_WHY = why("furniture.filler", "high", "the opening words of the text below, cut off")
_LABEL = re.compile(r"[\[【(]?[^,。:;!?\[\]【】()]{2,6}[\]】)]?: ?")
_TOP = 12  # blocks at the top of a page
_FEWEST = 20  # characters that do not come twice by chance


def previews(blocks: Sequence[Block], waste: Collection[int]) -> Iterator[Mark]:
    """Marks on the lines at the top that quote the opening of the line below; ``waste`` are the places of other furniture."""
    for i, (a, b) in enumerate(pairwise(blocks[:_TOP])):
        if i not in waste and is_preview(a.text, b.text):
            yield Mark("furniture", Span(a.start, a.end), "filler", _WHY)


def is_preview(text: str, below: str) -> bool:
    """Whether a line that has a label, or ends in dots, says what the line below opens with, or all that it says and more."""
    label = _LABEL.match(text) if ":" in text[:10] else None
    quoted = text[label.end() if label else 0 :].rstrip(".…")
    if min(len(quoted), len(below)) < _FEWEST or not (label or text[-1] in ".…"):
        return False
    again = below.startswith(quoted) or quoted.startswith(below)
    return again and SENTENCE_END.search(below)
