"""Word's automatic numbering (ECMA-376 Part 1, 17.9): which marker stands before which paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.readers.docx.properties import VAL, W, flag, inner, number, properties, value
from pipeline.readers.docx.styles import Style, Styles
from pipeline.readers.office.numbers import shown
from pipeline.readers.office.paragraph import Marker, bounded, gap
from pipeline.readers.office.symbols import bullet

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: ``restart`` is the level (from 1) after which it counts anew, None for any above it.

    ``width`` is the number of digits that noughts fill up to.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it: lists of one ``abstract`` definition count together."""

    abstract: str
    levels: tuple[Level, ...]
    overrides: tuple[int | None, ...]


class Numbering:
    """The lists of a document; ``counter`` gives one that counts a story from its beginning."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self._abstracts: dict[str, etree._Element] = {}
        self._links: dict[str, str | None] = {}
        self._nums: dict[str, etree._Element] = {}
        self._lists: dict[str, List | None] = {}
        self._levels: dict[str, tuple[Level, ...]] = {}
        if root is None:
            return
        for element in root.iterchildren(W + "abstractNum"):
            name = element.get(W + "abstractNumId", "")
            self._abstracts[name] = element
            # A definition may stand only for the list of a numbering style.
            if (link := element.find(W + "numStyleLink")) is not None:
                self._links[name] = link.get(VAL)
        for element in root.iterchildren(W + "num"):
            self._nums[element.get(W + "numId", "")] = element

    def get(self, id: str) -> List | None:
        """A list by its id (``w:numId``), None when there is none."""
        if id not in self._lists:
            self._lists[id] = self._list(id)
        return self._lists[id]

    def _list(self, id: str) -> List | None:
        element = self._nums.get(id)
        if element is None:
            return None
        name = value(properties(element), "abstractNumId") or ""
        if (style := self._links.get(name)) is not None:
            linked = self._nums.get(self.styles.get(style).num or "")
            name = name if linked is None else value(properties(linked), "abstractNumId") or ""
        levels = list(self._definition(name))
        overrides: list[int | None] = [None] * _LEVELS
        for override in element.iterchildren(W + "lvlOverride"):
            depth = number(override.get(W + "ilvl"))
            if depth is None or not 0 <= depth < _LEVELS:
                continue
            _read_levels(override, levels)
            overrides[depth] = number(value(properties(override), "startOverride"))
        return List(name, tuple(levels), tuple(overrides))

    def _definition(self, name: str) -> tuple[Level, ...]:
        """The levels of a definition; many lists may have the same one."""
        if name not in self._levels:
            levels = [Level()] * _LEVELS
            if name in self._abstracts:
                _read_levels(self._abstracts[name], levels)
            self._levels[name] = tuple(levels)
        return self._levels[name]


def _read_levels(parent: etree._Element, levels: list[Level]) -> None:
    for element in parent.iterchildren(W + "lvl"):
        depth = number(element.get(W + "ilvl"))
        if depth is not None and 0 <= depth < _LEVELS:
            levels[depth] = _level(element)


def _level(element: etree._Element) -> Level:
    found = properties(element)
    form = value(found, "numFmt")
    width = 0
    if form is None:
        form, width = _custom(found.get(_CHOICE))
    level = Level(
        start=number(value(found, "start")) or 0,
        form=form,
        text=bounded(value(found, "lvlText") or "", "DOCX"),
        suffix=value(found, "suff") or "tab",
        legal=bool(flag(found, "isLgl")),
        restart=number(value(found, "lvlRestart")),
        style=value(found, "pStyle") or "",
        width=width,
    )
    if form != "bullet":
        return level
    fonts = inner(found, "rPr").get(W + "rFonts")
    font = "" if fonts is None else fonts.get(W + "ascii", "")
    return replace(level, text=bullet("" if W + "lvlPicBulletId" in found else level.text, font))


def _custom(choice: etree._Element | None) -> tuple[str, int]:
    """A format that only newer programs know, such as 001, 002: plain digits, and how many of them at least."""
    found = None if choice is None else next(choice.iter(W + "numFmt"), None)
    first = "" if found is None else found.get(W + "format", "").split(",")[0].strip()
    if first and set(first) <= {"0", "1"}:
        return "decimal", min(len(first), 9)
    return ("decimal" if found is None else found.get(VAL, "decimal")), 0


class Counter:
    """Counts the paragraphs of one story."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def marker(self, num: str | None, depth: int | None, style: Style) -> Marker | None:
        """The marker of the next paragraph.

        Args:
            num: the list that the paragraph names itself, if any.
            depth: the level from 0 that it names itself, if any.
            style: its style.

        Returns:
            None when it is not numbered.
        """
        id = style.num if num is None else num
        found = self._numbering.get(id) if id and id != "0" else None
        if id is None or found is None:
            return None
        if depth is None:
            depth = _depth(found, style)
        if not 0 <= depth < _LEVELS:
            return None
        return _marker(found, depth, self._count(id, found, depth))

    def _count(self, id: str, found: List, depth: int) -> list[int]:
        """Count one paragraph; the numbers of its level and those above it."""
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        start = found.overrides[depth]
        if start is not None and (id, depth) not in self._begun:
            counts[depth] = start
        else:
            last = counts[depth]
            counts[depth] = _start(found, depth) if last is None else last + 1
        self._begun.add((id, depth))
        for below in range(depth + 1, _LEVELS):
            after = found.levels[below].restart
            if after is None or depth < after:
                counts[below] = None
        for above in range(depth):
            if counts[above] is None:
                # An overridden start waits for the first paragraph of its level.
                counts[above] = found.levels[above].start
        return [count or 0 for count in counts[: depth + 1]]


def _start(found: List, depth: int) -> int:
    override = found.overrides[depth]
    return found.levels[depth].start if override is None else override


def _depth(found: List, style: Style) -> int:
    """The level that is linked to a style, or to the one it has its list from."""
    for id in (style.id, style.numbered):
        for depth, level in enumerate(found.levels):
            if level.style and level.style == id:
                return depth
    return style.depth


def _marker(found: List, depth: int, counts: list[int]) -> Marker | None:
    level = found.levels[depth]
    if level.form == "bullet":
        return Marker(f"{level.text} ", True)

    def place(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index > depth:
            return ""
        here = found.levels[index]
        numbered = here.form not in ("none", "bullet")
        return shown(counts[index], "decimal" if level.legal and numbered else here.form).rjust(
            here.width, "0"
        )

    text = _PLACE.sub(place, level.text).strip()
    return Marker(text + ("" if level.suffix == "nothing" else gap(text))) if text else None
