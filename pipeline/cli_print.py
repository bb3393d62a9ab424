"""What the commands print: messages and the summary on standard error, everything asked for on standard output."""

from __future__ import annotations

import math
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from pipeline.corrections import example
from pipeline.messages import Message
from pipeline.progress import Bar, Pace, terminal
from pipeline.report import Result, Totals

if TYPE_CHECKING:
    from pipeline.explain import Explanation, LineRole
    from pipeline.model import Evidence

_COLOUR = {"error": "red", "warning": "yellow", "info": "cyan"}
_FEW = 20  # documents up to which the messages of each are shown at some length
_MOST = 200  # warnings and infos printed in one run; the report has them all
_EVERY = 30.0  # seconds between two lines that say how far the run is
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CUT = 60  # characters of a line shown by ``explain``


def speak_utf8() -> None:
    """Never fail on a character that the terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def line(
    text: str, colour: str | None = None, *, err: bool = False, bold: bool = False, dim: bool = False
) -> None:
    """Print one line, coloured only in a terminal and only where NO_COLOR is not set."""
    plain = False if os.environ.get("NO_COLOR") else None
    typer.echo(typer.style(text, fg=colour, bold=bold or None, dim=dim or None), err=err, color=plain)


def message(item: Message) -> None:
    """Print one message."""
    line(one_line(str(item)), _COLOUR[item.level], err=True)


def one_line(text: str) -> str:
    """A text in which control characters show as escapes: a file's name must not move the terminal's cursor."""
    return _CONTROL.sub(lambda m: repr(m[0])[1:-1], text)


class Progress:
    """Prints the messages of each document as it is done: fewer of a kind when there are many documents.

    In a ``with`` it shows besides how far a run of several documents has come: by a bar in a terminal, elsewhere by
    a line now and then, and not at all where ``quiet``.
    """

    def __init__(self, total: float, quiet: bool, verbose: bool) -> None:
        self.levels = {"error"} if quiet else {"error", "warning"}
        if verbose:
            self.levels.add("info")
        self.alike = sys.maxsize if verbose else 5 if total <= _FEW else 1
        self.verbose = verbose
        self.room = sys.maxsize if verbose else _MOST
        self.shown = total > 1 and not quiet
        self.pace = Pace(total)
        self.bar: Bar | None = None
        self.next = math.inf

    def __enter__(self) -> Progress:
        if self.shown and terminal():
            self.bar = Bar(self.pace)
            self.bar.start()
        elif self.shown:
            self.next = time.monotonic() + _EVERY
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()
        self.bar, self.next = None, math.inf

    def __call__(self, result: Result) -> None:
        """Show one result."""
        if result.messages:
            self._messages(result)
        if result.trace and self.verbose:
            self._say("\n".join(map(one_line, result.trace.splitlines())), dim=True)
        if self.verbose and result.outputs:
            made = one_line(f"{result.source} → {', '.join(result.outputs)}")
            self._say(f"{made} ({result.seconds:.2f} s)", dim=True)
        if result.counted:
            self.pace.add(result.status == "failed")
        if self.bar is not None:
            self.bar.move()
        elif time.monotonic() >= self.next:
            self._say(str(self.pace), dim=True)
            self.next = time.monotonic() + _EVERY

    def _messages(self, result: Result) -> None:
        seen: Counter[str] = Counter()
        for item in result.messages:
            if item.level not in self.levels:
                continue
            seen[item.code] += 1
            if item.level == "error":
                self._say(one_line(str(item)), _COLOUR[item.level])
            elif seen[item.code] <= self.alike and self.room >= 0:
                if self.room:
                    self._say(one_line(str(item)), _COLOUR[item.level])
                else:
                    self._say("Too many messages to print; all of them are in report.jsonl")
                self.room -= 1
        for code, count in seen.items():
            if count > self.alike and self.room > 0:
                name = one_line(result.source)
                self._say(f"{name}: {count - self.alike} more {code} (-v prints all)", dim=True)

    def _say(self, text: str, colour: str | None = None, dim: bool = False) -> None:
        if self.bar is None:
            line(text, colour, err=True, dim=dim)
        else:
            self.bar.say(text, colour, dim)


def summary(totals: Totals, target: str) -> None:
    """Print the last line of a run."""
    line(f"{totals} → {target}" if target else str(totals), "red" if totals.failed else "green", err=True)


def explanation(found: Explanation) -> None:
    """Print every line that is not blank with its roles and the best rejected reading, then the rules and what to correct."""
    for row in found.lines:
        if row.roles:
            _explained(row)
    line("")
    for rule, sentence in found.rules:
        line(f"{rule:<24}  {sentence}")
    shown = example(found.document.source.name, _uncertain(found))
    if shown:
        line("")
        line(shown.rstrip(), dim=True)


def _uncertain(found: Explanation) -> Iterator[tuple[int, str, str]]:
    """(line, element or role, text) of what is not sure, as ``corrections.example`` takes it."""
    for row in found.lines:
        for role in row.roles:
            if role.cert != "high" and (role.continued or role.decided == row.number):
                further = "join" if role.continued and role.group != "title" else role.element
                yield row.number, "subtitle" if role.name.startswith("sub ") else further, role.text


def _explained(row: LineRole) -> None:
    for index, role in enumerate(row.roles):
        text = role.text if len(role.text) <= _CUT else role.text[: _CUT - 1] + "…"
        number = f"{row.number:>5}" if index == 0 else " " * 5
        name = f"{role.name} …" if role.continued else role.name
        typer.echo(f"{number}  ", nl=False)
        line(f"{name:<22} {role.cert:<6}  {role.rule:<24}  {text}", _role_colour(role.name))
        if role.evidence and role.decided == row.number and not role.continued:
            line(f"{'':7}{_reasons(role.evidence)}", dim=True)
    for reading in row.rejected[:1]:
        line(f"{'':7}not {reading.name}: {_reasons(reading.evidence) or reading.rule}", dim=True)


def _reasons(evidence: Iterable[Evidence]) -> str:
    return "  ".join(f"{e.weight:+.1f} {e.rule}" for e in evidence)


def _role_colour(name: str) -> str | None:
    colours = {
        "furniture": "bright_black",
        "title": "green",
        "heading": "cyan",
        "point": "blue",
        "lost": "red",
    }
    return next((colour for word, colour in colours.items() if word in name), None)
