"""Styles of an OpenDocument text: paragraphs, letters and lists, with what they inherit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.readers.office.paragraph import UNSET, Letters, bounded
from pipeline.readers.office.symbols import bullet

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = _NS + "office:1.0}"
STYLE = _NS + "style:1.0}"
TEXT = _NS + "text:1.0}"
TABLE = _NS + "table:1.0}"
DRAW = _NS + "drawing:1.0}"
META = _NS + "meta:1.0}"
_FO = _NS + "xsl-fo-compatible:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(pt|%|cm|mm|in|pc)")
_POINTS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0}
_ALIGN = {"center": "center", "right": "right", "end": "right"}
_KINDS = {"title": "title", "subtitle": "subtitle"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style of a paragraph or of letters; ``list`` is None where nothing is said, "" where there is none."""

    kind: str = ""
    align: str = ""
    list: str | None = None
    letters: Letters = UNSET


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style. ``pattern`` holds %1% where the number of level 1 stands."""

    form: str = ""
    pattern: str = ""
    start: int = 1
    bullet: str | None = None
    suffix: str = "listtab"


def whole(text: str | None) -> int | None:
    """A whole number as attributes hold it, None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


class Styles:
    """All styles of a file; those of ``content.xml`` come after those of ``styles.xml``."""

    def __init__(self, *roots: etree._Element | None) -> None:
        """Take the roots of the parts with styles in them."""
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._done: dict[tuple[str, str], Style] = {}
        self._lists: dict[str, tuple[Level, ...]] = {}
        self.base = Letters(size=12)
        for group in _groups(roots):
            for element in group:
                self._take(element)

    def _take(self, element: etree._Element) -> None:
        name = element.get(STYLE + "name", "")
        family = element.get(STYLE + "family", "")
        if element.tag == STYLE + "style":
            self._elements[family, name] = element
        elif element.tag == STYLE + "default-style" and family == "paragraph":
            self.base = _letters(element, self.base)
        elif element.tag in (TEXT + "list-style", TEXT + "outline-style"):
            outline = element.tag == TEXT + "outline-style"
            self._lists["\0outline" if outline else name] = _levels(element)

    def get(self, family: str, name: str) -> Style:
        """A style by its family (``paragraph``, ``text``) and name; one that does not exist says nothing."""
        chain: list[tuple[str, str]] = []
        base = Style(letters=self.base) if family == "paragraph" else Style()
        found = (family, name)
        while found in self._elements and found not in self._done:
            # A circle of styles ends where it would begin again.
            self._done[found] = base
            chain.append(found)
            found = (family, self._elements[found].get(STYLE + "parent-style-name", ""))
        style = self._done.get(found, base)
        for key in reversed(chain):
            style = self._done[key] = _derived(self._elements[key], style)
        return style

    def levels(self, name: str) -> tuple[Level, ...]:
        """The levels of a list style."""
        return self._lists.get(name, ())

    @property
    def outline(self) -> tuple[Level, ...]:
        """The levels of the numbering of headings."""
        return self._lists.get("\0outline", ())


def _groups(roots: tuple[etree._Element | None, ...]) -> Iterator[etree._Element]:
    for root in roots:
        if root is not None:
            yield from root.iterchildren(OFFICE + "styles", OFFICE + "automatic-styles")


def _derived(element: etree._Element, base: Style) -> Style:
    name = element.get(STYLE + "display-name", element.get(STYLE + "name", "")).lower()
    layout = element.find(STYLE + "paragraph-properties")
    aligned = None if layout is None else layout.get(_FO + "text-align")
    own_list = element.get(STYLE + "list-style-name")
    return replace(
        base,
        kind=_KINDS.get(name, base.kind),
        align=base.align if aligned is None else _ALIGN.get(aligned, ""),
        list=base.list if own_list is None else own_list,
        letters=_letters(element, base.letters),
    )


def _letters(element: etree._Element, base: Letters) -> Letters:
    """What a style says of letters: Chinese has its own attributes for weight and size."""
    found = element.find(STYLE + "text-properties")
    if found is None:
        return base
    weight = found.get(STYLE + "font-weight-asian", found.get(_FO + "font-weight"))
    size = _LENGTH.fullmatch(found.get(STYLE + "font-size-asian", found.get(_FO + "font-size", "")))
    hidden = found.get(TEXT + "display")
    return Letters(
        None if weight is None else weight in ("bold", "600", "700", "800", "900"),
        None if size is None else _points(float(size[1]), size[2], base.size),
        None if hidden is None else hidden == "none",
    ).over(base)


def _points(number: float, unit: str, base: float | None) -> float | None:
    if unit == "%":
        return None if base is None else base * number / 100
    return number * _POINTS[unit]


def _levels(element: etree._Element) -> tuple[Level, ...]:
    levels = [Level()] * 10
    for child in element:
        place = whole(child.get(TEXT + "level")) or 0
        if 1 <= place <= len(levels):
            levels[place - 1] = _level(child, place)
    return tuple(levels)


def _level(element: etree._Element, place: int) -> Level:
    start = whole(element.get(TEXT + "start-value"))
    label = element.find(f"{STYLE}list-level-properties/{STYLE}list-level-label-alignment")
    return Level(
        form=element.get(STYLE + "num-format", ""),
        pattern=bounded(_pattern(element, place), "ODT"),
        start=1 if start is None else start,
        bullet=_bullet(element),
        suffix="" if label is None else label.get(TEXT + "label-followed-by", ""),
    )


def _bullet(element: etree._Element) -> str | None:
    if element.tag == TEXT + "list-level-style-image":
        return "•"
    char = element.get(TEXT + "bullet-char")
    letters = element.find(STYLE + "text-properties")
    font = "" if letters is None else letters.get(STYLE + "font-name", letters.get(_FO + "font-family", ""))
    return None if char is None else bullet(bounded(char, "ODT"), font.strip("'"))


def _pattern(element: etree._Element, place: int) -> str:
    """The text of a level: given as a whole by newer programs, in three pieces by the standard."""
    pattern = element.get(_LOEXT + "num-list-format", element.get(STYLE + "num-list-format"))
    if pattern is not None:
        return pattern
    count = min(whole(element.get(TEXT + "display-levels")) or 1, place)
    numbers = ".".join(f"%{level}%" for level in range(place - count + 1, place + 1))
    if not element.get(STYLE + "num-format"):
        numbers = ""
    return element.get(STYLE + "num-prefix", "") + numbers + element.get(STYLE + "num-suffix", "")
