"""The index page of a folder of documents: one line each, newest first, by year."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from os import fsencode
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from pipeline.frozen import record
from pipeline.writers.templates import render

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.tei.view_types import View


@record(frozen=True)
class Listed:
    """A document in the index; ``href`` is relative and ready for use in a link, ``parts`` 1 for a single text."""

    title: str
    href: str
    date: str = ""
    speaker: str = ""
    parts: int = 1
    lang: str = "zh-Hans"


def listed(view: View, path: str) -> Listed:
    """The line for a document.

    Args:
        view: the document, in the script it is shown in.
        path: where its page lies, relative to the index, with ``/``.
    """
    meta = view.meta
    names = "、" if view.lang.startswith("zh") else ", "
    speaker = names.join(author.name for author in meta.authors)
    title, date = meta.title or meta.file or path, meta.delivered or meta.published
    return Listed(
        title,
        quote_from_bytes(fsencode(path)),
        date,
        speaker,
        len(view.parts) if view.compilation else 1,
        view.lang,
    )


def index(documents: Iterable[Listed], templates: Path | None = None, title: str = "") -> bytes:
    """Print ``index.html.j2``: the documents of each year, newest first, those without a date at the end.

    Args:
        documents: the lines, in any order.
        templates: the user's templates folder.
        title: the heading; a plain word for "documents" unless given.

    Returns:
        The page, UTF-8.

    Raises:
        TemplateError: the template is wrong.
    """
    ordered = sorted(documents, key=lambda d: (d.title, d.href))
    ordered.sort(key=lambda d: (_year(d), d.date[:10]), reverse=True)
    years = [(year, tuple(group)) for year, group in groupby(ordered, key=_year)]
    langs = [document.lang for document in ordered]
    lang = max(sorted(set(langs)), key=langs.count) if langs else "zh-Hans"
    return render(
        "index.html.j2", templates, years=years, count=len(ordered), lang=lang, title=title
    ).encode()


def _year(document: Listed) -> str:
    year = document.date[:4]
    return year if len(year) == 4 and year.isdecimal() else ""
