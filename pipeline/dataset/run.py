"""A data set from beginning to end: plan, rows, what is known only of all of them, data files, and what describes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import BinaryIO, Literal

from pipeline.dataset.addresses import Remote
from pipeline.dataset.between import relate_all, renamed
from pipeline.dataset.collections import installed
from pipeline.dataset.engine import Died, Engine
from pipeline.dataset.files import data_files, put_descriptions, tidy
from pipeline.dataset.finish import finish, statistics_of
from pipeline.dataset.local import local
from pipeline.dataset.shard import Done, convert_shard, report
from pipeline.dataset.shards import Piece, Single, noted, shards
from pipeline.dataset.shards import pieces as files
from pipeline.dataset.statistics import Statistics
from pipeline.dataset.store import Folder, Store, write
from pipeline.dataset.task import WORK, Task, Wanted
from pipeline.messages import Message, located
from pipeline.model import Diagnostic
from pipeline.output import WriteError
from pipeline.report import Result
from pipeline.state import Keys, digest
from pipeline.work import Settings, outcome

_NOTED = "single.jsonl"


class Unsaved(Exception):
    """A worker could not save what it made; ``diagnostic`` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.code)


@dataclass(slots=True)
class Dataset:
    """A data set in the making; see ``pipeline.feed.Collection``.

    Where TEI is among the formats of single documents, it is made from that; then what became of each document is
    noted in a file.
    """

    wanted: Wanted
    settings: Settings
    _noted: BinaryIO | None = None

    def note(self, result: Result) -> None:
        """Take in what became of a document in formats of its own. Raises OSError."""
        if "tei" not in self.settings.formats or (result.many and result.status != "failed"):
            return
        if self._noted is None:
            path = self.settings.output / WORK / _NOTED
            path.parent.mkdir(parents=True, exist_ok=True)
            self._noted = path.open("wb+")
        piece = noted(result, self.wanted.inputs, self.settings.formats["tei"])
        self._noted.write(json.dumps(asdict(piece)).encode() + b"\n")

    def results(self, stopped: Callable[[], bool]) -> Iterator[Result]:
        """Make the data set.

        Args:
            stopped: when it says yes, the shards in hand are finished and the run ends.

        Returns:
            The results of all documents in the order of the inputs, as the shards they are in are done, and what
            there is to say of the run itself.
        """
        notes: list[tuple[str, Diagnostic]] = []
        if self._noted is not None:
            pieces = _read(self._noted)
        else:
            pieces = files(self.wanted.inputs, self.settings.output, self.settings.reading, notes)
        yield from _collected(self.wanted, self.settings, pieces, notes, stopped)

    def keep(self, names: Iterable[str]) -> None:
        """Put files of the output folder at the address where the data set is made, if it is made at one.

        Raises:
            WriteError: it cannot be written.
        """
        for name in names if self.wanted.target else ():
            path = self.settings.output / name
            if path.exists():
                write(store(self.wanted, self.settings), name, path.read_bytes())


def _read(noted: BinaryIO) -> Iterator[Piece]:
    noted.seek(0)
    for line in noted:
        values = json.loads(line)
        messages = tuple((code, what) for code, what in values["single"]["messages"])
        yield Piece(**values | {"single": Single(values["single"]["tei"], messages)})


def _collected(
    wanted: Wanted,
    settings: Settings,
    pieces: Iterator[Piece],
    notes: list[tuple[str, Diagnostic]],
    stopped: Callable[[], bool],
) -> Iterator[Result]:
    signed = installed("data")
    rules = digest(Keys.of(settings).rules, wanted.text, wanted.tei, settings.rendering.script, signed)
    task = Task(settings, wanted, store(wanted, settings), rules, signed)
    task.store.sweep()
    try:
        with _engine(task) as engine:
            made: list[Done] = []
            for done in engine(convert_shard, shards(pieces), stopped):
                if done.error is not None:
                    raise Unsaved(done.error)
                yield from _told(notes)
                made.append(done)
                yield from _results(done, task)
            yield from _told(notes)
            if not stopped():
                yield from _written(engine, task, made, stopped)
    except (WriteError, Unsaved) as error:
        yield _note(str(settings.output), error.diagnostic)
    except Died as error:
        yield _note(str(settings.output), Diagnostic("RUN105", None, (("cause", error.cause),)))


def store(wanted: Wanted, settings: Settings) -> Store:
    """The place that a data set is made at."""
    return Remote(wanted.target) if wanted.target else Folder(settings.output)


def _engine(task: Task) -> AbstractContextManager[Engine]:
    if task.wanted.engine == "ray":
        from pipeline.dataset.cluster import cluster

        return cluster(task)
    return local(task)


def _written(engine: Engine, task: Task, made: list[Done], stopped: Callable[[], bool]) -> Iterator[Result]:
    """Pass two, and the files that describe the data."""
    names = renamed(made, task)
    files = data_files(made, relate_all(made, names, task), names, task.wanted.size)
    tidy(files, made, task)
    statistics, dropped = Statistics(), Counter[str]()
    written: list[str] = []
    for file in engine(finish, files, stopped):
        if file.error is not None:
            raise Unsaved(file.error)
        statistics.merge(statistics_of(file.statistics))
        dropped.update(dict(file.dropped))
        written += [f"data/{name}" for _, name, _, _ in file.files]
    for condition, count in sorted(dropped.items()):
        values = (("condition", condition), ("count", str(count)))
        yield _note(str(task.settings.output), Diagnostic("RUN111", None, values))
    if not stopped() and any(format.described for format in task.wanted.collections):
        put_descriptions(task, statistics, written)


def _told(notes: list[tuple[str, Diagnostic]]) -> Iterator[Result]:
    """What there is to say of folders by now."""
    while notes:
        yield _note(*notes.pop(0))


def _note(path: str, found: Diagnostic) -> Result:
    messages = located(path, None, (found,))
    return Result(path, outcome(path, messages).status, messages=messages, many=True)


def _results(done: Done, task: Task) -> Iterator[Result]:
    """The results of a shard's documents, as it was converted now or before."""
    for record in report(done.number, task):
        status: Literal["ok", "failed", "unchanged"]
        status = record["status"] if done.fresh or record["status"] == "failed" else "unchanged"
        messages = tuple(Message.of(record["source"], message) for message in record["diagnostics"])
        counts = tuple(record["counts"].items())
        yield Result(
            record["source"],
            status,
            (),
            counts,
            messages,
            record["seconds"],
            None,
            record["trace"],
            record["many"],
        )
