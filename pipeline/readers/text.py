"""Plain text: every character of the file is a character of the source, except a byte order mark."""

from __future__ import annotations

from pipeline.model import Source
from pipeline.readers.decode import decode, source_of


def read(data: bytes, name: str, encoding: str | None) -> Source:
    """Read plain text.

    Raises:
        ReadError: not text, not in this encoding, or empty.
    """
    text, encoding = decode(data, encoding)
    return source_of(data, name, encoding, text)
