"""What all shards of a data set have in common: what is wanted, the rules, and the place that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.dataset.about import About
from pipeline.dataset.collections import COLLECTIONS, Collection
from pipeline.dataset.store import Store
from pipeline.work import Settings

WORK = ".wengao.dataset"
NOTHING = About()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user wants of a data set.

    ``formats`` are names of ``collections.COLLECTIONS``; ``size`` is the number of documents in each data file;
    ``filters`` are expressions of ``filters``; ``about`` is what the card says of the whole;
    ``address`` that of a cluster, and ``target`` that of the place it is made at where that is no folder.
    """

    inputs: tuple[str, ...]
    formats: tuple[str, ...]
    text: Literal["repaired", "original"] = "repaired"
    tei: bool = False
    size: int = 10_000
    filters: tuple[str, ...] = ()
    about: About = NOTHING
    engine: Literal["local", "ray"] = "local"
    address: str = ""
    target: str = ""

    @property
    def collections(self) -> tuple[Collection, ...]:
        """The formats themselves."""
        return tuple(format for format in COLLECTIONS if format.name in self.formats)

    @property
    def sinks(self) -> tuple[str, ...]:
        """The kinds of data files they have."""
        return tuple(dict.fromkeys(sink for format in self.collections for sink in format.sinks))


@dataclass(frozen=True, slots=True)
class Task:
    """Handed to every worker once.

    ``rules`` is a digest of everything that rows depend on besides their source; ``signed`` says that texts are to be
    compared with each other.
    """

    settings: Settings
    wanted: Wanted
    store: Store
    rules: str
    signed: bool
