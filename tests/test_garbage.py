"""The collector rests while a document is converted, and afterwards is as it was."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from pipeline import garbage
from pipeline.garbage import kept


class _Ring:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.parametrize("count", [10, garbage._MANY + 10])
def test_nothing_is_collected_meanwhile_and_everything_later(count: int) -> None:
    with kept():
        assert not gc.isenabled()
        many = [[n] for n in range(count)]
        ring = weakref.ref(_Ring())
        assert ring() is not None
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert ring() is None
    assert len(many) == count


def test_a_collector_that_was_off_stays_off_also_after_an_error() -> None:
    gc.disable()
    with pytest.raises(ValueError, match="any"), kept():
        raise ValueError("any")
    assert not gc.isenabled()


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    held = gc.get_freeze_count()
    with kept():
        many = [[n] for n in range(garbage._MANY + 10)]
    assert gc.get_freeze_count() >= held - 100 > 0
    assert many
