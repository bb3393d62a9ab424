"""Between the passes: what is known of a text only when all are there goes into a small file beside each shard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256

from pipeline.dataset.columns import Row
from pipeline.dataset.shard import SIGNS, Done, place
from pipeline.dataset.store import write
from pipeline.dataset.task import WORK, Task
from pipeline.state import digest

RELATED = "related.jsonl"
KNOWN = f"{WORK}/related.json"


def relate_all(made: Sequence[Done], task: Task) -> tuple[str, ...]:
    """Compare the texts of all shards with each other.

    Args:
        made: the shards, in order.
        task: what they have in common.

    Returns:
        For each shard a digest of what its rows are to each other and to those of other shards.

    Raises:
        WriteError: it cannot be saved.
        OSError: the signatures cannot be read.
    """
    from pipeline.dataset.duplicates_relations import relate
    from pipeline.dataset.quality import related

    if not task.signed:
        return ("",) * len(made)
    key = digest(task.rules, [(done.number, done.digest) for done in made])
    if before := _known(key, made, task):
        return before
    found = relate(signature for done in made for signature in _signatures(done.number, task))
    first = 0
    digests: list[str] = []
    sizes: list[int] = []
    for done in made:
        lines = (related(found[number]) for number in range(first, first + done.rows))
        data = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
        write(task.store, place(done.number, RELATED), data)
        digests.append(sha256(data).hexdigest())
        sizes.append(len(data))
        first += done.rows
    write(task.store, KNOWN, json.dumps({"key": key, "digests": digests, "sizes": sizes}).encode())
    return tuple(digests)


def _known(key: str, made: Sequence[Done], task: Task) -> tuple[str, ...]:
    """The digests that an earlier run found for the same rows, if all of its files are there."""
    try:
        known = json.loads(task.store.read(KNOWN) or b"")
        if known["key"] != key:
            return ()
        there = [task.store.size(place(done.number, RELATED)) for done in made]
        return tuple(known["digests"]) if there == known["sizes"] else ()
    except (ValueError, KeyError, TypeError):
        return ()


def relations(number: int, task: Task) -> Iterator[Row]:
    """The columns that ``relate_all`` found for each row of a shard, in order. Raises OSError and ValueError."""
    with task.store.open(place(number, RELATED)) as file:
        for line in file:
            yield json.loads(line)


def _signatures(number: int, task: Task) -> Iterator[tuple[str, bytes]]:
    """The id and the signature of each row of a shard."""
    with task.store.open(place(number, SIGNS)) as file:
        while head := file.read(4):
            id = file.read(int.from_bytes(head, "little")).decode()
            yield id, file.read(int.from_bytes(file.read(4), "little"))
