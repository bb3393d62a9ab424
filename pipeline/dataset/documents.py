"""The documents of a shard one after the other, each with its rows and its record; whatever goes wrong is one too."""

from __future__ import annotations

import faulthandler
import json
import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from pipeline.convert import convert, load
from pipeline.dataset.addresses import measured, opened
from pipeline.dataset.columns import Row
from pipeline.dataset.rows import RowOptions, failed, of
from pipeline.dataset.shards import Piece, Shard, Single
from pipeline.dataset.task import Task
from pipeline.deadline import Late, deadline
from pipeline.messages import located
from pipeline.model import Diagnostic, Source
from pipeline.names import is_address
from pipeline.readers import Member, Options, ReadError
from pipeline.readers.many import documents as members
from pipeline.readers.many import inside
from pipeline.report import Result
from pipeline.work import outcome, unexpected

GRACE = 5.0  # seconds after its time that a document has to stop by itself, with its place and its cause
# Too little time or memory, a fault of the program, a process that died: with these a document is tried again.
_PASSING = ("SRC128", "RUN101", "RUN105", "RUN106")
_may_die = False


def may_die() -> None:
    """Let a document that hangs for good end this process, which others are watching."""
    global _may_die
    _may_die = True


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Stop what takes longer: by an exception, and where that is not heard by the end of the process."""
    if seconds > 0 and _may_die:
        # Its thread needs no turn of the interpreter, which code in C may hold for ever.
        with Path(os.devnull).open("w") as nowhere:
            faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=nowhere)
            try:
                with deadline(seconds):
                    yield
            finally:
                faulthandler.cancel_dump_traceback_later()
    else:
        with deadline(seconds):
            yield


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a document: its rows as lines of JSON, each with its id and signature, and its line in the report.

    Of a file that holds many documents there is one more, without rows where it could be read to its end. ``again``
    says that the document failed by what may be different the next time.
    """

    rows: tuple[tuple[bytes, bytes], ...]
    record: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """What is in hand: the document, or the file of many (``whole``) in which the next one is looked for.

    ``piece`` is the place of the file in its shard; ``id`` and ``path`` are those of the document or the file.
    """

    piece: int
    id: str
    path: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is still to be read: its id, the path shown to the user, what reads it."""

    id: str
    path: str
    read: Callable[[], Source]


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
                yield _converted(item, task)


def made(result: Result | None, rows: tuple[Row, ...], task: Task) -> Made:
    """A result and its rows in the form in which they are kept; None where it was reported before."""
    lines = tuple((_line(row), _signature(row, task)) for row in rows)
    again = result is not None and any(message.code in _PASSING for message in result.messages)
    if result is None or (task.settings.formats and not again):
        return Made(lines, "", again)
    return Made(lines, json.dumps({**result.record(), "many": result.many}, ensure_ascii=False) + "\n", again)


def quarantined(id: str, path: str, found: Diagnostic, task: Task) -> Made:
    """A document that ended the process that had it."""
    result = outcome(path, located(path, None, (found,)))
    return made(result, (failed(id=id, path=id, diagnostics=(found,)),), task)


def _line(row: Row) -> bytes:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=lambda day: day.isoformat())
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _signature(row: Row, task: Task) -> bytes:
    """The id of a row and its signature, each behind its length."""
    from pipeline.dataset.duplicates import sign

    found = (row["id"].encode("utf-8", "backslashreplace"), sign(row) if task.signed else b"")
    return b"".join(len(each).to_bytes(4, "little") + each for each in found)


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
    return _converted(Document(piece.id, piece.path, read), task, tuple(code for code, _ in single.messages))


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
    while True:
        begun()
        try:
            with _timed(limit):
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
        yield Document(piece.id + way, piece.path + way, member.read)
    if piece.part is not None and not found:
        return
    if not names and not found:
        found = (Diagnostic("SRC104"),)
    messages = located(piece.path, None, found)
    counts = {"documents": len(names)}
    result = outcome(piece.path, messages, counts, (), time.perf_counter() - began, trace=trace)
    broken = result.status == "failed"
    rows = (failed(id=whole_id(piece), path=piece.id, diagnostics=found),) if broken else ()
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


def _converted(document: Document, task: Task, codes: tuple[str, ...] = ()) -> Made:
    """Convert a document; ``codes`` are those of what was said of it before."""
    began = time.perf_counter()
    settings = task.settings
    source, trace = None, ""
    rows: tuple[Row, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    try:
        with _timed(settings.reading.limits.seconds):
            source = document.read()
            found = source.diagnostics
            conversion = convert(source, settings.profile)
            found = conversion.diagnostics
            known = tuple(Diagnostic(code) for code in codes)
            conversion = replace(conversion, diagnostics=(*known, *conversion.diagnostics))
            options = RowOptions(task.wanted.text, task.wanted.tei, settings.rendering.script)
            rows = of(conversion, id=document.id, options=options)
    except (ReadError, Late) as error:
        found += (error.diagnostic,)
    except MemoryError:
        found += (Diagnostic("RUN106", None, (("limit", f"{settings.memory >> 20} MB"),)),)
    except Exception as error:  # the boundary: a fault in one document must not stop the run
        found, trace = (*found, unexpected(error)), traceback.format_exc()
    messages = located(document.path, source, found)
    counts = {"characters": len(source.text)} if source is not None else {}
    result = outcome(document.path, messages, counts, (), time.perf_counter() - began, trace=trace)
    if result.status == "failed":
        sha = source.sha256 if source is not None else ""
        rows = (failed(id=document.id, path=document.id, diagnostics=found, sha256=sha),)
    return made(result, rows, task)
