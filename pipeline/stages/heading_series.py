"""Lines without a number that are headings, or none, by what stands around others of their form: pairs, terms, questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.text import SENTENCE_END, labelled

_DOUBLE = re.compile(r"([^,。;:!?“”]{1,9}):(?!//)[^,。;:!?]{2,16}$")
_HALF = 10  # characters of the first half with its colon
_PROSE, _SERIES = 40, 3  # characters of the paragraph under such a heading, and so many of these
_YOU = re.compile("[您你]")
_DYNASTIES = frozenset("汉晋隋唐宋金元明清")
_NEAR = 5  # blocks from one question of an interview to the next
_GLOSSARY = 16  # characters of the head of a glossary
_EXPLAINS = re.compile(
    r"(?:附(?:件|录)?[\d一二三四]?[: ]*)?(?:有关|相关|部分|主要)?(?:名词|术语|用语)(?:解释|注释|说明|释义):?$"
)
_MEANS = frozenset("指是即")  # how the sentence under a term begins


def doubled(blocks: Sequence[Block], bare: Sequence[int], profile: Profile) -> list[int]:
    """Headings of two halves (安全：守住底线), three or more of different first halves, each between paragraphs.

    One alone is a field, and where the first halves come back they are speakers.
    """
    found = {}
    for i in bare:
        text = blocks[i].text
        if ":" in text[1:_HALF] and (m := _DOUBLE.match(text)) and 0 < i < len(blocks) - 1:
            below = blocks[i + 1].text
            if (
                len(below) >= _PROSE
                and SENTENCE_END.search(below)
                and SENTENCE_END.search(blocks[i - 1].text)
                and not labelled(text, profile)
            ):
                found[i] = m[1]
    return [*found] if len(found) == len({*found.values()}) >= _SERIES else []


def asked(blocks: Sequence[Block], shaped: Sequence[int]) -> set[int]:
    """The questions of an interview without labels: lines that ask somebody, one after the other, each with its answer."""
    asks = [i for i in shaped if blocks[i].text[-1] == "?" and i + 1 < len(blocks)]
    if len(asks) < 3:
        return set()
    answered = [i for i in asks if SENTENCE_END.search(blocks[i + 1].text) and i + 1 not in asks]
    addressed = sum([bool(_YOU.search(blocks[i].text)) for i in asks])
    near = sum([b - a <= _NEAR for a, b in pairwise(asks)])
    talk = len(answered) * 4 >= len(asks) * 3 and addressed * 4 >= len(asks) and near * 2 >= len(asks) - 1
    return set(asks) if talk else set()


def dynasties(blocks: Sequence[Block], bare: Sequence[int]) -> list[int]:
    """The names of dynasties, of one character, over what happened in their years, as chronicles have them."""
    found = [i for i in bare if blocks[i].text in _DYNASTIES and i + 1 < len(blocks)]
    found = [i for i in found if "年" in blocks[i + 1].text[:8]]
    return found if len(found) > 1 else []


def terms(blocks: Sequence[Block], shaped: Sequence[int]) -> set[int]:
    """The terms of a glossary: below its head, lines over a sentence that says what each means."""
    head = next(
        (i for i, b in enumerate(blocks) if len(b.text) < _GLOSSARY and _EXPLAINS.match(b.text)), None
    )
    if head is None:
        return set()
    below = [i for i in shaped if head < i < len(blocks) - 1]
    return {i for i in below if blocks[i + 1].text[0] in _MEANS and SENTENCE_END.search(blocks[i + 1].text)}
