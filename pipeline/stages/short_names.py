"""Reads the short names that a text gives its speakers: 孟长河（望川大学教授，以下简称孟）, and then 孟：."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Block, Evidence
from pipeline.stages.turn_lines import Opening

SHORTENED = Evidence("a short name that the text gives a speaker", 3.0)
# one character of the name: the parties of a contract have longer ones
_SHORT = re.compile(r"\((?:[^()]{0,24}[,;] ?)?(?:以?下)?简?称:? ?[“‘]?(?P<short>[一-鿿])[”’]?\)")
_NAME = 12  # characters of a name before its brackets


def shortened(blocks: Sequence[Block], found: Sequence[Opening]) -> set[str]:
    """The labels that are a short name, or give one: 孟, 《望川报》（以下简称报）."""
    told = {short for b in blocks if "称" in b.text for short in _told(b.text)}
    return {f.label for f in found if f.base in told or any(_told(f.label))} if told else set()


def _told(text: str) -> Iterator[str]:
    """The short names in a line that are part of the name before their brackets."""
    for m in _SHORT.finditer(text):
        if m["short"] in text[max(m.start() - _NAME, 0) : m.start()]:
            yield m["short"]
