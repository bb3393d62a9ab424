"""Inputs → input shards: which documents are converted together, in an order that only the inputs decide."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pipeline.dataset.ranges import parts
from pipeline.model import Diagnostic
from pipeline.names import Taken, readable
from pipeline.plan import walk
from pipeline.readers import SUFFIXES, suffix_of
from pipeline.readers.options import Options, Part

# The first shards are small, so that all workers have something to do; later ones spare files.
_FIRST, _MOST, _GROWTH = 20, 500, 50
_MEAN = 10_000  # bytes of a file of many for each of the documents that it is thought to hold


@dataclass(frozen=True, slots=True)
class Piece:
    """A file and what it is called in the data set.

    ``many`` says that it holds many documents: about ``weight`` of them, or of the ``part`` of it that this is.
    """

    path: str
    id: str
    many: bool = False
    weight: int = 1
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are converted together: about ``weight`` of them."""

    number: int
    pieces: tuple[Piece, ...]
    weight: int = 1


def shards(
    inputs: Iterable[str], output: Path, options: Options, notes: list[tuple[str, Diagnostic]]
) -> Iterator[Shard]:
    """Divide the documents of a run, without ever holding the names of all.

    Args:
        inputs: files and folders as the user gave them.
        output: the folder to write to, left out where it lies inside an input folder.
        options: how files are read.
        notes: takes what there is to say of folders.

    Returns:
        The shards by number. The same inputs make the same ones.
    """
    held: list[Piece] = []
    number, weight, before = 0, 0, 0
    for piece in pieces(inputs, output, options, notes):
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
    """Every file of the inputs, each once, or its parts; see ``shards``."""
    given = labels(inputs)
    roots = [(os.path.realpath(path), Path(path).is_dir()) for path, _ in given]
    for index, (path, label) in enumerate(given):
        found: Iterable[tuple[str, str]] = [(path, label)]
        if roots[index][1]:
            found = _inside(path, label, output, notes)
        for file, id in found:
            if index == 0 or not _seen(os.path.realpath(file), roots[:index]):
                yield from _divided(file, readable(id), options)


def _divided(file: str, id: str, options: Options) -> Iterator[Piece]:
    """A file, or parts of it where these can be read by themselves."""
    path = Path(file)
    reader = SUFFIXES.get(suffix_of(path.name))
    if reader is None or not reader.many:
        yield Piece(file, id)
        return
    if reader.name in ("parquet", "jsonl") and path.suffix.lower() in reader.suffixes:
        divided = False
        for rows, part in parts(path, reader.name, options):
            divided = True
            yield Piece(file, id, True, rows, part)
        if divided:
            return
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    yield Piece(file, id, True, max(1, size // _MEAN))


def labels(inputs: Iterable[str]) -> list[tuple[str, str]]:
    """Each input with what the ids of its documents begin with: nothing for the only one, if that is a folder."""
    given = list(dict.fromkeys(inputs))
    taken = Taken()
    named = [(path, taken.take(("",), PurePath(os.path.realpath(path)).name or "root")) for path in given]
    return [(given[0], "")] if len(given) == 1 and Path(given[0]).is_dir() else named


def _inside(
    folder: str, label: str, output: Path, notes: list[tuple[str, Diagnostic]]
) -> Iterator[tuple[str, str]]:
    skipped = files = 0
    for kind, _, path, name in walk(folder, output):
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


def _seen(real: str, roots: Iterable[tuple[str, bool]]) -> bool:
    """Whether a file belongs to an input before."""
    return any(real == root or (folder and real.startswith(f"{root}/")) for root, folder in roots)
