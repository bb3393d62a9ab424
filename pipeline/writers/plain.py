"""The reading text of a document as plain lines, in order: a line for each paragraph, as it is printed on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.tei.view_nodes import Block, Node, Point, Points, Section, Table, Turn
from pipeline.writers.pages import unstopped

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.tei.view_types import Part, View
    from pipeline.writers import RenderOptions

Piece = tuple[str, str]


def write(root: _Element, view: View, options: RenderOptions) -> bytes:
    """The text that a reader sees, repaired, without notes and page furniture; a blank line stands between texts."""
    from pipeline.writers.script import in_script

    shown = in_script(view, options.script, options.opencc)
    front = [block.text for block in shown.front]
    texts = ["\n".join(front)] if front else []
    texts += ["\n".join(_lines(part)) for part in shown.parts]
    return ("\n\n".join(text for text in texts if text) + "\n").encode()


def _lines(part: Part) -> Iterator[str]:
    yield from (block.text for block in part.front)
    yield from (text for _, text in pieces(part.children))


def pieces(nodes: tuple[Node, ...], anchor: str = "") -> Iterator[Piece]:
    """Every line of the text as (id, text): the id of the paragraph or else of what it stands in.

    Args:
        nodes: what stands in a text or a section.
        anchor: the id of the latter.
    """
    for node in nodes:
        match node:
            case Block():
                yield node.id or anchor, node.text
            case Section():
                yield from _section(node)
            case Points():
                for item in node.items:
                    yield from _point(item, anchor)
            case Turn():
                yield from _led(node.speaker.text if node.speaker else "", node.children, anchor)
            case Table():
                for row in node.rows:
                    yield anchor, "\t".join(cell.text for cell in row)


def _section(section: Section) -> Iterator[Piece]:
    heading = section.heading.text if section.heading else ""
    if section.run_in:
        yield from _led(f"{heading}　" if unstopped(heading) else heading, section.children, section.id)
        return
    if heading:
        yield section.id, heading
    yield from pieces(section.children, section.id)


def _point(item: Point, anchor: str) -> Iterator[Piece]:
    yield from _led(item.label.text, item.children, anchor)


def _led(lead: str, nodes: tuple[Node, ...], anchor: str) -> Iterator[Piece]:
    """What begins with words of its own: they stand before its first paragraph, or alone."""
    first = nodes[0] if nodes and isinstance(nodes[0], Block) and nodes[0].kind == "p" else None
    if first or lead:
        yield (first and first.id) or anchor, lead + (first.text if first else "")
    yield from pieces(nodes[1:] if first else nodes, anchor)
