"""Takes members out of ZIP packages (DOCX, ODT, EPUB, archives) within limits, and says why it cannot."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from pipeline.readers.decode import ReadError
from pipeline.readers.metered import Meter, over, size

if TYPE_CHECKING:
    from pipeline.readers.options import Limits

_CHUNK = 64 << 10
# Methods whose output can be taken piece by piece: zipfile unpacks a chunk of bzip2 or LZMA in one go.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,  # NotImplementedError among them
    IndexError,
)


class Package:
    """A ZIP file whose members are read whole, one by one: DOCX, ODT, EPUB, or an archive of documents."""

    def __init__(self, data: bytes | BinaryIO, kind: str, limits: Limits, outer: Meter | None = None) -> None:
        """Open it and read its directory.

        Args:
            data: the whole file, or a seekable stream of it.
            kind: what messages call it, for instance ``DOCX``.
            limits: for one member, for all of them and for their number.
            outer: the meter of the archive it lies in.

        Raises:
            ReadError: not a ZIP file (SRC117), encrypted as Word does it (SRC122), too many members (SRC116).
        """
        if isinstance(data, bytes) and data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise ReadError("SRC122", kind=f"this {kind} file")
            raise ReadError("SRC117", kind=kind, reason="it is an old Office file (DOC, WPS …)")
        stream = io.BytesIO(data) if isinstance(data, bytes) else data
        packed = stream.seek(0, io.SEEK_END)
        self._kind = kind
        self.meter = Meter(limits, lambda: packed, outer)
        try:
            if _more_entries(stream, packed, limits.entries):
                raise over(f"the number of files in the {kind} file", str(limits.entries), "--max-entries")
            self._file = zipfile.ZipFile(stream)
        except _BROKEN as error:
            self._broken(error)
        #: every file in it as the directory lists them, duplicates too.
        self.entries = tuple(info for info in self._file.infolist() if not info.is_dir())
        self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in self.entries}
        #: the names of its files, with forward slashes; of two with one name the last one counts.
        self.names = tuple(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of one member.

        Raises:
            KeyError: there is none of this name.
            ReadError: it is damaged (SRC117), encrypted (SRC122) or over a limit (SRC116).
        """
        return self.take(self._infos[name])

    def take(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of one of ``entries``. Raises ReadError as ``read`` does."""
        data = bytearray()
        for chunk in self.chunks(info):
            data += chunk
            if len(data) > self.meter.limits.bytes:
                raise over(f"{info.filename} in it", size(self.meter.limits.bytes), "--max-bytes")
        return bytes(data)

    def chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of one of ``entries``, piece by piece. Raises ReadError as ``read`` does, without --max-bytes."""
        if info.flag_bits & 1:
            raise ReadError("SRC122", kind=f"this {self._kind} file")
        if info.compress_type not in _METHODS:
            reason = f"{info.filename} is packed with method {info.compress_type}, not with deflate"
            raise ReadError("SRC117", kind=self._kind, reason=reason)
        try:
            with self._file.open(info) as member:
                while chunk := member.read(_CHUNK):
                    self.meter.add(len(chunk))
                    yield chunk
        except _BROKEN as error:
            self._broken(error)

    def _broken(self, error: Exception) -> NoReturn:
        reason = str(error) or type(error).__name__
        raise ReadError("SRC117", kind=self._kind, reason=reason) from None


def _more_entries(stream: BinaryIO, length: int, limit: int) -> bool:
    """Whether the directory lists more files than the limit; zipfile would make an object of each before it says."""
    tail_start = max(length - (1 << 16) - 22, 0)
    stream.seek(tail_start)
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if tail[-22:].startswith(b"PK\x05\x06") and tail.endswith(b"\0\0"):
        end = len(tail) - 22  # where zipfile looks first, whatever the fields of this record hold
    if end < 0 or len(tail) < end + 22:
        return False  # no ZIP file: zipfile says so in its own words
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    position = tail_start + end
    # For large archives there is a second record with longer fields, and a pointer to it between the two.
    if end >= 20 and tail[end - 20 : end].startswith(b"PK\x06\x07"):
        stream.seek(position - 76)
        record = stream.read(56)
        if record.startswith(b"PK\x06\x06"):
            position -= 76
            directory = int.from_bytes(record[40:48], "little")
    stream.seek(max(position - directory, 0))
    rest = directory
    count = 0
    while rest >= 46 and count <= limit:
        header = stream.read(46)
        if not header.startswith(b"PK\x01\x02"):
            break
        extra = sum(int.from_bytes(header[at : at + 2], "little") for at in (28, 30, 32))
        stream.seek(extra, io.SEEK_CUR)
        rest -= 46 + extra
        count += 1
    return count > limit
