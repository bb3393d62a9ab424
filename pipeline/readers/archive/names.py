"""Names of files in archives: what they say, whatever program wrote them, and which of them must not be followed."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from pipeline.readers.decode import ReadError, decode
from pipeline.readers.encoding.codec import PAIRS, widened

_UNICODE_FLAG = 0x800
_UNICODE_PATH = 0x7075  # the extra field with the name in UTF-8 (APPNOTE 4.6.9)
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DRIVE = re.compile(r"[A-Za-z]:")


def zip_names(entries: Sequence[zipfile.ZipInfo], encoding: str | None) -> list[str]:
    """The paths of files in a ZIP archive, with forward slashes.

    Names without the flag for UTF-8 are in the code page of the machine that packed them, which nothing names: for
    Chinese Windows GBK, which zipfile takes for that of the first PC. All of them together tell which one it is.
    """
    raw = [_raw(info) for info in entries]
    unknown = b"\n".join(name for name in raw if isinstance(name, bytes) and not name.isascii())
    found = _encoding(unknown, encoding)
    names = (name if isinstance(name, str) else text_of(name, found) for name in raw)
    return [name.replace("\\", "/") for name in names]


def text_of(name: bytes, encoding: str = "gb18030") -> str:
    """A name in UTF-8 or else in another encoding; bytes that fit neither show as escapes."""
    for codec in ("utf-8", encoding):
        try:
            return name.decode(codec)
        except UnicodeDecodeError:
            continue
    return name.decode("ascii", "backslashreplace").replace("\\x", "%")


def _raw(info: zipfile.ZipInfo) -> str | bytes:
    if info.flag_bits & _UNICODE_FLAG:
        return info.filename
    # Newer versions of zipfile put the name of the extra field into ``filename``.
    raw = info.orig_filename.partition("\0")[0].encode("cp437", "replace")
    for kind, data in _extras(info.extra):
        if kind == _UNICODE_PATH and data[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return data[5:]
    return raw


def _extras(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        kind, length = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (0, 2))
        yield kind, data[at + 4 : at + 4 + length]
        at += 4 + length


def _encoding(names: bytes, encoding: str | None) -> str:
    """The encoding of names: what the user named for the texts, where names may be in it too, or what fits."""
    if encoding and widened(encoding) in PAIRS:
        return widened(encoding)
    try:
        found = decode(names, None)
    except ReadError:
        return "gb18030"
    return found.encoding


def unsafe(path: str) -> bool:
    """Whether a path could lead out of the folder it is unpacked to."""
    parts = path.replace("\\", "/").split("/")
    return not parts[0] or ".." in parts or "\0" in path or _DRIVE.match(path) is not None


def hidden(path: str) -> bool:
    """Whether a path is one that a person who unpacks the archive does not see, or that macOS added."""
    return any(part == "__MACOSX" or (part.startswith(".") and part != ".") for part in path.split("/"))


def readable(path: str) -> str:
    """A path that XML and messages can hold, without ./ parts; a stand-in for each character that they cannot."""
    return "/".join(part for part in _CONTROL.sub("\ufffd", path).split("/") if part not in ("", "."))
