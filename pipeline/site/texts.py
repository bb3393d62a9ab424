"""What the site knows of a document, read from its view; and the card, which keeps it between two runs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.site.kinds import kind
from pipeline.site.model import Gist, Paragraph, Text, Volume
from pipeline.tei.view_types import Meta, Part, Person, View
from pipeline.writers.plain import pieces

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.writers import RenderOptions

_SUBJECTS = frozenset(
    {"keywords", "keyword", "subject", "subjects", "tags", "关键词", "主题词", "標籤", "标签"}
)
_BETWEEN = re.compile(r"[,，;；、|\n]+")
_EXCERPT, _PROSE = 100, 24  # characters of an excerpt, and of a paragraph that is worth quoting
TOP = "text"  # the anchor of what stands in no paragraph or section of its own


def volume(view: View, id: str) -> Volume:
    """The document of this id with its texts, in the script of the view."""
    texts = tuple(_text(view, part, id, number) for number, part in enumerate(view.parts, 1))
    if not view.compilation:
        return Volume(id, texts)
    meta = view.meta
    whole = Text(
        id, _title(meta), **_known(meta), lang=view.lang, subjects=_subjects(meta), repairs=len(view.notes),
        characters=sum(text.characters for text in texts),
        paragraphs=tuple(Paragraph(TOP, b.text) for b in view.front if b.kind in ("p", "stage")),
    )  # fmt: skip
    return Volume(id, texts, whole)


def _text(view: View, part: Part, id: str, number: int) -> Text:
    meta = _own(view, part, number)
    read = tuple(Paragraph(id or TOP, text) for id, text in pieces(part.children) if text)
    return Text(
        f"{id}/{number}" if view.compilation else id,
        _title(meta),
        **_known(meta),
        lang=view.lang,
        kind=kind(part, meta),
        subjects=_subjects(view.meta),
        characters=sum(len(paragraph.text) for paragraph in read),
        repairs=len(notes_of(view, part)),
        within=id if view.compilation else "",
        n=(part.n or str(number)) if view.compilation else "",
        paragraphs=read,
    )


def _own(view: View, part: Part, number: int) -> Meta:
    """What is known of a text; one of a compilation was published where and when the compilation was."""
    whole, own = view.meta, part.meta
    if not view.compilation:
        return whole
    title = own.title or (part.title.text if part.title else f"{_title(whole)}（{part.n or number}）")
    return replace(
        own,
        title=title,
        published=own.published or whole.published,
        publisher=own.publisher or whole.publisher,
        link=own.link or whole.link,
        file=whole.file,
        sha256=whole.sha256,
    )


def _known(meta: Meta) -> dict[str, Any]:
    names = (
        "subtitle", "authors", "delivered", "published", "publisher", "place", "docket", "link", "file", "sha256",
    )  # fmt: skip
    return {name: getattr(meta, name) for name in names}


def _title(meta: Meta) -> str:
    return meta.title or meta.file or "—"


def _subjects(meta: Meta) -> tuple[str, ...]:
    """The subject words that the container of the source gave, each once."""
    words = (
        word.strip()
        for key, value in meta.container
        if key.lower() in _SUBJECTS
        for word in _BETWEEN.split(value)
    )
    return tuple(dict.fromkeys(word for word in words if word))


def excerpt(text: Text) -> str:
    """The beginning of a text in some lines, from its first sentences on: no salutation, no heading."""
    prose = (p.text for p in text.paragraphs if len(p.text) >= _PROSE)
    whole = " ".join("".join(islice(prose, 3)).split())
    return whole if len(whole) <= _EXCERPT else f"{whole[:_EXCERPT].rstrip()}…"


def notes_of(view: View, part: Part) -> frozenset[int]:
    """The numbers of the repairs in one text of a document."""
    if not view.compilation:
        return frozenset(note.n for note in view.notes)
    return frozenset(_noted((part.front, part.children)))


def _noted(value: Any) -> set[int]:
    if isinstance(value, tuple):
        return {n for item in value for n in _noted(item)}
    if (marks := getattr(value, "marks", None)) is not None:
        return {mark.note for mark in marks if mark.note}
    inside = (
        getattr(value, name, ()) for name in ("heading", "speaker", "label", "children", "items", "rows")
    )
    return {n for item in inside if item and not isinstance(item, str) for n in _noted(item)}


def card(root: _Element, view: View, options: RenderOptions) -> bytes:
    """The record of a document as one line of JSON; ids are relative to that of the document."""
    from pipeline.site.search import gist

    whole = volume(view, "")
    told = replace(whole, texts=tuple([replace(text, gist=gist(text)) for text in whole.texts]))
    return json.dumps(asdict(told), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_card(data: bytes, id: str, first: int | None = None) -> Volume:
    """The record of a card.

    Args:
        data: the card.
        id: of the document.
        first: how many paragraphs of each text are wanted, all of them unless given.
    """
    found = json.loads(data)
    whole = found["compilation"] and _read(found["compilation"], id, "", first)
    texts = tuple([_read(text, id, id if whole else "", first) for text in found["texts"]])
    return Volume(id, texts, whole)


def _read(found: dict[str, Any], id: str, within: str, first: int | None) -> Text:
    values = {
        "id": id + found["id"],
        "within": within,
        "authors": tuple([Person(**person) for person in found["authors"]]),
        "subjects": tuple(found["subjects"]),
        "paragraphs": tuple([Paragraph(**paragraph) for paragraph in found["paragraphs"][:first]]),
        "gist": Gist(**found["gist"]) if found["gist"] else None,
    }
    return Text(**{**found, **values})
