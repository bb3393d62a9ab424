"""Sums up what the lines around a text say of it: title, dates, publisher, author."""

from __future__ import annotations

import re
from itertools import takewhile

from pipeline.fold import fold
from pipeline.frozen import record
from pipeline.lines import is_plain
from pipeline.model import Document, Meta, Span
from pipeline.profile import Profile
from pipeline.stages.closing_lines import Closing
from pipeline.stages.desk import Desk
from pipeline.stages.field import Field
from pipeline.stages.people import People
from pipeline.stages.text import by_block, is_name, key, of_kind, reading

_STEP = re.compile(r"[>»›]|位置")
_SITE = re.compile(
    r"^(?:(?:您的|当前)?(?:所在)?位置[:是]? ?)?(?P<site>[^ >|:/]{2,20}?(?:网|网站|在线|日报|文库|频道|资讯))(?: ?[>»›|/]|$)"
)


@record(frozen=True)
class Page:
    """What a page says of the texts on it: its ``site``, and the ``names`` that copies of its title add to that.

    Each name is given as its key and as it is written: 在…会上的发言 陈文彬.
    """

    site: str
    names: tuple[tuple[str, str], ...]


def page_of(doc: Document, profile: Profile) -> Page:
    """What the page around the texts of a document says of them."""
    names = []
    for mark in of_kind(doc.marks, "title-repeat"):
        text = reading(doc, (mark.span,))
        if " " not in text:
            continue
        folded = next((b.text for b in doc.blocks if b.start == mark.span.start), "").rsplit(" ", 1)[-1]
        if is_name(folded, profile):
            names.append((key(folded), text.rsplit(" ", 1)[-1].strip()))
    return Page(_site(doc), tuple(names))


def describe(desk: Desk, closing: Closing, page: Page, people: People) -> Meta:
    """What was read around a text, as ``Meta``, and what its page says where the text is silent.

    Its authors are entered among the ``people``.
    """
    doc, found = desk.doc, desk.found
    published, issued, held = found.get("published"), found.get("issued"), found.get("held")
    if "place" in found:
        own = found.get("delivered") or held
    else:
        published, own = published or held, found.get("delivered")
    delivered = own.value if own else ""
    date, kind = "", ""
    if published:
        date, kind = published.value, "published"
    elif issued or delivered or closing.date:
        day = issued.value if issued else "" if delivered else closing.date
        date, kind = (day, "issued") if day else (delivered, "delivered")
    author, role = found.get("author"), found.get("role")
    name = _name(doc, author) or _repeated_name(desk, page) or closing.name
    others: list[str] = []
    if name:
        who = people.enlist(name, reading(doc, (role.span,)) if role else closing.role, "author")
        for mark in desk.marks:
            if mark.kind == "name":
                one = people.enlist(_name(doc, Field("author", mark.span, mark.value)), "", "author")
                if author and one != who and one not in others and _on_line(author.span, mark.span, doc):
                    others.append(one)
    source = reading(doc, (found["source"].span,)) if "source" in found else page.site
    title = desk.title or (reading(doc, (found["title"].span,)) if "title" in found else "")
    return Meta(
        title=title, subtitle=desk.subtitle, date=date, date_kind=kind,  # type: ignore[arg-type]
        delivered=delivered, adopted=desk.adopted, place=found["place"].value if "place" in found else "",
        publisher=source, author=who if name else "", docket=found["docket"].value if "docket" in found else "",
        coauthors=tuple(others),
    )  # fmt: skip


def _on_line(first: Span, second: Span, doc: Document) -> bool:
    """Whether two names stand on one line."""
    lo, hi = min(first.end, second.end), max(first.start, second.start)
    return "\n" not in doc.source.text[lo:hi]


def _name(doc: Document, f: Field | None) -> str:
    """A personal name without the blanks that spread two characters over three places."""
    if not f:
        return ""
    text = reading(doc, (f.span,))
    return text.replace(" ", "") if len(text) <= 6 and text and text[0] > "\u2e7f" else text


def _repeated_name(desk: Desk, page: Page) -> str:
    """The first name that a copy of the title adds to it; none where there is no title."""
    main = key(desk.title) if page.names else ""
    return next((name for own, name in page.names if own not in main), "") if main else ""


def _site(doc: Document) -> str:
    """The site that a breadcrumb at the top names first, whether its words or its container show what it is."""
    waste = by_block(doc.marks, "furniture")
    for block in doc.blocks[:6] if waste else ():
        mark = waste.get(block.spans[0].start)
        m = _SITE.match(block.text) if mark and mark.value == "breadcrumb" else None
        if m:
            return reading(doc, (block.span(m.start("site"), m.end("site")),))
    if is_plain(doc.source):
        return ""
    top = doc.blocks[0].start if doc.blocks else 0
    for line in takewhile(lambda line: line.span.start < top, doc.source.lines):
        text = doc.source.text[line.span.start : line.span.end].strip()
        m = _SITE.match(fold(text)) if "fw:nav" in line.hints and _STEP.search(text) else None
        if m:
            return text[m.start("site") : m.end("site")]
    return ""
