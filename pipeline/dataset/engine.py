"""Runs shards on this machine or on a cluster, in order and no more at a time than there are hands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from pipeline.dataset.task import Task

Item = TypeVar("Item", contravariant=True)
Outcome = TypeVar("Outcome", covariant=True)


class Function(Protocol[Item, Outcome]):
    """What converts a shard or makes a data file: it never raises, and ``careful`` says that it killed its worker."""

    def __call__(self, item: Item, task: Task, careful: bool = False, /) -> Outcome: ...


class Died(Exception):
    """A worker died again and again; ``cause`` says how."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(cause)


class Engine(Protocol):
    """Workers."""

    def __call__(
        self, function: Function[Item, Outcome], items: Iterable[Item], stopped: Callable[[], bool]
    ) -> Iterator[Outcome]:
        """The outcomes in the order of the items, each of which has a ``weight``: about how many documents it is.

        Raises:
            Died: a worker died with an item, and another one that was careful with it died too.
        """
