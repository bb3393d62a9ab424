"""A document becomes rows: one per text, made from the view of its TEI and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pipeline
from pipeline.dataset.columns import Row, empty
from pipeline.dataset.layout import Layout, Span, Wording
from pipeline.dataset.quality import measured
from pipeline.site.kinds import kind
from pipeline.tei.view_types import Part

if TYPE_CHECKING:
    from pipeline.convert import Conversion
    from pipeline.model import Diagnostic
    from pipeline.tei.view_types import Block, Meta, Person, View

_LEVELS = ("low", "medium", "high")
_SCRIPTS = {"ja": "Jpan", "ko": "Kore", "en": "Latn"}  # languages whose tag says no script


@dataclass(frozen=True, slots=True)
class RowOptions:
    """What rows hold.

    ``wording``: the repaired reading, or the original wording of the source. ``tei``: the TEI as a column.
    ``script``: hans, hant, tw or hk converts the text (see ``writers.script``).
    """

    wording: Wording = "repaired"
    tei: bool = False
    script: str | None = None


PLAIN = RowOptions()


def of(conversion: Conversion, *, id: str, options: RowOptions = PLAIN) -> tuple[Row, ...]:
    """The rows of a converted document; a single failed one where its TEI must not be written.

    Args:
        conversion: what ``convert`` gave.
        id: the path of the document's outputs, without suffix and with forward slashes.
        options: what rows hold.

    Raises:
        ValueError: the script is unknown.
    """
    from lxml import etree

    from pipeline.tei.view import view
    from pipeline.writers.script import in_script

    source = conversion.source
    if not conversion.ok:
        return (failed(id=id, path=source.name, diagnostics=conversion.diagnostics),)
    seen = in_script(view(conversion.tei), options.script)
    tei = etree.tostring(conversion.tei, encoding="unicode") if options.tei else None
    return rows(seen, id=id, diagnostics=conversion.diagnostics, wording=options.wording, tei=tei)


def rows(
    view: View,
    *,
    id: str,
    diagnostics: Iterable[Diagnostic] = (),
    wording: Wording = "repaired",
    tei: str | None = None,
) -> tuple[Row, ...]:
    """The rows of a view.

    Args:
        view: the document, in the script it is to have.
        id: the path of its outputs, without suffix and with forward slashes.
        diagnostics: what was found; warnings with a place in a text of a compilation belong to that text.
        wording: ``text`` in the repaired reading or as the source has it.
        tei: the TEI as a string, for the column of that name.

    Returns:
        One row for a single text; for a compilation its own row, with the words before its first text, and one for
        each text in it. Every column of ``COLUMNS`` is there.
    """
    name, warnings = _escaped(id), set(_warnings(diagnostics))
    if not view.compilation:
        row, _ = _row(view, view.parts[0] if view.parts else _part(()), view.meta, wording)
        row |= {
            "id": name,
            "unit": "document",
            "people": _people(view.persons, view.meta.authors),
            "tei": tei,
        }
        return measured((row | {"warnings": _codes(warnings)},), view.furniture)
    found: list[Row] = []
    for i, part in enumerate(view.parts, 1):
        row, layout = _row(view, part, _inherited(part.meta, view.meta), wording)
        inside = {warning for warning in warnings if _within(warning[1], layout.source)}
        warnings -= inside
        people = _people((p for p in view.persons if p.id in layout.seen), part.meta.authors)
        row |= {"id": f"{name}#{i}", "unit": "part", "compilation": name, "part": i, "people": people}
        found.append(row | {"warnings": _codes(inside)})
    row, _ = _row(view, _part(view.front), view.meta, wording)
    row |= {"id": name, "unit": "compilation", "people": _people((), view.meta.authors), "tei": tei}
    row |= {"warnings": _codes(warnings), "doc_type": None}
    return measured((row, *found), view.furniture)


def failed(
    *, id: str, path: str, diagnostics: Iterable[Diagnostic] = (), error: str = "", sha256: str = ""
) -> Row:
    """The row of a document that could not be converted.

    Args:
        id: the path its outputs would have had, without suffix.
        path: the path of the source, as the TEI would have named it.
        diagnostics: what was found; the first error among them says why it failed.
        error: why it failed, where no diagnostic says so.
        sha256: of the source's bytes, where known.
    """
    from pipeline.diagnostics import level, wording

    found = tuple(diagnostics)
    reason = next((f"{d.code}: {wording(d)}" for d in found if level(d) == "error"), error)
    return empty() | {
        "id": _escaped(id), "unit": "document", "status": "failed", "error": reason or "unknown", "text": "",
        "n_chars": 0, "n_paragraphs": 0, "source_path": path, "source_name": path.rpartition("/")[2],
        "source_sha256": sha256 or None, "pipeline_version": pipeline.__version__,
        "warnings": _codes(_warnings(found)),
    }  # fmt: skip


def _part(front: tuple[Block, ...]) -> Part:
    """A text that is nothing but its front."""
    return Part("", "", "", front, ())


def _row(view: View, part: Part, meta: Meta, wording: Wording) -> tuple[Row, Layout]:
    """What is known of one text, and how it was laid out."""
    layout = Layout(wording, {person.id: person.name for person in view.persons if person.id})
    layout.add(part.front)
    layout.add(part.children)
    text = layout.text
    start, end = layout.source or (None, None)
    claims = sum(layout.certainty.values())
    row = empty() | {
        "status": "ok",
        "text": text,
        "n_chars": len(text),
        "n_paragraphs": sum(p["role"] == "p" for p in layout.paragraphs),
        **_metadata(view, meta, part.front),
        "doc_type": kind(part, meta) or None,
        "sections": layout.sections, "paragraphs": layout.paragraphs, "turns": layout.turns,
        "points": layout.points, "entities": layout.entities, "repairs": layout.repairs,
        "source_path": view.meta.file,
        "source_name": view.meta.file.rpartition("/")[2],
        "source_sha256": view.meta.sha256 or None,
        "source_start": start,
        "source_end": end,
        "certainty": next((cert for cert in _LEVELS if layout.certainty[cert]), None),
        "unsure_share": round(1 - layout.certainty["high"] / claims, 4) if claims else None,
        "pipeline_version": pipeline.__version__,
    }  # fmt: skip
    return row, layout


def _inherited(own: Meta, whole: Meta) -> Meta:
    """What is known of a text of a compilation, which was published where and when the compilation was."""
    return replace(
        own,
        published=own.published or whole.published,
        publisher=own.publisher or whole.publisher,
        link=own.link or whole.link,
    )


def _metadata(view: View, meta: Meta, front: tuple[Block, ...]) -> Row:
    language, _, rest = view.lang.partition("-")
    script = next((piece.title() for piece in rest.split("-") if len(piece) == 4), _SCRIPTS.get(language))
    known = meta.delivered or meta.published
    titles = [block.text for block in front if block.kind == "title"]
    subtitles = [block.text for block in front if block.kind == "subtitle"]
    named = {
        "title": meta.title or "".join(titles), "subtitle": meta.subtitle or "".join(subtitles),
        "author": "、".join(author.name for author in meta.authors),
        "author_role": meta.authors[0].role if meta.authors else "",
        "date_raw": known, "published": meta.published, "place": meta.place, "publisher": meta.publisher,
        "docket": meta.docket, "url": meta.link, "language": language, "language_script": script,
    }  # fmt: skip
    return {name: value or None for name, value in named.items()} | {"date": _day(known)}


def _day(iso: str) -> date | None:
    """The day of an ISO date; None where only a month or year is known."""
    try:
        return date.fromisoformat(iso[:10]) if len(iso) >= 10 and iso[4] == iso[7] == "-" else None
    except ValueError:
        return None


def _people(persons: Iterable[Person], authors: tuple[Person, ...]) -> list[Span]:
    found: list[Span] = []
    for person, what in [*((a, "author") for a in authors), *((p, p.kind) for p in persons)]:
        if person.name and all(person.name != other["name"] for other in found):
            found.append({"name": person.name, "role": person.role or None, "kind": what or None})
    return found


def _warnings(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, int | None]]:
    """The codes of warnings and where in the source they are."""
    from pipeline.diagnostics import level

    return [(d.code, d.span.start if d.span else None) for d in diagnostics if level(d) == "warning"]


def _codes(warnings: Iterable[tuple[str, int | None]]) -> list[str]:
    return sorted({code for code, _ in warnings})


def _within(at: int | None, stretch: tuple[int, int] | None) -> bool:
    return at is not None and stretch is not None and stretch[0] <= at < stretch[1]


def _escaped(id: str) -> str:
    """An id in which no ``#`` stands, so that the ids of parts are nobody else's."""
    return id.replace("%", "%25").replace("#", "%23")
