"""The workers of this machine: processes of a pool, or this very process where one is enough."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from pebble import ProcessExpired

from pipeline.dataset.document import may_die
from pipeline.dataset.engine import Died, Engine, Function
from pipeline.dataset.task import Task
from pipeline.pool import RENEWALS, Workers, cause, ready

_FEW = 40  # documents that are done before a worker is there, when they are all
_AHEAD = 2  # shards on their way for each worker, so that none waits for its next one


class Here:
    """This process."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(
        self, function: Function[Any, Any], items: Iterable[Any], stopped: Callable[[], bool]
    ) -> Iterator[Any]:
        for item in items:
            if stopped():
                return
            yield function(item, self._task)


class Pool:
    """Processes; what one had in hand when it died is done again, by one that is careful."""

    def __init__(self, task: Task, jobs: int, workers: Workers) -> None:
        self._task, self._jobs, self._workers = task, jobs, workers

    def __call__(
        self, function: Function[Any, Any], items: Iterable[Any], stopped: Callable[[], bool]
    ) -> Iterator[Any]:
        rest = iter(items)
        first = list(islice(rest, 2))
        if len(first) < 2 and sum(item.weight for item in first) <= _FEW:
            yield from Here(self._task)(function, first, stopped)
            return
        room = threading.Semaphore(self._jobs * _AHEAD)
        window: deque[_Pending] = deque()
        for item in chain(first, rest):
            if stopped():
                break
            room.acquire()
            window.append(_Pending(function, item, self._workers, room))
            while window and window[0].future.done():
                yield window.popleft().outcome()
        while window:
            yield window.popleft().outcome()


class _Pending:
    """A shard in the hands of a worker."""

    def __init__(
        self, function: Function[Any, Any], item: Any, workers: Workers, room: threading.Semaphore
    ) -> None:
        self._call, self._workers = (function, item), workers
        self.future = workers.begin(_work, *self._call)
        self.future.add_done_callback(lambda _: room.release())

    def outcome(self) -> Any:
        careful = False
        for _ in range(RENEWALS):
            try:
                return self.future.result()
            except BrokenProcessPool:  # the fault of no document
                pass
            except ProcessExpired as error:
                if careful:
                    raise Died(cause(error.exitcode)) from None
                careful = True
            self.future = self._workers.begin(_work, *self._call, careful)
        raise Died("again and again")


@contextmanager
def local(task: Task) -> Iterator[Engine]:
    """As many workers as the settings say."""
    if task.settings.jobs == 1:
        yield Here(task)
        return
    with Workers(task.settings.jobs, _begin, task) as workers:
        yield Pool(task, task.settings.jobs, workers)


# --- in the worker ---------------------------------------------------------------------------------

_task: Task


def _begin(task: Task) -> None:
    global _task
    _task = task
    ready(task.settings.memory)
    may_die()


def _work(function: Function[Any, Any], item: Any, careful: bool = False) -> Any:
    return function(item, _task, careful)
