"""Finds what a page repeats or adds inside its article: the head of each of several pages saved as one, comments below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.readers.html.fields import is_imprint
from pipeline.readers.html.search import Search
from pipeline.readers.html.title import HEADS

_SAME = 10  # characters in which two lines with date and source begin alike
# Who comments, when, and as which in the row: 张三 2018-01-13 10:20 1楼.
_COMMENTER = re.compile(
    r"\S{1,20}(?: \S{1,12})? (?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?(?: \d\d?:\d\d(?::\d\d)?)?(?: \S{1,6})?"
)


def again(search: Search, first: int, end: int) -> dict[int, str]:
    """The kinds of such lines of an article.

    Args:
        search: the page.
        first: where the article begins.
        end: where it ends.
    """
    return {**dict.fromkeys(_heads(search, first, end), "header"), **_comments(search, first, end)}


def _heads(search: Search, first: int, end: int) -> Iterator[int]:
    """The title and the line under it where both come again further below."""
    lines, named = search.page.lines, search.named
    if named is None or not first <= named < end:
        return
    title = lines[named]
    under = next(_below(search, named, end), None)
    if under is None or not is_imprint(lines[under].text):
        return
    for number in range(under + 1, end):
        line = lines[number]
        if line.chars == title.chars and line.text == title.text and not HEADS.isdisjoint(line.hints):
            below = next(_below(search, number, end), None)
            if below is not None and lines[below].text[:_SAME] == lines[under].text[:_SAME]:
                yield from (number, below)


def _comments(search: Search, first: int, end: int) -> dict[int, str]:
    """From a heading of comments over the first of those who comment to the end of its block."""
    page = search.page
    for number in range(first, end):
        if search.words[number] != "comments" or not search.upto[number]:
            continue
        below = next(_below(search, number, end), None)
        if below is None or not _COMMENTER.fullmatch(page.lines[below].text):
            continue
        box = page.lines[number].box
        while box > 0 and page.boxes[box].end <= below:
            box = page.boxes[box].parent
        return dict.fromkeys(range(number, min(page.boxes[box].end, end)), "comments")
    return {}


def _below(search: Search, number: int, end: int) -> Iterator[int]:
    """The next line of the article that is not empty."""
    lines = search.page.lines
    return islice((n for n in range(number + 1, end) if lines[n].chars and not lines[n].kind), 1)
