"""Finds the title of a text that others stand before: an order that promulgates it, the number of a law, enacting words."""

from __future__ import annotations

import re

from pipeline.frozen import record
from pipeline.model import Document
from pipeline.stages.latest import Latest
from pipeline.stages.text import is_title_shaped, key

_NAME = re.compile(r"[^,。:;]{2,30}(?:令|公告)(?: ?\(?第? ?.{1,12}号\)?)?$")
_NUMBER = re.compile(r"(?:第 ?)?[\d〇零一二三四五六七八九十百]{1,6} ?号(?=\)?$)")
_PROMULGATES = re.compile(r"《(?P<name>.{4,110}?)》 ?[已业].*(?:通过|批准|同意).*(?:公布|发布)")
_MACAU = re.compile(r"第 ?\d{1,4}/\d{4} ?号(?:法律|行政法规)$")
_HONG_KONG = re.compile(r"\d{4}年第 ?\d{1,4} ?号条例$")
_ORDINANCE = re.compile(r"《[^》]{4,60}条例》$")
_REACH = 20  # blocks from the top to the sentence or the number
_SENTENCE = 300  # characters of it that are looked at
_UNDER = 12  # blocks under it in which the title may begin
_LINES = 4  # of the title


@record(frozen=True)
class Order:
    """Where the parts of an order stand: its ``name``, the ``sentence``, and the title of the text, ``first`` to ``last``.

    Where nothing but the number of a law stands over its title, ``name`` and ``sentence`` are that number.
    """

    name: int
    sentence: int
    first: int
    last: int


_latest = Latest[Order | None]()


def order(doc: Document) -> Order | None:
    """The order at the top of a document, whose text comes under its own title; None where there is none.

    Where the text begins, its title and its front ask for it.
    """
    return _latest.answer((doc.blocks,), lambda: _order(doc))


def _order(doc: Document) -> Order | None:
    for i, block in enumerate(doc.blocks[:_REACH]):
        text = block.text
        if text[0] == "《" and (found := _PROMULGATES.match(text[:_SENTENCE])):
            above = range(max(0, i - 3), i)
            name = next((n for n in above if _NAME.match(doc.blocks[n].text)), -1)
            title = _title(doc, i + 1, key(found["name"])) if name >= 0 else None
            return Order(name, i, *title) if title else None
        if text[-1] in "律规例" and text[-2:] in ("法律", "法规", "条例") and (at := _numbered(doc, i)):
            return Order(i, i, at, at)
    return None


def number(text: str) -> re.Match[str] | None:
    """The number at the end of a line, which may be all of it: 第256号."""
    return _NUMBER.search(text)


def _numbered(doc: Document, i: int) -> int:
    """Where the title of a law stands whose number is block ``i``; 0 for nowhere.

    In Macau it is the next line; in Hong Kong it stands by itself, in book-title marks, under the enacting words.
    """
    text, below = doc.blocks[i].text, doc.blocks[i + 1 : i + 1 + _UNDER]
    if _MACAU.match(text):
        return i + 1 if below and is_title_shaped(below[0].text) else 0
    if not _HONG_KONG.match(text):
        return 0
    return next((n for n, b in enumerate(below, i + 1) if b.text[0] == "《" and _ORDINANCE.match(b.text)), 0)


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
