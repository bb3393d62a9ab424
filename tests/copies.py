"""Copies of texts as archives have them: cut, edited, in another script; the same ones on every machine."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.script import convert, detect

Copy = Callable[[str, str, random.Random], str]  # a text, other text to take words from, chance → a copy

_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
_WIDE = str.maketrans("，。：；（）0123456789", ",.:;()０１２３４５６７８９")
RUN = 5  # characters that one edit changes at most


def rewrapped(text: str, pool: str, chance: random.Random) -> str:
    """Lines broken elsewhere, half-width punctuation, full-width digits."""
    flat = "".join(text.split()).translate(_WIDE)
    return "\n".join(flat[at : at + 37] for at in range(0, len(flat), 37))


def other_script(text: str, pool: str, chance: random.Random) -> str:
    return convert(text, "t2s" if detect(text) == "Hant" else "s2t")


def other_words(text: str, pool: str, chance: random.Random) -> str:
    """Also with the other side's words, such as 軟體 for 软件."""
    return convert(text, "tw2sp" if detect(text) == "Hant" else "s2twp")


def edited(share: float) -> Copy:
    """Words replaced, put in and left out until a share of the characters is touched."""

    def copy(text: str, pool: str, chance: random.Random) -> str:
        out: list[str] = []
        at, sites = 0, share / ((RUN + 1) / 2)
        while at < len(text):
            if chance.random() >= sites / (1 - share + sites):
                out.append(text[at])
                at += 1
                continue
            length = chance.randint(1, RUN)
            way = chance.choice(("replace", "insert", "delete"))
            if way != "delete":
                start = chance.randrange(len(pool) - length)
                out.append(pool[start : start + length])
            if way != "insert":
                at += length
        return "".join(out)

    return copy


def misread(share: float) -> Copy:
    """Single characters changed all over the text, as bad recognition of print does: the worst case."""

    def copy(text: str, pool: str, chance: random.Random) -> str:
        return "".join(chance.choice(pool) if chance.random() < share else char for char in text)

    return copy


def rewritten(share: float) -> Copy:
    """Whole sentences replaced by others."""

    def copy(text: str, pool: str, chance: random.Random) -> str:
        others = [s for s in _SENTENCE.findall(pool) if len(s) > 10]
        return "".join(
            chance.choice(others) if sentence.strip() and chance.random() < share else sentence
            for sentence in _SENTENCE.findall(text)
        )

    return copy


def cut(share: float) -> Copy:
    """A stretch of the text, beginning and ending anywhere."""

    def copy(text: str, pool: str, chance: random.Random) -> str:
        length = round(len(text) * share)
        start = chance.randrange(len(text) - length + 1)
        return text[start : start + length]

    return copy


def paragraphs(share: float) -> Copy:
    """Whole paragraphs that follow each other."""

    def copy(text: str, pool: str, chance: random.Random) -> str:
        lines = [line for line in text.split("\n") if line.strip()]
        count = max(1, round(len(lines) * share))
        start = chance.randrange(len(lines) - count + 1)
        return "\n".join(lines[start : start + count])

    return copy


COPIES: dict[str, Copy] = {
    "exact: other lines, other width": rewrapped,
    "other script": other_script,
    "other script and words": other_words,
    "5 % edited, words": edited(0.05),
    "5 % edited, single characters": misread(0.05),
    "20 % edited, words": edited(0.2),
    "20 % edited, sentences": rewritten(0.2),
    "20 % edited, single characters": misread(0.2),
}
EXCERPTS: dict[str, Copy] = {
    "excerpt of 50 %, paragraphs": paragraphs(0.5),
    "excerpt of 50 %, cut anywhere": cut(0.5),
    "excerpt of 20 %, paragraphs": paragraphs(0.2),
    "excerpt of 20 %, cut anywhere": cut(0.2),
}


def read(folder: Path) -> list[str]:
    """The texts of a folder, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]


def copies(texts: Sequence[str], kind: str) -> list[str]:
    """A copy of each text; words put in come from the text behind it."""
    make = (COPIES | EXCERPTS)[kind]
    return [
        make(text, texts[(number + 1) % len(texts)], random.Random(f"{kind} {number}"))
        for number, text in enumerate(texts)
    ]
