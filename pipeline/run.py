"""Many files: each document is converted and written by itself, and a fault in one never touches another."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline.convert import Conversion, convert, load
from pipeline.messages import located
from pipeline.model import Diagnostic, Source
from pipeline.plan import STDOUT, Job, Plan
from pipeline.readers import ReadError
from pipeline.report import Result, Totals
from pipeline.writers import TemplateError

if TYPE_CHECKING:
    from pipeline.profile import Profile
    from pipeline.tei.view_types import View
    from pipeline.writers import RenderOptions
    from pipeline.writers.index import Listed

REPORT = "report.jsonl"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all documents of a run; an ``output`` of ``-`` is standard output."""

    output: Path
    profile: Profile
    rendering: RenderOptions
    encoding: str | None = None


class WriteError(Exception):
    """An output that cannot be written; ``diagnostic`` names it and says why."""

    def __init__(self, path: Path, error: OSError) -> None:
        reason = error.strerror or str(error)
        self.diagnostic = Diagnostic("RUN102", None, (("path", str(path)), ("reason", reason)))
        super().__init__(reason)


def run(plan: Plan, settings: Settings, totals: Totals, show: Callable[[Result], None]) -> None:
    """Convert all documents, one after the other, and write the report and the index.

    Args:
        plan: the documents and where their outputs go.
        settings: profile, templates and the like.
        totals: counts documents and messages as they come, so that they are right after an interruption too.
        show: called with each result; one whose ``source`` is a folder belongs to the run itself.
    """
    began = time.perf_counter()
    for path, note in plan.notes:
        _show_own(path, note, totals, show)
    entries: list[Listed] = []
    try:
        with _report(settings.output) as report:
            for job in plan.jobs:
                result = process(job, settings)
                totals.add(result)
                if result.entry is not None:
                    entries.append(result.entry)
                if report is not None:
                    report.write(result.line())
                    report.flush()
                show(result)
        if plan.site and entries:
            _write_index(entries, settings)
    except WriteError as error:
        _show_own(str(settings.output), error.diagnostic, totals, show)
    except TemplateError as error:
        _show_own(str(settings.output), _unexpected(error), totals, show)
    except BrokenPipeError:
        raise
    except OSError as error:  # the report, written line by line
        full = WriteError(settings.output / REPORT, error)
        _show_own(str(settings.output), full.diagnostic, totals, show)
    finally:
        totals.seconds = time.perf_counter() - began


def _write_index(entries: list[Listed], settings: Settings) -> None:
    from pipeline.writers.index import index

    write(settings.output / "index.html", index(entries, settings.rendering.templates))


def _show_own(path: str, diagnostic: Diagnostic, totals: Totals, show: Callable[[Result], None]) -> None:
    messages = located(path, None, (diagnostic,))
    totals.count(messages)
    show(Result(path, "ok", messages=messages))


def _report(output: Path) -> TextIO | nullcontext[None]:
    """The open report, which also proves that the folder can be written to before any work is done."""
    if output == STDOUT:
        return nullcontext()
    path = output / REPORT
    try:
        output.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise WriteError(path, error) from None


def process(job: Job, settings: Settings) -> Result:
    """Convert and write one document; whatever goes wrong becomes its result.

    All formats are rendered before the first one is written, so a document has all its outputs or none.
    """
    began = time.perf_counter()
    source: Source | None = None
    found, trace = job.notes, ""
    written: list[str] = []
    counts: dict[str, int] = {}
    entry: Listed | None = None
    try:
        source = load(job.path, settings.encoding, job.name)
        found += source.diagnostics
        conversion = convert(source, settings.profile)
        found = job.notes + conversion.diagnostics
        counts = {"characters": len(source.text)}
        if conversion.ok:
            view, files = _render(conversion, job, settings)
            counts["parts"] = len(view.parts)
            for path, data in files:
                write(path, data)
                written.append(str(path))
            entry = _entry(view, job, settings)
    except (ReadError, WriteError) as error:
        found += (error.diagnostic,)
    except BrokenPipeError:
        raise  # whoever reads our standard output has had enough
    except Exception as error:  # the boundary: a fault in one document must not stop the run
        found += (_unexpected(error),)
        trace = traceback.format_exc()
    messages = located(job.path, source, found)
    failed = any(message.level == "error" for message in messages)
    for level in ("error", "warning", "info"):
        counts[f"{level}s"] = sum(message.level == level for message in messages)
    seconds = time.perf_counter() - began
    return Result(
        job.path,
        "failed" if failed else "ok",
        tuple(written),
        tuple(counts.items()),
        messages,
        seconds,
        entry,
        trace,
    )


def _render(conversion: Conversion, job: Job, settings: Settings) -> tuple[View, list[tuple[Path, bytes]]]:
    from pipeline.tei.view import view
    from pipeline.writers import WRITERS

    seen = view(conversion.tei)
    records = tuple(m.record() for m in located(job.path, conversion.source, conversion.diagnostics))
    options = replace(settings.rendering, diagnostics=records)
    paths = dict(job.outputs)
    return seen, [(paths[w.name], w.write(conversion.tei, seen, options)) for w in WRITERS if w.name in paths]


def _entry(view: View, job: Job, settings: Settings) -> Listed | None:
    """The document's row in the index, or None when it has no page."""
    from pipeline.writers.index import listed
    from pipeline.writers.script import in_script

    page = next((path for name, path in job.outputs if name == "html"), None)
    if page is None or settings.output == STDOUT:
        return None
    return listed(in_script(view, settings.rendering.script), page.relative_to(settings.output).as_posix())


def _unexpected(error: Exception) -> Diagnostic:
    """A fault of a template, or else an exception nobody foresaw."""
    if isinstance(error, TemplateError):
        place = f"{error.template}:{error.line}" if error.line else error.template
        return Diagnostic("RUN103", None, (("template", place), ("reason", error.reason)))
    return Diagnostic("RUN101", None, (("kind", type(error).__name__), ("text", str(error))))


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all; ``-`` is standard output.

    Raises:
        WriteError: it cannot be written; what was there before is unchanged.
    """
    if path == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f".wengao-{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(data)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteError(path, error) from None
