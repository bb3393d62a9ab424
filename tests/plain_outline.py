"""The search for an outline in its plainest form: every state of the beam tries every move, and every move is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.stages import outline_search as _search
from pipeline.stages import outline_shape as _shape
from pipeline.stages.outline_search import Candidate, Placed


class _Level(NamedTuple):
    style: str
    ordinal: int
    sub: int
    size: int
    run: int
    level: int


class _State(NamedTuple):
    cost: float = 0.0
    stack: tuple[_Level, ...] = ()
    above: frozenset[tuple[str, str]] = frozenset()
    last: tuple[tuple[str, int], ...] = ()
    runs: int = 0
    placed: tuple[tuple[Candidate, int, int, str, int], ...] = ()


_Move = tuple[float, int, str, int, _State]  # cost, depth (-1: left out), fault, ordinal before, state


def search(candidates: Sequence[Candidate]) -> list[Placed]:
    """What ``outline_search.search`` says that it gives."""
    cost, placed = _best(candidates, _search._BEAM)
    if _search._FEW < len(candidates) <= _search._MANY and cost > _search._PUZZLE * len(candidates):
        wide, other = _best(candidates, _search._WIDE)
        placed = other if wide < cost else placed
    return placed


def _best(candidates: Sequence[Candidate], width: int) -> tuple[float, list[Placed]]:
    beam, margins = [_State()], {}
    for c in candidates:
        moves = sorted((move for state in beam for move in _moves(state, c)), key=lambda move: move[0])
        best, depth = moves[0][:2]
        margins[c.index] = next((move[0] - best for move in moves if move[1] != depth), 9.0)
        kept: dict[object, _State] = {}
        for cost, *_, state in moves:
            kept.setdefault((state.stack, state.above), state)
            if len(kept) >= width or cost > best + _search._HOPELESS:
                break
        beam = list(kept.values())
    return beam[0].cost, [Placed(c, *rest, margins[c.index]) for c, *rest in beam[0].placed]


def _moves(state: _State, c: Candidate) -> Iterator[_Move]:
    stack, last = state.stack, dict(state.last)
    ended = last.get(c.style, 0)
    goes_on = _search.ended_at_least(c) <= ended < c.ordinal
    jump = _search._step(ended, 0, c)[0] if goes_on else 0.0
    if c.fix and c.fix.level:
        asked = c.fix.level - 1
        depth = min(asked, len(stack))
        cost = (asked - depth) * c.reject
        if depth < len(stack) and stack[depth].style == c.style:
            more, fault = _continue(stack[depth], c)
            yield _made(state, c, cost + more, depth, fault, stack[depth])
        else:
            yield _made(state, c, cost + (_open(state, c, depth, goes_on) + jump), depth, "", None)
        return
    yield state.cost + c.reject, -1, "", 0, state._replace(cost=state.cost + c.reject)
    own = [depth for depth, level in enumerate(stack) if level.style == c.style]
    for depth in own:
        cost, fault = _continue(stack[depth], c)
        refund = _shape.REFUND if stack[depth].size == 1 else 0.0
        yield _made(state, c, cost - refund, depth, fault, stack[depth])
    fault = "late" if c.ordinal > 1 and not goes_on and not c.path else ""
    for depth in range(min(own, default=len(stack)), -1, -1):
        cost = _open(state, c, depth, goes_on)
        if depth < len(stack):
            cost += _shape.ending(c.style, stack[depth].style, len(stack) - depth)
        cost += jump
        yield _made(state, c, cost, depth, fault, None, 2 if goes_on else 1)


def _made(
    state: _State, c: Candidate, cost: float, depth: int, fault: str, old: _Level | None, size: int = 1
) -> _Move:
    run = old.run if old else state.runs + 1
    size, level, after = (
        (min(old.size + 1, 9), c.level or old.level, old.ordinal) if old else (size, c.level, 0)
    )
    parents = state.stack[:depth]
    made = _State(
        state.cost + cost,
        (*parents, _Level(c.style, c.ordinal, c.sub, size, run, level)),
        state.above | {(parent.style, c.style) for parent in parents},
        tuple((dict(state.last) | {c.style: c.ordinal}).items()),
        max(run, state.runs),
        (*state.placed, (c, depth, run, fault, after)),
    )
    return made.cost, depth, fault, after, made


def _continue(level: _Level, c: Candidate) -> tuple[float, str]:
    if c.level and level.level and c.level != level.level:
        return _shape.MISPLACED, ""
    return _search._step(level.ordinal, level.sub, c)


def _open(state: _State, c: Candidate, depth: int, goes_on: bool) -> float:
    cost = _shape._OPEN
    if not c.unnumbered and c.ordinal > 1:
        late = _shape._LATE + _shape._LATE_STEP * _shape.latest(c.style, c.ordinal)
        cost += (_shape._ON - _shape.REFUND) if goes_on else late
    if not depth:
        return cost + (_shape._AGAINST / 2 if c.style in {below for _, below in state.above} else 0.0)
    parent, level = state.stack[depth - 1].style, state.stack[depth - 1].level
    if c.level and level:
        cost += _shape.MISPLACED if c.level <= level else -_shape._NEW_NEST
    if goes_on and _shape.RANK.get(c.style, 5) < _shape.RANK.get(parent, 5):
        cost += _shape._INVERTED
    if (c.style, parent) in state.above:
        return cost + _shape._AGAINST
    if (parent, c.style) in state.above:
        return cost
    return cost + _shape.new_nest(parent, c.style)
