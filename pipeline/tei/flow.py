"""Writes bodies and divs: whatever order the stages left, the elements come out in an order TEI allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from pipeline.model import (
    Dateline,
    Furniture,
    Heading,
    Node,
    Numbering,
    Salute,
    Section,
    Signed,
    Turn,
    Why,
)
from pipeline.tei import names
from pipeline.tei.blocks import Blocks
from pipeline.tei.extent import around, extent

_P, _DIV, _OPENER, _CLOSER = (names.tag(name) for name in ("p", "div", "opener", "closer"))
_UNSAID = Why("")


@dataclass(frozen=True, slots=True)
class Place:
    """Where divs stand: the xml:id they extend, the ordinals above them, the speaker whose turn they divide."""

    id: str
    n: str = ""
    who: str = ""

    def child(self, count: int) -> Place:
        """The place of the div that is number `count` here."""
        return replace(self, id=f"{self.id}{count}" if self.id.endswith("s") else f"{self.id}.{count}")


class Flow:
    """Arranges nodes in bodies and divs and lets `Blocks` write what is no div."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks

    def write(self, parent: etree._Element, nodes: Sequence[Node], place: Place, needs: bool = False) -> None:
        """Write the content of a body or div: salutations, text, divs, signatures.

        Args:
            parent: the body, or a div that has its head already.
            nodes: the content in source order.
            place: where the divs among it stand.
            needs: whether TEI wants at least one paragraph.
        """
        nodes = [node for node in nodes if extent(node)]
        top, bottom = 0, len(nodes)
        while top < bottom and isinstance(nodes[top], Salute | Dateline | Furniture):
            top += 1
        while bottom > top and isinstance(nodes[bottom - 1], Signed | Dateline | Furniture):
            bottom -= 1
        self._edge(parent, nodes[:top], _OPENER)
        if top == bottom and (needs or any(not isinstance(node, Furniture) for node in nodes[bottom:])):
            etree.SubElement(parent, _P).tail = "\n"
        self._core(parent, nodes[top:bottom], place)
        self._edge(parent, nodes[bottom:], _CLOSER)

    def _edge(self, parent: etree._Element, nodes: Sequence[Node], wrapper: str) -> None:
        group: etree._Element | None = None
        last = max((i for i, node in enumerate(nodes) if not isinstance(node, Furniture)), default=-1)
        for i, node in enumerate(nodes):
            match node:
                case Furniture():
                    self.blocks.furniture(parent if group is None or i > last else group, node)
                case Salute() | Signed() | Dateline():
                    if group is None:
                        group = etree.SubElement(parent, wrapper)
                        group.text = group.tail = "\n"
                    self.blocks.leaf(group, type(node).__name__.lower(), node.spans, node.why)

    def _core(self, parent: etree._Element, nodes: Sequence[Node], place: Place) -> None:
        """Divs and what stands between them: TEI has no paragraph after a div, so such runs become divs too."""
        count = done = 0
        for is_div, group in groupby(nodes, _is_div):
            run = list(group)
            done += len(run)
            if is_div:
                for node in run:
                    count += 1
                    self._divided(parent, node, place.child(count))
            elif count == 0 or all(isinstance(node, Furniture) for node in run):
                self._run(parent, run, place.who)
            else:
                count += 1
                kind = "closing" if done == len(nodes) else "passage"
                self._div(parent, kind, None, run, _UNSAID, place.child(count))

    def _divided(self, parent: etree._Element, node: Node, place: Place) -> None:
        if isinstance(node, Section):
            kind = names.word(node.kind, "section")
            self._div(parent, kind, node.heading, node.children, node.why, place)
        elif isinstance(node, Turn):
            # sp holds neither div nor sp: such a turn is a div, and each piece of it says whose it is.
            children = [child for child in node.children if extent(child)]
            cut = next(at for at, child in enumerate(children) if isinstance(child, Section | Turn))
            div = self._start(parent, "turn", extent(node) or (0, 0), node.why, place)
            self.blocks.turn(div, replace(node, children=tuple(children[:cut])))
            self._core(div, children[cut:], replace(place, who=node.who))

    def _div(
        self,
        parent: etree._Element,
        kind: str,
        heading: Heading | None,
        nodes: Sequence[Node],
        why: Why,
        place: Place,
    ) -> None:
        div = self._start(parent, kind, around(heading, nodes) or (0, 0), why, place)
        if heading is not None and heading.spans:
            if heading.numbering is not None:
                place = replace(place, n=_ordinals(place.n, heading.numbering))
                div.set("n", place.n)
            self.blocks.head(div, heading)
        self.write(div, nodes, place)

    def _start(
        self, parent: etree._Element, kind: str, ends: tuple[int, int], why: Why, place: Place
    ) -> etree._Element:
        found = self.blocks.inline.attributes(ends[0], ends[1], why.rule, why.cert)
        div = etree.SubElement(parent, _DIV, {**found, "type": kind, names.XML_ID: place.id})
        div.text = div.tail = "\n"
        return div

    def _run(self, parent: etree._Element, nodes: Sequence[Node], who: str) -> None:
        if not who:
            for node in nodes:
                self.blocks.node(parent, node)
            return
        for is_turn, group in groupby(nodes, lambda node: isinstance(node, Turn)):
            run = list(group)
            inside = parent
            if not is_turn and any(not isinstance(node, Furniture) for node in run):
                inside = self.blocks.speech(parent, who, around(None, run) or (0, 0), _UNSAID)
            for node in run:
                self.blocks.node(inside, node)


def _is_div(node: Node) -> bool:
    if isinstance(node, Turn):
        return any(isinstance(child, Section | Turn) and extent(child) for child in node.children)
    return isinstance(node, Section)


def _ordinals(above: str, numbering: Numbering) -> str:
    own = f"{numbering.ordinal}-{numbering.sub}" if numbering.sub else str(numbering.ordinal)
    return f"{above}.{own}" if above else own
