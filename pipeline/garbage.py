"""Keeps Python's collector of cycles from going through documents that hold none."""

from __future__ import annotations

import gc
from types import TracebackType

_MANY = 100_000  # objects
_SOME = 20_000


def seldom() -> None:
    """Collect less often: what a run keeps of its documents are plain records, and a program that ends frees all."""
    gc.set_threshold(_SOME, *gc.get_threshold()[1:])


class kept:
    """Collect nothing meanwhile: spans, marks and elements are made by the hundred thousand and refer to no cycle.

    The collector would look at all of them again and again, for a tenth of the time of a long document. Where they are
    many it does not look at them at the end either: they join those that it has looked at before.
    """

    def __enter__(self) -> None:
        self._collects = gc.isenabled()
        gc.disable()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._collects:
            # whoever froze objects would lose that
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
