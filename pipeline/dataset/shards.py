"""Inputs → input shards: which documents are converted together, in an order that only the inputs decide."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePath, PurePosixPath

from pipeline.dataset.addresses import found, is_folder, measured
from pipeline.dataset.ranges import parts
from pipeline.model import Diagnostic
from pipeline.names import Taken, is_address, plain, readable
from pipeline.plan import walk
from pipeline.readers import SUFFIXES, suffix_of
from pipeline.readers.options import Options, Part
from pipeline.report import Result

# The first shards are small, so that all workers have something to do; later ones spare files.
_FIRST, _MOST, _GROWTH = 20, 500, 50
_MEAN = 10_000  # bytes of a file of many for each of the documents that it is thought to hold


@dataclass(frozen=True, slots=True)
class Single:
    """A document's TEI, "" where it failed, and what there was to say of it: (code, message), the errors first."""

    tei: str
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A file and what it is called in the data set.

    ``many`` says that it holds many documents: about ``weight`` of them, or of the ``part`` of it that this is.
    ``single`` is what became of a document that was converted by itself before.
    """

    path: str
    id: str
    many: bool = False
    weight: int = 1
    part: Part | None = None
    single: Single | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are converted together: about ``weight`` of them."""

    number: int
    pieces: tuple[Piece, ...]
    weight: int = 1


def shards(pieces: Iterable[Piece]) -> Iterator[Shard]:
    """Divide the documents of a run, without ever holding the names of all. The same ones make the same shards."""
    held: list[Piece] = []
    number, weight, before = 0, 0, 0
    for piece in pieces:
        weight += piece.weight
        if held and (whole := _joined(held[-1], piece)) is not None:
            held[-1] = whole
        else:
            held.append(piece)
        if weight >= min(_MOST, _FIRST + before // _GROWTH):
            yield Shard(number, tuple(held), weight)
            number, before, weight = number + 1, before + weight, 0
            held.clear()
    if held:
        yield Shard(number, tuple(held), weight)


def _joined(one: Piece, other: Piece) -> Piece | None:
    """Two parts of a file that stand side by side as one."""
    if one.part is None or other.part is None or one.path != other.path or one.part.end != other.part.start:
        return None
    return replace(one, weight=one.weight + other.weight, part=replace(one.part, end=other.part.end))


def pieces(
    inputs: Iterable[str], output: Path, options: Options, notes: list[tuple[str, Diagnostic]]
) -> Iterator[Piece]:
    """Every file of the inputs, each once, or its parts.

    Args:
        inputs: files, folders and addresses as the user gave them.
        output: the folder to write to, left out where it lies inside an input folder.
        options: how files are read.
        notes: takes what there is to say of folders.
    """
    before: set[str] = set()
    folders: tuple[str, ...] = ()
    for path, label in labels(tuple(inputs)):
        files: Iterable[tuple[str, str]] = [(path, label)]
        folder = is_folder(path)
        if folder:
            files = _inside(path, label, output, notes)
        for file, id in files:
            real = _real(file) if before or folders else ""
            if real not in before and not real.startswith(folders):
                yield from _divided(file, readable(id), options)
        if folder:
            folders += (f"{_real(path)}/",)
        else:
            before.add(_real(path))


def _divided(file: str, id: str, options: Options) -> Iterator[Piece]:
    """A file, or parts of it where these can be read by themselves."""
    path = PurePosixPath(file)
    reader = SUFFIXES.get(suffix_of(path.name))
    if reader is None or not reader.many:
        yield Piece(file, id)
        return
    if reader.name in ("parquet", "jsonl") and path.suffix.lower() in reader.suffixes:
        divided = False
        for rows, part in parts(file, reader.name, options):
            divided = True
            yield Piece(file, id, True, rows, part)
        if divided:
            return
    try:
        size = measured(file)[0]
    except OSError:
        size = 0
    yield Piece(file, id, True, max(1, size // _MEAN))


@cache
def labels(inputs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each input with what the ids of its documents begin with: nothing for the only one, if that is a folder."""
    given = [plain(path) for path in dict.fromkeys(inputs)]
    taken = Taken()
    named = [(path, taken.take(("",), [PurePosixPath(_real(path)).name or "root"])) for path in given]
    return [(given[0], "")] if len(given) == 1 and is_folder(given[0]) else named


def _real(path: str) -> str:
    """A path that no other path of the same file has."""
    return path.rstrip("/") if is_address(path) else os.path.realpath(path).replace(os.sep, "/")


def _files(folder: str, output: Path) -> Iterator[tuple[str, str, str]]:
    """Kind, path and name inside of every file of a folder, as ``plan.walk`` has them."""
    if not is_address(folder):
        yield from ((file.kind, file.path, file.name) for file in walk(folder, output))
        return
    for path, name in found(folder):
        hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
        kind = "skipped" if hidden or suffix_of(name) not in SUFFIXES else "file"
        yield kind, path, name


def _inside(
    folder: str, label: str, output: Path, notes: list[tuple[str, Diagnostic]]
) -> Iterator[tuple[str, str]]:
    skipped = files = 0
    for kind, path, name in _files(folder, output):
        if kind == "file":
            files += 1
            yield path, f"{label}/{name}" if label else name
        elif kind == "orphan":
            notes.append((folder, Diagnostic("FIX107", None, (("file", name),))))
        else:
            skipped += 1
    if skipped:
        notes.append((folder, Diagnostic("SRC109", None, (("count", str(skipped)),))))
    if not files:
        notes.append((folder, Diagnostic("SRC110")))


def noted(result: Result, inputs: tuple[str, ...], suffix: str) -> Piece:
    """The piece of a document that was converted by itself.

    Args:
        result: what became of it.
        inputs: as the user gave them.
        suffix: that of TEI files.
    """
    tei = str(Path(result.outputs[0]).with_suffix(suffix)) if result.status != "failed" else ""
    ranked = sorted(result.messages, key=lambda message: message.level != "error")
    return Piece(
        result.source, _id(result.source, inputs), single=Single(tei, tuple((m.code, m.what) for m in ranked))
    )


def _id(path: str, inputs: tuple[str, ...]) -> str:
    for given, label in labels(inputs):
        if PurePath(path).is_relative_to(given):
            inside = PurePath(path).relative_to(given).as_posix()
            return readable(label if inside == "." else f"{label}/{inside}".lstrip("/"))
    return readable(path)
