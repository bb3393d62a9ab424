"""Rows as bytes: lines of JSON, packed or not, and Parquet; see ``sinks.Encoder``."""

from __future__ import annotations

import json
from datetime import date
from typing import IO, Any

from pipeline.dataset.columns import Row

GROUP_ROWS = 1000
GROUP_CHARACTERS = 8 << 20  # what a group of long books may hold before it is written


def line(record: Row) -> bytes:
    """A row as a line of JSON in UTF-8, dates in ISO 8601."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


class Lines:
    """A line of JSON for each row."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def full(self, row: Row) -> bool:
        return False

    def add(self, row: Row) -> None:
        self._file.write(line(row))

    def close(self) -> None:
        pass


class Packed(Lines):
    """Lines packed with Zstandard, in one thread, so that the bytes are always the same."""

    def __init__(self, file: IO[bytes]) -> None:
        import zstandard

        self._packer: Any = zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False)
        super().__init__(self._packer)

    def close(self) -> None:
        self._packer.close()


class Parquet:
    """Row groups of ``GROUP_ROWS`` rows, fewer where the texts are very long; the schema is explicit."""

    def __init__(self, file: IO[bytes]) -> None:
        import pyarrow.parquet as pq

        from pipeline.dataset.schemas import arrow_schema

        self._schema = arrow_schema()
        self._writer: Any = pq.ParquetWriter(
            file,
            self._schema,
            compression="zstd",
            compression_level=3,
            version="2.6",
            data_page_version="1.0",
        )
        self._rows: list[Row] = []
        self._held = 0

    def full(self, row: Row) -> bool:
        return False

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self._held += row["n_chars"] + len(row["tei"] or "")
        if len(self._rows) >= GROUP_ROWS or self._held >= GROUP_CHARACTERS:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema), len(self._rows))
        self._rows, self._held = [], 0
