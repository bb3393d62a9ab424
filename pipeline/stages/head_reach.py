"""Tells how far the head of a text reaches past lines that have the form of none of its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.adoption import is_history, within_brackets
from pipeline.stages.bylines import byline
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, by_block, labelled, labels, within

_SURE = frozenset(
    {"title", "published", "issued", "held", "delivered", "source", "docket"}
)  # what is said of a paper in its head alone
_FIELD = re.compile(r"(?!第)[一-鿿][一-鿿 /()]{1,15}?:(?: ?[^。!?;]{0,60})?$")
_FOLLOW = "关注"
_REACH = 8  # lines that are looked through for one that belongs to the head
_PLAIN = 3  # lines without a label that may come before it; more of them are verse
_EDITS = re.compile(
    r"[^,。:;]{4,40}(?:编|编印|主办) +\d{4} ?年[\d 月日]{2,8}$"
)  # 望川县渡口办公室编　2014年5月16日
_LONGEST = 80  # of a line of the head
_DATED = 60  # of one with a date
_BESIDE = 6  # characters beside the date in a line that has a stop and is no sentence: 2023年5月4日于望川。


def is_sentence(block: Block, dates: Sequence[Mark]) -> bool:
    """Whether a line with dates says more than an imprint does: it is long, goes on below, or ends as a sentence."""
    text = block.text
    if len(text) > _DATED or text[-1] == ",":
        return True
    if text[-1] != ":" and not SENTENCE_END.search(text):
        return False
    beside = len(text) - sum([m.span.end - m.span.start for m in dates])
    return beside > _BESIDE and not within_brackets(text)


def is_field(text: str) -> bool:
    """Whether a line has the form of a label and a short value, or of a label alone."""
    return ":" in text[:18] and _FIELD.match(text) is not None


def leads_on(doc: Document, profile: Profile, i: int, end: int, values: dict[int, str]) -> bool:
    """Whether the head goes on behind the unknown line ``i``, so that this line belongs to it.

    It does where a line over byline, date, salutation or addressee is no sentence, and where a line that only a head has
    (the number of a letter, the title again, a labelled date or source) comes within some lines that are no sentences.
    """
    if i + 1 < len(doc.blocks) and doc.blocks[i + 1].text.lstrip("+ ") == _FOLLOW:
        return True  # the account that a button follows
    text = doc.blocks[i].text
    length = len(text) // 2 if text.isascii() else len(text)  # Latin letters are half as wide
    if length > _LONGEST or text[-1] in "。!?;":
        return False
    salute = rules(profile).cues["salute"]
    if any(salute.match(b.text) for b in doc.blocks[i + 1 : i + 3]):
        return True
    if length <= 60 and any(_opens(b, doc, profile) for b in doc.blocks[i + 1 : min(i + 3, end)]):
        return True
    if end >= len(doc.blocks) or doc.blocks[end].start in by_block(doc.marks, "furniture"):
        return False  # no text comes
    last = min(i + 1 + _REACH, end)
    plain = 0 if is_field(text) else 1
    for n in range(i + 1, last):
        if _is_of_head(doc, profile, n, values):
            return True
        plain += not is_field(doc.blocks[n].text)
        if plain > _PLAIN or len(doc.blocks[n].text) > _LONGEST or SENTENCE_END.search(doc.blocks[n].text):
            return False
    return last == end and (end - i <= 2 or is_field(text)) and _addresses(doc, profile, end)


def _opens(b: Block, doc: Document, profile: Profile) -> bool:
    """Whether a line is the title, a byline, or a short one with a date."""
    if b.start in by_block(doc.marks, "title") or byline(b, doc, profile):
        return True
    dated = within(doc.marks, "date", b)
    return bool(dated) and (len(b.text) < 30 or is_history(b) or _EDITS.match(b.text) is not None)


def _is_of_head(doc: Document, profile: Profile, n: int, values: dict[int, str]) -> bool:
    """Whether a line is one that only a head has."""
    b, marks = doc.blocks[n], doc.marks
    if b.start in by_block(marks, "title") or b.start in by_block(marks, "title-repeat"):
        return True
    label = labelled(b.text, profile)
    kind = profile.field(label) if label else values.get(n)
    if kind in _SURE or rules(profile).cues["docket"].match(b.text) is not None:
        return True
    # 2019年8月15日　来源：望川镇政府　浏览量：533
    return (
        kind is None
        and ":" in b.text
        and bool(within(marks, "date", b))
        and any(profile.field(m) == "source" for m in labels(b.text, profile))
    )


def _addresses(doc: Document, profile: Profile, i: int) -> bool:
    """Whether a block names those to whom a text is addressed."""
    text, cues = doc.blocks[i].text, rules(profile).cues
    return text[-1] in ":!" and bool(cues["salute"].match(text) or cues["addressee"].match(text))
