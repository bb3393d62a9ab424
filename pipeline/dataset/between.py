"""Between the passes: what is known of a text only when all are there goes into a small file beside each shard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b, sha256

from pipeline.dataset.columns import Row
from pipeline.dataset.shard import SIGNS, Done, place
from pipeline.dataset.store import write
from pipeline.dataset.task import WORK, Task
from pipeline.state import digest

RELATED = "related.jsonl"
KNOWN = f"{WORK}/related.json"


Names = dict[int, dict[int, str]]
"""By shard and row, both from 0: the id that a row gets instead of its own."""


def renamed(made: Sequence[Done], task: Task) -> Names:
    """Find the documents of divided files that are called as one in a part before them. Raises OSError."""
    names: Names = {}
    seen: set[int] = set()
    last: dict[str, int] = {}
    for done in made:
        if not done.split:
            seen.clear()
            continue
        new = ""
        for row, (id, _) in enumerate(_signatures(done.number, task)):
            name, mark, part = id.partition("#")
            if not mark:  # the row of the document itself, which comes before those of its parts
                new = name
                while _short(new) in seen:
                    last[name] = last.get(name, 1) + 1
                    new = f"{name}~{last[name]}"
                seen.add(_short(new))
            if new != name:
                names.setdefault(done.number, {})[row] = new + mark + part
    return names


def _short(id: str) -> int:
    return int.from_bytes(blake2b(id.encode(), digest_size=8).digest(), "big")


def relate_all(made: Sequence[Done], names: Names, task: Task) -> tuple[str, ...]:
    """Compare the texts of all shards with each other.

    Args:
        made: the shards, in order.
        names: of rows that are called otherwise than their shard says.
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
    found = relate(
        (names.get(done.number, {}).get(row, id), signature)
        for done in made
        for row, (id, signature) in enumerate(_signatures(done.number, task))
    )
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
