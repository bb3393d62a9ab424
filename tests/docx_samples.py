"""Word files made of a few strings of XML, since no library writes all that Word does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
STRICT = "http://purl.oclc.org/ooxml/{}/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = {
    "document": "document.main", "numbering": "numbering", "styles": "styles", "footnotes": "footnotes",
    "endnotes": "endnotes", "settings": "settings", "header": "header", "footer": "footer",
}  # fmt: skip


def text(value: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{value}</w:t></w:r>'


def paragraph(value: str = "", num: int | None = None, depth: int | None = None, style: str = "") -> str:
    """A paragraph of one run; runs as XML are taken as they are."""
    numbering = f'<w:ilvl w:val="{depth}"/>' if depth is not None else ""
    numbering += f'<w:numId w:val="{num}"/>' if num is not None else ""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += f"<w:numPr>{numbering}</w:numPr>" if numbering else ""
    runs = value if value.startswith("<") else text(value) if value else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def level(depth: int, form: str, shown: str, more: str = "", start: int = 1, after: str = "") -> str:
    """A level of a list; ``more`` are elements before its text, ``after`` behind it."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{shown}"/>{after}</w:lvl>'
    )


def abstract(id: int, *levels: str, more: str = "") -> str:
    """The definition of a list."""
    return (
        f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{more}'
        f"{''.join(levels)}</w:abstractNum>"
    )


def num(id: int, of: int, overrides: str = "") -> str:
    """A list by its definition."""
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def style(id: str, name: str = "", base: str = "", p: str = "", r: str = "", kind: str = "paragraph") -> str:
    """A style; ``p`` and ``r`` are its properties."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name or id}"/>{based}'
        f"<w:pPr>{p}</w:pPr><w:rPr>{r}</w:rPr></w:style>"
    )


@dataclass
class Docx:
    """A Word file; the parts are the XML inside their roots."""

    body: str
    numbering: str = ""
    styles: str = ""
    footnotes: str = ""
    endnotes: str = ""
    settings: str = ""
    headers: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    core: str = ""
    prolog: str = ""

    def parts(self) -> Iterable[tuple[str, str, str]]:
        """Kind, name and content of each part that there is."""
        yield "document", "document", f"<w:body>{self.body}</w:body>"
        for kind in ("numbering", "styles", "footnotes", "endnotes", "settings"):
            if content := getattr(self, kind):
                yield kind, kind, content
        for kind, parts in (("header", self.headers), ("footer", self.footers)):
            for n, content in enumerate(parts):
                yield kind, f"{kind}{n}", content

    def data(self, strict: bool = False, more: str = "") -> bytes:
        """The bytes of the file, in the strict form of the standard if wanted; ``more`` are further relationships."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in self._files(more):
                if strict:
                    content = content.replace(
                        "http://schemas.openxmlformats.org/wordprocessingml/2006/",
                        STRICT.format("wordprocessingml"),
                    )
                    content = content.replace(_RELATIONS, STRICT.format("officeDocument") + "relationships")
                file.writestr(name, content)
        return stream.getvalue()

    def _files(self, more: str) -> Iterable[tuple[str, str]]:
        parts = list(self.parts())
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{_TYPES[kind]}+xml"/>'
            for kind, name, _ in parts
        )
        yield (
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )
        core = f'<Relationship Id="core" Target="docProps/core.xml" Type="{_PACKAGE}relationships/metadata/core-properties"/>'
        main = f'<Relationship Id="main" Target="word/document.xml" Type="{_RELATIONS}/officeDocument"/>'
        yield "_rels/.rels", _relations(main + (core if self.core else ""))
        related = (
            f'<Relationship Id="{name}" Target="{name}.xml" Type="{_RELATIONS}/{kind}"/>'
            for kind, name, _ in parts[1:]
        )
        yield "word/_rels/document.xml.rels", _relations("".join(related) + more)
        roots = {"header": "hdr", "footer": "ftr"}
        for kind, name, content in parts:
            root = roots.get(kind, kind)
            yield f"word/{name}.xml", f"{self.prolog}<w:{root} {NAMESPACES}>{content}</w:{root}>"
        if self.core:
            yield (
                "docProps/core.xml",
                f'<cp:coreProperties xmlns:cp="{_PACKAGE}metadata/core-properties" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
                f"{self.core}</cp:coreProperties>",
            )


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}relationships">{inside}</Relationships>'
