"""The source beside what became of it: a row for each line of the source, rebuilt from the TEI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.site.texts import TOP
from pipeline.tei.view_elements import ID, local, offsets, rule
from pipeline.tei.view_header import descriptions

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.tei.view_types import View

# TEI element of a line → the key of its word
_BECAME = {
    "titlePart": "title", "byline": "byline", "docImprint": "imprint", "docDate": "date", "salute": "salute",
    "p": "paragraph", "ab": "paragraph", "l": "paragraph", "head": "heading", "label": "label", "item": "item",
    "speaker": "speaker", "stage": "stage", "signed": "signed", "dateline": "dateline", "cell": "cell",
    "fw": "furniture", "note": "note", "trailer": "paragraph",
}  # fmt: skip
_HOLDERS = frozenset({"item", "cell", "note"})
_EDITORIAL = frozenset({"corr", "reg", "supplied", "expan"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the source: its range in characters, its words as they stand there, and what it was taken for.

    ``became`` is the key of a word, ``href`` the place on a page where it can be read, "" for what is not shown.
    """

    start: int
    end: int
    text: str
    became: str
    element: str
    href: str
    cert: str
    why: str


def rows(tei: _Element, view: View, id: str) -> Iterator[Row]:
    """The rows of a document in the order of the source.

    Args:
        tei: its root.
        view: the same document.
        id: of the document in the site.
    """
    told = descriptions(tei)
    pages = {part.id: f"{id}/{n}.html" for n, part in enumerate(view.parts, 1)} if view.compilation else {}
    return _lines(tei, told, pages, f"{id}.html")


def _lines(tei: _Element, told: dict[str, str], pages: dict[str, str], page: str) -> Iterator[Row]:
    before = ""  # the label of a point, which has no range of its own
    text = tei.find("{*}text")
    for element in _found(text) if text is not None else ():
        span, name = offsets(element), local(element)
        if span is None:
            before += _original(element).strip()
            continue
        where, anchor = _place(element, pages, page)
        reason = rule(element) or next((rule(up) for up in element.iterancestors() if rule(up)), "")
        yield Row(
            span[0] - len(before), span[1], before + _original(element).strip(), _BECAME[name], name,
            "" if name == "fw" else f"{where}#{anchor}", element.get("cert", "high"), told.get(reason, ""),
        )  # fmt: skip
        before = ""


def _found(parent: _Element) -> Iterator[_Element]:
    """The lines in an element: the outermost ones, but of a point that holds paragraphs these."""
    for element in parent:
        name = local(element)
        within = list(_found(element)) if name not in _BECAME or name in _HOLDERS else []
        if within or name not in _BECAME:
            yield from within
        elif offsets(element) is not None or name == "label":
            yield element


def _place(element: _Element, pages: dict[str, str], page: str) -> tuple[str, str]:
    """The page on which an element stands, and the nearest anchor on it."""
    anchor = ""
    for up in (element, *element.iterancestors("{*}*")):
        name, id = local(up), up.get(ID, "")
        if name == "text":
            page = pages.get(id, page)
            break
        if name in ("p", "div") and id:
            anchor = anchor or id
        if name == "front":
            anchor = anchor or "title"
    return page, anchor or TOP


def _original(element: _Element) -> str:
    """The words of the source in an element, without what editors added."""
    pieces = [element.text or ""]
    for child in element:
        if local(child) and local(child) not in _EDITORIAL:
            pieces.append(_original(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
