"""Word's styles as what follows from them: each style with all that it inherits worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.readers.docx.properties import (
    W,
    align,
    inner,
    is_on,
    letters,
    number,
    properties,
    value,
)
from pipeline.readers.office.paragraph import UNSET, Letters

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])")
_NAMES = {
    "title": "title", "标题": "title", "標題": "title", "subtitle": "subtitle", "副标题": "subtitle",
    "副標題": "subtitle", "toc heading": "fw:contents",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits.

    ``kind`` is the hint that its name gives (``h1``, ``title``, ``fw:contents``); ``level`` the outline level from
    0, 9 for body text, None where not said; ``num`` and ``depth`` are its list and the level in it, and ``numbered``
    is the id of the style that named the list.
    """

    id: str = ""
    kind: str = ""
    level: int | None = None
    align: str | None = None
    num: str | None = None
    depth: int = 0
    numbered: str = ""
    letters: Letters = UNSET


PLAIN = Style()


class Styles:
    """All styles of a document by id, and the look of text without any."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._done: dict[str, Style] = {}
        self._default = ""
        self.base = Letters(size=20)  # 10 pt, where the file says nothing
        if root is None:
            return
        general = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.base = letters(properties(general)).over(self.base)
        for element in root.iterchildren(W + "style"):
            id = element.get(W + "styleId", "")
            self._elements[id] = element
            if element.get(W + "type") == "paragraph" and is_on(element.get(W + "default", "0")):
                self._default = id

    def paragraph(self, id: str | None) -> Style:
        """The style of a paragraph: the default one where none, or one that does not exist, is named."""
        return self.get(id if id in self._elements else self._default)

    def get(self, id: str | None) -> Style:
        """A style by its id; one that does not exist says nothing."""
        found = id or ""
        if found in self._done:
            return self._done[found]
        chain: list[str] = []
        while found in self._elements and found not in self._done:
            # A circle of styles ends where it would begin again.
            self._done[found] = PLAIN
            chain.append(found)
            found = value(properties(self._elements[found]), "basedOn") or ""
        style = self._done.get(found, PLAIN)
        for name in reversed(chain):
            style = self._done[name] = _derived(name, self._elements[name], style)
        return style


def _derived(id: str, element: etree._Element, base: Style) -> Style:
    own = properties(element)
    layout = inner(own, "pPr")
    numbering = inner(layout, "numPr")
    level = number(value(layout, "outlineLvl"))
    aligned = align(layout)
    num = value(numbering, "numId")
    depth = number(value(numbering, "ilvl"))
    return replace(
        base,
        id=id,
        kind=_kind(value(own, "name") or "") or base.kind,
        letters=letters(inner(own, "rPr")).over(base.letters),
        level=base.level if level is None else level,
        align=base.align if aligned is None else aligned,
        num=base.num if num is None else num,
        numbered=base.numbered if num is None else id,
        depth=base.depth if depth is None else depth,
    )


def _kind(name: str) -> str:
    name = name.strip().lower()
    if heading := _HEADING.fullmatch(name):
        return f"h{min(int(heading[1]), 6)}"
    if name.startswith("toc ") and name[4:].isdecimal():
        return "fw:contents"
    return _NAMES.get(name, "")
