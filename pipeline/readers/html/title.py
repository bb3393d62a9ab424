"""Finds the title line of a page: a main heading, or the line that says what the page's metadata call it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.fold import fold
from pipeline.readers.html.fields import is_imprint
from pipeline.readers.html.lines import Drawn, Page
from pipeline.readers.html.words import is_detail, names_site

_PARTS = re.compile(r"\s*[_|｜»>]\s*|\s+[-–—]+\s+|(?<=[\u4e00-\u9fff])-{1,2}(?=[\u4e00-\u9fff])")
_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = 4
_PART = 8  # characters of the beginning of a title
_LONGEST = 200
_BUTTON = 2  # characters of a button beside it
HEADS = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "bold", "center")
)  # hints of a line that looks like one
_UNDER = frozenset(("h2", "h3", "h4", "h5", "h6"))
_BELOW = 4  # lines under the name of a section in which the title may stand
_SECTION = 8  # characters of the name of a section
_MENU = 200  # lines under the name of the site, where its menu stands between them
_CELLS = frozenset(
    {"标题", "名称", "信息名称", "文件名称", "公文名称", "信件标题", "来信标题", "信件主题"}
)  # labels of a title in a table of details
_NEAR = 12  # lines from the beginning of the article in which its title may stand


def named_line(lines: Sequence[Drawn], titles: Sequence[str]) -> int | None:
    """The line of a page that says what its metadata call it, one that looks like a heading rather than another."""
    wholes, parts = _keys(titles)
    best: tuple[int, bool, int] | None = None
    for number, line in enumerate(lines):
        heads = not HEADS.isdisjoint(line.hints)
        rank = _rank(line, wholes, parts) if line.chars and (heads or not line.linked) else 0
        if rank > 1 and (best is None or (rank, heads, -number) > best):
            best = rank, heads, -number
    return None if best is None else _under_section(lines, -best[2], titles)


def _under_section(lines: Sequence[Drawn], number: int, titles: Sequence[str]) -> int:
    """The title under a main heading that names only the section or site, as the window does behind the title."""
    if "h1" not in lines[number].hints:
        return number
    site = names_site(lines[number].text)
    firsts = {_key(_PARTS.split(title)[0]) for title in titles} | {_key(title) for title in titles}
    if _key(lines[number].text) in firsts and not site:
        return number
    said = _keys(titles)[1] if site else firsts  # 站名-栏目-标题: the longest of these is the title
    below = range(number + 1, min(number + 1 + (_MENU if site else _BELOW), len(lines)))
    found = [
        n
        for n in below
        if not _UNDER.isdisjoint(lines[n].hints)
        and (
            _key(lines[n].text) in said
            or (_goes_on(_key(lines[n].text), said) if site else _over_day(lines, number, n))
        )
        and not names_site(lines[n].text)
    ]
    return max(found, key=lambda n: (lines[n].chars, -n)) if found else number


def _over_day(lines: Sequence[Drawn], section: int, number: int) -> bool:
    """Whether a heading right under the short name of a section is a longer one over the day of a text."""
    if lines[section].chars > _SECTION or lines[number].chars <= lines[section].chars:
        return False
    between = any(line.chars for line in lines[section + 1 : number])
    under = next((line.text for line in lines[number + 1 : number + 1 + _BELOW] if line.chars), "")
    return not between and is_imprint(under)


def says_title(line: Drawn, titles: Sequence[str]) -> bool:
    """Whether a line says one of these titles, or a part of one between signs."""
    wholes, parts = _keys(titles)
    key = _key(line.text)
    return key in wholes or key in parts or ("h1" not in line.hints and _goes_on(key, parts))


def _goes_on(key: str, parts: set[str]) -> bool:
    """Whether a line goes on with a title that the window cuts."""
    return any(len(part) >= _PART and key.startswith(part) for part in parts)


def named_in_cells(lines: Sequence[Drawn]) -> list[str]:
    """The title that the table of details of an official document gives: 标题 and 关于…的通知 in cells of a row."""
    found = []
    for line in lines:
        if "row" in line.hints and is_detail(line.text):
            cells = line.text.split("\t")
            labels = ("".join(fold(cell).split()).removesuffix(":") for cell in cells)
            found += [
                cells[n + 1]
                for n, label in enumerate(labels)
                if n % 2 == 0 and label in _CELLS and cells[n + 1 : n + 2]
            ]
    return [title for title in found if len(_key(title)) > _SHORTEST]


def title_line(page: Page, kinds: Sequence[str], first: int, end: int, titles: Sequence[str]) -> int | None:
    """The line with which the title of an article begins.

    Args:
        page: the page.
        kinds: what furniture each is; a title may stand in a header.
        first: where the article begins.
        end: where it ends.
        titles: what the page's metadata call it.

    Returns:
        Its index, before or shortly after ``first``; None where no line is one.
    """
    wholes, parts = _keys(titles)
    best: tuple[int, int, int] | None = None
    for number, line in enumerate(page.lines[: min(end, first + _NEAR)]):
        if line.chars and kinds[number] in {"", "header"}:
            rank = _rank(line, wholes, parts)
            if rank and (best is None or (rank, line.chars, number) > best):
                best = rank, line.chars, number
    return None if best is None else _begin(page, kinds, best[2], wholes, parts)


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
    shown = [line for line, kind in zip(lines, kinds, strict=True) if not kind and line.chars <= _LONGEST]
    texts = {_key(line.text) for line in shown}
    parts = [part for title in titles for part in (title, *_PARTS.split(title)) if _key(part)]
    if found := next((part for part in parts if _key(part) in texts), ""):
        return found
    # In a table of details it stands in a cell, with perhaps the name of a button after it.
    cells = [_key(cell) for line in shown if "row" in line.hints for cell in line.text.split("\t")]
    if found := next(
        (
            p
            for p in parts
            if any(0 <= len(c) - len(_key(p)) <= _BUTTON and c.startswith(_key(p)) for c in cells)
        ),
        "",
    ):
        return found
    around = "\n".join(_key(line.text) for line, kind in zip(lines, kinds, strict=True) if kind)
    stated = next((title for title in titles if any(_key(p) not in around for p in _PARTS.split(title))), "")
    first, *others = _PARTS.split(stated)
    # Old sites put their own name first: 白鹿政府网-领导讲话-让河流清起来.
    own = len(others) > 1 and names_site(first) and not names_site(others[-1])
    return others[-1] if own and len(_key(others[-1])) >= _SHORTEST else stated


def _rank(line: Drawn, wholes: Sequence[str], parts: set[str]) -> int:
    """How surely a line is the title: 0 not at all."""
    key = _key(line.text) if line.chars <= _LONGEST else ""
    at = bisect_left(wholes, key)  # they are sorted: those that begin with the key come first from here on
    whole = wholes[at] if at < len(wholes) else ""
    if key and (key == whole or key in parts):
        return 3 if "h1" in line.hints else 2
    if len(key) > _SHORTEST + 1 and whole.startswith(key):
        return 2
    return int("h1" in line.hints and 2 * line.linked <= line.chars)


def _begin(page: Page, kinds: Sequence[str], number: int, wholes: Sequence[str], parts: set[str]) -> int:
    """The first line of a title set in several, of which the metadata may name the last alone."""
    lines = page.lines
    while number and lines[number - 1].chars and not lines[number - 1].linked and not kinds[number - 1]:
        line, above = lines[number - 1], _key(lines[number - 1].text)
        heads = {"h1", "h2"}.intersection(line.hints) and above not in parts
        beside = page.boxes[line.box].parent == page.boxes[lines[number].box].parent
        if not (heads and beside) and (len(above) < 2 or not any(key.startswith(above) for key in wholes)):
            break
        number -= 1
    return number


def _keys(titles: Sequence[str]) -> tuple[list[str], set[str]]:
    """What to look for: titles as they are, in order, and their parts between signs."""
    parts = {key for title in titles for part in _PARTS.split(title) if len(key := _key(part)) >= _SHORTEST}
    return sorted([_key(title) for title in titles]), parts


def _key(text: str) -> str:
    return _SIGNS.sub("", text).lower()
