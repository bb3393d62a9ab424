"""The place a data set is written to: files appear in it whole or not at all, be it a folder or an fsspec address."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from pipeline.output import WriteError, sweep

PREFIX, PART = ".wengao-", ".part"


class Store(Protocol):
    """Names are POSIX paths inside the place."""

    def read(self, name: str) -> bytes | None:
        """A small file as a whole; None where there is none."""

    def size(self, name: str) -> int:
        """The bytes of a file; -1 where there is none."""

    def open(self, name: str) -> BinaryIO:
        """A file for reading. Raises OSError."""

    def making(self, name: str) -> contextlib.AbstractContextManager[Path]:
        """A path to write to, which becomes the file when the block ends and vanishes when it fails.

        Raises WriteError.
        """

    def folder(self, name: str) -> contextlib.AbstractContextManager[Path]:
        """A folder to write files to, each of which must appear whole; they are there when the block has ended."""

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def sweep(self) -> None:
        """Remove what runs that were killed left half written."""


def write(store: Store, name: str, data: bytes) -> None:
    """Write a small file. Raises WriteError."""
    with store.making(name) as path:
        path.write_bytes(data)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, which workers on other machines see under the same path."""

    path: Path

    def read(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except OSError:
            return None

    def size(self, name: str) -> int:
        try:
            return (self.path / name).stat().st_size
        except OSError:
            return -1

    def open(self, name: str) -> BinaryIO:
        return (self.path / name).open("rb")

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        path = self.path / name
        # Two workers may make the same file: one that was thought dead, and the one that does its work.
        part = path.with_name(f"{PREFIX}{uuid4().hex}{PART}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                yield part
                with part.open("rb+") as file:
                    os.fsync(file.fileno())
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise WriteError(path, error) from None

    @contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        yield self.path / name

    def names(self, folder: str) -> list[str]:
        with contextlib.suppress(OSError):
            return sorted(p.name for p in (self.path / folder).iterdir() if not p.name.startswith(PREFIX))
        return []

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        sweep(self.path)
