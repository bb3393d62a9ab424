"""Converts a shard whose worker died: in a process of its own, which is begun anew behind the document that ends it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from pipeline.dataset.documents import Made, documents, may_die, quarantined
from pipeline.dataset.shards import Shard
from pipeline.dataset.task import Task
from pipeline.model import Diagnostic
from pipeline.pool import cause, ready

_LATE = 1  # with this code ``faulthandler`` ends a process
_CHILD = "from pipeline.dataset.careful import child; child()"


@dataclass(frozen=True, slots=True)
class _Begun:
    """Said of a document before it is read."""

    id: str
    path: str


def supervised(shard: Shard, task: Task) -> Iterator[Made]:
    """Convert the documents of a shard; see ``documents``. One that ends its process is a failed row."""
    done, skip = False, 0
    while not done:
        begun: _Begun | None = None
        with _started(shard, task, skip) as process:
            assert process.stdout is not None
            for item in _messages(process.stdout):
                if item is None:
                    done = True
                elif isinstance(item, _Begun):
                    begun = item
                else:
                    yield item
                    begun, skip = None, skip + 1
            code = process.wait()
        if done:
            return
        if begun is None:  # it died between two documents, as it read the file that holds them
            rest = shard.pieces[-1]
            yield quarantined(rest.id, rest.path, _found(code, task), task)
            return
        yield quarantined(begun.id, begun.path, _found(code, task), task)
        skip += 1


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


def _messages(stream: IO[bytes]) -> Iterator[Made | _Begun | None]:
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

        def say(item: Made | _Begun | None) -> None:
            pickle.dump(item, out)
            out.flush()

        ready(task.settings.memory)
        may_die()
        for item in documents(shard, task, skip, lambda d: say(_Begun(d.id, d.path))):
            say(item)
        say(None)
