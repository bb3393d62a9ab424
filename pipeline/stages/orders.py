"""Finds the title of a text that others stand before: an order that promulgates it, the number of a law, enacting words."""

from __future__ import annotations

import re

from pipeline.frozen import record
from pipeline.model import Document
from pipeline.stages.latest import Latest
from pipeline.stages.text import is_title_shaped, key

_NAME = re.compile(
    r"[^,。:;]{2,30}(?:令|公告)(?: ?\(?第? ?.{1,12}号\)?)?(?: ?\(关于[公发颁]布《.{4,110}》的令\))?$"
)
_KIND = re.compile(r"(?:命? ?令|[公布] ?告)$")  # all of a line under the bodies that order
_BODY = re.compile(r"[^,。:;\d《》]{2,30}$")
_NUMBER = re.compile(r"(?:第 ?)?[\d〇零一二三四五六七八九十百]{1,6} ?号(?=\)?$)")
_PROMULGATES = re.compile(
    r"《(?P<passed>.{4,110}?)》 ?[已业].*(?:通过|批准|同意).*[公发]布"
    r"|现(?:将|(?:予以?|批准|重新)?[公发颁]布)(?:[^,。《]{1,12}的)?《(?P<named>.{4,110}?)》(?=[,。(公发颁予])"
)
# without marks around the name: 渡口条例,已经…通过,现予公布。 兹制定渡口条例,公布之。
_UNMARKED = re.compile(r"兹(?:制定|修正|定)?(?=.*[公发颁]布)|(?=.*现予以?[公发颁]布)")
_BEHIND = re.compile(r"[,自已业经]")  # may stand behind such a name
_TITLED = re.compile(r"[^,。:;《]{0,30}关于.*的(?:公告|通告)$")  # an announcement that has a title of its own
_MACAU = re.compile(r"第 ?\d{1,4}/\d{4} ?号(?:法律|行政法规)$")
_HONG_KONG = re.compile(r"\d{4}年第 ?\d{1,4} ?号条例$")
_ORDINANCE = re.compile(r"《[^》]{4,60}条例》$")
_REACH = 20  # blocks from the top to the sentence or the number
_OVER = 8  # blocks over the sentence among which the name of the order is
_SENTENCE = 300  # characters of it that are looked at
_UNDER = 12  # blocks under it in which the title may begin
_LINES = 4  # of the title


@record(frozen=True)
class Order:
    """Where the parts of an order stand: its name, ``top`` to ``name``, the ``sentence``, and the title of the text,
    ``first`` to ``last``.

    Where nothing but the number of a law stands over its title, name and sentence are that number.
    """

    top: int
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
        if i and (text[-1] == "。" or text[0] == "《") and (names := _promulgated(text[:_SENTENCE])):
            name = _named(doc, i)
            title = _title(doc, i + 1, names) if name >= 0 else None
            return Order(_top(doc, name), name, i, *title) if title else None
        if text[-1] in "律规例" and text[-2:] in ("法律", "法规", "条例") and (at := _numbered(doc, i)):
            return Order(i, i, i, at, at)
    return None


def _promulgated(sentence: str) -> set[str]:
    """The keys that the title of a text may have which a sentence promulgates; none where it promulgates nothing."""
    if sentence[0] in "《现":
        found = _PROMULGATES.match(sentence)
        return {key(found["passed"] or found["named"])} if found else set()
    if not (found := _UNMARKED.match(sentence)):
        return set()
    said = sentence[found.end() :]
    return {key(said[: m.start()]) for m in _BEHIND.finditer(said)}


def _named(doc: Document, sentence: int) -> int:
    """The block with the name of the order over its sentence, or the last of them; -1 where none has it.

    An announcement that is called by what it is about has a title.
    """
    if any(_TITLED.match(b.text) for b in doc.blocks[:sentence]):
        return -1
    over = range(sentence - 1, max(-1, sentence - 1 - _OVER), -1)
    return next((i for i in over if _NAME.match(text := doc.blocks[i].text) or (i and _KIND.match(text))), -1)


def _top(doc: Document, name: int) -> int:
    """The first block of the name of an order: the bodies may stand over it, each on its line, and its number once more."""
    top = name
    while _KIND.match(doc.blocks[name].text) and top and _BODY.match(doc.blocks[top - 1].text):
        top -= 1
    return top - 1 if top and number(doc.blocks[top - 1].text) else top


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


def _title(doc: Document, first: int, names: set[str]) -> tuple[int, int] | None:
    """The lines that together are a title whose key is among those given."""
    keys = [key(b.text) for b in doc.blocks[first : first + _UNDER + _LINES]]
    for i, own in enumerate(keys[:_UNDER]):
        both = ""
        for j in range(i, min(i + _LINES, len(keys))) if any(n.startswith(own) for n in names if own) else ():
            both += keys[j]
            if both in names:
                return first + i, first + j
    return None
