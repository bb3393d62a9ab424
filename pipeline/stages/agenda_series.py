"""Tells by their series the numbered lines of a transcript that are headings of the agenda from items of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model import Block, Mark
from pipeline.profile import Profile
from pipeline.stages.outline_shape import RANK
from pipeline.stages.rules import rules


def continued(
    blocks: Sequence[Block],
    opens: Sequence[Mark | None],
    loose: Sequence[bool],
    numbers: Mapping[int, Mark],
    heads: set[int],
    profile: Profile,
) -> Iterator[int]:
    """The numbered lines, of any length, that go on with the numbers of the agenda; those of somebody's list begin anew.

    So does the first one under 报告事项.
    """
    cue = rules(profile).cues["heading"]
    awaited: dict[str, int] = {}
    listed: set[str] = set()  # the styles of a list in the turn at hand
    for i, block in enumerate(blocks):
        if opens[i]:
            listed.clear()
        mark = numbers.get(block.start)
        if opens[i] or not loose[i] or not mark or not (n := mark.numbering):
            continue
        under = n.ordinal == 1 and i > 0 and i - 1 in heads and cue.match(blocks[i - 1].text.replace(" ", ""))
        if i in heads:
            awaited[n.style] = n.ordinal + 1
        elif n.style not in listed and (under or n.ordinal == awaited.get(n.style)):
            awaited[n.style] = n.ordinal + 1
            yield i
        else:
            listed.add(n.style)


def among_items(
    heads: set[int], blocks: Sequence[Block], opens: Sequence[Mark | None], numbers: Mapping[int, Mark]
) -> set[int]:
    """The ``heads`` that are items of a list: the one before or right after in their series heads nothing, or the line they are part of."""
    every: list[tuple[int, list[int]]] = []  # the line that a series is part of, and its members
    last: dict[float, tuple[int, list[int]]] = {}  # by rank: ㈩ goes on with （十一）
    above, rank = -1, 0.0
    for i, block in enumerate(blocks):
        if opens[i]:
            last = {}
        elif (mark := numbers.get(block.start)) and (n := mark.numbering):
            own = float(RANK.get(n.style, 5))
            ordinal, series = last.get(own, (0, []))
            if not series or n.ordinal != ordinal + 1:
                series = []
                every.append((above if above == i - 1 and rank < own else -1, series))
            series.append(i)
            last[own] = n.ordinal, series
            above, rank = i, own
    out: set[int] = set()
    for over, series in every:
        listed = over in out
        for i, following in zip(series, [*series[1:], -1], strict=True):
            listed = listed or i not in heads or (following == i + 1 and following not in heads)
            if listed:
                out.add(i)
    return out
