"""Tells an interview of two who take turns, though neither label has the form of a speaker, by what its head says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import dropwhile, pairwise

from pipeline.model import Block, Evidence
from pipeline.stages.text import SENTENCE_END
from pipeline.stages.turn_lines import Opening

_TALK = re.compile(r"访谈|对话|专访|采访|对谈|答问|问答|口述|访问[记纪]录")
_NAME = re.compile(r"[一-鿿·]{1,8}$|[A-Za-z][A-Za-z.·' -]{1,24}$")
_TOLD = Evidence("takes turns with one other, as the head of the talk says", 3.0)
_HEAD, _SPEAKERS, _FEWEST = 3, 2, 4  # blocks among which the title stands, speakers, turns


def interviewed(found: Sequence[Opening], refused: set[str], blocks: Sequence[Block]) -> dict[str, Evidence]:
    """What speaks for the two labels of an interview; {} where the text is none.

    Args:
        found: the lines that may open a turn.
        refused: labels with a word that speaks against them.
        blocks: all lines, of which those before the first turn tell of a talk in the title, or of both speakers.
    """
    lines = [f for f in found if f.label not in refused and not (f.alone or f.numbered)]
    counts = Counter([f.label for f in lines])
    lines = list(dropwhile(lambda f: counts[f.label] < 2, lines))  # a title with a colon comes but once
    labels = {f.label for f in lines}
    if len(labels) != _SPEAKERS or len(lines) < _FEWEST or not all(map(_NAME.match, labels)):
        return {}
    if any(a.label == b.label for a, b in pairwise(lines)) or not lines[0].speech.endswith("?"):
        return {}
    if not all(SENTENCE_END.search(f.speech) for f in lines):
        return {}
    first = lines[0].block.start
    front = [b.text for b in blocks if b.start < first] if blocks[0].start < first else []
    named = all(any(_names(label, text) for text in front) for label in labels)
    short = any(len(label) == 1 for label in labels)  # of a surname alone the head has the name
    told = named or (not short and any(map(_TALK.search, front[:_HEAD])))
    return dict.fromkeys(labels, _TOLD) if told else {}


def _names(label: str, text: str) -> bool:
    """Whether a line names a speaker, or one whose surname is the label: 受访者 何广生."""
    if len(label) > 1:
        return label in text
    return re.search(rf"(?<![一-鿿]){re.escape(label)}[一-鿿]{{1,3}}(?![一-鿿])", text) is not None
