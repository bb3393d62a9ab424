"""The body of an HTTP answer as an archive keeps it: chunks joined, compression undone, type and charset told."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from pipeline.readers.decode import ReadError
from pipeline.readers.metered import over, size, unpack, whole
from pipeline.readers.options import Limits
from pipeline.readers.sniff import PAGE

_HEAD_END = re.compile(rb"\r?\n\r?\n|\Z")
_STATUS = re.compile(rb"HTTP/[\d.]+ +(\d{3})")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its type without parameters, the charset named for it, and its body as it was meant.

    ``cut`` says that the body ends early.
    """

    status: int
    type: str
    charset: str | None
    body: bytes
    cut: bool = False


def answered(block: bytes, limits: Limits, whole: bool = True) -> Answer:
    """Read an answer as it came over the wire.

    Args:
        block: its header and body.
        limits: for the body unpacked.
        whole: the block is not cut; the body of one that is stays as it is.

    Raises:
        ReadError: no HTTP, damaged compression or one that is not known (SRC117), or over a limit (SRC116).
    """
    status = _STATUS.match(block)
    end = _HEAD_END.search(block)
    if status is None or end is None:
        raise _broken("its answer is no HTTP")
    headers: dict[str, str] = {}
    for line in block[: end.start()].decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    body, cut = block[end.end() :], False
    code = int(status[1])
    if code == 200 and whole:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            body, cut = _joined(body)
        body = _unpacked(body, headers.get("content-encoding", "").lower(), limits)
    kind, charset = typed(headers.get("content-type", ""), body)
    return Answer(code, kind, charset, body, cut)


def typed(stated: str, body: bytes) -> tuple[str, str | None]:
    """The type and the charset of a Content-Type; where it says nothing of use, a page is known by its first tag."""
    kind = stated.partition(";")[0].strip().lower()
    charset = _CHARSET.search(stated)
    if kind in ("", "application/octet-stream", "unk", "unknown") and PAGE.match(body):
        kind = "text/html"
    return kind, charset[1] if charset else None


def _joined(body: bytes) -> tuple[bytes, bool]:
    """A body without the marks of its chunks, and whether it ends early; some archives keep it joined already."""
    pieces: list[bytes] = []
    at = 0
    while (head := _CHUNK_SIZE.match(body, at)) and (length := int(head[1], 16)):
        pieces.append(body[head.end() : head.end() + length])
        at = head.end() + length
        if at > len(body):
            return b"".join(pieces), True
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    if not pieces and head is None:
        return body, False
    return b"".join(pieces), head is None


def _unpacked(body: bytes, coding: str, limits: Limits) -> bytes:
    """A body without its compression; some archives keep it without and still name it."""
    if coding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        return whole(unpack(io.BytesIO(body), ".gz", limits), limits)
    if coding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        return whole(unpack(io.BytesIO(body), ".zst", limits), limits)
    if coding == "deflate" and not PAGE.match(body):
        return _inflated(body, limits)
    if coding == "br" and not PAGE.match(body):
        raise _broken("its answer is packed with br")
    return body


def _inflated(body: bytes, limits: Limits) -> bytes:
    """What servers call deflate, which is with or without the header of zlib."""
    with_header = body[:1] == b"\x78" and int.from_bytes(body[:2], "big") % 31 == 0
    unpacker = zlib.decompressobj(zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS)
    try:
        data = unpacker.decompress(body, limits.bytes + 1)
    except zlib.error as error:
        raise _broken(str(error)) from None
    if len(data) > limits.bytes:
        raise over("its answer", size(limits.bytes), "--max-bytes")
    if not unpacker.eof:
        raise _broken("its answer ends early")
    return data


def _broken(reason: str) -> ReadError:
    return ReadError("SRC117", kind="WARC", reason=reason)
