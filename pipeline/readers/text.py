"""Plain text: every character of the file is one of the source, but for a byte order mark; bad bytes are U+FFFD."""

from __future__ import annotations

from pipeline.model import Source
from pipeline.readers.decode import decode, source_of
from pipeline.readers.options import DEFAULT, Options


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read plain text.

    Raises:
        ReadError: not text, not in this encoding, or empty.
    """
    found = decode(data, options.encoding)
    return source_of(data, name, found.encoding, found.text, diagnostics=found.diagnostics)
