"""One encoding and what its bytes say: names as files use them, byte order marks, and text with its bad bytes."""

from __future__ import annotations

import codecs
import re
from contextvars import ContextVar
from dataclasses import dataclass

from pipeline.model import Span

# What calls itself GBK or Big5 uses characters that only the larger sets have.
_WIDENED = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before that of UTF-16, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_MARKED = frozenset(sign[:1] for sign, _ in _MARKS)
# Python's Big5-HKSCS follows an old table for these; on Windows and on the web they are what stands on the right.
_BIG5 = tuple(zip("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡", strict=True))
_LABEL = re.compile(r"(?:x-|cs|cn-)*(gb|big5|chinese|iso-?ir-58|iso58gb)")
# Families of codecs that a page may name; what else Python calls a codec unpacks or evaluates what it is given.
_PLAIN = ("utf-", "gb", "big5", "cp", "iso8859", "koi8", "shift_jis", "euc_", "mac-")
PAIRS = ("gb18030", "big5hkscs")
_AHEAD = 32


@dataclass(slots=True)
class _Notes:
    bad: list[Span]
    resyncs: int


@dataclass(slots=True)
class _Tally:
    resyncs: int
    lost: int = 0
    stop: int = -1


_NOTES: ContextVar[_Notes] = ContextVar("notes")
_TALLY: ContextVar[_Tally] = ContextVar("tally")


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text with one U+FFFD for each sequence of bad bytes; ``bad`` are their spans, in bytes of the file."""

    text: str
    bad: tuple[Span, ...]

    @property
    def lost(self) -> int:
        """The number of bad bytes."""
        return sum(span.end - span.start for span in self.bad)


def widened(encoding: str) -> str:
    """The codec that reads what files of an encoding really hold: GB 18030 for GBK, Big5-HKSCS for Big5.

    Raises:
        LookupError: Python has no such codec.
    """
    name = codecs.lookup(encoding).name
    return _WIDENED.get(name, name)


def labelled(label: str | None) -> str:
    """The codec for what a page calls its encoding, by the names that the web uses; "" for one that is unknown."""
    label = (label or "").strip().lower()
    if found := _LABEL.match(label):
        return "big5hkscs" if found[1] == "big5" else "gb18030"
    try:
        name = widened(label)
    except (LookupError, ValueError):
        return ""
    return name if name.startswith(_PLAIN) else ""


def mark(data: bytes) -> tuple[str, int]:
    """The codec that a byte order mark names and the length of the mark; "" and 0 where there is none."""
    if data[:1] not in _MARKED:
        return "", 0
    return next(((name, len(sign)) for sign, name in _MARKS if data.startswith(sign)), ("", 0))


def followed(data: bytes, encoding: str) -> tuple[str, int]:
    """The codec for an encoding that the user named and the length of its byte order mark.

    Raises:
        LookupError: Python has no such codec.
    """
    name = widened(encoding)
    signed, length = mark(data)
    return (signed, length) if signed.startswith(name.removesuffix("-sig")) else (name, 0)


def text_of(data: bytes, name: str, start: int = 0, skip: int = 0, resyncs: int = 1000) -> Text:
    """Decode the bytes from ``start`` on; what is bad is replaced, never dropped.

    Args:
        data: the whole file.
        name: a Python codec name.
        start: the length of the byte order mark.
        skip: the bytes after it that are the rest of a character cut at the beginning.
        resyncs: at how many bad bytes it is looked ahead for where the next character begins.
    """
    first = start + skip
    notes = _Notes([Span(-skip, 0)] if skip else [], resyncs)
    token = _NOTES.set(notes)
    try:
        text = (data[first:] if first else data).decode(name, "wengao.note")
    finally:
        _NOTES.reset(token)
    text = meant(text, name)
    bad = tuple(Span(span.start + first, span.end + first) for span in notes.bad)
    return Text("\ufffd" + text if skip else text, bad)


def readable(data: bytes, name: str, resyncs: int) -> tuple[str, int]:
    """(the characters of a text without signs for bad bytes, how many bytes are bad), as ``text_of`` reads it.

    After the last place at which it is looked ahead, the codec itself leaves out what is bad, which is many times
    faster; the bytes of the characters that it gives are counted by encoding them again.
    """
    tally = _Tally(resyncs if name in PAIRS else 0)
    text = ""
    if tally.resyncs:
        token = _TALLY.set(tally)
        try:
            text = data.decode(name, "wengao.tally")
        finally:
            _TALLY.reset(token)
        if tally.stop < 0:
            return meant(text, name), tally.lost
        data = data[tally.stop :]
    rest = data.decode(name, "ignore")
    return meant(text + rest, name), tally.lost + len(data) - len(rest.encode(name))


def meant(text: str, name: str) -> str:
    """What a codec gave, with the characters that files of its encoding mean: as many as before."""
    if name == "big5hkscs":
        for given, right in _BIG5:  # many times faster than str.translate
            text = text.replace(given, right)
    return text


def _note(error: UnicodeError) -> tuple[str, int]:
    """Decoding goes on behind bad bytes; those that follow others without a character between get no second sign."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    notes = _NOTES.get()
    end = error.end + _orphan(error, notes)
    if notes.bad and notes.bad[-1].end == error.start:
        notes.bad[-1] = Span(notes.bad[-1].start, end)
        return "", end
    notes.bad.append(Span(error.start, end))
    return "\ufffd", end


def _tally(error: UnicodeError) -> tuple[str, int]:
    """Decoding goes on behind bad bytes, which are only counted, or ends there when no more are to be looked behind."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    tally = _TALLY.get()
    if not tally.resyncs:
        tally.stop = error.start
        return "", len(error.object)
    end = error.end + _orphan(error, tally)
    tally.lost += end - error.start
    return "", end


def _orphan(error: UnicodeDecodeError, notes: _Notes | _Tally) -> int:
    """1 where the byte behind a bad one is the second half of its character, 0 where it begins the next.

    Taken for the wrong one, everything up to the next ASCII character would be read in wrong pairs.
    """
    ahead = error.object[error.end : error.end + _AHEAD]
    if error.encoding not in PAIRS or len(ahead) < 2 or ahead[0] < 0x80 or not notes.resyncs:
        return 0
    from pipeline.readers.encoding.frequency import ODD, cost, weigh

    notes.resyncs -= 1
    decoder = codecs.getincrementaldecoder(error.encoding)
    as_first, as_rest = (decoder("replace").decode(part) for part in (ahead, ahead[1:]))
    saved = cost(as_first) - cost(as_rest) - round(10 * ODD)
    if saved:
        return int(saved > 0)
    return int(weigh(as_rest).cost + ODD < weigh(as_first).cost)  # as near as rounding makes it


codecs.register_error("wengao.note", _note)
codecs.register_error("wengao.tally", _tally)
