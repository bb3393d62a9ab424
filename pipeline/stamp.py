"""Whether an input is still as it was: a digest of its bytes, and what the file system says without reading them."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path

from pipeline import corrections

Stamp = tuple[tuple[int, int, int], ...]

_CHUNK = 1 << 20
# A file changed again within one tick of a clock looks the same; some systems' clocks tick every two seconds.
_TICK = 3_000_000_000


def content(path: str) -> str:
    """A digest of a file and of the corrections beside it; "" where it cannot be read, which reading will tell."""
    found = sha256()
    try:
        for name in filter(None, (path, corrections.find(path))):
            with Path(name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    found.update(chunk)
            found.update(b"\0")
    except OSError:
        return ""
    return found.hexdigest()


def stamp(path: str, corrected: str = "") -> Stamp:
    """What tells a file and its corrections as they are now from how they will be once they are changed.

    Args:
        path: the file. Take the stamp before it is read.
        corrected: the corrections beside it, "" without any.

    Returns:
        Of each its size in bytes and the times of the last change of content and of anything, in nanoseconds. Empty
        where that would prove nothing: a file was changed just now, or in a future that a clock set wrong has seen.
    """
    try:
        seen = [os.stat(name) for name in ((path, corrected) if corrected else (path,))]  # noqa: PTH116 - for speed
    except OSError:
        return ()
    latest = time.time_ns() - _TICK
    for one in seen:
        if one.st_mtime_ns >= latest or one.st_ctime_ns >= latest:
            return ()
    return tuple([(one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in seen])
