"""Names of files: their suffixes, what every common system takes, and which of them are still free."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from pipeline.readers import PACKINGS, SUFFIXES

LONGEST = 240  # bytes in a file name; 255 is the common limit, and a temporary name needs some of them
_ILLEGAL = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ufffd\ud800-\udfff]')
_FINE = re.compile(r"[A-Za-z0-9_-]{1,200}")
_BYTES = re.compile("[\udc80-\udcff]")  # what a name has for bytes that are not UTF-8
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def safe(part: str) -> str:
    """A file name that every common system takes: no sign or word that Windows refuses, not too long with a suffix.

    Bytes that are not UTF-8 are read as GB18030, which systems in China wrote before. The result is what the system's
    functions take for the UTF-8 name, whatever the locale.
    """
    if _FINE.fullmatch(part) and not _RESERVED.fullmatch(part):
        return part
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
    path = path.replace(os.sep, "/")
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


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

    def take(self, suffixes: tuple[str, ...], names: Iterable[str]) -> str:
        """The first of the names that is free with every suffix, else the first one with a number; it is taken then.

        Args:
            suffixes: what follows a name: "", or a stop and ASCII letters.
            names: those that are wanted, of which the second is asked for only where the first is not free.
        """
        names = iter(names)
        first = next(names)
        found = self._free(first, suffixes)
        if not found:
            found = next(filter(None, (self._free(name, suffixes) for name in names)), "")
        number = 1 if found else self._last.get(first, 1)
        while not found:
            number += 1
            found = self._free(f"{first}-{number}", suffixes)
            self._last[first] = number
        return found

    def _free(self, name: str, suffixes: tuple[str, ...]) -> str:
        """The name where it is free, and then it is taken; "" otherwise."""
        known = same(self._folder + name)
        paths = [known + suffix for suffix in suffixes]
        if not self._paths.isdisjoint(paths):
            return ""
        self._paths.update(paths)
        return name


def is_address(path: str) -> bool:
    """Whether a path is an address. Those of this machine (file://) are not, once ``plain`` has been at them."""
    return _ADDRESS.match(path) is not None


def plain(path: str) -> str:
    """An address of this machine as the path that it means; anything else as it is."""
    return path.removeprefix("file://") if path.startswith("file:///") else path
