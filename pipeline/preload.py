"""Everything that converting needs, loaded once in the process that new workers are forked from."""

import sys
from types import TracebackType

from pipeline import batches, convert, stages, work
from pipeline.tei import build, validate, view
from pipeline.writers import index, script, templates

__all__ = [
    "batches",
    "build",
    "convert",
    "index",
    "script",
    "stages",
    "templates",
    "validate",
    "view",
    "work",
]


def _begun_too_late(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing of a worker that finds nobody to work for, since the run has ended while it began."""
    if not issubclass(kind, EOFError | FileNotFoundError | ConnectionError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _begun_too_late
