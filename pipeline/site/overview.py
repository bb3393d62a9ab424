"""The pages about the archive as a whole: home, lists, search, data, about and the one for wrong addresses."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from pipeline.resources import folder

from pipeline.site import cite
from pipeline.site.chart import Drawing, chart
from pipeline.site.frame import File, Site, show
from pipeline.site.lists import Axis, Group, axes, year
from pipeline.site.model import Text
from pipeline.site.page import Page
from pipeline.site.texts import excerpt
from pipeline.site.words import fill, words
from pipeline.site.written import ABOUT, Written

_LATEST = 8
_NUMBER = re.compile("[0-9]+")
_TOP = 10  # groups of each division on the home page
_VALUES = 12  # of each filter of a list
# what the header of every TEI file declares, in its order
PRINCIPLES = ("correction", "normalization", "quotation", "hyphenation", "segmentation", "interpretation")


@dataclass(frozen=True, slots=True)
class Archive:
    """All texts of the site, newest first, and its compilations; of their paragraphs only the beginning is needed."""

    texts: tuple[Text, ...]
    volumes: tuple[Text, ...]
    axes: tuple[Axis, ...]

    @classmethod
    def of(cls, texts: tuple[Text, ...], volumes: tuple[Text, ...], language: str) -> Archive:
        """Put texts and compilations in order and divide them."""
        ordered = tuple(newest(texts))
        return cls(ordered, tuple(newest(volumes)), axes(ordered, tuple(newest(volumes)), words(language)))

    @property
    def documents(self) -> list[Text]:
        """The texts that stand alone, and the compilations, newest first."""
        return newest((*(text for text in self.texts if not text.within), *self.volumes))

    def inside(self, text: Text) -> tuple[Text, ...]:
        """The texts of a compilation, or the text itself."""
        return tuple(inner for inner in self.texts if inner.within == text.id) or (text,)

    def axis(self, name: str) -> Axis | None:
        """A division by its name."""
        return next((axis for axis in self.axes if axis.name == name), None)


def newest(texts: tuple[Text, ...]) -> list[Text]:
    """Texts by date, the latest first, then those without one; texts of one day by their ids and numbers."""
    ordered = sorted(texts, key=lambda text: counted(text.id))
    return sorted(ordered, key=lambda text: text.date, reverse=True)


def counted(id: str) -> str:
    """An id in a form that sorts 2 before 10."""
    return _NUMBER.sub(lambda found: found[0].zfill(9), id)


def pages(archive: Archive, site: Site) -> Iterator[File]:
    """All pages that are not of a text.

    Raises:
        TemplateError: a template is wrong.
    """
    yield _home(archive, site)
    for axis in archive.axes:
        yield _axis(axis, site)
        for group in axis.groups:
            yield _group(group, axis, archive, site)
    yield _search(archive, site)
    yield _about(site)
    for own in site.written:
        if own.name != ABOUT:
            yield _written(own, site)
    yield from _data(archive, site)
    yield _plain("404", words(site.config.language)["not_found"], site)


def _home(archive: Archive, site: Site) -> File:
    config, ui = site.config, words(site.config.language)
    page = Page("index.html", config.title, config.language, config.description, kind="home")
    years = archive.axis("years")
    latest = [(text, excerpt(archive.inside(text)[0]), len(archive.inside(text))) for text in archive.documents[:_LATEST]]
    return show(
        "home", page, site, archive=archive, counts=_counts(archive, site), latest=latest, drawn=_chart(years, site),
        shelves=[(axis, [g for g in axis.groups if g.key][:_TOP]) for axis in archive.axes if axis.name != "years"],
    )  # fmt: skip


def _chart(years: Axis | None, site: Site) -> list[Drawing]:
    """The texts per year, drawn for a wide screen and for a narrow one."""
    ui = words(site.config.language)
    many, one = fill(ui["texts_n"], "{n}"), fill(ui["texts_n"], "1").replace("1", "{n}")
    drawn = [chart(years.groups if years else (), ui["year_n"], many, one, room) for room in (1040, 400)]
    return [drawing for drawing in drawn if drawing]


def _counts(archive: Archive, site: Site) -> list[str]:
    ui = words(site.config.language)
    found = [fill(ui["texts_n"], f"{len(archive.texts):,}")]
    found.append(fill(ui["characters_n"], f"{sum(text.characters for text in archive.texts):,}"))
    known = sorted(filter(None, map(year, archive.texts)))
    if known:
        same = known[0] == known[-1]
        found.append(fill(ui["year_n"], known[0]) if same else fill(ui["years_range"], first=known[0], last=known[-1]))
    for name in ("speakers", "sources"):
        axis = archive.axis(name)
        if axis:
            found.append(fill(ui[f"{name}_n"], sum(bool(group.key) for group in axis.groups)))
    return found


def _axis(axis: Axis, site: Site) -> File:
    ui = words(site.config.language)
    title = ui[f"browse_{axis.name}"]
    page = Page(axis.path, title, site.config.language, kind="list", crumbs=((title, axis.path),))
    drawn = _chart(axis, site) if axis.name == "years" else []
    return show("axis", page, site, axis=axis, drawn=drawn, section=axis.path)


def _group(group: Group, axis: Axis, archive: Archive, site: Site) -> File:
    ui = words(site.config.language)
    label = ui["year_n"].format(n=group.label) if axis.name == "years" and group.key else group.label
    page = Page(
        group.path, label, group.lang or site.config.language, kind="list",
        crumbs=((ui[axis.name], axis.path), (label, group.path)),
        texts=tuple((text.title, f"{text.id}.html") for text in group.texts),
    )  # fmt: skip
    years = [(key, tuple(texts)) for key, texts in groupby(group.texts, key=year)]
    facets = tuple(_facets(group, axis, archive))
    marks: dict[str, str] = {}
    for _, values in facets:
        for mark, _, _, ids in values:
            for id in ids:
                marks[id] = f"{marks[id]} {mark}" if id in marks else mark
    return show(
        "group", page, site, group=group, axis=axis, years=years, facets=facets, marks=marks, section=axis.path,
    )  # fmt: skip


def _facets(group: Group, axis: Axis, archive: Archive) -> Iterator[tuple[str, list[tuple[str, str, str, list[str]]]]]:
    """The other divisions of the texts of a group: (division, (mark, label, language, ids of its texts)…)."""
    inside = {text.id for text in group.texts}
    for other in archive.axes:
        if other.name == axis.name:
            continue
        shared = [
            (each, ids) for each in other.groups if (ids := [t.id for t in each.texts if t.id in inside])
        ]
        if len(shared) < 2:
            continue
        if other.name != "years":
            shared.sort(key=lambda item: -len(item[1]))
        letter = other.name[:2]
        yield other.name, [
            (f"{letter}{n}", each.label, each.lang, ids) for n, (each, ids) in enumerate(shared[:_VALUES])
        ]


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


def _data(archive: Archive, site: Site) -> Iterator[File]:
    ui, config = words(site.config.language), site.config
    page = Page("data.html", ui["data"], config.language, kind="data", crumbs=((ui["data"], "data.html"),))
    whole = (*archive.texts, *archive.volumes)
    titles = {volume.id: volume.title for volume in archive.volumes}
    cited = tuple(
        cite.Citation(
            text, f"{config.base_url}{text.id}.html" if config.base_url else "", titles.get(text.within, ""),
            config.title, text.id in titles,
        )
        for text in whole
    )  # fmt: skip
    own = cite.Citation(
        Text("index", config.title, publisher=config.publisher, lang=config.language), config.base_url, compilation=True
    )
    yield show(
        "data", page, site, counts=_counts(archive, site), files=_FILES, schemas=_SCHEMAS,
        reference=cite.plain(own, config.language),
    )  # fmt: skip
    for path, _ in _SCHEMAS:
        yield path, (folder("schemas") / PurePosixPath(path).name).read_bytes()
    yield "exports/texts.csv", _table(whole)
    yield "exports/texts.bib", "\n".join(map(cite.bibtex, cited)).encode()
    yield "exports/texts.ris", "\r\n".join(map(cite.ris, cited)).encode()
    yield "exports/texts.csl.json", cite.csl_json(cited).encode()


_FILES = (
    ("exports/texts.csv", "file_csv"), ("exports/texts.bib", "file_bib"), ("exports/texts.ris", "file_ris"),
    ("exports/texts.csl.json", "file_csl"),
)  # fmt: skip
_SCHEMAS = (
    ("exports/wengao.rng", "file_rng"), ("exports/wengao.sch", "file_sch"), ("exports/document.schema.json", "file_schema"),
)  # fmt: skip
_COLUMNS = (
    "id", "within", "title", "subtitle", "authors", "delivered", "published", "publisher", "place", "docket", "kind",
    "lang", "characters", "repairs", "link", "file", "sha256", "page", "tei",
)  # fmt: skip


def _table(texts: tuple[Text, ...]) -> bytes:
    """All texts as a table in CSV, a row for each."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_COLUMNS)
    for text in sorted(texts, key=lambda text: text.id):
        values = {
            "authors": "; ".join(author.name for author in text.authors),
            "page": f"{text.id}.html",
            "tei": f"{text.within or text.id}.xml",
        }
        table.writerow([values[name] if name in values else getattr(text, name) for name in _COLUMNS])
    return written.getvalue().encode()
