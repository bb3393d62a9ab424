"""What a row says of the quality of its text: measures of the text itself, and what its relations to others are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict

from pipeline.dataset.columns import Row
from pipeline.dataset.duplicates_relations import Relation
from pipeline.readers.encoding.frequency import common_share
from pipeline.script import HAN
from pipeline.tei.view_types import Furniture

_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
# A single × multiplies, a single * marks a footnote, and a line of them is a rule.
_HIDDEN = re.compile(r"(?<=[^\n*×╳])[*×╳]{2,}|(?<![*×╳])[*×╳]{2,}+(?=[^\n])")
_CHINESE = re.compile(HAN)
# Chinese characters that Unicode took in later than Python's tables know are letters too.
_LETTER = re.compile(rf"[^\W\d_]|{HAN}")


def measured(rows: Iterable[Row], furniture: Iterable[Furniture]) -> tuple[Row, ...]:
    """Fill the columns that need no other document.

    Args:
        rows: all rows of one document.
        furniture: the page furniture of the document.

    Returns:
        The rows with these columns filled: see ``columns.MEASURES`` for what each says.
    """
    found = tuple(rows)
    aside = sum(_visible(each.text) for each in furniture)
    kept = sum(_visible(row["text"]) for row in found)
    share = _share(aside, aside + kept)
    return tuple(row | _measures(row) | {"furniture_share": share} for row in found)


def related(relation: Relation) -> Row:
    """The columns that need the whole run: see ``columns.RELATIONS``."""
    row: Row = asdict(relation) | {"shared_with": list(relation.shared_with)}
    for name in ("duplicate_of", "excerpt_of"):
        row[name] = row[name] or None
    return row


def _measures(row: Row) -> Row:
    text: str = row["text"]
    lengths = [block["end"] - block["start"] for block in row["paragraphs"] if block["role"] == "p"]
    chinese = len(_CHINESE.findall(text))
    return {
        "damaged_share": _share(_damaged(row), len(text)),
        "language_score": _share(chinese, len(_LETTER.findall(text))),
        "common_share": round(common_share(text), 4) if chinese else 0.0,
        "mean_paragraph": round(sum(lengths) / len(lengths), 1) if lengths else 0.0,
        "longest_paragraph": max(lengths, default=0),
        "repeated_share": _repeated(text),
    }


def _damaged(row: Row) -> int:
    """Characters of the text that are lost, hidden or repaired; each counts once."""
    text: str = row["text"]
    bad = {at for repair in row["repairs"] for at in range(repair["start"], repair["end"])}
    bad.update(m.start() for m in _LOST.finditer(text))
    bad.update(at for m in _HIDDEN.finditer(text) for at in range(*m.span()))
    return len(bad)


def _repeated(text: str) -> float:
    """The share of the characters that stand in lines which stood before."""
    seen: set[str] = set()
    again = total = 0
    for line in filter(None, map(str.strip, text.split("\n"))):
        total += len(line)
        again += len(line) if line in seen else 0
        seen.add(line)
    return _share(again, total)


def _visible(text: str) -> int:
    """Characters that are not white space."""
    return sum(map(len, text.split()))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
