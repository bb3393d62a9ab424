"""The automatic numbers of OpenDocument texts: lists inside lists, and headings numbered by their level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipeline.readers.odt.properties import TEXT, Level, Styles, whole
from pipeline.readers.office.numbers import shown
from pipeline.readers.office.paragraph import Marker, gap

_PLACE = re.compile(r"%(\d{1,2})%([^%]*)")
# What the first signs of a format stand for, by the names of office_numbers.
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "01": "decimalZero",
    "一": "chinese", "壹": "chineseLegalSimplified", "甲": "ideographTraditional",
    "子": "ideographZodiac", "①": "circled", "１": "decimalFullWidth", "1st": "ordinal",
}  # fmt: skip
_TRADITIONAL = "壹, 貳"


class Counts:
    """The numbers of one list at a place of the text."""

    def __init__(self) -> None:
        self._counts: list[int | None] = [None] * 10

    def marker(self, levels: tuple[Level, ...], depth: int, start: int | None) -> Marker | None:
        """Count one paragraph.

        Args:
            levels: the levels of its list style.
            depth: its level from 0.
            start: the number that it has whatever came before, None for the next one.

        Returns:
            What stands before it, None for nothing.
        """
        if not 0 <= depth < len(levels):
            return None
        counts = self._counts
        last = counts[depth]
        counts[depth] = start if start is not None else levels[depth].start if last is None else last + 1
        for above in range(depth):
            if counts[above] is None:
                counts[above] = levels[above].start
        counts[depth + 1 :] = [None] * (len(counts) - depth - 1)
        return _marker(levels, depth, [count or 0 for count in counts])


@dataclass(slots=True)
class _List:
    """A list being read; ``fresh`` while its item has had no paragraph yet."""

    levels: tuple[Level, ...]
    counts: Counts
    depth: int
    item: tuple[Level, ...] = ()
    start: int | None = None
    fresh: bool = False


class Lists:
    """The lists open at a place of a story."""

    def __init__(self, styles: Styles) -> None:
        """Take the styles, which say how lists are numbered."""
        self._styles = styles
        self._open: list[list[_List]] = [[]]
        self._outline = Counts()
        self._last: dict[str, Counts] = {}

    def box(self) -> None:
        """Begin a cell, box or note, in which no list from outside goes on."""
        self._open.append([])

    def end_box(self) -> None:
        """End it."""
        self._open.pop()

    def begin(self, element: etree._Element) -> None:
        """Begin a list (``text:list``)."""
        here = self._open[-1]
        outer = here[-1] if here else None
        name = element.get(TEXT + "style-name", "")
        if outer is not None:
            levels = self._styles.levels(name) or outer.item or outer.levels
            here.append(_List(levels, outer.counts, outer.depth + 1))
            return
        counts = self._continued(element, name) or Counts()
        self._last[name] = counts
        if id := element.get("{http://www.w3.org/XML/1998/namespace}id"):
            self._last[f"#{id}"] = counts
        here.append(_List(self._styles.levels(name), counts, 0))

    def _continued(self, element: etree._Element, name: str) -> Counts | None:
        if id := element.get(TEXT + "continue-list"):
            return self._last.get(f"#{id}")
        return self._last.get(name) if element.get(TEXT + "continue-numbering") == "true" else None

    def end(self) -> None:
        """End a list."""
        self._open[-1].pop()

    def item(self, element: etree._Element) -> None:
        """Begin an item of it, or its header, which has no number."""
        if self._open[-1]:
            here = self._open[-1][-1]
            here.fresh = element.tag == TEXT + "list-item"
            here.start = whole(element.get(TEXT + "start-value"))
            here.item = self._styles.levels(element.get(TEXT + "style-override", ""))

    def marker(self, element: etree._Element, named: str | None, outline: int | None) -> Marker | None:
        """The number of a paragraph: that of the item it opens, or a heading's own.

        Args:
            element: the paragraph (``text:p``, ``text:h``).
            named: the list style of its style, "" where that says none.
            outline: the level of a heading from 0.
        """
        start = whole(element.get(TEXT + "start-value"))
        if self._open[-1]:
            here = self._open[-1][-1]
            if not here.fresh:
                return None
            here.fresh = False
            levels = here.item or here.levels or self._styles.levels(named or "")
            return here.counts.marker(levels, here.depth, here.start if start is None else start)
        if outline is None or named == "" or element.get(TEXT + "is-list-header") == "true":
            return None
        if named is None:
            return self._outline.marker(self._styles.outline, outline, start)
        return self._last.setdefault(named, Counts()).marker(self._styles.levels(named), outline, start)


def _marker(levels: tuple[Level, ...], depth: int, counts: list[int]) -> Marker | None:
    level = levels[depth]
    if level.bullet is not None:
        return Marker(f"{level.bullet} ", True)

    def place(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        number = _number(counts[index], levels[index].form) if 0 <= index <= depth else ""
        last = match.end() == len(level.pattern)
        # What parts a number from the next one goes with it.
        return number + match[2] if number or last else ""

    pattern = level.pattern
    if not level.form and (places := list(_PLACE.finditer(pattern))):
        # Without a number of its own it only shows what stands around all of them.
        pattern = pattern[: places[0].start()] + places[-1][2]
    text = _PLACE.sub(place, pattern).strip()
    return Marker(text + ("" if level.suffix == "nothing" else gap(text))) if text else None


def _number(value: int, form: str) -> str:
    if not form:
        return ""
    first = form.split(",")[0].strip()
    name = "ideographLegalTraditional" if form.startswith(_TRADITIONAL) else _FORMS.get(first, "decimal")
    return shown(value, name)
