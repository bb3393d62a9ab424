"""Draws a parsed page as a browser lays it out: one line for each block and each break, in order, with its look."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from pipeline.readers.html.counters import Counters
from pipeline.readers.html.fields import LONGEST_IMPRINT, begins, is_imprint, is_label, opens
from pipeline.readers.html.labels import label_of
from pipeline.readers.html.lines import Box, Drawn, Page, bare, collapsed
from pipeline.readers.html.style import BLOCKS, PICTURES, REMOVED, Look, display_of, look_of
from pipeline.readers.html.tables import Cell, Draft, rows_of

_SPACE = " \t\n\r\f"


def draw(root: LexborNode, reveal: bool = False, undrawn: frozenset[str] = frozenset()) -> Page:
    """Draw a tree.

    Args:
        root: its root element; any depth.
        reveal: also draw what the page hides until a script shows it.
        undrawn: the classes and ids that its style sheets hide (``.hide``, ``#pop``).

    Returns:
        The page; its characters and those ``removed``, white space aside, are those of the tree's text nodes.
    """
    pen = _Pen(reveal, undrawn)
    stack: list[tuple[LexborNode, str, Look, Look]] = []
    node: LexborNode | None = root
    look = Look()
    while node is not None:
        tag = node.tag or ""
        inner = pen.enter(node, tag, look)
        child = node.first_child if inner is not None else None
        if inner is not None and child is not None:
            stack.append((node, tag, look, inner))
            node, look = child, inner
            continue
        if inner is not None:
            pen.leave(tag, look, inner)
        following = node.next if stack else None
        while following is None and stack:
            node, tag, look, inner = stack.pop()
            pen.leave(tag, look, inner)
            following = node.next if stack else None
        node = following
    pen.end_line()
    for box in pen.page.boxes:
        box.end = box.end or len(pen.page.lines)
    return pen.page


class _Pen:
    """The line being drawn and what is open around it."""

    def __init__(self, reveal: bool, undrawn: frozenset[str]) -> None:
        self.page = Page()
        self._reveal, self._undrawn = reveal, undrawn
        self._parts: list[str] = []
        self._asides: list[tuple[str, str]] = []
        self._look = Look()
        self._aside_box = 0
        self._chars = self._linked = self._bold = 0
        self._kept = self._file = self._apart = self._pictured = False
        self._counters = Counters()
        self._tables: list[Draft] = []

    def enter(self, node: LexborNode, tag: str, look: Look) -> Look | None:
        """Begin a node; None when its children are not drawn."""
        if tag == "-text":
            value = node.text_content or ""
            # Few lines begin with a figure, so few elements are looked at.
            if self._chars and self._parts[0].lstrip()[:2] in {"19", "20"}:
                self._set_apart(node, value)
            self._text(value, look)
            return None
        if tag[:1] in "-!":
            return None
        if tag in PICTURES and not look.hidden:
            self.page.pictures[PICTURES[tag]] += 1
            self._pictured = self._pictured or (tag == "img" and not self._chars)
        if tag in REMOVED:
            self.page.removed.append(node.text(deep=True))
            return None
        if tag == "br":
            self._break(look)
            return None
        attributes = node.attributes
        display = display_of(tag, attributes.get("style") or "", attributes.get("class") or "")
        hidden = not self._reveal and (
            display == "none" or "hidden" in attributes or tag == "noscript" or self._is_undrawn(attributes)
        )
        inner = look_of(tag, attributes, look, hidden)
        block = display == "block" or (display == "none" and tag in BLOCKS)
        return self._open(tag, attributes, inner) if block else inner

    def _set_apart(self, node: LexborNode, value: str) -> None:
        """Begin a field of an imprint in an element right behind another: the style sheet sets them apart, no blank does."""
        if (
            self._chars < LONGEST_IMPRINT
            and _follows(node)
            and begins("".join(self._parts), value, self._apart)
        ):
            self._parts.append(" ")
            self._apart = True

    def _is_undrawn(self, attributes: dict[str, str | None]) -> bool:
        """Whether a style sheet of the page hides an element."""
        if not self._undrawn:
            return False
        names = (attributes.get("class") or "").split()
        return f"#{attributes.get('id')}" in self._undrawn or any(f".{n}" in self._undrawn for n in names)

    def leave(self, tag: str, outer: Look, inner: Look) -> None:
        """End an element whose children are drawn."""
        if inner.box == outer.box:
            return
        self.end_line()
        self.page.boxes[inner.box].end = len(self.page.lines)
        if tag == "table":
            self._end_table(inner.box)
        elif tag in {"td", "th"} and self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].end = len(self.page.lines)
        self._counters.leave(tag)

    def _open(self, tag: str, attributes: dict[str, str | None], look: Look) -> Look:
        """Begin a block."""
        self.end_line()
        page = self.page
        if tag == "hr":
            self._blank(look)
        term = self._term() if tag == "dd" else None
        label = label_of(
            tag, attributes.get("class") or "", attributes.get("id") or "", attributes.get("role") or ""
        )
        page.boxes.append(Box(look.box, tag, label, len(page.lines)))
        look = look._replace(box=len(page.boxes) - 1)
        self._counters.enter(tag, attributes)
        if term is not None:
            self._parts.append(term.text)
            self._chars, self._linked, self._look = term.chars, term.linked, look
            if is_label(term.text):  # cells of a row, as no colon stands between them
                self._parts.append("\t")
                self._kept = True
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
        lines, boxes = self.page.lines, self.page.boxes
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
        rows = None if table.nested else rows_of(table, self.page.lines)
        if rows is not None:
            self.page.lines[table.first :] = rows
            # Boxes inside may not point at lines that are no more.
            for inner in self.page.boxes[box + 1 :]:
                inner.first = inner.end = len(self.page.lines)
            self.page.boxes[box].end = len(self.page.lines)

    def _text(self, value: str, look: Look) -> None:
        if look.hidden or look.gloss:
            if value.strip():
                self._asides.append(("hidden" if look.hidden else "ruby", value))
                self._aside_box = look.box
            return
        if look.kept_space:
            self._kept = True
            first, *others = value.replace("\r\n", "\n").split("\n")
            self._piece(first, look)
            for other in others:
                self._break(look)
                self._kept = True
                self._piece(other, look)
        else:
            self._piece(value, look)

    def _piece(self, value: str, look: Look) -> None:
        if 0 < self._chars < LONGEST_IMPRINT and self._parts and (opened := opens(value)):
            self._field(opened)
        chars = len(bare(value))
        if not self._chars:
            self._look = look
        self._parts.append(value)
        self._chars += chars
        if look.linked:
            self._linked += chars
            self._file = self._file or look.file
        if look.bold:
            self._bold += chars

    def _field(self, opened: str) -> None:
        """Begin a field of an imprint in an element of its own: counters and buttons stand on lines of their own."""
        text = "".join(self._parts)
        counted = opens(text) == "tools"
        if counted or (opened == "tools" and is_imprint(text)):
            self.end_line()
        elif opened == "field" and is_imprint(text):
            self._parts.append(" ")

    def _break(self, look: Look) -> None:
        """Go to the next line; one with nothing on it is an empty line."""
        if look.hidden:
            return
        if self._chars:
            self.end_line()
        else:
            self._parts.clear()
            self._blank(look)

    def _blank(self, look: Look) -> None:
        self.page.lines.append(Drawn("", (), look.box))

    def end_line(self) -> None:
        """End the line being drawn, if there is one, and put what is hidden inside it after it."""
        text = "".join(self._parts)
        if self._chars:
            self._draw(text.replace("\n", " ") if self._kept else collapsed(text))
        elif text.strip(_SPACE) and self.page.boxes[self._look.box].tag not in {"td", "th"}:
            self._blank(self._look)
        for kind, value in _joined(self._asides):
            self.page.lines.append(Drawn(value, (), self._aside_box, len(bare(value)), kind=kind))
        self._parts.clear()
        self._asides.clear()
        self._chars = self._linked = self._bold = 0
        self._kept = self._file = self._apart = False

    def _draw(self, text: str) -> None:
        look = self._look
        item, marker = self._counters.take(text)
        said = (
            (look.heading > 0, f"h{look.heading}"),
            (self._bold == self._chars, "bold"),
            (bool(look.align), look.align),
            (item, "li"),
            (look.quoted, "quote"),
            (look.note, "note"),
        )
        hints = tuple(hint for holds, hint in said if holds)
        self.page.lines.append(
            Drawn(text, hints, look.box, self._chars, self._linked, self._file, marker, "", self._pictured)
        )
        self._pictured = False


def _follows(node: LexborNode) -> bool:
    """Whether a text opens an element that stands right behind another one."""
    inner: LexborNode | None = node
    while inner is not None and inner.prev is None:
        inner = inner.parent
        if inner is None or inner.tag in BLOCKS:
            return False
    before = None if inner is None or inner is node else inner.prev
    return before is not None and (before.tag or "-")[0] not in "-!" and before.tag != "br"


def _joined(asides: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one kind as one line."""
    found: list[tuple[str, list[str]]] = []
    for kind, value in asides:
        if not found or found[-1][0] != kind:
            found.append((kind, []))
        found[-1][1].append(value)
    return [(kind, " ".join(" ".join(values).split())) for kind, values in found]
