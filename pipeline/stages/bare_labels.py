"""Finds the names that stand alone on their lines, each over what its bearer says: those of a talk come back in turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.label_form import is_among
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, is_name
from pipeline.stages.turn_lines import Opening

_HEAD = 40  # blocks among which the lines stand that tell who is there
_LONGEST = 6  # characters of a name or part in the talk
_PROSE = 15  # characters of what is said though no stop ends it
_FEWEST = 4  # lines of a talk
_MOST = 3 / 4  # of the lines with these names are over what is said


def bare(
    blocks: Sequence[Block], profile: Profile, present: Callable[[Sequence[Block]], str]
) -> list[Opening]:
    """The lines of a text that are a name alone and open a turn; none where no name comes back behind another one.

    ``present`` reads the lines that tell who is there, and so has a name of any form.
    """
    short = [text for b in blocks if len(text := b.text) <= _LONGEST]
    if len(short) < _FEWEST or len(set(short)) == len(short):
        return []
    counts = Counter(short)
    if not any(count > 1 and _is_label(text, profile) for text, count in counts.items()):
        return []
    there = present(blocks[:_HEAD])
    labels = {
        text for text in counts if _is_label(text, profile) or (len(text) > 1 and is_among(text, there))
    }
    out = [
        _opening(a, b)
        for a, b in pairwise(blocks)
        if a.text in labels
        and b.text not in labels
        and (len(b.text) >= _PROSE or SENTENCE_END.search(b.text))
    ]
    said = [f.label for f in out]
    known = set(said)
    if len(out) < _FEWEST or len(out) < _MOST * sum(counts[label] for label in known):
        return []
    return out if _goes_round(said) else []


def _goes_round(labels: Sequence[str]) -> bool:
    """Whether somebody speaks again behind somebody else."""
    seen, latest = set[str](), ""
    for label in labels:
        if label != latest and label in seen:
            return True
        seen.add(label)
        latest = label
    return False


def _is_label(text: str, profile: Profile) -> bool:
    cues = rules(profile).cues
    if is_name(text, profile):
        return True
    return cues["speaker"].match(text) is not None or cues["speaker-like"].match(text) is not None


def _opening(line: Block, below: Block) -> Opening:
    text, end = line.text, len(line.text)
    return Opening(line, text, text, "", 0, end, end, below.text)
