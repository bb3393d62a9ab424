"""The pages about the archive as a whole: home, lists, search, data, about and the one for wrong addresses."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.site.archive import Archive, counts
from pipeline.site.browse import axis_page, drawings
from pipeline.site.exports import data
from pipeline.site.frame import File, Site, show
from pipeline.site.page import Page
from pipeline.site.texts import excerpt
from pipeline.site.words import words
from pipeline.site.written import ABOUT, Written

_LATEST = 8
_TOP = 10  # groups of each division on the home page
# what the header of every TEI file declares, in its order
PRINCIPLES = ("correction", "normalization", "quotation", "hyphenation", "segmentation", "interpretation")


def pages(archive: Archive, site: Site) -> Iterator[File]:
    """All pages that are neither of a text nor of a group.

    Raises:
        TemplateError: a template is wrong.
    """
    yield _home(archive, site)
    for axis in archive.axes:
        yield axis_page(axis, site)
    yield _search(archive, site)
    yield _about(site)
    for own in site.written:
        if own.name != ABOUT:
            yield _written(own, site)
    yield from data(archive, site)
    yield _plain("404", words(site.config.language)["not_found"], site)


def _home(archive: Archive, site: Site) -> File:
    config = site.config
    page = Page("index.html", config.title, config.language, config.description, kind="home")
    years = archive.axis("years")
    latest = [
        (text, excerpt(archive.inside(text)[0]), len(archive.inside(text)))
        for text in archive.documents[:_LATEST]
    ]
    return show(
        "home", page, site, archive=archive, counts=counts(archive, config.language), latest=latest, drawn=drawings(years, site),
        shelves=[(axis, [g for g in axis.groups if g.key][:_TOP]) for axis in archive.axes if axis.name != "years"],
    )  # fmt: skip


def _search(archive: Archive, site: Site) -> File:
    ui = words(site.config.language)
    page = Page("search.html", ui["search"], site.config.language, crumbs=((ui["search"], "search.html"),))
    lists = [(axis.path, ui[f"browse_{axis.name}"]) for axis in archive.axes]
    return show("search", page, site, words=ui, lists=lists)


def _about(site: Site) -> File:
    ui = words(site.config.language)
    own = next((page for page in site.written if page.name == ABOUT), None)
    principles = [(name, ui[f"principle_{name}_text"]) for name in PRINCIPLES]
    return _plain("about", own.title if own else ui["about_site"], site, own=own, principles=principles)


def _written(own: Written, site: Site) -> File:
    page = Page(own.path, own.title, site.config.language, crumbs=((own.title, own.path),))
    return show("page", page, site, own=own)


def _plain(name: str, title: str, site: Site, **values: object) -> File:
    page = Page(f"{name}.html", title, site.config.language, crumbs=((title, f"{name}.html"),))
    return show(name, page, site, **values)
