"""Finds where verse begins: the short lines that follow a title, of which none is a title, a byline or furniture."""

from __future__ import annotations

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.bylines import byline
from pipeline.stages.text import by_block, is_title_shaped, labels, within

_LINE = 24  # characters of the longest line of verse
_TITLE = 20  # characters of the longest title over verse
_NAMES = 3  # lines of bylines and dates under a title
_FEWEST = 4  # lines of the shortest verse
_REACH = 60  # lines that are looked through for one that is none of verse


def verse(doc: Document, profile: Profile, end: int) -> int:
    """The place of the first line of verse; 0 where a text is none. Its head reaches at most to ``blocks[:end]``.

    Nothing but short lines follows its title. More empty lines part the title, or the name under it, from them than part
    most of them from each other, so that a list with an empty line behind each of its lines is none. Without an empty
    line a name must stand under the title, and nothing that begins another text (a salutation, say) may follow.
    """
    blocks, waste = doc.blocks, by_block(doc.marks, "furniture")
    first = next((i for i, b in enumerate(blocks[:_REACH]) if b.start not in waste), len(blocks))
    if not _is_title(blocks[first : first + 1]):
        return 0
    # wherever they begin, these are among the lines: in most texts a paragraph, which needs no look for names
    if any(len(b.text) > _LINE for b in blocks[first + 1 + _NAMES : first + 1 + _REACH]):
        return 0
    begin = _past_names(first + 1, doc, profile)
    lines = blocks[begin : begin + _REACH]
    if len(lines) < _FEWEST or not _are_short(lines, doc, profile):
        return 0
    if lines[0].gap:
        return begin if sum([b.gap < lines[0].gap for b in lines]) * 2 >= len(lines) else 0
    return begin + 1 if end == len(blocks) and _is_signed(lines, doc, profile) else 0


def _is_signed(lines: tuple[Block, ...], doc: Document, profile: Profile) -> bool:
    """Whether a name opens lines of which no other is one."""
    return len(lines) > _FEWEST and [bool(byline(b, doc, profile)) for b in lines[:3]] == [True, False, False]


def _past_names(begin: int, doc: Document, profile: Profile) -> int:
    """The place behind the lines under a title that stand together, where each is a byline or a date; else that of the first."""
    end = begin
    for b in doc.blocks[begin : begin + _NAMES]:
        if (end > begin and b.gap) or not (byline(b, doc, profile) or within(doc.marks, "date", b)):
            break
        end += 1
    return end if end < len(doc.blocks) and doc.blocks[end].gap else begin


def _is_title(lines: tuple[Block, ...]) -> bool:
    return bool(lines) and len(lines[0].text) <= _TITLE and is_title_shaped(lines[0].text)


def _are_short(lines: tuple[Block, ...], doc: Document, profile: Profile) -> bool:
    """Whether no line is long, a field, a number's, a row's or an item's."""
    if any(len(b.text) > _LINE or b.hints for b in lines):
        return False
    marked = by_block(doc.marks, "number")
    return not any(b.start in marked or labels(b.text, profile) for b in lines)
