"""E-books: the chapters in reading order, each drawn as a web page is, all of it text; the book's own metadata."""

from __future__ import annotations

from collections import Counter

from pipeline.model import Diagnostic, Source
from pipeline.readers.decode import ReadError, decode
from pipeline.readers.epub.package import KIND, Item, book_of
from pipeline.readers.html import declaration, left_out, lost, parse, put
from pipeline.readers.html.lines import Page
from pipeline.readers.html.main import Found, aside, whole
from pipeline.readers.html.shown import drawn
from pipeline.readers.layer import Layer
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.packed import Package

_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read an e-book.

    Raises:
        ReadError: damaged or a chapter missing (SRC117), over a limit (SRC116), protected (SRC122), without text.
    """
    package = Package(data, KIND, options.limits)
    book = book_of(package)
    layer = Layer()
    found: list[Diagnostic] = []
    pictures: Counter[str] = Counter()
    for item in book.spine:
        if item.type in _PAGES:
            page, diagnostics = _chapter(package, item)
            put(layer, page, _kinds(page, item))
            found += diagnostics
            pictures += page.pictures
        else:
            pictures["drawings"] += 1
    return layer.source(data, name, "utf-8", book.meta, [*found, *left_out(pictures)])


def _chapter(package: Package, item: Item) -> tuple[Page, list[Diagnostic]]:
    """A chapter as drawn, and what was found wrong with it."""
    if item.name not in package:
        raise ReadError("SRC117", kind=KIND, reason=f"{item.name} is missing")
    data = package.read(item.name)
    decoded = decode(data, None, declaration(data))
    tree = parse(decoded.text, xml=True)
    page = drawn(tree)
    return page, [*decoded.diagnostics, *lost(tree, page)]


def _kinds(page: Page, item: Item) -> Found:
    """All of a chapter is text, all of the table of contents that the reading program builds its menu from is not."""
    return aside(page, "nav") if item.is_nav else whole(page)
