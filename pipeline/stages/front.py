"""Decides what stands around each text: title, imprint, byline and furniture before it, signature and furniture after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.model import (
    Block,
    Byline,
    Dateline,
    Document,
    FrontNode,
    Furniture,
    Imprint,
    Mark,
    Meta,
    Paragraph,
    Person,
    Span,
    Title,
    Why,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages import ending
from pipeline.stages.imprint import Field, byline, fields, speaker_in_title, why
from pipeline.stages.text import by_block, is_name, is_title_shaped, key, reading, within
from pipeline.stages.titles import within_brackets, zone

_ADOPTED = re.compile(r"通过|公布|发布|修正|修订|施行|订定|制定|批准")
_SITE = re.compile(
    r"^(?:(?:您的|当前)?(?:所在)?位置[:是]? ?)?(?P<site>[^ >|:/]{2,20}?(?:网|网站|在线|日报|文库|频道|资讯))(?: ?[>»›|/]|$)"
)


@dataclass
class _Desk:
    """What has been read so far from the lines before a text."""

    doc: Document
    profile: Profile
    nodes: list[FrontNode] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    found: dict[str, Field] = field(default_factory=dict)
    title: str = ""
    subtitle: str = ""
    adopted: str = ""

    def take(self, f: Field) -> None:
        if f.kind not in self.found:
            self.found[f.kind] = f

    def mark(self, f: Field) -> None:
        kind = {
            "source": "publisher",
            "author": "name",
            "role": "role",
            "place": "place",
            "docket": "docket",
        }.get(f.kind)
        if kind:
            self.marks.append(Mark(kind, f.span, f.value, Why(f"imprint.{f.kind}", f.cert)))


def front(doc: Document, profile: Profile, /) -> Document:
    """Fill in the front of every part, its ``Meta``, and the furniture after the last text."""
    waste, back_at = ending.furniture_from(doc, profile)
    doc = replace(doc, back=tuple(_furniture(b, waste, "bottom") for b in doc.blocks[back_at:]))
    if len(doc.parts) > 1:
        doc = _compilation(doc, profile, back_at)
    else:
        part = doc.parts[0]
        desk = _Desk(doc, profile)
        body = _read(desk, 0, min(zone(doc, profile), back_at), waste)
        closing = ending.signature(doc, profile, body, back_at)
        meta, persons = _meta(desk, closing, waste)
        part = replace(part, meta=meta, front=tuple(desk.nodes), back=doc.back, first=body, last=back_at)
        doc = replace(doc, parts=(part,), meta=meta, back=(), persons=persons)
        doc = replace(doc, marks=doc.marks + tuple(desk.marks) + closing.marks)
    return doc


def _compilation(doc: Document, profile: Profile, back_at: int) -> Document:
    waste = by_block(doc.marks, "furniture")
    desk = _Desk(doc, profile)
    body = _read(desk, 0, doc.parts[0].first, waste)
    for block in doc.blocks[body : doc.parts[0].first]:
        reason = why(
            "furniture.filler", "medium", "stands between the title of a compilation and its first text"
        )
        desk.nodes.append(Furniture(block.spans, "filler", "top", reason))
    meta, persons = _meta(desk, ending.NOTHING, waste)
    items = by_block(doc.marks, "item")
    pieces, marks = [], list(desk.marks)
    for part in doc.parts:
        head, last = doc.blocks[part.first], min(part.last, back_at)
        own = _Desk(doc, profile)
        own.title = reading(doc, head.spans)
        own.nodes.append(Title(head.spans, "main", items[head.start].why))
        at = part.first + 1
        if _has_title(doc, profile, at, last):
            own.nodes.append(Title(doc.blocks[at].spans, "sub", why("title.part", "medium", "stands under a separator")))
            own.subtitle = reading(doc, doc.blocks[at].spans)
            at += 1
        first = _read(own, at, min(at + 3, last), waste, strict=True)
        closing = ending.signature(doc, profile, first, last)
        own_meta, own_persons = _meta(own, closing, waste, persons)
        persons = own_persons
        marks += [*own.marks, *closing.marks]
        pieces.append(replace(part, meta=own_meta, front=tuple(own.nodes), first=first, last=last))
    return replace(
        doc,
        meta=meta,
        front=tuple(desk.nodes),
        parts=tuple(pieces),
        persons=persons,
        marks=doc.marks + tuple(marks),
    )


def _has_title(doc: Document, profile: Profile, at: int, last: int) -> bool:
    """Whether a text of a compilation has a title of its own under a separator that has none (第一篇：)."""
    if at + 1 >= last:
        return False
    line, below, head = doc.blocks[at].text, doc.blocks[at + 1].text, doc.blocks[at - 1].text
    greeted = bool(profile.cues["salute"].match(below)) or bool(byline(doc.blocks[at + 1], doc, profile))
    named = bool(profile.cues["title-noun"].search(line))
    bare = len(head) <= 8
    numbered = any(m.kind == "number" and m.span.start == doc.blocks[at].start for m in doc.marks)
    return bare and is_title_shaped(line) and len(line) <= 40 and (greeted or named) and not numbered


def _furniture(block: Block, waste: dict[int, Mark], place: str) -> Furniture:
    mark = waste.get(block.start)
    kind, reason = (
        (mark.value, mark.why)
        if mark
        else ("related", why("furniture.list", "medium", "short line among furniture"))
    )
    return Furniture(block.spans, kind, "top" if place == "top" else "bottom", reason)


def _read(desk: _Desk, first: int, end: int, waste: dict[int, Mark], strict: bool = False) -> int:
    """Read blocks ``first`` to ``end`` as front matter; return the index where the text begins."""
    marks = desk.doc.marks
    titles = by_block(marks, "title")
    repeats = by_block(marks, "title-repeat")
    has_title = any(m.value == "main" for m in titles.values())
    titled = strict or not has_title
    i = first
    while i < end:
        block = desk.doc.blocks[i]
        mark = titles.get(block.start) or repeats.get(block.start)
        if block.start in waste and not _dated_field(desk, block):
            desk.nodes.append(_furniture(block, waste, "top"))
        elif mark and not strict:
            i = _title(desk, i, mark)
            titled = titled or mark.kind == "title"
            continue
        elif not _line(desk, block):
            if titled and (strict or not _leads_on(desk, i, end)):
                return i
            if titled:
                reason = why("front.note", "medium", "stands between the title and its byline or date")
                desk.nodes.append(Paragraph(block.spans, reason))
                i += 1
                continue
            if len(block.text) <= 8 and not re.search(r"[。,;:!?]", block.text):
                reason = why("furniture.header", "low", "a word or two before the title")
                desk.nodes.append(Furniture(block.spans, "header", "top", reason))
            else:
                reason = why("front.note", "low", "stands before the title and is none of its lines")
                desk.nodes.append(Paragraph(block.spans, reason))
        i += 1
    return i


def _dated_field(desk: _Desk, block: Block) -> bool:
    """Whether a line that also has buttons or counters gives the date or source of the text."""
    found = fields(block, desk.doc, desk.profile)
    return any(f.kind in ("published", "source") and f.cert == "high" for f in found)


def _leads_on(desk: _Desk, i: int, end: int) -> bool:
    """Whether a short line that is no sentence stands over the byline or the date of the title."""
    block = desk.doc.blocks[i]
    if len(block.text) > 60 or block.text[-1] in "。!?;":
        return False
    nxt = desk.doc.blocks[i + 1 : min(i + 3, end)]
    if any(m.kind == "title" and m.span.start == b.start for b in nxt for m in desk.doc.marks):
        return True
    return any(
        byline(b, desk.doc, desk.profile) or (within(desk.doc.marks, "date", b) and len(b.text) < 30)
        for b in nxt
    )


def _title(desk: _Desk, i: int, mark: Mark) -> int:
    """Take the blocks a title mark covers; return the index after them."""
    doc, j = desk.doc, i
    if mark.span.end < doc.blocks[i].end:
        return _cut_title(desk, doc.blocks[i], mark, i)
    while j < len(doc.blocks) and doc.blocks[j].end <= mark.span.end:
        j += 1
    spans = tuple(s for b in doc.blocks[i:j] for s in b.spans)
    if mark.kind == "title-repeat":
        desk.nodes.append(Furniture(spans, "pageTitle", "top", mark.why))
        return j
    text = "".join(reading(doc, b.spans) for b in doc.blocks[i:j])
    desk.nodes.append(Title(spans, "main" if mark.value == "main" else "sub", mark.why))
    if mark.value == "main":
        desk.title = text
        if j == i + 1:
            for f in speaker_in_title(doc.blocks[i], doc, desk.profile):
                desk.take(f)
    else:
        desk.subtitle = text
        for m in within(doc.marks, "date", doc.blocks[i]):
            desk.take(Field("delivered", m.span, m.value))
    return j


def _cut_title(desk: _Desk, block: Block, mark: Mark, i: int) -> int:
    """A title with its date, and perhaps its author, behind it on the same line."""
    cut = block.find(mark.span.end)
    desk.nodes.append(Title(block.cut(0, cut), "main", mark.why))
    desk.title = reading(desk.doc, block.cut(0, cut))
    at = cut + len(block.text[cut:]) - len(block.text[cut:].lstrip())
    desk.nodes.append(Imprint(block.cut(at, len(block.text)), why("imprint.fields", "high", "date behind the title")))
    for f in fields(block, desk.doc, desk.profile):
        if f.span.start >= mark.span.end:
            f = replace(f, kind="delivered") if f.kind == "date" else f
            desk.take(f)
            desk.mark(f)
    return i + 1


def _line(desk: _Desk, block: Block) -> bool:
    """Read one line between title and text; False when it is neither imprint, date nor byline."""
    doc, profile = desk.doc, desk.profile
    if profile.cues["docket"].match(block.text):
        f = Field("docket", Span(block.start, block.end), reading(doc, block.spans))
        desk.nodes.append(
            Imprint(block.spans, why("imprint.docket", "high", "form of an official letter's number"))
        )
        desk.take(f)
        desk.mark(f)
        return True
    dated = within(doc.marks, "date", block)
    if dated and _ADOPTED.search(block.text) and not profile.label.search(block.text):
        desk.adopted = desk.adopted or dated[0].value
        desk.nodes.append(Dateline(block.spans, why("front.adopted", "high", "date with a word of adoption")))
        return True
    if dated and len(block.text) > 60 and not profile.label.search(block.text):
        return False
    found = fields(block, doc, profile)
    if found or (profile.label.match(block.text) and len(block.text) < 40):
        _imprint(desk, block, found)
        return True
    names = byline(block, doc, profile)
    if names:
        rule = "byline.role" if len(names) > 1 else "byline.name"
        desk.nodes.append(Byline(block.spans, why(rule, names[-1].cert, "form of a byline")))
        for f in names:
            desk.take(f)
            desk.mark(f)
        return True
    if desk.adopted and block.indent and len(block.text) < 60:
        desk.nodes.append(
            Paragraph(block.spans, why("front.history", "medium", "goes on with the line of adoption"))
        )
        return True
    return False


def _imprint(desk: _Desk, block: Block, found: list[Field]) -> None:
    bare = len(found) == 1 and found[0].kind == "date"
    bracketed = bare and (within_brackets(block.text) or "年" in block.text)
    only_author = bool(found) and all(f.kind == "author" for f in found)
    if bracketed and within_brackets(block.text):
        desk.nodes.append(
            Dateline(block.spans, why("front.date", "high", "a date in brackets under the title"))
        )
    elif only_author:
        desk.nodes.append(Byline(block.spans, why("byline.label", "high", "label of an author")))
    else:
        desk.nodes.append(
            Imprint(block.spans, why("imprint.fields", "high", "labels or a date beside a source"))
        )
    for f in found:
        if f.kind == "date":
            loose = within_brackets(block.text) or any(o.kind == "author" for o in found)
            worded = bare and not _stamped(block.text)
            f = replace(f, kind="delivered" if loose else "issued" if worded else "published")
        if f.kind == "other":
            continue
        desk.take(f)
        desk.mark(f)


def _stamped(text: str) -> bool:
    """Whether a date line is written the way a site stamps its pages: 2019-11-14."""
    return bool(re.search(r"\d{4} ?[-/.] ?\d", text))


def _meta(
    desk: _Desk, closing: ending.Closing, waste: dict[int, Mark], persons: tuple[Person, ...] = ()
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
    source = reading(doc, (found["source"].span,)) if "source" in found else _site(doc, waste)
    return Meta(
        title=desk.title, subtitle=desk.subtitle, date=date, date_kind=kind,  # type: ignore[arg-type]
        delivered=delivered, adopted=desk.adopted, place=found["place"].value if "place" in found else "",
        publisher=source, author=who if name else "", docket=found["docket"].value if "docket" in found else "",
    ), persons  # fmt: skip


def _name(doc: Document, f: Field | None) -> str:
    """A personal name without the blanks that spread two characters over three places."""
    if not f:
        return ""
    text = reading(doc, (f.span,))
    return text.replace(" ", "") if len(text) <= 6 and text and text[0] > "\u2e7f" else text


def _repeated_name(desk: _Desk) -> str:
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
    """The site that a breadcrumb at the top names first."""
    for block in doc.blocks[:6]:
        mark = waste.get(block.start)
        m = _SITE.match(block.text) if mark and mark.value == "breadcrumb" else None
        if m:
            return reading(doc, (block.span(m.start("site"), m.end("site")),))
    return ""


def enlist(persons: tuple[Person, ...], name: str, role: str, kind: str) -> tuple[tuple[Person, ...], str]:
    """The list with this person in it, and the person's id; one entry for one name."""
    for person in persons:
        if person.name == name:
            return persons, person.id
    new = Person(f"per.{len(persons) + 1}", name, role, kind)  # type: ignore[arg-type]
    return (*persons, new), new.id
