"""Large Parquet and JSON Lines files in parts that are read without the rest of the file."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.dataset.addresses import opened
from pipeline.readers import ReadError
from pipeline.readers.options import Options, Part
from pipeline.readers.rows import Columns, told

ROWS = 20
_CHUNK = 1 << 20
_SAMPLE = 64 << 10


def parts(path: str, kind: str, options: Options) -> Iterator[tuple[int, Part]]:
    """Divide a file.

    Args:
        path: the file, or its address.
        kind: parquet or jsonl, not compressed.
        options: how it is read.

    Returns:
        The number of rows of each part, and the part: ``ROWS`` lines, or a group of rows in Parquet. Nothing for a file
        that has to be read as a whole, because it is small, cannot be read or is in another encoding than UTF-8.
    """
    try:
        with opened(path) as file:
            found = _parquet(file, options) if kind == "parquet" else _jsonl(file, options)
            first, second = next(found, None), next(found, None)
            if first is not None and second is not None:
                yield first
                yield second
                yield from found
    except (ReadError, OSError):
        return


def _parquet(file: BinaryIO, options: Options) -> Iterator[tuple[int, Part]]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        return
    from pipeline.readers.parquet import rows

    try:
        with parquet.ParquetFile(file) as opened:
            sizes = [opened.metadata.row_group(n).num_rows for n in range(opened.num_row_groups)]
            if len(sizes) < 2:
                return
            columns = told(rows(opened, file.seek(0, io.SEEK_END), options), options)
    except pa.ArrowException:
        return
    before = 0
    for group, size in enumerate(sizes):
        yield size, _part(group, group + 1, before, columns)
        before += size


def _jsonl(file: BinaryIO, options: Options) -> Iterator[tuple[int, Part]]:
    from pipeline.readers.rows.jsonl import rows

    if not _utf8(file, options):
        return
    columns = told(rows(file, options), options)
    file.seek(0)
    start = place = before = held = 0
    try:
        while chunk := file.read(_CHUNK):
            for end in _line_ends(chunk):
                held += 1
                if held == ROWS:
                    yield held, _part(start, place + end, before, columns)
                    start, before, held = place + end, before + held, 0
            place += len(chunk)
    except OSError:  # whoever reads the rest will tell
        place = sys.maxsize
    if place > start:
        yield held + 1, _part(start, place, before, columns)


def _line_ends(chunk: bytes) -> Iterator[int]:
    """Where lines end in some bytes."""
    end = chunk.find(b"\n") + 1
    while end:
        yield end
        end = chunk.find(b"\n", end) + 1


def _utf8(file: BinaryIO, options: Options) -> bool:
    """Whether a file begins in UTF-8 without a byte order mark, and nobody said that it is something else."""
    import codecs

    from pipeline.readers.encoding.codec import mark

    sample = file.read(_SAMPLE)
    file.seek(0)
    if options.encoding or mark(sample)[0]:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _part(start: int, end: int, before: int, columns: Columns) -> Part:
    return Part(start, end, before, columns.text, columns.id, columns.html)
