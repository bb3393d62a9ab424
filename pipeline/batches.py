"""Documents side by side, handed out by the handful: one that hangs or kills its worker costs only itself."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.sharedctypes import RawArray
from typing import Any, cast

from pebble import ProcessExpired, ProcessFuture

from pipeline.frozen import replace
from pipeline.messages import located
from pipeline.model import Diagnostic
from pipeline.pool import GRACE, RENEWALS, Workers, cause, ready
from pipeline.report import Result
from pipeline.work import Settings, Work, converted, outcome, unexpected, written

# Handing out a document costs as much as converting a short one, so short ones go together.
_MANY, _BYTES = 16, 64 << 10
# Batches on their way for each worker, so that none waits for its next one.
_AHEAD = 3
# Batches that may wait for a slow document before them.
_WAITING = 200
_WRITERS = 2  # threads of a worker that write, as much as one waits for the disk
_PLACES = 1024  # for what batches say of themselves: more than can be on their way

Step = Work | Result


def side_by_side(
    steps: Iterable[Step], settings: Settings, stopped: Callable[[], bool]
) -> Iterator[tuple[Work | None, Result]]:
    """The results in the order of the steps; see ``pipeline.feed``."""
    room = threading.Semaphore(settings.jobs * _AHEAD)
    window: deque[_Batch | Result] = deque()
    reached = cast("list[float]", RawArray("d", 2 * _PLACES))
    with Workers(settings.jobs, _begin, (settings, reached)) as workers:
        for number, batch in enumerate(_batches(steps, stopped)):
            if isinstance(batch, Result):
                window.append(batch)
            else:
                room.acquire()
                place = 2 * (number % _PLACES)
                window.append(_Batch(batch, workers, room, reached, place, settings.reading.limits.seconds))
            while window and (len(window) > _WAITING or _is_done(window[0])):
                yield from _finished(window.popleft())
        while window:
            yield from _finished(window.popleft())


def _batches(steps: Iterable[Step], stopped: Callable[[], bool]) -> Iterator[list[Work] | Result]:
    """Documents that follow each other, together while they are short; results that are known stay as they are."""
    batch: list[Work] = []
    size = 0
    for step in steps:
        if stopped():
            return
        if isinstance(step, Work):
            own = _size(step)
            if batch and (len(batch) == _MANY or size + own > _BYTES):
                yield batch
                batch, size = [], 0
            batch.append(step)
            size += own
        else:
            if batch:
                yield batch
                batch, size = [], 0
            yield step
    if batch:
        yield batch


def _size(work: Work) -> int:
    """About how long it takes, in bytes of text."""
    if work.source is not None:
        return len(work.source.text) * 3
    try:
        return os.stat(work.job.path).st_size  # noqa: PTH116 - asked for every document, and Path is slow
    except OSError:
        return 0


def _is_done(item: _Batch | Result) -> bool:
    return isinstance(item, Result) or item.future.done()


def _finished(item: _Batch | Result) -> Iterable[tuple[Work | None, Result]]:
    return [(None, item)] if isinstance(item, Result) else item.results()


class _Batch:
    """Documents in the hands of a worker, which says in ``reached`` at which of them it is, and since when."""

    def __init__(
        self, works: list[Work], workers: Workers, room: threading.Semaphore, reached: list[float], place: int, limit: float
    ) -> None:  # fmt: skip
        self._works, self._workers, self._reached, self._place = works, workers, reached, place
        self._limit = limit
        self.future = self._begun(works)
        self.future.add_done_callback(lambda _: room.release())

    def _begun(self, works: list[Work]) -> ProcessFuture[list[Result]]:
        self._reached[self._place] = 0
        limit = self._limit + GRACE if self._limit else None
        return self._workers.begin(_process, works, self._place, seconds=limit)

    def results(self) -> Iterator[tuple[Work, Result]]:
        """Their results, also when the worker could not give them."""
        try:
            done = self.future.result()
        except Exception:  # the one it was at costs itself, the others are done again
            guilty = self._guilty()
            done = [
                self._alone(work, self.future if n == guilty else None) for n, work in enumerate(self._works)
            ]
        for work, result in zip(self._works, done, strict=True):
            yield (replace(work, source=None) if work.source is not None else work), result

    def _guilty(self) -> int:
        """The number of the document that a worker died of; -1 for one that only came last when time was up."""
        error = self.future.exception()
        if len(self._works) == 1:
            return 0
        number, since = int(self._reached[self._place]), self._reached[self._place + 1]
        if isinstance(error, TimeoutError) and time.monotonic() - since < self._limit:
            return -1
        return number if isinstance(error, TimeoutError | ProcessExpired) else -1

    def _alone(self, work: Work, future: ProcessFuture[list[Result]] | None) -> Result:
        """The result of one document, from the call that ended with it or from a new one."""
        for _ in range(RENEWALS):
            try:
                return (future or self._begun([work])).result()[0]
            except BrokenProcessPool:  # the fault of no document
                future = None
            except TimeoutError:
                return _failed(work, Diagnostic("SRC128", None, (("seconds", f"{self._limit:g}"),)))
            except ProcessExpired as error:
                return _failed(work, Diagnostic("RUN105", None, (("cause", cause(error.exitcode)),)))
            except Exception as error:  # a result that could not be sent back
                return _failed(work, unexpected(error))
        return _failed(work, Diagnostic("RUN105", None, (("cause", "again and again"),)))


def _failed(work: Work, found: Diagnostic) -> Result:
    return outcome(work.job.path, located(work.job.path, None, (*work.job.notes, found)))


# --- in the worker ---------------------------------------------------------------------------------

_settings: Settings
_reached: list[float]
_writing: ThreadPoolExecutor


def _begin(value: tuple[Settings, Any]) -> None:
    global _settings, _reached, _writing
    _settings, _reached = value
    ready(_settings.memory)
    _writing = ThreadPoolExecutor(_WRITERS)


def _process(works: list[Work], place: int) -> list[Result]:
    """The results of some documents; while a disk takes in what was made of one the next is converted."""
    done = []
    for number, work in enumerate(works):
        _reached[place : place + 2] = [number, time.monotonic()]
        done.append(_writing.submit(written, converted(work, _settings)))
    return [one.result() for one in done]
