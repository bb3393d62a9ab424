"""Parquet: one document in a row, read batch by batch and only the columns that are used."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO

from pipeline.readers import Member, ReadError
from pipeline.readers.metered import Meter, over, size
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.rows import Row
from pipeline.readers.rows import members as row_members

# A value that a dictionary holds once may stand in every row, so rows are unpacked one by one.
_BATCH = 1
_BUFFER = 1 << 20


def members(stream: BinaryIO, name: str, options: Options = DEFAULT) -> Iterator[Member]:
    """A document for each row.

    Raises:
        ReadError: pyarrow is missing (SRC115), damaged (SRC117), no column for the text (SRC124), or a column of
            one group of rows over the limit (SRC116).
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ReadError("SRC115", kind="Parquet", package="pyarrow", extra="data") from None
    with ExitStack() as stack:
        if not stream.seekable():
            spool = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stream, spool)
            stream = spool
        try:
            file = stack.enter_context(parquet.ParquetFile(stream, buffer_size=_BUFFER))
            packed = stream.seek(0, io.SEEK_END)
        except (pa.ArrowException, OSError) as error:
            raise _broken(error) from None
        _check(file.metadata, packed, options)
        yield from row_members(rows(file, packed, options), name, options)


def _check(metadata: Any, packed: int, options: Options) -> None:
    """Refuse columns that would unpack to too much before any of them is."""
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            Meter(options.limits, lambda: packed).add(chunk.total_uncompressed_size)


def rows(file: Any, packed: int, options: Options) -> Iterator[Row]:
    """Every row of a ``ParquetFile``, which has so many bytes, or those of a part of it. Raises ReadError."""
    import pyarrow as pa

    meter = Meter(options.limits, lambda: packed)
    wanted = None
    if options.text_field and options.meta_fields:
        known = {options.text_field, options.id_field, *options.meta_fields}
        wanted = [column for column in file.schema_arrow.names if column in known]
    part = options.part
    number, groups = (part.before, range(part.start, part.end)) if part else (0, None)
    try:
        for batch in file.iter_batches(batch_size=_BATCH, columns=wanted, row_groups=groups):
            for values in batch.to_pylist():
                number += 1
                longest = max((len(value) for value in values.values() if isinstance(value, str)), default=0)
                meter.add(longest)
                if longest > options.limits.bytes:
                    limit = size(options.limits.bytes)
                    yield Row(number, error=over(f"row {number}", limit, "--max-bytes"))
                else:
                    yield Row(number, values)
    except (pa.ArrowException, OSError) as error:
        raise _broken(error) from None


def _broken(error: Exception) -> ReadError:
    return ReadError("SRC117", kind="Parquet", reason=str(error).splitlines()[0])
