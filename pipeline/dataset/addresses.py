"""Addresses such as s3://bucket/texts: files and places of a data set that fsspec knows how to reach."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast
from uuid import uuid4

from pipeline.dataset.store import PART, PREFIX
from pipeline.names import is_address
from pipeline.output import WriteError

# A file that is put there appears at once and as a whole; elsewhere it gets its name when it is there.
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "obs", "memory"})


def usable(path: str) -> str:
    """Why an address cannot be used here, and what to do; "" where it can."""
    protocol = path.partition("://")[0]
    try:
        import_module("fsspec").get_filesystem_class(protocol)
    except ImportError as error:
        package = f" ({error})" if "fsspec" not in str(error) else ""
        return f"{protocol}:// needs fsspec and its package for {protocol}{package}: pip install 'fsspec[{protocol}]'"
    except ValueError:
        return f"fsspec knows no {protocol}://"
    return ""


def reach(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    found: tuple[Any, str] = import_module("fsspec.core").url_to_fs(address)
    return found


def opened(path: str) -> BinaryIO:
    """A file for reading, by path or address. Raises OSError."""
    if not is_address(path):
        return Path(path).open("rb")
    system, place = reach(path)
    return cast("BinaryIO", system.open(place, "rb"))


def measured(path: str) -> tuple[int, str]:
    """The bytes of a file and what tells whether it is still the same. Raises OSError."""
    if not is_address(path):
        seen = Path(path).stat()
        return seen.st_size, str(seen.st_mtime_ns)
    system, place = reach(path)
    return int(system.size(place) or 0), str(system.ukey(place))


def is_folder(path: str) -> bool:
    """Whether there is a folder."""
    if not is_address(path):
        return Path(path).is_dir()
    system, place = reach(path)
    return bool(system.isdir(place))


def found(address: str) -> Iterator[tuple[str, str]]:
    """Every file below an address: its own address and its path from there, sorted by the latter."""
    system, place = reach(address)
    for path in sorted(system.find(place)):
        yield system.unstrip_protocol(path), path[len(place) :].lstrip("/")


@dataclass(frozen=True, slots=True)
class Remote:
    """A place that fsspec reaches; see ``store.Store``. Files are made on this machine first."""

    address: str

    def _at(self, name: str) -> tuple[Any, str]:
        return reach(f"{self.address.rstrip('/')}/{name}")

    def read(self, name: str) -> bytes | None:
        system, path = self._at(name)
        try:
            data: bytes = system.cat_file(path)
        except OSError:
            return None
        return data

    def size(self, name: str) -> int:
        system, path = self._at(name)
        system.invalidate_cache()
        try:
            return int(system.size(path))
        except OSError:
            return -1

    def open(self, name: str) -> BinaryIO:
        system, path = self._at(name)
        return cast("BinaryIO", system.open(path, "rb"))

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, PurePosixPath(name).name)
            yield path
            self._put(path, name)

    @contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
            for path in sorted(Path(folder).iterdir()):
                self._put(path, f"{name}/{path.name}")

    def names(self, folder: str) -> list[str]:
        system, path = self._at(folder)
        system.invalidate_cache()
        with contextlib.suppress(OSError):
            names = (PurePosixPath(each).name for each in system.ls(path, detail=False))
            return sorted(name for name in names if not name.startswith(PREFIX))
        return []

    def remove(self, name: str) -> None:
        system, path = self._at(name)
        with contextlib.suppress(FileNotFoundError):
            system.rm_file(path)

    def sweep(self) -> None:
        system, place = reach(self.address)
        with contextlib.suppress(OSError):
            for path in system.find(place):
                name = PurePosixPath(path).name
                if name.startswith(PREFIX) and name.endswith(PART):
                    system.rm_file(path)

    def _put(self, path: Path, name: str) -> None:
        system, target = self._at(name)
        protocols = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
        try:
            system.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
            if protocols & _WHOLE:
                system.put_file(str(path), target)
                return
            part = str(PurePosixPath(target).with_name(f"{PREFIX}{uuid4().hex}{PART}"))
            system.put_file(str(path), part)
            system.mv(part, target)
        except OSError as error:
            raise WriteError(Path(f"{self.address}/{name}"), error) from None
