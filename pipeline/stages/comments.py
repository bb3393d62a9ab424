"""Marks what readers wrote under a text: who and when on a line, a few words below it, again and again to the end of the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipeline.model import Block, Mark, Span
from pipeline.stages.field import why
from pipeline.stages.text import SENTENCE_END

_WHY = why("furniture.comments", "high", "readers' words, each under a name and an hour")
_HEAD = re.compile(
    r"[^。!?:;,《》]{1,24}?(?: ?(?:发[表布]于|评论于|回复于|于) ?| +)"
    r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}日? +\d{1,2}:\d\d(?::\d\d)?(?: .{1,16})?$"
)
# what stands over or under what a reader wrote: 沙发, 3楼, 回复 支持(32)
_BUTTON = r"(?:回复|支持|反对|举报|引用|顶|踩|赞)(?: ?\(\d*\))?"
_CUE = re.compile(rf"(?:沙发|板凳|地板|楼主|\d{{1,4}} ?[楼#]|# ?\d{{1,4}}|{_BUTTON}(?: +{_BUTTON})*)$")
_LONGEST_HEAD, _LONGEST_CUE = 48, 24
_TOLD = 15  # characters of the first sentence of the text, at the least
_FEWEST = 2  # readers
_LINES, _WORDS = 4, 200  # that one of them writes
_REST = 8  # lines without a sentence that the page may have behind them


def comments(blocks: Sequence[Block], waste: Collection[int]) -> Iterator[Mark]:
    """Marks on what readers wrote; ``waste`` are the places of other furniture. An exchange of posts has no such buttons."""
    heads = [i for i, b in enumerate(blocks) if ":" in b.text and _is_head(b.text)]
    if len(heads) < _FEWEST:
        return
    told = next(
        (i for i, b in enumerate(blocks) if len(b.text) >= _TOLD and SENTENCE_END.search(b.text)), len(blocks)
    )
    heads = [i for i in heads if i > told]
    if len(heads) < _FEWEST:
        return
    end = heads[-1] + 1
    while end < len(blocks) and end not in waste and end <= heads[-1] + _LINES:
        end += 1
    posts = [range(a + 1, b) for a, b in pairwise([*heads, end])]
    first = heads[0]
    while _is_cue(blocks[first - 1].text):
        first -= 1
    cued = any(_is_cue(blocks[i].text) for i in range(first, end))
    if cued and all(_is_short(blocks, post) for post in posts) and _is_last(blocks, end, waste):
        for i in range(first, end):
            if i not in waste:
                yield Mark("furniture", Span(blocks[i].start, blocks[i].end), "comments", _WHY)


def _is_head(text: str) -> bool:
    dated = len(text) <= _LONGEST_HEAD and ("20" in text or "19" in text)
    return dated and _HEAD.match(text) is not None


def _is_cue(text: str) -> bool:
    return len(text) <= _LONGEST_CUE and _CUE.match(text) is not None


def _is_short(blocks: Sequence[Block], post: range) -> bool:
    """Whether what one reader wrote is no text of its own."""
    said = [text for i in post if not _is_cue(text := blocks[i].text)]
    return len(said) <= _LINES and sum(map(len, said)) <= _WORDS


def _is_last(blocks: Sequence[Block], end: int, waste: Collection[int]) -> bool:
    """Whether nothing but other furniture follows."""
    rest = [blocks[i].text for i in range(end, len(blocks)) if i not in waste]
    return len(rest) <= _REST and not any(map(SENTENCE_END.search, rest))
