"""Converts a shard whose worker died: in a process of its own, which is begun anew behind the document that ends it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from pipeline.dataset.document import Made, may_die, quarantined
from pipeline.dataset.documents import Begun, documents, whole_id
from pipeline.dataset.shards import Shard
from pipeline.dataset.task import Task
from pipeline.model import Diagnostic
from pipeline.pool import cause, ready

_LATE = 1  # with this code ``faulthandler`` ends a process
_CHILD = "from pipeline.dataset.careful import child; child()"


def supervised(shard: Shard, task: Task) -> Iterator[Made]:
    """Convert the documents of a shard; see ``documents``. One that ends its process is a failed row."""
    first = skip = 0
    tried = (-1, -1)
    while first < len(shard.pieces):
        at = Begun(0, shard.pieces[first].id, shard.pieces[first].path, True)
        with _started(replace(shard, pieces=shard.pieces[first:]), task, skip) as process:
            assert process.stdout is not None
            for item in _messages(process.stdout):
                if item is None:
                    return
                if isinstance(item, Made):
                    at, skip = replace(at, whole=True), skip + 1
                    yield item
                else:
                    at, skip = item, skip if item.piece == at.piece else 0
            code = process.wait()
        first += at.piece
        piece = shard.pieces[first]
        if not at.whole:
            yield quarantined(at.id, at.path, _found(code, task), task)
            skip += 1
        elif tried != (first, skip):  # no document had begun: it may have been bad luck
            tried = (first, skip)
        else:
            yield quarantined(whole_id(piece), piece.path, _found(code, task), task)
            first, skip = first + 1, 0


def _found(code: int, task: Task) -> Diagnostic:
    if code == _LATE:
        return Diagnostic("SRC128", None, (("seconds", f"{task.settings.reading.limits.seconds:g}"),))
    return Diagnostic("RUN105", None, (("cause", cause(code)),))


def _started(shard: Shard, task: Task, skip: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert process.stdin is not None
    with process.stdin as pipe:
        pipe.write(pickle.dumps((shard, task, skip)))
    return process


def _messages(stream: IO[bytes]) -> Iterator[Made | Begun | None]:
    """What a child says until it ends; None is its last word."""
    while True:
        try:
            yield pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            return


def child() -> None:
    """The process: reads the shard from standard input, and writes what it does to standard output."""
    shard, task, skip = pickle.load(sys.stdin.buffer)
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # whatever else is printed must not come between

        def say(item: Made | Begun | None) -> None:
            pickle.dump(item, out)
            out.flush()

        ready(task.settings.memory)
        may_die()
        for item in documents(shard, task, skip, say):
            say(item)
        say(None)
