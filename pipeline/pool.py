"""Processes that work for this one: they end with it, have a limit of memory, and are replaced when they die."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from pebble import ProcessFuture, ProcessPool

from pipeline.forks import context
from pipeline.garbage import seldom

_T = TypeVar("_T")

RENEWALS = 5
GRACE = 5.0  # seconds after its time that a document has to stop by itself, with its place and its cause


class Workers:
    """The processes; when the one that begins them is killed, all of them are begun anew."""

    def __init__(self, jobs: int, start: Callable[[Any], None], value: Any) -> None:
        """Begin so many, each of which calls ``start`` with the value first."""
        self._jobs, self._start, self._value = jobs, start, value
        self._context = context()
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
        # they are gone a tenth of a second later, in which the report is written
        threading.Thread(target=self._pool.join).start()

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


def cause(code: int | None) -> str:
    """What ended a process, in words."""
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            pass
    return f"exit code {code}"


# --- in the worker ---------------------------------------------------------------------------------


def ready(memory: int) -> None:
    """Make a worker ready: interruptions are the main process's affair, and memory has a limit."""
    seldom()
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
