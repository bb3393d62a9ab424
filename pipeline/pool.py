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

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.messages import located
from pipeline.model import Diagnostic
from pipeline.report import Result
from pipeline.work import Settings, Work, outcome, process, unexpected

# Documents on their way for each worker, so that none waits for its next one.
_AHEAD = 4
# Results that may wait for a slow document before them.
_WAITING = 2000
_RENEWALS = 5
_GRACE = 5.0  # seconds after its time that a document has to stop by itself, with its place and its cause


def side_by_side(
    steps: Iterator[Work | Result], settings: Settings, stopped: Callable[[], bool]
) -> Iterator[tuple[Work | None, Result]]:
    """The results in the order of the steps; see ``pipeline.feed``."""
    room = threading.Semaphore(settings.jobs * _AHEAD)
    window: deque[_Pending | Result] = deque()
    with _Workers(settings) as workers:
        for step in steps:
            if stopped():
                break
            if isinstance(step, Work):
                room.acquire()
                window.append(_Pending(step, workers, room))
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


class _Workers:
    """The processes; when the one that begins them is killed, all of them are begun anew."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["pipeline.preload"])
        self._pool = self._new()

    def _new(self) -> ProcessPool:
        # multiprocessing's own pool and concurrent.futures lose the whole run when a worker is killed
        return ProcessPool(
            self.settings.jobs, initializer=_begin, initargs=(self.settings,), context=self._context
        )

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call] # it has no annotations
        self._pool.join()

    def begin(self, work: Work) -> ProcessFuture[Result]:
        """Hand out a document."""
        limit = self.settings.reading.limits.seconds
        for _ in range(_RENEWALS):
            try:
                return self._pool.schedule(_process, (work,), timeout=limit + _GRACE if limit else None)
            except (BrokenProcessPool, RuntimeError):
                self._pool = self._new()
        raise BrokenProcessPool


class _Pending:
    """A document in the hands of a worker."""

    def __init__(self, work: Work, workers: _Workers, room: threading.Semaphore) -> None:
        self.work, self._whole, self._workers = replace(work, source=None), work, workers
        self.future = workers.begin(work)
        self.future.add_done_callback(lambda _: room.release())

    def result(self) -> Result:
        """Its result, also when its worker could not give it."""
        for _ in range(_RENEWALS):
            try:
                return self.future.result()
            except BrokenProcessPool:  # the fault of no document
                self.future = self._workers.begin(self._whole)
            except TimeoutError:
                seconds = f"{self._workers.settings.reading.limits.seconds:g}"
                return self._failed(Diagnostic("SRC128", None, (("seconds", seconds),)))
            except ProcessExpired as error:
                return self._failed(Diagnostic("RUN105", None, (("cause", _cause(error.exitcode)),)))
            except Exception as error:  # a result that could not be sent back
                return self._failed(unexpected(error))
        return self._failed(Diagnostic("RUN105", None, (("cause", "again and again"),)))

    def _failed(self, found: Diagnostic) -> Result:
        job = self.work.job
        return outcome(job.path, located(job.path, None, (*job.notes, found)))


def _cause(code: int | None) -> str:
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
    """Make a worker ready: interruptions are the main process's affair, and memory has a limit."""
    global _settings
    _settings = settings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (settings.memory, settings.memory))


def _follow(parent: int) -> None:
    """End with the process that began this one, even when that was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _process(work: Work) -> Result:
    return process(work, _settings)
