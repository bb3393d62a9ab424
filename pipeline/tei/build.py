"""Document → TEI: the text in source order, every block with its place in the source, its rule and its certainty."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.model import (
    Byline,
    Dateline,
    Document,
    FrontNode,
    Furniture,
    Imprint,
    Paragraph,
    Part,
    StageNote,
    Title,
)
from pipeline.tei import names
from pipeline.tei.blocks import Blocks
from pipeline.tei.extent import extent
from pipeline.tei.flow import Flow, Place
from pipeline.tei.header import fill_header
from pipeline.tei.inline import Inline

_TEXT, _FRONT, _BODY, _BACK, _GROUP, _TITLE, _P = (
    names.tag(name) for name in ("text", "front", "body", "back", "group", "docTitle", "p")
)


def build(doc: Document) -> etree._Element:
    """Write a document as a TEI tree.

    Args:
        doc: any document whose spans lie in its source; parts and nodes in source order.

    Returns:
        The TEI element; valid whatever the nodes are, and with every source character they cover.
    """
    root = etree.Element(names.tag("TEI"), nsmap={None: names.NS})  # type: ignore[dict-item] # the default namespace
    root.set(names.XML_ID, names.file_id(doc.source.name))
    root.set(names.XML_LANG, names.language(doc.lang))
    root.text = "\n"
    header = etree.SubElement(root, names.tag("teiHeader"))
    header.tail = "\n"
    inline = Inline(doc, names.person_ids([person.id for person in doc.persons]))
    numbers = part_numbers(doc)
    _Text(inline).whole(root, doc, numbers)
    inline.link()
    fill_header(header, doc, numbers, inline)
    return root


def part_numbers(doc: Document) -> tuple[int, ...]:
    """The numbers of a compilation's parts, all different; empty when the document is a single text."""
    given = tuple(part.n for part in doc.parts)
    if not any(given) and len(given) < 2:
        return ()
    if min(given) > 0 and len(set(given)) == len(given):
        return given
    return tuple(range(1, len(given) + 1))


class _Text:
    """Writes text, front, body, group and back."""

    def __init__(self, inline: Inline) -> None:
        self.blocks = Blocks(inline)
        self.flow = Flow(self.blocks)

    def whole(self, root: etree._Element, doc: Document, numbers: tuple[int, ...]) -> None:
        text = _element(root, _TEXT)
        text.set(names.XML_ID, "t")
        if not numbers:
            part = doc.parts[0] if doc.parts else Part(0, doc.meta, (), ())
            self._text(text, doc.front + part.front, part, part.back + doc.back, Place("s"))
            return
        self._front(text, doc.front)
        group = _element(text, _GROUP)
        for number, part in zip(numbers, doc.parts, strict=True):
            inner = _element(group, _TEXT)
            inner.set(names.XML_ID, f"t{number}")
            inner.set("n", str(number))
            inner.set("decls", f"#src.t{number}")
            self._text(inner, part.front, part, part.back, Place(f"t{number}.s"))
        self._back(text, doc.back)

    def _text(
        self,
        text: etree._Element,
        front: tuple[FrontNode, ...],
        part: Part,
        back: tuple[Furniture, ...],
        place: Place,
    ) -> None:
        self._front(text, front)
        self.flow.write(_element(text, _BODY), part.body, place, needs=True)
        self._back(text, back)

    def _front(self, text: etree._Element, nodes: Iterable[FrontNode]) -> None:
        nodes = [node for node in nodes if extent(node)]
        if not nodes:
            return
        front = _element(text, _FRONT)
        title: etree._Element | None = None
        for node in nodes:
            if isinstance(node, Title):
                if title is None:
                    title = _element(front, _TITLE)
                self.blocks.leaf(title, "titlePart", node.spans, node.why).set("type", node.type)
            else:
                title = None
                self._front_node(front, node)

    def _front_node(
        self, front: etree._Element, node: Furniture | Imprint | Byline | Dateline | StageNote | Paragraph
    ) -> None:
        match node:
            case Furniture():
                self.blocks.furniture(front, node)
            case Imprint():
                self.blocks.leaf(front, "docImprint", node.spans, node.why)
            case Byline():
                self.blocks.leaf(front, "byline", node.spans, node.why)
            case Dateline():
                self.blocks.leaf(front, "docDate", node.spans, node.why)
            case StageNote():
                # TEI has no stage directly in front.
                self.blocks.stage(_element(front, _P), node)
            case Paragraph():
                self.blocks.paragraph(front, node.spans, node.why)

    def _back(self, text: etree._Element, nodes: Iterable[Furniture]) -> None:
        nodes = [node for node in nodes if extent(node)]
        if nodes:
            back = _element(text, _BACK)
            for node in nodes:
                self.blocks.furniture(back, node)


def _element(parent: etree._Element, tag: str) -> etree._Element:
    """A container: the line breaks around its children are for the reader of the XML only."""
    element = etree.SubElement(parent, tag)
    element.text = element.tail = "\n"
    return element
