"""Finds the headings that are a word and a colon: 原料： and 做法： of a recipe, 主旨： and 說明： of a letter in Taiwan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.cells import PRESENT
from pipeline.stages.rules import rules

_LONGEST, _TEXT = 7, 16
_WORD = re.compile(
    r"(?!第)(?!.*(?:如下|包括|以下|以上|下列|其中|例如|比如|例|即|说|道|问|答|写|指出|强调|认为|是|有|为|签[字名章]|盖章|附件?|注)"
    r":)[一-鿿]{2,6}:$"
)
_SUBJECT = re.compile(r"主 {0,2}旨:")
_LETTER = re.compile(
    r"(?:(?:主 {0,2}旨|依 {0,2}据|说 {0,2}明|办 {0,2}法|拟 {0,2}办|建 {0,2}议|附 {0,2}注)|公告事项|公告依据):"
)
_LETTER_FIRSTS = frozenset("主依说办拟建公附")
_CUES = ("part-of-motion", "note", "copy-to", "salute", "addressee")


def label_heads(blocks: Sequence[Block], bare: Sequence[int], profile: Profile) -> set[int]:
    """The ``bare`` words with a colon over lists or text; at least three different ones, as one alone leads to a list.

    Where most have but a word or two under them they are the fields of a form.
    """
    places = [
        i
        for i in bare
        if (text := blocks[i].text)[-1] == ":" and len(text) <= _LONGEST and _is_label(text, profile)
    ]
    if len(places) < 3 or len({blocks[i].text for i in places}) < 3:
        return set()
    lines = [end - i - 1 for i, end in zip(places, [*places[1:], len(blocks)], strict=True)]
    if 0 in lines:
        return set()
    full = sum(count > 1 or len(blocks[i + 1].text) >= _TEXT for i, count in zip(places, lines, strict=True))
    return set(places) if full * 3 >= len(places) * 2 else set()


def letter_parts(blocks: Sequence[Block], bare: Sequence[int]) -> dict[int, int]:
    """The ``bare`` lines that open a part of an official letter in Taiwan → the length of its name, from 主旨： on."""
    texts = [(i, text) for i in bare if (text := blocks[i].text)[0] in _LETTER_FIRSTS]
    first = next((i for i, text in texts if _SUBJECT.match(text)), None)
    if first is None:
        return {}
    found = {i: m.end() for i, text in texts if i >= first and (m := _LETTER.match(text))}
    return found if len(found) > 1 else {}


def _is_label(text: str, profile: Profile) -> bool:
    cues = rules(profile).cues
    if not _WORD.match(text) or text[:-1] in profile.labels or PRESENT.match(text):
        return False
    if cues["speaker"].match(text[:-1]) or cues["responsible"].match(text[:-1]):
        return False
    return not any(cues[cue].match(text) for cue in _CUES)
