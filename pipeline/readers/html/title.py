"""Finds the title line of a page: a main heading, or the line that says what the page's metadata call it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.html.lines import Drawn

_PARTS = re.compile(r"\s*[_|｜»>]\s*|\s+[-–—]+\s+|(?<=[\u4e00-\u9fff])-{1,2}(?=[\u4e00-\u9fff])")
_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = 4
_LONGEST = 200
_NEAR = 12  # lines from the beginning of the article in which its title may stand


def title_line(lines: Sequence[Drawn], kinds: Sequence[str], first: int, titles: Sequence[str]) -> int | None:
    """The line with which the title of an article begins.

    Args:
        lines: those of the page up to the end of the article.
        kinds: what furniture each is; a title may stand in a header.
        first: where the article begins.
        titles: what the page's metadata call it.

    Returns:
        Its index, before or shortly after ``first``; None where no line is one.
    """
    wholes = [_key(title) for title in titles]
    parts = {key for title in titles for part in _PARTS.split(title) if len(key := _key(part)) >= _SHORTEST}
    best: tuple[int, int, int] | None = None
    for number, line in enumerate(lines[: first + _NEAR]):
        if line.chars and kinds[number] in {"", "header"}:
            rank = _rank(line, wholes, parts)
            if rank and (best is None or (rank, line.chars, number) > best):
                best = rank, line.chars, number
    return None if best is None else _begin(lines, best[2], wholes)


def stated_title(titles: Sequence[str], lines: Sequence[Drawn], kinds: Sequence[str]) -> str:
    """The title that the metadata give the text, without the name of the site.

    Args:
        titles: what the page's metadata call it, the most trusted first.
        lines: those of the page.
        kinds: what furniture each is, "" for text.

    Returns:
        The part of a title that a line of the text says, else the first title that furniture does not say as well; ""
        when it does, for then it is the name of the site.
    """
    texts = {
        _key(line.text)
        for line, kind in zip(lines, kinds, strict=True)
        if not kind and line.chars <= _LONGEST
    }
    parts = [part for title in titles for part in (title, *_PARTS.split(title)) if _key(part)]
    if found := next((part for part in parts if _key(part) in texts), ""):
        return found
    around = "\n".join(_key(line.text) for line, kind in zip(lines, kinds, strict=True) if kind)
    return next((title for title in titles if any(_key(p) not in around for p in _PARTS.split(title))), "")


def _rank(line: Drawn, wholes: Sequence[str], parts: set[str]) -> int:
    """How surely a line is the title: 0 not at all."""
    key = _key(line.text) if line.chars <= _LONGEST else ""
    if key and (key in wholes or key in parts):
        return 3 if "h1" in line.hints else 2
    if len(key) > _SHORTEST + 1 and any(whole.startswith(key) for whole in wholes):
        return 2
    return int("h1" in line.hints and 2 * line.linked <= line.chars)


def _begin(lines: Sequence[Drawn], number: int, wholes: Sequence[str]) -> int:
    """The first line of a title set in several."""
    while number and lines[number - 1].chars and not lines[number - 1].linked:
        above = _key(lines[number - 1].text)
        if len(above) < 2 or not any(whole.startswith(above) for whole in wholes):
            break
        number -= 1
    return number


def _key(text: str) -> str:
    return _SIGNS.sub("", text).lower()
