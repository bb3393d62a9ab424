"""SINKS: every file format of a dataset as one row; rows go in one after the other, files appear whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from pipeline.dataset.columns import Row
from pipeline.dataset.encoders import Lines, Packed, Parquet
from pipeline.output import WriteError

PART_BYTES = 512 << 20


class Encoder(Protocol):
    """Turns rows into the bytes of one open file; ``close`` writes what is still held, not the file's end.

    ``full`` says before each row whether the format wants a new file now.
    """

    def full(self, row: Row) -> bool: ...

    def add(self, row: Row) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``open`` makes the encoder of a file open for writing bytes."""

    name: str
    suffix: str
    description: str
    open: Callable[[IO[bytes]], Encoder]


class Sink:
    """Rows into a file that appears whole when the ``with`` block ends well, or not at all.

    A format whose files may not grow too large continues in ``name-2.suffix`` and so on. ``files`` are the paths
    that were written.
    """

    def __init__(self, path: Path, format: Format) -> None:
        """Write to ``path``, which should end in the suffix of ``format``."""
        self.files: list[Path] = []
        self._path, self._format = path, format
        self._parts: list[tuple[Path, Path]] = []  # the temporary file, the final one
        self._file: IO[bytes] | None = None
        self._encoder: Encoder | None = None

    def __enter__(self) -> Self:
        """Open the file.

        Raises:
            WriteError: it cannot be written.
        """
        self._begin()
        return self

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows; their order is that of the file.

        Raises:
            WriteError: the disk is full or the like.
        """
        try:
            for row in rows:
                if self._encoder is None or self._encoder.full(row):
                    self._end()
                    self._begin()
                assert self._encoder is not None
                self._encoder.add(row)
        except OSError as error:
            raise WriteError(self._path, error) from None

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        try:
            if kind is None:
                self._end()
                for part, path in self._parts:
                    part.replace(path)
                    self.files.append(path)
        except OSError as error:
            raise WriteError(self._path, error) from None
        finally:
            if self._encoder is not None:
                with contextlib.suppress(Exception):  # it would write to a closed file when it is collected
                    self._encoder.close()
            if self._file is not None:
                with contextlib.suppress(OSError):  # what it still held cannot be written either
                    self._file.close()
            for part, _path in self._parts:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)

    def _begin(self) -> None:
        path = self._path
        if self._parts:
            suffix = self._format.suffix
            path = path.with_name(f"{path.name.removesuffix(suffix)}-{len(self._parts) + 1}{suffix}")
        part = path.with_name(f".wengao-{os.getpid()}-{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = part.open("wb")
        except OSError as error:
            raise WriteError(path, error) from None
        self._parts.append((part, path))
        self._encoder = self._format.open(self._file)

    def _end(self) -> None:
        if self._encoder is None or self._file is None:
            return
        self._encoder.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._encoder = self._file = None


def _csv(file: IO[bytes]) -> Encoder:
    from pipeline.dataset.flat import Flat

    return Flat(file)


def _mnbvc(file: IO[bytes]) -> Encoder:
    from pipeline.dataset.mnbvc import Mnbvc

    return Mnbvc(file, PART_BYTES)


SINKS: tuple[Format, ...] = (
    Format("jsonl", ".jsonl", "one row per line after schemas/row.schema.json", Lines),
    Format("jsonl.zst", ".jsonl.zst", "the same, packed with Zstandard", Packed),
    Format(
        "parquet", ".parquet", "columns with explicit types, Zstandard, row groups of about 1,000", Parquet
    ),
    Format("mnbvc", ".mnbvc.jsonl", "the 通用语料 form of MNBVC, in files under 512 MiB", _mnbvc),
    Format("csv", ".csv", "the metadata as a flat table for spreadsheets, without the texts", _csv),
)
FORMATS: dict[str, Format] = {format.name: format for format in SINKS}
