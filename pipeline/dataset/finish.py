"""Pass two: the rows of some input shards become one data file in every wanted format, under its final name."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, fields
from hashlib import file_digest
from itertools import repeat
from pathlib import Path
from typing import Any

from pipeline.dataset.between import KNOWN, relations
from pipeline.dataset.columns import Row
from pipeline.dataset.filters import parse, reason
from pipeline.dataset.shard import DONE, Done, rows
from pipeline.dataset.shard import place as shard_place
from pipeline.dataset.sinks import FORMATS, Sink
from pipeline.dataset.statistics import Statistics, Sums
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
    related: tuple[str, ...]  # digests of what was found of each shard between the passes
    names: tuple[dict[int, str], ...]  # by row, for each shard: other ids

    @property
    def weight(self) -> int:
        """The rows that come into it, before any is left out."""
        return sum(shard.rows for shard in self.shards)

    def name(self, suffix: str) -> str:
        """Its final name for a format."""
        return f"train-{self.number:05d}-of-{self.of:05d}{suffix}"


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a data file.

    ``files`` are (format, name, bytes, SHA-256) of what was written, ``dropped`` counts rows by the filter that left
    them out, and ``statistics`` is plain data for ``statistics_of``. ``error`` says why it could not be saved.
    """

    number: int
    fingerprint: str = ""
    rows: int = 0
    files: tuple[tuple[str, str, int, str], ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()
    statistics: dict[str, Any] = field(default_factory=dict)
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
    rows = [(shard.number, shard.digest) for shard in file.shards]
    key = digest(file.of, task.rules, rows, file.related, file.names, task.wanted.sinks, task.wanted.filters)
    before = None if task.settings.force else _before(file.number, task)
    if before is not None and before.fingerprint == key:
        return before
    try:
        return _write(file, key, task)
    except WriteError as error:
        return Finished(file.number, error=error.diagnostic)
    except (OSError, EOFError, ValueError, zlib.error) as error:  # damaged since it was written
        for name in (KNOWN, *(shard_place(shard.number, DONE) for shard in file.shards)):
            task.store.remove(name)
        return Finished(file.number, error=Diagnostic("RUN110", None, (("reason", str(error)),)))


def _write(file: File, key: str, task: Task) -> Finished:
    task.store.remove(place(file.number))
    with task.store.folder("data") as folder:
        with ExitStack() as stack:
            sinks = []
            for name in task.wanted.sinks:
                path = folder / file.name(FORMATS[name].suffix)
                sinks.append(stack.enter_context(Sink(path, FORMATS[name])))
            filters = [parse(each) for each in task.wanted.filters]
            count, dropped, statistics = 0, Counter[str](), Statistics()
            for row in _rows(file, task):
                if why := reason(row, filters):
                    dropped[why] += 1
                    continue
                count += 1
                statistics.add(row)
                for sink in sinks:
                    sink.add((row,))
        made = [
            (name, path.name, *_measured(path))
            for name, sink in zip(task.wanted.sinks, sinks, strict=True)
            for path in sink.files
        ]
    lost = tuple(sorted(dropped.items()))
    finished = Finished(file.number, key, count, tuple(made), lost, plain(statistics))
    write(task.store, place(file.number), json.dumps(asdict(finished)).encode())
    return finished


def _rows(file: File, task: Task) -> Iterator[Row]:
    for shard, names in zip(file.shards, file.names, strict=True):
        found = rows(shard.number, task)
        more = relations(shard.number, task) if task.signed else repeat({}, shard.rows)
        for number, (row, columns) in enumerate(zip(found, more, strict=True)):
            if number in names:
                row["id"] = names[number]
                row["compilation"] = row["compilation"] and row["id"].partition("#")[0]
            yield row | columns if row["status"] == "ok" else row


def _measured(path: Path) -> tuple[int, str]:
    """The bytes of a file and their SHA-256."""
    with path.open("rb") as file:
        return path.stat().st_size, file_digest(file, "sha256").hexdigest()


def _before(number: int, task: Task) -> Finished | None:
    """What an earlier run made of a data file, if all of it is there."""
    try:
        values = json.loads(task.store.read(place(number)) or b"")
        files = tuple((str(f), str(n), int(s), str(d)) for f, n, s, d in values.pop("files"))
        dropped = tuple((str(why), int(count)) for why, count in values.pop("dropped"))
        found = Finished(**values, files=files, dropped=dropped)
    except (ValueError, KeyError, TypeError):
        return None
    return found if all(task.store.size(f"data/{name}") == size for _, name, size, _ in files) else None


def plain(statistics: Statistics) -> dict[str, Any]:
    """Statistics as JSON can hold them."""

    def value(found: Any) -> Any:
        if isinstance(found, Sums):
            return [[*found.texts.items()], [*found.characters.items()], found.rest]
        return [*found.items()] if isinstance(found, Counter) else found

    return {each.name: value(getattr(statistics, each.name)) for each in fields(statistics)}


def statistics_of(values: dict[str, Any]) -> Statistics:
    """The statistics that ``plain`` was made of."""

    def value(before: Any, found: Any) -> Any:
        if isinstance(before, Sums):
            texts, characters, rest = found
            return Sums(Counter(dict(texts)), Counter(dict(characters)), rest)
        return Counter(dict(found)) if isinstance(before, Counter) else found

    empty = Statistics()
    return Statistics(**{name: value(getattr(empty, name), found) for name, found in values.items()})
