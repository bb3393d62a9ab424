"""Counts how often a talk waits for somebody between those who are known to speak."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.stages.turn_lines import Opening

_COUNTED = re.compile(r"\d+|[一二三四五六七八九十]$")


def _kind(label: str) -> str:
    """A label without what numbers it: 问题1 and 问题2 are of one kind."""
    return _COUNTED.sub("#", label)


def waits(
    line: Sequence[Opening], anchors: set[str]
) -> tuple[dict[str, int], dict[str, int], dict[str, list[str]]]:
    """How often each label comes, how often the talk waits for it, and what follows it.

    A talk waits for somebody between two turns of one speaker, and between any two where nearly all have somebody there.
    """
    times: dict[str, int] = {}
    gaps: dict[str, int] = {}
    texts: dict[str, list[str]] = {}
    before, parted = "", 0
    pending: set[str] = set()
    for f in line:
        if f.label not in anchors:
            texts.setdefault(_kind(f.label), []).append(f.speech)
            pending.add(_kind(f.label))
            continue
        if before:
            parted += 1
            if len(pending) == 1:
                (group,) = pending
                gaps[group] = gaps.get(group, 0) + 1
                times[group] = times.get(group, 0) + (_kind(before) == _kind(f.label))
        before, pending = f.label, set()
    times |= {group: count for group, count in gaps.items() if count * 4 >= parted * 3}
    labels = {f.label: _kind(f.label) for f in line if f.label not in anchors}
    return (
        {label: len(texts[group]) for label, group in labels.items()},
        {label: times.get(group, 0) for label, group in labels.items()},
        {label: texts[group] for label, group in labels.items()},
    )
