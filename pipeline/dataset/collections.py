"""COLLECTIONS: every output format that holds all documents of a run as one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Collection:
    """A format: ``sinks`` are the data files it has (see ``sinks``), ``extra`` that of the packages it needs.

    ``described`` says that the folder gets a card, statistics and descriptions for machines.
    """

    name: str
    files: str
    description: str
    sinks: tuple[str, ...]
    extra: str = ""
    described: bool = False


_PACKAGES = {"data": ("numpy", "pyarrow", "rensa", "zstandard"), "ray": ("ray",)}

_DATA = ("data",)
_DESCRIPTIONS = (
    "README.md",
    "charts",
    "croissant.json",
    "datapackage.json",
    "row.schema.json",
    "statistics.json",
)

COLLECTIONS = (
    Collection("jsonl", "data/*.jsonl", "JSON Lines, a row for each text, after schemas/row.schema.json", ("jsonl",)),
    Collection("jsonl.zst", "data/*.jsonl.zst", "the same, packed with Zstandard", ("jsonl.zst",), "data"),
    Collection("parquet", "data/*.parquet", "Parquet, the same rows in typed columns", ("parquet",), "data"),
    Collection("mnbvc", "data/*.mnbvc.jsonl", "the 通用语料 form of MNBVC, in files under 512 MiB", ("mnbvc",)),
    Collection("csv", "data/*.csv", "the metadata as a flat table for spreadsheets, without the texts", ("csv",)),
    Collection(
        "dataset", "README.md, …", "Parquet with a card for Hugging Face, Croissant, a data package, JSON Schema, "
        "statistics", ("parquet",), "data", True,
    ),
)  # fmt: skip


def installed(extra: str) -> bool:
    """Whether the packages of an extra are there."""
    return all(find_spec(name) is not None for name in _PACKAGES[extra])


def taken(names: Iterable[str]) -> tuple[str, ...]:
    """What formats put into the output folder: no document may be called so."""
    wanted = [format for format in COLLECTIONS if format.name in names]
    return (*_DATA[: len(wanted)], *(_DESCRIPTIONS if any(format.described for format in wanted) else ()))
