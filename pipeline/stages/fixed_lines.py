"""Puts the lines that a person named into the front of a text, and the values that a person gave into its ``Meta``."""

from __future__ import annotations

from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Byline,
    Dateline,
    Document,
    Fix,
    Furniture,
    Imprint,
    Meta,
    Paragraph,
    Person,
    Span,
    StageNote,
    Title,
)  # fmt: skip
from pipeline.stages.adoption import within_brackets
from pipeline.stages.bylines import byline
from pipeline.stages.desk import Desk
from pipeline.stages.field import Field, docket
from pipeline.stages.fixes import fix_why
from pipeline.stages.imprint import fields
from pipeline.stages.text import by_block, reading, within

_LONGEST_NAME = 8


def fixed_line(desk: Desk, block: Block, fix: Fix) -> None:
    """Read one line of the front in the role that a person gave it."""
    why = fix_why(fix.role)
    match fix.role:
        case "title" | "subtitle":
            _title(desk, block, fix.role)
        case "furniture":
            desk.nodes.append(Furniture(block.spans, kind_of(desk.doc, block), "top", why))
        case "imprint":
            desk.nodes.append(Imprint(block.spans, why))
            _take(desk, _imprint(desk, block))
        case "byline":
            desk.nodes.append(Byline(block.spans, why))
            _take(desk, _byline(desk, block))
        case "date":
            desk.nodes.append(Dateline(block.spans, why))
            kind = "delivered" if within_brackets(block.text) else "issued"
            _take(desk, [Field(kind, m.span, m.value) for m in within(desk.doc.marks, "date", block)[:1]])
        case "stage":
            desk.nodes.append(StageNote(block.spans, why))
        case _:
            desk.nodes.append(Paragraph(block.spans, why))


def kind_of(doc: Document, block: Block) -> str:
    """The kind of furniture that a block is."""
    mark = by_block(doc.marks, "furniture").get(block.start)
    return mark.value if mark else "other"


def _title(desk: Desk, block: Block, role: str) -> None:
    """Lines with one of these roles that follow each other are one title."""
    why, text, spans = fix_why(role), reading(desk.doc, block.spans), block.spans
    last = desk.nodes[-1] if desk.nodes else None
    if isinstance(last, Title) and last.why == why:
        desk.nodes.pop()
        spans = last.spans + spans
        text = (desk.title if role == "title" else desk.subtitle) + text
    desk.nodes.append(Title(spans, "main" if role == "title" else "sub", why))
    if role == "title":
        desk.title = text
    else:
        desk.subtitle = text


def _take(desk: Desk, found: list[Field]) -> None:
    for f in found:
        if f.kind != "other":
            desk.take(f)
            desk.mark(f)


def _imprint(desk: Desk, block: Block) -> list[Field]:
    doc, profile = desk.doc, desk.profile
    if profile.cues["docket"].match(block.text):
        return [docket(block, doc)]
    found = fields(block, doc, profile)
    return [replace(f, kind="published") if f.kind == "date" else f for f in found]


def _byline(desk: Desk, block: Block) -> list[Field]:
    doc, profile = desk.doc, desk.profile
    found = byline(block, doc, profile) or [
        f for f in fields(block, doc, profile) if f.kind in ("author", "role")
    ]
    if found or len(block.text) > _LONGEST_NAME or len(block.spans) > 1:
        return found
    return [Field("author", Span(block.start, block.end), doc.source.text[block.start : block.end])]


def corrected(doc: Document, meta: Meta, persons: tuple[Person, ...]) -> tuple[Meta, tuple[Person, ...]]:
    """Put a person's values in the place of those that were read.

    Args:
        doc: the document, with its corrections.
        meta: what its front says.
        persons: who is named there, at most the author.

    Returns:
        The same with every value that a person gave.
    """
    given = dict(doc.source.corrections.values)
    if not given:
        return meta, persons
    meta = replace(
        meta,
        title=given.get("title", meta.title),
        subtitle=given.get("subtitle", meta.subtitle),
        publisher=given.get("source", meta.publisher),
    )
    if "date" in given:
        kind = (meta.date_kind or "issued") if given["date"] else ""
        own = meta.date_kind == "delivered"
        meta = replace(
            meta, date=given["date"], date_kind=kind, delivered=given["date"] if own else meta.delivered
        )
    if "speaker" in given or "role" in given:
        old = next((p for p in persons if p.id == meta.author), Person("per.1", ""))
        name = given.get("speaker", old.name)
        role = given.get("role", old.role if name == old.name else "")
        persons = (replace(old, name=name, role=role),) if name else ()
        meta = replace(meta, author=persons[0].id if persons else "", coauthors=())
    return meta, persons
