"""Writes bodies and divs: whatever order the stages left, the elements come out in an order TEI allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.frozen import frozen
from pipeline.model import (
    Dateline,
    Furniture,
    Heading,
    Node,
    Numbering,
    Paragraph,
    Salute,
    Section,
    Signed,
    Turn,
    Why,
)
from pipeline.tei import names
from pipeline.tei.blocks import UNSAID, Blocks
from pipeline.tei.extent import Extent, around, extent

_PLAIN = {Paragraph}
_OPENING = frozenset({Salute, Dateline, Furniture})
_CLOSING = frozenset({Signed, Dateline, Furniture})


@frozen
class Place:
    """Where divs stand: the xml:id they extend, the ordinals above them, the speaker whose turn they divide."""

    id: str
    n: str = ""
    who: str = ""

    def child(self, count: int) -> Place:
        """The place of the div that is number `count` here."""
        return Place(f"{self.id}{count}" if self.id.endswith("s") else f"{self.id}.{count}", self.n, self.who)


class Flow:
    """Arranges nodes in bodies and divs and lets `Blocks` write what is no div."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks

    def write(self, nodes: Sequence[Node], place: Place, needs: bool = False) -> None:
        """Write the content of a body or div: salutations, text, divs, signatures.

        Args:
            nodes: the content in source order.
            place: where the divs among it stand.
            needs: whether TEI wants at least one paragraph.
        """
        nodes = [node for node in nodes if extent(node)]
        if nodes and not place.who and set(map(type, nodes)) == _PLAIN:
            self.blocks.nodes(nodes)  # the shortest way, as most divs hold nothing else
            return
        top, bottom = 0, len(nodes)
        while top < bottom and type(nodes[top]) in _OPENING:
            top += 1
        while bottom > top and type(nodes[bottom - 1]) in _CLOSING:
            bottom -= 1
        if top:
            self._edge(nodes[:top], "opener")
        if top == bottom and (needs or any(not isinstance(node, Furniture) for node in nodes[bottom:])):
            self.blocks.out.append("<p/>\n")
        self._core(nodes[top:bottom], place)
        if bottom < len(nodes):
            self._edge(nodes[bottom:], "closer")

    def _edge(self, nodes: Sequence[Node], wrapper: str) -> None:
        inner = [i for i, node in enumerate(nodes) if not isinstance(node, Furniture)]
        for i, node in enumerate(nodes):
            if inner and i == inner[0]:
                self.blocks.out.append(f"<{wrapper}>\n")
            match node:
                case Furniture():
                    self.blocks.furniture(node)
                case Salute() | Signed() | Dateline():
                    self.blocks.leaf(type(node).__name__.lower(), node.spans, node.why)
            if inner and i == inner[-1]:
                self.blocks.out.append(f"</{wrapper}>\n")

    def _core(self, nodes: Sequence[Node], place: Place) -> None:
        """Divs and what stands between them: TEI has no paragraph after a div, so such runs become divs too."""
        at = count = 0
        while at < len(nodes):
            if _is_div(nodes[at]):
                count += 1
                self._divided(nodes[at], place.child(count))
                at += 1
                continue
            first = at
            while at < len(nodes) and not _is_div(nodes[at]):
                at += 1
            run = nodes[first:at]
            if count == 0 or all(isinstance(node, Furniture) for node in run):
                self._run(run, place.who)
            else:
                count += 1
                kind = "closing" if at == len(nodes) else "passage"
                self._div(kind, None, run, UNSAID, place.child(count))

    def _divided(self, node: Node, place: Place) -> None:
        if isinstance(node, Section):
            self._div(names.word(node.kind, "section"), node.heading, node.children, node.why, place)
        elif isinstance(node, Turn):
            # sp holds neither div nor sp: such a turn is a div, and each piece of it says whose it is.
            children = [child for child in node.children if extent(child)]
            cut = next(at for at, child in enumerate(children) if isinstance(child, Section | Turn))
            self._start("turn", extent(node), node.why, place)
            self.blocks.turn(replace(node, children=tuple(children[:cut])))
            self._core(children[cut:], Place(place.id, place.n, node.who))
            self.blocks.out.append("</div>\n")

    def _div(self, kind: str, heading: Heading | None, nodes: Sequence[Node], why: Why, place: Place) -> None:
        ends = around(heading, nodes)
        if heading is None or not heading.spans:
            self._start(kind, ends, why, place)
        else:
            if heading.numbering is not None:
                place = Place(place.id, _ordinals(place.n, heading.numbering), place.who)
            self._start(kind, ends, why, place, f' n="{place.n}"' if heading.numbering is not None else "")
            self.blocks.head(heading)
        self.write(nodes, place)
        self.blocks.out.append("</div>\n")

    def _start(self, kind: str, ends: Extent | None, why: Why, place: Place, n: str = "") -> None:
        start, end = ends or (0, 0)
        ana = self.blocks.inline.ana(why)
        self.blocks.out.append(
            f'<div source="src:{start},{end}"{ana} type="{kind}" xml:id="{place.id}"{n}>\n'
        )

    def _run(self, nodes: Sequence[Node], who: str) -> None:
        if not who:
            self.blocks.nodes(nodes)
            return
        for is_turn, group in groupby(nodes, lambda node: isinstance(node, Turn)):
            run = list(group)
            spoken = not is_turn and any(not isinstance(node, Furniture) for node in run)
            if spoken:
                self.blocks.speech(who, around(None, run) or (0, 0), UNSAID)
            self.blocks.nodes(run, in_turn=spoken)
            if spoken:
                self.blocks.out.append("</sp>\n")


def _is_div(node: Node) -> bool:
    if isinstance(node, Turn):
        return any(isinstance(child, Section | Turn) and extent(child) for child in node.children)
    return isinstance(node, Section)


def _ordinals(above: str, numbering: Numbering) -> str:
    own = f"{numbering.ordinal}-{numbering.sub}" if numbering.sub else str(numbering.ordinal)
    return f"{above}.{own}" if above else own
