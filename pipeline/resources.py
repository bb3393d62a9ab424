"""Where templates and schemas lie: at the top level of a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Find a folder of data files.

    Args:
        name: ``templates`` or ``schemas``.

    Returns:
        The folder inside an installed package, or else at the top level of the checkout.

    Raises:
        FileNotFoundError: it is in neither place, so the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{name}: not in {_PACKAGE / '_data'} and not in {_PACKAGE.parent}")
