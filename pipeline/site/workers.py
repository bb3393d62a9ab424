"""The pages of documents, printed and written side by side where there are many."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.output import Made
from pipeline.site import document
from pipeline.site.document import Document
from pipeline.site.frame import Site
from pipeline.site.store import put

if TYPE_CHECKING:
    from pebble import ProcessFuture

_FEW = 20  # documents that are done before workers have started
_AHEAD = 4

_Setting = tuple[Path, Site]
_Made = list[tuple[str, Made]]


def rendered(
    due: Sequence[tuple[str, Document]],
    folder: Path,
    site: Site,
    jobs: int,
    memory: int,
    stopped: Callable[[], bool],
) -> Iterator[tuple[str, Document, _Made]]:
    """Write the pages of documents, in this process while they are few.

    Args:
        due: the documents, each with the key of its pages.
        folder: of the site.
        site: what all pages share.
        jobs: workers.
        memory: bytes that each of them may take.
        stopped: when it says yes, no other document is begun.

    Yields:
        Key, document, and (path from the root of the site, file) of each page, in the order of the documents.

    Raises:
        WriteError: a page cannot be written.
        TemplateError: a template is wrong.
    """
    if jobs < 2 or len(due) <= _FEW:
        for key, shown in due:
            if stopped():
                return
            yield key, shown, _write(shown, folder, site)
        return
    from pipeline.pool import Workers

    with ExitStack() as stack:
        workers = stack.enter_context(Workers(jobs, _begin, (folder, site, memory)))
        waiting: deque[tuple[str, Document, ProcessFuture[_Made]]] = deque()
        for key, shown in due:
            if stopped():
                break
            waiting.append((key, shown, workers.begin(_write_here, shown)))
            if len(waiting) > _AHEAD * jobs:
                yield _finished(*waiting.popleft(), folder, site)
        for item in waiting:
            yield _finished(*item, folder, site)


def _finished(
    key: str, shown: Document, future: ProcessFuture[_Made], folder: Path, site: Site
) -> tuple[str, Document, _Made]:
    """The pages that a worker wrote; those of one that died are written here."""
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    try:
        return key, shown, future.result()
    except (BrokenProcessPool, ProcessExpired):
        return key, shown, _write(shown, folder, site)


def _write(shown: Document, folder: Path, site: Site) -> _Made:
    from pipeline.convert import load
    from pipeline.readers.tei import parse

    tei = parse(load(folder / f"{shown.id}.xml"))
    return [(name, put(folder, name, data)) for name, data in document.pages(shown, tei, site)]


_setting: _Setting


def _begin(value: tuple[Path, Site, int]) -> None:
    from pipeline.pool import ready

    global _setting
    _setting = value[0], value[1]
    ready(value[2])


def _write_here(shown: Document) -> _Made:
    return _write(shown, *_setting)
