"""Pass one: an input shard becomes rows in the work folder; the local pool and a cluster call the same function."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from pipeline.dataset.addresses import measured
from pipeline.dataset.columns import COLUMNS, Row
from pipeline.dataset.document import Made
from pipeline.dataset.documents import documents
from pipeline.dataset.shards import Piece, Shard
from pipeline.dataset.store import write
from pipeline.dataset.task import WORK, Task
from pipeline.model import Diagnostic
from pipeline.names import is_address
from pipeline.output import WriteError
from pipeline.stamp import content
from pipeline.state import digest

ROWS, SIGNS, REPORT, DONE = "rows.jsonl.gz", "signatures", "report.jsonl", "done.json"
FOLDER = 1000  # shards whose files are in one folder
_DATES = tuple(column.name for column in COLUMNS if column.kind == "date")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard.

    ``digest`` is that of its rows, ``sizes`` the bytes of its files; ``fresh`` is false where an earlier run made it.
    ``again`` says that a document failed which may fare better the next time: it took too long or too much memory, or
    ended its process. ``split`` says that ids in it may be those of documents before. ``error`` says why it could not be
    saved, and then there is nothing.
    """

    number: int
    fingerprint: str = ""
    rows: int = 0
    digest: str = ""
    sizes: tuple[int, ...] = ()
    fresh: bool = True
    again: bool = False
    split: bool = False
    error: Diagnostic | None = None


def place(number: int, file: str) -> str:
    """The name of a shard's file in the store."""
    return f"{WORK}/{number // FOLDER:03d}/{number:07d}.{file}"


def convert_shard(shard: Shard, task: Task, careful: bool = False) -> Done:
    """Convert the documents of a shard, unless an earlier run did so by the same rules.

    Args:
        shard: the documents.
        task: what all shards have in common.
        careful: a document may have killed the process that had this shard before, so another one converts it.

    Returns:
        What became of it. A document that fails is a row too.
    """
    fingerprint = _fingerprint(shard, task)
    before = None if task.settings.force else _done(shard.number, task)
    if before is not None and before.fingerprint == fingerprint and not before.again:
        return before
    if careful:
        from pipeline.dataset.careful import supervised

        made = supervised(shard, task)
    else:
        made = documents(shard, task)
    try:
        return _save(shard, fingerprint, made, task)
    except WriteError as error:
        return Done(shard.number, error=error.diagnostic)


def _save(shard: Shard, fingerprint: str, made: Iterator[Made], task: Task) -> Done:
    store, number = task.store, shard.number
    store.remove(place(number, DONE))
    found, count, again = sha256(), 0, False
    with (
        store.making(place(number, ROWS)) as at,
        store.making(place(number, SIGNS)) as signs_at,
        store.making(place(number, REPORT)) as report_at,
        at.open("wb") as raw,
        gzip.GzipFile("", "wb", 1, raw, mtime=0) as file,
        signs_at.open("wb") as signs,
        report_at.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as report,
    ):
        for item in made:
            for line, signature in item.rows:
                found.update(line)
                file.write(line)
                signs.write(signature)
                count += 1
            report.write(item.record)
            again |= item.again
    sizes = tuple(store.size(place(number, name)) for name in (ROWS, SIGNS, REPORT))
    split = any(piece.part is not None or piece.single is not None for piece in shard.pieces)
    done = Done(number, fingerprint, count, found.hexdigest(), sizes, True, again, split)
    write(store, place(number, DONE), json.dumps(asdict(done)).encode())
    return done


def _done(number: int, task: Task) -> Done | None:
    """What an earlier run made of a shard, if all of it is there."""
    data = task.store.read(place(number, DONE))
    try:
        values = json.loads(data or b"")
        done = Done(**values | {"sizes": tuple(values["sizes"]), "fresh": False})
    except (ValueError, KeyError, TypeError):
        return None
    sizes = tuple(task.store.size(place(number, name)) for name in (ROWS, SIGNS, REPORT))
    return done if sizes == done.sizes else None


def _fingerprint(shard: Shard, task: Task) -> str:
    return digest(task.rules, [(asdict(piece), _content(piece)) for piece in shard.pieces])


def _content(piece: Piece) -> object:
    """What tells whether a file is still the same: its bytes, or of one that holds many documents its size and time."""
    if piece.single is not None:
        return content(piece.single.tei) if piece.single.tei else ""
    if not piece.many and not is_address(piece.path):
        return content(piece.path)
    try:
        return measured(piece.path)
    except OSError:
        return ""


def rows(number: int, task: Task) -> Iterator[Row]:
    """The rows of a shard that was converted.

    Raises:
        OSError, EOFError, ValueError: the file was damaged since.
    """
    with task.store.open(place(number, ROWS)) as raw, gzip.GzipFile(fileobj=raw) as file:
        for line in file:
            row: Row = json.loads(line)
            for name in _DATES:
                if row[name] is not None:
                    row[name] = date.fromisoformat(row[name])
            yield row


def report(number: int, task: Task) -> Iterator[dict[str, Any]]:
    """The records of a shard's documents, as ``report.jsonl`` has them. Raises OSError."""
    with task.store.open(place(number, REPORT)) as file:
        for line in file:
            yield json.loads(line)
