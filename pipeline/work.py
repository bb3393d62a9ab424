"""One document: read, convert, render, write; whatever goes wrong becomes its result."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.convert import Conversion, convert, load
from pipeline.deadline import Late, deadline
from pipeline.frozen import record
from pipeline.messages import Message, located
from pipeline.model import Diagnostic, Source
from pipeline.output import STDOUT, Made, WriteError, write
from pipeline.plan import Job
from pipeline.readers import ReadError
from pipeline.readers.options import DEFAULT, Options
from pipeline.report import Result
from pipeline.stamp import content
from pipeline.writers import TemplateError

if TYPE_CHECKING:
    from pipeline.profile import Profile
    from pipeline.site.config import SiteConfig
    from pipeline.tei.view_types import View
    from pipeline.writers import RenderOptions
    from pipeline.writers.index import Listed

MEMORY = 2 << 30


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all documents of a run: ``formats`` maps the name of each wanted one to its suffix.

    An ``output`` of ``-`` is standard output. ``jobs`` is the number of workers, ``memory`` the bytes that each of
    them may take; ``force`` does again what is done already, ``prune`` removes the outputs of inputs that are gone.
    ``site`` is said of the site that is made of them, None where none is, and ``reserved`` are the suffixes of its files.
    """

    output: Path
    profile: Profile
    rendering: RenderOptions
    formats: dict[str, str]
    reading: Options = DEFAULT
    jobs: int = 1
    memory: int = MEMORY
    force: bool = False
    prune: bool = False
    site: SiteConfig | None = None
    reserved: tuple[str, ...] = ()


@record(frozen=True)
class Work:
    """A document to be done: ``source`` where it was read already, as what comes out of a file of many is.

    ``key`` tells its content and the rules again, "" before it was read; ``seen`` tells how the file was then, and
    ``file`` is that file, or the one of many it came out of (see ``state``). ``tei`` is what an earlier run made of the same source by the
    same rules, and ``messages`` what it had to say: then the formats are rendered from it.
    """

    job: Job
    source: Source | None = None
    key: str = ""
    file: str = ""
    seen: str = ""
    tei: Path | None = None
    messages: tuple[dict[str, Any], ...] = ()


@record(frozen=True)
class Converted:
    """A document that was converted and rendered, and is still to be written: ``files`` is empty when that failed.

    ``source`` is None where it could not be read; ``digest`` is that of the file, "" where it is known already.
    """

    work: Work
    source: Source | None
    found: tuple[Diagnostic, ...]
    files: tuple[tuple[Path, bytes], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    entry: Listed | None = None
    trace: str = ""
    digest: str = ""
    seconds: float = 0.0


def process(work: Work, settings: Settings) -> Result:
    """Convert and write one document."""
    return written(converted(work, settings))


def converted(work: Work, settings: Settings) -> Converted:
    """Convert one document and render all its formats: it has all its outputs or none."""
    began = time.perf_counter()
    job, source = work.job, work.source
    found, trace, digest = job.notes, "", ""
    files: list[tuple[Path, bytes]] = []
    counts: dict[str, int] = {}
    entry: Listed | None = None
    try:
        with deadline(settings.reading.limits.seconds):
            if source is None:
                digest = content(job.path) if not work.key else ""
                source = _load(work, settings)
            found += source.diagnostics
            conversion = convert(source, settings.profile)
            found = job.notes + conversion.diagnostics
            counts = {"characters": len(source.text)}
            if conversion.ok:
                view, files = _render(conversion, work, settings)
                counts = {"characters": view.meta.characters, "parts": len(view.parts)}
                entry = _entry(view, job, settings)
    except Late as error:
        found += (error.diagnostic, *_to_blame(source, settings.profile))
    except ReadError as error:
        found += (error.diagnostic,)
    except MemoryError:
        found += (Diagnostic("RUN106", None, (("limit", f"{settings.memory >> 20} MB"),)),)
    except Exception as error:  # the boundary: a fault in one document must not stop the run
        found += (unexpected(error),)
        trace = traceback.format_exc()
    seconds = time.perf_counter() - began
    return Converted(work, source, found, tuple(files), tuple(counts.items()), entry, trace, digest, seconds)


def written(made: Converted) -> Result:
    """Write the files of one document. It may be done beside the conversion of another one.

    Raises:
        BrokenPipeError: whoever reads our standard output has had enough.
    """
    began = time.perf_counter()
    job, found, trace = made.work.job, made.found, made.trace
    done: list[Made] = []
    counts, entry = dict(made.counts), made.entry
    try:
        for path, data in made.files:
            write(path, data)
            done.append(Made.of(path, data))
    except BrokenPipeError:
        raise
    except Exception as error:  # the boundary, as above
        found += (error.diagnostic if isinstance(error, WriteError) else unexpected(error),)
        trace = "" if isinstance(error, WriteError) else traceback.format_exc()
        counts, entry = {"characters": counts["characters"]}, None
    messages = located(job.path, made.source, found)
    messages += tuple(Message.of(job.path, m) for m in made.work.messages)
    seconds = made.seconds + time.perf_counter() - began
    return replace(
        outcome(job.path, messages, counts, tuple(done), seconds, entry, trace), content=made.digest
    )


def outcome(
    path: str,
    messages: tuple[Message, ...],
    counts: dict[str, int] | None = None,
    made: tuple[Made, ...] = (),
    seconds: float = 0.0,
    entry: Listed | None = None,
    trace: str = "",
) -> Result:
    """The result of a document by its messages: an error among them means that it failed."""
    levels = Counter(message.level for message in messages)
    counted = (counts or {}) | {f"{name}s": levels[name] for name in ("error", "warning", "info")}
    status: Literal["ok", "failed"] = "failed" if levels["error"] else "ok"
    written = tuple(item.path for item in made)
    return Result(
        path, status, written, tuple(counted.items()), messages, seconds, entry, trace, made=made
    )  # fmt: skip


def _to_blame(source: Source | None, profile: Profile) -> tuple[Diagnostic, ...]:
    """The pattern of the user's that took the time of a document, if one did."""
    if source is None or not profile.own:
        return ()
    from pipeline.endless import endless

    found = endless(source, profile)
    return (found,) if found else ()


def _load(work: Work, settings: Settings) -> Source:
    """The source, or the TEI that was made of it before."""
    if work.tei is not None:
        return load(work.tei, name=work.job.name)
    return load(work.job.path, name=work.job.name, options=settings.reading)


def _render(conversion: Conversion, work: Work, settings: Settings) -> tuple[View, list[tuple[Path, bytes]]]:
    from pipeline.garbage import kept
    from pipeline.tei.view import view

    with kept():
        return _rendered(conversion, view(conversion.tei), work, settings)


def _rendered(
    conversion: Conversion, seen: View, work: Work, settings: Settings
) -> tuple[View, list[tuple[Path, bytes]]]:
    from pipeline.writers import CARD, WRITERS

    found = located(work.job.path, conversion.source, conversion.diagnostics)
    records = work.messages + tuple(message.record() for message in found)
    options = replace(settings.rendering, diagnostics=records)
    paths = {format: Path(path) for format, path in work.job.outputs}
    wanted = [w for w in (*WRITERS, CARD) if w.name in paths and paths[w.name] != work.tei]
    return seen, [(paths[w.name], w.write(conversion.tei, seen, options)) for w in wanted]


def _entry(view: View, job: Job, settings: Settings) -> Listed | None:
    """The document's row in the index, or None when it has no page."""
    from pipeline.writers.index import listed
    from pipeline.writers.script import in_script

    page = next((path for name, path in job.outputs if name == "html"), None)
    if page is None or settings.output == STDOUT:
        return None
    shown = in_script(view, settings.rendering.script, settings.rendering.opencc)
    return listed(shown, Path(page).relative_to(settings.output).as_posix())


def unexpected(error: Exception) -> Diagnostic:
    """A fault of a template, or else an exception nobody foresaw."""
    if isinstance(error, TemplateError):
        place = f"{error.template}:{error.line}" if error.line else error.template
        return Diagnostic("RUN103", None, (("template", place), ("reason", error.reason)))
    return Diagnostic("RUN101", None, (("kind", type(error).__name__), ("text", str(error))))
