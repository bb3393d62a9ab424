"""Every input format: bytes → ``Source``. ``READERS`` is the whole list; a suffix picks its row."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from pipeline.model import Diagnostic, Source
from pipeline.readers.decode import ReadError
from pipeline.readers.options import DEFAULT, Limits, Options

__all__ = [
    "PACKINGS",
    "READERS",
    "STDIN",
    "SUFFIXES",
    "Limits",
    "Member",
    "Options",
    "ReadError",
    "Reader",
    "read",
]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a file that holds many: its name inside (POSIX), and what reads it or raises ReadError."""

    name: str
    read: Callable[[], Source]


@dataclass(frozen=True, slots=True)
class Reader:
    """An input format, as ``wengao formats`` shows it; its module is loaded when the first such file is read.

    ``keeps`` says what of the format is used besides its text; ``extra`` is the extra of the package it needs.
    A format whose files hold many documents has ``members`` in its module, every other has ``read``.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    description: str
    keeps: str = ""
    extra: str = ""
    many: bool = False

    def read(self, data: bytes, name: str, options: Options = DEFAULT) -> Source:
        """Read one document. Raises ReadError."""
        source: Source = import_module(f"pipeline.readers.{self.module}").read(data, name, options)
        return source

    def members(
        self, stream: BinaryIO, name: str, options: Options = DEFAULT
    ) -> Iterator[Member | Diagnostic]:
        """The documents in a file and what to report of it. Raises ReadError when the file itself cannot go on."""
        found: Iterator[Member | Diagnostic] = import_module(f"pipeline.readers.{self.module}").members(
            stream, name, options
        )
        return found


READERS = (
    Reader("text", (".txt", ".text"), "text", "plain text in any Chinese encoding"),
    Reader("markdown", (".md", ".markdown"), "markdown", "Markdown", "headings, lists, front matter"),
    Reader("tei", (".xml",), "tei", "TEI written by this program, corrected by hand or not"),
    Reader(
        "html", (".html", ".htm", ".xhtml"), "html", "web pages",
        "main text; headings, lists, tables; title, date, author from the page's metadata; the rest as furniture",
    ),
    Reader("mhtml", (".mhtml", ".mht"), "mhtml", "web pages saved with their pictures", "as html; the address"),
    Reader("epub", (".epub",), "epub", "e-books", "chapters in reading order; as html; title, author, date"),
    Reader(
        "docx", (".docx",), "docx", "Word documents",
        "automatic numbers, styles and outline levels, tables, text boxes, notes, headers and footers, properties; "
        "tracked changes as accepted",
    ),
    Reader("odt", (".odt",), "odt", "OpenDocument texts", "automatic numbers, outline levels, tables, notes, properties"),
    Reader(
        "pdf", (".pdf",), "pdf", "PDF files with a text layer",
        "columns, pages, tables, notes, contents, size and weight of headings, running heads, properties", "pdf",
    ),
    Reader("subtitles", (".srt", ".vtt"), "subtitles", "subtitles", "speakers; cue times as furniture"),
    Reader("jsonl", (".jsonl", ".ndjson"), "rows.jsonl", "JSON Lines, one document in a row", "other columns", many=True),
    Reader("json", (".json",), "rows.json", "an array of JSON objects, one document in each", "other columns", many=True),
    Reader("csv", (".csv", ".tsv"), "rows.csv", "tables of text, one document in a row", "other columns", many=True),
    Reader("parquet", (".parquet",), "parquet", "Parquet, one document in a row", "other columns", "data", many=True),
    Reader("warc", (".warc",), "warc", "web archives: each page and file that was answered", "address, time", many=True),
    Reader("zip", (".zip",), "archive", "archives of any of these", "paths", many=True),
    Reader("tar", (".tar", ".tgz"), "archive", "archives of any of these", "paths", many=True),
    Reader("refused", (".rtf", ".doc", ".wps"), "refused", "not read: the message says how to convert them"),
)  # fmt: skip

SUFFIXES: dict[str, Reader] = {suffix: reader for reader in READERS for suffix in reader.suffixes}
# Compressed files of any of these, by what follows the format's own suffix; zstd needs the extra.
PACKINGS = {".gz": "", ".zst": "data"}


def suffix_of(name: str) -> str:
    """The suffix that tells the format of a file, lower case: .jsonl for a.jsonl.gz, .txt where there is none."""
    path = Path(name)
    if path.suffix.lower() in PACKINGS:
        path = path.with_suffix("")
    return path.suffix.lower() or ".txt"


def read(path: Path | str, options: Options = DEFAULT, name: str = "") -> Source:
    """Read one file, or standard input when the path is ``-``, whose format is told by its first bytes.

    Args:
        path: the file; a name without a suffix is read as plain text. A document in a file of many is called as
            reports do: the path of the file, a slash, and its name inside.
        options: encoding and limits.
        name: what the document is called in its TEI; the file's name unless given.

    Returns:
        The decoded source with its lines, checksum and diagnostics.

    Raises:
        ReadError: the file is missing, unreadable, binary, empty, damaged, of an unknown kind, over a limit, or
            holds many documents (SRC131).
    """
    from pipeline.readers.metered import whole

    if str(path) == STDIN:
        from pipeline.readers.sniff import suffix

        data = whole(sys.stdin.buffer, options.limits)
        told = SUFFIXES[suffix(data, options.limits)]
        if told.many:
            raise ReadError("SRC131")
        return told.read(data, name or "stdin.txt", options)
    path = Path(path)
    from pipeline.readers.many import documents

    if (around := _around(path)) is not None:
        return _inside(path, around, options)
    name = name or path.name
    if _many(path):
        raise ReadError("SRC131")
    for member in documents(path, name, options):
        if isinstance(member, Member):
            return member.read()
    raise AssertionError("a file of one document has one")


def _many(path: Path) -> bool:
    reader = SUFFIXES.get(suffix_of(path.name))
    return reader is not None and reader.many and path.is_file()


def _around(path: Path) -> Path | None:
    """The file of many documents that a path leads into, as messages and reports name them: talks.jsonl/a."""
    return None if path.exists() else next((above for above in path.parents if _many(above)), None)


def _inside(path: Path, around: Path, options: Options) -> Source:
    """One document of a file that holds many."""
    from pipeline.readers.many import documents

    wanted = f"{around.name}/{path.relative_to(around).as_posix()}"
    for member in documents(around, around.name, options):
        if isinstance(member, Member) and member.name == wanted:
            return member.read()
    raise ReadError("SRC100")
