"""Tells how deep the headings without a number stand, by the numbers that they stand under and between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import Block, Mark, Numbering
from pipeline.stages.text import SENTENCE_END

_VOUCHED = 1.6  # what one such line says for another


def plain_styles(
    blocks: Sequence[Block], plain: dict[int, float], numbers: Mapping[int, Mark]
) -> tuple[str, str]:
    """The style of lines that look like headings, and that of 引言 and its like among them.

    Where one stands right under a heading with a number, which has no text of its own then, they belong below such
    headings; where several do, they are surer. So are those between which the numbers of paragraphs run on; 引言 over
    the first of these is one of them.
    """
    under: list[int] = []
    within: list[int] = []
    begun: set[str] = set()  # the styles whose 1 stands under such a line
    for i in plain:
        above, below = blocks[i - 1] if i else None, blocks[i + 1] if i + 1 < len(blocks) else None
        if below is None or "。" not in below.text:
            continue
        after = numbers[below.start].numbering if below.start in numbers else None
        if after and after.ordinal == 1:
            begun.add(after.style)
        before = numbers[above.start].numbering if above and above.start in numbers else None
        if not above or not before:
            continue
        if _heads(above, before) and blocks[i].text[-1] != ":":
            under.append(i)
        elif after and after.style in begun and _goes_on(before, after) and above.text[-1] == "。":
            within.append(i)
    for i in [*within, *(under if len(under) > 1 else ())]:
        plain[i] += _VOUCHED
    if under and not any(b.start in numbers for b in blocks[: min(plain)]):
        under = []  # they stand over the numbers elsewhere
    return "plain-below" if under else "plain", "plain" if within and not under else "apart"


def _goes_on(before: Numbering, after: Numbering) -> bool:
    return before.style == after.style and after.ordinal == before.ordinal + 1


def _heads(block: Block, its: Numbering) -> bool:
    """Whether a block is a number and a phrase."""
    if its.style == "article" or its.marker.end == block.end:
        return False
    return block.text[-1] != ":" and not SENTENCE_END.search(block.text)
