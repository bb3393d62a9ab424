"""From bytes to text that XML can hold, with its lines; what fits no encoding well is refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.characters import characters
from pipeline.lines import PlainLines
from pipeline.model import Diagnostic, Line, Source, Span

# \v and \f are illegal in XML too, but as line breaks they never reach it.
_ILLEGAL = re.compile("[\x01-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes((*range(1, 9), *range(14, 32)))
_SURROGATES = frozenset(range(0xD8, 0xE0))  # rows of characters beyond the BMP too


class ReadError(Exception):
    """A file that gives no source; ``diagnostic`` says why."""

    def __init__(self, code: str, **values: str) -> None:
        self.diagnostic = Diagnostic(code, None, tuple(values.items()))
        super().__init__(code)

    def __str__(self) -> str:
        from pipeline.diagnostics import wording

        return f"{self.diagnostic.code}: {wording(self.diagnostic)}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; ``encoding`` is a Python codec name, ``diagnostics`` say what was found out and lost."""

    text: str
    encoding: str
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, encoding: str | None, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text file; a byte order mark is not part of its text.

    Args:
        data: the whole file.
        encoding: a Python codec name, which is followed; None where the encoding is to be found out.
        declared: what the file itself names, for instance in ``<meta charset>``: evidence, not truth.

    Raises:
        ReadError: binary data (SRC102), an office file (SRC114), bytes that are largely not in the encoding
            (SRC101), or an encoding that cannot be told (SRC112).
    """
    # Loaded here: formats that hold no plain text need neither.
    from pipeline.readers.encoding import found_out, named
    from pipeline.readers.encoding.twice import once
    from pipeline.readers.refused import refuse

    refuse(data)
    result = named(data, encoding) if encoding else found_out(data, declared)
    if "\0" in result.text:
        raise nul(result.text.index("\0"), "character")
    return once(result)


def nul(offset: int, unit: str) -> ReadError:
    """The error for a NUL, which no text holds: SRC102."""
    return ReadError("SRC102", kind=f"binary data (NUL at {unit} {offset})")


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


def _may_be_illegal(text: str) -> bool:
    """Whether there may be characters in a text that XML forbids."""
    seen = characters(text)
    found = len(seen.latin.translate(None, _CONTROLS)) < len(seen.latin)
    return found or not seen.rows.isdisjoint(_SURROGATES) or "\ufffe" in text or "\uffff" in text


def source_of(
    data: bytes,
    name: str,
    encoding: str,
    text: str,
    lines: Sequence[Line] | None = None,
    meta: tuple[tuple[str, str], ...] = (),
    diagnostics: tuple[Diagnostic, ...] = (),
) -> Source:
    """Put a source together from decoded text; ``diagnostics`` are those of its decoding.

    Raises:
        ReadError: there is nothing but white space in it (SRC104).
    """
    text, replaced = legal(text) if _may_be_illegal(text) else (text, ())
    if not text or text.isspace():
        raise ReadError("SRC104")
    sha256 = hashlib.sha256(data).hexdigest()
    meta = tuple((legal(key)[0], legal(value)[0]) for key, value in meta)
    found = diagnostics + replaced
    return Source(name, text, lines or PlainLines(text), sha256, len(data), encoding, meta, found)
