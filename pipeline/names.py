"""Names of files: their suffixes, what every common system takes, and which of them are still free."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256

from pipeline.readers import PACKINGS, SUFFIXES

LONGEST = 240  # bytes in a file name; 255 is the common limit, and a temporary name needs some of them
_ILLEGAL = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ufffd\ud800-\udfff]')
_BYTES = re.compile("[\udc80-\udcff]")  # what a name has for bytes that are not UTF-8
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def safe(part: str) -> str:
    """A file name that every common system takes: no sign or word that Windows refuses, not too long with a suffix.

    Bytes that are not UTF-8 are read as GB18030, which systems in China wrote before. The result is what the system's
    functions take for the UTF-8 name, whatever the locale.
    """
    raw = part.encode("utf-8", "surrogateescape" if _BYTES.search(part) else "replace")
    plain = _ILLEGAL.sub("_", _text(raw)).rstrip(". ") or "_"
    plain = f"_{plain}" if _RESERVED.fullmatch(plain.partition(".")[0]) else plain
    if len(plain.encode()) > LONGEST - 20:
        plain = plain.encode()[: LONGEST - 30].decode("utf-8", "ignore") + "-" + sha256(raw).hexdigest()[:8]
    return os.fsdecode(plain.encode())


def _text(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def split(name: str) -> tuple[str, str]:
    """A file's name without the suffixes of its packing and its format, and the latter in lower case, "" if unknown."""
    stem, dot, suffix = name.rpartition(".")
    if f".{suffix.lower()}" in PACKINGS and stem.strip("."):
        name = stem
        stem, dot, suffix = name.rpartition(".")
    known = f"{dot}{suffix.lower()}"
    return (stem, known) if known in SUFFIXES and stem.strip(".") else (name, "")


def readable(name: str) -> str:
    """A file's name for messages and the TEI; bytes in it that are not UTF-8 show as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def same(path: str) -> str:
    """One value for all paths that a file system may take for one file: case and Unicode form ignored."""
    return unicodedata.normalize("NFC", path.replace(os.sep, "/")).casefold()


class Taken:
    """Which names in a folder have a file or folder already; no two names that a file system may mix up are free."""

    def __init__(self, folder: str = "", paths: Iterable[str] = ()) -> None:
        """Start with some paths that are taken.

        Args:
            folder: what stands before each name to make a path.
            paths: files and folders that are there or will be.
        """
        self._folder = folder
        self._paths = set(map(same, paths))
        # the last number behind a name, so that many of one name are no more work than many of different ones
        self._last: dict[str, int] = {}

    def take(self, suffixes: Iterable[str], *names: str) -> str:
        """The first of the names that is free with every suffix, else the first one with a number; it is taken then."""
        suffixes = tuple(suffixes)
        number = self._last.get(names[0], 1)
        found, paths = next(self._free(names, suffixes), ("", ()))
        while not found:
            number += 1
            found, paths = next(self._free((f"{names[0]}-{number}",), suffixes), ("", ()))
            self._last[names[0]] = number
        self._paths.update(paths)
        return found

    def _free(self, names: Iterable[str], suffixes: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Those of the names that are free, each with the paths that it would take."""
        for name in names:
            paths = tuple(same(f"{self._folder}{name}{suffix}") for suffix in suffixes)
            if self._paths.isdisjoint(paths):
                yield name, paths


def is_address(path: str) -> bool:
    """Whether a path is an address. Those of this machine (file://) are not, once ``plain`` has been at them."""
    return _ADDRESS.match(path) is not None


def plain(path: str) -> str:
    """An address of this machine as the path that it means; anything else as it is."""
    return path.removeprefix("file://") if path.startswith("file:///") else path
