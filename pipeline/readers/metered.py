"""Takes bytes out of streams within limits that are counted on what really comes out, since headers lie."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from pipeline.readers.decode import ReadError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from pipeline.readers.options import Limits

_FREE = 8 << 20  # bytes that may come out before their ratio to the packed ones counts
_CHUNK = 64 << 10


def size(count: int) -> str:
    """A number of bytes in words: 64 MB for 64 × 1024 × 1024."""
    value = float(count)
    for unit in ("bytes", "KB", "MB"):
        if value < 1024:
            return f"{value:.4g} {unit}"
        value /= 1024
    return f"{value:.4g} GB"


def over(what: str, limit: str, option: str) -> ReadError:
    """The error for something over a limit, which the option raises."""
    return ReadError("SRC116", what=what, limit=limit, option=option)


def whole(stream: BinaryIO, limits: Limits) -> bytes:
    """The rest of a stream, which is one document.

    Raises:
        ReadError: there is more of it than ``limits.bytes`` (SRC116); never more is held.
    """
    data = bytearray()
    while chunk := stream.read(min(_CHUNK, limits.bytes + 1 - len(data))):
        data += chunk
        if len(data) > limits.bytes:
            raise over("the document", size(limits.bytes), "--max-bytes")
    return bytes(data)


class Meter:
    """Counts the bytes and files that come out of one file, archives inside it included, against the limits."""

    def __init__(self, limits: Limits, packed: Callable[[], int], outer: Meter | None = None) -> None:
        """Start at nothing.

        Args:
            limits: how much may come out.
            packed: the number of packed bytes used so far, or in all.
            outer: the meter of the archive that this one lies in, which counts too.
        """
        self.limits = limits
        self._packed = packed
        self._outer = outer
        self._total = 0
        self._entries = 0

    def enter(self) -> None:
        """Count one more file of an archive.

        Raises:
            ReadError: there are too many (SRC116).
        """
        self._entries += 1
        if self._entries > self.limits.entries:
            raise over("the number of files in the archive", str(self.limits.entries), "--max-entries")
        if self._outer is not None:
            self._outer.enter()

    def add(self, count: int) -> None:
        """Count bytes that came out.

        Raises:
            ReadError: too many in all, or for each packed one (SRC116).
        """
        self._total += count
        if self._total > self.limits.unpacked:
            raise over("what the file unpacks to", size(self.limits.unpacked), "--max-unpacked")
        if self._total > _FREE and self._total > self.limits.ratio * self._packed():
            raise over("the ratio of unpacked to packed bytes", str(self.limits.ratio), "--max-ratio")
        if self._outer is not None:
            self._outer.add(count)


def unpack(stream: BinaryIO, packing: str, limits: Limits, outer: Meter | None = None) -> io.BufferedReader:
    """What a compressed stream holds.

    Args:
        stream: the compressed bytes; several gzip members or zstd frames one after the other are one stream.
        packing: ``.gz`` or ``.zst``.
        limits: for the bytes in all and their ratio to the compressed ones.
        outer: the meter of the archive it lies in.

    Returns:
        A stream to read once. Its methods raise ReadError where the data is damaged or ends early (SRC117) or goes
        over a limit (SRC116), but only after everything before that has been read.

    Raises:
        ReadError: zstd without its package (SRC115).
    """
    counted = _Counted(stream)
    meter = Meter(limits, lambda: counted.count, outer)
    return joined(_metered(_gzip(counted) if packing == ".gz" else _zstd(counted), meter))


def joined(chunks: Iterator[bytes]) -> io.BufferedReader:
    """Pieces of bytes as one stream, which raises what the iterator raises."""
    return io.BufferedReader(_Pieces(chunks), _CHUNK)


def _metered(chunks: Iterator[bytes], meter: Meter) -> Iterator[bytes]:
    for chunk in chunks:
        meter.add(len(chunk))
        yield chunk


class _Counted:
    """A stream that knows how many bytes were read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, length: int = -1) -> bytes:
        data = self._stream.read(length)
        self.count += len(data)
        return data


class _Pieces(io.RawIOBase):
    """What ``joined`` reads from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._chunk = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if not self._chunk:
            self._chunk = memoryview(next(self._chunks, b""))
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._chunk))
        target[:count] = self._chunk[:count]
        self._chunk = self._chunk[count:]
        return count


def _gzip(stream: _Counted) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as file:  # type: ignore[call-overload]
            while chunk := file.read1(_CHUNK):
                yield chunk
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError("SRC117", kind="gzip", reason=str(error)) from None


def _zstd(stream: _Counted) -> Iterator[bytes]:
    """Frame by frame, since only so a frame that ends early can be told from a whole one.

    A piece of compressed bytes comes out in one go, and four of them may be 128 KB: so the pieces are small.
    """
    try:
        import zstandard
    except ImportError:
        raise ReadError("SRC115", kind=".zst files", package="zstandard", extra="data") from None
    # What the zstd program itself takes without being told otherwise.
    unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    frame, packed = None, b""
    try:
        while packed := packed or stream.read(512):
            frame = frame or unpacker.decompressobj()
            if chunk := frame.decompress(packed):
                yield chunk
            packed = frame.unused_data if frame.eof else b""
            frame = None if frame.eof else frame
    except zstandard.ZstdError as error:
        raise ReadError("SRC117", kind="zstd", reason=str(error)) from None
    if frame is not None:
        raise ReadError("SRC117", kind="zstd", reason="it ends in the middle of a frame")
