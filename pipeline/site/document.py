"""The pages of one document: each of its texts in every script, its source beside it, and its references to import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.site import cite
from pipeline.site.address import absolute
from pipeline.site.frame import File, Link, Site, show
from pipeline.site.lists import year
from pipeline.site.metadata import description
from pipeline.site.model import Text, Volume
from pipeline.site.page import Download, Page
from pipeline.site.source import rows
from pipeline.site.texts import excerpt, notes_of, volume
from pipeline.site.words import words
from pipeline.tei.view import view as seen
from pipeline.tei.view_types import Part, View
from pipeline.writers.script import in_script

if TYPE_CHECKING:
    from lxml.etree import _Element

Neighbours = tuple[Link | None, Link | None]
Paths = dict[tuple[str, str], str]  # (name of a division, key of a group): its page


@dataclass(frozen=True, slots=True)
class Document:
    """A document to show: ``around`` are the texts before and after each of its texts, in their order.

    ``whole`` are those before and after a compilation, ``lists`` the pages of the lists that its texts stand in.
    """

    id: str
    around: tuple[Neighbours, ...]
    whole: Neighbours
    lists: Paths


@dataclass(frozen=True, slots=True)
class _Shown:
    """A document in one script: ``scripts`` are (script, language, ending of the path) of all, the source's first."""

    view: View
    volume: Volume
    ending: str
    scripts: tuple[tuple[str, str, str], ...]


def pages(document: Document, tei: _Element, site: Site) -> Iterator[File]:
    """All pages and references of a document.

    Raises:
        TemplateError: a template is wrong.
    """
    plain = seen(tei)
    views = {"": plain}
    for script in site.config.scripts:
        other = in_script(plain, script)
        if other.converted_from and other.lang != plain.lang:
            views[f".{script}"] = other
    own = "hant" if plain.lang.lower().startswith("zh-hant") else "hans"
    scripts = tuple((ending[1:] or own, view.lang, ending) for ending, view in views.items())
    for ending, view in views.items():
        yield from _in_script(_Shown(view, volume(view, document.id), ending, scripts), document, site)
    found = volume(plain, document.id)
    whole = found.compilation or found.texts[0]
    yield _source(plain, tei, whole, site)
    for text in (*found.texts, *filter(None, [found.compilation])):
        yield from _references(text, found.compilation, site)


def _in_script(shown: _Shown, document: Document, site: Site) -> Iterator[File]:
    whole = shown.volume.compilation
    if whole:
        yield _compilation(shown, whole, document, site)
    for text, part, around in zip(shown.volume.texts, shown.view.parts, document.around, strict=True):
        yield _text(shown, text, part, around, document, site)


def _page(shown: _Shown, text: Text, site: Site, compilation: bool = False) -> Page:
    whole = shown.volume.compilation
    path = f"{text.id}{shown.ending}.html"
    crumbs = [_year(text, site)] if year(text) else []
    if whole and not compilation:
        crumbs.append((whole.title, f"{whole.id}{shown.ending}.html"))
    many = len(shown.scripts) > 1
    return Page(
        path,
        text.title,
        shown.view.lang,
        description(text),
        cited=_cited(text, whole, site, path, compilation),
        scripts=tuple((lang, f"{text.id}{ending}.html") for _, lang, ending in shown.scripts) if many else (),
        downloads=_downloads(shown.volume.id, site),
        crumbs=(*crumbs, (text.title, path)),
        texts=tuple((t.title, f"{t.id}{shown.ending}.html") for t in shown.volume.texts)
        if compilation
        else (),
    )


def _year(text: Text, site: Site) -> tuple[str, str]:
    label = words(site.config.language)["year_n"].format(n=year(text))
    return label, f"browse/year-{year(text)}.html"


def _cited(text: Text, whole: Text | None, site: Site, path: str, compilation: bool = False) -> cite.Citation:
    url = absolute(site.config.base_url, path) if site.config.base_url else ""
    container = whole.title if whole and not compilation else ""
    return cite.Citation(text, url, container, site.config.title, compilation)


def _downloads(id: str, site: Site) -> tuple[Download, ...]:
    plain = words(site.config.language)["plain_text"]
    return (
        Download(f"{id}.xml", "application/tei+xml", "TEI XML"),
        Download(f"{id}.md", "text/markdown", "Markdown"),
        Download(f"{id}.json", "application/json", "JSON"),
        Download(f"{id}.txt", "text/plain", plain),
    )


def _text(shown: _Shown, text: Text, part: Part, around: Neighbours, document: Document, site: Site) -> File:
    page, numbers = _page(shown, text, site), notes_of(shown.view, part)
    contents = shown.view.contents
    if shown.volume.compilation:
        contents = next((entry.children for entry in contents if entry.id == part.id), ())
    return show(
        "text", page, site, text=text, part=part, view=shown.view, contents=contents, before=around[0], after=around[1],
        notes=[note for note in shown.view.notes if note.n in numbers], **_said(shown, text, document, page, site),
    )  # fmt: skip


def _compilation(shown: _Shown, whole: Text, document: Document, site: Site) -> File:
    page = _page(shown, whole, site, compilation=True)
    notes = [
        note
        for note in shown.view.notes
        if not any(note.n in notes_of(shown.view, p) for p in shown.view.parts)
    ]
    return show(
        "compilation", page, site, text=whole, view=shown.view, volume=shown.volume, notes=notes,
        before=document.whole[0], after=document.whole[1],
        ending=shown.ending, excerpts=[excerpt(text) for text in shown.volume.texts],
        **_said(shown, whole, document, page, site),
    )  # fmt: skip


def _said(shown: _Shown, text: Text, document: Document, page: Page, site: Site) -> dict[str, object]:
    """What the pages of a text and of a compilation say alike."""
    ui = words(site.config.language)
    assert page.cited is not None
    facts = [("publisher", text.publisher, document.lists.get(("sources", text.publisher), ""))]
    facts += [("place", text.place, ""), ("docket", text.docket, "")]
    if text.within and shown.volume.compilation:
        facts.append(("within", shown.volume.compilation.title, f"{text.within}{shown.ending}.html"))
    kind = "compilation" if page.cited.compilation else text.kind and f"kind_{text.kind}"
    return {
        "kicker": [ui[kind]] if kind else [],
        "facts": [fact for fact in facts if fact[1]],
        "scripts": [(name, lang, f"{text.id}{ending}.html") for name, lang, ending in shown.scripts],
        "source_path": f"{document.id}.source.html",
        "reference": cite.plain(page.cited, site.config.language),
        "references": [Download(f"{text.id}{suffix}", type, title) for suffix, type, title in _REFERENCES],
    }


_REFERENCES = (
    (".bib", "application/x-bibtex", "BibTeX"),
    (".ris", "application/x-research-info-systems", "RIS"),
    (".csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
)


def _references(text: Text, whole: Text | None, site: Site) -> Iterator[File]:
    cited = _cited(text, whole, site, f"{text.id}.html", text is whole)
    yield f"{text.id}.bib", cite.bibtex(cited).encode()
    yield f"{text.id}.ris", cite.ris(cited).encode()
    yield f"{text.id}.csl.json", cite.csl_json((cited,)).encode()


def _source(view: View, tei: _Element, whole: Text, site: Site) -> File:
    ui = words(site.config.language)
    path = f"{whole.id}.source.html"
    title = f"{ui['source_view']}：{whole.title}" if ui["chinese"] else f"{ui['source_view']}: {whole.title}"
    crumbs = (
        *([_year(whole, site)] if year(whole) else []),
        (whole.title, f"{whole.id}.html"),
        (ui["source_view"], path),
    )
    page = Page(path, title, site.config.language, crumbs=crumbs)
    return show("source", page, site, text=whole, view=view, rows=rows(tei, view, whole.id))
