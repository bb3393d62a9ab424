"""What the commands print: messages and the summary on standard error, everything asked for on standard output."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from pipeline.corrections import example
from pipeline.messages import Message
from pipeline.report import Result, Totals

if TYPE_CHECKING:
    from pipeline.explain import Explanation, LineRole
    from pipeline.model import Evidence

_COLOUR = {"error": "red", "warning": "yellow", "info": "cyan"}
_FEW = 20  # documents up to which the messages of each are shown at some length
_MOST = 200  # warnings and infos printed in one run; the report has them all
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
    line(str(item), _COLOUR[item.level], err=True)


class Progress:
    """Prints the messages of each document as it is done: fewer of a kind when there are many documents."""

    def __init__(self, documents: float, quiet: bool, verbose: bool) -> None:
        self.levels = {"error"} if quiet else {"error", "warning"}
        if verbose:
            self.levels.add("info")
        self.alike = sys.maxsize if verbose else 5 if documents <= _FEW else 1
        self.verbose = verbose
        self.room = sys.maxsize if verbose else _MOST

    def __call__(self, result: Result) -> None:
        """Show one result."""
        seen: Counter[str] = Counter()
        for item in result.messages:
            if item.level not in self.levels:
                continue
            seen[item.code] += 1
            if item.level == "error":
                message(item)
            elif seen[item.code] <= self.alike and self.room >= 0:
                if self.room:
                    message(item)
                else:
                    line("Too many messages to print; all of them are in report.jsonl", err=True)
                self.room -= 1
        for code, count in seen.items():
            if count > self.alike and self.room > 0:
                line(f"{result.source}: {count - self.alike} more {code} (-v prints all)", err=True, dim=True)
        if result.trace and self.verbose:
            line(result.trace, err=True, dim=True)
        if self.verbose and result.outputs:
            line(
                f"{result.source} → {', '.join(result.outputs)} ({result.seconds:.2f} s)", err=True, dim=True
            )


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
