"""The archive as its overviews show it: all texts in order, the compilations, and the ways to divide them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.site.lists import Axis, axes, year
from pipeline.site.model import Text
from pipeline.site.words import fill, words

_NUMBER = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Archive:
    """All texts of the site, newest first, and its compilations; of their paragraphs only the beginning is needed."""

    texts: tuple[Text, ...]
    volumes: tuple[Text, ...]
    axes: tuple[Axis, ...]

    @classmethod
    def of(cls, texts: tuple[Text, ...], volumes: tuple[Text, ...], language: str) -> Archive:
        """Put texts and compilations in order and divide them."""
        ordered = tuple(newest(texts))
        return cls(ordered, tuple(newest(volumes)), axes(ordered, tuple(newest(volumes)), words(language)))

    @property
    def documents(self) -> list[Text]:
        """The texts that stand alone, and the compilations, newest first."""
        return newest((*(text for text in self.texts if not text.within), *self.volumes))

    def inside(self, text: Text) -> tuple[Text, ...]:
        """The texts of a compilation, or the text itself."""
        return tuple(inner for inner in self.texts if inner.within == text.id) or (text,)

    def axis(self, name: str) -> Axis | None:
        """A division by its name."""
        return next((axis for axis in self.axes if axis.name == name), None)


def newest(texts: Iterable[Text]) -> list[Text]:
    """Texts by date, the latest first, then those without one; texts of one day by their ids and numbers."""
    ordered = sorted(texts, key=lambda text: counted(text.id))
    return sorted(ordered, key=lambda text: text.date, reverse=True)


def counted(id: str) -> str:
    """An id in a form that sorts 2 before 10."""
    return _NUMBER.sub(lambda found: found[0].zfill(9), id)


def counts(archive: Archive, language: str) -> list[str]:
    """What the archive holds, each number in words."""
    ui = words(language)
    found = [fill(ui["texts_n"], f"{len(archive.texts):,}")]
    found.append(fill(ui["characters_n"], f"{sum(text.characters for text in archive.texts):,}"))
    known = sorted(filter(None, map(year, archive.texts)))
    if known:
        same = known[0] == known[-1]
        found.append(
            fill(ui["year_n"], known[0]) if same else fill(ui["years_range"], first=known[0], last=known[-1])
        )
    for name in ("speakers", "sources"):
        axis = archive.axis(name)
        if axis:
            found.append(fill(ui[f"{name}_n"], sum(bool(group.key) for group in axis.groups)))
    return found
