"""Keeps the latest answer to a question that several stages ask of the same blocks and marks."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_all: list[Latest[Any]] = []


class Latest(Generic[T]):
    """The latest answer to one question, and what it was asked about: it holds as long as that is the very same."""

    def __init__(self) -> None:
        self._known: tuple[tuple[object, ...], T] | None = None
        _all.append(self)

    def answer(self, asked: tuple[object, ...], find: Callable[[], T]) -> T:
        """The answer, which nobody changes; ``find`` gives it where something asked about is new."""
        if self._known is None or not all(map(is_, self._known[0], asked)):
            self._known = asked, find()
        return self._known[1]

    def forget(self) -> None:
        """Let go of the latest document."""
        self._known = None


def forget() -> None:
    """Let go of the latest document in all questions."""
    for each in _all:
        each.forget()
