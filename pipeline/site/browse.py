"""The pages that browsing leads through: a page for each division of the archive, and one for each group in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from pipeline.site.archive import Archive
from pipeline.site.chart import Drawing, chart
from pipeline.site.facets import facets_of
from pipeline.site.frame import File, Site, show
from pipeline.site.lists import Axis, Group, year
from pipeline.site.page import Page
from pipeline.site.words import fill, words

_NAMED = 100  # texts of a list that its head names for machines; a sitemap has all


def groups(archive: Archive) -> Iterator[tuple[Group, Axis, str]]:
    """Every group with its division, and all that its page shows, as one string that changes with it."""
    for axis in archive.axes:
        for group in axis.groups:
            rows = [
                (t.id, t.title, t.lang, t.date, [a.name for a in t.authors], t.publisher, t.kind)
                for t in group.texts
            ]
            yield group, axis, repr((group.label, group.lang, rows, facets_of(group, axis, archive)))


def axis_page(axis: Axis, site: Site) -> File:
    """The page that lists the groups of a division.

    Raises:
        TemplateError: a template is wrong.
    """
    ui = words(site.config.language)
    title = ui[f"browse_{axis.name}"]
    page = Page(axis.path, title, site.config.language, kind="list", crumbs=((title, axis.path),))
    drawn = drawings(axis, site) if axis.name == "years" else []
    return show("axis", page, site, axis=axis, drawn=drawn, section=axis.path)


def group_page(group: Group, axis: Axis, archive: Archive, site: Site) -> File:
    """The page of a group.

    Raises:
        TemplateError: a template is wrong.
    """
    ui = words(site.config.language)
    label = ui["year_n"].format(n=group.label) if axis.name == "years" and group.key else group.label
    page = Page(
        group.path, label, group.lang or site.config.language, kind="list",
        crumbs=((ui[axis.name], axis.path), (label, group.path)),
        texts=tuple((text.title, f"{text.id}.html") for text in group.texts[:_NAMED]),
    )  # fmt: skip
    years = [(key, tuple(texts)) for key, texts in groupby(group.texts, key=year)]
    facets = facets_of(group, axis, archive)
    marks: defaultdict[str, list[str]] = defaultdict(list)
    for value in (value for facet in facets for value in facet.values):
        for id in value.ids:
            marks[id].append(value.mark)
    return show(
        "group", page, site, group=group, axis=axis, years=years, facets=facets, section=axis.path,
        marks={id: " ".join(found) for id, found in marks.items()},
    )  # fmt: skip


def drawings(years: Axis | None, site: Site) -> list[Drawing]:
    """The texts per year, drawn for a wide screen and for a narrow one."""
    ui = words(site.config.language)
    many, one = fill(ui["texts_n"], "{n}"), fill(ui["texts_n"], "1").replace("1", "{n}")
    drawn = [chart(years.groups if years else (), ui["year_n"], many, one, room) for room in (1040, 400)]
    return [drawing for drawing in drawn if drawing]
