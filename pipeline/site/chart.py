"""The texts of each year as bars: the numbers of a drawing, which the template turns into SVG."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.site.lists import Group

_HEIGHT, _FOOT, _HEAD = 200, 26, 22
_WIDEST = 34
_LABEL = 60  # the least room for a year named below the axis


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: its bar, the words for it, and the page that it leads to; no page where the year has no text."""

    left: float
    step: float
    x: float
    y: float
    width: float
    height: float
    middle: float
    round: float
    label: str
    count: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The bars, in the units of a drawing so wide and high; ``base`` is where they stand."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]


def chart(years: tuple[Group, ...], year_n: str, texts_n: str, one: str, room: int = 1040) -> Drawing | None:
    """Draw the years from the first to the last one, those without texts among them.

    Args:
        years: the groups of the years; one without a key is left out.
        year_n, texts_n, one: how a year, some texts and one text are written, with ``{n}`` for the number.
        room: the width of the drawing.

    Returns:
        The drawing; None for fewer than two years.
    """
    dated = {int(group.key): group for group in years if group.key}
    if len(dated) < 2:
        return None
    first, last = min(dated), max(dated)
    span, most = last - first + 1, max(len(group.texts) for group in dated.values())
    base, step = _HEIGHT - _FOOT, room / span
    width = min(step * (0.62 if step > 6 else 0.86), _WIDEST)
    every = next(n for n in (1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000) if n * step >= _LABEL or n == 1000)
    bars = []
    for at in range(span):
        year = first + at
        group = dated.get(year)
        count = len(group.texts) if group else 0
        height = max((base - _HEAD) * count / most, 2.0) if count else 0.0
        label = f"{year:04}" if year % every == 0 else ""
        if not (group or label):
            continue
        left, words = at * step, (one if count == 1 else texts_n).format(n=count)
        places = (left, step, left + (step - width) / 2, base - height, width, height, left + step / 2)
        shown = str(count) if count and (step >= 24 or count == most) else ""
        title = f"{year_n.format(n=year)}：{words}" if group else ""
        bars.append(_bar(places, label, shown, title, group.path if group else ""))
    return Drawing(room, _HEIGHT, base, tuple(bars))


def _bar(places: tuple[float, ...], label: str, count: str, title: str, path: str) -> Bar:
    left, step, x, y, width, height, middle = (round(place, 2) for place in places)
    return Bar(
        left, step, x, y, width, height, middle, min(2.0, round(width / 4, 2)), label, count, title, path
    )
