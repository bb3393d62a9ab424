"""Finds the headings of a transcript: lines of the agenda between turns."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.model import Block, Fix, Mark, Node, Numbering
from pipeline.profile import Profile
from pipeline.stages.candidates import named
from pipeline.stages.marked import Levels
from pipeline.stages.outline_search import Candidate
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

_BOXED = re.compile(r"[\[(【][^,。;]{2,40}[\])】]$")  # a line in brackets that names a topic
_COLON_HEAD = re.compile(r"(?!宣读|请|现在|以下|如下|经)[^,。;]{2,15}:$")


def agenda(
    blocks: tuple[Block, ...],
    first: int,
    opens: list[Mark | None],
    fixed: Mapping[int, Node | None],
    numbers: Mapping[int, Mark],
    said: Mapping[int, Fix],
    profile: Profile,
) -> list[Candidate]:
    """Lines that may head a stretch of the talk: numbered, in brackets or with a colon, and a turn comes next."""
    loose = [b.spans[0].start not in fixed for b in blocks]
    boxed = sum(1 for b, free in zip(blocks, loose, strict=True) if free and _BOXED.match(b.text))
    out = []
    levels = Levels(blocks)
    following = _following(loose)
    for i, block in enumerate(blocks):
        start = block.spans[0].start
        if start in said:
            if said[start].role == "heading":
                out.append(named(first + i, block, numbers.get(start), said[start]))
            continue
        if opens[i] or not loose[i]:
            continue
        nxt = following[i]
        turn = opens[nxt] if nxt else None
        mark, level = numbers.get(start), levels.of(block)
        if mark:
            listed = nxt and blocks[nxt].start in numbers
            if mark.numbering and _heads(block.text, turn) and (turn or listed) and not _told(blocks, i):
                out.append(_numbered(first + i, block, mark.numbering, level))
        elif level:
            out.append(Candidate(first + i, f"plain#{level}", 0, 0, 5.0, True, level=level))
        elif turn and _names_a_topic(block.text, boxed, profile):
            out.append(Candidate(first + i, "plain", 0, 0, 3.0, True))
    return out


def _following(loose: list[bool]) -> list[int]:
    """The next loose block after each; 0 where there is none."""
    out, after = [], 0
    for i in range(len(loose) - 1, -1, -1):
        out.append(after)
        after = i if loose[i] else after
    return out[::-1]


def _numbered(index: int, block: Block, n: Numbering, level: int) -> Candidate:
    cost = 7.0 if block.text.endswith(":") else 3.0  # 柒、結論： stands alone where the talk has no 陸
    length = block.find(n.marker.end)
    return Candidate(index, n.style, n.ordinal, n.sub, cost, n.ordinal == 0, length, level=level)


def _heads(text: str, turn: Mark | None) -> bool:
    """Whether a numbered line may be a heading: a short phrase, or a question that an answer follows."""
    if turn and turn.value in ("答", "A") and len(text) <= 90:
        return True
    return len(text) <= 44 and not SENTENCE_END.search(text) and text[-1] not in ";,"


def _told(blocks: tuple[Block, ...], i: int) -> bool:
    """Whether the line before announces a list, so that this one is a point of a speech."""
    return i > 0 and blocks[i - 1].text.endswith(":") and len(blocks[i - 1].text) > 16


def _names_a_topic(text: str, boxed: int, profile: Profile) -> bool:
    if rules(profile).cues["heading"].match(text.replace(" ", "")) or _COLON_HEAD.match(text):
        return True
    return boxed >= 3 and bool(_BOXED.match(text))
