"""Finds paragraphs that stand in several texts, and with which texts a text shares most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.dataset.duplicates_clusters import runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.dataset.duplicates_clusters import Keys, Rows

HOLDERS = 16  # of a paragraph in very many texts, the first ones that each of them is compared with
NAMED = 8  # texts that are named for one text
PIECE = 1 << 18  # texts or paragraphs looked at at once
BLOCK = 1 << 12  # texts that are compared with all others at once


@dataclass(frozen=True, slots=True)
class Shared:
    """By text: how many ``paragraphs`` and ``letters`` stand in other texts too, of ``total`` letters.

    ``mine``, ``other``, ``common`` are pairs of texts and their letters in common, sorted by text, those with most in
    common first, at most ``NAMED`` for a text.
    """

    paragraphs: Rows
    letters: Rows
    total: Rows
    mine: Rows
    other: Rows
    common: Rows


def shared(keys: Keys, counts: Rows, rank: Rows) -> Shared:
    """Compare the paragraphs of all texts.

    Args:
        keys: the paragraph keys of one text after the other; the last 16 bits of a key are its letters.
        counts: how many keys each text has.
        rank: the number that each text goes by in the result; where texts are equal the smaller number comes first.
    """
    import numpy as np

    texts = len(counts)
    total, ends = np.zeros(texts, dtype=np.int64), np.cumsum(counts)
    for first in range(
        0, texts, PIECE
    ):  # in pieces, as are all sums over all paragraphs: there are very many
        last = min(first + PIECE, texts)
        sums = np.append(0, np.cumsum(_letters(keys[ends[first] - counts[first] : ends[last - 1]])))
        upto = ends[first:last] - ends[first] + counts[first]
        total[rank[first:last]] = sums[upto] - sums[upto - counts[first:last]]
    places = np.flatnonzero(_repeated(keys))
    rows, keys = rank[np.searchsorted(ends, places, side="right")], keys[places]
    order = np.lexsort((rows, keys))
    rows, keys = rows[order], keys[order]
    del places, order
    letters = np.bincount(rows, _letters(keys), texts).astype(np.int64)
    return Shared(np.bincount(rows, minlength=texts), letters, total, *_pairs(keys, rows, texts))


def _letters(keys: Keys) -> Rows:
    import numpy as np

    return (keys & np.uint64(0xFFFF)).astype(np.int64)


def _repeated(keys: Keys) -> NDArray[np.bool_]:
    """Which keys occur more than once."""
    import numpy as np

    ordered = np.sort(keys)
    first, alone = runs(ordered)
    several = ordered[first & ~alone]
    del ordered
    found = np.zeros(len(keys), dtype=np.bool_)
    for at in range(0, len(keys) if len(several) else 0, PIECE):
        part = keys[at : at + PIECE]
        order = np.argsort(part)  # looked up in their order, neighbours are near in memory: ten times as fast
        near = np.minimum(np.searchsorted(several, part[order]), len(several) - 1)
        found[at + order] = several[near] == part[order]
    return found


def _pairs(keys: Keys, rows: Rows, texts: int) -> tuple[Rows, Rows, Rows]:
    """Letters in common of every text with the first holders of its paragraphs; a block of texts after the other."""
    import numpy as np

    first, _ = runs(keys)
    starts, bucket = np.flatnonzero(first), np.cumsum(first) - 1
    ends = np.append(starts, len(rows))[1:]
    by_text = np.argsort(rows, kind="stable")
    found = [(np.empty(0, np.int64),) * 3]
    for lower, upper in pairwise(np.searchsorted(rows[by_text], np.arange(0, texts + BLOCK, BLOCK)).tolist()):
        part = by_text[lower:upper]
        mine, size, at, end = rows[part], _letters(keys[part]), starts[bucket[part]], ends[bucket[part]]
        pairs, letters = [], []
        for holder in range(HOLDERS):
            there = np.flatnonzero(at + holder < end)
            other = rows[at[there] + holder]
            differ = mine[there] != other
            pairs.append(mine[there][differ] * texts + other[differ])
            letters.append(size[there][differ])
        found.append(_most(np.concatenate(pairs), np.concatenate(letters), texts))
    mine, other, common = (np.concatenate(each) for each in zip(*found, strict=True))
    return mine, other, common


def _most(pair: Rows, letters: Rows, texts: int) -> tuple[Rows, Rows, Rows]:
    """Sum up letters by pair; keep of each text the ``NAMED`` others with most."""
    import numpy as np

    pairs, place = np.unique(pair, return_inverse=True)
    common = np.bincount(place, letters, len(pairs)).astype(np.int64)
    mine, other = np.divmod(pairs, texts)
    order = np.lexsort((other, -common, mine))
    mine, other, common = mine[order], other[order], common[order]
    begins, _ = runs(mine)
    named = np.arange(len(mine)) - np.flatnonzero(begins)[np.cumsum(begins) - 1] < NAMED
    return mine[named], other[named], common[named]
