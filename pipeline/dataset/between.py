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
_KNOWN = f"{WORK}/related.json"


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
    known = json.loads(task.store.read(_KNOWN) or b"{}")
    if known.get("key") == key and all(task.store.size(place(d.number, RELATED)) >= 0 for d in made):
        return tuple(known["digests"])
    found = relate(signature for done in made for signature in _signatures(done.number, task))
    first, digests = 0, []
    for done in made:
        lines = (related(found[number]) for number in range(first, first + done.rows))
        data = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
        write(task.store, place(done.number, RELATED), data)
        digests.append(sha256(data).hexdigest())
        first += done.rows
    write(task.store, _KNOWN, json.dumps({"key": key, "digests": digests}).encode())
    return tuple(digests)


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
