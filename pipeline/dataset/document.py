"""One document of a data set: converted, with its rows and its record; whatever goes wrong is a row too."""

from __future__ import annotations

import faulthandler
import json
import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.convert import convert
from pipeline.dataset.columns import Row
from pipeline.dataset.rows import RowOptions, failed, of
from pipeline.dataset.task import Task
from pipeline.deadline import Late, deadline
from pipeline.messages import located
from pipeline.model import Diagnostic, Source
from pipeline.readers import ReadError
from pipeline.report import Result
from pipeline.work import outcome, unexpected

GRACE = 5.0  # seconds after its time that a document has to stop by itself, with its place and its cause
# Too little time or memory, a fault of the program, a process that died: with these a document is tried again.
_PASSING = ("SRC128", "RUN101", "RUN105", "RUN106")
_may_die = False


def may_die() -> None:
    """Let a document that hangs for good end this process, which others are watching."""
    global _may_die
    _may_die = True


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """Stop what takes longer: by an exception, and where that is not heard by the end of the process."""
    if seconds > 0 and _may_die:
        # Its thread needs no turn of the interpreter, which code in C may hold for ever.
        with Path(os.devnull).open("w") as nowhere:
            faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=nowhere)
            try:
                with deadline(seconds):
                    yield
            finally:
                faulthandler.cancel_dump_traceback_later()
    else:
        with deadline(seconds):
            yield


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a document: its rows as lines of JSON, each with its id and signature, and its line in the report.

    Of a file that holds many documents there is one more, without rows where it could be read to its end. ``again``
    says that the document failed by what may be different the next time.
    """

    rows: tuple[tuple[bytes, bytes], ...]
    record: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is still to be read: its id, the path shown to the user, what reads it."""

    id: str
    path: str
    read: Callable[[], Source]


def made(result: Result | None, rows: tuple[Row, ...], task: Task) -> Made:
    """A result and its rows in the form in which they are kept; None where it was reported before."""
    lines = tuple((_line(row), _signature(row, task)) for row in rows)
    again = result is not None and any(message.code in _PASSING for message in result.messages)
    if result is None or (task.settings.formats and not again):
        return Made(lines, "", again)
    record = {**result.record(), "many": result.many, "trace": result.trace}
    return Made(lines, json.dumps(record, ensure_ascii=False) + "\n", again)


def quarantined(id: str, path: str, found: Diagnostic, task: Task) -> Made:
    """A document that ended the process that had it."""
    result = outcome(path, located(path, None, (found,)))
    return made(result, (failed(id=id, path=id, diagnostics=(found,)),), task)


def _line(row: Row) -> bytes:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=lambda day: day.isoformat())
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _signature(row: Row, task: Task) -> bytes:
    """The id of a row and its signature, each behind its length."""
    from pipeline.dataset.duplicates import sign

    found = (row["id"].encode("utf-8", "backslashreplace"), sign(row) if task.signed else b"")
    return b"".join(len(each).to_bytes(4, "little") + each for each in found)


def converted(document: Document, task: Task, codes: tuple[str, ...] = ()) -> Made:
    """Read and convert a document; ``codes`` are those of what was said of it before."""
    began = time.perf_counter()
    settings = task.settings
    source, trace = None, ""
    rows: tuple[Row, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    try:
        with timed(settings.reading.limits.seconds):
            source = document.read()
            found = source.diagnostics
            conversion = convert(source, settings.profile)
            found = conversion.diagnostics
            known = tuple(Diagnostic(code) for code in codes)
            conversion = replace(conversion, diagnostics=(*known, *conversion.diagnostics))
            options = RowOptions(task.wanted.text, task.wanted.tei, settings.rendering.script)
            rows = of(conversion, id=document.id, options=options)
    except (ReadError, Late) as error:
        found += (error.diagnostic,)
    except MemoryError:
        found += (Diagnostic("RUN106", None, (("limit", f"{settings.memory >> 20} MB"),)),)
    except Exception as error:  # the boundary: a fault in one document must not stop the run
        found, trace = (*found, unexpected(error)), traceback.format_exc()
    messages = located(document.path, source, found)
    counts = {"characters": len(source.text)} if source is not None else {}
    result = outcome(document.path, messages, counts, (), time.perf_counter() - began, trace=trace)
    if result.status == "failed":
        sha = source.sha256 if source is not None else ""
        rows = (failed(id=document.id, path=document.id, diagnostics=found, sha256=sha),)
    return made(result, rows, task)
