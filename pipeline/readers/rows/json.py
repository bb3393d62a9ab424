"""JSON: an array of objects, read one by one however long it is; or one object, which is a document or holds the array.

Objects one after the other are taken for JSON Lines with line breaks inside.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any, BinaryIO

from pipeline.readers import Member, ReadError
from pipeline.readers.metered import over, size
from pipeline.readers.options import DEFAULT, Limits, Options
from pipeline.readers.rows import TEXT, Row
from pipeline.readers.rows import members as row_members
from pipeline.readers.rows.jsonl import crowded
from pipeline.readers.rows.stream import utf8

_CHUNK = 256 << 10
_SPACE = re.compile(r"[ \t\n\r]*")
_WRAPPED = re.compile(r'\{[ \t\n\r]*"([^"\\]{1,100})"[ \t\n\r]*:[ \t\n\r]*\[[ \t\n\r]*\{')
_DECODER = json.JSONDecoder()


def members(stream: BinaryIO, name: str, options: Options = DEFAULT) -> Iterator[Member]:
    """A document for each object; one alone is called as the file is.

    Raises:
        ReadError: not JSON of this form (SRC117), no column for the text (SRC124, or SRC132 for one object alone), an
            object over a limit (SRC116).
    """
    values = _Values(utf8(stream, options), options.limits)
    if values.next() != "{" or _wrapped(values):
        yield from row_members(_arrays(values), name, options)
        return
    first = values.value()
    if values.next():
        yield from row_members(_objects(first, values), name, options)
        return
    lists = [value for value in first.values() if _is_array(value)]
    alone = len(lists) == 1 and not any(key.casefold() in TEXT for key in first)
    if alone:
        yield from row_members((_row(n, value) for n, value in enumerate(lists[0], 1)), name, options)
        return
    try:
        yield from row_members((_row(1, first),), name, options, whole=True)
    except ReadError as error:
        found = error.diagnostic
        raise (ReadError("SRC132", **dict(found.values)) if found.code == "SRC124" else error) from None


def _is_array(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _wrapped(values: _Values) -> bool:
    """Whether an object begins with an array of documents, as ``{"data": [{…``."""
    match = _WRAPPED.match(values.text, values.at)
    return match is not None and match[1].casefold() not in TEXT


def _arrays(values: _Values) -> Iterator[Row]:
    """The elements of an array, or of all arrays of an object; what else the object holds is no document."""
    numbers = count(1)
    if values.next() == "[":
        yield from _elements(values, numbers)
    elif values.next() == "{":
        values.at += 1
        while values.next() not in ("}", ""):
            values.value()
            values.take(":")
            if values.next() == "[":
                yield from _elements(values, numbers)
            else:
                values.value()
            if values.next() != "}":
                values.take(",")
        values.take("}")
    else:
        raise values.broken("neither an array nor an object")
    if values.next():
        raise values.broken("more text behind its end")


def _elements(values: _Values, numbers: Iterator[int]) -> Iterator[Row]:
    values.take("[")
    while values.next() != "]":
        yield _row(next(numbers), values.value())
        if values.next() != "]":
            values.take(",")
    values.take("]")


def _objects(first: Any, values: _Values) -> Iterator[Row]:
    number = 1
    yield _row(number, first)
    while values.next():
        number += 1
        yield _row(number, values.value())


def _row(number: int, value: Any) -> Row:
    if isinstance(value, dict):
        return Row(number, value)
    return Row(number, error=ReadError("SRC125", row=str(number), reason="not a JSON object"))


class _Values:
    """JSON values of a stream one by one; only the one that is read is held, and not parsed again and again.

    What was read beyond a long value is put aside, so that the next ones are looked at by themselves.
    """

    def __init__(self, stream: io.BufferedReader, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._number = 0
        self._ended = False
        self._error: ReadError | None = None
        self._aside = ""
        self._aside_at = 0
        self.text = ""
        self.at = 0

    def next(self) -> str:
        """The next character that is no white space, which stays where it is; "" at the end."""
        while True:
            space = _SPACE.match(self.text, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more(_CHUNK):
                return ""

    def take(self, sign: str) -> None:
        """Pass over the next character. Raises ReadError if it is another one (SRC117)."""
        if self.next() != sign:
            raise self.broken(f"no {sign} behind value {self._number}")
        self.at += 1

    def value(self) -> Any:
        """The next value.

        Raises:
            ReadError: it is not JSON or ends early (SRC117), or is over a limit (SRC116).
        """
        self.next()
        self._number += 1
        while True:
            crowded(self.text, self._number, self._limits, self.at)
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except RecursionError:
                raise self.broken(f"value {self._number} is nested too deep") from None
            except ValueError as error:
                if self._ended or not self._cut(error):
                    said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
                    raise self.broken(f"value {self._number}: {said.removesuffix(' at')}") from None
            else:
                if end < len(self.text) or self._ended:
                    self.at = end
                    self._put_aside()
                    return value
            # Twice as much each time: so all attempts together cost no more than the last one.
            self._more(max(len(self.text) - self.at, _CHUNK))
            if len(self.text) - self.at > self._limits.bytes:
                raise over(f"value {self._number}", size(self._limits.bytes), "--max-bytes")

    def _cut(self, error: ValueError) -> bool:
        """Whether an error may come from where the text held ends."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated string") or error.pos > len(self.text) - 16

    def _more(self, length: int) -> bool:
        """Whether there was more of the text; an error is raised once what came before it is used up."""
        if self._aside:
            piece = self._aside[self._aside_at : self._aside_at + length]
            self._aside_at += len(piece)
            if self._aside_at == len(self._aside):
                self._aside, self._aside_at = "", 0
            self.text, self.at = self.text[self.at :] + piece, 0
            return True
        if self._error is not None:
            raise self._error
        data = bytearray()
        try:
            while len(data) < length and (chunk := self._stream.read1(_CHUNK)):
                data += chunk
        except ReadError as error:
            self._error = error
        self._ended = not data and self._error is None
        self.text = self.text[self.at :] + self._decoder.decode(bytes(data), self._ended)
        self.at = 0
        return not self._ended

    def _put_aside(self) -> None:
        """Leave no more than a chunk or two in ``text``; where something is aside, the rest came from there."""
        extra = len(self.text) - self.at - _CHUNK
        if extra < _CHUNK:
            return
        if self._aside:
            self._aside_at -= extra
        else:
            self._aside, self._aside_at = self.text, len(self.text) - extra
        self.text, self.at = self.text[self.at : self.at + _CHUNK], 0

    def broken(self, reason: str) -> ReadError:
        """The error for a file of another form."""
        return ReadError("SRC117", kind="JSON", reason=reason)
