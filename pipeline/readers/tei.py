"""TEI of our own kind: its source is the XML itself, which ``parse`` turns into the tree that writers render."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.model import Source
from pipeline.readers.decode import ReadError, source_of
from pipeline.readers.encoding.codec import followed, labelled, mark
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.refused import refuse

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMAT = ("format", "tei")
_DECLARED = re.compile(rb"<\?xml[^>]{0,80}?\sencoding=[\"']([A-Za-z][\w.-]*)[\"']")
_NS = "{http://www.tei-c.org/ns/1.0}"


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read a TEI file as XML text; bytes not of its encoding and characters XML forbids are errors, not repaired.

    Raises:
        ReadError: not text, empty, or not XML.
    """
    refuse(data)
    text, encoding = _strict(data, options.encoding)
    source = source_of(data, name, encoding, text, meta=(FORMAT,))
    if source.diagnostics:
        raise ReadError("SRC108", reason=f"character {dict(source.diagnostics[0].values)['char']}")
    return source


def _strict(data: bytes, encoding: str | None) -> tuple[str, str]:
    """Decode by the user's word, the byte order mark or the XML declaration, else as UTF-8: nothing is guessed."""
    name, start = followed(data, encoding) if encoding else mark(data)
    if not name:
        label = found[1].decode() if (found := _DECLARED.match(data)) else "utf-8"
        if not (name := labelled(label)):
            raise ReadError("SRC108", reason=f"unknown encoding {label}")
    try:
        text = data[start:].decode(name)
    except UnicodeDecodeError as error:
        at = start + error.start
        raise ReadError("SRC108", reason=f"byte {at} (0x{data[at]:02X}) is not {name.upper()}") from None
    if "\0" in text:
        raise ReadError("SRC108", reason="character U+0000")
    return text, name


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
