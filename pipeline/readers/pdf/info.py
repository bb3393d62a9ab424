"""What a PDF says of itself: its document information, and the bookmarks that name its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfBookmark

from pipeline.readers.pdf.lines import bare

_KEYS = (("Title", "title"), ("Author", "author"), ("Keywords", "keywords"), ("Subject", "description"))
# What programs write where nobody typed a title: a file name, the program's name, a placeholder.
_JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b|untitled|无标题|無標題|未命名|新建|文档\d*$|文件\d*$|document\d*$|slide \d|幻灯片)"
    r"|.*\.(?:docx?|wps|odt|rtf|txt|html?|pdf|pptx?|xlsx?|indd|tex|dvi|cdr)$|file:|https?:|about:",
    re.IGNORECASE,
)
_PROGRAMS = re.compile(
    r"(?:administrator|admin|user|owner|root|python-docx|microsoft|unknown|anonymous|匿名|用户|使用者|windows|lenovo|hp|dell|acer|asus|pc)"
    r"(?:\W?用户|\W?user)?\d*$",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_SPACES = {"Skia": 0.21, "LibreOffice": 0.23}
_DRAWN = 0.5
_MOST_BOOKMARKS = 10_000


def meta(document: Any) -> tuple[tuple[str, str], ...]:
    """The document information that people wrote, and ``created``, the day on which the file was made.

    Args:
        document: a ``pypdfium2.PdfDocument``.
    """
    info = {key: " ".join(value.split()) for key, value in document.get_metadata_dict().items()}
    found = []
    for key, name in _KEYS:
        value = info.get(key, "")
        junk = _PROGRAMS.match(value) if name == "author" else _JUNK.match(value)
        if value and not junk:
            found.append((name, value))
    if date := _DATE.match(info.get("CreationDate", "")):
        found.append(("created", "-".join(date.groups())))
    return tuple(found)


def space(document: Any) -> float:
    """The least gap between an ideograph and a Latin letter that stands for a space, in sizes of the type.

    Producers that draw their spaces set the two a quarter apart without one. Skia, the printer of browsers, draws no
    space at all; LibreOffice leaves some out, and sets the two apart by a fifth where there is none.
    """
    producer = str(document.get_metadata_value("Producer"))
    return next((gap for name, gap in _SPACES.items() if name in producer), _DRAWN)


def bookmarks(document: Any) -> dict[str, list[tuple[int, int]]]:
    """(page, level) of each bookmark by its title without spaces; levels count from 1."""
    found: dict[str, list[tuple[int, int]]] = {}
    for bookmark, level in _walk(document):
        title = bare(bookmark.get_title())
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if title and page is not None:
            found.setdefault(title, []).append((page + 1, min(level, 6)))
    return found


def _walk(document: Any) -> Iterator[tuple[PdfBookmark, int]]:
    """All bookmarks with their level; broken files hold circles, so their number is bounded."""
    stack = [(pdfium.FPDFBookmark_GetFirstChild(document.raw, None), 1)]
    for _ in range(_MOST_BOOKMARKS):
        if not stack:
            return
        pointer, level = stack.pop()
        if not pointer:
            continue
        yield PdfBookmark(pointer, document, level), level
        stack.append((pdfium.FPDFBookmark_GetNextSibling(document.raw, pointer), level))
        stack.append((pdfium.FPDFBookmark_GetFirstChild(document.raw, pointer), level + 1))
