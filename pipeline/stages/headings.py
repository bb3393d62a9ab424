"""Finds lines that may be headings without a number, by their own signs and by the company they keep."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.model import Block, Mark
from pipeline.profile import Profile
from pipeline.stages.marked import Emphasis
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

_NEVER = re.compile(
    r"[。,;、:!…—.]$|^[“‘(《].*[”’)]$|[。;]|^(?:附|注|图|表|P\.?S)\b|^.{0,6}年.{1,4}月.{0,4}日?.{0,8}$|[|\t]|  .*  "
)
_FIELD = re.compile(r"[^:]{1,8}:.")
_ASKS = "如下|包括|以下|以上|下列|例如|即|现将|说|道|问|答|写|指出|认为|强调|几|事项|的是|有|为"
_COLON = re.compile(rf"(?!.*(?:{_ASKS}))[^。,;!?:“”]{{3,22}}:$")
_DATED = re.compile(r"(?:\d{4}|[〇零一二三四五六七八九]{4})年.{1,3}月.{1,3}日$")
_BARE_ANNEX = re.compile(r"附(?:件|录|表) ?[\d一二三四五六七八九十]{0,3}$")
_PARTS = re.compile(r"[^ ,。]{2,12}(?: +[^ ,。]{2,12}){2,}$")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def unnumbered(
    blocks: Sequence[Block],
    taken: set[int],
    numbers: Mapping[int, Mark],
    profile: Profile,
    emphasis: Emphasis,
) -> dict[int, float]:
    """Index → what it costs to read the block as a paragraph, for lines built like headings.

    Text under the line speaks for it, and others of its build; a crowd of short lines is a table or a poem.
    """
    shaped = [
        i
        for i, b in enumerate(blocks)
        if i not in taken and b.start not in numbers and shape(b.text, profile)
    ]
    # the numbers and names of a table that lost its cells are company of the same kind
    cells = {
        i for i, b in enumerate(blocks) if "row" not in b.hints and (len(b.text) <= 4 or _PARTS.match(b.text))
    }
    members, out = set(shaped) | cells, {}
    for i in shaped:
        cost = None if _PARTS.match(blocks[i].text) else _cost(i, blocks, taken, numbers, members, profile)
        if cost is not None:
            out[i] = cost
    family = 0.6 if len(out) > 1 else -0.5
    return {i: cost + family + emphasis.of(blocks[i]) for i, cost in out.items()}


def shape(text: str, profile: Profile) -> bool:
    """Whether a folded line without a number has the build of a heading: short, a phrase, no field, no date."""
    if rules(profile).cues["heading"].match(text.replace(" ", "")):
        return True
    if not 2 <= len(text) <= 40 or rules(profile).cues["salute"].match(text):
        return False
    return bool(_COLON.match(text)) or not (_NEVER.search(text) or _FIELD.match(text))


def _cost(
    i: int,
    blocks: Sequence[Block],
    taken: set[int],
    numbers: Mapping[int, Mark],
    members: set[int],
    profile: Profile,
) -> float | None:
    text = blocks[i].text
    named = bool(rules(profile).cues["heading"].match(text.replace(" ", "")))
    following = next((j for j in range(i + 1, len(blocks)) if j not in taken or named), None)
    if following is None or _crowded(i, members) or not _LETTERS.search(text.replace(" ", "")):
        return None
    nxt = blocks[following]
    cost = 1.2
    if len(nxt.text) >= 40:
        cost += 1.0
    elif nxt.start in numbers:
        cost += 0.5
    elif following not in members and not named:
        if len(nxt.text) < 16 and not SENTENCE_END.search(nxt.text):
            return None
        cost -= 0.8
    if i and not SENTENCE_END.search(blocks[i - 1].text) and i - 1 not in taken and i - 1 not in members:
        cost -= 0.6
    if i and (_BARE_ANNEX.match(blocks[i - 1].text) or _DATED.match(blocks[i - 1].text)):
        cost += 1.5  # the title of an annex, under its number or under the signature of what it is annexed to
    cost += 1.6 * named
    cost -= 0.4 * text.endswith("?") + 0.6 * text.endswith(":") + 0.5 * (len(text) > 30)
    return cost - 0.5 * (" " in text and len(text) > 12 and not text.isascii())


def _crowded(i: int, members: set[int]) -> bool:
    """Whether a short line stands among others: the cells of a table, a list of names."""
    return any({i + a, i + b} <= members for a, b in ((-2, -1), (-1, 1), (1, 2)))
