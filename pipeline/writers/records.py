"""Views as plain records: the JSON of a document, and the linked data in the head of its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring as quoted
from types import NoneType
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
_dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(value: Any) -> str:
    """Anything a view holds as JSON on one line: its documented record, in which unknown strings are null where stated.

    The records are written as text: as dictionaries, to be written by ``json``, they take three times as long.
    """
    return _RECORDS.get(type(value), _dumped)(value)


def _all(values: Iterable[Any]) -> str:
    return f"[{','.join([_RECORDS.get(type(value), _dumped)(value) for value in values])}]"


def _object(values: dict[Any, Any]) -> str:
    if not all(isinstance(key, str) for key in values):
        return _dumped(values)
    return f"{{{','.join([f'{quoted(key)}:{to_json(value)}' for key, value in values.items()])}}}"


def _known(value: str) -> str:
    return quoted(value) if value else "null"


def _block(block: Block) -> str:
    return (
        f'{{"kind":{quoted(block.kind)},"id":{_known(block.id)},"n":{block.n or "null"},'
        f"{_text(block)},{_origin(block)}}}"
    )


def _text(block: Block) -> str:
    marks = ",".join([_mark(mark) for mark in block.marks]) if block.marks else ""
    return f'"text":{quoted(block.text)},"annotations":[{marks}]'


def _mark(mark: Mark) -> str:
    more = ""
    if mark.note:
        more = f',"original":{quoted(mark.value)},"note":{mark.note}'
    elif mark.value:
        more = f',"value":{quoted(mark.value)}'
    if mark.rule:
        more += f',"rule":{quoted(mark.rule)}'
    return f'{{"kind":{quoted(mark.kind)},"start":{mark.start},"end":{mark.end},"cert":{quoted(mark.cert)}{more}}}'


def _origin(node: Block | Section | Points | Turn | Table) -> str:
    source, rule = node.source, node.rule
    place = f"[{source[0]},{source[1]}]" if source else "null"
    return f'"source":{place},"cert":{quoted(node.cert)},"rule":{quoted(rule) if rule else "null"}'


def _section(node: Section) -> str:
    heading = f"{{{_text(node.heading)}}}" if node.heading else "null"
    return (
        f'{{"kind":"section","id":{quoted(node.id)},"type":{_known(node.type)},"number":{_known(node.number)},'
        f'"level":{node.level},"label":{_known(node.label)},"heading":{heading},'
        f'"run_in":{"true" if node.run_in else "false"},{_origin(node)},"children":{_all(node.children)}}}'
    )


def _point(item: Point) -> str:
    label = f'"label":{_known(item.label.text)},"value":{_known(item.value)}'
    return f'{{{label},"children":{_all(item.children)}}}'


def _points(node: Points) -> str:
    items = ",".join([_point(item) for item in node.items])
    return f'{{"kind":"points","type":{quoted(node.type)},{_origin(node)},"items":[{items}]}}'


def _turn(node: Turn) -> str:
    speaker = f"{{{_text(node.speaker)}}}" if node.speaker else "null"
    return (
        f'{{"kind":"turn","who":{_known(node.who)},"speaker":{speaker},{_origin(node)},'
        f'"children":{_all(node.children)}}}'
    )


def _table(node: Table) -> str:
    rows = ",".join([f"[{','.join([f'{{{_text(cell)}}}' for cell in row])}]" for row in node.rows])
    return f'{{"kind":"table",{_origin(node)},"rows":[{rows}]}}'


def _part(part: Part) -> str:
    title = quoted(part.title.text) if part.title else "null"
    return (
        f'{{"id":{quoted(part.id)},"n":{_known(part.n)},"type":{_known(part.type)},"title":{title},'
        f'"metadata":{_meta(part.meta)},"front":{_all(part.front)},"children":{_all(part.children)}}}'
    )


def _person(person: Person) -> str:
    return (
        f'{{"id":{_known(person.id)},"name":{quoted(person.name)},"role":{_known(person.role)},'
        f'"kind":{_known(person.kind)}}}'
    )


def _meta(meta: Meta) -> str:
    return (
        f'{{"title":{_known(meta.title)},"subtitle":{_known(meta.subtitle)},"published":{_known(meta.published)},'
        f'"delivered":{_known(meta.delivered)},"publisher":{_known(meta.publisher)},"place":{_known(meta.place)},'
        f'"docket":{_known(meta.docket)},"link":{_known(meta.link)},"authors":{_all(meta.authors)}}}'
    )


def _note(note: Note) -> str:
    return (
        f'{{"n":{note.n},"original":{quoted(note.original)},"reading":{quoted(note.reading)},'
        f'"cert":{quoted(note.cert)},"rule":{_known(note.rule)},"description":{_known(note.description)}}}'
    )


def _furniture(item: Furniture) -> str:
    place = f"[{item.source[0]},{item.source[1]}]" if item.source else "null"
    return (
        f'{{"type":{_known(item.type)},"place":{_known(item.place)},"text":{quoted(item.text)},'
        f'"source":{place},"rule":{_known(item.rule)}}}'
    )


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


_RECORDS: dict[type, Callable[[Any], str]] = {
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
    dict: _object,
    tuple: _all,
    list: _all,
    str: quoted,
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    NoneType: lambda _: "null",
}

FILTERS: dict[str, Callable[..., Any]] = {"json": to_json, "linked_data": linked_data}
