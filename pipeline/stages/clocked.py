"""Tells the labels that come with clock times as the lines of a recording do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Evidence
from pipeline.stages.turn_lines import Opening

CLOCKED = Evidence("comes back with clock times that rise", 4.0)


def clocked(found: Sequence[Opening]) -> set[str]:
    """The labels that come with a clock time as the lines of a recording do: again and again, never earlier than before."""
    timed = [f for f in found if f.at >= 0]
    if len(timed) < 2:
        return set()
    falls = sum([a.at > b.at for a, b in pairwise(timed)])
    counts: dict[str, int] = {}
    for f in timed:
        counts[f.label] = counts.get(f.label, 0) + 1
    # a list of times has a time on the next line as well, and other words each time
    listed = {f.block.text for f in timed if f.alone}
    said = [f for f in timed if f.speech and f.speech not in listed]
    again = [f for f in said if counts[f.label] > 1]
    if falls * 5 > len(timed) or len(again) < 2 or len(again) * 2 < len(said):
        return set()
    forms = {_form(f) for f in again}
    return {f.label for f in said if _form(f) in forms}


def _form(f: Opening) -> tuple[bool, bool]:
    """Whether the time stands before the label, and whether nothing else marks the line."""
    return f.clock[0] < f.start, f.alone
