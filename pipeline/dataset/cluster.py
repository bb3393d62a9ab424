"""The workers of a Ray cluster: shards as tasks that it spreads over its machines and repeats where one is lost."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.dataset.document import GRACE, may_die
from pipeline.dataset.engine import Died, Engine, Function
from pipeline.dataset.task import Task

_AHEAD = 2  # shards on their way for each core, so that none waits for its next one
_RETRIES = 2  # of a shard whose worker or machine is lost, before it is done with care
_STORE = 100 << 20  # bytes; only the settings and what became of shards are exchanged
_LONGEST = 600.0  # seconds for a shard besides those of its documents
_POLL = 5.0


@contextmanager
def cluster(task: Task) -> Iterator[Engine]:
    """Connect to the cluster of the settings, or begin one on this machine that ends with the run."""
    # Said before ray is loaded. Nobody asked for either.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    ray: Any = import_module("ray")
    handlers = {which: signal.getsignal(which) for which in (signal.SIGINT, signal.SIGTERM)}
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
    if task.wanted.address:
        ray.init(address=task.wanted.address, **quiet)
    else:
        jobs, place = task.settings.jobs, {"include_dashboard": False, "object_store_memory": _STORE}
        ray.init(address="local", num_cpus=jobs, **place, **quiet)
    for which, handler in handlers.items():
        signal.signal(which, handler)
    try:
        yield _Ray(ray, task)
    finally:
        ray.shutdown()


@dataclass(slots=True)
class _Pending:
    function: Function[Any, Any]
    item: Any
    until: float
    careful: bool = False
    done: bool = False
    outcome: Any = None


class _Ray:
    def __init__(self, ray: Any, task: Task) -> None:
        self._ray = ray
        self._limit = task.settings.reading.limits.seconds
        self._task = ray.put((task, str(Path.cwd())))
        options = {"num_cpus": 1, "max_retries": _RETRIES, "scheduling_strategy": "SPREAD"}
        self._work = ray.remote(**options)(_work)
        self._running: dict[Any, _Pending] = {}

    def __call__(
        self, function: Function[Any, Any], items: Iterable[Any], stopped: Callable[[], bool]
    ) -> Iterator[Any]:
        window: deque[_Pending] = deque()
        for item in items:
            if stopped():
                break
            while len(self._running) >= self._room():
                self._wait()
            window.append(_Pending(function, item, 0.0))
            self._begin(window[-1])
            while window and window[0].done:
                yield window.popleft().outcome
        while window:
            while not window[0].done:
                self._wait()
            yield window.popleft().outcome

    def _room(self) -> int:
        """How many shards may be on their way; machines come and go."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1))) * _AHEAD

    def _begin(self, pending: _Pending) -> None:
        each = (self._limit + GRACE) if self._limit else float("inf")
        pending.until = time.monotonic() + _LONGEST + _AHEAD * each * pending.item.weight
        reference = self._work.remote(self._task, pending.function, pending.item, pending.careful)
        self._running[reference] = pending

    def _wait(self) -> None:
        """Wait until something is done, and take it in."""
        ready, rest = self._ray.wait(list(self._running), num_returns=1, timeout=_POLL)
        for reference in ready:
            self._take(reference, self._running.pop(reference))
        now = time.monotonic()
        for reference in rest:
            if self._running[reference].until < now:
                pending = self._running.pop(reference)
                self._ray.cancel(reference, force=True)
                self._again(pending, "no answer")

    def _take(self, reference: Any, pending: _Pending) -> None:
        errors = self._ray.exceptions
        try:
            pending.outcome, pending.done = self._ray.get(reference), True
        except errors.RayTaskError as error:
            raise error.as_instanceof_cause() from None
        except (
            errors.RayError
        ) as error:  # its worker or machine is gone, and so were those it was given to then
            self._again(pending, type(error).__name__)

    def _again(self, pending: _Pending, cause: str) -> None:
        if pending.careful:
            raise Died(cause)
        pending.careful = True
        self._begin(pending)


# --- in the worker ---------------------------------------------------------------------------------


def _work(given: tuple[Task, str], function: Function[Any, Any], item: Any, careful: bool) -> Any:
    task, folder = given
    with contextlib.suppress(OSError):  # another machine may not have it, and then paths are to be absolute
        os.chdir(folder)
    may_die()
    with _bounded(task.settings.memory):
        return function(item, task, careful)


@contextmanager
def _bounded(memory: int) -> Iterator[None]:
    """Let this process take so many bytes more than it has."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):  # no Linux
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + memory
    if before[1] != resource.RLIM_INFINITY:
        most = min(most, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
