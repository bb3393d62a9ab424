"""One story of a Word document (body, header, footnote) as lines: what its elements show, in reading order."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from pipeline.readers.docx.inline import INLINE, A, Inline, M, Visit
from pipeline.readers.docx.properties import W, inner, properties, value
from pipeline.readers.office import Found

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXTS = (W + "t", A + "t", M + "t", W + "sym")


class Story(Inline):
    """Reads one story; a new one for each."""

    def read(self, root: etree._Element) -> list[Found]:
        """The lines of a story, of which ``root`` is the element around it."""
        stack: list[Visit] = [(iter(root), None)]
        while stack:
            children, leave = stack[-1]
            for child in children:
                enter = _ENTER.get(child.tag)
                visit = (iter(child), None) if enter is None else enter(self, child)
                if visit is not None:
                    stack.append(visit)
                    break
            else:
                stack.pop()
                if leave is not None:
                    leave()
        return self._frames.take()

    # --- what holds paragraphs

    def _box(self, element: etree._Element) -> Visit:
        self._frames.box()
        return iter(element), self._frames.end_box

    def _table(self, element: etree._Element) -> Visit:
        self._frames.table()
        return iter(element), self._frames.end_table

    def _row(self, element: etree._Element) -> Visit | None:
        found = properties(next(element.iterchildren(W + "trPr"), None))
        if W + "del" in found:
            self._shared.deleted += 1
            return None
        if W + "ins" in found:
            self._shared.inserted += 1
        self._frames.row()
        return iter(element), None

    def _cell(self, element: etree._Element) -> Visit:
        return iter(element), self._frames.end_cell if self._frames.cell() else None

    def _paragraph(self, element: etree._Element) -> Visit:
        self._begin(properties(next(element.iterchildren(W + "pPr"), None)))
        return iter(element), self._frames.end

    # --- wrappers

    def _content_control(self, element: etree._Element) -> Visit:
        part = inner(properties(next(element.iterchildren(W + "sdtPr"), None)), "docPartObj")
        if value(part, "docPartGallery") != "Table of Contents":
            return iter(element), None
        self._contents += 1
        return iter(element), self._end_contents

    def _end_contents(self) -> None:
        self._contents -= 1

    def _inserted(self, element: etree._Element) -> Visit:
        self._shared.inserted += 1
        return iter(element), None

    def _deleted(self, element: etree._Element) -> None:
        self._shared.deleted += 1

    def _alternatives(self, element: etree._Element) -> Visit | None:
        """One branch only, since all say the same: the first one with text."""
        branches = [b for b in element if b.tag in (_MC + "Choice", _MC + "Fallback")]
        if not branches:
            return None
        best = next((b for b in branches if next(b.iter(*_TEXTS), None) is not None), branches[0])
        return iter(best), None


def _skip(story: Story, element: etree._Element) -> None:
    return None


_SKIPPED = (
    "pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "rubyPr", "delText",
    "fldData", "ffData", "delInstrText",
)  # fmt: skip
_ENTER: dict[str, Callable[[Story, etree._Element], Visit | None]] = {
    **INLINE,
    **{W + name: _skip for name in _SKIPPED},
    W + "p": Story._paragraph,
    A + "p": Story._paragraph,
    W + "tbl": Story._table,
    W + "tr": Story._row,
    W + "tc": Story._cell,
    W + "txbxContent": Story._box,
    W + "sdt": Story._content_control,
    W + "ins": Story._inserted,
    W + "moveTo": Story._inserted,
    W + "del": Story._deleted,
    W + "moveFrom": Story._deleted,
    _MC + "AlternateContent": Story._alternatives,
}
