"""Measures how well and how fast copies of texts are found.

``duplicates.py table [FOLDER]`` recall / precision by kind of copy and by similarity asked for, of copies made from
the .txt files of FOLDER (default: the demo corpus). ``duplicates.py grams [FOLDER]`` similarity by length of the runs.
``duplicates.py real FOLDER`` what is found among the texts of real documents. ``duplicates.py speed [COUNT]`` texts a
second, and time and memory for comparing COUNT signatures (default 200,000).
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from copies import COPIES, EXCERPTS, copies, read  # noqa: E402

from pipeline.dataset import duplicates  # noqa: E402
from pipeline.dataset.duplicates_relations import Relations, relate  # noqa: E402

LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
Score = tuple[float, float | None]  # recall, and precision where anything was found


def signed(texts: list[str]) -> list[bytes]:
    return [duplicates.signature(text, text.split("\n")) for text in texts]


def compared(originals: list[bytes], others: list[bytes], near: float) -> Relations:
    names = [f"a{n:05}" for n in range(len(originals))] + [f"b{n:05}" for n in range(len(others))]
    return relate(zip(names, originals + others, strict=True), near)


def clustered(found: Relations, count: int) -> Score:
    """Recall: copies in the cluster of their original. Precision: right ones among all pairs in a cluster."""
    clusters = [found[n].duplicate_cluster for n in range(len(found))]
    right = sum(clusters[n] == clusters[n + count] for n in range(count))
    pairs = sum(size * (size - 1) // 2 for size in Counter(clusters).values())
    return right / count, right / pairs if pairs else None


def excerpted(found: Relations, count: int) -> Score:
    """Recall: excerpts that name their original. Precision: right ones among all that name one."""
    named = [found[n].excerpt_of for n in range(len(found))]
    right = sum(named[n + count] == f"a{n:05}" for n in range(count))
    return right / count, right / sum(map(bool, named)) if any(named) else None


def table(folder: Path) -> None:
    print("\n".join(lines(read(folder), LEVELS)))


def lines(texts: list[str], levels: tuple[float, ...]) -> list[str]:
    """The table: recall / precision in percent."""
    originals = signed(texts)
    out = [f"| copies | {' | '.join(map(str, levels))} | excerpt_of |", "|---" * (len(levels) + 2) + "|"]
    for kind in COPIES | EXCERPTS:
        others = signed(copies(texts, kind))
        found = [compared(originals, others, level) for level in levels]
        cells = [clustered(each, len(texts)) for each in found]
        cells += [excerpted(found[0], len(texts))] if kind in EXCERPTS else []
        row = [
            f"{recall * 100:.0f} / {'–' if right is None else f'{right * 100:.0f}'}"
            for recall, right in cells
        ]
        out.append(f"| {kind} | {' | '.join(row)} |" + " – |" * (kind in COPIES))
    return out


def grams(folder: Path) -> None:
    texts = read(folder)
    made = {kind: copies(texts, kind) for kind in COPIES}
    kinds = ("20 % edited, words", "20 % edited, sentences", "5 % edited, single characters")
    print("similarity: of unrelated texts the highest, of copies the lowest tenth and the median")
    for length in (3, 4, 5, 6):
        sets = [shared(text, length) for text in texts]
        worst = max(alike(a, b) for n, a in enumerate(sets) for b in sets[:n])
        cells = []
        for kind in kinds:
            found = sorted(alike(a, shared(t, length)) for a, t in zip(sets, made[kind], strict=True))
            cells.append(f"{kind}: {found[len(found) // 10]:.2f} {statistics.median(found):.2f}")
        print(f"{length} letters   unrelated {worst:.2f}   " + "   ".join(cells))


def shared(text: str, length: int) -> set[str]:
    kept = duplicates.letters(text)
    return {kept[at : at + length] for at in range(len(kept) - length + 1)}


def alike(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)


def real(folder: Path) -> None:
    from pipeline.convert import convert
    from pipeline.dataset.rows import of

    rows = [row for path in sorted(folder.rglob("*.txt")) for row in of(convert(path), id=path.stem)]
    found = relate((row["id"], duplicates.sign(row)) for row in rows)
    print(f"{len(rows)} texts")
    for n, row in enumerate(rows):
        each = found[n]
        if each.duplicate_of:
            print(f"{each.duplicate:6} {each.duplicate_similarity:.2f}  {row['id']} = {each.duplicate_of}")
        if each.excerpt_of:
            print(f"excerpt      {row['id']} of {each.excerpt_of}")
        if each.shared_with and not each.duplicate_of:
            print(f"shared {each.shared_share:.2f}  {row['id']} with {', '.join(each.shared_with)}")


def speed(count: int) -> None:
    texts = read(ROOT / "input") * 20
    size = sum(len(text.encode()) for text in texts)
    signed(texts[:20])
    began = time.process_time()
    signed(texts)
    seconds = time.process_time() - began
    print(
        f"signing: {len(texts) / seconds:.0f} texts/s of {size / len(texts) / 1000:.1f} kB, {size / seconds / 1e6:.1f} MB/s a core"
    )
    chance = random.Random(1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    found = relate(stream(count, chance))
    seconds = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    sample = range(0, count, max(1, count // 1009))
    copied = sum(found[n].duplicate != "representative" for n in sample) / len(sample)
    print(
        f"comparing: {count} signatures, {copied:.0%} of them copies, {seconds:.1f} s, {grown / count:.0f} bytes/text at the peak"
    )


def stream(count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Signatures of unrelated texts with 20 paragraphs; each fifth is a copy of the one before."""
    last = b""
    for number in range(count):
        if number % 5 or not last:
            last = chance.randbytes(duplicates.HEAD + 8 * 20)
        yield f"folder/subfolder/document-{number:09}", last


if __name__ == "__main__":
    kind, *rest = sys.argv[1:] or ["table"]
    if kind == "speed":
        speed(int(rest[0]) if rest else 200_000)
    else:
        {"table": table, "grams": grams, "real": real}[kind](Path(rest[0]) if rest else ROOT / "input")
