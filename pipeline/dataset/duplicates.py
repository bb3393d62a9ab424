"""Signs a text so that its copies are found without the text: a hash, a MinHash sketch and hashes of its paragraphs."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from unicodedata import normalize

from pipeline.dataset.columns import Row
from pipeline.fold import fold
from pipeline.script import dictionary

Signature = bytes
"""16 bytes hash, 256 bytes sketch, 8 bytes for each paragraph; little-endian; zeros where there is nothing to sign."""

SLOTS = 128  # the estimate of a similarity s is off by about √(s(1-s)/128), 0.04 at most
HASH, SKETCH = 16, 2 * SLOTS
HEAD = HASH + SKETCH
GRAM = 4  # letters; 4 parts edited copies from unrelated texts best: tests/bench/duplicates.py grams
# Letters; shorter paragraphs (同志们, 谢谢大家) are shared by texts that have nothing else in common.
PARAGRAPH = 20
PARAGRAPHS = 1024  # of a longer text those with the smallest hashes, which are the same ones in its copies
FRONT = frozenset({"title", "subtitle", "byline", "date", "imprint"})  # a reprint has others

_SEED = 1
PIECE = 1 << 14  # runs of letters at once: as objects they take twenty times the memory of the text
# Characters of which one can stand for the other; tables that give a character several readings are read whole.
_DICTIONARIES = ("STCharacters", "TSCharacters", "TWVariants", "TWVariantsRev", "HKVariants", "HKVariantsRev")


@cache
def _variants() -> dict[str, str]:
    """Characters to one of those that they may be written for: 复 復 複 覆 are one, 着 and 著 another."""
    parent: dict[str, str] = {}

    def first(char: str) -> str:
        while parent.setdefault(char, char) != char:
            char = parent[char]
        return char

    for name in _DICTIONARIES:
        for key, values in dictionary(name).items():
            for value in values.split(" "):
                if len(key) == len(value) == 1:
                    one, other = sorted((first(key), first(value)))
                    parent[other] = one
    return {char: first(char) for char in parent}


class _Letters(dict[int, str]):
    """Characters to what is compared of them: one script, half width, small; of marks and spaces nothing."""

    def __missing__(self, code: int) -> str:
        folded = fold(normalize("NFKC", chr(code))).casefold()
        kept = "".join(_variants().get(char, char) for char in folded if char.isalnum())
        self[code] = kept
        return kept


_LETTERS = _Letters()


def letters(text: str) -> str:
    """What is compared of a text: its letters and digits, in one script, in half width and lower case.

    Line breaks, spaces, punctuation, script and width do not count: a copy that differs only there is an exact one.
    """
    return text.translate(_LETTERS)


def signature(text: str, paragraphs: Iterable[str]) -> Signature:
    """Sign one text.

    Args:
        text: the reading text.
        paragraphs: its paragraphs; those of fewer than ``PARAGRAPH`` letters are left out.

    Returns:
        272 bytes and 8 for each paragraph; the same on every machine for the same text and version of rensa.

    Raises:
        ImportError: rensa is not installed (extra ``wengao[data]``).
    """
    from rensa import RMinHash

    kept = letters(text)
    if not kept:
        return bytes(HEAD)
    exact = blake2b(kept.encode("utf-8", "surrogatepass"), digest_size=HASH).digest()
    if len(kept) < GRAM:
        return exact + bytes(SKETCH)
    minima = RMinHash(SLOTS, _SEED)
    for at in range(0, len(kept) - GRAM + 1, PIECE):
        minima.update(_grams(kept[at : at + PIECE + GRAM - 1]))
    sketch = struct.pack(f"<{SLOTS}H", *(slot & 0xFFFF for slot in minima.digest()))
    keys = sorted({key for each in paragraphs if (key := _key(letters(each)))})[:PARAGRAPHS]
    return exact + sketch + struct.pack(f"<{len(keys)}Q", *keys)


def sign(row: Row) -> Signature:
    """Sign the text of a row, without its front (``FRONT``) unless there is nothing else; a failed row has no letters."""
    text: str = row["text"]
    body: list[str] = []
    paragraphs: list[str] = []
    at = 0
    for block in row["paragraphs"]:
        if block["role"] in FRONT:
            body.append(text[at : block["start"]])
            at = max(at, block["end"])
        else:
            paragraphs.append(text[block["start"] : block["end"]])
    rest = "".join((*body, text[at:]))
    return signature(rest if letters(rest) else text, paragraphs)


def _grams(kept: str) -> list[bytes]:
    """Every run of ``GRAM`` characters."""
    data, width = kept.encode("utf-16-le", "surrogatepass"), 2 * GRAM
    return [data[at : at + width] for at in range(0, len(data) - width + 1, 2)]


def _key(kept: str) -> int:
    """48 bits of hash and 16 of length, so that a share can be counted in letters; 0 for a short paragraph."""
    if len(kept) < PARAGRAPH:
        return 0
    digest = blake2b(kept.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest, "big") << 16 | min(len(kept), 0xFFFF)
