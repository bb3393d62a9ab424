"""Sums up what the lines around a text say of it: title, dates, publisher, author."""

from __future__ import annotations

import re
from itertools import takewhile

from pipeline.fold import fold
from pipeline.lines import PlainLines
from pipeline.model import Document, Mark, Meta, Person
from pipeline.stages.ending import Closing
from pipeline.stages.front_lines import Desk
from pipeline.stages.imprint import Field
from pipeline.stages.text import is_name, key, reading

_STEP = re.compile(r"[>»›]|位置")
_SITE = re.compile(
    r"^(?:(?:您的|当前)?(?:所在)?位置[:是]? ?)?(?P<site>[^ >|:/]{2,20}?(?:网|网站|在线|日报|文库|频道|资讯))(?: ?[>»›|/]|$)"
)


def describe(
    desk: Desk, closing: Closing, waste: dict[int, Mark], persons: tuple[Person, ...] = ()
) -> tuple[Meta, tuple[Person, ...]]:
    doc, found = desk.doc, desk.found
    published, issued = found.get("published"), found.get("issued")
    delivered = found["delivered"].value if "delivered" in found else ""
    date, kind = "", ""
    if published:
        date, kind = published.value, "published"
    elif issued or delivered or closing.date:
        own = issued.value if issued else "" if delivered else closing.date
        date, kind = (own, "issued") if own else (delivered, "delivered")
    author, role = found.get("author"), found.get("role")
    name = _name(doc, author) or _repeated_name(desk) or closing.name
    if name:
        persons, who = enlist(persons, name, reading(doc, (role.span,)) if role else closing.role, "author")
        for mark in desk.marks:
            if mark.kind == "name":
                other = Field("author", mark.span, mark.value)
                persons, _ = enlist(persons, _name(doc, other), "", "author")
    source = reading(doc, (found["source"].span,)) if "source" in found else _site(doc, waste)
    title = desk.title or (reading(doc, (found["title"].span,)) if "title" in found else "")
    return Meta(
        title=title, subtitle=desk.subtitle, date=date, date_kind=kind,  # type: ignore[arg-type]
        delivered=delivered, adopted=desk.adopted, place=found["place"].value if "place" in found else "",
        publisher=source, author=who if name else "", docket=found["docket"].value if "docket" in found else "",
    ), persons  # fmt: skip


def _name(doc: Document, f: Field | None) -> str:
    """A personal name without the blanks that spread two characters over three places."""
    if not f:
        return ""
    text = reading(doc, (f.span,))
    return text.replace(" ", "") if len(text) <= 6 and text and text[0] > "\u2e7f" else text


def _repeated_name(desk: Desk) -> str:
    """The name that a copy of the title adds to it: 在…会上的发言 陈文彬."""
    doc = desk.doc
    main = key(desk.title)
    for mark in doc.marks:
        if mark.kind == "title-repeat" and main:
            text = reading(doc, (mark.span,))
            rest = text.rsplit(" ", 1)[-1].strip()
            folded = next((b.text for b in doc.blocks if b.start == mark.span.start), "").rsplit(" ", 1)[-1]
            if " " in text and is_name(folded, desk.profile) and key(folded) not in main:
                return rest
    return ""


def _site(doc: Document, waste: dict[int, Mark]) -> str:
    """The site that a breadcrumb at the top names first, whether its words or its container show what it is."""
    for block in doc.blocks[:6]:
        mark = waste.get(block.start)
        m = _SITE.match(block.text) if mark and mark.value == "breadcrumb" else None
        if m:
            return reading(doc, (block.span(m.start("site"), m.end("site")),))
    top = doc.blocks[0].start if doc.blocks else 0
    if isinstance(doc.source.lines, PlainLines):
        return ""
    for line in takewhile(lambda line: line.span.start < top, doc.source.lines):
        text = doc.source.text[line.span.start : line.span.end].strip()
        m = _SITE.match(fold(text)) if "fw:nav" in line.hints and _STEP.search(text) else None
        if m:
            return text[m.start("site") : m.end("site")]
    return ""


def enlist(persons: tuple[Person, ...], name: str, role: str, kind: str) -> tuple[tuple[Person, ...], str]:
    """The list with this person in it, and the person's id; one entry for one name."""
    for person in persons:
        if person.name == name:
            return persons, person.id
    new = Person(f"per.{len(persons) + 1}", name, role, kind)  # type: ignore[arg-type]
    return (*persons, new), new.id
