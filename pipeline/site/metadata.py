"""What the head of a page says to machines, as lines of HTML.

Nothing in it is more than the TEI says: the fields of a text come from its record, and what is unknown is left out.
Whole addresses need a base; without one, links stay relative and what must be a whole address is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from pipeline.site.address import absolute, relative
from pipeline.site.cite import Citation, day
from pipeline.site.config import SiteConfig
from pipeline.site.linked import linked_data_json
from pipeline.site.model import Text
from pipeline.site.page import Page
from pipeline.writers.pages import written_date

_LOCALES = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "zh-hant-hk": "zh_HK", "en": "en_US"}
_ZOTERO = {"speech": "presentation", "law": "statute", "transcript": "interview"}
_MOST = 120  # characters of a description: what lists of results show of it


def description(text: Text) -> str:
    """What a text is and how it begins, in at most 120 characters of its own language."""
    chinese = text.lang.lower().startswith("zh")
    who = ("、" if chinese else ", ").join(author.name for author in text.authors)
    when = written_date(day(text.date), text.lang) if day(text.date) else ""
    facts = [*filter(None, (who, when, text.publisher if text.publisher != who else ""))]
    lead = ("，" if chinese else ", ").join(facts) + (("。" if chinese else ". ") if facts else "")
    body = "".join(paragraph.text.strip() for paragraph in text.paragraphs[:8])
    whole = " ".join(f"{lead}{body}".split())
    return whole if len(whole) <= _MOST else f"{whole[: _MOST - 1].rstrip()}…"


def head(page: Page, config: SiteConfig) -> Markup:
    """The lines of the head of a page that speak to machines, JSON-LD among them; title, style and icon are not."""
    rows = [*_general(page, config), *_links(page, config)]
    if page.cited:
        rows += [*_dublin_core(page.cited, page, config), *_highwire(page.cited, page)]
    rows += _open_graph(page, config)
    data = Markup('<script type="application/ld+json">{}</script>').format(linked_data_json(page, config))
    return Markup("\n").join([*rows, data])


def _meta(name: str, content: str, attribute: str = "name") -> Iterator[Markup]:
    if content:
        yield Markup(f'<meta {attribute}="{name}" content="{escape(_line(content))}">')


def _link(rel: str, href: str, **more: str) -> Markup:
    others = "".join(f' {name}="{escape(_line(value))}"' for name, value in more.items() if value)
    return Markup(f'<link rel="{rel}" href="{escape(href)}"{others}>')


def _line(value: str) -> str:
    return " ".join(value.split("\n"))


def _general(page: Page, config: SiteConfig) -> Iterator[Markup]:
    yield from _meta("description", page.description)
    yield from _meta(
        "author", "、".join(a.name for a in page.cited.text.authors) if page.cited else config.publisher
    )


def _links(page: Page, config: SiteConfig) -> Iterator[Markup]:
    if config.base_url:
        yield _link("canonical", absolute(config.base_url, page.path))
        # a browser refuses a manifest that lies on a disk, and says so aloud
        yield _link("manifest", relative(page.path, "site.webmanifest"))
    for lang, path in page.scripts:
        yield _link("alternate", page.link(path, config), hreflang=lang)
    if page.scripts:
        yield _link("alternate", page.link(page.scripts[0][1], config), hreflang="x-default")
    for file in page.downloads:
        yield _link("alternate", relative(page.path, file.path), type=file.type, title=file.title)
    if config.licence.url:
        yield _link("license", config.licence.url)


def _dublin_core(cited: Citation, page: Page, config: SiteConfig) -> Iterator[Markup]:
    text = cited.text
    yield _link("schema.DCTERMS", "http://purl.org/dc/terms/")
    rows = (
        ("title", text.title),
        ("alternative", text.subtitle),
        *(("creator", author.name) for author in text.authors),
        ("created", text.delivered),
        ("issued", text.published),
        ("publisher", text.publisher),
        ("spatial", text.place),
        ("language", page.lang),
        ("identifier", absolute(config.base_url, page.path) if config.base_url else ""),
        ("identifier", text.docket),
        ("source", text.link),
        ("isPartOf", cited.container or cited.archive),
        *(("subject", subject) for subject in text.subjects),
        ("license", config.licence.url or config.licence.name),
        ("type", "Collection" if cited.compilation else "Text"),
    )
    for name, value in rows:
        yield from _meta(f"DCTERMS.{name}", value)


def _highwire(cited: Citation, page: Page) -> Iterator[Markup]:
    """What reference managers read first; ``z.itemType`` keeps Zotero from taking every text for a journal's article."""
    text = cited.text
    rows = (
        ("citation_title", text.title),
        *(("citation_author", author.name) for author in text.authors),
        ("citation_publication_date", cited.date.replace("-", "/")),
        ("citation_publisher", text.publisher),
        ("citation_book_title", cited.container),
        ("citation_language", page.lang),
        ("citation_public_url", cited.url),
        ("citation_fulltext_html_url", cited.url),
        ("citation_keywords", "; ".join(text.subjects)),
        ("z.itemType", "book" if cited.compilation else "bookSection" if cited.container else ""),
    )
    for name, value in rows:
        yield from _meta(name, value)
    if not cited.compilation and not cited.container:
        yield from _meta("z.itemType", _ZOTERO.get(text.kind, "webpage"))


def _open_graph(page: Page, config: SiteConfig) -> Iterator[Markup]:
    text = page.cited.text if page.cited else None
    rows = (
        ("og:type", "article" if text else "website"),
        ("og:title", page.title),
        ("og:description", page.description),
        ("og:url", absolute(config.base_url, page.path) if config.base_url else ""),
        ("og:site_name", config.title),
        ("og:locale", _locale(page.lang)),
        *(("og:locale:alternate", _locale(lang)) for lang, path in page.scripts if path != page.path),
        # days only: what is known to the year has no moment that the vocabulary could take
        ("article:published_time", day(text.published) if text and len(day(text.published)) == 10 else ""),
    )
    for name, value in rows:
        yield from _meta(name, value, "property")


def _locale(lang: str) -> str:
    lang = lang.lower()
    return next((_LOCALES[key] for key in (lang, "-".join(lang.split("-")[:2])) if key in _LOCALES), "")
