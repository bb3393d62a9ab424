"""Writes the nodes that are no div: paragraphs, lists, turns, tables and lines such as salute or stage."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from pipeline.model import (
    Cert,
    Dateline,
    Furniture,
    Heading,
    Mark,
    Node,
    Numbering,
    Paragraph,
    Points,
    Salute,
    Section,
    Signed,
    Span,
    Spans,
    StageNote,
    Table,
    Turn,
    Why,
)
from pipeline.tei import names
from pipeline.tei.extent import Extent, extent
from pipeline.tei.inline import BYLINE, IMPRINT, PARA, PHRASE, Inline

_P, _HEAD, _LIST, _LABEL, _ITEM, _SP, _TABLE, _ROW = (
    names.tag(name) for name in ("p", "head", "list", "label", "item", "sp", "table", "row")
)
_LEVEL = {
    "byline": BYLINE, "docImprint": IMPRINT, "docDate": PHRASE, "dateline": PHRASE, "fw": PHRASE, "speaker": PHRASE,
}  # fmt: skip
_REND: dict[type, str] = {Salute: "salute", Signed: "signed", Dateline: "dateline"}


class Blocks:
    """Writes nodes as elements; keeps the running number of paragraphs of the file."""

    def __init__(self, inline: Inline) -> None:
        self.inline = inline
        self.paragraphs = 0

    def leaf(self, parent: etree._Element, name: str, spans: Spans, why: Why) -> etree._Element:
        """Write one element that holds text: salute, signed, stage, titlePart and the like."""
        element = self._start(parent, names.tag(name), (spans[0].start, spans[-1].end), why.rule, why.cert)
        self.inline.fill(element, spans, _LEVEL.get(name, PARA))
        return element

    def furniture(self, parent: etree._Element, node: Furniture) -> None:
        """Write one piece of page furniture."""
        element = self.leaf(parent, "fw", node.spans, node.why)
        element.set("type", names.word(node.type, "other"))
        element.set("place", node.place)

    def stage(self, parent: etree._Element, node: StageNote) -> None:
        """Write a stage note."""
        self.leaf(parent, "stage", node.spans, node.why)

    def paragraph(
        self, parent: etree._Element, spans: Spans, why: Why, rend: str = "", own: Sequence[Mark] = ()
    ) -> None:
        """Write one p with the next number; `rend` tells what a node was that TEI does not allow here."""
        self.paragraphs += 1
        found = self.inline.attributes(spans[0].start, spans[-1].end, why.rule, why.cert)
        found[names.XML_ID] = self.inline.paragraphs[spans[0].start] = f"p{self.paragraphs}"
        if rend:
            found["rend"] = rend
        element = etree.SubElement(parent, _P, found)
        element.tail = "\n"
        self.inline.fill(element, spans, PARA, own)

    def head(self, div: etree._Element, heading: Heading) -> None:
        """Write a heading with its literal marker as label."""
        element = self._start(div, _HEAD, (heading.spans[0].start, heading.spans[-1].end))
        if heading.run_in:
            element.set("rend", "run-in")
        self.inline.fill(element, heading.spans, PARA, _marks(heading.numbering))

    def node(self, parent: etree._Element, node: Node) -> None:
        """Write a node inside a body, div, item or sp; what only a div could hold becomes paragraphs.

        Args:
            parent: the element to write into.
            node: any node; a section comes here only inside a list or a simple turn.
        """
        match node:
            case Paragraph():
                self.paragraph(parent, node.spans, node.why)
            case Salute() | Signed() | Dateline():
                self.paragraph(parent, node.spans, node.why, _REND[type(node)])
            case StageNote():
                self.stage(parent, node)
            case Furniture():
                self.furniture(parent, node)
            case Points():
                self._points(parent, node)
            case Turn():
                self.turn(parent, node)
            case Table():
                self._table(parent, node)
            case Section():
                self._flat_section(parent, node)

    def nodes(self, parent: etree._Element, nodes: tuple[Node, ...]) -> None:
        """Write the nodes that cover any text."""
        for node in nodes:
            if extent(node):
                self.node(parent, node)

    def turn(self, parent: etree._Element, node: Turn) -> None:
        """Write a turn as sp; inside another turn, where TEI allows none, as paragraphs."""
        if parent.tag == _SP:
            self.paragraph(parent, (node.label,), node.why, "speaker")
            self.nodes(parent, node.children)
            return
        sp = self.speech(parent, node.who, extent(node) or (0, 0), node.why)
        self.leaf(sp, "speaker", (node.label,), Why(""))
        self.nodes(sp, node.children)

    def speech(self, parent: etree._Element, who: str, place: Extent, why: Why) -> etree._Element:
        """Start an sp of a known or unknown speaker."""
        sp = self._start(parent, _SP, place, why.rule, why.cert)
        sp.text = "\n"
        if who in self.inline.persons:
            sp.set("who", "#" + self.inline.persons[who])
        return sp

    def _start(
        self, parent: etree._Element, tag: str, place: Extent, rule: str = "", cert: Cert = "high"
    ) -> etree._Element:
        element = etree.SubElement(parent, tag, self.inline.attributes(place[0], place[1], rule, cert))
        element.tail = "\n"
        return element

    def _points(self, parent: etree._Element, node: Points) -> None:
        element = self._start(parent, _LIST, extent(node) or (0, 0), node.why.rule, node.why.cert)
        element.set("type", node.kind)
        element.text = "\n"
        for point in node.items:
            label = etree.SubElement(element, _LABEL)
            self.inline.fill(label, (point.label,), PHRASE, _marks(point.numbering)[1:])
            item = etree.SubElement(element, _ITEM)
            item.tail = "\n"
            self.nodes(item, point.children)

    def _table(self, parent: etree._Element, node: Table) -> None:
        element = self._start(parent, _TABLE, extent(node) or (0, 0), node.why.rule, node.why.cert)
        element.text = "\n"
        for cells in node.rows:
            if cells:
                row = etree.SubElement(element, _ROW)
                row.text = row.tail = "\n"
                for cell in cells:
                    self.leaf(row, "cell", (cell,), Why(""))

    def _flat_section(self, parent: etree._Element, node: Section) -> None:
        if node.heading is not None and node.heading.spans:
            self.paragraph(parent, node.heading.spans, node.why, "head", _marks(node.heading.numbering))
        self.nodes(parent, node.children)


def _marks(numbering: Numbering | None) -> tuple[Mark, ...]:
    """A marker as marks: label around it, num around its numeral. Empty ones say nothing."""
    if numbering is None:
        return ()
    both = (Mark("label", numbering.marker), Mark("num", numbering.numeral, str(numbering.ordinal)))
    return tuple(mark for mark in both if _filled(mark.span))


def _filled(span: Span) -> bool:
    return span.start < span.end
