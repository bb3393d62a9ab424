"""The records of a web archive one by one, each with its header and body; after damage the next one is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from pipeline.readers.decode import ReadError
from pipeline.readers.metered import over, size
from pipeline.readers.options import Limits

_CHUNK = 64 << 10
_LINE = 64 << 10  # bytes that a line of a header may have
_LINES = 1000
_VERSION = b"WARC/"
_KEPT = ("response", "resource", "conversion")


@dataclass(frozen=True, slots=True)
class Record:
    """A record by its number, from 1: its header by lower-case names, its body if it may be a document.

    ``error`` says why it cannot be read; where it is over the limit, ``body`` is its beginning.
    """

    number: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: ReadError | None = None

    @property
    def kind(self) -> str:
        """What the archive calls its type: response, resource, revisit …"""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """The address; some programs put it between < and >."""
        return self.headers.get("warc-target-uri", "").strip("<>")


def records(stream: BinaryIO, limits: Limits) -> Iterator[Record]:
    """Every record of an archive that is not compressed.

    Raises:
        ReadError: it does not begin with a record (SRC117).
    """
    number = 0
    while line := stream.readline(_LINE):
        if line.isspace():
            continue
        number += 1
        if line.startswith(_VERSION):
            headers = _headers(stream)
            yield _record(stream, number, headers, limits)
            continue
        if number == 1:
            raise _broken("it does not begin with a record")
        # What stands here belongs to the record before, whose length is wrong, or to none.
        while line and not line.startswith(_VERSION):
            line = stream.readline(_LINE)
        yield Record(number, error=_broken(f"no record where record {number} should begin"))
        if line:
            number += 1
            yield _record(stream, number, _headers(stream), limits)


def _headers(stream: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_LINES):
        line = stream.readline(_LINE)
        if not line.strip():
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _record(stream: BinaryIO, number: int, headers: dict[str, str], limits: Limits) -> Record:
    digits = headers.get("content-length", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        return Record(number, headers, error=_broken(f"no length in the header of record {number}"))
    length = int(digits)
    large = length > limits.bytes
    wanted = min(length, _CHUNK) if large else length
    body = stream.read(wanted) if headers.get("warc-type") in _KEPT else b""
    if not _skip(stream, length - len(body)):
        return Record(number, headers, error=_broken(f"it ends in the middle of record {number}"))
    error = over(f"record {number}", size(limits.bytes), "--max-bytes") if body and large else None
    return Record(number, headers, body, error)


def _skip(stream: BinaryIO, length: int) -> bool:
    """Whether there were as many bytes to leave out."""
    while length and (chunk := stream.read(min(_CHUNK, length))):
        length -= len(chunk)
    return not length


def _broken(reason: str) -> ReadError:
    return ReadError("SRC117", kind="WARC", reason=reason)
