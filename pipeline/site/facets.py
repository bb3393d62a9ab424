"""The filters of a list: in which other groups its texts are, and how many of them in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.site.archive import Archive
from pipeline.site.lists import Axis, Group

_VALUES = 12  # of each filter


@dataclass(frozen=True, slots=True)
class Value:
    """A group to choose: ``mark`` is its short name on the page, ``ids`` are those of its texts in the list."""

    mark: str
    label: str
    lang: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A division to filter by: ``name`` is the key of its word."""

    name: str
    values: tuple[Value, ...]


def facets_of(group: Group, axis: Axis, archive: Archive) -> tuple[Facet, ...]:
    """The divisions of the texts of a group other than its own, where they tell anything; the largest values of each."""
    found = []
    for other in archive.axes:
        if other.name == axis.name:
            continue
        shared: defaultdict[int, list[str]] = defaultdict(list)
        for text in group.texts:
            for number in other.places.get(text.id, ()):
                shared[number].append(text.id)
        if len(shared) > 1:
            order = sorted(shared) if other.name == "years" else _largest(shared)
            values = (_value(other, n, place, shared[n]) for place, n in enumerate(order[:_VALUES]))
            found.append(Facet(other.name, tuple(values)))
    return tuple(found)


def _largest(shared: Mapping[int, list[str]]) -> list[int]:
    return sorted(shared, key=lambda number: (-len(shared[number]), number))


def _value(axis: Axis, number: int, place: int, ids: list[str]) -> Value:
    group = axis.groups[number]
    return Value(f"{axis.name[:2]}{place}", group.label, group.lang, tuple(ids))
