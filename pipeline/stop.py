"""Ctrl-C and SIGTERM end a run after the documents in hand; a second one ends it at once."""

from __future__ import annotations

import signal
from types import FrameType


class Stop:
    """Catches the two signals inside its ``with`` block; ``signal`` is the one that came, 0 as long as none did."""

    def __init__(self) -> None:
        self.signal = 0
        self._before: dict[signal.Signals, object] = {}

    def asked(self) -> bool:
        """Whether to stop."""
        return bool(self.signal)

    def __enter__(self) -> None:
        for which in (signal.SIGINT, signal.SIGTERM):
            self._before[which] = signal.signal(which, self._caught)

    def __exit__(self, *_: object) -> None:
        for which, handler in self._before.items():
            signal.signal(which, handler)  # type: ignore[arg-type] # it came from there

    def _caught(self, signum: int, frame: FrameType | None) -> None:
        if self.signal:
            raise KeyboardInterrupt
        self.signal = signum
