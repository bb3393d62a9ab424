"""Builds the site in a folder that has the texts and their cards: pages, lists, search, feeds; what is unchanged stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.site import browse, feeds, overview
from pipeline.site.archive import Archive, counted
from pipeline.site.colours import DARK, LIGHT
from pipeline.site.config import SiteConfig
from pipeline.site.document import Document, Neighbours
from pipeline.site.frame import File, Link, Site
from pipeline.site.model import Paragraph, Text, Volume
from pipeline.site.store import Store
from pipeline.site.texts import read_card
from pipeline.site.words import words
from pipeline.site.workers import rendered
from pipeline.site.written import ABOUT, Written, beside, written
from pipeline.writers.script import change

if TYPE_CHECKING:
    from pipeline.done import Done

_BEGINNING = 12  # paragraphs that excerpts and descriptions are taken from


@dataclass(frozen=True, slots=True)
class Card:
    """A document in the folder: its id, its file of TEI, and a name for what is in that."""

    id: str
    path: Path
    tei: str

    @classmethod
    def of(cls, done: Done) -> Card | None:
        """The card of a document that a run has done; None where it made none."""
        card, tei = done.outputs.get("card"), done.outputs.get("tei")
        return cls(done.id, Path(card[0].path), tei[0].digest) if card and tei else None


def build(
    folder: Path,
    cards: Sequence[Card],
    config: SiteConfig,
    key: str,
    jobs: int = 1,
    memory: int = 0,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Write all pages.

    Args:
        folder: of the site.
        cards: the documents, in any order.
        config: the settings.
        key: changes with everything else the pages depend on: the program and its templates.
        jobs: workers.
        memory: bytes that each of them may take.
        stopped: when it says yes, no other page is begun; another run goes on from there.

    Raises:
        WriteError: a file cannot be written.
        TemplateError: a template is wrong.
    """
    from pipeline.state import digest, stamps

    cards = sorted(cards, key=lambda card: card.id)
    volumes = [_brief(volume) for volume in _volumes(cards, _BEGINNING)]
    texts = tuple(text for volume in volumes for text in volume.texts)
    archive = Archive.of(texts, tuple(v.compilation for v in volumes if v.compilation), config.language)
    feed, pages = feeds.feed(texts, config), written(config.pages)
    site = Site(config, _menu(archive, pages, config.language), feed is not None, pages)
    rules = digest(key, repr(config), site.menu, site.feed, stamps(filter(None, [config.templates]), "*"))
    store = Store(folder)
    due: list[tuple[str, Document]] = []
    for card, shown in zip(cards, _documents(volumes, archive), strict=True):
        own = digest(rules, card.tei, repr(shown))
        if not store.stands(card.id, own):
            due.append((own, shown))
    for own, shown, made in rendered(due, folder, site, jobs, memory, stopped):
        store.note(shown.id, own, made)
    if not stopped():
        _write_lists(archive, site, rules, store)
        store.keep("", "", _rest(archive, site, feed))
        _write_search(volumes, cards, store)
    store.close(whole=not stopped())


def _volumes(cards: Iterable[Card], first: int | None = None) -> Iterator[Volume]:
    for card in cards:
        yield read_card(card.path.read_bytes(), card.id, first)


def _brief(volume: Volume) -> Volume:
    """A document without its text, but for the beginning that descriptions quote."""
    whole = volume.compilation and _shortened(volume.compilation)
    return Volume(volume.id, tuple(map(_shortened, volume.texts)), whole)


def _shortened(text: Text) -> Text:
    return replace(text, paragraphs=tuple([Paragraph(p.id, p.text[:120]) for p in text.paragraphs]))


def _menu(archive: Archive, pages: tuple[Written, ...], language: str) -> tuple[tuple[str, str], ...]:
    ui = words(language)
    lists = tuple((ui[axis.name], axis.path) for axis in archive.axes)
    fixed = (("search", "search.html"), ("data", "data.html"), ("about_site", "about.html"))
    others = tuple((page.title, page.path) for page in pages if page.name != ABOUT)
    return (*lists, *((ui[word], path) for word, path in fixed), *others)


def _documents(volumes: Sequence[Volume], archive: Archive) -> Iterator[Document]:
    """Each document with the texts beside its own: in a compilation, else by date."""
    alone = [*(text for text in archive.texts if not text.within), *archive.volumes]
    around = dict(_around(sorted(alone, key=lambda text: (not text.date, text.date, counted(text.id)))))
    lists = {
        (axis.name, value): group.path
        for axis in archive.axes
        for group in axis.groups
        for value in group.values
    }
    for volume in volumes:
        whole = volume.compilation
        beside = dict(_around(list(volume.texts))) if whole else around
        names = {("sources", text.publisher) for text in (*volume.texts, *filter(None, [whole]))}
        yield Document(
            volume.id,
            tuple(beside[text.id] for text in volume.texts),
            around[whole.id] if whole else (None, None),
            {name: lists[name] for name in sorted(names) if name in lists},
        )


def _around(texts: Sequence[Text]) -> Iterator[tuple[str, Neighbours]]:
    links = [Link(f"{text.id}.html", text.title, text.lang) for text in texts]
    for text, before, after in zip(texts, [None, *links], [*links[1:], None], strict=False):
        yield text.id, (before, after)


def _rest(archive: Archive, site: Site, feed: bytes | None) -> Iterator[File]:
    config = site.config
    pages = []
    for path, data in overview.pages(archive, site):
        pages.append(path)
        yield path, data
    pages += [group.path for axis in archive.axes for group in axis.groups]
    yield "site.css", _style(config)
    if config.css:
        yield "own.css", config.css.read_bytes()
    yield from beside(config.pages)
    if feed is not None:
        yield "atom.xml", feed
    yield "robots.txt", feeds.robots(config)
    yield "site.webmanifest", feeds.manifest(config)
    yield "icon.svg", feeds.icon(config)
    listed = [[(config.language, path)] for path in pages if path.endswith(".html") and path != "404.html"]
    listed += [list(_in_scripts(text, config)) for text in (*archive.texts, *archive.volumes)]
    yield from ((name, data) for name, data in feeds.sitemap(listed, config).items())


def _in_scripts(text: Text, config: SiteConfig) -> Iterator[tuple[str, str]]:
    """The pages of a text as (language, path), the source's own script first."""
    yield text.lang, f"{text.id}.html"
    for script in config.scripts:
        _, lang = change(text.lang, script)
        if lang and lang != text.lang:
            yield lang, f"{text.id}.{script}.html"


def _style(config: SiteConfig) -> bytes:
    """The style sheet: that of a single page for the text, the site's, and its own colours behind the built-in ones."""
    from pipeline.resources import folder

    templates = folder("templates")
    rules = [(templates / name).read_text("utf-8") for name in ("document.css", "site/site.css")]
    for scheme, built_in in (("light", LIGHT), ("dark", DARK)):
        own = {token: value for token, value in config.colours(scheme).items() if value != built_in[token]}
        values = " ".join(f"--{token}: {value};" for token, value in own.items())
        if values:
            rules.append(f"@media screen and (prefers-color-scheme: {scheme}) {{ :root {{ {values} }} }}\n")
    return "".join(rules).encode()


def _write_lists(archive: Archive, site: Site, rules: str, store: Store) -> None:
    from pipeline.state import digest

    for group, axis, told in browse.groups(archive):
        own = digest(rules, told)
        if not store.stands(group.path, own):
            store.keep(group.path, own, [browse.group_page(group, axis, archive, site)])


def _write_search(volumes: Sequence[Volume], cards: Sequence[Card], store: Store) -> None:
    from pipeline.site import search

    places = {text.id: n for n, volume in enumerate(volumes) for text in volume.texts}

    def load(ids: tuple[str, ...]) -> Iterator[Text]:
        # the texts of a compilation follow each other, so each card is read once, as a rule
        for n, of_card in groupby(ids, key=places.__getitem__):
            (volume,) = _volumes([cards[n]])
            known = {text.id: text for text in volume.texts}
            yield from map(known.__getitem__, of_card)

    planned = search.plan((text for volume in volumes for text in volume.texts), load)
    store.keep("search", "", planned.shared)
    for segment in planned.segments:
        if not store.stands(segment.folder, segment.digest):
            store.keep(segment.folder, segment.digest, segment.files())
