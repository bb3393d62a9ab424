"""Finds the table of contents of a text: lines under the word 目录, or lines that come again right below them, with text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.model import Block, Document, Mark
from pipeline.stages.latest import Latest
from pipeline.stages.listing import rows_below
from pipeline.stages.text import SENTENCE_END, of_kind

KIND = "contents"  # of furniture
_REACH = 60  # blocks among which it begins
_LONGEST = 70  # of an entry
_HEADING = re.compile(r"[【\[]?(?:目 *[录次]|(?i:table of contents|contents))[】\]]? ?:?(?=$| *第)")
_HEADING_FIRSTS = frozenset("【[目CcTt")
_CALLED = 40  # characters of a heading that says of what it is the table: 望川县渡口应急预案目录
_LEADER = re.compile(r"[ .·…]*\d{0,4}$|[ .·…]{2,}[IVX]{1,4}$")
_ARTICLES = re.compile(r" ?\(第[^()]{1,8}条[^()]{0,12}\)$")  # 第一章 总则（第一条—第四条）
_NEXT = re.compile(
    r"(?=第 ?[〇零一二三四五六七八九十百\d]{1,4} ?[编篇章节])"
)  # between the entries of one line
_FIRST = 2  # lines of a table among which its first entry is
_ALIKE = 4  # first characters that an entry has again
_FEWEST = 3  # entries without a heading
_TEXT = 25  # characters of a line that is none
_OPEN = frozenset("。;:,!")  # ends no entry


def contents(blocks: Sequence[Block]) -> Sequence[Block]:
    """The lines of the table of contents at the top of a text, with its heading."""
    for i, block in enumerate(blocks[:_REACH]):
        if block.text[0] in _HEADING_FIRSTS and (found := _HEADING.match(block.text)):
            return _headed(blocks, i, block.text[found.end() :])
    return _unheaded(blocks)


def begins(blocks: Sequence[Block], i: int, waste: Mapping[int, Mark]) -> bool:
    """Whether block ``i`` is right behind the table of contents, and what it lists first."""
    first = i
    while first and (mark := waste.get(blocks[first - 1].start)) and mark.value == KIND:
        first -= 1
    return any(_entry(blocks[i].text) in _entries(b.text) for b in blocks[first : min(i, first + _FIRST)])


_latest = Latest[frozenset[int]]()


def listed(doc: Document) -> frozenset[int]:
    """The blocks that a table of contents names, line for line. It is asked for each text of a compilation."""
    waste = of_kind(doc.marks, "furniture")
    return _latest.answer((doc.blocks, waste), lambda: _listed(doc, waste))


def _listed(doc: Document, waste: Sequence[Mark]) -> frozenset[int]:
    rows = {mark.span.start for mark in waste if mark.value == KIND}
    if not rows:
        return frozenset()
    entries = {entry for b in doc.blocks if b.start in rows for entry in _entries(b.text)}
    return frozenset(
        i
        for i, b in enumerate(doc.blocks)
        if b.start not in rows and (entry := _entry(b.text)) and entry in entries
    )


def _headed(blocks: Sequence[Block], heading: int, first: str) -> Sequence[Block]:
    """The lines of a table from its heading on, which may hold the ``first`` entries."""
    below = heading + (not first)
    entry = (_entries(first) or _entries(blocks[below].text if below < len(blocks) else "") or [""])[0]
    again = next((k for k in range(below + 1, len(blocks)) if _entry(blocks[k].text) == entry), 0)
    rows = blocks[heading:again]
    if again and entry and all(_may_list(b.text) for b in rows[1:]):
        return rows
    rest = rows_below(blocks, heading)
    return blocks[heading : rest.stop] if rest else ()


def _unheaded(blocks: Sequence[Block]) -> Sequence[Block]:
    """A run of short lines that come again right below it, each or at least the lowest ones over text of their own.

    A line with a colon over them announces what is said.
    """
    begun = [block.text.replace(" ", "")[:_ALIKE] for block in blocks[:_REACH]]
    often = Counter(begun)
    if len(often) == len(begun):
        return ()  # nothing comes again
    run: dict[str, int] = {}
    for j, block in enumerate(blocks[:_REACH]):
        if not _may_list(block.text):
            run = {}
            continue
        if often[begun[j]] == 1:
            continue
        entry = _entries(block.text)[0]
        i = run.setdefault(entry, j)
        above = blocks[i - 1].text if i else ""
        if entry and i < j and above[-1:] != ":" and _have_text(blocks, i, j):
            return blocks[i - (above.endswith("目录") and len(above) <= _CALLED) : j]
    return ()


def _have_text(blocks: Sequence[Block], first: int, end: int) -> bool:
    """Whether the entries in ``blocks[first:end]`` come again in order below, and half of them or more over text."""
    entries = [entry for block in blocks[first:end] for entry in _entries(block.text)]
    if len(entries) < _FEWEST or len({*entries}) < len(entries):
        return False  # a title that comes again over the same lines
    found, over, bare = 0, 0, False  # entries that came, those over text, whether the last has none so far
    for block in blocks[end:]:
        text = block.text
        if found < len(entries) and _entry(text) == entries[found] != "":
            found, bare = found + 1, True
        elif bare and (len(text) >= _TEXT or SENTENCE_END.search(text)):
            over, bare = over + 1, False
            if found == len(entries):
                return 2 * over >= found
    return False


def _may_list(text: str) -> bool:
    return text[-1] not in _OPEN and (len(text) <= _LONGEST or len(_entries(text)) > 1)


def _entries(text: str) -> list[str]:
    """The entries of a line, which are several where a table is not broken into lines: 第一章 总则 第二章 渡船."""
    return [_entry(part) for part in _NEXT.split(text) if part]


def _entry(text: str) -> str:
    """The words of an entry without page, articles and blanks; none of a line that is too long for one."""
    if len(text) > _LONGEST:
        return ""
    return _ARTICLES.sub("", _LEADER.sub("", text)).replace(" ", "")
