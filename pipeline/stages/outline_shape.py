"""Tells what a heading may do by the shape of the outline so far, and what it costs to open a series there.

The same few shapes come up in all texts, so what is worked out for one is kept.
"""

from __future__ import annotations

# Costs, in units of "one unlikely thing". Set by hand, checked on the development sets.
REFUND = 1.5  # for a series that has a second heading
MISPLACED = 3.0  # beside a heading of another level, or under one of its own, by the container's word
_OPEN, _LATE, _LATE_STEP, _LATEST = 1.9, 2.2, 0.15, 20
# of a statute often no more than some parts are given: what their numbers leave out costs no more than so many steps
STATUTE, EXCERPT = frozenset({"volume", "subvolume", "chapter", "subchapter", "kuan", "mu", "article"}), 4
_ON = 0.5  # a series that goes on under a new parent, as articles do from chapter to chapter
_NEW_NEST, _AGAINST, _INVERTED, _CLIMB, _CLIMBS = 0.4, 3.2, 0.7, 0.45, 2
_DEMOTED = 0.5  # （一） in place of 二、 and not below it
_BESIDE = 0.35  # a heading without a number after the last that has one: 下一步打算
_MOST = 100_000  # pairs of styles and ways to keep, ten megabytes: a text can be made that has ever new ones

# How deep a style usually stands; only a tie-breaker, since every text may order its styles its own way.
RANK = {
    "volume": 0, "issued": 0.3, "subvolume": 0.5, "annex": -0.1, "annex-letter": 0.5, "part": 0.8, "chapter": 1,
    "subchapter": 2, "kuan": 2.2, "mu": 2.4, "portion": 1, "lecture": 1, "big": 1, "stem": 1.5,
    "case": 1.5, "box": 5.5, "zhi": 2, "noun": 6, "big-paren": 3, "article": 3, "plain": 2.5, "marked": 2.5, "label": 2.7,
    "letter-part": 0.7, "ruling": 0.7, "entry": 3,
    "apart": 2.5, "behind": 2.5,
    "plain-below": 3.5, "plain#1": 0.6, "plain#2": 1.2, "plain#3": 1.8, "plain#4": 2.4, "plain#5": 3, "plain#6": 3.6,
    "stem-paren": 5, "yue": 7, "part-alone": 1, "num-alone": 2, "roman-alone": 2, "big-alone": 2,
    "cn-space": 3,
    "cn-bare": 2, "cn-comma": 2, "roman": 2, "cn-paren": 3, "cn-enclosed": 3, "cn-half": 3, "num-dot": 4, "num-comma": 4, "num-space": 4,
    "num-full": 4,
    "decimal": 4.5, "decimal#3": 4.7, "decimal#4": 4.8, "lettered": 4.5, "lettered#2": 4.7, "lettered#3": 4.8,
    "num-paren": 5, "num-half": 5, "num-enclosed": 5, "letter": 6, "letter-half": 6, "roman-paren": 3, "roman-small": 6.5,
    "circled": 6, "ordinal": 6, "ordinal-noun": 6, "is": 7, "must": 7, "qi": 7, "sequence": 7, "dash": 8, "bullet": 8,
}  # fmt: skip

# 2.1 below 2, A.1 below 附录A, and 2.1.1 below 2.1: their numbers say where they stand, as （一） does below a paragraph of
# an article.
_REPEAT_ABOVE = {
    "decimal": frozenset({"num-space", "num-dot", "num-comma", "article", "chapter"}),
    "decimal#3": frozenset({"decimal"}), "decimal#4": frozenset({"decimal#3"}),
    "cn-paren": frozenset({"cn-comma#item"}),
    "lettered": frozenset({"annex-letter"}), "lettered#2": frozenset({"lettered"}), "lettered#3": frozenset({"lettered#2"}),
}  # fmt: skip
_ANNEXES = frozenset({"annex", "annex-letter", "issued"})
_APART = ("apart", "behind")  # 前言 and 结束语 end at no cost whatever stands before them
_UNNUMBERED = frozenset(
    {"plain", "plain-below", "marked", "label", "letter-part", "ruling", "entry", "box", "case"}
)
_STRANGE = 1.2  # an annex below a section, a section below 前言 or in a box, or 前言 or 参考文献 below one

_Stack = tuple[tuple[str, int], ...]
_Pairs = frozenset[tuple[str, str]]
# How a heading stands at a depth: it goes on with a series; with one of another level by the container's word; it opens
# one; opens one that goes on where the last of its style ended; stands there because a person said so.
ON, APART, OPENS, FURTHER, ASKED = range(5)


def new_nest(parent: str, style: str) -> float:
    """What it costs that a style stands below another for the first time."""
    if parent in _REPEAT_ABOVE.get(style, ()):
        return -_NEW_NEST / 2
    cost = _NEW_NEST
    if RANK.get(style, 5) < RANK.get(parent, 5):
        cost += _STRANGE if style in _ANNEXES else _INVERTED
    if parent == "apart" or style in _APART or (parent == "box" and RANK.get(style, 5) < RANK[parent]):
        cost += _STRANGE
    return cost


def ending(style: str, ended: str, levels: int) -> float:
    """What it costs that a series takes the place of another, which ends with all below it."""
    if style in _APART:
        return 0.0
    if style == "plain" and ended != "behind":
        return _BESIDE
    lower = style not in _UNNUMBERED and RANK.get(style, 5) > RANK.get(ended, 5)
    return _CLIMB * min(levels, _CLIMBS) + _DEMOTED * lower


def latest(style: str, ordinal: int) -> int:
    """The number as which the first of a series counts that does not begin with one."""
    return min(ordinal, EXCERPT if style in STATUTE else _LATEST)


class Kind:
    """What of a heading tells where it may stand: style, level by the container's word, how late its number comes.

    ``late`` is 0 for the first of a series, or one without a number; ``further``: the last of its style ended before it.
    """

    __slots__ = ("further", "late", "level", "style")

    def __init__(self, style: str, level: int, late: int, further: bool) -> None:
        self.style, self.level, self.late, self.further = style, level, late, further


class Way:
    """What a heading may do in a shape: the ``depth`` where it stands, ``how``, and the ``cost`` of a series that it opens.

    ``ends`` counts the series, innermost first, that end there; ``then`` is the shape when it is done, None until that is
    ``reached``.
    """

    __slots__ = ("_level", "_shape", "_style", "cost", "depth", "ends", "how", "then")

    def __init__(self, shape: Shape, depth: int, style: str, level: int, how: int, cost: float) -> None:
        self._shape, self._style, self._level = shape, style, level
        self.depth, self.how, self.cost = depth, how, cost
        self.ends = shape.height - depth - (how <= APART)
        self.then: Shape | None = None

    def reached(self) -> Shape:
        """The shape when it is done, kept in ``then``."""
        found = self.then = self._shape.then(self.depth, self._style, self._level)
        return found


# The series that a heading may go on with, and those that it may open, the cheapest first.
_Ways = tuple[tuple[Way, ...], tuple[Way, ...]]


def _cost(way: Way) -> float:
    """What a way costs, but for the last bits: of ways that cost the same, the deepest stays the first."""
    return round(way.cost, 6)


class Shapes:
    """The shapes and kinds met so far, of each only one, so that it is quick to look up."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, int, int, bool], tuple[Kind, Kind]] = {}
        self._further: dict[tuple[str, int, bool], Kind] = {}
        self._shapes: dict[tuple[_Stack, _Pairs], Shape] = {}
        self.size = 0
        self.empty = self.shape((), frozenset())

    def full(self) -> bool:
        """Whether it is time to ``forget``."""
        return self.size > _MOST

    def forget(self) -> None:
        """Begin anew. Shapes met before are found again by ``among``."""
        for shape in self._shapes.values():
            shape.ways = {}  # they refer to each other in circles, which nothing else would break
        self._kinds, self._further, self._shapes, self.size = {}, {}, {}, 0
        self.empty = self.shape((), frozenset())

    def kinds(self, style: str, level: int, ordinal: int, unnumbered: bool) -> tuple[Kind, Kind]:
        """The kind of a heading as a rule, and where the last of its style ended with the number before it."""
        key = style, level, latest(style, ordinal), unnumbered
        found = self._kinds.get(key)
        if found is None:
            late = key[2] if key[2] > 1 and not unnumbered else 0
            further = self._further.setdefault(
                (style, level, late > 0), Kind(style, level, min(late, 1), True)
            )
            found = self._kinds[key] = Kind(style, level, late, False), further
        return found

    def shape(self, stack: _Stack, above: _Pairs) -> Shape:
        """The shape of a stack of series, where some styles have stood above others."""
        found = self._shapes.get((stack, above))
        if found is None:
            found = self._shapes[stack, above] = Shape(self, stack, above)
            self.size += 1 + len(above)
        return found


class Shape:
    """Which series are under way, outermost first, as style and level; and which styles have stood above which."""

    __slots__ = ("_above", "_shapes", "_stack", "height", "ways")

    def __init__(self, shapes: Shapes, stack: _Stack, above: _Pairs) -> None:
        self._shapes, self._stack, self._above = shapes, stack, above
        self.height = len(stack)
        self.ways: dict[Kind, _Ways] = {}

    def among(self, shapes: Shapes) -> Shape:
        """The same shape among others."""
        return shapes.shape(self._stack, self._above)

    def learn(self, kind: Kind) -> _Ways:
        """Work out what a heading of a kind may do, and keep it in ``ways``."""
        height = self.height
        going = tuple(self.on(kind, depth) for depth in range(height) if self.has(kind.style, depth))
        opening = []
        how = FURTHER if kind.further else OPENS
        # deepest first; a series never stands inside one of its own style
        for depth in range(going[0].depth if going else height, -1, -1):
            cost = self._cost(kind, depth)
            if depth < height:
                cost += ending(kind.style, self._stack[depth][0], height - depth)
            opening.append(Way(self, depth, kind.style, kind.level, how, cost))
        opening.sort(key=_cost)
        found = self.ways[kind] = going, tuple(opening)
        self._shapes.size += len(going) + len(opening)
        return found

    def on(self, kind: Kind, depth: int) -> Way:
        """The way to go on with the series at a depth."""
        style, level = self._stack[depth]
        apart = kind.level and level and kind.level != level
        return Way(self, depth, style, kind.level or level, APART if apart else ON, 0.0)

    def asked(self, kind: Kind, depth: int) -> Way:
        """The way to open a series where a person said."""
        return Way(self, depth, kind.style, kind.level, ASKED, self._cost(kind, depth))

    def then(self, depth: int, style: str, level: int) -> Shape:
        """The shape when a heading of a style and level stands at a depth."""
        parents, above = self._stack[:depth], self._above
        if fresh := [(parent, style) for parent, _ in parents if (parent, style) not in above]:
            above = above.union(fresh)
        return self._shapes.shape((*parents, (style, level)), above)

    def has(self, style: str, depth: int) -> bool:
        """Whether a series of a style is under way at a depth."""
        return depth < self.height and self._stack[depth][0] == style

    def _cost(self, kind: Kind, depth: int) -> float:
        """What it costs to open a series at a depth."""
        cost = _OPEN
        if kind.late:
            cost += (_ON - REFUND) if kind.further else _LATE + _LATE_STEP * kind.late
        if depth:
            parent, level = self._stack[depth - 1]
            if kind.level and level:
                cost += MISPLACED if kind.level <= level else -_NEW_NEST
            if (kind.style, parent) in self._above:
                cost += _AGAINST
            elif (parent, kind.style) not in self._above:
                cost += new_nest(parent, kind.style)
            if kind.further and RANK.get(kind.style, 5) < RANK.get(parent, 5):
                cost += _INVERTED  # what runs on below the items of another series is finer than they are
        elif any(style == kind.style for _, style in self._above):
            cost += _AGAINST / 2
        return cost
