"""Reads an order or announcement that carries another text: its name and number, a sentence that promulgates, who signs, the text."""

from __future__ import annotations

import re

from pipeline.frozen import frozen
from pipeline.model import Document
from pipeline.stages.text import key

_NAME = re.compile(r"[^,。:;]{2,30}(?:令|公告)(?: ?\(?第? ?.{1,12}号\)?)?$")
_NUMBER = re.compile(r"(?:第 ?)?[\d〇零一二三四五六七八九十百]{1,6} ?号(?=\)?$)")
_PROMULGATES = re.compile(r"《(?P<name>.{4,110}?)》 ?[已业].*(?:通过|批准|同意).*(?:公布|发布)")
_REACH = 20  # blocks from the top to the sentence
_SENTENCE = 300  # characters of it that are looked at
_UNDER = 12  # blocks under the sentence in which the title may begin
_LINES = 4  # of the title


@frozen
class Order:
    """Where the parts of an order stand: its ``name``, the ``sentence``, and the title of the text, ``first`` to ``last``."""

    name: int
    sentence: int
    first: int
    last: int


def order(doc: Document) -> Order | None:
    """The order at the top of a document, whose text comes under its own title; None where there is none."""
    for i, block in enumerate(doc.blocks[:_REACH]):
        if block.text[0] != "《" or not (found := _PROMULGATES.match(block.text[:_SENTENCE])):
            continue
        above = range(max(0, i - 3), i)
        name = next((n for n in above if _NAME.match(doc.blocks[n].text)), -1)
        title = _title(doc, i + 1, key(found["name"])) if name >= 0 else None
        return Order(name, i, *title) if title else None
    return None


def number(text: str) -> re.Match[str] | None:
    """The number at the end of a line, which may be all of it: 第256号."""
    return _NUMBER.search(text)


def _title(doc: Document, first: int, name: str) -> tuple[int, int] | None:
    """The lines that together are the title whose key is given."""
    keys = [key(b.text) for b in doc.blocks[first : first + _UNDER + _LINES]]
    for i, own in enumerate(keys[:_UNDER]):
        both = ""
        for j in range(i, min(i + _LINES, len(keys))) if own and name.startswith(own) else ():
            both += keys[j]
            if both == name:
                return first + i, first + j
    return None
