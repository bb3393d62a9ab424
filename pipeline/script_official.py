"""The official OpenCC package as the engine of conversion, where it is installed and asked for: newer dictionaries."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_LIBRARY = "opencc.clib.opencc_clib"


class OfficialError(Exception):
    """The package cannot be used; the message says why and what to do."""


def check() -> None:
    """Find out whether the package can be used.

    Raises:
        OfficialError: it is not installed, or damaged by another package of the same name.
    """
    _engine("s2t")


def converter(config: str) -> Callable[[str], str]:
    """The conversion of a name such as ``s2t``, as a function of a text.

    Raises:
        OfficialError: see ``check``.
    """
    engine = _engine(config)

    def convert(text: str) -> str:
        data = text.encode()
        return str(engine.convert(data, len(data)))

    return convert


@cache
def _engine(config: str) -> Any:
    # opencc-python-reimplemented installs a package of the same name into the same folder, and the one that came last
    # owns its front door; what lies behind it belongs to one alone
    try:
        spec = find_spec(_LIBRARY)
    except ModuleNotFoundError:  # of the package around it
        spec = None
    if spec is None or spec.origin is None:
        raise OfficialError("the official opencc package is not installed: pip install opencc")
    try:
        from importlib import import_module

        path = Path(spec.origin).parent / "share" / "opencc" / f"{config}.json"
        return import_module(_LIBRARY)._OpenCC(str(path), True, None)
    except (ImportError, AttributeError, TypeError, RuntimeError, OSError) as error:
        advice = "install it again: pip install --force-reinstall opencc opencc-python-reimplemented"
        raise OfficialError(f"the official opencc package does not work ({error}); {advice}") from error
