"""Reads what a page says about itself: meta elements, Open Graph, Dublin Core, JSON-LD, times and links.

The names of each key stand in their order of trust: what the rules for Chinese government sites prescribe, then the
standards of the web, then what only the browser's window shows. The first one with a value wins.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from pipeline.readers.decode import legal

_TRUST = {
    "title": ("articletitle", "og:title", "ld:headline", "citation_title", "dc.title", "dcterms.title", "ld:name",
              "twitter:title", "window"),
    "date": ("pubdate", "article:published_time", "og:published_time", "ld:datepublished", "publishdate",
             "publish_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date",
             "citation_publication_date", "weibo:article:create_at", "time"),
    "author": ("ld:author", "article:author", "og:article:author", "dc.creator", "dcterms.creator",
               "citation_author", "author"),
    "publisher": ("contentsource", "account", "ld:publisher", "dc.publisher", "dcterms.publisher", "citation_journal_title",
                   "og:site_name", "sitename"),
    "url": ("canonical", "og:url", "url", "ld:url"),
    "description": ("description", "og:description", "dc.description", "dcterms.description", "ld:description"),
    "keywords": ("keywords", "dc.subject", "ld:keywords"),
    "lang": ("lang", "content-language", "dc.language", "og:locale"),
}  # fmt: skip
_DATE = re.compile(
    r"\s*(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?"
    r"(?:[T\s]+(?P<h>\d{1,2}):(?P<i>\d\d)(?::(?P<s>\d\d)(?:\.\d+)?)?\s*(?P<z>Z|[+-]\d\d:?\d\d)?)?\s*$"
)
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*$")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_LARGEST = 1 << 20  # characters of JSON-LD in one script; real ones are a few thousand


Said = dict[str, list[str]]


def said_by(tree: LexborHTMLParser) -> Said:
    """Everything that a page says about itself: the values of each name (lower case), in page order."""
    said: Said = {}
    for name, value in _said(tree):
        cleaned = legal(" ".join(value.split()))[0]
        if cleaned:
            said.setdefault(name.lower(), []).append(cleaned)
    return said


def titles_of(said: Said) -> list[str]:
    """What a page says its title is, the most trusted name first."""
    return [value for name in _TRUST["title"] for value in said.get(name, ())]


def meta_of(said: Said, title: str, address: str = "") -> tuple[tuple[str, str], ...]:
    """What a page says about itself, as ``model.Source`` names it; values that make no sense are left out.

    Args:
        said: what ``said_by`` gave.
        title: which of its titles is the text's; "" for none.
        address: where it was fetched from, as its container says; it wins over what the page says.
    """
    said = said | {"title": [title], "canonical": [address, *said.get("canonical", ())]}
    found = []
    for key, names in _TRUST.items():
        values = (
            said["title"] if key == "title" else [value for name in names for value in said.get(name, ())]
        )
        if good := next(filter(None, (_good(key, value) for value in values)), ""):
            found.append((key, good))
    return tuple(found)


def iso(value: str) -> str:
    """A date as ISO 8601: a day, or a time where one is given; "" when it is none."""
    import datetime

    compact = _COMPACT.match(value)
    found = None if compact else _DATE.match(value)
    if compact is None and found is None:
        return ""
    year, month, day = compact.groups() if compact else found.group("y", "m", "d")  # type: ignore[union-attr]
    try:
        date = datetime.date(int(year), int(month), int(day)).isoformat()
        if found is None or found["h"] is None:
            return date
        time = datetime.time(int(found["h"]), int(found["i"]), int(found["s"] or 0)).isoformat()
    except ValueError:
        return ""
    zone = found["z"] or ""
    return f"{date}T{time}{zone if zone in {'', 'Z'} else f'{zone[:3]}:{zone[-2:]}'}"


def _good(key: str, value: str) -> str:
    """A value in the form its key wants, "" when it cannot be one."""
    if key == "date":
        return iso(value)
    if key == "lang":
        return value.replace("_", "-") if _LANG.match(value) else ""
    if key == "url":
        return value if re.match(r"https?://[^\s/]", value) else ""
    return value


def _said(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Every name and value, in page order by kind."""
    root = tree.root
    if root is not None and (lang := root.attributes.get("lang") or root.attributes.get("xml:lang")):
        yield "lang", lang
    for node in tree.css("meta[content]"):
        has = node.attributes
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            if name := has.get(attribute):
                yield name, has.get("content") or ""
    for node in tree.css("link[rel='canonical'][href]"):
        yield "canonical", node.attributes.get("href") or ""
    account = tree.css_first("#js_name")  # as WeChat calls the account whose article it is
    if account is not None:
        yield "account", account.text(deep=True)
    times = {iso(node.attributes.get("datetime") or "") for node in tree.css("time[datetime]")} - {""}
    if len(times) == 1:
        yield "time", times.pop()
    for node in tree.css("script[type='application/ld+json']"):
        yield from _linked(node.text(deep=True))
    title = tree.css_first("title")
    if title is not None:
        yield "window", title.text(deep=True)


def _linked(script: str) -> Iterator[tuple[str, str]]:
    """What the articles in a script of JSON-LD say, prefixed ``ld:``."""
    if len(script) > _LARGEST:
        return
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    queue = deque([data])
    while queue:
        item = queue.popleft()
        if isinstance(item, list):
            queue += item
        elif isinstance(item, dict):
            queue += [
                item[key] for key in ("@graph", "mainEntity") if isinstance(item.get(key), (list, dict))
            ]
            if re.search(
                "Article|Posting|Report|Legislation|Speech|CreativeWork", str(item.get("@type", ""))
            ):
                yield from _article(item)


def _article(item: dict[str, object]) -> Iterator[tuple[str, str]]:
    for key in ("headline", "name", "datePublished", "author", "publisher", "url", "description", "keywords"):
        for value in _strings(item.get(key)):
            yield f"ld:{key.lower()}", value


def _strings(value: object) -> Iterator[str]:
    """A string, the name of a thing, or those of a list of them."""
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str):
            yield name
