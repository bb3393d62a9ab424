"""Takes from the container what the lines of the text do not say: title, date, publisher, author."""

from __future__ import annotations

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import Document, Meta, Person
from pipeline.profile import Profile
from pipeline.stages.people import enlist
from pipeline.stages.text import is_name
from pipeline.tei.names import iso_date


def stated(
    doc: Document, profile: Profile, meta: Meta, persons: tuple[Person, ...]
) -> tuple[Meta, tuple[Person, ...]]:
    """Complete what was read from the text by what its container states.

    Args:
        doc: the document; ``source.meta`` holds what was stated.
        profile: knows what a personal name looks like.
        meta: what the text itself says, which is never replaced. A date of publication is another date than the one
            a text bears, so it is taken beside that.
        persons: who is named there.
    """
    if not doc.source.meta:
        return meta, persons
    said = dict(reversed(doc.source.meta))
    date = said.get("date", "")[:10]
    if iso_date(date) and meta.date_kind != "published":
        own = meta.date if meta.date_kind in ("issued", "delivered") else ""
        meta = replace(meta, date=date, date_kind="published", delivered=meta.delivered or own)
    author = said.get("author", "").strip()
    if author and not meta.author and is_name(fold(author), profile):
        persons, who = enlist(persons, author, "", "author")
        meta = replace(meta, author=who)
    return replace(
        meta,
        title=meta.title or said.get("title", "").strip(),
        publisher=meta.publisher or said.get("publisher", "").strip(),
    ), persons
