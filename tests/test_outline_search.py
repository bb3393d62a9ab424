"""The search for an outline spares moves that cannot matter, and keeps what it learnt; both change nothing that it finds."""

from __future__ import annotations

import random

import plain_outline
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Fix, Span
from pipeline.stages import outline_search, outline_shape
from pipeline.stages.outline_search import Candidate, search

STYLES = (*outline_shape.RANK, "own", "decimal#5")


def text(seed: int) -> list[Candidate]:
    """Candidates as a text may have them: series that count up, with gaps and repeats, some by the container's or a person's word."""
    r = random.Random(seed)
    styles, levels, said = r.sample(STYLES, r.randint(1, 6)), r.random() < 0.3, r.random() < 0.2
    out: list[Candidate] = []
    last: dict[str, int] = {}
    for index in range(r.choice((1, 3, 8, 20, 60))):
        style = r.choice(styles)
        ordinal = r.choice((last.get(style, 0) + 1,) * 6 + (1, 1, last.get(style, 0), r.randint(0, 30)))
        last[style] = ordinal
        plain = style.startswith("plain")
        fix = Fix(1, Span(0, 1), "heading", r.randint(0, 4)) if said and r.random() < 0.3 else None
        reject = r.choice((1000.0, 2.0)) if fix else r.choice((1.0, 1.2, 2.1, 3.4, 3.9, r.uniform(-1, 6)))
        path = (1, 2) if style.startswith("decimal") and r.random() < 0.8 else ()
        level = r.choice((0, 0, 1, 2, 3)) if levels else 0
        number, bare = (0, True) if plain else (ordinal, ordinal == 0 and r.random() < 0.8)
        out.append(Candidate(index, style, number, r.choice((0, 0, 1)), reject, bare, 0, path, level, fix))
    return out


@given(st.integers(0, 2**32))
def test_the_search_finds_what_trying_everything_finds(seed: int) -> None:
    assert search(text(seed)) == plain_outline.search(text(seed))


def test_what_is_learnt_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline_shape, "_MOST", 100)
    for seed in range(200):
        assert search(text(seed)) == plain_outline.search(text(seed))
        assert all(shapes.size < 1000 for shapes in outline_search._free)


def test_levels_without_end_are_no_more_than_those_that_are_tried() -> None:
    deep = [Candidate(i, f"decimal#{i + 3}", 1, 0, 3.1, False, 0, (1,) * (i + 3)) for i in range(50)]
    assert search(deep) == plain_outline.search(deep)
    assert max(placed.depth for placed in search(deep)) == 49
