"""Finds the headings of a transcript: lines of the agenda between turns, and the outline of a text before them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import Block, Document, Fix, Mark, Node, Numbering
from pipeline.profile import Profile
from pipeline.stages.agenda_series import among_items, continued
from pipeline.stages.candidates import candidates, named
from pipeline.stages.fixes import fixes
from pipeline.stages.marked import Levels
from pipeline.stages.outline_search import Candidate, Placed, search
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END
from pipeline.stages.topics import is_spaced, topics_of
from pipeline.stages.zone import first_cue

_TEXT = 30  # characters of a paragraph that is more than a field
_BOXED = re.compile(r"[\[(【][^,。;]{2,40}[\])】]$")  # a line in brackets that names a topic
_COLON_HEAD = re.compile(r"(?!宣读|请|现在|以下|如下|经)[^,。;]{2,15}:$")


def is_written(blocks: tuple[Block, ...], fixed: dict[int, Node | None]) -> bool:
    """Whether a text stands before the talk, and not only who takes part in it."""
    said = [b for b in blocks if len(b.text) >= _TEXT and SENTENCE_END.search(b.text)]
    return sum([b.spans[0].start not in fixed for b in said]) >= 2


def headings(
    doc: Document,
    blocks: tuple[Block, ...],
    first: int,
    opens: list[Mark | None],
    fixed: dict[int, Node | None],
    numbers: dict[int, Mark],
    profile: Profile,
    written: int,
) -> list[Placed]:
    """The headings of a talk, and those of the ``written`` blocks before it as of any text."""
    said = fixes(doc)
    found = _agenda(blocks, first, opens, fixed, numbers, said, profile)
    if first_cue(doc) >= 0:
        found = [c for c in found if c.numbering or c.fix]
    if not written:
        return search(found)
    taken = {i for i, b in enumerate(blocks) if b.spans[0].start in fixed or opens[i]}
    before = candidates(blocks[:written], first, taken, numbers, profile, said)
    known = {c.index for c in before}
    over = {
        c.index for c in found if c.style == "plain" and c.index not in known and c.index < first + written
    }
    found = [*before, *(c for c in found if c.index not in known)]
    # where the talk is one of the sections of a text, the others may follow it
    last = max(i for i, mark in enumerate(opens) if mark)
    styles = {c.style for c in before if not c.unnumbered}
    behind = candidates(
        blocks[last + 1 :], first + last + 1, {i - last - 1 for i in taken}, numbers, profile, said
    )
    known = {c.index for c in found}
    found += [c for c in behind if c.style in styles and c.ordinal > 1 and c.index not in known]
    placed = search(sorted(found, key=lambda c: c.index))
    if any(c.unnumbered for c in before):
        return placed
    # beside numbered sections, 互动环节 is no part of the last one
    return [replace(p, depth=0, run=-1) if p.candidate.index in over else p for p in placed]


def _agenda(
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
    announced = _announced(blocks, opens, following, numbers)
    topics = topics_of(blocks, opens, loose, numbers, following, profile)
    for i, block in enumerate(blocks):
        start = block.spans[0].start
        if start in said:
            if said[start].role == "heading":
                mark = numbers.get(start)
                out.append(named(first + i, block, mark.numbering if mark else None, said[start]))
            continue
        if opens[i] or not loose[i]:
            continue
        nxt = following[i]
        turn = opens[nxt] if nxt else None
        mark, level = numbers.get(start), levels.of(block)
        if mark:
            listed = nxt and blocks[nxt].start in numbers and i not in announced
            # a list of one is none: where a turn comes next, the line with a colon leads to the sections
            told = not turn and _told(blocks, i)
            if mark.numbering and _heads(block.text, turn) and (turn or listed) and not told:
                out.append(_numbered(first + i, block, mark.numbering, level))
        elif level:
            out.append(Candidate(first + i, f"plain#{level}", 0, 0, 5.0, True, level=level))
        elif (
            i in topics
            or is_spaced(block, nxt, profile)
            or (turn and not _calls_up(block.text, turn) and _names_a_topic(block.text, boxed, profile))
        ):
            out.append(Candidate(first + i, "plain", 0, 0, 3.0, True))
    heads = {c.index - first for c in out}
    for i in continued(blocks, opens, loose, numbers, heads, profile):
        mark = numbers[blocks[i].start]
        if mark.numbering:
            out.append(_numbered(first + i, blocks[i], mark.numbering, levels.of(blocks[i])))
    out.sort(key=lambda c: c.index)
    no_heads = among_items({c.index - first for c in out}, blocks, opens, numbers)
    return [c for c in out if c.index - first not in no_heads] if no_heads else out


def _announced(
    blocks: Sequence[Block],
    opens: Sequence[Mark | None],
    following: Sequence[int],
    numbers: Mapping[int, Mark],
) -> set[int]:
    """Numbered lines under a line with a colon that lead to no turn: a list of what will be talked about."""
    leading: set[int] = set()
    for i in range(len(blocks) - 1, -1, -1):
        after = following[i]
        if after and (opens[after] or (after in leading and blocks[after].start in numbers)):
            leading.add(i)
    out: set[int] = set()
    for i in range(1, len(blocks)):
        if blocks[i].start not in numbers or i in leading:
            continue
        told = blocks[i - 1].text[-1] == ":" and blocks[i - 1].start not in numbers
        if told or i - 1 in out:
            out.add(i)
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
    return Candidate(index, n.style, n.ordinal, n.sub, cost, n.ordinal == 0, length, level=level, numbering=n)


def _heads(text: str, turn: Mark | None) -> bool:
    """Whether a numbered line may be a heading: a short phrase, or a question that an answer follows."""
    if turn and turn.value in ("答", "A") and len(text) <= 90:
        return True
    return len(text) <= 44 and not SENTENCE_END.search(text) and text[-1] not in ";,"


def _told(blocks: tuple[Block, ...], i: int) -> bool:
    """Whether the line before announces a list, so that this one is a point of a speech."""
    return i > 0 and blocks[i - 1].text.endswith(":") and len(blocks[i - 1].text) > 16


def _calls_up(text: str, turn: Mark) -> bool:
    """Whether a line says no more than who speaks next: 律政司司长致辞： over 律政司司长：."""
    return text.startswith(fold(turn.value))


def _names_a_topic(text: str, boxed: int, profile: Profile) -> bool:
    cues, plain = rules(profile).cues, text.replace(" ", "")
    if cues["heading"].match(plain) or (_COLON_HEAD.match(text) and not cues["part-of-motion"].match(plain)):
        return True
    return boxed >= 3 and bool(_BOXED.match(text))
