"""What the site says of itself in files of its own: Atom feed, sitemap, robots.txt, web manifest and icon, as bytes.

No file names the day it was made. A text that is not dated to the day is not in the feed, because an entry must say
when it was updated and nobody knows; the sitemap has no dates at all, for the date of a text is not that of its page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from pipeline.site.address import absolute
from pipeline.site.cite import Citation, day
from pipeline.site.config import SiteConfig
from pipeline.site.metadata import description
from pipeline.site.model import Text

if TYPE_CHECKING:
    from lxml.etree import _Element

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50
_MOST_URLS, _MOST_BYTES = 50_000, 45 << 20  # of one sitemap; the protocol allows 50 MB
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

# 文, drawn in four strokes: a glyph would look different with every font
_ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="9" fill="{accent}"/>
<path d="M29.5 11.5 34.5 18.5M12 24H52M43.5 24.5C40 37.5 30 47.5 14 53M20.5 24.5C24 37.5 34 47.5 50 53"
 fill="none" stroke="{paper}" stroke-width="5.2" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
"""


def feed(texts: Iterable[Text], config: SiteConfig) -> bytes | None:
    """The fifty latest texts as an Atom feed (RFC 4287).

    Args:
        texts: all texts of the archive, in any order.
        config: of the site; without a base its links are relative to the feed.

    Returns:
        The file, or None where no text is dated to the day: such a feed could not say when it was updated.
    """
    from lxml import etree

    dated = [text for text in texts if len(Citation(text).date) == 10]
    latest = sorted(sorted(dated, key=lambda text: text.id), key=_moment, reverse=True)[:ENTRIES]
    if not latest:
        return None
    root = etree.Element(f"{{{ATOM}}}feed", {_LANG: config.language}, nsmap={None: ATOM})  # type: ignore[dict-item]  # the stubs forget None, the default
    _add(root, "title", config.title)
    if config.description:
        _add(root, "subtitle", config.description)
    _add(root, "id", _identity("atom.xml", config))
    _add(root, "updated", _moment(latest[0]))
    _add(_add(root, "author"), "name", config.publisher or config.editor or config.title)
    _add(root, "link", rel="alternate", type="text/html", href=absolute(config.base_url, "index.html"))
    if config.base_url:
        address = absolute(config.base_url, "atom.xml")
        _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "icon", absolute(config.base_url, "icon.svg"))
    if rights := " ".join(filter(None, (config.licence.name, config.licence.url))):
        _add(root, "rights", rights)
    _add(root, "generator", "Wengao")
    for text in latest:
        _entry(root, text, config)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _entry(root: _Element, text: Text, config: SiteConfig) -> None:
    entry = _add(root, "entry")
    entry.set(_LANG, text.lang)
    _add(entry, "title", text.title)
    _add(entry, "id", _identity(f"{text.id}.html", config))
    _add(entry, "updated", _moment(text))
    if len(day(text.published)) == 10:
        _add(entry, "published", _moment(text))
    for author in text.authors:
        _add(_add(entry, "author"), "name", author.name)
    _add(entry, "link", rel="alternate", type="text/html", href=absolute(config.base_url, f"{text.id}.html"))
    for subject in text.subjects:
        _add(entry, "category", term=subject)
    _add(entry, "summary", description(text))


def _add(parent: _Element, name: str, text: str = "", **attributes: str) -> _Element:
    from lxml import etree

    found = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    found.text = " ".join(text.split("\n")).strip() or None
    return found


def _moment(text: Text) -> str:
    """The day of a text as the moment that Atom asks for; -00:00 says that the local time is not known (RFC 3339)."""
    return f"{Citation(text).date}T00:00:00-00:00"


def _identity(path: str, config: SiteConfig) -> str:
    """A name for ever: the address, or one made of the title of the site and the path."""
    if config.base_url:
        return absolute(config.base_url, path)
    return uuid5(NAMESPACE_URL, f"wengao:{config.title}/{path}").urn


def sitemap(pages: Sequence[Sequence[tuple[str, str]]], config: SiteConfig) -> dict[str, bytes]:
    """The list of all pages for search engines.

    Args:
        pages: each page as (language, path) of itself in every script, the first one its own.
        config: of the site.

    Returns:
        File name → file: ``sitemap.xml``, which lists further files where one cannot hold all; nothing for a site
        without a base, because a sitemap holds whole addresses only.
    """
    if not config.base_url:
        return {}
    rows = [_url(page, path, config.base_url) for page in pages for _, path in page]
    files = [
        f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">\n{part}</urlset>\n' for part in _parts(rows)
    ]
    if len(files) == 1:
        return {"sitemap.xml": (_HEAD + files[0]).encode()}
    named = {f"sitemap-{n}.xml": (_HEAD + file).encode() for n, file in enumerate(files, 1)}
    listed = "".join(f"<sitemap><loc>{absolute(config.base_url, name)}</loc></sitemap>\n" for name in named)
    index = f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{listed}</sitemapindex>\n'
    return {"sitemap.xml": index.encode(), **named}


def _url(page: Sequence[tuple[str, str]], path: str, base_url: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(lang)} href={quoteattr(absolute(base_url, other))}/>'
        for lang, other in (page if len(page) > 1 else ())
    )
    return f"<url><loc>{escape(absolute(base_url, path))}</loc>{others}</url>\n"


def _parts(rows: Iterable[str]) -> list[str]:
    """The rows of each sitemap, cut where one would be too long."""
    parts: list[list[str]] = [[]]
    size = 0
    for row in rows:
        if len(parts[-1]) == _MOST_URLS or size + len(row) > _MOST_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(row)
        size += len(row)
    return ["".join(part) for part in parts]


def robots(config: SiteConfig) -> bytes:
    """A robots.txt that lets everybody in; it counts where the site is the root of its host."""
    where = f"Sitemap: {absolute(config.base_url, 'sitemap.xml')}" if config.base_url else _NO_SITEMAP
    return f"User-agent: *\nAllow: /\n\n{where}\n".encode()


_NO_SITEMAP = "# There is no sitemap: its addresses need base_url in site.yaml, or --base-url."


def manifest(config: SiteConfig) -> bytes:
    """The web manifest, by which the site can be put on a home screen."""
    colours = config.colours("light")
    found = {
        "name": config.title,
        "short_name": config.title[:12],
        "description": config.description,
        "lang": config.language,
        "dir": "ltr",
        "start_url": "index.html",
        "scope": "./",
        "display": "browser",
        "background_color": colours["paper"],
        "theme_color": colours["paper"],
        "icons": [{"src": "icon.svg", "type": "image/svg+xml", "sizes": "any"}],
    }
    return (json.dumps({k: v for k, v in found.items() if v}, ensure_ascii=False, indent=1) + "\n").encode()


def icon(config: SiteConfig) -> bytes:
    """The icon of the site in its own colours."""
    return _ICON.format(**config.colours("light")).encode()
