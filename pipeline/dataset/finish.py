"""Pass two: the rows of some input shards become one data file in every wanted format, under its final name."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from pipeline.dataset.columns import Row
from pipeline.dataset.shard import DONE, Done, rows
from pipeline.dataset.shard import place as shard_place
from pipeline.dataset.sinks import FORMATS, Sink
from pipeline.dataset.store import write
from pipeline.dataset.task import WORK, Task
from pipeline.model import Diagnostic
from pipeline.output import WriteError
from pipeline.state import digest


@dataclass(frozen=True, slots=True)
class File:
    """A data file to be made: the ``number``-th ``of`` all, out of these shards."""

    number: int
    of: int
    shards: tuple[Done, ...]

    def name(self, suffix: str) -> str:
        """Its final name for a format."""
        return f"train-{self.number:05d}-of-{self.of:05d}{suffix}"


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a data file: ``files`` are (format, name, bytes, SHA-256).

    ``error`` says why it could not be saved, and then nothing of it is there.
    """

    number: int
    fingerprint: str = ""
    rows: int = 0
    files: tuple[tuple[str, str, int, str], ...] = ()
    error: Diagnostic | None = None


def place(number: int) -> str:
    """The name of what is known of a data file, in the store."""
    return f"{WORK}/files/{number:05d}.json"


def finish(file: File, task: Task, careful: bool = False) -> Finished:
    """Write a data file, unless an earlier run wrote the same.

    Args:
        file: its number and shards.
        task: what all shards have in common.
        careful: of no meaning here, where no document is converted.
    """
    key = digest(file.of, [(s.number, s.digest) for s in file.shards], task.wanted.sinks)
    before = None if task.settings.force else _before(file.number, task)
    if before is not None and before.fingerprint == key:
        return before
    try:
        return _write(file, key, task)
    except WriteError as error:
        return Finished(file.number, error=error.diagnostic)
    except (OSError, EOFError, ValueError, zlib.error) as error:  # damaged since it was written
        for shard in file.shards:
            task.store.remove(shard_place(shard.number, DONE))
        return Finished(file.number, error=Diagnostic("RUN110", None, (("reason", str(error)),)))


def _write(file: File, key: str, task: Task) -> Finished:
    task.store.remove(place(file.number))
    with task.store.folder("data") as folder:
        with ExitStack() as stack:
            sinks = []
            for name in task.wanted.sinks:
                path = folder / file.name(FORMATS[name].suffix)
                sinks.append(stack.enter_context(Sink(path, FORMATS[name])))
            count = 0
            for row in _rows(file, task):
                count += 1
                for sink in sinks:
                    sink.add((row,))
        made = [
            (name, path.name, *_measured(path))
            for name, sink in zip(task.wanted.sinks, sinks, strict=True)
            for path in sink.files
        ]
    finished = Finished(file.number, key, count, tuple(made))
    write(task.store, place(file.number), json.dumps(asdict(finished)).encode())
    return finished


def _rows(file: File, task: Task) -> Iterator[Row]:
    for shard in file.shards:
        yield from rows(shard.number, task)


def _measured(path: Path) -> tuple[int, str]:
    """The bytes of a file and their SHA-256."""
    with path.open("rb") as file:
        return path.stat().st_size, file_digest(file, "sha256").hexdigest()


def _before(number: int, task: Task) -> Finished | None:
    """What an earlier run made of a data file, if all of it is there."""
    try:
        values = json.loads(task.store.read(place(number)) or b"")
        files = tuple((str(f), str(n), int(s), str(d)) for f, n, s, d in values.pop("files"))
        found = Finished(**values, files=files)
    except (ValueError, KeyError, TypeError):
        return None
    return found if all(task.store.size(f"data/{name}") == size for _, name, size, _ in files) else None
