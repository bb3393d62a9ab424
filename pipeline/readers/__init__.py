"""Every input format: bytes → ``Source``. ``READERS`` is the whole list; a suffix picks its row."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Source
from pipeline.readers import markdown, tei, text
from pipeline.readers.decode import ReadError

__all__ = ["READERS", "STDIN", "SUFFIXES", "ReadError", "Reader", "read"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Reader:
    """An input format: its suffixes, one line for ``wengao formats``, and ``read(data, name, encoding)``."""

    name: str
    suffixes: tuple[str, ...]
    description: str
    read: Callable[[bytes, str, str | None], Source]


READERS = (
    Reader("text", (".txt", ".text"), "plain text in UTF-8, or in what --encoding says", text.read),
    Reader(
        "markdown", (".md", ".markdown"), "Markdown: headings and front matter become hints", markdown.read
    ),
    Reader("tei", (".xml",), "TEI written by this program, corrected by hand or not", tei.read),
)

SUFFIXES: dict[str, Reader] = {suffix: reader for reader in READERS for suffix in reader.suffixes}


def read(path: Path | str, encoding: str | None = None, name: str = "") -> Source:
    """Read one file, or standard input when the path is ``-``.

    Args:
        path: the file; a name without a suffix is read as plain text.
        encoding: the file's encoding where it is not UTF-8.
        name: what the document is called in its TEI; the file's name unless given.

    Returns:
        The decoded source with its lines, checksum and diagnostics.

    Raises:
        ReadError: the file is missing, unreadable, binary, empty, in another encoding or of an unknown kind.
    """
    if str(path) == STDIN:
        data = sys.stdin.buffer.read()
        kind = ".xml" if data.lstrip().startswith((b"<?xml", b"<TEI")) else ".txt"
        return SUFFIXES[kind].read(data, name or "stdin.txt", encoding)
    path = Path(path)
    reader = SUFFIXES.get(path.suffix.lower() or ".txt")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError("SRC100") from None
    except OSError as error:
        raise ReadError("SRC106", reason=error.strerror or str(error)) from None
    if reader is None:
        raise ReadError("SRC105", suffix=path.suffix)
    return reader.read(data, name or path.name, encoding)
