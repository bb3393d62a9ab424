"""Where a node of the tree begins and ends in the source; a node without any text has no extent."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import FrontNode, Heading, Node, Paragraph, Points, Section, Table, Turn

Extent = tuple[int, int]


def extent(node: Node | FrontNode) -> Extent | None:
    """The first and last offset of a node, None when it covers nothing.

    Args:
        node: any node; only its outermost descendants are looked at.

    Returns:
        (start, end), half-open.
    """
    if isinstance(node, Paragraph):  # first, as most are
        spans = node.spans
        return (spans[0].start, spans[-1].end) if spans else None
    match node:
        case Section():
            return _around(node.heading, node.children)
        case Turn():
            return node.label.start, _end(node.children, node.label.end)
        case Points():
            if not node.items:
                return None
            last = node.items[-1]
            return node.items[0].label.start, _end(last.children, last.label.end)
        case Table():
            cells = [row for row in node.rows if row]
            return (cells[0][0].start, cells[-1][-1].end) if cells else None
        case _:
            return (node.spans[0].start, node.spans[-1].end) if node.spans else None


def covers(node: Node) -> bool:
    """Whether a node covers any text."""
    match node:
        case Section():
            return bool(node.heading is not None and node.heading.spans) or any(map(covers, node.children))
        case Turn():
            return True
        case Points():
            return bool(node.items)
        case Table():
            return any(node.rows)
        case _:
            return bool(node.spans)


def first(nodes: Sequence[Node]) -> int:
    """Where the first node with any text begins."""
    return next((found[0] for node in nodes if (found := extent(node))), 0)


def _around(heading: Heading | None, nodes: Sequence[Node]) -> Extent | None:
    """The extent of a heading and what follows it."""
    if heading is not None and heading.spans:
        return heading.spans[0].start, _end(nodes, heading.spans[-1].end)
    for node in nodes:
        if found := extent(node):
            return found[0], _end(nodes, found[1])
    return None


def _end(nodes: Sequence[Node], otherwise: int) -> int:
    """Where the last node with any text ends."""
    for node in reversed(nodes):
        if found := extent(node):
            return found[1]
    return otherwise
