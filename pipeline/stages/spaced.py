"""Tells the labels of a record in which whatever stands under an empty line opens with a label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.model import Block, Evidence
from pipeline.stages.text import SENTENCE_END
from pipeline.stages.turn_lines import Opening

_SPACED = Evidence("stands under an empty line, as a label does wherever one is", 2.5)
# One who is named by what he does there, though papers have such fields: 提案人, 第一组桌长, 摄影(阿明). It outweighs
# both refusals of a field, of 6 each.
_DOES = re.compile(r"(?:人|长|员|师|编辑|摄影)(?:\([^()]{1,8}\))?$")
_DOING = Evidence(
    "names who does something there, and stands under an empty line, as a label does wherever one is", 14.5
)
_FEWEST = 6  # lines under an empty one
_LONGEST = 20  # characters of a label, and of a heading between the turns
_NEARLY = 0.8  # of those lines open with a label
_ALL = 0.9  # of them do, where those that open with none may not be told
_KNOWN, _LEAST = 0.33, 0.2  # of them with that of a speaker, and where no line has none
_AGAIN = 0.6  # of them with one of a speaker or one that comes back, where few speakers are known
_SAID = 12  # characters of a speech, more than of who presides
# what is done or dealt with, and no speaker
_MATTER = re.compile(r"[宣朗]读|案由|(?:报告|讨论)(?:案|事项)|.、|(?:推荐|相关|延伸)阅读|附件|结论")
_ASIDE = frozenset("([【")  # before a stage direction


def spaced(
    blocks: Sequence[Block], found: Sequence[Opening], sure: set[str], refused: set[str]
) -> dict[str, Evidence]:
    """What speaks for each label that is none of the ``sure`` and ``refused`` ones, where the text is such a record."""
    turns = [f.block.start for f in found if f.label in sure]
    if not turns:
        return {}
    gaps = {b.start for b in blocks if b.gap and b.start >= turns[0] and not _is_between(b.text)}
    openers = [f for f in found if f.block.start in gaps and not (f.alone or f.numbered or f.boxed)]
    last = openers[-1].block.start if openers else 0
    below = [start for start in gaps if start <= last]  # what was decided may stand under the last turn
    if len(below) < _FEWEST or len(openers) < _NEARLY * len(below):
        return {}
    counts = Counter([f.label for f in openers])
    # where empty lines stand everywhere, and not under labels alone, they tell little of a label that comes once
    told = len(openers) >= _ALL * len(gaps) or not all(b.gap for b in blocks if b.start > turns[0])
    least = _LEAST if len(openers) == len(below) else _KNOWN
    known = sum([n for label, n in counts.items() if label in sure])
    again = sum([n for label, n in counts.items() if label in sure or (n > 1 and label not in refused)])
    if known < least * len(below) and not (known > 1 and again >= _AGAIN * len(below)):
        return {}
    return {
        f.label: _DOING if f.label in refused else _SPACED
        for f in openers
        if f.label not in sure
        and (counts[f.label] > 1 or (told and _says(f)))
        and not _MATTER.match(f.label)
        and len(f.label) <= _LONGEST
        and (f.label not in refused or _DOES.search(f.label))
    }


def _says(f: Opening) -> bool:
    """Whether a speech stands on the line of a label: 主席: 何守渡 has none, nor has 结论: over what was decided."""
    speech = f.block.text[f.stop :]
    return len(speech) >= _SAID or bool(SENTENCE_END.search(speech))


def _is_between(text: str) -> bool:
    """Whether a line under an empty one may stand between turns: a stage direction, a link, a heading."""
    if text[0] in _ASIDE or "://" in text:
        return True
    return len(text) <= _LONGEST and ":" not in text and not SENTENCE_END.search(text)
