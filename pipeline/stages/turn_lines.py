"""Finds the lines that may open a turn: a label with a colon, in brackets, or with a clock time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from pipeline.frozen import maker, record
from pipeline.model import Block
from pipeline.stages.parted_labels import ASIDE, PARTED, exchanged, parted_label

_WORD = r"[^\s:,。;“”!?、()\[\]【】《》]"
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)"
_QUOTED = rf"(?:“[^“”:,。]{{1,12}}”|\[[^\[\]:,。]{{1,12}}\]){_WORD}{{0,3}}"
# 国务院新闻办新闻局副局长、新闻发言人 周若琳; 望川《环球时报》记者; 网友“老李”问; 网友[老李]; 水利部副部长 梁敬川, Lena Koch;
# 孟、柳
_NAMED = (
    rf"(?:{_WORD}{{1,16}}+(?: {{1,2}}(?!\d{{4}}[-/.年])(?:[A-Za-z'’.-]{{11,20}}|{_WORD}{{1,10}}+)){{0,2}}"  # first, as most are
    rf"|{_WORD}{{2,20}}(?:、{_WORD}{{2,16}}){{1,2}} {{1,2}}{_WORD}{{2,4}}"
    rf"|{_WORD}{{0,6}}《[^《》:,。]{{1,14}}》{_WORD}{{0,8}}"
    rf"|{_WORD}{{1,6}}{_QUOTED}"
    rf"|{_WORD}{{1,6}}(?:、{_WORD}{{1,6}}){{1,2}})"
)
_BEFORE = rf"(?:(?P<before>[\[(【]?{_CLOCK}[\])】]?) ?)?"
_AFTER = rf" {{0,8}}(?P<after>[\[(【]?(?:{_DAY} {{1,2}})?{_CLOCK}[\])】]?)"
_LABEL = re.compile(
    rf"[▲△●■◆\- ]{{0,2}}{_BEFORE}(?P<number>\d{{1,2}} ?[.、] ?|[一二三四五六七八九十]{{1,3}}、 ?)?"
    rf"(?P<label>(?P<base>{_NAMED}){ASIDE})(?:[ ]?(?P<after>[\[(【]{_CLOCK}[\])】]))? ?:"
)
_BOXED = re.compile(
    rf"(?P<label>[\[【〔](?=[^\]】〕]*[^\W\d_])(?P<base>[^\[\]【】〔〕:,。]{{1,20}})[\]】〕])(?:{_AFTER})? ?:?"
)
# In round brackets much stands at the head of a line: these are parts in a talk, and others beside them speak too.
_ROUND = re.compile(
    r"(?P<label>\((?P<base>(?!\d|[一二三四五六七八九十百]+\)|[甲乙丙丁戊]\))[一-鿿]{1,8}\d?)\)) ?:?(?! ?[,。;、)])"
)
_PART = re.compile(
    r"(?:男|女)?主持人?[甲乙]?\d?$|(?:男|女)\d?$|[合齐众]$|问$|答$|(?:记者|旁白|嘉宾|观众|听众|网友|采访者|受访者|访谈者)[甲乙]?\d?$"
)
# Q. and A. open question and answer where both come; A. alone is a letter of a list
_LETTERED = re.compile(r"(?P<label>(?P<base>[QA]))[.、](?! ?[QA]\b)(?=.{2})")
_NOISE = re.compile(r".*(?:笑声?|掌声?|鼓掌|音乐|歌声|唱|起立|沉默|[上下]场?|[略注图表])$")
# a line of its own, as speech recognition and meeting software write it
_CLOCKED = re.compile(rf"(?P<label>(?P<base>{_NAMED}){ASIDE}){_AFTER} ?:?$")
_CLOCK_FIRST = re.compile(rf"(?P<before>[\[(【]?{_CLOCK}[\])】]?) ?(?P<label>(?P<base>{_NAMED}){ASIDE}) ?:?$")
_FEWEST = 3  # labels in round brackets
_REACH = 64  # more than the characters before the colon of a label
_LONGEST = 44  # a line that holds nothing but a label and a time
_DATE = re.compile(rf"{_DAY}$")
_LETTER = re.compile(r"[^\W\d_]")


@record(frozen=True)
class Opening:
    """A line that may open a turn; the offsets count in the text of ``block``.

    The ``label`` ends at ``end`` and all that stands before the speech at ``stop``; ``base`` is the label without its
    ``aside`` in brackets. ``clock`` is where a time stands, in seconds ``at``; it is -1 without one. ``alone``: nothing
    but the time tells the line from others. ``parted``: no colon stands behind the label, a blank or a bar does.
    """

    block: Block
    label: str
    base: str
    aside: str
    start: int
    end: int
    stop: int
    speech: str
    numbered: bool = False
    boxed: str = ""
    alone: bool = False
    at: int = -1
    clock: tuple[int, int] = (0, 0)
    parted: bool = False


_made, _START = maker(Opening), attrgetter("block.start")


def openings(blocks: Sequence[Block]) -> list[Opening]:
    """The lines of a text that may open a turn, each with its speech: what follows on the line, or on the next one."""
    out = []
    bracketed: list[tuple[int, re.Match[str]]] = []
    lettered: list[tuple[int, re.Match[str]]] = []
    parted: list[tuple[int, re.Match[str]]] = []
    for i, block in enumerate(blocks):
        text = block.text
        if text[0] == "(" and (found := _ROUND.match(text)):
            bracketed.append((i, found))
            continue
        if text[0] in "QA" and (found := _LETTERED.match(text)):
            lettered.append((i, found))
            continue
        if (" " in text or "|" in text or "丨" in text) and (found := parted_label(text)):
            parted.append((i, found))
        if ":" not in text and text[0] not in "[【〔":
            continue
        m, alone = _match(text)
        if m is None or not _LETTER.search(m["base"]) or (alone and _is_day(m["base"])):
            continue
        out.append(_opening(block, m, alone, _speech(blocks, i, m)))
    parts = _parts(bracketed) if len(bracketed) >= _FEWEST else []
    if lettered and len({m["base"] for _, m in lettered}) > 1:
        parts += lettered
    parts += exchanged(parted)
    turns = [_opening(blocks[i], m, False, _speech(blocks, i, m)) for i, m in parts]
    begun = {f.block.start for f in turns}
    if turns:
        out = sorted([*turns, *(f for f in out if f.block.start not in begun)], key=_START)
    return _without_heads(out)


def _speech(blocks: Sequence[Block], i: int, label: re.Match[str]) -> str:
    """What follows the label of line ``i``, on the line or on the next one."""
    speech = blocks[i].text[label.end() :].strip()
    if speech:
        return speech
    return blocks[i + 1].text if i + 1 < len(blocks) else ""


def _parts(found: Sequence[tuple[int, re.Match[str]]]) -> list[tuple[int, re.Match[str]]]:
    """The labels in round brackets that open turns: a part in a talk comes back among them, as each of the others does."""
    counts = Counter([m["base"] for _, m in found])
    if not any(count > 1 and _PART.match(base) for base, count in counts.items()):
        return []
    return [
        (i, m)
        for i, m in found
        if _PART.match(m["base"]) or (counts[m["base"]] > 1 and not _NOISE.match(m["base"]))
    ]


def _without_heads(found: list[Opening]) -> list[Opening]:
    """The lines without those in brackets that stand alone, without a colon and once, as headings do: 【文字稿】."""
    bare = {
        f.block.start for f in found if f.boxed and f.stop == len(f.block.text) and f.block.text[-1] != ":"
    }
    if not bare:
        return found
    counts: dict[str, int] = {}
    for f in found:
        counts[f.label] = counts.get(f.label, 0) + 1
    return [f for f in found if f.block.start not in bare or counts[f.label] > 1]


def _match(text: str) -> tuple[re.Match[str] | None, bool]:
    """The label that opens a line, and whether only a time tells that it is one."""
    if text[0] in "[【〔" and (found := _BOXED.match(text)):
        return found, False
    if len(text) <= _LONGEST and (found := _timed(text)):
        return found, text[-1] != ":"
    return (_LABEL.match(text) if text.find(":", 0, _REACH) > 0 else None), False


def _timed(text: str) -> re.Match[str] | None:
    last = text[-1]
    if last in ":)]】" or last.isdecimal():
        found = _CLOCKED.match(text)
        if found:
            return found
    first = text[0]
    return _CLOCK_FIRST.match(text) if last != ":" and (first.isdecimal() or first in "[(【") else None


def _is_day(base: str) -> bool:
    """Whether nothing but a day stands before a time: 2024年03月18日 14:03."""
    return base[0].isdecimal() and _DATE.match(base) is not None


def _opening(block: Block, m: re.Match[str], alone: bool, speech: str) -> Opening:
    groups = m.groupdict("")
    which = "before" if groups.get("before") else "after" if groups.get("after") else ""
    return _made(
        block,
        groups["label"],
        groups["base"],
        groups.get("aside", ""),
        *m.span("label"),
        m.end(),
        speech,
        numbered=bool(groups.get("number")),
        boxed=m.group()[0] if "aside" not in groups else "",
        alone=alone,
        at=_seconds(m[which]) if which else -1,
        clock=m.span(which) if which else (0, 0),
        parted=m.re in PARTED,
    )


def _seconds(clock: str) -> int:
    """A clock time in seconds; 00:03 counts minutes and seconds, which does as well for their order."""
    total = 0
    for part in re.findall(r"\d+", clock.rsplit(" ", 1)[-1])[: clock.count(":") + 1]:
        total = total * 60 + int(part)
    return total
