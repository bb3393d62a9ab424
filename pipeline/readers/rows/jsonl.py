"""JSON Lines: one object in each line, read line by line; a line that is none costs only itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.model import Diagnostic
from pipeline.readers import Member, ReadError
from pipeline.readers.decode import decode
from pipeline.readers.metered import over, size
from pipeline.readers.options import DEFAULT, Limits, Options
from pipeline.readers.rows import Row
from pipeline.readers.rows import members as row_members
from pipeline.readers.rows.stream import utf8

_CHUNK = 64 << 10
_VALUE = 32  # bytes of a row for each value in it: objects take far more memory than their JSON
_WEIGHTS = {",": 1, "[": 1, "{": 4}  # by how many values they show
_SIGN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[][{},]', re.DOTALL)


def members(stream: BinaryIO, name: str, options: Options = DEFAULT) -> Iterator[Member]:
    """A document for each line that is not empty; the number of a row is that of its line.

    Raises:
        ReadError: no column for the text (SRC124), or the stream cannot be read to its end.
    """
    return row_members(rows(stream, options), name, options)


def rows(stream: BinaryIO, options: Options) -> Iterator[Row]:
    """Every row of a file, or those of a part of it, which is in UTF-8 then."""
    if options.part is None:
        return _rows(utf8(stream, options), options.limits)
    stream.seek(options.part.start)
    return _rows(stream, options.limits, options.part.before, options.part.end)


def _rows(stream: BinaryIO, limits: Limits, number: int = 0, end: int = 0) -> Iterator[Row]:
    while (not end or stream.tell() < end) and (line := stream.readline(limits.bytes + 1)):
        number += 1
        if len(line) > limits.bytes:
            del line
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield Row(number, error=over(f"row {number}", size(limits.bytes), "--max-bytes"))
        elif not line.isspace():
            yield _row(number, line, limits)


def _row(number: int, line: bytes, limits: Limits) -> Row:
    notes: tuple[Diagnostic, ...] = ()
    try:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            decoded = decode(line, "utf-8")
            text, notes = decoded.text, decoded.diagnostics
        return Row(number, parse(text, number, limits), notes=notes)
    except ReadError as error:
        return Row(number, error=error)


def parse(text: str, number: int, limits: Limits) -> dict[str, Any]:
    """The JSON object that is a row.

    Raises:
        ReadError: it is not JSON, not an object, nested too deep (SRC125), or holds too many values (SRC116).
    """
    crowded(text, number, limits)
    try:
        value = json.loads(text)
    except RecursionError:
        raise ReadError("SRC125", row=str(number), reason="nested too deep") from None
    except ValueError as error:
        raise ReadError("SRC125", row=str(number), reason=f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ReadError("SRC125", row=str(number), reason="not a JSON object")
    return value


def crowded(text: str, number: int, limits: Limits, start: int = 0) -> None:
    """Refuse a row whose values would fill the memory (SRC116); ``start`` is where it begins in the text."""
    most = limits.bytes // _VALUE
    if len(text) - start <= most:
        return
    if text.count(",", start) + text.count("[", start) + 4 * text.count("{", start) <= most:
        return  # not even when the signs inside strings are counted, and in what follows the row
    weight = depth = 0
    for found in _SIGN.finditer(text, start):
        sign = found[0]
        weight += _WEIGHTS.get(sign, 0)
        depth += (sign in "[{") - (sign in "]}")
        if weight > most:
            raise over(f"the number of values in row {number}", str(most), "--max-bytes")
        if not depth:
            return
