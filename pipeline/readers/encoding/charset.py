"""Finds out in which encoding the bytes of a Chinese text are, from how common its characters are in Chinese.

EUC-TW is not among the candidates: Python has no codec for it, so such a file fits none and is refused.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.readers.encoding.codec import PAIRS, meant, readable, text_of
from pipeline.readers.encoding.frequency import CHANCE, Weight, cost, weigh

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_NARROW = ("utf-8", "gb18030", "big5hkscs")
# In how many ways a file may begin inside a character; UTF-8 itself tells which bytes do not begin one.
_SKIPS = {"utf-8": 1, "utf-32-le": 4, "utf-32-be": 4}
_HIGH = re.compile(rb"[\x80-\xff]")
_SLICES = 8
_SLICE = 2048
_DECLARED = 80  # tenths of bits: a declaration decides between candidates that fit about equally well
_RESYNCS = 8
_HOPELESS = 6
# Bits of a character in encodings that few random bytes fit: for three bytes of UTF-8, four of UTF-32.
_CHANCES = {"utf-8": 21.0, "utf-32-le": 25.0, "utf-32-be": 25.0}


@dataclass(frozen=True, slots=True)
class Guess:
    """The encoding that fits best; the first ``skip`` bytes are the end of a character that was cut."""

    encoding: str
    skip: int
    weight: Weight


def names(data: bytes) -> tuple[str, ...]:
    """The encodings that a text may be in."""
    return _WIDE if b"\0" in data else (*_NARROW, *_WIDE[:2])


def best(data: bytes, among: Sequence[str], declared: str | None = None) -> Guess:
    """The encoding that a Chinese text is most likely in.

    Args:
        data: the whole file, which is not valid UTF-8.
        among: the codecs that it may be in, at least one.
        declared: the codec that the file itself names.
    """
    tried = [(name, skip) for name in among for skip in range(_SKIPS.get(name, 2))]
    samples = _Samples(data)
    costs: dict[tuple[str, int], int] = {}
    least = sys.maxsize
    for name, skip in sorted(tried, key=lambda each: each[0] not in PAIRS):  # the likeliest first
        bonus = _DECLARED if name == declared else 0
        found = samples.cost(name, skip, least + bonus) - bonus
        costs[name, skip] = found
        least = min(least, found)
    near = [each for each in tried if costs[each] == least]
    weights = {each: samples.weight(*each) for each in near}
    if len(near) > 1:  # what is left is how costs are rounded
        near.sort(key=lambda each: weights[each].cost - (_DECLARED / 10 if each[0] == declared else 0.0))
    return Guess(*near[0], weights[near[0]])


class _Samples:
    """Pieces of a file, and what they cost when they are read in some encoding."""

    def __init__(self, data: bytes) -> None:
        self._pieces = list(_pieces(data))
        self._known: dict[tuple[int, str, int], int] = {}

    def cost(self, name: str, skip: int, limit: int) -> int:
        """What the pieces cost in tenths of bits; of one that costs more than a limit, some of it that does so too."""
        if name in _WIDE[:2]:
            least = sum(_floor(piece, name, skip) for piece in self._pieces)
            if least > limit:
                return least
        total = 0
        for place in range(len(self._pieces)):
            total += min(self._cost(place, name, n) for n in self._skips(place, name, skip))
            if total > limit:
                break
        return total

    def weight(self, name: str, skip: int) -> Weight:
        """What the pieces weigh together."""
        texts = []
        for place, piece in enumerate(self._pieces):
            skips = self._skips(place, name, skip)
            costs = [self._cost(place, name, n) for n in skips]
            read = [_text(piece, name, n) for n, cost in zip(skips, costs, strict=True) if cost == min(costs)]
            texts.append(read[0] if len(read) == 1 else min(read, key=lambda text: weigh(text).cost))
        return weigh("".join(texts), _CHANCES.get(name, CHANCE))

    def _skips(self, place: int, name: str, skip: int) -> tuple[int, ...]:
        """A piece from the middle may begin inside a character, the file's own only by ``skip``."""
        return (skip,) if not place or name in _WIDE else (0, 1)

    def _cost(self, place: int, name: str, skip: int) -> int:
        found = self._known.get((place, name, skip))
        if found is None:
            found = self._known[place, name, skip] = _cost(self._pieces[place], name, skip)
        return found


def _cost(piece: bytes, name: str, skip: int) -> int:
    """What a piece costs in tenths of bits."""
    rough = piece[skip:].decode(name, "replace")
    bad = rough.count("\ufffd")
    if bad > len(piece) // _HOPELESS:
        return cost(rough)
    if not bad:
        return cost(meant(rough, name)) + skip * cost("\ufffd")
    text, lost = readable(piece[skip:], name, _RESYNCS)
    return cost(text) + (skip + lost) * cost("\ufffd")


def _floor(piece: bytes, name: str, skip: int) -> int:
    """The least that a piece can cost when it is read as UTF-16: each character the least of its row."""
    end = len(piece) - (len(piece) - skip) % 2  # half a unit may cost nothing of its own
    rows = piece[skip + (name == "utf-16-le") : end : 2].translate(_floors())
    return sum(rows.count(tenths) * tenths for tenths in set(_floors()))


@cache
def _floors() -> bytes:
    """The least that a UTF-16 unit costs by its upper byte, in tenths of bits; of two units for a character a half."""
    least = [
        min(cost(chr(row << 8 | low)) for low in range(0x100)) if not 0xD8 <= row < 0xE0 else 100
        for row in range(0x100)
    ]
    return bytes(least)


def _text(piece: bytes, name: str, skip: int) -> str:
    """A piece decoded, with a U+FFFD for every bad byte, so that each costs the same however they follow."""
    rough = piece[skip:].decode(name, "replace")
    if rough.count("\ufffd") > len(piece) // _HOPELESS:
        return rough  # not this encoding: no need to look at every place
    read = text_of(piece, name, 0, skip, _RESYNCS)
    return read.text + "\ufffd" * (read.lost - len(read.bad))


def _pieces(data: bytes) -> Iterator[bytes]:
    """The beginning and further places of a long file, none of them without a byte that is not ASCII."""
    if len(data) <= _SLICES * _SLICE:
        yield data
        return
    end = 0
    for n in range(_SLICES):
        at = max(n * (len(data) // _SLICES), end)
        high = _HIGH.search(data, at)
        # Four is the unit of the widest encoding.
        start = max(at, high.start() - 16 if high else at) // 4 * 4
        end = start + _SLICE
        if start < len(data):
            yield data[start:end]
