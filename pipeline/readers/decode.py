"""From bytes to text that XML can hold, with its lines; what cannot be decoded is refused, never guessed."""

from __future__ import annotations

import codecs
import hashlib
import re

from pipeline.model import Diagnostic, Line, Source, Span

_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
# \v and \f are illegal in XML too, but as line breaks they never reach it.
_ILLEGAL = re.compile("[\x01-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, EPUB, ODT …)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC, WPS …)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x1f\x8b", "gzip-compressed data"),
)


class ReadError(Exception):
    """A file that gives no source; ``diagnostic`` says why."""

    def __init__(self, code: str, **values: str) -> None:
        self.diagnostic = Diagnostic(code, None, tuple(values.items()))
        super().__init__(code)

    def __str__(self) -> str:
        from pipeline.diagnostics import wording

        return f"{self.diagnostic.code}: {wording(self.diagnostic)}"


def decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    """Decode the bytes of a text file; a byte order mark is not part of its text.

    Args:
        data: the whole file.
        encoding: a Python codec name; UTF-8 when not given.

    Returns:
        The text, and the name of the encoding.

    Raises:
        ReadError: binary data (SRC102) or bytes that are not in this encoding (SRC101).
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError("SRC102", kind=kind)
    name = codecs.lookup(encoding or "utf-8").name
    if encoding is None and b"\0" in data:
        raise _nul(data.index(b"\0"), "byte")
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        byte = data[error.start : error.start + 1].hex().upper()
        raise ReadError("SRC101", offset=str(error.start), byte=f"0x{byte}", encoding=name.upper()) from None
    if "\0" in text:
        raise _nul(text.index("\0"), "character")
    return text.removeprefix("\ufeff"), name


def _nul(offset: int, unit: str) -> ReadError:
    return ReadError("SRC102", kind=f"binary data (NUL at {unit} {offset})")


def lines_of(text: str) -> tuple[Line, ...]:
    """Split text into lines; the breaks are in no line."""
    lines = []
    start = 0
    for match in _BREAK.finditer(text):
        lines.append(Line(Span(start, match.start())))
        start = match.end()
    if start < len(text):
        lines.append(Line(Span(start, len(text))))
    return tuple(lines)


def legal(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Replace each character that XML forbids by U+FFFD, so that every offset stays the same.

    Returns:
        The text, and SRC103 at the first such character if there was one.
    """
    first = _ILLEGAL.search(text)
    if first is None:
        return text, ()
    clean, count = _ILLEGAL.subn("\ufffd", text)
    char = f"U+{ord(first.group()):04X}"
    return clean, (Diagnostic("SRC103", Span(*first.span()), (("count", str(count)), ("char", char))),)


def source_of(
    data: bytes,
    name: str,
    encoding: str,
    text: str,
    lines: tuple[Line, ...] | None = None,
    meta: tuple[tuple[str, str], ...] = (),
) -> Source:
    """Put a source together from decoded text.

    Raises:
        ReadError: there is nothing but white space in it (SRC104).
    """
    text, diagnostics = legal(text)
    if not text or text.isspace():
        raise ReadError("SRC104")
    sha256 = hashlib.sha256(data).hexdigest()
    return Source(name, text, lines or lines_of(text), sha256, len(data), encoding, meta, diagnostics)
