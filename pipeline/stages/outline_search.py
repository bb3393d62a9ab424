"""Finds the best consistent outline of a whole text: which numbers are headings, and which nest in which."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from operator import itemgetter
from typing import Any, cast

from pipeline.frozen import maker, record
from pipeline.model import Fix, Numbering
from pipeline.stages.outline_shape import (
    APART,
    EXCERPT,
    FURTHER,
    MISPLACED,
    OPENS,
    REFUND,
    STATUTE,
    Kind,
    Shape,
    Shapes,
    Way,
)

# Costs, in units of "one unlikely thing". A run of numbers is cheap to continue and dear to begin; a marker that
# belongs to no run is cheap to reject only where its form is weak. Set by hand, checked on the development sets.
_REPEAT, _GAP, _GAP_STEP, _BACK, _RESTART = 2.4, 1.2, 0.25, 1.9, 2.6
_BEAM = 6
# An outline that costs more than this for each candidate is a puzzle, and may have been dropped for want of room: it is
# sought again among more. So is one in ten of all texts, none of the development sets.
_PUZZLE, _WIDE, _FEW, _MANY = 0.7, 30, 3, 2_000
_HOPELESS = 5.0  # a state this much worse than the best never won on the development sets


@record(frozen=True)
class Candidate:
    """A block that may be a heading or point: ``reject`` is what it costs to read it as a plain paragraph.

    A block without a number has style ``plain`` and ordinal 0, and may stand anywhere in its series. ``marker`` is
    the length of the literal marker in code points; ``path`` holds all numbers of a decimal marker (1.2.3); ``level``
    is what the container says of the heading, 0 where it says nothing; ``numbering`` is what its number was found to be.
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
    numbering: Numbering | None = None


@record(frozen=True)
class Placed:
    """A candidate taken into the outline: ``depth`` counts from 0, ``run`` numbers its series of siblings."""

    candidate: Candidate
    depth: int
    run: int
    fault: str = ""
    after: int = 0
    margin: float = 9.0


# A series under way: ordinal and sub-number of its last heading, how many it has (up to 9), its own number, and the
# series around it.
_Series = tuple[Any, ...]
# What was placed: the history before, the candidate, its way, the series that it met there, its own, margin.
_History = tuple[Any, ...] | None
# A way to read the text so far: what it costs, the shape of its outline, the innermost series, the last ordinal of each
# style, the number of series, the history. Plain tuples, as named ones take five times as long to make.
_State = tuple[Any, ...]
# What a state may become: its cost then, the way that the candidate takes (None where it is left out), the state.
_Move = tuple[Any, ...]

_OUTSIDE = cast("_Series", ())  # what is around the outermost series; no way leads there

_free: list[Shapes] = []  # each search takes one for itself and gives it back, with what it learnt


def search(candidates: Sequence[Candidate]) -> list[Placed]:
    """Place the candidates of one text by a beam search; those left out are plain text.

    Time is linear in their number. The margin of a placement is the cost by which the best outline that treats the
    candidate otherwise is worse, as far as the beam kept one.
    """
    if not candidates:
        return []
    try:
        shapes = _free.pop()
    except IndexError:
        shapes = Shapes()
    best = _best(candidates, shapes, _BEAM)
    if _FEW < len(candidates) <= _MANY and best[0] > _PUZZLE * len(candidates):
        best = min(best, _best(candidates, shapes, _WIDE), key=_cost)
    _free.append(shapes)
    placed = []
    node = best[-1]
    while node:
        placed.append(_placed(*node[1:]))
        node = node[0]
    return placed[::-1]


def _best(candidates: Sequence[Candidate], shapes: Shapes, width: int) -> _State:
    """The best way to read all candidates, of as many states at a time as the beam is wide."""
    beam: list[_State] = [(0.0, shapes.empty, _OUTSIDE, {}, 0, None)]
    for c in candidates:
        if shapes.full():
            shapes.forget()
            beam = [(cost, shape.among(shapes), a, b, d, e) for cost, shape, a, b, d, e in beam]
        kinds = shapes.kinds(c.style, c.level, c.ordinal, c.unnumbered)
        if c.fix and c.fix.level:
            beam = _kept(_at_level(beam, c, kinds, c.fix.level - 1), c, inf, width)
            continue
        # What costs more than half of these do when they leave the candidate out is hardly among those that are kept.
        limit = beam[width // 2 - 1][0] + c.reject if len(beam) == width else inf
        beam = _kept(_moves(beam, c, kinds, limit), c, limit, width) or _kept(
            _moves(beam, c, kinds, inf), c, inf, width
        )
    return beam[0]


_cost, _make = itemgetter(0), maker(Placed)


def _placed(c: Candidate, way: Way, around: _Series, run: int, margin: float) -> Placed:
    """A candidate that took a way, with the series that it goes on with, or that its own is opened in."""
    if way.how <= APART:
        after, was = around[0], around[1]
        fault = "" if way.how == APART else _step(after, was, c)[1]
        return _make(c, way.depth, run, fault, after, margin)
    late = way.how == OPENS and c.ordinal > 1 and not c.path
    return _make(c, way.depth, run, "late" if late else "", 0, margin)


def _kept(moves: list[_Move], c: Candidate, limit: float, width: int) -> list[_State]:
    """The states to keep after a candidate, best first; [] where moves that cost more than the limit would count."""
    moves.sort(key=_cost)
    best, way, _ = moves[0]
    depth, other = (-1 if way is None else way.depth), inf
    for cost, way, _ in moves:  # the first that treats the candidate otherwise than the best does
        if (-1 if way is None else way.depth) != depth:
            other = cost
            break
    if other > limit:
        return []
    margin = other - best if other < inf else 9.0
    kept: list[_State] = []
    style, ordinal, sub = c.style, c.ordinal, c.sub
    old: dict[str, int] | None = None
    new = placed = {style: ordinal}
    worst = best + _HOPELESS
    seen: dict[Shape, list[_Series]] = {}
    for cost, way, state in moves:
        _, shape, series, last, runs, history = state
        if way is not None:
            how, ends = way.how, way.ends
            shape = way.then or way.reached()
            while ends:  # as ``_within`` does
                series, ends = series[4], ends - 1
            around = series
            if how <= APART:
                _, _, size, run, series = series
                if size < 9:
                    size += 1
            else:
                runs = run = runs + 1
                size = 2 if how == FURTHER else 1
            series = ordinal, sub, size, run, series
        known = seen.get(shape)
        if known is None:
            seen[shape] = [series]
        elif series in known:
            if cost > worst:
                break
            continue
        else:
            known.append(series)
        if way is not None:
            if last is not old:  # states that have so far placed the same share it
                old, new = last, last | placed
            last, history = new, (history, c, way, around, run, margin)
        kept.append((cost, shape, series, last, runs, history))
        if len(kept) == width or cost > worst:
            break
    else:
        return kept if limit == inf else []
    return kept if cost <= limit else []


def _moves(beam: Sequence[_State], c: Candidate, kinds: tuple[Kind, Kind], limit: float) -> list[_Move]:
    """All moves with their costs, except some that cost more than a limit."""
    out: list[_Move] = []
    style, reject, before = c.style, c.reject, c.ordinal - 1
    fresh, further = kinds
    least = ended_at_least(c)
    asked, kind, jump = None, fresh, 0.0
    for state in beam:
        base, shape, series, last, _, _ = state
        if (cost := base + reject) <= limit:
            out.append((cost, None, state))
        if last is not asked:  # states that have so far placed the same share it
            ended = last.get(style, 0)
            asked, kind, jump = last, fresh, 0.0
            if least <= ended <= before:
                kind, jump = further, _step(ended, 0, c)[0]
        going, opening = shape.ways.get(kind) or shape.learn(kind)
        for way in going:
            ordinal, sub, size, _, _ = _within(series, way.ends) if way.ends else series
            cost = 0.0
            if way.how == APART:
                cost = MISPLACED
            elif ordinal != before:
                cost = _step(ordinal, sub, c)[0]
            out.append((base + (cost - REFUND if size == 1 else cost), way, state))
        for way in opening:
            if (cost := base + (way.cost + jump)) > limit:
                break  # the rest costs more
            out.append((cost, way, state))
    return out


def ended_at_least(c: Candidate) -> int:
    """The lowest number with which the last series of a style may have ended that a candidate goes on with."""
    return (
        1 if c.style == "article" else max(c.ordinal - 1, 1)
    )  # an excerpt leaves articles out between chapters


def _within(series: _Series, ends: int) -> _Series:
    """The innermost series when some have ended."""
    while ends:
        series, ends = series[4], ends - 1
    return series


def _at_level(beam: Sequence[_State], c: Candidate, kinds: tuple[Kind, Kind], asked: int) -> list[_Move]:
    """The moves that a person asked for; a heading cannot stand deeper than one level below the last."""
    out: list[_Move] = []
    for state in beam:
        base, shape, series, last, _, _ = state
        depth = min(asked, shape.height)
        cost = (asked - depth) * c.reject
        if shape.has(c.style, depth):
            way = shape.on(kinds[0], depth)
            ordinal, sub, *_ = _within(series, way.ends)
            cost += MISPLACED if way.how == APART else _step(ordinal, sub, c)[0]
        else:
            ended = last.get(c.style, 0)
            further = ended_at_least(c) <= ended < c.ordinal
            way = shape.asked(kinds[further], depth)
            cost += way.cost + (_step(ended, 0, c)[0] if further else 0.0)
        out.append((base + cost, way, state))
    return out


def _step(ordinal: int, sub: int, c: Candidate) -> tuple[float, str]:
    """(cost, fault) of a candidate in a series whose last number is given."""
    if c.unnumbered:
        return 0.0, ""
    step = c.ordinal - ordinal
    if step == 1 or (step == 0 and c.sub > sub):
        return 0.0, ""
    if step > 1 and c.style == "sequence":
        return 0.0, ""  # 最后 follows any other word of its kind
    if step == 0:
        return _REPEAT, "repeat"
    if c.ordinal == 1:
        return _RESTART, "restart"
    if step > 1:
        return _GAP + _GAP_STEP * min(step, EXCERPT if c.style in STATUTE else 12), "gap"
    return _BACK, "back"
