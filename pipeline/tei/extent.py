"""Where a node of the tree begins and ends in the source; a node without any text has no extent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model import FrontNode, Heading, Node, Points, Section, Table, Turn

Extent = tuple[int, int]


def extent(node: Node | FrontNode) -> Extent | None:
    """The first and last offset of a node, None when it covers nothing.

    Args:
        node: any node; only its outermost descendants are looked at.

    Returns:
        (start, end), half-open.
    """
    match node:
        case Section():
            return around(node.heading, node.children)
        case Turn():
            return _join((node.label.start, node.label.end), _last(node.children))
        case Points():
            if not node.items:
                return None
            start, last = node.items[0].label.start, node.items[-1]
            return _join((start, last.label.end), _last(last.children))
        case Table():
            cells = [row for row in node.rows if row]
            return (cells[0][0].start, cells[-1][-1].end) if cells else None
        case _:
            return (node.spans[0].start, node.spans[-1].end) if node.spans else None


def around(heading: Heading | None, nodes: Sequence[Node]) -> Extent | None:
    """The extent of a heading and what follows it."""
    last = _last(nodes)
    if heading is not None and heading.spans:
        return _join((heading.spans[0].start, heading.spans[-1].end), last)
    return _join(_first(nodes), last)


def _join(first: Extent | None, last: Extent | None) -> Extent | None:
    if first is None or last is None:
        return first or last
    return first[0], last[1]


def _first(nodes: Iterable[Node]) -> Extent | None:
    return next((found for node in nodes if (found := extent(node))), None)


def _last(nodes: Sequence[Node]) -> Extent | None:
    return next((found for node in reversed(nodes) if (found := extent(node))), None)
