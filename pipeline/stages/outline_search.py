"""Finds the best consistent outline of a whole text: which numbers are headings, and which nest in which."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from pipeline.frozen import frozen
from pipeline.model import Fix

# Costs, in units of "one unlikely thing". A run of numbers is cheap to continue and dear to begin; a marker that
# belongs to no run is cheap to reject only where its form is weak. Set by hand, checked on the development sets.
_OPEN, _REFUND, _LATE, _LATE_STEP = 1.9, 1.5, 2.2, 0.15
_REPEAT, _GAP, _GAP_STEP, _BACK, _RESTART = 2.4, 1.2, 0.25, 1.9, 2.6
_ON = 0.5  # a series that goes on under a new parent, as articles do from chapter to chapter
_NEW_NEST, _AGAINST, _INVERTED, _CLIMB = 0.4, 3.2, 0.7, 0.45
_MISPLACED = 3.0  # beside a heading of another level, or under one of its own, by the container's word
_BEAM = 6
_HOPELESS = 5.0  # a state this much worse than the best never won on the development sets

# How deep a style usually stands; only a tie-breaker, since every text may order its styles its own way.
_RANK = {
    "volume": 0, "annex": 0.5, "chapter": 1, "subchapter": 2, "portion": 1, "big": 1, "stem": 1.5,
    "case": 1.5, "zhi": 2, "noun": 6, "big-paren": 3, "article": 3, "plain": 2.5,
    "plain#1": 0.6, "plain#2": 1.2, "plain#3": 1.8, "plain#4": 2.4, "plain#5": 3, "plain#6": 3.6,
    "cn-bare": 2, "cn-comma": 2, "roman": 2, "cn-paren": 3, "cn-enclosed": 3, "num-dot": 4, "num-comma": 4, "num-space": 4,
    "num-full": 4,
    "decimal": 4.5, "decimal#3": 4.7, "decimal#4": 4.8, "num-paren": 5, "num-half": 5, "num-enclosed": 5, "letter": 6, "letter-half": 6,
    "circled": 6, "ordinal": 6, "ordinal-noun": 6, "is": 7, "must": 7, "qi": 7, "sequence": 7, "dash": 8, "bullet": 8,
}  # fmt: skip


@frozen
class Candidate:
    """A block that may be a heading or point: ``reject`` is what it costs to read it as a plain paragraph.

    A block without a number has style ``plain`` and ordinal 0, and may stand anywhere in its series. ``marker`` is
    the length of the literal marker in code points; ``path`` holds all numbers of a decimal marker (1.2.3); ``level``
    is what the container says of the heading, 0 where it says nothing.
    """

    index: int
    style: str
    ordinal: int
    sub: int
    reject: float
    unnumbered: bool
    marker: int = 0
    path: tuple[int, ...] = ()
    level: int = 0
    fix: Fix | None = None


@frozen
class Placed:
    """A candidate taken into the outline: ``depth`` counts from 0, ``run`` numbers its series of siblings."""

    candidate: Candidate
    depth: int
    run: int
    fault: str = ""
    after: int = 0
    margin: float = 9.0


class _Level(NamedTuple):
    style: str
    ordinal: int
    sub: int
    size: int
    run: int
    level: int = 0


_History = tuple["_History | None", Candidate, int, int, str, int] | None


class _State(NamedTuple):
    cost: float
    stack: tuple[_Level, ...]
    above: frozenset[tuple[str, str]]
    last: dict[str, int]
    runs: int
    history: _History


# What a state may become: cost, depth (-1 where the candidate is left out), state, size, run and level of the new
# series, fault, ordinal before. A plain tuple: three of four moves come to nothing, and a named one takes five times
# as long to make.
_Move = tuple[float, int, _State, int, int, int, str, int]


def search(candidates: Sequence[Candidate]) -> list[Placed]:
    """Place the candidates of one text by a beam search; those left out are plain text.

    Time is linear in their number. The margin of a placement is the cost by which the best outline that treats the
    candidate otherwise is worse, as far as the beam kept one.
    """
    beam = [_State(0.0, (), frozenset(), {}, 0, None)]
    margins: list[float] = []
    for candidate in candidates:
        moves = [move for state in beam for move in _moves(state, candidate)]
        moves.sort(key=_cost)
        best, depth = moves[0][:2]
        margins.append(next((move[0] - best for move in moves if move[1] != depth), 9.0))
        kept: dict[tuple[object, ...], _State] = {}
        for move in moves:
            state = _made(move, candidate)
            kept.setdefault((state.stack, state.above), state)
            if len(kept) >= _BEAM or move[0] > best + _HOPELESS:
                break
        beam = list(kept.values())
    placed = []
    by_index = dict(zip((c.index for c in candidates), margins, strict=True))
    node = beam[0].history
    while node:
        before, candidate, depth, run, fault, after = node
        placed.append(Placed(candidate, depth, run, fault, after, by_index[candidate.index]))
        node = before
    return placed[::-1]


_cost = itemgetter(0)


def _moves(state: _State, c: Candidate) -> list[_Move]:
    """All moves with their costs; the states they lead to are made only of those that the beam keeps."""
    if c.fix and c.fix.level:
        return [_at_level(state, c, c.fix.level - 1)]
    base, stack, style = state.cost, state.stack, c.style
    out: list[_Move] = [(base + c.reject, -1, state, 0, 0, 0, "", 0)]
    own = len(stack)
    for depth, level in enumerate(stack):
        if level.style == style:
            own = min(own, depth)
            cost, fault = _continue(level, c)
            refund = _REFUND if level.size == 1 else 0.0
            size, more = min(level.size + 1, 9), c.level or level.level
            out.append((base + (cost - refund), depth, state, size, level.run, more, fault, level.ordinal))
    goes_on = c.ordinal > 1 and state.last.get(style) == c.ordinal - 1
    fault = "late" if c.ordinal > 1 and not goes_on and not c.path else ""
    size, run = 2 if goes_on else 1, state.runs + 1
    for depth in range(own, -1, -1):  # a series never stands inside one of its own style
        cost = _open(state, c, depth) + _CLIMB * (len(stack) - depth)
        out.append((base + cost, depth, state, size, run, c.level, fault, 0))
    return out


def _at_level(state: _State, c: Candidate, asked: int) -> _Move:
    """The move that a person asked for; a heading cannot stand deeper than one level below the last."""
    depth = min(asked, len(state.stack))
    level = state.stack[depth] if depth < len(state.stack) else None
    cost = (asked - depth) * c.reject
    if level and level.style == c.style:
        more, fault = _continue(level, c)
        size = min(level.size + 1, 9)
        deeper = c.level or level.level
        return state.cost + (cost + more), depth, state, size, level.run, deeper, fault, level.ordinal
    cost += _open(state, c, depth)
    return state.cost + cost, depth, state, 1, state.runs + 1, c.level, "", 0


def _continue(level: _Level, c: Candidate) -> tuple[float, str]:
    if c.level and level.level and c.level != level.level:
        return _MISPLACED, ""
    if c.unnumbered:
        return 0.0, ""
    step = c.ordinal - level.ordinal
    if step == 1 or (step == 0 and c.sub > level.sub):
        return 0.0, ""
    if step > 1 and c.style == "sequence":
        return 0.0, ""  # 最后 follows any other word of its kind
    if step == 0:
        return _REPEAT, "repeat"
    if c.ordinal == 1:
        return _RESTART, "restart"
    if step > 1:
        return _GAP + _GAP_STEP * min(step, 12), "gap"
    return _BACK, "back"


def _open(state: _State, c: Candidate, depth: int) -> float:
    cost = _OPEN
    if not c.unnumbered and c.ordinal > 1:
        goes_on = state.last.get(c.style) == c.ordinal - 1
        cost += (_ON - _REFUND) if goes_on else _LATE + _LATE_STEP * min(c.ordinal, 20)
    if depth:
        above = state.stack[depth - 1]
        if c.level and above.level:
            cost += _MISPLACED if c.level <= above.level else -_NEW_NEST
        parent = above.style
        if (c.style, parent) in state.above:
            cost += _AGAINST
        elif (parent, c.style) not in state.above:
            cost += _NEW_NEST + (_INVERTED if _RANK.get(c.style, 5) < _RANK.get(parent, 5) else 0.0)
    elif any(pair[1] == c.style for pair in state.above):
        cost += _AGAINST / 2
    return cost


def _made(move: _Move, c: Candidate) -> _State:
    cost, depth, state, size, run, level, fault, after = move
    if depth < 0:
        return _State(cost, state.stack, state.above, state.last, state.runs, state.history)
    parents, style = state.stack[:depth], c.style
    above = state.above
    for parent in parents:
        if (parent.style, style) not in above:
            above = above | {(parent.style, style)}
    last = state.last if state.last.get(style) == c.ordinal else {**state.last, style: c.ordinal}
    history: _History = (state.history, c, depth, run, fault, after)
    stack = (*parents, _Level(style, c.ordinal, c.sub, size, run, level))
    return _State(cost, stack, above, last, run if run > state.runs else state.runs, history)
