"""Views as plain records: the JSON of a document, and the linked data in the head of its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

from pipeline.tei.view_types import (
    Block,
    Furniture,
    Mark,
    Meta,
    Note,
    Part,
    Person,
    Point,
    Points,
    Section,
    Table,
    Turn,
    View,
)

Record = dict[str, Any]


def to_json(value: object) -> str:
    """Anything a view holds as JSON on one line."""
    return json.dumps(record(value), ensure_ascii=False, separators=(",", ":"))


def record(value: Any) -> Any:
    """The documented record of a view's object; tuples become lists, unknown strings None where stated."""
    make = _RECORDS.get(type(value))
    if make is not None:
        return make(value)
    return [record(item) for item in value] if isinstance(value, tuple | list) else value


def _block(block: Block) -> Record:
    return {
        "kind": block.kind,
        "id": block.id or None,
        "n": block.n or None,
        **_text(block),
        **_origin(block),
    }


def _text(block: Block) -> Record:
    return {"text": block.text, "annotations": [_mark(mark) for mark in block.marks]}


def _mark(mark: Mark) -> Record:
    found: Record = {"kind": mark.kind, "start": mark.start, "end": mark.end, "cert": mark.cert}
    if mark.note:
        found["original"], found["note"] = mark.value, mark.note
    elif mark.value:
        found["value"] = mark.value
    if mark.rule:
        found["rule"] = mark.rule
    return found


def _origin(node: Block | Section | Points | Turn | Table) -> Record:
    return {"source": node.source, "cert": node.cert, "rule": node.rule or None}


def _section(node: Section) -> Record:
    heading = node.heading
    return {
        "kind": "section", "id": node.id, "type": node.type or None, "number": node.number or None,
        "level": node.level, "label": node.label or None, "heading": heading and _text(heading),
        "run_in": node.run_in, **_origin(node), "children": [record(child) for child in node.children],
    }  # fmt: skip


def _point(item: Point) -> Record:
    return {
        "label": item.label.text or None,
        "value": item.value or None,
        "children": [record(child) for child in item.children],
    }


def _points(node: Points) -> Record:
    return {
        "kind": "points",
        "type": node.type,
        **_origin(node),
        "items": [_point(item) for item in node.items],
    }


def _turn(node: Turn) -> Record:
    return {
        "kind": "turn",
        "who": node.who or None,
        "speaker": node.speaker and _text(node.speaker),
        **_origin(node),
        "children": [record(child) for child in node.children],
    }


def _table(node: Table) -> Record:
    return {"kind": "table", **_origin(node), "rows": [[_text(cell) for cell in row] for row in node.rows]}


def _part(part: Part) -> Record:
    return {
        "id": part.id, "n": part.n or None, "type": part.type or None,
        "title": part.title.text if part.title else None,
        "metadata": _meta(part.meta), "front": record(part.front), "children": record(part.children),
    }  # fmt: skip


def _person(person: Person) -> Record:
    return {
        "id": person.id or None,
        "name": person.name,
        "role": person.role or None,
        "kind": person.kind or None,
    }


def _meta(meta: Meta) -> Record:
    names = ("title", "subtitle", "published", "delivered", "publisher", "place", "docket", "link")
    return {name: getattr(meta, name) or None for name in names} | {"authors": record(meta.authors)}


def _note(note: Note) -> Record:
    return {
        "n": note.n, "original": note.original, "reading": note.reading, "cert": note.cert,
        "rule": note.rule or None, "description": note.description or None,
    }  # fmt: skip


def _furniture(item: Furniture) -> Record:
    return {
        "type": item.type or None, "place": item.place or None, "text": item.text,
        "source": item.source, "rule": item.rule or None,
    }  # fmt: skip


class Described(Protocol):
    """Whatever has the metadata of a text: that of a view, or a text of the site."""

    @property
    def title(self) -> str: ...
    @property
    def subtitle(self) -> str: ...
    @property
    def authors(self) -> tuple[Person, ...]: ...
    @property
    def published(self) -> str: ...
    @property
    def delivered(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def docket(self) -> str: ...
    @property
    def link(self) -> str: ...


def linked_data(view: View) -> Record:
    """The document for schema.org; what is unknown is left out."""
    parts = [{"@type": "Article", "@id": f"#{p.id}", "name": p.title.text} for p in view.parts if p.title]
    return {
        "@context": "https://schema.org",
        **work(view.meta, view.lang, parts if view.compilation else None),
    }


def work(meta: Described, lang: str, parts: list[Record] | None = None) -> Record:
    """A text for schema.org, without its context; what is unknown is left out.

    Args:
        meta: what is known of it.
        lang: its language.
        parts: the works that it holds, for a compilation.
    """
    found: Record = {
        "@type": "Article" if parts is None else "Collection",
        "headline": meta.title,
        "alternativeHeadline": meta.subtitle,
        "inLanguage": lang,
        "author": [_author(author) for author in meta.authors],
        "datePublished": meta.published,
        "dateCreated": meta.delivered,
        "locationCreated": {"@type": "Place", "name": meta.place} if meta.place else None,
        "publisher": {"@type": "Organization", "name": meta.publisher} if meta.publisher else None,
        "identifier": meta.docket,
        "isBasedOn": meta.link,
        "hasPart": parts,
    }
    return {key: value for key, value in found.items() if value}


def _author(person: Person) -> Record:
    job = {"jobTitle": person.role} if person.role else {}
    return {"@type": "Person", "name": person.name, **job}


_RECORDS: dict[type, Callable[[Any], Record]] = {
    Block: _block,
    Section: _section,
    Points: _points,
    Turn: _turn,
    Table: _table,
    Part: _part,
    Person: _person,
    Meta: _meta,
    Note: _note,
    Furniture: _furniture,
}

FILTERS: dict[str, Callable[..., Any]] = {"json": to_json, "linked_data": linked_data}
