"""The site's own files in its folder: what it wrote, so that only what changed is written and only its own is removed."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.output import Made, write

FILE = ".wengao.site.jsonl"


class Store:
    """The files of a site by the unit that made them; a unit is a document, a part of the search, or all the rest."""

    def __init__(self, folder: Path) -> None:
        """Read what an earlier run left; a torn line is as if it had never been."""
        self.folder = folder
        self._before: dict[str, tuple[str, dict[str, Made]]] = {}
        self._now: dict[str, tuple[str, dict[str, Made]]] = {}
        path = folder / FILE
        for line in path.read_bytes().splitlines() if path.exists() else ():
            with contextlib.suppress(ValueError, KeyError, TypeError):
                unit, key, files = json.loads(line)
                self._before[unit] = key, {name: Made(self._path(name), *rest) for name, *rest in files}

    def _path(self, name: str) -> str:
        return f"{self.folder}{os.sep}{name}"

    def stands(self, unit: str, key: str) -> bool:
        """Whether all files of a unit are there as they were made by the same key; they are kept then."""
        before, files = self._before.get(unit, ("", {}))
        if before != key or not files or not all(made.stands() for made in files.values()):
            return False
        self._now[unit] = key, files
        return True

    def keep(self, unit: str, key: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Write the files of a unit, those that differ from what is there.

        Raises:
            WriteError: one cannot be written.
        """
        self.note(unit, key, [(name, put(self.folder, name, data)) for name, data in files])

    def note(self, unit: str, key: str, made: Iterable[tuple[str, Made]]) -> None:
        """Take note of the files of a unit, which are written."""
        self._now[unit] = key, dict(made)

    def close(self, whole: bool) -> None:
        """Write down the files. When the site is ``whole``, those of earlier runs that no unit has now are removed before."""
        if whole:
            now = {name for _, files in self._now.values() for name in files}
            for _, files in self._before.values():
                for name in files.keys() - now:
                    self._remove(name)
        else:
            self._now = self._before | self._now
        lines = [
            json.dumps([unit, key, [[n, m.size, m.time, m.digest] for n, m in sorted(files.items())]])
            for unit, (key, files) in sorted(self._now.items())
        ]
        write(self.folder / FILE, "".join(f"{line}\n" for line in lines).encode())

    def _remove(self, name: str) -> None:
        path = self.folder / name
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            while (path := path.parent) != self.folder:
                path.rmdir()


def put(folder: Path, name: str, data: bytes) -> Made:
    """Write a file unless it is there with these bytes already.

    Nothing waits for the disk: a page that a loss of power took has another size than was noted, and is made again.

    Raises:
        WriteError: it cannot be written.
    """
    path = folder / name
    try:
        same = path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        same = False
    if not same:
        write(path, data, lasting=False)
    return Made.of(path, data)
