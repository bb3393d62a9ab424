"""Documents side by side: a worker that hangs or dies costs the one document it had, and is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.messages import located
from pipeline.model import Diagnostic
from pipeline.report import Result
from pipeline.work import Settings, Work, outcome, process, unexpected

_T = TypeVar("_T")

# Documents on their way for each worker, so that none waits for its next one.
_AHEAD = 4
# Results that may wait for a slow document before them.
_WAITING = 2000
RENEWALS = 5
GRACE = 5.0  # seconds after its time that a document has to stop by itself, with its place and its cause


def side_by_side(
    steps: Iterator[Work | Result], settings: Settings, stopped: Callable[[], bool]
) -> Iterator[tuple[Work | None, Result]]:
    """The results in the order of the steps; see ``pipeline.feed``."""
    room = threading.Semaphore(settings.jobs * _AHEAD)
    window: deque[_Pending | Result] = deque()
    with Workers(settings.jobs, _begin, settings) as workers:
        for step in steps:
            if stopped():
                break
            if isinstance(step, Work):
                room.acquire()
                window.append(_Pending(step, workers, room, settings))
            else:
                window.append(step)
            while window and (len(window) > _WAITING or _is_done(window[0])):
                yield _finished(window.popleft())
        while window:
            yield _finished(window.popleft())


def _is_done(item: _Pending | Result) -> bool:
    return isinstance(item, Result) or item.future.done()


def _finished(item: _Pending | Result) -> tuple[Work | None, Result]:
    return (None, item) if isinstance(item, Result) else (item.work, item.result())


class Workers:
    """The processes; when the one that begins them is killed, all of them are begun anew."""

    def __init__(self, jobs: int, start: Callable[[Any], None], value: Any) -> None:
        """Begin so many, each of which calls ``start`` with the value first."""
        self._jobs, self._start, self._value = jobs, start, value
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["pipeline.preload"])
        self._pool = self._new()

    def _new(self) -> ProcessPool:
        # multiprocessing's own pool and concurrent.futures lose the whole run when a worker is killed
        return ProcessPool(
            self._jobs, initializer=self._start, initargs=(self._value,), context=self._context
        )

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call] # it has no annotations
        self._pool.join()

    def begin(
        self, function: Callable[..., _T], *values: Any, seconds: float | None = None
    ) -> ProcessFuture[_T]:
        """Hand out a call; a worker that takes longer than ``seconds`` for it is ended."""
        for _ in range(RENEWALS):
            try:
                return self._pool.schedule(function, values, timeout=seconds)
            except (BrokenProcessPool, RuntimeError):
                self._pool = self._new()
        raise BrokenProcessPool


class _Pending:
    """A document in the hands of a worker."""

    def __init__(self, work: Work, workers: Workers, room: threading.Semaphore, settings: Settings) -> None:
        self.work, self._whole, self._workers = replace(work, source=None), work, workers
        self._limit = settings.reading.limits.seconds
        self.future = self._begun()
        self.future.add_done_callback(lambda _: room.release())

    def _begun(self) -> ProcessFuture[Result]:
        return self._workers.begin(
            _process, self._whole, seconds=self._limit + GRACE if self._limit else None
        )

    def result(self) -> Result:
        """Its result, also when its worker could not give it."""
        for _ in range(RENEWALS):
            try:
                return self.future.result()
            except BrokenProcessPool:  # the fault of no document
                self.future = self._begun()
            except TimeoutError:
                return self._failed(Diagnostic("SRC128", None, (("seconds", f"{self._limit:g}"),)))
            except ProcessExpired as error:
                return self._failed(Diagnostic("RUN105", None, (("cause", cause(error.exitcode)),)))
            except Exception as error:  # a result that could not be sent back
                return self._failed(unexpected(error))
        return self._failed(Diagnostic("RUN105", None, (("cause", "again and again"),)))

    def _failed(self, found: Diagnostic) -> Result:
        job = self.work.job
        return outcome(job.path, located(job.path, None, (*job.notes, found)))


def cause(code: int | None) -> str:
    """What ended a process, in words."""
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            pass
    return f"exit code {code}"


# --- in the worker ---------------------------------------------------------------------------------

_settings: Settings


def _begin(settings: Settings) -> None:
    global _settings
    _settings = settings
    ready(settings.memory)


def ready(memory: int) -> None:
    """Make a worker ready: interruptions are the main process's affair, and memory has a limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _follow(parent: int) -> None:
    """End with the process that began this one, even when that was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _process(work: Work) -> Result:
    return process(work, _settings)
