"""Stops one document that takes too long, so that it does not hold up the others."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.model import Diagnostic

_LONGEST = 1e8  # seconds; timers count no further than the clock
_AGAIN = 1.0


class Late(BaseException):
    """The time for one document is over. No ``except Exception`` on the way may take it for its own fault."""

    def __init__(self, seconds: float) -> None:
        self.diagnostic = Diagnostic("SRC128", None, (("seconds", f"{seconds:g}"),))
        super().__init__(seconds)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise ``Late`` in the block when it takes longer; 0 or less is no limit.

    It works where the system has interval timers, and in the main thread; elsewhere there is no limit. What is
    raised in a destructor gets lost, so it is raised again until the block ends.
    """
    if (
        not seconds > 0
        or not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def late(signum: int, frame: FrameType | None) -> None:
        raise Late(seconds)

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, min(seconds, _LONGEST), _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
