"""Whether what a user asks of a data set goes together, and what is missing for it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.dataset.addresses import usable
from pipeline.dataset.collections import installed
from pipeline.dataset.columns import RELATIONS
from pipeline.dataset.filters import parse
from pipeline.names import is_address, plain
from pipeline.readers import STDIN


class Unfit(ValueError):
    """Something cannot be done; ``option`` is the one to blame, the message says why."""

    def __init__(self, option: str, reason: str) -> None:
        self.option = option
        super().__init__(reason)


def check(
    inputs: Iterable[str],
    sets: tuple[str, ...],
    single: Iterable[str],
    output: str,
    engine: str,
    head: str,
    filters: Iterable[str] = (),
) -> None:
    """Refuse what does not go together.

    Args:
        inputs: as the user gave them.
        sets: formats of data sets.
        single: formats of single documents.
        output: folder or address.
        engine: local or ray.
        head: the address of a Ray cluster, or "".
        filters: conditions that can be read.

    Raises:
        Unfit: says what is wrong.
    """
    addresses = [path for path in map(plain, (*inputs, output)) if is_address(path)]
    if addresses and (single or not sets):
        raise Unfit(
            "INPUT",
            f"{addresses[0]}: only data sets are made of addresses and at them: --to jsonl, parquet …",
        )
    for each in addresses:
        if reason := usable(each):
            raise Unfit("--output" if each == output else "INPUT", reason)
    if engine == "ray" and not sets:
        raise Unfit("--engine", "a cluster makes data sets only: --to jsonl, parquet …")
    if engine == "ray" and not installed("ray"):
        raise Unfit("--engine", "ray needs more packages: pip install 'wengao[ray]'")
    if head and engine != "ray":
        raise Unfit("--address", "only --engine ray has one")
    if sets and STDIN in inputs:
        raise Unfit("INPUT", "- is one document; a data set is made of files and folders")
    if not installed("data"):
        compared = {column.name for column in RELATIONS}
        name = next((n for each in filters if (n := parse(each).column.name) in compared), "")
        if name:
            raise Unfit("--filter", f"{name} needs more packages: pip install 'wengao[data]'")
