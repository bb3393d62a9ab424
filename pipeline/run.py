"""Many files: what is to be done for each of them, and what is left when it is done: report, index, state."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline.deadline import Late, deadline
from pipeline.diagnostics import level
from pipeline.feed import Step, collected, results
from pipeline.messages import located
from pipeline.model import Diagnostic
from pipeline.output import STDOUT, Lock, WriteError, sweep, write
from pipeline.plan import Job, Members, Plan
from pipeline.readers import ReadError
from pipeline.report import Result, Totals, to_line
from pipeline.work import Settings, Work, outcome, unexpected
from pipeline.writers import TemplateError
from pipeline.writers.report_tally import Tally

if TYPE_CHECKING:
    from pipeline.feed import Collection
    from pipeline.site.config import SiteConfig
    from pipeline.state import State
    from pipeline.writers.index import Listed

REPORT, PAGE = "report.jsonl", "report.html"


def run(
    plan: Plan,
    settings: Settings,
    totals: Totals,
    show: Callable[[Result], None],
    stopped: Callable[[], bool] = lambda: False,
    collection: Collection | None = None,
) -> None:
    """Convert all documents that are not done already, and write the report and the index.

    Args:
        plan: the documents and where their outputs go.
        settings: profile, templates and the like.
        totals: counts documents and messages as they come, so that they are right after an interruption too.
        show: called with each result; one whose ``source`` is a folder belongs to the run itself.
        stopped: when it says yes, the documents in hand are finished and the run ends.
        collection: the data set that all documents go into besides.

    Raises:
        Locked: another run writes into the folder.
    """
    began = time.perf_counter()
    for path, note in plan.notes:
        _show_own(path, note, totals, show)
    entries: list[Listed] = []
    tally = Tally(settings.output)
    try:
        with ExitStack() as stack:
            report, state = _opened(settings, stack)
            single = results(_steps(plan, settings, state), settings, stopped)
            for work, result in collected(single, collection, stopped):
                record = result.record() if report is not None else {}
                if state is not None and work is not None:
                    state.add(work, result, record)
                totals.add(result)
                if result.entry is not None:
                    entries.append(result.entry)
                if report is not None:
                    tally.add(record)
                    report.write(to_line(record))
                    if result.status != "unchanged":  # of which there may be any number in a second
                        report.flush()
                show(result)
            if plan.site and entries:
                _write_index(entries, settings, state)
            if state is not None and not stopped():
                _close(state, settings, totals, show)
                if settings.site is not None:
                    _write_site(settings.site, state, settings, stopped)
            if report is not None and totals.documents > 1:
                _write_page(tally, entries, settings, time.perf_counter() - began)
            if collection is not None:
                collection.keep((REPORT, PAGE))
    except WriteError as error:
        _show_own(str(settings.output), error.diagnostic, totals, show)
    except TemplateError as error:
        _show_own(str(settings.output), unexpected(error), totals, show)
    except BrokenPipeError:
        raise
    except OSError as error:  # the report and the state, written line by line
        full = WriteError(settings.output / REPORT, error)
        _show_own(str(settings.output), full.diagnostic, totals, show)
    finally:
        totals.seconds = time.perf_counter() - began


def _opened(settings: Settings, stack: ExitStack) -> tuple[TextIO | None, State | None]:
    """The open report and state of the output folder, which this run alone may write to; none for standard output."""
    if settings.output == STDOUT:
        return None, None
    from pipeline.state import Keys, State

    stack.enter_context(Lock(settings.output))
    sweep(settings.output)
    path = settings.output / REPORT
    try:
        report = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        if not settings.formats:
            return stack.enter_context(report), None
        state = stack.enter_context(State(settings.output, Keys.of(settings), settings.force))
    except OSError as error:
        raise WriteError(path, error) from None
    return stack.enter_context(report), state


def _close(state: State, settings: Settings, totals: Totals, show: Callable[[Result], None]) -> None:
    """Say which outputs belong to no input any more, or remove them, and tidy the state."""
    gone = list(state.gone())
    if settings.prune:
        for done in gone:
            state.forget(done)
    if gone:
        code = "RUN109" if settings.prune else "RUN108"
        _show_own(str(settings.output), Diagnostic(code, None, (("count", str(len(gone))),)), totals, show)
    state.compact()


def _write_index(entries: list[Listed], settings: Settings, state: State | None) -> None:
    from pipeline.writers.index import index

    path = settings.output / "index.html"
    key = state.key_of(entries) if state is not None else ""
    if state is None or state.page != key or not path.exists():
        write(path, index(entries, settings.rendering.templates))
    if state is not None and state.page != key:
        state.note_page(key)


def _write_site(site: SiteConfig, state: State, settings: Settings, stopped: Callable[[], bool]) -> None:
    from pipeline.site.build import Card, build

    cards = [card for done in state.documents() if (card := Card.of(done)) is not None]
    key = f"{state.keys.rules} {state.keys.rendering}"
    build(settings.output, cards, site, key, settings.jobs, settings.memory, stopped)


def _write_page(tally: Tally, entries: list[Listed], settings: Settings, seconds: float) -> None:
    """The report as a page, in the language of most documents."""
    from pipeline.writers.report_page import page

    languages = Counter(entry.lang for entry in entries).most_common(1)
    lang = languages[0][0] if languages else "zh-Hans"
    write(settings.output / PAGE, page(tally, seconds, lang, settings.rendering.templates))


def _show_own(path: str, diagnostic: Diagnostic, totals: Totals, show: Callable[[Result], None]) -> None:
    messages = located(path, None, (diagnostic,))
    totals.count(messages)
    show(Result(path, "ok", messages=messages))


def _steps(plan: Plan, settings: Settings, state: State | None) -> Iterator[Step]:
    """What is to be done for each document, and the results of files that hold many."""
    for job in plan.jobs:
        if job.folder is not None:
            yield from _members(job, settings, state, plan.site)
        elif state is None:
            yield Work(job)
        else:
            yield state.step(job, job.path)


def _members(job: Job, settings: Settings, state: State | None, walked: bool) -> Iterator[Step]:
    """The documents in one file, and at the end the result of the file itself.

    A file that a folder was ``walked`` for may hold no document and be no fault.
    """
    from pipeline.readers.many import documents

    began = time.perf_counter()
    names = Members(job, settings.formats, settings.reserved)
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
            found, trace = (*found, unexpected(error)), traceback.format_exc()
            break
        if member is None:
            break
        if isinstance(member, Diagnostic):
            found += (member,)
            continue
        done += 1
        own = names.job(member.name)
        try:
            with deadline(settings.reading.limits.seconds):
                source = member.read()
        except (ReadError, Late) as error:
            yield outcome(own.path, located(own.path, None, (*own.notes, error.diagnostic)))
        except Exception as error:  # the boundary, for one document of the file
            failed = outcome(own.path, located(own.path, None, (*own.notes, unexpected(error))))
            yield replace(failed, trace=traceback.format_exc())
        else:
            yield Work(own, source) if state is None else state.step(own, job.path, source)
    if not walked:  # who names it takes it for a document
        found = tuple(replace(d, code="SRC124") if d.code == "SRC132" else d for d in found)
    left_out = any(d.code == "SRC132" for d in found)
    if not done and not left_out and not any(level(d) == "error" for d in found):
        found += (Diagnostic("SRC104"),)
    messages = located(job.path, None, found)
    own_result = outcome(
        job.path, messages, {"documents": done}, seconds=time.perf_counter() - began, trace=trace
    )
    yield replace(own_result, many=True)
