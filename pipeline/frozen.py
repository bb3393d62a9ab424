"""Frozen dataclasses with slots that are made in half the time of the library's, or less."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

__all__ = ["maker", "record", "replace", "values"]

_T = TypeVar("_T")
_P = ParamSpec("_P")
_CHANGED: dict[
    type, Callable[[Any, dict[str, Any]], Any]
] = {}  # how a class makes a changed copy of an object
_MAKERS: dict[Callable[..., Any], Callable[..., Any]] = {}  # how a class makes an object


if TYPE_CHECKING:
    # Who checks types, and who compiles by them, takes the classes for what they are.
    from dataclasses import dataclass as record
else:

    def record(*, frozen):
        """Make a class what ``dataclasses.dataclass(frozen=True, slots=True)`` makes it; defaults are plain values.

        The library's ``__init__`` sets each field by ``object.__setattr__``, which looks its name up. Here a call of
        the class fills an open object of the same layout, which then becomes one of the class. Hundreds of thousands
        of spans and marks a megabyte make that a tenth of detection.
        """
        assert frozen, "only what never changes is made here"
        return lambda cls: _native(cls) if "__mypyc_attrs__" in vars(cls) else _made(cls)


def _made(cls: type[_T]) -> type[_T]:
    class Maker(type):
        """The class of the class, which is what a call of the class asks."""

    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    again: type[_T] = Maker(cls.__name__, cls.__bases__, body)  # type: ignore[assignment]
    made = dataclasses.dataclass(frozen=True, slots=True)(again)
    known: dict[str, Any] = {}
    parameters, filled, copied = [], [], []
    for field in fields(made):  # type: ignore[arg-type] # it is a dataclass by now
        known[f"default_{field.name}"] = field.default
        default = "" if field.default is MISSING else f"=default_{field.name}"
        parameters.append(f"{field.name}{default}")
        filled.append(f"self.{field.name} = {field.name}")
        copied.append(f"self.{field.name} = other.{field.name}")
    known["made"] = made
    known["Open"] = type("Open", (), {"__slots__": made.__slots__})  # type: ignore[attr-defined]
    exec(
        f"""
def {cls.__name__}(cls, {", ".join(parameters)}):
    self = Open()
    {"; ".join(filled)}
    self.__class__ = cls
    return self

def make({", ".join(parameters)}):
    self = Open()
    {"; ".join(filled)}
    self.__class__ = made
    return self

def changed(other, changes):
    self = Open()
    {"; ".join(copied)}
    for name in changes:
        setattr(self, name, changes[name])
    self.__class__ = other.__class__
    return self
""",
        known,
    )
    Maker.__call__ = known[cls.__name__]  # type: ignore[method-assign] # that is what this is for
    _CHANGED[made], _MAKERS[made] = known["changed"], known["make"]
    return made


def _native(cls: type[_T]) -> type[_T]:
    """The same for a class that was compiled: its layout is fixed, and only the type checker keeps it unchanged.

    What would forbid changes at run time would also be asked for each field of a new object.
    """
    made = dataclasses.dataclass(unsafe_hash=True)(cls)
    names = [field.name for field in fields(made)]  # type: ignore[arg-type] # it is a dataclass by now
    known: dict[str, Any] = {"made": made}
    exec(
        f"""
def changed(other, changes):
    self = made({", ".join(f"other.{name}" for name in names)})
    for name in changes:
        setattr(self, name, changes[name])
    return self

def reduced(self):
    return made, ({", ".join(f"self.{name}" for name in names)},)
""",
        known,
    )
    made.__reduce__ = known["reduced"]  # type: ignore[method-assign] # compiled classes cannot be pickled else
    _CHANGED[made], _MAKERS[made] = known["changed"], made
    return made


def maker(cls: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function that makes the objects of a frozen class as a call of the class does, in two thirds of the time.

    It is for the few places where most of the objects are made.
    """
    return _MAKERS[cls]


def replace(obj: _T, /, **changes: Any) -> _T:
    """A copy of an object of a frozen class with other values in some fields.

    Raises:
        AttributeError: the class has no such field.
        KeyError: the class is none that was made here.
    """
    made: _T = _CHANGED[obj.__class__](obj, changes)
    return made


def values(obj: object) -> dict[str, Any]:
    """The fields of an object of a frozen class, those of objects in it left as they are."""
    return {name: getattr(obj, name) for name in obj.__class__.__match_args__}  # type: ignore[attr-defined] # it is a dataclass
