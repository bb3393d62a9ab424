"""Word documents (DOCX): their text as Word shows it, with automatic numbers, notes and tables.

References to notes are [1], [2] in the text, and the notes follow it under these marks: ``[1] …``. Tracked changes
are taken as accepted; headers, footers, tables of contents and hidden text are kept as furniture.
"""

from __future__ import annotations

from pipeline.model import Source
from pipeline.readers.decode import ReadError
from pipeline.readers.docx.inline import Shared
from pipeline.readers.docx.notes import Notes
from pipeline.readers.docx.numbering import Counter, Numbering
from pipeline.readers.docx.parts import KIND, Parts, furniture
from pipeline.readers.docx.properties import W
from pipeline.readers.docx.story import Story
from pipeline.readers.docx.styles import Styles
from pipeline.readers.layer import Layer
from pipeline.readers.office import changed, left_out, noted, once, put
from pipeline.readers.office.collection import collected
from pipeline.readers.office.contents import headed
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.packed import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read a Word document.

    Raises:
        ReadError: damaged or another format (SRC117), an old binary one (SRC114), encrypted (SRC122), over a limit
            (SRC116), or without text (SRC104).
    """
    if data.startswith(_OLE) and _ENCRYPTED not in data:
        raise ReadError(
            "SRC114", kind="old Word (.doc)", advice="open it in an office program and save it as .docx"
        )
    parts = Parts(Package(data, KIND, options.limits))
    root = parts.xml(parts.main)
    body = None if root is None else root.find(W + "body")
    if root is None or body is None:
        raise ReadError("SRC117", kind=KIND, reason="there is no Word document in it")
    styles = Styles(parts.kind("styles"))
    numbering = Numbering(parts.kind("numbering"), styles)
    roots = {"footnote": parts.kind("footnotes"), "endnote": parts.kind("endnotes")}
    notes = Notes(roots, parts.kind("settings"))
    shared = Shared(styles, mark=notes.mark)

    text = Story(shared, Counter(numbering)).read(body)
    large = shared.sizes.large()
    layer = Layer()
    outside = {}
    for kind in ("header", "footer"):
        found = [Story(shared, Counter(numbering)).read(part) for part in furniture(root, parts, kind)]
        outside[kind] = once(found)
    put(layer, outside["header"], 0, "fw:header")
    put(layer, collected(headed(text)), large)
    for mark, note in notes.referred():
        put(layer, noted(mark, Story(shared, Counter(numbering)).read(note)), 0, "note")
    put(layer, outside["footer"], 0, "fw:footer")
    diagnostics = changed(shared.inserted, shared.deleted) + left_out(shared.absent)
    return layer.source(data, name, "utf-8", parts.meta(), diagnostics)
