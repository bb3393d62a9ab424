"""Tells lines that are the cells of a table or list whose columns were lost: 序号, 镇, 1, 城关, 0.60 on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.marked_names import name_behind_office
from pipeline.stages.rules import rules
from pipeline.stages.text import DOTTED

_FIGURE = re.compile(r"[\d.,%-]+$")
_AMOUNT = re.compile(r"[\d,]+[.]\d\d$")  # 1086.35, and no number of a section
_STOP = re.compile(r"[。,;:!?]")
_SENTENCE = re.compile(r"[。,;:!?、]")
_SHORT = 14
# The head of a column with the wording of rules before and after they are amended.
_AMENDED = frozenset({"修正条文", "修订条文", "修正规定", "修正后条文", "修改后", "修订后", "修正后"})
_CURRENT = frozenset({"现行条文", "现行规定", "原条文", "修改前", "修订前", "修正前"})
_LABEL = re.compile(
    r"(?:常务|第一)?副?(?:组长|主任|主任委员|总?指挥长?|召集人|理事长|会长|秘书长)(?:单位)?:|(?:成员|委员|队员)(?:单位)?:"
)
PRESENT = re.compile(r"(?:因[事公病故])?(?:出席|列席|缺席|请假|参加|与会|到会)[^:]{0,6}:")
_WIDE = re.compile(
    r"(?P<name>[^ ,。:;]{2,4}|[^ ,。:;] {1,4}[^ ,。:;])(?:\(女\))? {2,}(?P<post>[^ ,。:;]{2,24})$"
)


_NAMES = re.compile(r"[^,。:;!?]{1,8}(?: {2,}[^,。:;!?]{1,8})+$")  # parted by wide blanks


def is_figure(text: str) -> bool:
    """Whether a line holds a number and nothing else."""
    return len(text) <= 10 and text[0].isdecimal() and _FIGURE.match(text) is not None


def is_cell(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line is a figure in a table: among other cells, or beside another figure. Page numbers stand apart, or count up."""
    return is_figure(blocks[i].text) and (_among_cells(blocks, i) or _in_column(blocks, i))


def heads_row(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line without a stop is the first cell of a row, whose figures stand under it."""
    if i + 1 >= len(blocks) or not is_figure(below := blocks[i + 1].text):
        return False
    figures = _AMOUNT.match(below) or (i + 2 < len(blocks) and is_figure(blocks[i + 2].text))
    return bool(figures) and not _STOP.search(blocks[i].text)


def _among_cells(blocks: Sequence[Block], i: int) -> bool:
    """Whether the lines before and after a line are as short as cells, without the signs of a sentence.

    The number of a page stands by the text of the page.
    """
    return 0 < i < len(blocks) - 1 and _is_short(blocks[i - 1].text) and _is_short(blocks[i + 1].text)


def _in_column(blocks: Sequence[Block], i: int) -> bool:
    """Whether the line before or after a figure is a figure too, and the two do not count up as pages do."""
    pairs = [blocks[n : n + 2] for n in (i - 1, i) if n >= 0]
    return any(
        len(pair) > 1 and all(is_figure(b.text) for b in pair) and not _counts_up(pair[0].text, pair[1].text)
        for pair in pairs
    )


def _counts_up(above: str, below: str) -> bool:
    return above.isdecimal() and below.isdecimal() and int(below) == int(above) + 1


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and not _SENTENCE.search(text)


def compared(blocks: Sequence[Block], short: Sequence[int]) -> int:
    """Where the cells of a table begin that compares rules before and after a change; their number where none does.

    ``short`` are the places of the short lines, among them all that have no more than five characters.
    """
    for i in short:
        text = blocks[i].text
        if i and 3 <= len(text) <= 5:
            pair = {text, blocks[i - 1].text}
            if not pair.isdisjoint(_CURRENT) and not pair.isdisjoint(_AMENDED):
                return i + 1
    return len(blocks)


def rostered(blocks: Sequence[Block], profile: Profile) -> set[int]:
    """The lines below a label such as 成员: up to the next sentence, and offices with names below 出席者:."""
    out: set[int] = set()
    on = present = False
    for i, block in enumerate(blocks):
        text = block.text
        label = text.split(":")[0].replace(" ", "") + ":" if ":" in text[:14] else ""
        present = bool(PRESENT.match(label)) or (present and name_behind_office(text, profile) > 0)
        if present:
            out.add(i)
        if _LABEL.match(label):
            on = True
        elif on and (text[-1] in "。;:" or len(text) > 40):
            on = False
        if on:
            out.add(i)
    return out


def is_member(text: str, profile: Profile) -> bool:
    """Whether a line is a name, a wide blank and a post."""
    found = _WIDE.match(text) if "  " in text else None
    if not found:
        return False
    made = rules(profile)
    return bool(made.surnames.match(found["name"]) and made.cues["office"].search(found["post"]))


def is_of_row(text: str, above: str) -> bool:
    """Whether a name with a dot in it is one more of those in the row above: 阿依努尔·买买提."""
    return "·" in text and "  " in above and bool(DOTTED.match(text)) and bool(_NAMES.match(above))
