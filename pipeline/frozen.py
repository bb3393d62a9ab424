"""Frozen dataclasses with slots that are made in half the time of the library's."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[_T]) -> type[_T]:
    """Make a class a dataclass as ``dataclass(frozen=True, slots=True)`` does; defaults are plain values.

    The library's ``__init__`` sets each field by ``object.__setattr__``, which looks its name up; this one calls the
    slot itself. Hundreds of thousands of spans and marks a megabyte make that a tenth of detection.
    """
    made = dataclass(frozen=True, slots=True)(cls)
    known: dict[str, object] = {}
    parameters, body = [], []
    for field in fields(made):  # type: ignore[arg-type] # it is a dataclass by now
        known[f"set_{field.name}"] = getattr(made, field.name).__set__
        if field.default is not MISSING:
            known[f"default_{field.name}"] = field.default
        default = "" if field.default is MISSING else f"=default_{field.name}"
        parameters.append(f"{field.name}{default}")
        body.append(f"set_{field.name}(self, {field.name})")
    exec(f"def __init__(self, {', '.join(parameters)}):\n    {'; '.join(body)}", known)
    made.__init__ = known["__init__"]  # type: ignore[method-assign,assignment] # that is what this is for
    return made
