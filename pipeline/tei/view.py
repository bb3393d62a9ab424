"""TEI → the plain objects templates print, from the TEI alone, so that a file corrected by hand renders again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.tei import view_header
from pipeline.tei.view_text import TEI, XML, Reader, local, offsets, pointer, rule
from pipeline.tei.view_types import Block, Meta, Node, Part, Point, Points, Section, Table, Turn, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

_ID = f"{XML}id"
_NS = {"t": TEI[1:-1]}
# TEI element of a line → kind of block; titlePart is told apart by its type
_LINES = {
    "p": "p", "ab": "p", "l": "p", "salute": "salute", "signed": "signed", "dateline": "dateline", "stage": "stage",
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


def view(root: _Element) -> View:
    """Read a TEI document for templates.

    Args:
        root: the ``TEI`` element, in the form this program writes, possibly corrected by hand.

    Returns:
        Metadata, parts with their trees, the numbered repairs and the page furniture; repaired text throughout.

    Raises:
        ValueError: ``root`` is not a TEI element or has no ``text``.
    """
    text = root.find("t:text", _NS)
    if local(root) != "TEI" or text is None:
        raise ValueError("not a TEI document with a text element")
    header = Reader({})
    people = view_header.persons(root, header)
    walk = _Walk(root, view_header.part_meta(root, people, header))
    outer: tuple[Block, ...] = ()
    group = text.find("t:group", _NS)
    if group is None:
        parts: tuple[Part, ...] = (walk.part(text),)
    else:
        outer = walk.front(text)
        parts = tuple(walk.group(group))
        walk.rest(text)
    return View(
        id=root.get(_ID, ""),
        lang=root.get(f"{XML}lang", ""),
        meta=view_header.meta(root, people, header),
        persons=people,
        front=outer,
        parts=parts,
        notes=tuple(walk.reader.notes),
        furniture=tuple(walk.reader.furniture),
        compilation=group is not None,
    )


class _Walk:
    """Goes through ``text`` once, in order, so that repairs are numbered as they are met."""

    def __init__(self, root: _Element, metas: dict[str, Meta]) -> None:
        self.reader = Reader(view_header.descriptions(root))
        self._root, self._metas = root, metas
        self._made = 0

    def group(self, group: _Element) -> Iterator[Part]:
        for child in group:
            if local(child) == "text":
                yield self.part(child)
            elif local(child) == "group":
                yield from self.group(child)
            elif local(child) == "fw":
                self.reader.keep(child)

    def part(self, text: _Element) -> Part:
        front = self.front(text)
        body = text.find("t:body", _NS)
        children = [] if body is None else self.nodes(body, 1)
        heads = [b for b in children if isinstance(b, Block) and b.kind == "title"]
        tail = tuple(self.rest(text))
        return Part(
            text.get(_ID, "") or self._new_id(),
            text.get("n", ""),
            text.get("type", ""),
            front + tuple(heads),
            tuple(b for b in children if b not in heads) + tail if heads else (*children, *tail),
            self._metas.get(pointer(text.get("decls")), Meta()),
        )

    def front(self, text: _Element) -> tuple[Block, ...]:
        front = text.find("t:front", _NS)
        nodes = [] if front is None else self.nodes(front, 1)
        return tuple(block for block in nodes if isinstance(block, Block))

    def rest(self, text: _Element) -> list[Node]:
        back = text.find("t:back", _NS)
        return [] if back is None else self.nodes(back, 1)

    def nodes(self, parent: Iterable[_Element], level: int) -> list[Node]:
        """The children of a container in order; page furniture is set aside."""
        found: list[Node] = []
        for child in parent:
            name = local(child)
            if name == "p":
                rend = child.get("rend")
                block = self.block(child, rend if rend in _REND else "p")
                if block.text:  # TEI wants a p in a text without any
                    found.append(block)
            elif name == "div":
                found.append(self.section(child, level))
            elif name == "list":
                found.append(self.points(child, level))
            elif name == "sp":
                found.append(self.turn(child, level))
            elif name == "table":
                found.append(self.table(child))
            elif name == "fw":
                self.reader.keep(child)
            elif name in _LINES:
                kind = "subtitle" if child.get("type") == "sub" else _LINES[name]
                found.append(self.block(child, kind))
            elif name in _HOLDERS and any(
                local(inner) in _LINES or local(inner) in _HOLDERS for inner in child
            ):
                found.extend(self.nodes(child, level))
            elif name and name != "note":
                found.append(self.block(child, "p"))
        return found

    def block(self, element: _Element, kind: str) -> Block:
        text, marks = self.reader.read(element)
        id = element.get(_ID, "")
        n = int(id[1:]) if id[:1] == "p" and id[1:].isdecimal() else 0
        return Block(kind, text, marks, id, n, offsets(element), element.get("cert", "high"), rule(element))

    def section(self, div: _Element, level: int) -> Section:
        head = div.find("t:head", _NS)
        heading = None if head is None else self.block(head, "heading")
        return Section(
            div.get(_ID, "") or self._new_id(),
            div.get("type", ""),
            div.get("n", ""),
            level,
            heading,
            head is not None and head.get("rend") == "run-in",
            tuple(self.nodes((child for child in div if child is not head), level + 1)),
            offsets(div),
            div.get("cert", "high"),
            rule(div) if head is None else rule(div) or rule(head),
        )

    def points(self, element: _Element, level: int) -> Points:
        items: list[Point] = []
        label = Block("label", "")
        for child in element:
            name = local(child)
            if name == "label":
                label = self.block(child, "label")
            elif name == "item":
                value = next((m.value for m in label.marks if m.kind == "num"), "") or child.get("n", "")
                items.append(Point(label, value, tuple(self.item(child, level))))
                label = Block("label", "")
            elif name == "fw":
                self.reader.keep(child)
        kind = "bulleted" if element.get("type") in ("bulleted", "simple") else "ordinal"
        return Points(kind, tuple(items), offsets(element), element.get("cert", "high"), rule(element))

    def item(self, item: _Element, level: int) -> list[Node]:
        """An item holds blocks, or text of its own."""
        if (
            any(local(child) in ("p", "list", "table", "stage") for child in item)
            and not (item.text or "").strip()
        ):
            return self.nodes(item, level)
        return [self.block(item, "p")]

    def turn(self, sp: _Element, level: int) -> Turn:
        speaker = sp.find("t:speaker", _NS)
        label = None if speaker is None else self.block(speaker, "speaker")
        children = tuple(self.nodes((child for child in sp if child is not speaker), level))
        who = pointer(sp.get("who"))
        return Turn(who, label, children, offsets(sp), sp.get("cert", "high"), rule(sp))

    def table(self, table: _Element) -> Table:
        rows = tuple(
            tuple(self.block(cell, "cell") for cell in row if local(cell) == "cell")
            for row in table
            if local(row) == "row"
        )
        for stray in table.iterfind("t:fw", _NS):
            self.reader.keep(stray)
        rows = tuple(
            row for row in rows if any(cell.text.strip() for cell in row)
        )  # a rule between head and body
        return Table(rows, offsets(table), table.get("cert", "high"), rule(table))

    def _new_id(self) -> str:
        """An id for a division that has none, not used elsewhere in the file."""
        while True:
            self._made += 1
            id = f"x{self._made}"
            if self._root.find(f".//*[@{_ID}='{id}']") is None:
                return id
