"""The metadata of rows as CSV that spreadsheet programs open well and take for nothing but text."""

from __future__ import annotations

import csv
import io
from typing import IO

from pipeline.dataset.columns import COLUMNS, Row

FLAT: tuple[str, ...] = tuple(
    column.name for column in COLUMNS if column.kind != "struct" and column.name not in ("text", "tei")
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Flat:
    """UTF-8 with a byte order mark, without which Excel garbles Chinese; lists are joined by semicolons.

    A cell that a spreadsheet program would take for a formula gets an apostrophe in front.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._file.write("\ufeff".encode())
        self._write(FLAT)

    def full(self, row: Row) -> bool:
        return False

    def add(self, row: Row) -> None:
        self._write([_cell(row[name]) for name in FLAT])

    def close(self) -> None:
        pass

    def _write(self, cells: tuple[str, ...] | list[str]) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(cells)  # RFC 4180
        self._file.write(line.getvalue().encode())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
