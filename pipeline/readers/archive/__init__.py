"""ZIP and tar archives of any documents: each of them is a member, and those of data files and archives inside.

Members are read in the archive's own order and nothing is ever written beside it: a ZIP file that is no file of its
own goes to a temporary file without a name, everything else is streamed.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, NoReturn, cast

from pipeline.model import Diagnostic, Source
from pipeline.readers import PACKINGS, SUFFIXES, Member, Reader, ReadError, suffix_of
from pipeline.readers.archive.names import hidden, readable, unsafe, zip_names
from pipeline.readers.archive.tar import Tar
from pipeline.readers.metered import Meter, joined, over, unpack, whole
from pipeline.readers.options import DEFAULT, Options
from pipeline.readers.packed import Package


@dataclass(frozen=True, slots=True)
class _File:
    """A file of an archive: its path, its bytes piece by piece, and whether it is a link, device or the like."""

    path: str
    chunks: Callable[[], Iterator[bytes]]
    special: bool


def members(stream: BinaryIO, name: str, options: Options = DEFAULT) -> Iterator[Member | Diagnostic]:
    """The documents of an archive, called by its name and their paths in it; its first bytes tell its kind.

    Hidden files and those of unknown kinds are counted (SRC129), unsafe paths and links reported (SRC123). What is
    wrong with one file of the archive is raised by its member alone.

    Raises:
        ReadError: not an archive or damaged (SRC117), without any document (SRC104), or over a limit (SRC116).
    """
    return _members(stream, name, options, None)


def _members(
    stream: BinaryIO, name: str, options: Options, outer: Meter | None
) -> Iterator[Member | Diagnostic]:
    limits = options.limits
    if not isinstance(stream, io.BufferedReader):
        stream = io.BufferedReader(cast(io.RawIOBase, stream))
    head = stream.peek(2)
    with ExitStack() as stack:
        if head.startswith(b"PK"):
            if not stream.seekable():
                stream = _spooled(stream, stack.enter_context(tempfile.TemporaryFile()))
            package = Package(stream, "ZIP", limits, outer)
            yield from _each(_zipped(package, options.encoding), name, options, package.meter)
            return
        if head.startswith(b"\x1f\x8b"):
            stream = unpack(stream, ".gz", limits, outer)
        tar = Tar(stream)
        meter = Meter(limits, lambda: tar.position, outer)
        yield from _each(_tarred(tar, meter), name, options, meter)


def _spooled(stream: BinaryIO, spool: BinaryIO) -> BinaryIO:
    """The rest of a stream in a temporary file; whatever gave the stream counts its bytes."""
    while chunk := stream.read(1 << 20):
        spool.write(chunk)
    spool.seek(0)
    return spool


def _zipped(package: Package, encoding: str | None) -> Iterator[_File]:
    for info, path in zip(package.entries, zip_names(package.entries, encoding), strict=True):
        kind = info.external_attr >> 28  # the kind of a file as Unix writes it, 0 elsewhere
        yield _File(path, partial(package.chunks, info), kind not in (0, 8))


def _tarred(tar: Tar, meter: Meter) -> Iterator[_File]:
    def chunks() -> Iterator[bytes]:
        for chunk in tar.chunks():
            meter.add(len(chunk))
            yield chunk

    for path, special in tar.files():
        yield _File(path, chunks, special)


def _each(files: Iterator[_File], name: str, options: Options, meter: Meter) -> Iterator[Member | Diagnostic]:
    """What the files of an archive hold; ``name`` is the archive's."""
    skipped = 0
    seen: dict[str, int] = {}
    for file in files:
        meter.enter()
        if file.special or unsafe(file.path):
            yield Diagnostic("SRC123", None, (("path", readable(file.path)),))
            continue
        reader = SUFFIXES.get(suffix_of(file.path)) if PurePosixPath(file.path).suffix else None
        if reader is None or hidden(file.path):
            skipped += 1
            continue
        inner = f"{name}/{readable(file.path)}"
        seen[inner] = seen.get(inner, 0) + 1
        inner += f"~{seen[inner]}" if seen[inner] > 1 else ""
        if not reader.many:
            yield Member(inner, partial(_read, reader, file, inner, options, meter))
            continue
        try:
            yield from _inside(reader, file, inner, options, meter)
        except ReadError as error:
            meter.add(0)  # over the limit as a whole? then nothing more can be read
            yield Member(inner, partial(_refuse, error))
    if skipped:
        yield Diagnostic("SRC129", None, (("found", f"files, hidden or of an unknown kind: {skipped}"),))
    if not seen:
        raise ReadError("SRC104")


def _open(file: _File, options: Options, meter: Meter) -> BinaryIO:
    stream = joined(file.chunks())
    packing = PurePosixPath(file.path).suffix.lower()
    return unpack(stream, packing, options.limits, meter) if packing in PACKINGS else stream


def _read(reader: Reader, file: _File, name: str, options: Options, meter: Meter) -> Source:
    return reader.read(whole(_open(file, options, meter), options.limits), name, options)


def _refuse(error: ReadError) -> NoReturn:
    raise error


def _inside(
    reader: Reader, file: _File, name: str, options: Options, meter: Meter
) -> Iterator[Member | Diagnostic]:
    """What a file of many documents inside an archive holds."""
    limits = options.limits
    if reader.module != __name__.rpartition(".")[2]:
        yield from reader.members(_open(file, options, meter), name, options)
        return
    if limits.depth < 1:
        raise over("the depth of archives inside archives", "reached", "--max-depth")
    deeper = replace(options, limits=replace(limits, depth=limits.depth - 1))
    yield from _members(_open(file, options, meter), name, deeper, meter)
