"""The parts of a Word file and how they refer to each other: relationships, headers, footers, notes, properties."""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.readers.docx.properties import W
from pipeline.readers.office import parse
from pipeline.readers.packed import Package

KIND = "DOCX"
_STRICT = "http://purl.oclc.org/ooxml/"
_LOOSE = "http://schemas.openxmlformats.org/"
# Where the strict form of the standard does not only swap the first part of the namespace.
_NAMES = {
    "wordprocessingml/main": "wordprocessingml/2006/main",
    "drawingml/main": "drawingml/2006/main",
    "drawingml/picture": "drawingml/2006/picture",
    "drawingml/chart": "drawingml/2006/chart",
    "drawingml/diagram": "drawingml/2006/diagram",
    "officeDocument/math": "officeDocument/2006/math",
    "officeDocument/relationships": "officeDocument/2006/relationships",
}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_META = (
    ("title", _DC + "title"),
    ("author", _DC + "creator"),
    ("created", "{http://purl.org/dc/terms/}created"),
    ("description", _DC + "description"),
    ("keywords", _CP + "keywords"),
    ("lang", _DC + "language"),
)


class Parts:
    """The XML parts of a Word file, in the transitional namespaces."""

    def __init__(self, package: Package) -> None:
        self._package = package
        roots = self._relations("")
        self.main = next(
            (target for kind, _, target in roots if kind == "officeDocument"), "word/document.xml"
        )
        self._core = next(
            (target for kind, _, target in roots if kind == "core-properties"), "docProps/core.xml"
        )
        related = self._relations(self.main)
        self._kinds = {kind: target for kind, _, target in reversed(related)}
        self._targets = {id: target for _, id, target in related}

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        """Kind, id and target of the relationships of a part."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for relation in () if root is None else root.iter(_RELATION):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            kind = relation.get("Type", "").rpartition("/")[2]
            found.append((kind, relation.get("Id", ""), target.lstrip("/")))
        return found

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part by its name, None when there is none. Raises ReadError."""
        if name not in self._package:
            return None
        root = parse(self._package.read(name), KIND, name)
        if any(uri.startswith(_STRICT) for uri in root.nsmap.values()):
            _loosen(root)
        return root

    def kind(self, kind: str) -> etree._Element | None:
        """The part that the document names as its ``styles``, ``numbering`` and so on."""
        return self.xml(self._kinds.get(kind, ""))

    def target(self, id: str) -> str:
        """The name of the part behind a relationship of the document, "" when there is none."""
        return self._targets.get(id, "")

    def meta(self) -> tuple[tuple[str, str], ...]:
        """What the core properties say, in the words of ``model.Source``."""
        root = self.xml(self._core)
        if root is None:
            return ()
        found = ((key, (root.findtext(tag) or "").strip()) for key, tag in _META)
        return tuple((key, " ".join(text.split())) for key, text in found if text)


def _loosen(root: etree._Element) -> None:
    """Put a part written in the strict form of the standard into the namespaces of the transitional one."""
    for element in root.iter(etree.Element):
        if str(element.tag).startswith("{" + _STRICT):
            element.tag = _loose(str(element.tag))
        for name in [name for name in element.attrib if str(name).startswith("{" + _STRICT)]:
            element.set(_loose(str(name)), element.attrib.pop(name))


def _loose(name: str) -> str:
    uri, _, local = name[1:].partition("}")
    path = uri.removeprefix(_STRICT)
    return f"{{{_LOOSE}{_NAMES.get(path, path)}}}{local}"


def furniture(root: etree._Element, parts: Parts, kind: str) -> list[etree._Element]:
    """The headers or footers of all sections, each part once.

    Args:
        root: the main part.
        parts: the file.
        kind: ``header`` or ``footer``.
    """
    names = {
        parts.target(reference.get(R + "id", "")): None
        for section in root.iter(W + "sectPr")
        for reference in section.iterchildren(f"{W}{kind}Reference")
    }
    return [found for found in map(parts.xml, names) if found is not None]
