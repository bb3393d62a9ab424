"""The charts of a dataset's card: each is a few bars, drawn as an SVG image by one template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST = 15  # bars of a ranking
_YEARS = 40  # years that are shown one by one; more are counted by decades


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: ``share`` is 1 for the longest one."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and what it shows, in words."""

    name: str
    title: str
    bars: tuple[Bar, ...]

    def svg(self, templates: Path | None = None) -> bytes:
        """The image. Raises TemplateError."""
        from pipeline.writers.templates import render

        return render("dataset/chart.svg.j2", templates, chart=self).encode()


def charts(record: dict[str, Any]) -> tuple[Chart, ...]:
    """The charts of the statistics that have something to show.

    Args:
        record: what ``Statistics.record`` gives.
    """
    found = (
        Chart("years", "Texts by year", _bars(_by_year(record["years"]))),
        Chart("lengths", "Texts by length in characters", _bars([(_span(b), b["texts"]) for b in record["length"]])),
        Chart("outline", "Texts by depth of their outline", _bars([*record["outline_depth"].items()])),
        Chart(
            "speakers", "Texts by speaker", _bars([(s["name"], s["texts"]) for s in record["speakers"][:_MOST]])
        ),
        Chart("warnings", "Rows by warning", _bars([*record["warnings"].items()][:_MOST])),
    )  # fmt: skip
    return tuple(chart for chart in found if chart.bars)


def _bars(counts: list[tuple[str, int]]) -> tuple[Bar, ...]:
    top = max((count for _, count in counts), default=0) or 1
    return tuple(Bar(label, count, round(count / top, 4)) for label, count in counts)


def _by_year(years: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Years without gaps, or decades where there are many; texts without a year are left out."""
    counts = {int(found["name"]): int(found["texts"]) for found in years if found["name"]}
    if not counts:
        return []
    first, last = min(counts), max(counts)
    if last - first < _YEARS:
        return [(str(year), counts.get(year, 0)) for year in range(first, last + 1)]
    decades = range(first // 10, last // 10 + 1)
    return [(f"{d}0s", sum(n for year, n in counts.items() if year // 10 == d)) for d in decades]


def _span(found: dict[str, Any]) -> str:
    low, high = f"{found['from']:,}", found["below"]
    return f"{low}–{high:,}" if high else f"{low} and more"
