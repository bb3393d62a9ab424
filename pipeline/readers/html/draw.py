"""Draws a parsed page as a browser lays it out: one line for each block and each break, in order, with its look."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from pipeline.readers.html.fields import is_label
from pipeline.readers.html.labels import label_of
from pipeline.readers.html.lines import Box, Drawn, Page
from pipeline.readers.html.pen import Pen
from pipeline.readers.html.style import BLOCKS, EDITS, PICTURES, REMOVED, Look, display_of, look_of
from pipeline.readers.html.tables import Cell, Draft, rows_of


def draw(root: LexborNode, reveal: bool = False, undrawn: frozenset[str] = frozenset()) -> Page:
    """Draw a tree.

    Args:
        root: its root element; any depth.
        reveal: also draw what the page hides until a script shows it.
        undrawn: the classes and ids that its style sheets hide (``.hide``, ``#pop``).

    Returns:
        The page; its characters and those ``removed``, white space aside, are those of the tree's text nodes.
    """
    drawing = _Drawing(reveal, undrawn)
    stack: list[tuple[LexborNode, str, Look, Look]] = []
    node: LexborNode | None = root
    look = Look()
    while node is not None:
        tag = node.tag or ""
        inner = drawing.enter(node, tag, look)
        child = node.first_child if inner is not None else None
        if inner is not None and child is not None:
            stack.append((node, tag, look, inner))
            node, look = child, inner
            continue
        if inner is not None:
            drawing.leave(tag, look, inner)
        following = node.next if stack else None
        while following is None and stack:
            node, tag, look, inner = stack.pop()
            drawing.leave(tag, look, inner)
            following = node.next if stack else None
        node = following
    drawing.pen.end_line()
    return drawing.pen.page


class _Drawing:
    """The boxes and tables that are open around the line being drawn."""

    def __init__(self, reveal: bool, undrawn: frozenset[str]) -> None:
        self.pen = Pen()
        self._page, self._reveal, self._undrawn = self.pen.page, reveal, undrawn
        self._tables: list[Draft] = []

    def enter(self, node: LexborNode, tag: str, look: Look) -> Look | None:
        """Begin a node; None when its children are not drawn."""
        if tag == "-text":
            self.pen.write(node, look)
            return None
        if tag[:1] in "-!":
            return None
        if tag in PICTURES and not look.hidden:
            self._page.pictures[PICTURES[tag]] += 1
            if tag == "img":
                self.pen.see_picture(look)
        if tag in REMOVED:
            self._page.removed.append(node.text(deep=True))
            return None
        if tag == "br":
            self.pen.break_line(look)
            return None
        attributes = node.attributes
        display = display_of(tag, attributes.get("style") or "", attributes.get("class") or "")
        hidden = not self._reveal and (
            display == "none" or "hidden" in attributes or tag == "noscript" or self._is_undrawn(attributes)
        )
        inner = look_of(tag, attributes, look, hidden)
        block = display == "block" or (display == "none" and tag in BLOCKS)
        return self._open(tag, attributes, inner) if block else inner

    def _is_undrawn(self, attributes: dict[str, str | None]) -> bool:
        """Whether a style sheet of the page hides an element, or a wiki edits the text with it."""
        if not self._undrawn:
            return attributes.get("class") == EDITS
        names = (attributes.get("class") or "").split()
        if EDITS in names:
            return True
        return f"#{attributes.get('id')}" in self._undrawn or any(f".{n}" in self._undrawn for n in names)

    def leave(self, tag: str, outer: Look, inner: Look) -> None:
        """End an element whose children are drawn."""
        if inner.box == outer.box:
            return
        self.pen.end_line()
        self._page.boxes[inner.box].end = len(self._page.lines)
        if tag == "table":
            self._end_table(inner.box)
        elif tag in {"td", "th"} and self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].end = len(self._page.lines)
        self.pen.counters.leave(tag)

    def _open(self, tag: str, attributes: dict[str, str | None], look: Look) -> Look:
        """Begin a block."""
        self.pen.end_line()
        page = self._page
        if tag == "hr":
            self.pen.blank(look)
        term = self._term() if tag == "dd" else None
        label = label_of(
            tag, attributes.get("class") or "", attributes.get("id") or "", attributes.get("role") or ""
        )
        page.boxes.append(Box(look.box, tag, label, len(page.lines)))
        look = look._replace(box=len(page.boxes) - 1)
        self.pen.counters.enter(tag, attributes)
        if term is not None:
            self.pen.lead(term, look)
        if tag == "table":
            self._tables.append(Draft(look.box, len(page.lines)))
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in {"td", "th"} and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(Cell.of(attributes, len(page.lines)))
        return look

    def _term(self) -> Drawn | None:
        """Take back a term of a list that its colon leads on to what is said of it: 时间： and the time are one line.

        So are the labels of an imprint, which need none.
        """
        lines, boxes = self._page.lines, self._page.boxes
        if not lines or boxes[lines[-1].box].tag != "dt":
            return None
        if not (lines[-1].text.endswith(("：", ":")) or is_label(lines[-1].text)):
            return None
        term = lines.pop()
        boxes[term.box].end = boxes[term.box].first
        return term

    def _end_table(self, box: int) -> None:
        """Put the lines of a table of data together as rows; those of its boxes are not needed after that."""
        table = self._tables.pop()
        if self._tables:
            self._tables[-1].nested = True
        rows = None if table.nested else rows_of(table, self._page.lines)
        if rows is not None:
            self._page.lines[table.first :] = rows
            # Boxes inside may not point at lines that are no more.
            for inner in self._page.boxes[box + 1 :]:
                inner.first = inner.end = len(self._page.lines)
            self._page.boxes[box].end = len(self._page.lines)
