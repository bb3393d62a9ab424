"""TEI → the plain objects templates print, from the TEI alone, so that a file corrected by hand renders again."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from pipeline.tei.view_annexes import RULE as ANNEXES
from pipeline.tei.view_annexes import annexes
from pipeline.tei.view_elements import ID, TEI, XML, by_name, local, offsets, pointer
from pipeline.tei.view_header import Header, descriptions
from pipeline.tei.view_text import Reader
from pipeline.tei.view_types import Block, Meta, Node, Part, Point, Points, Section, Table, Turn, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

_P, _DIV, _LIST, _SP, _FW, _HEAD, _LABEL, _ITEM, _SPEAKER = (
    f"{TEI}{name}" for name in ("p", "div", "list", "sp", "fw", "head", "label", "item", "speaker")
)
# TEI element of a line → kind of block; titlePart is told apart by its type
_LINES = {
    "ab": "p", "l": "p", "salute": "salute", "signed": "signed", "dateline": "dateline", "stage": "stage",
    "docImprint": "imprint", "byline": "byline", "docDate": "date", "titlePart": "title", "head": "title",
    "speaker": "p", "label": "p", "trailer": "p",
}  # fmt: skip
_REND = frozenset(
    {"salute", "signed", "dateline", "head", "speaker"}
)  # a p for what cannot stand there in TEI
_HOLDERS = frozenset({
    "opener", "closer", "docTitle", "front", "back", "group", "quote", "lg", "item", "cit", "epigraph",
    "postscript", "argument", "titlePage", "floatingText", "body", "div", "list", "sp", "table",
})  # fmt: skip
_HELD = _HOLDERS.union(_LINES, {"p"})
_BLOCKS = frozenset(f"{TEI}{name}" for name in ("p", "list", "table", "stage"))
_NO_LABEL = Block("label", "")


def view(root: _Element) -> View:
    """Read a TEI document for templates.

    Args:
        root: the ``TEI`` element, in the form this program writes, possibly corrected by hand.

    Returns:
        Metadata, parts with their trees, the numbered repairs and the page furniture; repaired text throughout.

    Raises:
        ValueError: ``root`` is not a TEI element or has no ``text``.
    """
    children = by_name(root)
    text = children.get("text")
    if local(root) != "TEI" or text is None:
        raise ValueError("not a TEI document with a text element")
    header = Header(children.get("teiHeader"))
    walk = _Walk(root, header.texts)
    parts, outer = walk.whole(text)
    return View(
        id=root.get(ID, ""),
        lang=root.get(f"{XML}lang", ""),
        meta=header.meta,
        persons=header.persons,
        front=outer or (),
        parts=parts,
        notes=tuple(walk.reader.notes),
        furniture=tuple(walk.reader.furniture),
        compilation=outer is not None,
    )


def _led(parent: _Element, tag: str) -> tuple[_Element | None, Iterable[_Element]]:
    """The first child of a tag, which nearly always leads its parent, and all others."""
    others = iter(parent)
    first = next(others, None)
    if first is None or first.tag == tag:
        return first, others
    children = list(parent)
    found = next((child for child in children if child.tag == tag), None)
    return found, [child for child in children if child is not found]


class _Walk:
    """Goes through ``text`` once, in order, so that repairs are numbered as they are met."""

    def __init__(self, root: _Element, metas: dict[str, Meta]) -> None:
        self.reader = Reader(lambda: descriptions(root))
        self._metas = metas
        self._unused = _unused(root)

    def whole(self, text: _Element) -> tuple[tuple[Part, ...], tuple[Block, ...] | None]:
        """The texts of a compilation and the lines before them; of a single text, itself and None."""
        children = by_name(text)
        if "group" not in children:
            return (self.part(text),), None
        outer = self.front(children)
        parts = tuple(self.group(children["group"]))
        self.rest(children)
        return parts, outer

    def group(self, group: _Element) -> Iterator[Part]:
        for child in group:
            name = local(child)
            if name == "text":
                yield self.part(child)
            elif name == "group":
                yield from self.group(child)
            elif name == "fw":
                self.reader.keep(child)

    def part(self, text: _Element) -> Part:
        zones = by_name(text)
        front = self.front(zones)
        children = self.nodes(zones.get("body", ()), 1)
        heads = tuple([b for b in children if type(b) is Block and b.kind == "title"])
        if heads:
            children = [b for b in children if b.kind != "title"]
        return Part(
            text.get(ID) or next(self._unused),
            text.get("n", ""),
            text.get("type", ""),
            front + heads,
            (*children, *self.rest(zones)),
            self._metas.get(pointer(text.get("decls")), Meta()),
        )

    def front(self, zones: dict[str, _Element]) -> tuple[Block, ...]:
        return tuple(node for node in self.nodes(zones.get("front", ()), 1) if isinstance(node, Block))

    def rest(self, zones: dict[str, _Element]) -> list[Node]:
        return self.nodes(zones.get("back", ()), 1)

    def nodes(self, parent: Iterable[_Element], level: int) -> list[Node]:
        """The children of a container in order; page furniture is set aside."""
        found: list[Node] = []
        for child in parent:
            tag = child.tag
            if tag == _P:
                rend = child.get("rend")
                block = self.reader.block(child, rend if rend in _REND else "p")
                if block.text:  # TEI wants a p in a text without any
                    found.append(block)
            elif tag == _DIV:
                found.append(self.section(child, level))
            elif tag == _LIST:
                points = self.points(child, level)
                found += annexes(points) if points.rule == ANNEXES and points.items else (points,)
            elif tag == _FW:
                self.reader.keep(child)
            elif tag == _SP:
                found.append(self.turn(child, level))
            else:
                found += self._other(child, level)
        return found

    def _other(self, element: _Element, level: int) -> Iterable[Node]:
        """What stands in a container besides paragraphs, divisions, lists and turns."""
        name = local(element)
        if name == "table":
            return (self.table(element),)
        if name in _LINES:
            kind = "subtitle" if element.get("type") == "sub" else _LINES[name]
            return (self.reader.block(element, kind),)
        if name in _HOLDERS and any(local(inner) in _HELD for inner in element):
            return self.nodes(element, level)
        return (self.reader.block(element, "p"),) if name and name != "note" else ()

    def section(self, div: _Element, level: int) -> Section:
        head, rest = _led(div, _HEAD)
        heading = None if head is None else self.reader.block(head, "heading")
        rule = self.reader.rule(div)
        return Section(
            div.get(ID) or next(self._unused),
            div.get("type", ""),
            div.get("n", ""),
            level,
            heading,
            head is not None and head.get("rend") == "run-in",
            tuple(self.nodes(rest, level + 1)),
            offsets(div),
            div.get("cert", "high"),
            rule if head is None else rule or self.reader.rule(head),
        )

    def points(self, element: _Element, level: int) -> Points:
        items: list[Point] = []
        label = _NO_LABEL
        for child in element:
            tag = child.tag
            if tag == _LABEL:
                label = self.reader.block(child, "label")
            elif tag == _ITEM:
                items.append(self.point(label, child, level))
                label = _NO_LABEL
            elif tag == _FW:
                self.reader.keep(child)
        kind = "bulleted" if element.get("type") in ("bulleted", "simple") else "ordinal"
        cert, rule = element.get("cert", "high"), self.reader.rule(element)
        return Points(kind, tuple(items), offsets(element), cert, rule)

    def point(self, label: Block, item: _Element, level: int) -> Point:
        """An item holds blocks, or text of its own."""
        value = item.get("n", "")
        for mark in label.marks:
            if mark.kind == "num":
                value = mark.value or value
                break
        text = item.text
        if text and text.strip():
            return Point(label, value, (self.reader.block(item, "p"),))
        for child in item:
            if child.tag in _BLOCKS:
                return Point(label, value, tuple(self.nodes(item, level)))
        return Point(label, value, (self.reader.block(item, "p"),))

    def turn(self, sp: _Element, level: int) -> Turn:
        speaker, rest = _led(sp, _SPEAKER)
        label = None if speaker is None else self.reader.block(speaker, "speaker")
        children = tuple(self.nodes(rest, level))
        who, cert, rule = pointer(sp.get("who")), sp.get("cert", "high"), self.reader.rule(sp)
        return Turn(who, label, children, offsets(sp), cert, rule)

    def table(self, table: _Element) -> Table:
        rows = tuple(
            tuple(self.reader.block(cell, "cell") for cell in row if local(cell) == "cell")
            for row in table
            if local(row) == "row"
        )
        for stray in table.iterchildren(f"{TEI}fw"):
            self.reader.keep(stray)
        rows = tuple(
            row for row in rows if any(cell.text.strip() for cell in row)
        )  # a rule between head and body
        return Table(rows, offsets(table), table.get("cert", "high"), self.reader.rule(table))


def _unused(root: _Element) -> Iterator[str]:
    """Ids for divisions that have none, not used elsewhere in the file."""
    used = {element.get(ID) for element in root.iter("*")}
    for n in count(1):
        if (id := f"x{n}") not in used:
            yield id
