"""TEI of our own kind: its source is the XML itself, which ``parse`` turns into the tree that writers render."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Source
from pipeline.readers.decode import ReadError, decode, lines_of, source_of

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMAT = ("format", "tei")
_NS = "{http://www.tei-c.org/ns/1.0}"


def read(data: bytes, name: str, encoding: str | None) -> Source:
    """Read a TEI file as XML text; the characters XML forbids are an error here, not a repair.

    Raises:
        ReadError: not text, not in this encoding, empty, not XML or not TEI of our own kind.
    """
    text, encoding = decode(data, encoding)
    source = source_of(data, name, encoding, text, lines_of(text), (FORMAT,))
    if source.diagnostics:
        raise ReadError("SRC108", reason=f"character {dict(source.diagnostics[0].values)['char']}")
    return source


def is_tei(source: Source) -> bool:
    """Say whether a source is a TEI file rather than a text to be converted."""
    return FORMAT in source.meta


def parse(source: Source) -> _Element:
    """Parse a TEI source; one with a DOCTYPE, and so with entities, is not ours.

    Raises:
        ReadError: not well-formed (SRC108), or XML made by something else (SRC107).
    """
    from lxml import etree

    # Without a DOCTYPE there is nothing to expand, so the limits of the parser would only hit long paragraphs.
    if "<!DOCTYPE" in source.text:
        raise ReadError("SRC107", found="it has a DOCTYPE")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, encoding="utf-8")
    try:
        root = etree.fromstring(source.text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("SRC108", reason=str(error)) from None
    if root.tag != f"{_NS}TEI":
        raise ReadError("SRC107", found=f"the root element is {root.tag}")
    if root.find(f"{_NS}teiHeader/{_NS}encodingDesc/{_NS}appInfo/{_NS}application[@ident='wengao']") is None:
        raise ReadError("SRC107", found="TEI whose header does not name wengao in appInfo/application")
    return root
