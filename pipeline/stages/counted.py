"""Finds the separators of a compilation that only its title proves: 发言稿（5篇） over five lines that are equal but for their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.frozen import record
from pipeline.model import Block, Document
from pipeline.numerals import PLACEHOLDERS, arabic, chinese
from pipeline.profile import Profile
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block, is_title_shaped, key, of_kind

_HEAD = 10  # blocks among which the title stands
_LONGEST = 40
_SHORTEST = 4  # characters of the words of a title that come again
_ABOVE = 60  # blocks in which a table of contents stands
_COUNT = re.compile(
    r"(?<!第)(?<!\d)(\d{1,3}|[一二两三四五六七八九十]{1,3}) ?(?:篇(?!大?文章|报道|小说|章)|则(?=\)?$))"
)
_EXTENSION = re.compile(r"\(扩展 ?\d{1,2}\)$")
_NUMBER = re.compile(PLACEHOLDERS["any"][0])
# what parts a number from the words behind it, perhaps with the noun that it counts
_BEHIND = re.compile(r"[篇则份章]?(?:部分)?[】\])#]?(?:[:、. ]|(?<=[】\])#])|(?<=篇))")
_WORD = re.compile(r"[^\W\d_]")
_NOUNS = frozenset("篇则份")
_ALONE = re.compile(r"[\[【(<]\0[\])】>]$")
_SAME = re.compile(r"[^\W\d_]{4}[^…]*$")  # behind the number of each
_CALLED = re.compile(r"篇[ (]?[\d一二三四五六七八九十]")
_GREETING = 4  # blocks below a separator among which the text greets its audience


@record(frozen=True)
class Item:
    """A line that may part two texts: its block, its number, and the form that it shares with others."""

    index: int
    ordinal: int
    family: str
    lines: int = 1  # that its title stands on


def stated(doc: Document) -> tuple[int, int]:
    """(the number of texts that a line at the top states, the index of that line); (0, -1) where none does."""
    for i, block in enumerate(doc.blocks[:_HEAD]):
        text = block.text
        if (
            ("篇" in text or "则" in text[-2:])
            and len(text) <= 60
            and is_title_shaped(text)
            and (m := _COUNT.search(text))
        ):
            count = arabic(m[1]) or chinese(m[1].replace("两", "二")) or 0
            if 2 <= count <= 200:
                return count, i
    return 0, -1


def counted(doc: Document, profile: Profile, count: int, above: int) -> list[Item]:
    """The lines that count the ``count`` texts that line ``above`` states; [] where no lines do.

    All of a line but its number is the same in each; words behind the number may differ where the series has exactly
    as many members as there are texts. A number without the same words beside it is also that of a section, so each of
    its texts must greet its audience, or be called a text of some kind.
    """
    families: dict[str, list[Item]] = {}
    waste, said = by_block(doc.marks, "furniture"), by_block(doc.marks, "fix")
    for i, block in enumerate(doc.blocks[above + 1 :], above + 1):
        text = block.text
        if len(text) <= _LONGEST and text[-1] not in "。;,!?" and block.start not in said:
            if block.start in waste:
                continue
            for ordinal, family in _forms(text):
                families.setdefault(family, []).append(Item(i, ordinal, family))
    fitting = [
        series
        for items in families.values()
        if len(items) >= count and len(series := run(items)) == count and _proves(doc, profile, series, above)
    ]
    return min(fitting, key=lambda series: series[0].index, default=[])


def alike(doc: Document) -> list[Item]:
    """The lines with words of the title behind numbers that count up: 1.竞选演讲稿, 2.竞选演讲稿; each heading has words of its own."""
    title = next((m.span.start for m in of_kind(doc.marks, "title") if m.value == "main"), -1)
    own = next((key(b.text) for b in doc.blocks if b.start == title), "")
    numbers, waste = by_block(doc.marks, "number"), by_block(doc.marks, "furniture")
    series: dict[tuple[str, str], list[Item]] = {}
    for i, block in enumerate(doc.blocks if own and numbers else ()):
        if block.text[-1] not in own or len(block.text) > _LONGEST:
            continue
        mark = numbers.get(block.start)
        if not mark or not mark.numbering or block.start in waste:
            continue
        words = key(block.text[block.find(mark.span.end) :])
        if len(words) >= _SHORTEST and words in own:
            form = mark.numbering.style, words
            series.setdefault(form, []).append(Item(i, mark.numbering.ordinal, f"{form}"))
    return max(map(run, series.values()), key=len, default=[])


def run(items: Sequence[Item], count: int = 0) -> list[Item]:
    """The longest series of items that counts up from 1; a gap or a repeat does not break it, a restart does.

    A gap is of two numbers at the most, unless the title says that there are ``count`` texts: a page may leave some out.
    Items in adjacent lines have no text between them: a table of contents.
    """
    best: list[Item] = []
    there = {item.ordinal for item in items}
    for start, first in enumerate(items):
        if first.ordinal != 1:
            continue
        out = [first]
        for item in map(
            items.__getitem__, range(start + 1, len(items))
        ):  # a slice would copy the rest each time
            if item.index == out[-1].index + 1 and item.ordinal == out[-1].ordinal > 1:
                continue  # a page may have it twice
            if item.ordinal == 1 or item.index == out[-1].index + 1:
                break
            last = out[-1].ordinal
            if last <= item.ordinal <= last + 3 or (
                last < item.ordinal <= count and there.isdisjoint(range(last + 1, item.ordinal))
            ):
                out.append(item)
        best = max(best, out, key=len)
    return best


def later(blocks: Sequence[Block], items: Sequence[Item]) -> list[Item]:
    """A series that a second page goes on with, 篇七 and 篇八; [] where it misses a number, or a line is not called 篇."""
    numbers = [item.ordinal for item in items]
    called = all(_CALLED.search(blocks[item.index].text) for item in items)
    return [*items] if called and numbers == [*range(numbers[0], numbers[0] + len(numbers))] else []


def more(blocks: Sequence[Block], families: Iterable[Sequence[Item]], last: int) -> Iterator[Item]:
    """The separators of the compilations that a page appends behind block ``last``, each under the line （扩展1）."""
    starts = extensions(blocks[last:])
    for start, end in pairwise([*(last + i for i in starts), len(blocks)]):
        inside = (run([item for item in items if start < item.index < end]) for items in families)
        found = max(inside, key=len, default=[])
        if len(found) > 1:
            yield from found


def extensions(blocks: Sequence[Block]) -> list[int]:
    """The indices of the lines under which a page appends another compilation."""
    return [
        i
        for i, b in enumerate(blocks)
        if len(b.text) <= 60 and "扩展" in b.text and _EXTENSION.search(b.text)
    ]


def _forms(text: str) -> Iterator[tuple[int, str]]:
    """(a number in a line, the line without it; without what is behind it too, where something parts these)."""
    for m in _NUMBER.finditer(text):
        ordinal = arabic(m[0]) or chinese(m[0])
        if ordinal and ordinal <= 200:
            yield ordinal, f"{text[: m.start()]}\0{text[m.end() :]}"
            if (behind := _BEHIND.match(text, m.end())) and behind.end() < len(text):
                yield ordinal, f"{text[: m.start()]}\0{behind[0]}…"


def _proves(doc: Document, profile: Profile, series: list[Item], above: int) -> bool:
    """Whether a series has a word that numbers of sections do not have, or what is below each of its lines is a text."""
    before, after = series[0].family.split("\0")
    if (
        _ALONE.match(series[0].family)
        or _WORD.search(before.removeprefix("第"))
        or after[:1] in _NOUNS
        or _SAME.search(after)
    ):
        return True
    if series[0].index - above > _GREETING:
        return False
    cues, blocks = rules(profile).cues, doc.blocks
    salute, noun = cues["salute"], cues["title-noun"]
    ends = [item.index for item in series[1:]] + [len(blocks)]
    return all(
        noun.search(blocks[item.index].text)
        or any(salute.match(b.text) for b in blocks[item.index + 1 : min(end, item.index + _GREETING)])
        for item, end in zip(series, ends, strict=True)
    )


def contents(blocks: Sequence[Block], series: Sequence[Item]) -> list[Block]:
    """The lines above a series that hold lines of it, as a table of contents does."""
    names = {text for item in series if (text := blocks[item.index].text)}
    first = series[0].index
    return [
        b
        for b in blocks[max(0, first - _ABOVE) : first]
        if b.text in names or sum(name in b.text for name in names) >= 2
    ]
