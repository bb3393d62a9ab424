"""Objects of frozen classes are those of the library's dataclasses in all but the time they take."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from typing import ClassVar

import pytest

from pipeline.frozen import record


@record(frozen=True)
class Place:
    """A place with what is known of it."""

    kind: ClassVar[str] = "place"
    name: str
    at: tuple[int, int] = (0, 0)
    cert: str = "high"

    @property
    def east(self) -> int:
        return self.at[1]


@dataclasses.dataclass(frozen=True, slots=True)
class Same:
    name: str
    at: tuple[int, int] = (0, 0)
    cert: str = "high"


def test_made_as_the_librarys() -> None:
    place = Place("渠", cert="low")
    assert (place.name, place.at, place.cert, place.kind, place.east) == ("渠", (0, 0), "low", "place", 0)
    assert repr(place) == repr(Same("渠", cert="low")).replace("Same", "Place")
    assert [field.name for field in fields(Place)] == ["name", "at", "cert"]  # type: ignore[arg-type]
    assert inspect.signature(Place).parameters.keys() == inspect.signature(Same).parameters.keys()
    assert hash(place) == hash(Same("渠", cert="low"))
    assert place == Place("渠", (0, 0), "low") != Place("渠")
    match place:
        case Place(name, (x, _)):
            assert (name, x) == ("渠", 0)


def test_nothing_can_be_changed_or_added() -> None:
    place = Place("渠")
    with pytest.raises(FrozenInstanceError):
        place.name = "路"  # type: ignore[misc]
    with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
        place.more = 1  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        del place.name
    assert not hasattr(place, "__dict__")


def test_missing_and_unknown_fields_are_errors() -> None:
    with pytest.raises(TypeError, match=r"Place\(\) missing 1 required positional argument: 'name'"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="more"):
        Place("渠", more=1)  # type: ignore[call-arg]


def test_copied_sent_and_replaced() -> None:
    place = Place("渠", (1, 2))
    for again in (copy.copy(place), copy.deepcopy(place), pickle.loads(pickle.dumps(place)), replace(place)):
        assert type(again) is Place
        assert again == place
    assert replace(place, name="路") == Place("路", (1, 2))
