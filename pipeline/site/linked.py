"""A page for schema.org: the text, list or site on it, and where it stands in the site."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from pipeline.site.address import absolute
from pipeline.site.cite import Citation
from pipeline.site.config import SiteConfig
from pipeline.site.page import Download, Page
from pipeline.site.words import words
from pipeline.writers.records import Record, work


def linked_data_json(page: Page, config: SiteConfig) -> Markup:
    """The page for schema.org as JSON that can stand in HTML: no ``<`` ends the script it stands in."""
    whole = json.dumps(linked_data(page, config), ensure_ascii=False, separators=(",", ":"))
    for c in "<>&\u2028\u2029":
        whole = whole.replace(c, f"\\u{ord(c):04x}")
    return Markup(whole)


def linked_data(page: Page, config: SiteConfig) -> Record:
    """The page for schema.org: the text, list or site on it, and where it stands in the site."""
    graph = [_subject(page, config)]
    if len(page.crumbs) > 1:
        graph.append(_breadcrumbs(page, config))
    return {
        "@context": "https://schema.org",
        "@graph": [{k: v for k, v in item.items() if v} for item in graph],
    }


def _subject(page: Page, config: SiteConfig) -> Record:
    address = page.link(page.path, config)
    parts = [
        {"@type": "Article", "@id": page.link(path, config), "name": title} for title, path in page.texts
    ]
    if page.cited:
        return _text(page.cited, page, config, parts)
    found: Record = {"@id": address, "url": address, "name": page.title, "description": page.description}
    found |= {"inLanguage": page.lang, "license": config.licence.url or config.licence.name}
    if page.kind == "home":
        return {
            "@type": "WebSite",
            **found,
            "publisher": _publisher(config),
            "potentialAction": _search(config),
        }
    if page.kind == "data":
        files = [_file(file, page, config) for file in page.downloads]
        return {"@type": "Dataset", **found, "creator": _publisher(config), "distribution": files}
    return {"@type": "CollectionPage" if page.kind == "list" else "WebPage", **found, "hasPart": parts}


def _text(cited: Citation, page: Page, config: SiteConfig, parts: list[Record]) -> Record:
    within: Record | None = {"@type": "Collection", "name": cited.container} if cited.container else None
    if not within and config.title:
        within = {"@type": "WebSite", "name": config.title, "url": page.link("index.html", config)}
    return {
        **work(cited.text, page.lang, parts if cited.compilation else None),
        "@id": page.link(page.path, config),
        "url": page.link(page.path, config),
        "keywords": list(cited.text.subjects),
        "isPartOf": within,
        "license": config.licence.url or config.licence.name,
        "isAccessibleForFree": True,
        "encoding": [_file(file, page, config) for file in page.downloads],
    }


def _file(file: Download, page: Page, config: SiteConfig) -> Record:
    return {
        "@type": "MediaObject" if page.cited else "DataDownload",
        "name": file.title,
        "encodingFormat": file.type,
        "contentUrl": page.link(file.path, config),
    }


def _publisher(config: SiteConfig) -> Record | None:
    name = config.publisher or config.editor
    return {"@type": "Organization" if config.publisher else "Person", "name": name} if name else None


def _search(config: SiteConfig) -> dict[str, Any] | None:
    """How to search the site by an address; only a site with an address has one."""
    if not config.base_url:
        return None
    return {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": absolute(config.base_url, "search.html") + "?q={search_term_string}",
        },
        "query-input": "required name=search_term_string",
        "name": words(config.language)["search"],
    }


def _breadcrumbs(page: Page, config: SiteConfig) -> Record:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": title, "item": page.link(path, config)}
            for n, (title, path) in enumerate(page.crumbs, 1)
        ],
    }
