"""Writes bodies and divs: whatever order the stages left, the elements come out in an order TEI allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.fold import fold
from pipeline.frozen import replace
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
from pipeline.numerals import letter
from pipeline.tei import names
from pipeline.tei.blocks import UNSAID, Blocks
from pipeline.tei.extent import covers, first

_PART = re.compile(r"\d+|[A-Za-z]")
_PLAIN = {Paragraph}
_OPENING = frozenset({Salute, Dateline, Furniture})
_CLOSING = frozenset({Signed, Dateline, Furniture})


class Flow:
    """Arranges nodes in bodies and divs and lets `Blocks` write what is no div."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.out = blocks.out

    def write(self, nodes: Sequence[Node], id: str, n: str = "", who: str = "", needs: bool = False) -> None:
        """Write the content of a body or div: salutations, text, divs, signatures.

        Args:
            nodes: the content in source order.
            id: the xml:id that those of the divs among it extend.
            n: the ordinals above them.
            who: the speaker whose turn they divide.
            needs: whether TEI wants at least one paragraph.
        """
        if not who and not needs and set(map(type, nodes)) <= _PLAIN:
            self.blocks.nodes(nodes)  # the shortest way, as most divs hold nothing else
            return
        nodes = [node for node in nodes if (node.spans if isinstance(node, Paragraph) else covers(node))]
        top, bottom = 0, len(nodes)
        while top < bottom and type(nodes[top]) in _OPENING:
            top += 1
        while bottom > top and type(nodes[bottom - 1]) in _CLOSING:
            bottom -= 1
        if top:
            self._edge(nodes[:top], "opener")
        if top == bottom and (needs or any(not isinstance(node, Furniture) for node in nodes[bottom:])):
            self.out.append("<p/>\n")
        self._core(nodes[top:bottom], id, n, who)
        if bottom < len(nodes):
            self._edge(nodes[bottom:], "closer")

    def _edge(self, nodes: Sequence[Node], wrapper: str) -> None:
        inner = [i for i, node in enumerate(nodes) if not isinstance(node, Furniture)]
        for i, node in enumerate(nodes):
            if inner and i == inner[0]:
                self.out.append(f"<{wrapper}>\n")
            match node:
                case Furniture():
                    self.blocks.furniture(node)
                case Salute() | Signed() | Dateline():
                    self.blocks.leaf(type(node).__name__.lower(), node.spans, node.why)
            if inner and i == inner[-1]:
                self.out.append(f"</{wrapper}>\n")

    def _core(self, nodes: Sequence[Node], id: str, n: str, who: str) -> None:
        """Divs and what stands between them: TEI has no paragraph after a div, so such runs become divs too."""
        inner = id if id.endswith("s") else f"{id}."  # how the xml:ids of the divs begin
        count = 0
        run: list[Node] = []
        for node in nodes:
            if not (isinstance(node, Section) or (isinstance(node, Turn) and _is_div(node))):
                run.append(node)
                continue
            if run:
                count += self._passage("passage", run, inner, count, n, who)
                run = []
            count += 1
            if isinstance(node, Section):
                kind = names.word(node.kind, "section")
                self._div(kind, node.heading, node.children, node.why, f"{inner}{count}", n, who)
            else:
                self._divided(node, f"{inner}{count}", n)
        if run:
            self._passage("closing", run, inner, count, n, who)

    def _passage(self, kind: str, run: Sequence[Node], inner: str, count: int, n: str, who: str) -> bool:
        """Write what stands before, between or after divs; whether it became a div."""
        if count == 0 or all(isinstance(node, Furniture) for node in run):
            self._run(run, who)
            return False
        self._div(kind, None, run, UNSAID, f"{inner}{count + 1}", n, who)
        return True

    def _divided(self, node: Turn, id: str, n: str) -> None:
        # sp holds neither div nor sp: such a turn is a div, and each piece of it says whose it is.
        children = [child for child in node.children if covers(child)]
        cut = next(at for at, child in enumerate(children) if isinstance(child, Section | Turn))
        place = self.blocks.begin()
        self.blocks.turn(replace(node, children=tuple(children[:cut])))
        self._core(children[cut:], id, n, node.who)
        self.blocks.end(place, "div", node.label.start, node.why, f' type="turn" xml:id="{id}"')

    def _div(
        self, kind: str, heading: Heading | None, nodes: Sequence[Node], why: Why, id: str, n: str, who: str
    ) -> None:
        more = f' type="{kind}" xml:id="{id}"'
        place = self.blocks.begin()
        if heading is None or not heading.spans:
            start = first(nodes)
        else:
            start = heading.spans[0].start
            if heading.numbering is not None:
                n = self._ordinals(n, heading.numbering)
                more += f' n="{n}"'
            self.blocks.head(heading)
        if heading is None and _CLOSING.issuperset(map(type, nodes)):
            self._run(nodes, who)  # as paragraphs, since TEI has no closer without text before it
        else:
            self.write(nodes, id, n, who)
        self.blocks.end(place, "div", start, why, more)

    def _run(self, nodes: Sequence[Node], who: str) -> None:
        if not who:
            self.blocks.nodes(nodes)
            return
        for is_turn, group in groupby(nodes, lambda node: isinstance(node, Turn)):
            run = list(group)
            if is_turn or all(isinstance(node, Furniture) for node in run):
                self.blocks.nodes(run)
            else:
                place = self.blocks.begin()
                self.blocks.nodes(run, in_turn=True)
                self.blocks.end(place, "sp", first(run), UNSAID, self.blocks.speaker(who))

    def _ordinals(self, above: str, numbering: Numbering) -> str:
        """The ordinals of a heading: those above it and its own; a decimal repeats some of those above it."""
        own = f"{numbering.ordinal}-{numbering.sub}" if numbering.sub else str(numbering.ordinal)
        if numbering.style in ("decimal", "lettered"):
            marker = fold(self.blocks.inline.text[numbering.marker.start : numbering.marker.end])
            parts = [str(letter(part) or part) for part in _PART.findall(marker)]
            known = above.split(".")
            again = next((k for k in range(len(parts) - 1, 0, -1) if known[-k:] == parts[:k]), 0)
            own = ".".join(parts[again:])
        return f"{above}.{own}" if above else own


def _is_div(turn: Turn) -> bool:
    """Whether a turn has divisions of its own."""
    return any(isinstance(child, Section | Turn) and covers(child) for child in turn.children)
