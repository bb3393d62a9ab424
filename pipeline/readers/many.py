"""A file as the documents it holds: one, or each of a data file or archive, also compressed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

from pipeline.model import Diagnostic, Source
from pipeline.readers import PACKINGS, SUFFIXES, Member, Reader, ReadError, suffix_of
from pipeline.readers.metered import over, size, unpack, whole
from pipeline.readers.options import DEFAULT, Options


def documents(path: Path, name: str, options: Options = DEFAULT) -> Iterator[Member | Diagnostic]:
    """The documents of a file, one after the other, so that it may be larger than memory.

    ``Member.read`` is to be called at most once, and before the next member is asked for.

    Args:
        path: the file.
        name: what it is called in messages and in the TEI.
        options: encoding, columns and limits.

    Returns:
        One member for most formats, called ``name``; for data files and archives each of theirs, called by the name,
        a slash and what it is inside; and what there is to report of the file itself.

    Raises:
        ReadError: the file is missing, unreadable, of an unknown kind, or cannot be read to its end.
    """
    try:
        length = path.stat().st_size
        with path.open("rb") as file:
            yield from inside(file, path, length, name, options)
    except FileNotFoundError:
        raise ReadError("SRC100") from None
    except OSError as error:
        raise ReadError("SRC106", reason=error.strerror or str(error)) from None


def inside(
    file: BinaryIO, path: PurePath, length: int, name: str, options: Options
) -> Iterator[Member | Diagnostic]:
    """The documents of a file that is open; see ``documents``.

    Args:
        file: the file, at its beginning.
        path: its name, whose suffix tells the format.
        length: its bytes.
        name: what it is called in messages and in the TEI.
        options: encoding, columns and limits.

    Raises:
        ReadError: it is of an unknown kind, or cannot be read to its end.
        OSError: the file system fails.
    """
    reader = SUFFIXES.get(suffix_of(path.name))
    packing = path.suffix.lower()
    if reader is None:
        raise ReadError("SRC105", suffix=suffix_of(path.name))
    if packing in PACKINGS:
        file = unpack(file, packing, options.limits)
    elif not reader.many and length > options.limits.bytes:
        raise over("the file", size(options.limits.bytes), "--max-bytes")
    if reader.many:
        yield from reader.members(file, name, options)
    else:
        yield Member(name, partial(_read, reader, file, name, options))


def _read(reader: Reader, file: BinaryIO, name: str, options: Options) -> Source:
    try:
        data = whole(file, options.limits)
    except OSError as error:
        raise ReadError("SRC106", reason=error.strerror or str(error)) from None
    return reader.read(data, name, options)
