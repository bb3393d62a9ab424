"""What is no text and has no reader: formats known by their suffix or first bytes, refused with what to do instead."""

from __future__ import annotations

from typing import NoReturn

from pipeline.readers.decode import ReadError
from pipeline.readers.options import DEFAULT, Options

_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, EPUB, ODT …)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"\xfd7zXZ\0", "xz-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)
_OFFICE = ((b"\xd0\xcf\x11\xe0", "old Office (.doc, .wps)"), (b"{\\rtf", "RTF"))
_FIRST = frozenset(signature[:1] for signature, _ in (*_OFFICE, *_BINARY))
_ADVICE = "save it as .docx (soffice --headless --convert-to docx FILE)"


def read(data: bytes, name: str, options: Options = DEFAULT) -> NoReturn:
    """Refuse a file of a format that is not read.

    Raises:
        ReadError: always (SRC114).
    """
    raise ReadError("SRC114", kind=name[name.rindex(".") :].lower(), advice=_ADVICE)


def refuse(data: bytes) -> None:
    """Refuse bytes that open like a format that is not text, whatever the suffix says.

    Raises:
        ReadError: an office file (SRC114), or a binary one (SRC102).
    """
    if data[:1] not in _FIRST:
        return
    for signature, kind in _OFFICE:
        if data.startswith(signature):
            raise ReadError("SRC114", kind=kind, advice=_ADVICE)
    for signature, kind in _BINARY:
        if data.startswith(signature):
            raise ReadError("SRC102", kind=kind)
