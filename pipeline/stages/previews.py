"""Marks what a page quotes of a text right over it: its opening words, cut off somewhere (摘要：渡口虽小，连着两岸…)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.model import Block, Mark, Span
from pipeline.stages.field import why
from pipeline.stages.text import SENTENCE_END, key

_WHY = why("furniture.filler", "high", "the opening words of the text below, cut off")
_LABEL = re.compile(r"[\[【(]?[^,。:;!?\[\]【】()]{2,6}[\]】)]?: ?")
TOP = 12  # blocks at the top of a page
RUN = 3  # lines that a description of the page runs together at the least
_FEWEST = 20  # characters that do not come twice by chance


def previews(blocks: Sequence[Block], waste: Collection[int]) -> Iterator[Mark]:
    """Marks on the lines at the top that quote the opening of the text below; ``waste`` are the places of other furniture."""
    for i, block in enumerate(blocks[:TOP]):
        if i not in waste and is_preview(block.text, blocks[i + 1 : i + 1 + RUN]):
            yield Mark("furniture", Span(block.start, block.end), "filler", _WHY)


def is_preview(text: str, below: Sequence[Block]) -> bool:
    """Whether a line says what the lines ``below`` open with.

    It has a label, or ends in dots, and says what the line below it opens with, or all that it says and more; or it is
    the next lines run together, from the title on.
    """
    return bool(below) and (_quotes(text, below[0].text) or _runs_together(text, below))


def _quotes(text: str, below: str) -> bool:
    label = _LABEL.match(text) if ":" in text[:10] else None
    quoted = text[label.end() if label else 0 :].rstrip(".…")
    if min(len(quoted), len(below)) < _FEWEST or not (label or text[-1] in ".…"):
        return False
    again = below.startswith(quoted) or quoted.startswith(below)
    return again and SENTENCE_END.search(below)


def _runs_together(text: str, below: Sequence[Block]) -> bool:
    if text[:2] != below[0].text[:2] or len(below) < RUN or len(text) <= sum([len(b.text) for b in below]):
        return False
    return key(text).startswith("".join([key(b.text) for b in below]))
