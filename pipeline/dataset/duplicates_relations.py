"""From the signatures of a whole run to what the dataset says of each text: its cluster, and what it shares."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pipeline.dataset.duplicates import HASH, HEAD, SLOTS, Signature
from pipeline.dataset.duplicates_clusters import NEAR, cluster, similarity
from pipeline.dataset.duplicates_shared import Shared, shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.dataset.duplicates_clusters import Rows

EXCERPT = 0.5  # share of a text's letters that stand, in whole paragraphs, in another text …
LONGER = 1.25  # … that is so much longer: else one is a copy of the other


@dataclass(frozen=True, slots=True)
class Relation:
    """How one text stands to all others; the columns of these names say the same.

    ``duplicate_cluster`` is the id of the cluster's representative, the text's own if it has no copies.
    ``duplicate_of`` and ``excerpt_of`` are ids or "". Shares and similarity are 0 to 1.
    """

    duplicate: Literal["representative", "exact", "near"]
    duplicate_cluster: str
    duplicate_of: str
    duplicate_similarity: float
    duplicate_size: int
    shared_paragraphs: int
    shared_share: float
    shared_with: tuple[str, ...]
    excerpt_of: str


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations of all texts, read by the number in which their signatures came: ``len(r)``, ``r[0]`` …

    Inside, texts go by the rank of their ids.
    """

    ids: list[str]
    rank: Rows
    label: Rows
    size: Rows
    exact: NDArray[np.bool_]
    similarity: NDArray[np.float32]
    shared: Shared

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, number: int) -> Relation:
        """The relation of the text whose signature came as ``number``, from 0; IndexError behind the last."""
        me = int(self.rank[number])
        first = int(self.label[me])
        total = int(self.shared.total[me])
        copy = first != me
        return Relation(
            ("exact" if self.exact[me] else "near") if copy else "representative",
            self.ids[first],
            self.ids[first] if copy else "",
            round(float(self.similarity[me]), 4),
            int(self.size[first]),
            int(self.shared.paragraphs[me]),
            round(int(self.shared.letters[me]) / total, 4) if total else 0.0,
            *self._others(me, total),
        )

    def _others(self, me: int, total: int) -> tuple[tuple[str, ...], str]:
        """Ids of the texts with paragraphs of this one, and of the one it is an excerpt of."""
        import numpy as np

        start, end = np.searchsorted(self.shared.mine, (me, me + 1))
        others = self.shared.other[start:end].tolist()
        whole = ""
        for other, common in zip(others, self.shared.common[start:end].tolist(), strict=True):
            longer = int(self.shared.total[other]) >= LONGER * total
            if not whole and longer and common >= EXCERPT * total:
                whole = self.ids[other]
        return tuple(self.ids[other] for other in others), whole


def relate(signatures: Iterable[tuple[str, Signature]], near: float = NEAR) -> Relations:
    """Compare all texts of a run with each other.

    The result is the same in whatever order they come: of copies the one whose id comes first (by code points, the
    texts of a compilation by their number) represents the others.

    Args:
        signatures: the id of each text with what ``duplicates.signature`` made of it.
        near: the similarity from which two texts are near duplicates.

    Raises:
        ValueError: two texts have one id.
        ImportError: numpy is not installed (extra ``wengao[data]``).
    """
    import numpy as np

    ids: list[str] = []
    heads, keys, counts = bytearray(), array("Q"), array("q")
    for name, signed in signatures:
        ids.append(name)
        heads += signed[:HEAD]
        keys.frombytes(signed[HEAD:])
        counts.append((len(signed) - HEAD) // 8)
    order = np.array(sorted(range(len(ids)), key=lambda number: _place(ids[number])), dtype=np.int64)
    ids = [ids[number] for number in order]
    for one, other in pairwise(ids):
        if one == other:
            raise ValueError(f"two texts have the id {one!r}")
    label, exact, likeness = _copies(heads, order, near)
    del heads  # a quarter of all memory, and paragraphs take much more
    rank, size = np.empty_like(order), np.bincount(label, minlength=len(ids))
    rank[order] = np.arange(len(ids))
    found = shared(np.frombuffer(keys, dtype=np.uint64), np.frombuffer(counts, dtype=np.int64), rank)
    return Relations(ids, rank, label, size, exact, likeness, found)


def _copies(
    heads: bytearray, order: Rows, near: float
) -> tuple[Rows, NDArray[np.bool_], NDArray[np.float32]]:
    """By number: the first text of the cluster, whether it is the same to the letter, and how similar."""
    import numpy as np

    head = np.frombuffer(heads, dtype=[("hash", "<u8", HASH // 8), ("sketch", "<u2", SLOTS)])
    hashes, sketches = head["hash"], head["sketch"]
    label = cluster(hashes, sketches, order, near)
    exact = np.all(hashes[order] == hashes[order[label]], axis=1)
    likeness = similarity(sketches, order, order[label]).astype(np.float32)
    likeness[exact] = 1
    likeness[label == np.arange(len(order))] = 0
    return label, exact, likeness


def _place(name: str) -> str:
    """What ids are sorted by: talks.txt#10 comes behind talks.txt#9."""
    document, _, part = name.partition("#")
    return f"{document}#{part:0>9}" if part else name
