"""How far a run has come: the counts, the rate, the time that is left, and a bar that shows them in a terminal."""

from __future__ import annotations

import math
import os
import sys
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_WINDOW = (
    60.0  # seconds that the rate looks back, so that it follows documents that get slower or are skipped
)
_SOON = 2.0  # seconds before which a rate would be a guess
_BAR = 40  # columns of the bar where there is room
_FACTS = 58  # columns that the words beside it take


class Pace:
    """Counts documents as they are done; ``total`` is infinite where their number is not known beforehand."""

    def __init__(self, total: float) -> None:
        self.total = total
        self.done = self.failed = 0
        self._seen = deque([(time.monotonic(), 0)])

    def add(self, failed: bool) -> None:
        """Count one document that is done."""
        self.done += 1
        self.failed += failed
        now = time.monotonic()
        if now - self._seen[-1][0] >= 1:
            self._seen.append((now, self.done))
            while len(self._seen) > 2 and now - self._seen[0][0] > _WINDOW:
                self._seen.popleft()

    @property
    def rate(self) -> float:
        """Documents in a second, lately; 0 until that can be told."""
        began, before = self._seen[0]
        seconds = time.monotonic() - began
        return (self.done - before) / seconds if seconds >= _SOON else 0.0

    def count(self) -> str:
        """``1,200 of 20,000 documents``, or ``1,200 documents`` of nobody knows how many."""
        of = f" of {self.total:,.0f}" if math.isfinite(self.total) else ""
        return f"{self.done:,}{of} document{'' if self.done == 1 and not of else 's'}"

    def speed(self) -> str:
        """``41/s``, or ``12/min`` where the documents are slow; empty until that can be told."""
        rate = self.rate
        if not rate:
            return ""
        return f"{rate:,.0f}/s" if rate >= 9.5 else f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.1f}/min"

    def left(self) -> str:
        """``7 min left``; empty where that cannot be told."""
        rate, rest = self.rate, self.total - self.done
        return f"{spoken(rest / rate)} left" if rate and 0 < rest < math.inf else ""

    def __str__(self) -> str:
        """The whole in one line: ``1,200 of 20,000 documents, 3 failed, 41/s, 7 min left``."""
        facts = (self.count(), f"{self.failed:,} failed", self.speed(), self.left())
        return ", ".join(fact for fact in facts if fact)


def spoken(seconds: float) -> str:
    """A stretch of time in the two units that matter, rounded up."""
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = math.ceil(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes} min" if minutes else f"{hours:,} h"


def terminal() -> bool:
    """Whether standard error is a terminal that a bar can be drawn in."""
    return sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")


class Bar:
    """A bar at the foot of the terminal, over which messages are printed; it is gone when the run is over."""

    def __init__(self, pace: Pace) -> None:
        from rich.console import Console

        self._pace = pace
        self._console: Console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._bar: Progress = self._drawn()
        total = pace.total if math.isfinite(pace.total) else None
        self._task = self._bar.add_task("", total=total)

    def _drawn(self) -> Progress:
        from rich.progress import BarColumn, Progress, ProgressColumn, Task
        from rich.text import Text

        pace = self._pace

        class Facts(ProgressColumn):
            def render(self, task: Task) -> Text:
                failed = (f", {pace.failed:,} failed", "red" if pace.failed else "dim")
                timing = "".join(f", {fact}" for fact in (pace.speed(), pace.left()) if fact)
                return Text.assemble(pace.count(), failed, (timing, "dim"), no_wrap=True, overflow="ellipsis")

        room = max(4, min(_BAR, self._console.width - _FACTS))
        # Each refresh costs more than a short document, so they do not follow the documents but the clock.
        return Progress(
            BarColumn(room), Facts(), console=self._console, transient=True, refresh_per_second=4,
            redirect_stdout=False,
        )  # fmt: skip

    def start(self) -> None:
        """Draw the bar, and go on drawing it."""
        self._bar.start()

    def stop(self) -> None:
        """Take the bar away."""
        self._bar.stop()

    def move(self) -> None:
        """Follow the count."""
        self._bar.update(self._task, completed=self._pace.done)

    def say(self, text: str, colour: str | None, dim: bool) -> None:
        """Print a line over the bar, whatever stands in it, and never break it where the terminal ends."""
        from rich.style import Style
        from rich.text import Text

        self._console.print(Text(text, Style(color=colour, dim=dim or None)), soft_wrap=True)
