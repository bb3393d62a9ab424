"""Many files: each document is converted and written by itself, and a fault in one never touches another."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from pipeline.convert import Conversion, convert, load
from pipeline.deadline import Late, deadline
from pipeline.diagnostics import level
from pipeline.messages import located
from pipeline.model import Diagnostic, Source
from pipeline.plan import STDOUT, Job, Members, Plan
from pipeline.readers import ReadError
from pipeline.readers.options import DEFAULT, Options
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
    """What is the same for all documents of a run: ``formats`` maps the name of each wanted one to its suffix.

    An ``output`` of ``-`` is standard output.
    """

    output: Path
    profile: Profile
    rendering: RenderOptions
    formats: dict[str, str]
    reading: Options = DEFAULT


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
            for result in _results(plan, settings):
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


def _results(plan: Plan, settings: Settings) -> Iterator[Result]:
    """What became of each document, and of each file that holds many."""
    for job in plan.jobs:
        if job.folder is None:
            yield process(job, settings, partial(load, job.path, name=job.name, options=settings.reading))
        else:
            yield from _members(job, settings)


def _members(job: Job, settings: Settings) -> Iterator[Result]:
    """The results of the documents in one file, and at the end that of the file itself."""
    from pipeline.readers.many import documents

    began = time.perf_counter()
    names = Members(job, settings.formats)
    found, trace, done = job.notes, "", 0
    members = documents(Path(job.path), job.name, settings.reading)
    while True:
        try:
            with deadline(settings.reading.limits.seconds):
                member = next(members, None)
        except (ReadError, Late) as error:
            found += (error.diagnostic,)
            break
        except Exception as error:  # the boundary: a fault in one file must not stop the run
            found, trace = (*found, _unexpected(error)), traceback.format_exc()
            break
        if member is None:
            break
        if isinstance(member, Diagnostic):
            found += (member,)
            continue
        done += 1
        yield process(names.job(member.name), settings, member.read)
    if not done and not any(level(d) == "error" for d in found):
        found += (Diagnostic("SRC104"),)
    messages = located(job.path, None, found)
    failed = any(message.level == "error" for message in messages)
    yield Result(
        job.path, "failed" if failed else "ok", (), (("documents", done),), messages,
        time.perf_counter() - began, None, trace, many=True,
    )  # fmt: skip


def process(job: Job, settings: Settings, read: Callable[[], Source]) -> Result:
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
        with deadline(settings.reading.limits.seconds):
            source = read()
            found += source.diagnostics
            conversion = convert(source, settings.profile)
            found = job.notes + conversion.diagnostics
            counts = {"characters": len(source.text)}
            view, files = _render(conversion, job, settings) if conversion.ok else (None, [])
        for path, data in files:
            write(path, data)
            written.append(str(path))
        if view is not None:
            counts["parts"] = len(view.parts)
            entry = _entry(view, job, settings)
    except (ReadError, WriteError, Late) as error:
        found += (error.diagnostic,)
    except BrokenPipeError:
        raise  # whoever reads our standard output has had enough
    except Exception as error:  # the boundary: a fault in one document must not stop the run
        found += (_unexpected(error),)
        trace = traceback.format_exc()
    messages = located(job.path, source, found)
    failed = any(message.level == "error" for message in messages)
    for degree in ("error", "warning", "info"):
        counts[f"{degree}s"] = sum(message.level == degree for message in messages)
    seconds = time.perf_counter() - began
    status: Literal["ok", "failed"] = "failed" if failed else "ok"
    return Result(job.path, status, tuple(written), tuple(counts.items()), messages, seconds, entry, trace)


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
