"""The documents of a shard, one after the other."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from pipeline.convert import load
from pipeline.dataset.addresses import measured, opened
from pipeline.dataset.document import Document, Made, converted, made, timed
from pipeline.dataset.rows import failed
from pipeline.dataset.shards import Piece, Shard, Single
from pipeline.dataset.task import Task
from pipeline.deadline import Late
from pipeline.messages import located
from pipeline.model import Diagnostic, Source
from pipeline.names import is_address
from pipeline.readers import Member, Options, ReadError
from pipeline.readers.many import documents as members
from pipeline.readers.many import inside
from pipeline.work import outcome, unexpected


@dataclass(frozen=True, slots=True)
class Begun:
    """What is in hand: the document, or the file of many (``whole``) in which the next one is looked for.

    ``piece`` is the place of the file in its shard; ``id`` and ``path`` are those of the document or the file.
    """

    piece: int
    id: str
    path: str
    whole: bool = False


def documents(
    shard: Shard, task: Task, skip: int = 0, begun: Callable[[Begun], None] = lambda _: None
) -> Iterator[Made]:
    """Convert the documents of a shard.

    Args:
        shard: the documents.
        task: what all shards have in common.
        skip: how many documents of the first file are left out.
        begun: told of everything before it is read.
    """
    for index, piece in enumerate(shard.pieces):
        for count, item in enumerate(_listed(index, piece, task, begun)):
            if index == 0 and count < skip:
                continue
            if isinstance(item, Made):
                yield item
            else:
                begun(Begun(index, item.id, item.path))
                yield converted(item, task)


def _listed(
    index: int, piece: Piece, task: Task, begun: Callable[[Begun], None]
) -> Iterator[Document | Made]:
    if piece.single is not None:
        yield _known(piece, piece.single, task)
    elif piece.many:
        yield from _members(piece, task, partial(begun, Begun(index, piece.id, piece.path, True)))
    else:
        yield Document(piece.id, piece.path, partial(_load, piece, task))


def _known(piece: Piece, single: Single, task: Task) -> Made:
    """A document that was converted by itself before, from its TEI. Its report was made then too."""
    code, what = single.messages[0] if single.messages else ("", "")
    if not single.tei:
        return made(None, (failed(id=piece.id, path=piece.id, error=f"{code}: {what}"),), task)
    read = partial(load, single.tei, name=piece.id, options=task.settings.reading)
    return converted(Document(piece.id, piece.path, read), task, tuple(code for code, _ in single.messages))


def _load(piece: Piece, task: Task) -> Source:
    if not is_address(piece.path):
        return load(piece.path, name=piece.id, options=task.settings.reading)
    for member in _opened(piece, task.settings.reading):
        if isinstance(member, Member):
            return member.read()
    raise AssertionError("a file of one document has one")


def _opened(piece: Piece, options: Options) -> Iterator[Member | Diagnostic]:
    """The documents of a file on this machine or at an address. Raises ReadError."""
    if not is_address(piece.path):
        yield from members(Path(piece.path), piece.id, options)
        return
    try:
        with opened(piece.path) as file:
            yield from inside(file, PurePosixPath(piece.path), measured(piece.path)[0], piece.id, options)
    except FileNotFoundError:
        raise ReadError("SRC100") from None
    except OSError as error:
        raise ReadError("SRC106", reason=error.strerror or str(error)) from None


def _members(piece: Piece, task: Task, begun: Callable[[], None]) -> Iterator[Document | Made]:
    """The documents in one file, and the result of the file itself where there is something to say of it."""
    found: tuple[Diagnostic, ...] = ()
    limit, trace, began = task.settings.reading.limits.seconds, "", time.perf_counter()
    listed = _opened(piece, replace(task.settings.reading, part=piece.part))
    names: set[int] = set()
    alone = False  # whether a document is called as the file is
    while True:
        begun()
        try:
            with timed(limit):
                member = next(listed, None)
        except (ReadError, Late) as error:
            found += (error.diagnostic,)
            break
        except Exception as error:  # the boundary: a fault in one file must not stop the run
            found, trace = (*found, unexpected(error)), traceback.format_exc()
            break
        if member is None:
            break
        if isinstance(member, Diagnostic):
            found += (member,)
            continue
        inner = _other(member.name, names).removeprefix(piece.id).strip("/")
        way = f"/{inner}" if inner else ""
        alone |= not inner
        yield Document(piece.id + way, piece.path + way, member.read)
    if piece.part is not None and not found:
        return
    if not names and not found:
        found = (Diagnostic("SRC104"),)
    messages = located(piece.path, None, found)
    counts = {"documents": len(names)}
    result = outcome(piece.path, messages, counts, (), time.perf_counter() - began, trace=trace)
    broken = result.status == "failed"
    id = whole_id(piece) + ("/rest" if alone else "")
    rows = (failed(id=id, path=piece.id, diagnostics=found),) if broken else ()
    yield made(replace(result, many=True), rows, task)


def _other(name: str, names: set[int]) -> str:
    """The name, with a number behind it where the file had one of the same before; only hashes are kept of those."""
    found, number = name, 1
    while (mark := hash(found)) in names:
        number += 1
        found = f"{name}~{number}"
    names.add(mark)
    return found


def whole_id(piece: Piece) -> str:
    """The id of a file's own row, which it has when it cannot be read to its end; each part of it may have one."""
    return f"{piece.id}/rows-{piece.part.before + 1}" if piece.part else piece.id
