"""The texts of each year as bars: the numbers of a drawing, which the template turns into SVG."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.site.lists import Group

_WIDTH, _HEIGHT, _FOOT, _HEAD = 720, 168, 24, 20
_WIDEST = 44
_LABELS = 14  # years named below the axis


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


def chart(years: tuple[Group, ...], year_n: str, texts_n: str, one: str) -> Drawing | None:
    """Draw the years from the first to the last one, those without texts among them.

    Args:
        years: the groups of the years; one without a key is left out.
        year_n, texts_n, one: how a year, some texts and one text are written, with ``{n}`` for the number.

    Returns:
        The drawing; None for fewer than two years.
    """
    dated = {int(group.key): group for group in years if group.key}
    if len(dated) < 2:
        return None
    first, last = min(dated), max(dated)
    span, most = last - first + 1, max(len(group.texts) for group in dated.values())
    base, step = _HEIGHT - _FOOT, _WIDTH / span
    width = min(step * (0.72 if step > 6 else 0.86), _WIDEST)
    every = next(n for n in (1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000) if span / n <= _LABELS or n == 1000)
    bars = []
    for at in range(span):
        year = first + at
        group = dated.get(year)
        count = len(group.texts) if group else 0
        height = max((base - _HEAD) * count / most, 2.0) if count else 0.0
        label = f"{year:04}" if year % every == 0 else ""
        if not (group or label):
            continue
        left = at * step
        words = (one if count == 1 else texts_n).format(n=count)
        bars.append(
            Bar(
                *(round(v, 2) for v in (left, step, left + (step - width) / 2, base - height, width, height, left + step / 2)),
                min(2.0, round(width / 4, 2)), label, str(count) if count and (span <= 30 or count == most) else "",
                f"{year_n.format(n=year)}：{words}" if group else "", group.path if group else "",
            )  # fmt: skip
        )
    return Drawing(_WIDTH, _HEIGHT, base, tuple(bars))
