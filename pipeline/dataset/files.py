"""What lies in the folder of a data set: data files by number, nothing of other runs between them, what describes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.dataset.between import Names
from pipeline.dataset.finish import File
from pipeline.dataset.shard import FOLDER, Done
from pipeline.dataset.statistics import Statistics
from pipeline.dataset.store import write
from pipeline.dataset.task import WORK, Task

_NAME = re.compile(r"(train-\d{5,}-of-\d{5,})(?:-\d+)?\.(?:jsonl|parquet|mnbvc|csv)")


def data_files(made: list[Done], related: tuple[str, ...], names: Names, size: int) -> list[File]:
    """Data files of about ``size`` rows each, in the order of the shards."""
    groups: list[list[int]] = [[]]
    held = 0
    for index, done in enumerate(made):
        if held >= size:
            groups.append([])
            held = 0
        groups[-1].append(index)
        held += done.rows
    return [
        File(
            number,
            len(groups),
            tuple(made[i] for i in group),
            tuple(related[i] for i in group),
            tuple(names.get(made[i].number, {}) for i in group),
        )
        for number, group in enumerate(groups)
    ]


def tidy(files: Iterable[File], made: list[Done], task: Task) -> None:
    """Remove what belongs to no data file that will be there: readers take all they find."""
    stems = {file.name("") for file in files}
    for name in task.store.names("data"):
        known = _NAME.match(name)
        if known and known[1] not in stems:
            task.store.remove(f"data/{name}")
    folder = len(made) // FOLDER
    while names := task.store.names(f"{WORK}/{folder:03d}"):
        for name in names:
            if int(name.partition(".")[0]) >= len(made):
                task.store.remove(f"{WORK}/{folder:03d}/{name}")
        folder += 1


def put_descriptions(task: Task, statistics: Statistics, names: list[str]) -> None:
    """Write the card and all else that stands beside the data files of these names. Raises WriteError and TemplateError."""
    from pipeline.dataset.card import describe

    parquet = [name for name in names if name.endswith(".parquet")]
    found = describe(task.wanted.about, statistics, parquet, task.settings.rendering.templates)
    for name, data in found.items():
        write(task.store, name, data)
