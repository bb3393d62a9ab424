"""Tells whether a line begins a text: a greeting, a paragraph, a number of its sections."""

from __future__ import annotations

import re

from pipeline.model import Block, Document, Mark
from pipeline.profile import Profile
from pipeline.stages.adoption import within_brackets
from pipeline.stages.catalogue import only_label
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END, key, labelled, labels, within

_LIMIT = 40
_SHORT = 40  # characters of a heading
_STAMP = 30  # characters of a line with day and source

_STOP = re.compile(r"[。!?;]")
_PAUSE = re.compile(r"[,。:;]")
_DAY = re.compile(
    r"[“\"]?(?!1[.])\d{1,2}[.·]\d{1,2}[”\"]?[一-鿿]"
)  # no blank and no title between number and name
# an ordinance under the number of its chapter in the laws of Hong Kong: 第57章 《雇佣条例》
_LAW = re.compile(r"第 ?\d{1,4}[A-Z]{0,2} ?章 ?《?[^。,;:《》]{2,60}(?:条例|规例|规则|附例|令|公告)》?$")


def is_prose(below: tuple[Block, ...]) -> bool:
    """Whether the first of some lines is a paragraph."""
    return bool(below) and len(below[0].text) >= _SHORT and _STOP.search(below[0].text) is not None


def numbers_section(doc: Document, i: int, numbered: dict[int, Mark], alone: bool, profile: Profile) -> bool:
    """Whether the number that opens a line is that of a section; ``alone``: nothing but furniture stands over it."""
    block = doc.blocks[i]
    mark = numbered.get(block.spans[0].start)
    if not mark or not mark.numbering or not mark.numbering.ordinal:
        return False
    text = block.text
    # (2022)江05民终1187号, 1. 【颁布时间】2024-7-4
    if rules(profile).cues["docket"].match(text) or labelled(text, profile):
        return False
    if i < 2 and (key(text)[-4:] in _later(doc, i) or _names_day(block, profile) or _LAW.match(text)):
        return False
    return not (alone and _is_one_of_others(doc, i, mark, numbered, profile))


def _later(doc: Document, i: int) -> str:
    return "|".join(key(b.text) for b in doc.blocks[i + 1 : i + 6] if len(b.text) < 60)


def is_text(b: Block, profile: Profile) -> bool:
    """Whether a line greets the audience or is a paragraph, and no field of the head."""
    cues, text = rules(profile).cues, b.text
    salute, addressee = cues["salute"], cues["addressee"]
    last = text[-1]
    if last == ":" and only_label(b, profile):
        return False
    if (salute.last[last] and salute.match(text)) or (addressee.last[last] and addressee.match(text)):
        return True
    if cues["letter" if last == ":" else "address"].match(text):
        return True
    ends = len(text) >= 12 and text[-1] not in "?)”" and SENTENCE_END.search(text)
    if not ends and (len(text) < 40 or not _STOP.search(text)):
        return False
    return not labelled(text, profile) and not within_brackets(text)


def is_titled(block: Block) -> bool:
    """Whether the container calls a line the title."""
    return "title" in block.hints or "h1" in block.hints


def is_called_out(block: Block) -> bool:
    """Whether a line is a title with an exclamation mark, which only the container tells from a sentence."""
    text = block.text
    return text[-1] == "!" and "。" not in text and len(text) <= _LIMIT and is_titled(block)


def is_slogan(doc: Document, i: int, profile: Profile) -> bool:
    """Whether a line is no sentence of the text though it calls out: over title, source and date, over a date, or the greeting.

    热烈祝贺我校荣获文明校园！ is of the page, 守好渡口，人人有责！ the title.
    """
    text = doc.blocks[i].text
    if text[-1] != "!" or len(text) > _LIMIT:
        return False
    cues, below = rules(profile).cues, doc.blocks[i + 1 : i + 4]
    if cues["salute"].match(text):
        return False
    if not i and below and cues["salute"].match(below[0].text):
        return True
    if below and len(below[0].text) <= _STAMP and within(doc.marks, "date", below[0]):
        return True
    return not _PAUSE.search(text) and any(
        labels(b.text, profile) and within(doc.marks, "date", b) for b in below
    )


def _names_day(b: Block, profile: Profile) -> bool:
    """Whether the number that opens a line is the day after which an occasion is called: 5.12护士节讲话稿."""
    return _DAY.match(b.text) is not None and rules(profile).cues["title-noun"].search(b.text) is not None


def _is_one_of_others(doc: Document, i: int, mark: Mark, numbered: dict[int, Mark], profile: Profile) -> bool:
    """Whether the number of the first line is that of the text among others, which are not here: 第十二讲 守好渡口."""
    text, below = doc.blocks[i].text, doc.blocks[i + 1 : i + 2]
    if (
        len(text) > _SHORT
        or SENTENCE_END.search(text)
        or sum(m.value == mark.value for m in numbered.values()) > 1
    ):
        return False
    if mark.numbering and mark.numbering.ordinal > 1:
        return True
    noun, salute = rules(profile).cues["title-noun"], rules(profile).cues["salute"]
    return bool(below) and noun.search(text) is not None and salute.match(below[0].text) is not None
