"""Takes documents one by one: in this process while they are few, side by side in workers when there are more."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from pipeline.output import STATE
from pipeline.report import Result
from pipeline.work import Settings, Work, process

# A run of so few documents is over before the workers have started.
_FEW = 40

Step = Work | Result


def get_ready(inputs: Iterable[str], jobs: int, output: Path) -> None:
    """Begin to load what workers need, before the rules are read and the work is planned, if there surely will be some.

    Args:
        inputs: files and folders, as the user gave them.
        jobs: how many workers there may be.
        output: the folder to write to; where an earlier run left its state there may be nothing to do.
    """
    if jobs < 2 or (output / STATE).exists():
        return
    many = 0
    for given in inputs:
        with contextlib.suppress(OSError), os.scandir(given) as listed:
            many += sum(1 for _ in islice(listed, _FEW))
        many += 1
    if many > _FEW:
        from pipeline.forks import begin

        begin()


def results(
    steps: Iterable[Step], settings: Settings, stopped: Callable[[], bool]
) -> Iterator[tuple[Work | None, Result]]:
    """The results of all documents, in the order of the steps, each with the work that it is of.

    Args:
        steps: what is to be done, and results that are known already.
        settings: among them the number of workers; 1 works in this process.
        stopped: asked before each document; when it says yes no other is begun, and those in hand are finished.
    """
    known, steps = 0, iter(steps)
    for step in steps:
        if stopped():
            return
        if isinstance(step, Work):
            steps = chain((step,), steps)
            break
        yield None, step  # what is known needs no workers
        known += 1
    else:
        return
    first = list(islice(steps, max(_FEW + 1 - known, 1))) if settings.jobs > 1 else []
    if settings.jobs == 1 or known + len(first) <= _FEW:
        for step in chain(first, steps):
            if stopped():
                return
            yield (None, step) if isinstance(step, Result) else (step, process(step, settings))
        return
    from pipeline.batches import side_by_side

    yield from side_by_side(chain(first, steps), settings, stopped)


class Collection(Protocol):
    """All documents of a run in one data set."""

    def note(self, result: Result) -> None:
        """Take in what became of a document in a format of its own, before the data set is made."""

    def results(self, stopped: Callable[[], bool]) -> Iterator[Result]:
        """Make the data set, and say what became of its documents."""

    def keep(self, names: Iterable[str]) -> None:
        """Take in files of the output folder that say what the run came to."""


def collected(
    single: Iterable[tuple[Work | None, Result]], collection: Collection | None, stopped: Callable[[], bool]
) -> Iterator[tuple[Work | None, Result]]:
    """The results of the documents one by one, and then those of the data set that they go into."""
    for work, result in single:
        if collection is not None:
            collection.note(result)
        yield work, result
    if collection is not None and not stopped():
        for result in collection.results(stopped):
            yield None, result
