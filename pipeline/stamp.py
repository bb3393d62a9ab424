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


def stamp(path: str) -> Stamp:
    """Size in bytes and the times of the last change of content and of anything, in nanoseconds, of a file and its corrections.

    Take it before the file is read. Empty where it would prove nothing: the file was changed just now, or in a
    future that a clock set wrong has seen.
    """
    try:
        seen = [os.stat(name) for name in filter(None, (path, corrections.find(path)))]  # noqa: PTH116 - for speed
    except OSError:
        return ()
    latest = time.time_ns() - _TICK
    found = tuple((one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in seen)
    return found if all(max(times) < latest for _, *times in found) else ()
