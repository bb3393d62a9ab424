"""Writes the nodes that are no div: paragraphs, lists, turns, tables and lines such as salute or stage."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import (
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
from pipeline.tei.extent import covers
from pipeline.tei.inline import Inline
from pipeline.tei.phrases import BYLINE, IMPRINT, PARA, PHRASE

_LEVEL = {
    "byline": BYLINE, "docImprint": IMPRINT, "docDate": PHRASE, "dateline": PHRASE, "fw": PHRASE, "speaker": PHRASE,
}  # fmt: skip
_REND: dict[type, str] = {Salute: "salute", Signed: "signed", Dateline: "dateline"}
UNSAID = Why("")  # what follows from the element around it


class Blocks:
    """Writes nodes as XML, in pieces to be joined; keeps the running number of paragraphs of the file."""

    def __init__(self, inline: Inline) -> None:
        self.inline = inline
        self.paragraphs = 0
        self.out: list[str] = []
        self.reached = 0  # where the last block that was written ends in the source

    def begin(self) -> int:
        """Keep a place for the start tag of an element that holds blocks: where it ends is known only then."""
        self.out.append("")
        return len(self.out) - 1

    def end(self, place: int, name: str, start: int, why: Why, more: str = "") -> None:
        """Write the end of an element that holds blocks, and its start tag; `more` are attributes."""
        self.out[place] = f'<{name} source="src:{start},{self.reached}"{self.inline.ana(why)}{more}>\n'
        self.out.append(f"</{name}>\n")

    def leaf(self, name: str, spans: Spans, why: Why, more: str = "") -> None:
        """Write one element that holds text: salute, signed, stage, titlePart and the like; `more` are attributes."""
        self.reached = spans[-1].end
        content = self.inline.content(spans, _LEVEL.get(name, PARA))
        self.out.append(
            f'<{name} source="src:{spans[0].start},{self.reached}"{self.inline.ana(why)}{more}>{content}</{name}>\n'
        )

    def furniture(self, node: Furniture) -> None:
        """Write one piece of page furniture."""
        more = f' type="{names.word(node.type, "other")}" place="{node.place}"'
        self.leaf("fw", node.spans, node.why, more)

    def stage(self, node: StageNote) -> None:
        """Write a stage note."""
        self.leaf("stage", node.spans, node.why)

    def paragraph(self, spans: Spans, why: Why, rend: str = "", own: Sequence[Mark] = ()) -> None:
        """Write one p with the next number; `rend` tells what a node was that TEI does not allow here."""
        self.paragraphs = n = self.paragraphs + 1
        self.reached = end = spans[-1].end
        inline, start = self.inline, spans[0].start
        if inline.linked:
            inline.paragraphs[start] = f"p{n}"
        more = f' rend="{rend}"' if rend else ""
        if inline.clear_from <= start and end <= inline.clear_to and not own and len(spans) == 1:
            content = inline.text[start:end]  # the ordinary paragraph: text and nothing else
        else:
            content = inline.content(spans, PARA, own)
        self.out.append(f'<p source="src:{start},{end}"{inline.ana(why)} xml:id="p{n}"{more}>{content}</p>\n')

    def head(self, heading: Heading) -> None:
        """Write a heading with its literal marker as label."""
        spans = heading.spans
        self.reached = end = spans[-1].end
        more = ' rend="run-in"' if heading.run_in else ""
        start, numbering, found = spans[0].start, heading.numbering, None
        if heading.title:
            found = self._titled(heading)
        elif numbering is not None and len(spans) == 1:
            found = self.inline.headline(start, end, numbering)
        if found is None:
            found = self.inline.content(spans, PARA, _marks(numbering))
        self.out.append(f'<head source="src:{start},{end}"{more}>{found}</head>\n')

    def _titled(self, heading: Heading) -> str | None:
        """A marker and the title below it, with a blank for the break of the line; None where the page is between them."""
        above, below = heading.spans[: -heading.title], heading.spans[-heading.title :]
        if not self.inline.is_clear(above[-1].end, below[0].start):
            return None
        return f"{self.inline.content(above, PARA, _marks(heading.numbering))} {self.inline.content(below)}"

    def node(self, node: Node, in_turn: bool = False) -> None:
        """Write a node inside a body, div, item or sp; what only a div could hold becomes paragraphs.

        Args:
            node: any node; a section comes here only inside a list or a simple turn.
            in_turn: whether it stands directly in an sp.
        """
        match node:
            case Paragraph():
                self.paragraph(node.spans, node.why)
            case Section():
                self._flat_section(node, in_turn)
            case Salute() | Signed() | Dateline():
                self.paragraph(node.spans, node.why, _REND[type(node)])
            case StageNote():
                self.stage(node)
            case Furniture():
                self.furniture(node)
            case Points():
                self._points(node)
            case Turn():
                self.turn(node, in_turn)
            case Table():
                self._table(node)

    def nodes(self, nodes: Sequence[Node], in_turn: bool = False) -> None:
        """Write the nodes that cover any text."""
        for node in nodes:
            if isinstance(node, Paragraph):
                if node.spans:
                    self.paragraph(node.spans, node.why)
            elif covers(node):
                self.node(node, in_turn)

    def turn(self, node: Turn, in_turn: bool = False) -> None:
        """Write a turn as sp; inside another turn, where TEI allows none, as paragraphs."""
        if in_turn:
            self.paragraph((node.label,), node.why, "speaker")
            self.nodes(node.children, in_turn)
            return
        place = self.begin()
        self.leaf("speaker", (node.label,), UNSAID)
        self.nodes(node.children, in_turn=True)
        self.end(place, "sp", node.label.start, node.why, self.speaker(node.who))

    def speaker(self, who: str) -> str:
        """@who of an sp whose speaker is known."""
        return f' who="#{self.inline.persons[who]}"' if who in self.inline.persons else ""

    def _points(self, node: Points) -> None:
        place = self.begin()
        for point in node.items:
            self.reached = point.label.end
            label = self._pointer(point.label, point.numbering)
            self.out.append(f"<label>{label}</label><item>")
            self.nodes(point.children)
            self.out.append("</item>\n")
        self.end(place, "list", node.items[0].label.start, node.why, f' type="{node.kind}"')

    def _pointer(self, label: Span, numbering: Numbering | None) -> str:
        """The marker of a point."""
        found = self.inline.label(numbering) if numbering is not None and numbering.marker == label else None
        return self.inline.content((label,), PHRASE, _marks(numbering)[1:]) if found is None else found

    def _table(self, node: Table) -> None:
        place = self.begin()
        rows = [row for row in node.rows if row]
        for cells in rows:
            self.out.append("<row>\n")
            for cell in cells:
                self.leaf("cell", (cell,), UNSAID)
            self.out.append("</row>\n")
        self.end(place, "table", rows[0][0].start, node.why)

    def _flat_section(self, node: Section, in_turn: bool) -> None:
        if node.heading is not None and node.heading.spans:
            self.paragraph(node.heading.spans, node.why, "head", _marks(node.heading.numbering))
        self.nodes(node.children, in_turn)


def _marks(numbering: Numbering | None) -> tuple[Mark, ...]:
    """A marker as marks: label around it, num around its numeral. Empty ones say nothing."""
    if numbering is None:
        return ()
    both = (Mark("label", numbering.marker), Mark("num", numbering.numeral, str(numbering.ordinal)))
    return tuple(mark for mark in both if _filled(mark.span))


def _filled(span: Span) -> bool:
    return span.start < span.end
