"""Document → TEI: the text in source order, every block with its place in the source, its rule and its certainty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
from pipeline.tei.flow import Flow
from pipeline.tei.header import header
from pipeline.tei.inline import Inline

_AT_ONCE = 10_000  # pieces of XML
_MANY = 2_000
_LINK = re.compile(rf"{names.LINK}(\d*)")


def _parser() -> etree.XMLParser:
    # Nobody asks the tree for its identifiers.
    return etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True, collect_ids=False)


_PARSER = _parser()


def build(doc: Document) -> etree._Element:
    """Write a document as a TEI tree.

    Args:
        doc: any document whose spans lie in its source; parts and nodes in source order.

    Returns:
        The TEI element; valid whatever the nodes are, and with every source character they cover.
    """
    out, paragraphs = _xml(doc)
    # To parse what is written takes a third of the time of making it element by element; at once a tenth less again.
    if len(out) < _AT_ONCE:
        return etree.fromstring(_written("".join(out), paragraphs), _PARSER)
    # The parser is a new one, as one that was stopped by a deadline would go on where it was.
    parser = _parser()
    for text in _pieces(out):
        parser.feed(_written(text, paragraphs))
    return parser.close()


def _xml(doc: Document) -> tuple[list[str], dict[int, str]]:
    """The pieces of a document's XML, and the ids of its paragraphs by where they begin."""
    inline = Inline(doc, names.person_ids([person.id for person in doc.persons]))
    numbers = part_numbers(doc)
    writer = _Text(inline)
    writer.whole(doc, numbers)
    attributes = f'xml:id="{names.file_id(doc.source.name)}" xml:lang="{names.language(doc.lang)}"'
    top = f'<TEI xmlns="{names.NS}" {attributes}>\n{header(doc, numbers, inline.persons, inline.rules)}'
    writer.out[0] = top + writer.out[0]
    writer.out.append("</TEI>")
    return writer.out, inline.paragraphs


def _written(xml: str, paragraphs: dict[int, str]) -> bytes:
    """XML that was written of veiled text, with its links to notes, whose paragraphs have their ids only now."""
    if names.LINK in xml:
        xml = _LINK.sub(lambda m: "#" + paragraphs.get(int(m[1] or -1), "t"), xml)
    return names.unveiled(xml).encode()


def _pieces(out: list[str]) -> Iterator[str]:
    """What was written, some at a time and then no longer in the list: of a long text it takes a third of the memory of its tree."""
    out.reverse()
    while out:
        piece = "".join(reversed(out[-_MANY:]))
        del out[-_MANY:]
        yield piece


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
        self.out = self.blocks.out

    def whole(self, doc: Document, numbers: tuple[int, ...]) -> None:
        self.out.append('<text xml:id="t">\n')
        if numbers:
            self._front(doc.front)
            self.out.append("<group>\n")
            for number, part in zip(numbers, doc.parts, strict=True):
                self.out.append(f'<text xml:id="t{number}" n="{number}" decls="#src.t{number}">\n')
                self._text(part.front, part, part.back, f"t{number}.s")
                self.out.append("</text>\n")
            self.out.append("</group>\n")
            self._back(doc.back)
        else:
            part = doc.parts[0] if doc.parts else Part(0, doc.meta, (), ())
            self._text(doc.front + part.front, part, part.back + doc.back, "s")
        self.out.append("</text>\n")

    def _text(self, front: tuple[FrontNode, ...], part: Part, back: tuple[Furniture, ...], id: str) -> None:
        self._front(front)
        self.out.append("<body>\n")
        self.flow.write(part.body, id, needs=True)
        self.out.append("</body>\n")
        self._back(back)

    def _front(self, nodes: Iterable[FrontNode]) -> None:
        nodes = [node for node in nodes if node.spans]
        if not nodes:
            return
        self.out.append("<front>\n")
        in_title = False
        for node in nodes:
            if isinstance(node, Title) != in_title:
                in_title = not in_title
                self.out.append("<docTitle>\n" if in_title else "</docTitle>\n")
            self._front_node(node)
        self.out.append("</docTitle>\n</front>\n" if in_title else "</front>\n")

    def _front_node(self, node: FrontNode) -> None:
        match node:
            case Title():
                self.blocks.leaf("titlePart", node.spans, node.why, f' type="{node.type}"')
            case Furniture():
                self.blocks.furniture(node)
            case Imprint():
                self.blocks.leaf("docImprint", node.spans, node.why)
            case Byline():
                self.blocks.leaf("byline", node.spans, node.why)
            case Dateline():
                self.blocks.leaf("docDate", node.spans, node.why)
            case StageNote():
                # TEI has no stage directly in front.
                self.out.append("<p>\n")
                self.blocks.stage(node)
                self.out.append("</p>\n")
            case Paragraph():
                self.blocks.paragraph(node.spans, node.why)

    def _back(self, nodes: Iterable[Furniture]) -> None:
        nodes = [node for node in nodes if node.spans]
        if nodes:
            self.out.append("<back>\n")
            for node in nodes:
                self.blocks.furniture(node)
            self.out.append("</back>\n")
