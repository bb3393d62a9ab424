"""Writes where each pair of neighbouring letters stands, small and so that a script can read any one list alone.

The places of a pair are a list of rising numbers, written as the gaps between them. The last digit of a gap is one of
57 characters from ``#`` to ``[``, the digits before it are of 34 from ``]`` to ``~``: no length, no comma, no escape.
"""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from operator import add, itemgetter, sub

BREAK = "\n"  # stands behind each unit of a stream; no letter, so no query has it
BETWEEN = "!"
LAST, MORE = 57, 34
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_LAST_FROM, _MORE_FROM = 35, 93

Shard = dict[str, tuple[str, str]]


def utf16(text: str) -> str:
    """Return a text whose characters are UTF-16 units, which is how scripts in a browser count."""
    return text if text.isascii() else _BEYOND.sub(_halves, text)


def _halves(match: re.Match[str]) -> str:
    high, low = divmod(ord(match[0]) - 0x10000, 0x400)
    return chr(0xD800 + high) + chr(0xDC00 + low)


def postings(stream: str, count: int) -> list[Shard]:
    """Write the places of all pairs in a stream.

    Args:
        stream: Units of letters, each with ``BREAK`` behind it; counted in UTF-16.
        count: How many shards to make; a pair is in the one of its first letter's code modulo this number.

    Returns:
        For each shard its first letters; for each the second letters in order and their lists, in the same order,
        with ``BETWEEN`` between them. A second letter can be ``BREAK``: the lists of a letter hold all its places.
    """
    places = _places(stream)
    shards: list[Shard] = [{} for _ in range(count)]
    for first, group in groupby(sorted(places), key=itemgetter(0)):
        if first != BREAK:
            pairs = list(group)
            seconds = "".join(pair[1] for pair in pairs)
            shards[ord(first) % count][first] = seconds, BETWEEN.join(written(places[pair]) for pair in pairs)
    return shards


def _places(stream: str) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    collects = gc.isenabled()
    gc.disable()  # it would go through these lists, which hold nothing but numbers, again and again
    try:
        for at, pair in enumerate(map(add, stream, stream[1:])):
            places[pair].append(at)
    finally:
        if collects:
            gc.enable()
    return places


def written(places: Sequence[int]) -> str:
    """Write rising numbers from 0 as gaps."""
    return "".join(map(_CODES.__getitem__, map(sub, places, [0, *places])))


class _Codes(dict[int, str]):
    """Gaps as written, kept as they come: most return many times."""

    def __missing__(self, gap: int) -> str:
        digits, rest = chr(_LAST_FROM + gap % LAST), gap // LAST
        while rest:
            digits, rest = chr(_MORE_FROM + rest % MORE) + digits, rest // MORE
        if gap < 1 << 16:  # longer ones are too many to keep
            self[gap] = digits
        return digits


_CODES = _Codes()
