"""Reads PDF files with a text layer: paragraphs in reading order, with pages, running heads, notes and headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.model import Diagnostic, Source
from pipeline.readers.decode import ReadError
from pipeline.readers.layer import Layer
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.pdf.columns import Line, lines
from pipeline.readers.pdf.furniture import Sides, sides
from pipeline.readers.pdf.hints import hints
from pipeline.readers.pdf.lines import Row
from pipeline.readers.pdf.notes import footnotes
from pipeline.readers.pdf.pages import Edges, Pages
from pipeline.readers.pdf.paragraphs import paragraphs
from pipeline.readers.pdf.shape import below, body_size, shape
from pipeline.readers.pdf.tables import tables

if TYPE_CHECKING:
    from pipeline.readers.pdf.content import Content

_EMPTY_LINE = 1.75  # times the leading, from baseline to baseline: as much as an empty line leaves
_UNREADABLE = 0.5  # of all characters


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read a PDF.

    Raises:
        ReadError: pypdfium2 is missing (SRC115), the file is damaged (SRC117) or needs a password (SRC122), or it
            has no text layer that can be read (SRC118), or names a font that is not here (SRC134).
    """
    try:
        from pipeline.readers.pdf.content import content
    except ImportError:
        raise ReadError("SRC115", kind="PDF", package="pypdfium2", extra="pdf") from None
    found = content(data)
    empty = [str(n) for n, page in enumerate(found.pages, 1) if not page and not found.askew[n - 1]]
    if len(empty) == len(found.pages):
        raise ReadError("SRC118", reason="scanned pages")
    if _unmapped(found.pages) > _UNREADABLE:
        raise ReadError("SRC118", reason="most characters have no Unicode value")
    report = (Diagnostic("SRC119", None, (("pages", ", ".join(empty)),)),) if empty else ()
    return _layer(found).source(data, name, "utf-8", found.meta, report)


def _layer(found: Content) -> Layer:
    size = body_size(found.pages)
    parted = sides(found.pages, size)
    text: list[Line] = []
    edges = []
    for side, page, askew in zip(parted, lines([side.rows for side in parted]), found.askew, strict=True):
        body, notes = footnotes(tables(page), size)
        text += body
        edges.append(_edges(side, notes, askew))
    measured = shape(text, size)
    whole = list(paragraphs(text, measured))
    pages = Pages(edges)
    last: Line | None = None
    for paragraph, own in zip(whole, hints(whole, measured, found.bookmarks), strict=True):
        first = paragraph.lines[0]
        gap = last is not None and below(last, first) and last.y - first.y >= _EMPTY_LINE * measured.leading
        pages.add(paragraph, own, gap)
        last = paragraph.lines[-1]
    return pages.layer()


def _edges(side: Sides, notes: list[str], askew: list[str]) -> Edges:
    """What stands above and below the text of a page, with hints."""
    above = [(text, (f"fw:{kind}",)) for kind, text in side.head]
    below = [(text, ("note",)) for text in notes]
    below += [(text, ("fw:rotated",)) for text in askew]
    below += [(text, (f"fw:{kind}",)) for kind, text in side.foot]
    return Edges(tuple(above), tuple(below))


def _unmapped(pages: Sequence[list[Row]]) -> float:
    """The share of characters that have no Unicode value, or a private one."""
    text = "".join(s.text for page in pages for row in page for s in row)
    lost = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" for char in text)
    return lost / max(len(text), 1)
