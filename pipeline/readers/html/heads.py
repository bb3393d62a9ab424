"""Finds the title of a page by where it stands: set apart from the text, right over the line with its date and source."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from pipeline.readers.html.fields import is_imprint
from pipeline.readers.html.lines import Page
from pipeline.readers.html.title import HEADS
from pipeline.readers.html.words import is_detail

_LONGEST, _SHORTEST = 60, 4  # characters of a line of a title
_LONGEST_SUBHEAD = 30
_LONG, _STOPS = 30, ("。", "！", "？")  # how a paragraph ends that is surely longer than a greeting
_SET_APART = {"bold", "center"}
_OPENED = re.compile(
    r"[\s(（【\[▲△图]|——|第\s*[0-9〇零一二三四五六七八九十百]+\s*[章节節编編条條]|[0-9一二三四五六七八九十]+[、.．]"
)
_FIRST = re.compile(r"第\s*[一1]\s*[章编編条條]")  # what opens the text of a rule that a letter brings
_LABEL = re.compile(r"[^：:]{1,10}([^：:]{2})[：:]\s*[^：:\s]")
_MOST = 3  # lines of one
# Who wrote, between the title and the line with the day: a short name, spread or not, or any behind what he is.
_WRITER = re.compile(
    r"\s*(?:[\u4e00-\u9fff]\s*){2,3}$"
    r"|\s*(?:(?:文|作者|本[报報刊][记記]者|[记記]者|通[讯訊][员員])[\s：:/]*(?:[\u4e00-\u9fff]{2,4}[\s、]*){1,3}){1,2}$"
)
_DOCKET = re.compile(r"\S{2,12}[〔\[（(](?:19|20)\d\d[〕\]）)]\s*第?\d+号\s*$")
_ADDRESSEE = re.compile(r"[^。！？]{2,60}：\s*$")
_CLOSED = ("。", "；", "，", "：", ":")


def head_lines(page: Page, words: Sequence[str]) -> range:
    """The lines of the title over the first line with a date and a source; empty where there is none.

    A block that is called a title is one as well over the number of an official letter or over its addressees.

    Args:
        page: the page.
        words: the kind of furniture that each line is by its own words, "" for none.
    """
    above = over = -1
    for number, line in enumerate(page.lines):
        if not line.chars or line.kind:
            continue
        written = over >= 0 and _WRITER.match(page.lines[above].text) and _heads(page, over, number, words)
        if written or (above >= 0 and _heads(page, above, number, words)):
            return _whole(page, over if written else above, words)
        if line.text.endswith("。") and not (line.linked or words[number]):
            break  # the text has begun
        above, over = number, above
    return range(0)


def _heads(page: Page, above: int, number: int, words: Sequence[str]) -> bool:
    """Whether a line is the last one of a title, given the line right below it."""
    if not _is_head(page, above, words):
        return False
    line = page.lines[number]
    if not line.linked and is_imprint(line.text):
        return True
    called = page.boxes[page.lines[above].box].label.title
    return called and (_DOCKET.match(line.text) or _ADDRESSEE.match(line.text)) is not None


def subheads(page: Page, texts: Sequence[int], captions: Set[int] = frozenset()) -> set[int]:
    """The lines of an article that stand in its middle in bold, each over a paragraph, where no element says what heads it.

    Args:
        page: the page.
        texts: the lines of the article.
        captions: those of its tables and pictures.
    """
    lines = page.lines
    found: set[int] = set()
    begun = False
    opening = -1
    for number, below in pairwise(texts):
        line, under = lines[number], lines[below].hints
        apart = not _SET_APART.issubset(under) or _FIRST.match(lines[below].text)
        if apart and number not in captions and _SET_APART.issubset(line.hints):
            short = 1 < line.chars <= _LONGEST_SUBHEAD
            if short and not line.linked and not line.text.endswith(_CLOSED) and not _OPENED.match(line.text):
                if begun:
                    found.add(number)
                else:
                    opening = number
        begun = begun or line.text.endswith("。" if line.chars < _LONG else _STOPS)
    # The first of several speeches has no text before it.
    if opening >= 0 and any(_are_alike(lines[opening].text, lines[number].text) for number in found):
        found.add(opening)
    return found


def _are_alike(one: str, other: str) -> bool:
    """Whether two lines name a speaker and his topic in the same form: 柳青禾代表：… and 闻笛代表：…."""
    first, second = _LABEL.match(one), _LABEL.match(other)
    return first is not None and second is not None and first[1] == second[1]


def _is_head(page: Page, number: int, words: Sequence[str]) -> bool:
    """Whether a line could be one of a title: short, set apart, no link and none of the words of furniture."""
    line = page.lines[number]
    if not _SHORTEST <= line.chars <= _LONGEST or line.linked or words[number] or line.text.endswith(_CLOSED):
        return False
    if HEADS.isdisjoint(line.hints) and not page.boxes[line.box].label.title:
        return False
    return not (is_imprint(line.text) or is_detail(line.text))


def _whole(page: Page, last: int, words: Sequence[str]) -> range:
    """The lines of a title that ends with one, all in the same block, but for the subtitle behind a dash."""
    first = last
    while first > max(last - _MOST + 1, 0) and _is_head(page, first - 1, words):
        box, under = page.lines[first - 1].box, page.lines[first].box
        dashed = page.lines[first].text[0] in "—─" and page.boxes[box].parent == page.boxes[under].parent
        if box != under and not dashed:
            break
        first -= 1
    return range(first, last + 1)
