"""One story of an OpenDocument text (body, header, footer) as lines: what its elements show, in reading order."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from pipeline.readers.odt.inline import INLINE, Inline, Shared, TextParagraph, Visit
from pipeline.readers.odt.merged import Merged
from pipeline.readers.odt.properties import DRAW, TABLE, TEXT, whole
from pipeline.readers.office import Found

_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_NO_TEXT = (TEXT + "note", TEXT + "ruby")


class Story(Inline):
    """Reads one story; a new one for each."""

    def __init__(self, shared: Shared) -> None:
        """Take what the document's stories share."""
        super().__init__(shared)
        self._tables: list[Merged] = []

    def read(self, root: etree._Element) -> list[Found]:
        """The lines of a story, of which ``root`` is the element around it."""
        stack: list[tuple[etree._Element, bool, Visit]] = [(root, False, (iter(root), None))]
        while stack:
            element, mixed, (children, leave) = stack[-1]
            for child in children:
                enter = _ENTER.get(child.tag)
                visit = (iter(child), None) if enter is None else enter(self, child)
                if visit is not None:
                    holds_text = _holds_text(child)
                    stack.append((child, holds_text, visit))
                    if holds_text:
                        self._text(child.text)
                    break
                if mixed:
                    self._text(child.tail)
            else:
                stack.pop()
                if leave is not None:
                    leave()
                if stack and stack[-1][1]:
                    self._text(element.tail)
        return self._frames.take()

    def _paragraph(self, element: etree._Element) -> Visit:
        style = self._shared.styles.get("paragraph", element.get(TEXT + "style-name", ""))
        level = None
        if element.tag == TEXT + "h":
            level = max(whole(element.get(TEXT + "outline-level")) or 1, 1)
        kind = style.kind or ("" if level is None else f"h{min(level, 6)}")
        marker = self._lists.marker(element, style.list, None if level is None else level - 1)
        self._frames.begin(TextParagraph(style, "fw:contents" if self._contents else kind, marker))
        return iter(element), self._frames.end

    # --- lists, tables, boxes

    def _list(self, element: etree._Element) -> Visit:
        self._lists.begin(element)
        return iter(element), self._lists.end

    def _item(self, element: etree._Element) -> Visit:
        self._lists.item(element)
        return iter(element), None

    def _box(self, element: etree._Element) -> Visit:
        self._frames.box()
        self._lists.box()
        return iter(element), self._end_box

    def _end_box(self) -> None:
        self._lists.end_box()
        self._frames.end_box()

    def _table(self, element: etree._Element) -> Visit:
        self._frames.table()
        self._tables.append(Merged())
        return iter(element), self._end_table

    def _end_table(self) -> None:
        self._tables.pop()
        self._frames.end_table()

    def _row(self, element: etree._Element) -> Visit:
        self._frames.row()
        if self._tables:
            self._tables[-1].row()
        return iter(element), None

    def _cell(self, element: etree._Element) -> Visit:
        if self._tables:
            self._tables[-1].cell(element)
        if not self._frames.cell():
            return iter(element), None
        self._lists.box()
        return iter(element), self._end_cell

    def _end_cell(self) -> None:
        self._lists.end_box()
        self._frames.end_cell()

    def _covered(self, element: etree._Element) -> Visit | None:
        below = self._tables[-1].covered(element) if self._tables else 0
        if next(element.itertext(), ""):  # no program shows it, but nothing is to be lost
            return iter(element), None
        for _ in range(below):
            if self._frames.cell():
                self._frames.end_cell()
        return None

    def _index(self, element: etree._Element) -> Visit:
        self._contents += 1
        return iter(element), self._end_index

    def _end_index(self) -> None:
        self._contents -= 1


def _holds_text(element: etree._Element) -> bool:
    """Whether characters in it are text; elsewhere they are the line breaks of a neat file."""
    tag = str(element.tag)
    return tag.startswith(TEXT) and tag not in _NO_TEXT


def _skip(story: Story, element: etree._Element) -> None:
    return None


_SKIPPED = (
    "sequence-decls", "variable-decls", "user-field-decls", "table-of-content-source", "alphabetical-index-source",
    "illustration-index-source", "table-index-source", "object-index-source", "user-index-source",
    "bibliography-source", "dde-connection-decls", "alphabetical-index-auto-mark-file", "meta-field-source",
)  # fmt: skip
_INDEXES = (
    "table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index",
)  # fmt: skip
_ENTER: dict[str, Callable[[Story, etree._Element], Visit | None]] = {
    **INLINE,
    **{TEXT + name: _skip for name in _SKIPPED},
    **{TEXT + name: Story._index for name in _INDEXES},
    TEXT + "p": Story._paragraph,
    TEXT + "h": Story._paragraph,
    TEXT + "list": Story._list,
    TEXT + "list-item": Story._item,
    TEXT + "list-header": Story._item,
    TABLE + "table": Story._table,
    TABLE + "table-row": Story._row,
    TABLE + "table-cell": Story._cell,
    TABLE + "covered-table-cell": Story._covered,
    DRAW + "text-box": Story._box,
    DRAW + "custom-shape": Story._box,
    _SVG + "title": _skip,
    _SVG + "desc": _skip,
}
