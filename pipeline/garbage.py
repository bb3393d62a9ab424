"""Keeps Python's collector of cycles from going through documents that hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Collect nothing meanwhile: spans, marks and elements are made by the hundred thousand and refer to no cycle.

    The collector would look at all of them again and again, for a tenth of the time of a long document.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
