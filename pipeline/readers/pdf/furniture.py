"""Running heads and feet and page numbers: rows at the edge of pages that come back, or count the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.lines import Row, bare

_EDGE = 3  # rows at the top and at the bottom of a page that may be furniture
_SHARE = 0.6  # of the pages, or of the odd or even ones
_SAME_HEIGHT = 3.0  # points
_STANDS_APART = 1.25  # times the distance of most rows, to the next row
_SHORT = 0.7  # of the widest row
_SMALL = 0.9  # of the body type
_HEAD, _TITLE = 0.75, 1.1  # of the body type: a head over the title of a single page, and this title
_ANNEX = ("附件", "附录", "附錄", "附表")
# What browsers print beside a page's title and its number: the time, the address.
_PRINTED = re.compile(
    r"(?:https?|file)://\S+"
    r"|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?,?(?:[上下]午|凌晨|早上|中午|晚上)?\d{1,2}:\d\d(?::\d\d)?(?:[AP]M)?",
    re.IGNORECASE,
)
_ISSUE = re.compile(r"\D{2,20}(?:19|20)\d\d年(?:第?\d{1,3}卷)?[,，]?第\d{1,3}期(?:[(（]总第?\d+期[)）])?")
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(
    r"[-—–─―·•~_(（\[【]*"
    r"(?:(?:第|[Pp](?:age|\.)?)?\d{1,4}[页頁]?(?:(?:/|[Oo]f|[,，]?共)\d{1,4}[页頁]?)?"
    r"|第[一二三四五六七八九十百零〇]+[页頁](?:[,，]?共[一二三四五六七八九十百零〇]+[页頁])?)"
    r"[-—–─―·•~_)）\]】]*"
)


@dataclass(frozen=True, slots=True)
class Sides:
    """A page's rows, and those outside its text as (kind, text) pairs from top to bottom."""

    rows: tuple[Row, ...]
    head: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]


def sides(pages: Sequence[list[Row]], size: float) -> list[Sides]:
    """Part the furniture from the text.

    Args:
        pages: the rows of each page from top to bottom.
        size: of the body type, in points.
    """
    step = _step(pages, size)
    top = _at_edge(pages, step, size, last=False)
    bottom = _at_edge(pages, step, size, last=True)
    found = []
    for number, page in enumerate(pages):
        head, foot = top[number], min(bottom[number], len(page) - top[number])
        body = page[head : len(page) - foot]
        if not body:  # a page of furniture alone is more likely a short page that looks like others
            head, foot, body = 0, 0, page
        found.append(
            Sides(
                tuple(body),
                tuple(_named(page[:head], "header")),
                tuple(_named(page[len(page) - foot :], "footer")),
            )
        )
    return found


def _step(pages: Sequence[list[Row]], size: float) -> float:
    """The distance of most rows to the next, in points."""
    steps = Counter(round(a[0].y - b[0].y) for page in pages for a, b in pairwise(page))
    usual = [(count, step) for step, count in steps.items() if size < step < 3.2 * size]
    return float(max(usual)[1]) if usual else 1.8 * size


def _named(rows: Iterable[Row], kind: str) -> Iterable[tuple[str, str]]:
    for row in rows:
        for stretch in row:
            yield ("page" if _PAGE.fullmatch(bare(stretch.text)) else kind), stretch.text


def _at_edge(pages: Sequence[list[Row]], step: float, size: float, last: bool) -> list[int]:
    """How many rows at one edge of each page are furniture; all rows further out than one of them are too."""
    # One row more than may be furniture: what the innermost of them stands apart from.
    edges = [page[::-1][: _EDGE + 1] if last else page[: _EDGE + 1] for page in pages]
    returning = _returning(edges, step, size)
    counts = []
    for number, edge in enumerate(edges):
        deepest = 0
        for depth, row in enumerate(edge[:_EDGE]):
            outer = not depth and (
                _is_number(row, edge, number + 1, step)
                or (_is_small(row, size) and (_is_printed(row) or (not last and _is_issue(edge))))
                or (not last and len(pages) == 1 and _is_head(edge, size, step))
            )
            if outer or (number, depth) in returning:
                deepest = depth + 1
        counts.append(deepest)
    return counts


def _returning(edges: list[list[Row]], step: float, size: float) -> set[tuple[int, int]]:
    """(page index, depth) of the rows whose text comes back at one height, digits aside."""
    places: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    widest = max((_width(row) for edge in edges for row in edge), default=0.0)
    for number, edge in enumerate(edges):
        for depth, row in enumerate(edge[:_EDGE]):
            text = _DIGITS.sub("#", bare("".join(s.text for s in row)))
            # A line of prose, or 第12条, can open several pages by chance, and the end of a sentence can close them.
            likely = _width(row) <= _SHORT * widest and "#" not in text and text[-1:] not in "。！？；"
            if not (likely or _is_small(row, size) or _apart(edge, depth, step)):
                continue
            places[text].append((number, depth, row[0].y))
    found: set[tuple[int, int]] = set()
    for seen in places.values():
        height = median(y for _, _, y in seen)
        level = [(n, d) for n, d, y in seen if abs(y - height) <= _SAME_HEIGHT]
        if len(edges) == 2:
            level = [
                (n, d)
                for n, d in level
                if _apart(edges[n], d, step) or (_is_small(edges[n][d], size) and not d)
            ]
        if _often({n for n, _ in level}, len(edges)):
            found |= set(level)
    return found | _zone(edges, step)


def _width(row: Row) -> float:
    return row[-1].x1 - row[0].x0


def _often(pages: set[int], total: int) -> bool:
    if len(pages) < 2:
        return False
    if len(pages) >= _SHARE * total:
        return True
    odd = {n for n in pages if n % 2}
    return total >= 4 and (
        len(odd) >= _SHARE * (total // 2) or len(pages - odd) >= _SHARE * ((total + 1) // 2)
    )


def _zone(edges: list[list[Row]], step: float) -> set[tuple[int, int]]:
    """Outermost rows at one height that stand apart from the text, although their words change with the chapter."""
    outer = [(n, edge[0]) for n, edge in enumerate(edges) if edge and _apart(edge, 0, step)]
    if len(outer) < max(4, _SHARE * len(edges)):
        return set()
    height = median(row[0].y for _, row in outer)
    level = [(n, row) for n, row in outer if abs(row[0].y - height) <= _SAME_HEIGHT]
    texts = {_DIGITS.sub("#", bare("".join(s.text for s in row))) for _, row in level}
    if len(level) < _SHARE * len(edges) or len(texts) > len(level) / 2:
        return set()
    return {(n, 0) for n, _ in level}


def _apart(edge: list[Row], depth: int, step: float) -> bool:
    inner = edge[depth + 1 :]
    return not inner or abs(edge[depth][0].y - inner[0][0].y) >= _STANDS_APART * step


def _is_small(row: Row, size: float) -> bool:
    """Whether a row is set in smaller type than the text."""
    return all(s.size < _SMALL * size for s in row)


def _is_printed(row: Row) -> bool:
    """Whether a browser put a row on the paper."""
    return len(row) > 1 and any(_PRINTED.fullmatch(bare(s.text)) for s in row)


def _is_issue(edge: list[Row]) -> bool:
    """Whether the outermost row names the issue of a periodical over larger type: no source in a list of them."""
    larger = len(edge) > 1 and edge[1][0].size > edge[0][0].size
    return larger and _ISSUE.fullmatch(bare("".join(s.text for s in edge[0]))) is not None


def _is_head(edge: list[Row], size: float, step: float) -> bool:
    """Whether the outermost row of a single page is a running head: much smaller type, well over that of a title."""
    small = all(s.size <= _HEAD * size for s in edge[0])
    over = len(edge) > 1 and edge[1][0].size >= _TITLE * size
    return small and over and _apart(edge, 0, step) and not edge[0][0].text.startswith(_ANNEX)


def _is_number(row: Row, edge: list[Row], page: int, step: float) -> bool:
    """Whether an outermost row is a page number by its form; a bare number has to be that of its page."""
    text = bare("".join(s.text for s in row))
    if not _PAGE.fullmatch(text) or len(row) > 1:
        return False
    return not text.isdecimal() or (int(text) == page and _apart(edge, 0, step))
