"""Reads a tar archive as a stream, with a bound on what its headers may take; damage in the middle is an error.

The module of the standard library takes damage for the end of the archive, and holds headers of any size in memory.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.readers.archive.names import text_of
from pipeline.readers.decode import ReadError

_BLOCK = tarfile.BLOCKSIZE
_CHUNK = 64 << 10
_LONGEST = 1 << 20  # bytes of headers for one file
_LONG_NAME, _LONG_LINK = tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK
_PAX, _PAX_OTHER, _PAX_GLOBAL = tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.XGLTYPE
_EXTENDED = (_LONG_NAME, _LONG_LINK, _PAX, _PAX_OTHER, _PAX_GLOBAL)
# Kinds that have no data after the header, whatever size it states.
_BARE = (
    tarfile.LNKTYPE,
    tarfile.SYMTYPE,
    tarfile.CHRTYPE,
    tarfile.BLKTYPE,
    tarfile.FIFOTYPE,
    tarfile.DIRTYPE,
)


class Tar:
    """The files of a tar archive, to be taken once and in order; ``position`` counts the bytes read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.position = 0
        self._left = 0  # bytes of the current file not read yet

    def files(self) -> Iterator[tuple[str, bool]]:
        """Each file's path, and whether it is a link, device or the like; ``chunks`` gives the bytes of the last one.

        Raises:
            ReadError: not a tar archive, damaged, or it ends early (SRC117).
        """
        path, length = "", -1
        while (info := self._header()) is not None:
            if info.type in _EXTENDED:
                data = self._extension(info.size)
                if info.type == _LONG_NAME:
                    path = text_of(data.rstrip(b"\0"))
                elif info.type in (_PAX, _PAX_OTHER):
                    path, length = _pax(data, path, length)
                continue
            if info.type == tarfile.GNUTYPE_SPARSE:
                raise _broken("it holds sparse files")
            bare = info.type in _BARE
            size = info.size if length < 0 else length
            self._left = 0 if bare else size
            end = 0 if bare else -size % _BLOCK
            if info.type != tarfile.DIRTYPE:
                yield path or text_of(info.name.encode("utf-8", "surrogateescape")), bare
            for _ in self.chunks():
                pass
            self._exactly(end)
            path, length = "", -1

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the current file that are not read yet. Raises ReadError where the archive ends early."""
        while self._left:
            chunk = self._stream.read(min(_CHUNK, self._left))
            self.position += len(chunk)
            self._left -= len(chunk)
            if not chunk:
                self._left = 0
                raise _broken("it ends in the middle of a file")
            yield chunk

    def _header(self) -> tarfile.TarInfo | None:
        block = self._stream.read(_BLOCK)
        self.position += len(block)
        if not block and self.position:
            return None  # some programs leave out the empty blocks at the end
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError as error:
            if block == bytes(_BLOCK):
                return None
            raise _broken(str(error)) from None
        if info.size < 0:
            raise _broken("a size below zero")
        return info

    def _extension(self, size: int) -> bytes:
        if size > _LONGEST:
            raise _broken(f"a header of {size} bytes")
        data = self._exactly(size)
        self._exactly(-size % _BLOCK)
        return data

    def _exactly(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.position += len(data)
        if len(data) < size:
            raise _broken("it ends early")
        return data


def _pax(data: bytes, path: str, length: int) -> tuple[str, int]:
    """The path and length that an extended header states, or those given: records of the form ``12 path=a.txt``."""
    at = 0
    while at < len(data) and data[at : at + 1] != b"\0":
        digits, _, _ = data[at : at + 20].partition(b" ")
        if not digits.isdigit() or int(digits) < len(digits) + 2:
            raise _broken("an extended header of no known form")
        key, _, value = data[at + len(digits) + 1 : at + int(digits) - 1].partition(b"=")
        if key == b"path":
            path = text_of(value)
        elif key == b"size" and value.isdigit():
            length = int(value)
        elif key.startswith(b"GNU.sparse."):
            raise _broken("it holds sparse files")
        at += int(digits)
    return path, length


def _broken(reason: str) -> ReadError:
    return ReadError("SRC117", kind="tar", reason=reason)
