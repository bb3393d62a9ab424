"""Finds out in which encoding the bytes of a Chinese text are, from how common its characters are in Chinese.

EUC-TW is not among the candidates: Python has no codec for it, so such a file fits none and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.readers.encoding.codec import text_of
from pipeline.readers.encoding.frequency import CHANCE, Weight, weigh

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_NARROW = ("utf-8", "gb18030", "big5hkscs")
# In how many ways a file may begin inside a character; UTF-8 itself tells which bytes do not begin one.
_SKIPS = {"utf-8": 1, "utf-32-le": 4, "utf-32-be": 4}
_HIGH = re.compile(rb"[\x80-\xff]")
_SLICES = 8
_SLICE = 2048
_DECLARED = 8.0  # bits: a declaration decides between candidates that fit about equally well
_RESYNCS = 8
_HOPELESS = 6
# Bits of a character in encodings that few random bytes fit: for three bytes of UTF-8, four of UTF-32.
_CHANCES = {"utf-8": 21.0, "utf-32-le": 25.0, "utf-32-be": 25.0}


@dataclass(frozen=True, slots=True)
class Guess:
    """How well an encoding fits; the first ``skip`` bytes are the end of a character that was cut."""

    encoding: str
    skip: int
    cost: float
    weight: Weight


def guesses(data: bytes, declared: str | None = None) -> list[Guess]:
    """The encodings that a Chinese text may be in, best first.

    Args:
        data: the whole file, which is not valid UTF-8.
        declared: the codec that the file itself names.
    """
    samples = list(_samples(data))
    names = _WIDE if b"\0" in data else (*_NARROW, *_WIDE[:2])
    found = []
    for name in names:
        for skip in range(_SKIPS.get(name, 2)):
            weight = _weight(samples, name, skip)
            found.append(Guess(name, skip, weight.cost - (_DECLARED if name == declared else 0.0), weight))
    return sorted(found, key=lambda guess: guess.cost)


def _weight(samples: list[bytes], name: str, skip: int) -> Weight:
    """Weigh one encoding; a sample from the middle may begin inside a character, the file's own only by ``skip``."""
    texts = [_text(samples[0], name, skip)]
    for sample in samples[1:]:
        skips = (skip,) if name in _WIDE else (0, 1)
        texts.append(min((_text(sample, name, n) for n in skips), key=lambda text: weigh(text).cost))
    return weigh("".join(texts), _CHANCES.get(name, CHANCE))


def _text(sample: bytes, name: str, skip: int) -> str:
    """A sample decoded, with a U+FFFD for every bad byte, so that each costs the same however they follow."""
    rough = sample[skip:].decode(name, "replace")
    if rough.count("\ufffd") > len(sample) // _HOPELESS:
        return rough  # not this encoding: no need to look at every place
    read = text_of(sample, name, 0, skip, _RESYNCS)
    return read.text + "\ufffd" * (read.lost - len(read.bad))


def _samples(data: bytes) -> Iterator[bytes]:
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
