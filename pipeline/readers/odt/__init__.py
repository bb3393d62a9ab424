"""OpenDocument texts (ODT): their text as the office program shows it, with automatic numbers, notes and tables.

References to notes are [1], [2] in the text, and the notes follow it under these marks: ``[1] …``. Tracked changes
are taken as accepted; headers, footers, tables of contents and hidden text are kept as furniture.
"""

from __future__ import annotations

from lxml import etree

from pipeline.model import Source
from pipeline.readers.decode import ReadError
from pipeline.readers.layer import Layer
from pipeline.readers.odt.inline import Shared
from pipeline.readers.odt.properties import META, OFFICE, STYLE, Styles
from pipeline.readers.odt.story import Story
from pipeline.readers.office import changed, left_out, once, parse, put
from pipeline.readers.office.contents import headed
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.packed import Package

_KIND = "ODT"
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = (
    ("title", _DC + "title"),
    ("author", META + "initial-creator"),
    ("author", _DC + "creator"),
    ("created", META + "creation-date"),
    ("description", _DC + "description"),
    ("keywords", META + "keyword"),
    ("lang", _DC + "language"),
)
_OUTSIDE = {
    kind: tuple(f"{STYLE}{kind}{which}" for which in ("", "-left", "-first")) for kind in ("header", "footer")
}


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read an OpenDocument text.

    Raises:
        ReadError: damaged or another format (SRC117), encrypted (SRC122), over a limit (SRC116), or without text
            (SRC104).
    """
    package = Package(data, _KIND, options.limits)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ReadError("SRC122", kind=f"this {_KIND} file")
    content, style_part, meta = (_part(package, f"{part}.xml") for part in ("content", "styles", "meta"))
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError("SRC117", kind=_KIND, reason="there is no text document in it")

    shared = Shared(Styles(style_part, content))
    text = Story(shared).read(body)
    large = shared.sizes.large()
    notes = [line for lines in shared.notes.values() for line in lines]
    masters = None if style_part is None else style_part.find(OFFICE + "master-styles")
    layer = Layer()
    # Styles of headers may have the names of others in the text.
    outside = Shared(Styles(style_part))
    for kind in ("header", "footer"):
        found = () if masters is None else masters.iter(*_OUTSIDE[kind])
        lines = once([Story(outside).read(part) for part in found])
        if kind == "footer":
            put(layer, headed(text), large)
            put(layer, notes, 0, "note")
        put(layer, lines, 0, f"fw:{kind}")
    diagnostics = changed(shared.inserted, shared.deleted) + left_out(shared.absent + outside.absent)
    return layer.source(data, name, "utf-8", _meta(meta), diagnostics)


def _part(package: Package, name: str) -> etree._Element | None:
    return parse(package.read(name), _KIND, name) if name in package else None


def _meta(root: etree._Element | None) -> tuple[tuple[str, str], ...]:
    """What the properties say, in the words of ``model.Source``; the first author is the one who began."""
    found: dict[str, str] = {}
    if root is None:
        return ()
    for key, tag in _META:
        values = [" ".join((element.text or "").split()) for element in root.iter(tag)]
        if text := ", ".join(value for value in values if value):
            found.setdefault(key, text)
    return tuple(found.items())
