"""Marks the path to a page where no pattern tells it: its names and arrows stand on lines of their own (首页, >, 讲话选登),
or it begins at the home of a body (学会首页 / 章程)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.model import Block, Mark, Span
from pipeline.stages.field import why
from pipeline.stages.text import is_title_shaped

_ARROWS = frozenset({">", ">>", "»", "›", "→", "≫"})
_SIGNS = frozenset(">»›→≫([【")
_TOP = 30  # blocks among which the path stands
_HIGHEST = 5  # blocks among which it stands on one line
_FEWEST = 2  # arrows, where the path does not begin at home
_HOME = frozenset({"首页", "网站首页", "主页"})
_HOME_OF = re.compile(r"[^。,;:/ ]{1,8}首页(?: ?/ ?[^。,;:/]{2,16})+")
_LONGEST = 16  # characters of a name in it
_PATH = why("furniture.breadcrumb", "high", "names with arrows or strokes between them")


def crumbs(blocks: Sequence[Block], found: Iterable[int]) -> Iterator[Mark]:
    """Marks on the name before each arrow; on the last name too where another line may be the title.

    The arrows are among the lines that were ``found`` to have the form of furniture.
    """
    for block in blocks[:_HIGHEST]:
        if "首页" in block.text and _HOME_OF.fullmatch(block.text):
            yield _step(block)
    arrows = [i for i in found if i < _TOP and blocks[i].text in _ARROWS]
    if not arrows or any(b - a != 2 for a, b in pairwise(arrows)):
        return
    names = [i - 1 for i in arrows]
    last, below = arrows[-1] + 1, arrows[-1] + 2
    if names[0] < 0 or below >= len(blocks) or any(not _is_name(blocks[i].text) for i in names):
        return
    if len(arrows) < _FEWEST and blocks[names[0]].text.replace(" ", "") not in _HOME:
        return
    if _is_name(blocks[last].text) and _may_be_title(blocks[below].text):
        names.append(last)
    for i in names:
        yield _step(blocks[i])


def _step(block: Block) -> Mark:
    return Mark("furniture", Span(block.start, block.end), "breadcrumb", _PATH)


def _may_be_title(text: str) -> bool:
    """Whether a line may be the title, and is not the one with date and source."""
    return is_title_shaped(text) and ":" not in text and not text[0].isdecimal()


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST and text[0] not in _SIGNS and is_title_shaped(text)
