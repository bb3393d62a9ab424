"""Puts texts whose sketches agree into clusters: the same ones in whatever order the signatures came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.dataset.duplicates import SLOTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Keys = NDArray[np.uint64]
    Sketches = NDArray[np.uint16]
    Alike = Callable[[Rows, Rows], NDArray[np.bool_]]

NEAR = 0.4  # unrelated texts on one subject reach 0.12; a copy with every fifth character edited has 0.48
BAND = (
    3  # slots; texts are compared when one of their 42 bands agrees: at 0.4 in 94 of 100 cases, at 0.05 in 1
)
ROUNDS = 8  # leaders of a bucket that its members are compared with, so that a common phrase costs no square of time
CHUNK = 1 << 16  # pairs compared at once


def cluster(hashes: Keys, sketches: Sketches, order: Rows, near: float = NEAR) -> Rows:
    """Find the texts that are copies of each other.

    Args:
        hashes: two numbers of each text's hash, zeros for a text without letters.
        sketches: ``SLOTS`` numbers of each text, zeros for a text too short for any.
        order: rows of these, in the order in which the texts are to be numbered.
        near: the similarity from which two texts are near duplicates.

    Returns:
        For each text, by number, the first one of its cluster; its own number if it has no copies. What is like any
        member of a cluster belongs to it.
    """
    import numpy as np

    label = np.arange(len(order), dtype=np.int64)
    _bucketed(label, hashes[order, 0], lambda a, b: np.all(hashes[order[a]] == hashes[order[b]], axis=1))
    for at in range(0, SLOTS - BAND + 1, BAND):
        keys = np.zeros(len(order), dtype=np.uint64)
        for slot in range(at, at + BAND):
            keys = keys << np.uint64(16) | sketches[:, slot]
        _bucketed(label, keys[order], lambda a, b: similarity(sketches, order[a], order[b]) >= near)
    return label


def similarity(sketches: Sketches, a: Rows, b: Rows) -> NDArray[np.float64]:
    """Estimate for pairs of rows which share of their runs of letters two texts have in common, 0 to 1."""
    import numpy as np

    agree = np.empty(len(a))
    for at in range(0, len(a), CHUNK):
        part = slice(at, at + CHUNK)
        agree[part] = (sketches[a[part]] == sketches[b[part]]).sum(axis=1)
    return agree / SLOTS


def runs(ordered: Keys) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of sorted keys: which are the first of their value, and which have a value of their own."""
    import numpy as np

    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return first, first & np.append(first, True)[1:]


def _bucketed(label: Rows, keys: Keys, alike: Alike) -> None:
    """Join texts of one key with the first of them that they are like; key 0 is none."""
    import numpy as np

    order = np.argsort(keys, kind="stable")
    order = order[np.searchsorted(keys[order], np.uint64(1)) :]
    _, alone = runs(keys[order])
    rows = order[~alone]
    for _ in range(ROUNDS):
        first, _ = runs(keys[rows])
        leaders = rows[np.flatnonzero(first)[np.cumsum(first) - 1]]
        unsettled = label[rows] != label[leaders]
        a, b = leaders[unsettled], rows[unsettled]
        matched = alike(a, b)
        _join(label, a[matched], b[matched])
        rows = b[~matched]
        if not len(rows):
            return


def _join(label: Rows, a: Rows, b: Rows) -> None:
    """Unite the clusters of pairs: every label is the smallest row of its cluster, before and after."""
    import numpy as np

    while True:
        one, other = label[a], label[b]
        apart = one != other
        if not apart.any():
            return
        a, b, one, other = a[apart], b[apart], one[apart], other[apart]
        np.minimum.at(label, np.maximum(one, other), np.minimum(one, other))
        while ((shorter := label[label]) != label).any():
            label[:] = shorter
