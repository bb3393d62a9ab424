"""Decides in which encoding a file is read, refuses what fits none, and reports what was decided and lost.

What weighs the characters is loaded only when the bytes leave a question: valid UTF-8 settles it.
"""

from __future__ import annotations

from pipeline.model import Diagnostic
from pipeline.readers.decode import Decoded, ReadError, nul
from pipeline.readers.encoding.codec import Text, followed, labelled, mark, text_of

# Measured by tests/bench/encodings.py: from 12 bytes on, text in other languages gains less than 6 bits and from 8
# bytes on less than 14, but for a line or so of Japanese without kana; six Chinese characters mostly gain 14.
_GAIN = 6.0
_CLEAR = 14.0
_SHARE = 0.4
_SURE = 0.5
# The share of bad bytes, among those that are not ASCII, from which on the encoding cannot be that of the file: with
# five damaged bytes in 200 it is at most 0.13, with Chinese taken for UTF-8 or ASCII at least 0.5.
_MOSTLY_BAD = 0.25
_SHOWN = 10
_HIGH = bytes(range(128, 256))
# Control characters besides white space: single-byte encodings take every byte, but text has none of these.
_CONTROLS = {*map(chr, range(9)), *map(chr, range(14, 32)), *map(chr, range(127, 160))}


def named(data: bytes, encoding: str) -> Decoded:
    """Decode by the encoding that the user named, widened where files of that name hold more.

    Raises:
        ReadError: a large part of the bytes is not in it (SRC101).
    """
    name, start = settled(data, encoding)
    read = text_of(data, name, start)
    if (share := _bad_share(read, data, name)) > _MOSTLY_BAD:
        first = read.bad[0].start
        byte = f"0x{data[first]:02X}"
        raise ReadError("SRC101", share=_percent(share), encoding=name.upper(), byte=byte, offset=str(first))
    return Decoded(read.text, name, (*_bad(read, name), *_doubt(read.text, name)))


def settled(data: bytes, encoding: str) -> tuple[str, int]:
    """The codec for an encoding that the user named and the length of the byte order mark that the data begins with.

    UTF-16 and UTF-32 without a mark say only half: the order of their bytes is the one that gives Chinese.
    """
    name, start = followed(data, encoding)
    if name not in ("utf-16", "utf-32"):
        return name, start
    from pipeline.readers.encoding.charset import best, names

    among = [each for each in names(data) if each.startswith(name)]
    return best(data, among).encoding if among else name, start


def found_out(data: bytes, declared: str | None) -> Decoded:
    """Decode by the encoding that the bytes speak for; a byte order mark and valid UTF-8 settle it.

    Raises:
        ReadError: it cannot be told (SRC112), or the data is binary (SRC102).
    """
    signed, start = mark(data)
    if signed:
        return _decoded(text_of(data, signed, start), data, signed, declared)
    if b"\0" not in data:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            pass
        else:
            return Decoded(text, "utf-8", () if data.isascii() else _told("utf-8", declared))
    from pipeline.readers.encoding.charset import best, names

    label = labelled(declared)
    found = best(data, names(data), label)
    if found.weight.gain >= _GAIN and found.weight.share >= _SHARE:
        doubtful = found.weight.gain < _CLEAR
        return _decoded(
            text_of(data, found.encoding, 0, found.skip), data, found.encoding, declared, doubtful
        )
    if b"\0" in data:
        raise nul(data.index(b"\0"), "byte")
    if label and not (read := text_of(data, label)).bad and _CONTROLS.isdisjoint(read.text):
        return _decoded(read, data, label, declared)
    raise ReadError("SRC112", found=f"{found.encoding.upper()} is nearest, but does not give Chinese")


def _decoded(read: Text, data: bytes, name: str, declared: str | None, doubtful: bool = False) -> Decoded:
    if (share := _bad_share(read, data, name)) > _MOSTLY_BAD:
        raise ReadError("SRC112", found=f"{_percent(share)} of the bytes are not {name.upper()}")
    said = (*_told(name, declared), *_bad(read, name), *_doubt(read.text, name, doubtful))
    return Decoded(read.text, name, said)


def _bad_share(read: Text, data: bytes, name: str) -> float:
    """The share of bad bytes among those that are not ASCII, which in wide encodings means nothing for single bytes."""
    if not read.bad or name.startswith(("utf-16", "utf-32")):
        return read.lost / max(len(data), 1)
    return read.lost / max(len(data) - len(data.translate(None, _HIGH)), 1)


def _told(name: str, declared: str | None) -> tuple[Diagnostic, ...]:
    """SRC113 where the encoding is not UTF-8, or not what the file declares."""
    against = bool(declared) and labelled(declared) != name
    if name == "utf-8" and not against:
        return ()
    values = (("encoding", name.upper()), ("declared", f"; it declares {declared}" if against else ""))
    return (Diagnostic("SRC113", None, values),)


def _bad(read: Text, name: str) -> tuple[Diagnostic, ...]:
    """SRC111 with the places of the first bad bytes."""
    if not read.bad:
        return ()
    offsets = [str(span.start) for span in read.bad[:_SHOWN]] + ["…"] * (len(read.bad) > _SHOWN)
    values = (("count", str(read.lost)), ("encoding", name.upper()), ("offsets", ", ".join(offsets)))
    return (Diagnostic("SRC111", None, values),)


def _doubt(text: str, name: str, doubtful: bool = False) -> tuple[Diagnostic, ...]:
    """SRC130 where too little of a text is Chinese to be sure of its encoding."""
    from pipeline.readers.encoding.frequency import common_share

    if not doubtful and common_share(text) >= _SURE:
        return ()
    return (Diagnostic("SRC130", None, (("encoding", name.upper()),)),)


def _percent(share: float) -> str:
    return f"{round(min(share, 1.0) * 100)} %"
