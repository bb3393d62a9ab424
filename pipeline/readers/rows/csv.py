"""Tables of text (CSV, TSV): the first row names the columns, every other one is a document."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.readers import Member, ReadError
from pipeline.readers.metered import over
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.rows import Row
from pipeline.readers.rows import members as row_members
from pipeline.readers.rows.stream import utf8

_DELIMITERS = ",\t;|"
_NAME = 60  # characters that the name of a column may have; more are a sign that there is no header


def members(stream: BinaryIO, name: str, options: Options = DEFAULT) -> Iterator[Member]:
    """A document for each row below the header; the number of a row counts from there.

    Raises:
        ReadError: no header (SRC117), no column for the text (SRC124), a row over the limit (SRC116).
    """
    return row_members(_rows(utf8(stream, options), options), name, options)


def _rows(stream: BinaryIO, options: Options) -> Iterator[Row]:
    # A field is built with four bytes for each character; some systems count it with 31 bits.
    most = min(options.limits.bytes // 4, (1 << 31) - 1)
    csv.field_size_limit(most)
    text = io.TextIOWrapper(stream, "utf-8", "replace", newline="")
    lines = _Lines(text, most)
    try:
        header, table = _header(lines)
        for number, cells in enumerate((row for row in table if row), 1):
            lines.held = 0
            if len(cells) == len(header):
                yield Row(number, dict(zip(header, cells, strict=True)))
            else:
                reason = f"{len(cells)} fields under {len(header)} columns"
                yield Row(number, error=ReadError("SRC125", row=str(number), reason=reason))
    except csv.Error as error:
        raise ReadError("SRC117", kind="CSV", reason=str(error)) from None
    finally:
        text.detach()


class _Lines:
    """The lines of a table, with a bound on what one of its rows may take."""

    def __init__(self, stream: io.TextIOWrapper, most: int) -> None:
        self._stream = stream
        self._most = most
        self.held = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._most + 1)
        self.held += len(line)
        if self.held > self._most:
            raise over("a row of the table", f"{self._most} characters", "--max-bytes")
        if not line:
            raise StopIteration
        return line


def _header(lines: _Lines) -> tuple[list[str], Iterator[list[str]]]:
    """The names of the columns and the rows below, parted by whatever parts the first line most often."""
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if not any(names) or any(len(name) > _NAME for name in names):
        raise ReadError("SRC117", kind="CSV", reason="its first line does not name the columns")
    header: list[str] = []
    for n, name in enumerate(names, 1):
        named = name or f"column{n}"
        header.append(named if named not in header else f"{named}~{n}")
    return header, csv.reader(lines, delimiter=delimiter)
