"""The package of an e-book: which files are its chapters and in which order, what it says of itself, what is locked."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from pipeline.readers.decode import ReadError, legal
from pipeline.readers.html.meta import iso
from pipeline.readers.packed import Package

KIND = "EPUB"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Fonts are often scrambled in these two ways; the text of such books is open.
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the reading order: its name in the package, its media type, whether it is the table of contents."""

    name: str
    type: str
    is_nav: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The reading order and the metadata, with the keys of ``model.Source``."""

    spine: tuple[Item, ...]
    meta: tuple[tuple[str, str], ...]


def book_of(package: Package) -> Book:
    """Read the package document.

    Raises:
        ReadError: it is missing, not XML, or names no chapters (SRC117); chapters are encrypted (SRC122).
    """
    roots = _all(_xml(package, _CONTAINER), "rootfile")
    path = next((unquote(node.get("full-path", "")) for node in roots), "")
    package_xml = _xml(package, path)
    folder = posixpath.dirname(path)
    items = {
        node.get("id"): Item(
            _name(folder, node.get("href", ""), package),
            node.get("media-type", ""),
            "nav" in node.get("properties", "").split(),
        )
        for node in _all(package_xml, "item")
    }
    refs = [node.get("idref") for node in _all(package_xml, "itemref")]
    spine = tuple(items[ref] for ref in refs if ref in items)
    if not spine:
        raise ReadError("SRC117", kind=KIND, reason=f"{path} names no chapters")
    _refuse_locked(package, spine)
    return Book(spine, tuple(_meta(package_xml)))


def _xml(package: Package, name: str) -> etree._Element:
    if name not in package:
        raise ReadError("SRC117", kind=KIND, reason=f"{name or 'the package document'} is missing")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(package.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("SRC117", kind=KIND, reason=f"{name}: {error}") from None


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name in any namespace: old books use several, or none."""
    return root.iter(f"{{*}}{name}")


def _name(folder: str, href: str, package: Package) -> str:
    """The name in the package that a reference means; some makers forget to escape it."""
    plain = href.partition("#")[0]
    names = [posixpath.normpath(posixpath.join(folder, one)) for one in (unquote(plain), plain)]
    return next((name for name in names if name in package), names[0])


def _refuse_locked(package: Package, spine: tuple[Item, ...]) -> None:
    """Refuse a book whose chapters are encrypted. Raises ReadError."""
    if _ENCRYPTION not in package:
        return
    chapters = {item.name for item in spine}
    for data in _all(_xml(package, _ENCRYPTION), "EncryptedData"):
        methods = {node.get("Algorithm", "") for node in _all(data, "EncryptionMethod")}
        names = {unquote(node.get("URI", "")).lstrip("/") for node in _all(data, "CipherReference")}
        if not methods <= _FONTS and names & chapters:
            raise ReadError("SRC122", kind="this EPUB file")


def _meta(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The Dublin Core of a book; of several values the first one, of subjects all."""
    said: dict[str, list[str]] = {}
    for node in root.iter("{http://purl.org/dc/elements/1.1/}*", "{http://purl.org/dc/elements/1.0/}*"):
        event = node.get("{http://www.idpf.org/2007/opf}event", "publication")
        role = node.get("{http://www.idpf.org/2007/opf}role", "aut")
        value = legal(" ".join("".join(map(str, node.itertext())).split()))[0]
        if value and event in {"publication", "original-publication", "creation"} and role == "aut":
            said.setdefault(etree.QName(node).localname.lower(), []).append(value)
    date = next(filter(None, map(_date, said.get("date", ()))), "")
    found = {
        "title": said.get("title", [""])[0],
        "date": date,
        "author": said.get("creator", [""])[0],
        "publisher": said.get("publisher", [""])[0],
        "description": said.get("description", [""])[0],
        "keywords": ", ".join(said.get("subject", ())),
        "lang": said.get("language", [""])[0],
    }
    yield from ((key, value) for key, value in found.items() if value)


def _date(value: str) -> str:
    """A date of a book, which may be a year or a month alone; "" when it is none."""
    if len(value) in {4, 7} and value[:4].isdigit() and (len(value) == 4 or iso(f"{value}-01")):
        return value
    return iso(value)
