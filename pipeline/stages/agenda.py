"""Finds the headings of a transcript: lines of the agenda between turns, and the outline of a text before them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.frozen import replace
from pipeline.model import Block, Document, Fix, Mark, Node, Numbering
from pipeline.profile import Profile
from pipeline.stages.candidates import candidates, named
from pipeline.stages.fixes import fixes
from pipeline.stages.headings import shape
from pipeline.stages.marked import Levels
from pipeline.stages.outline_search import Candidate, Placed, search
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

_TEXT = 30  # characters of a paragraph that is more than a field
_FINISHED = 0.8  # the share of speeches with a stop at their end where a line without one is told from them
_LONGEST_TOPIC = 22
_BOXED = re.compile(r"[\[(【][^,。;]{2,40}[\])】]$")  # a line in brackets that names a topic
_DONE = re.compile(
    "宣读|请|现在|以下|如下|经|谢谢|多谢|散会|休息|继续|图[为:]|[▲△]"
)  # what is done or shown is no topic
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
    topics = _topics(blocks, opens, loose, numbers, following, profile)
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
        elif (
            i in topics
            or _is_spaced(block, nxt, blocks, numbers, profile)
            or (turn and _names_a_topic(block.text, boxed, profile))
        ):
            out.append(Candidate(first + i, "plain", 0, 0, 3.0, True))
    return out


def _topics(
    blocks: Sequence[Block],
    opens: Sequence[Mark | None],
    loose: Sequence[bool],
    numbers: Mapping[int, Mark],
    following: Sequence[int],
    profile: Profile,
) -> set[int]:
    """Short lines without a stop, each between a finished speech and the next label; one alone may be somebody's words.

    Where speeches end without a stop as well, as in chats, none can be told.
    """
    first = next((i for i, mark in enumerate(opens) if mark), len(blocks))
    spoken = [_is_finished(b.text) for b, mark in zip(blocks, opens, strict=True) if mark]
    if sum(spoken) < _FINISHED * len(spoken):
        return set()
    strict: set[int] = set()
    others: set[int] = set()
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        text = block.text.strip("“”")
        if opens[i] or not loose[i] or not 2 <= len(text) <= _LONGEST_TOPIC or block.start in numbers:
            continue
        if text[-1] == ")" or _DONE.match(text) or (" " in text and not text.isascii()):
            continue
        after = following[i]
        if not after or not (opens[after] or after in strict or after in others) or not shape(text, profile):
            continue
        apart = block.gap > 0 and blocks[i + 1].gap > 0
        if text[-1] == "?" or text[-1] == ":":
            others |= {i} if apart and text[-1] == "?" else set()
        elif i and _is_finished(blocks[i - 1].text):
            strict.add(i)
        elif i < first:
            others.add(i)
    return strict | others if len(strict) >= 2 else set()


def _is_spaced(
    block: Block, nxt: int, blocks: Sequence[Block], numbers: Mapping[int, Mark], profile: Profile
) -> bool:
    """報　告　事　項 over the first number of that part of a meeting."""
    text = block.text
    if not nxt or text[1:2] != " " or blocks[nxt].start not in numbers:
        return False
    return rules(profile).cues["heading"].match(text.replace(" ", "")) is not None


def _is_finished(text: str) -> bool:
    """Whether a paragraph is at its end, be it that of a speech or of a caption."""
    return SENTENCE_END.search(text) or text[-1] in ")”…—:"


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
