"""What is taken from a PDF before it is closed again: the rows of its pages, bookmarks, document information."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2.raw import FPDF_ERR_PASSWORD

from pipeline.readers.decode import ReadError
from pipeline.readers.pdf import info as pdf_info
from pipeline.readers.pdf.glyph import Glyph
from pipeline.readers.pdf.glyphs import Page, glyphs
from pipeline.readers.pdf.grid import ruled
from pipeline.readers.pdf.lines import Row, rows
from pipeline.readers.pdf.rulings import Rulings, rulings

_JUMP = 3.0  # sizes of the type between two glyphs: another text begins


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of each page, the texts on it that run in another direction, and what the file says of itself."""

    pages: list[list[Row]]
    askew: list[list[str]]
    meta: tuple[tuple[str, str], ...]
    bookmarks: Mapping[str, Sequence[tuple[int, int]]]


def content(data: bytes) -> Content:
    """Open a PDF and take what is needed.

    Raises:
        ReadError: the file is damaged (SRC117) or needs a password (SRC122).
    """
    number = 0
    try:
        document = PdfDocument(data)
        try:
            space = pdf_info.space(document)
            pages, askew = [], []
            for number in range(1, len(document) + 1):
                page, rules = _page(document, number)
                text, tables = ruled(page.glyphs, rules, space)
                pages.append(sorted([*rows(tuple(text), space), *tables], key=lambda row: -row[0].y))
                askew.append(list(_askew(page.askew)))
            return Content(pages, askew, pdf_info.meta(document), pdf_info.bookmarks(document))
        finally:
            document.close()
    except PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise ReadError("SRC122", kind="PDF") from None
        where = f"page {number}: " if number else ""
        raise ReadError("SRC117", kind="PDF", reason=where + str(error).rstrip(".")) from None


def _page(document: PdfDocument, number: int) -> tuple[Page, Rulings]:
    page = document[number - 1]
    try:
        found = glyphs(page)
        return found, rulings(page) if found.upright else Rulings()
    finally:
        page.close()


def _askew(found: tuple[Glyph, ...]) -> Iterator[str]:
    """Texts that do not run as the lines of the page do, in content order."""
    text = ""
    for i, glyph in enumerate(found):
        before = found[i - 1]
        if text and hypot(glyph.x0 - before.x0, glyph.y - before.y) > _JUMP * max(glyph.size, before.size):
            yield text
            text = ""
        text += glyph.text
    if text.strip():
        yield text
