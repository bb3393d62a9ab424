"""Tells the labels of a record in which whatever stands under an empty line opens with a label."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Block, Evidence
from pipeline.stages.turn_lines import Opening

_SPACED = Evidence("stands under an empty line, as a label does wherever one is", 2.5)
_FEWEST = 6  # lines under an empty one
_LONGEST = 20  # characters of a label
_NEARLY = 0.9  # of those lines open with a label
_KNOWN = 0.33  # of them with that of a speaker
_ASIDE = frozenset("([【")  # before a stage direction


def spaced(
    blocks: Sequence[Block], found: Sequence[Opening], sure: set[str], refused: set[str]
) -> dict[str, Evidence]:
    """What speaks for each label that is none of the ``sure`` and ``refused`` ones, where the text is such a record."""
    turns = [f.block.start for f in found if f.label in sure]
    if not turns:
        return {}
    below = {
        b.start
        for b in blocks
        if b.gap and b.start >= turns[0] and b.text[0] not in _ASIDE and "://" not in b.text
    }
    openers = [f for f in found if f.block.start in below and not (f.alone or f.numbered or f.boxed)]
    known = sum([f.label in sure for f in openers])
    if len(below) < _FEWEST or len(openers) < _NEARLY * len(below) or known < _KNOWN * len(below):
        return {}
    return {
        f.label: _SPACED
        for f in openers
        if f.label not in sure and f.label not in refused and len(f.label) <= _LONGEST
    }
