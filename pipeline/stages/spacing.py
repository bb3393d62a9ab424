"""Hard-wrapped lines with an empty line between any two, as viewers and office programs copy them, and figures that a wrap cuts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.frozen import replace
from pipeline.model import Block
from pipeline.profile import Profile
from pipeline.stages.numbers import opens
from pipeline.stages.rows import open_rows, stops, widths

_FEWEST = 8  # rows that show a width
_FEW = 0.1  # of the rows may stand without an empty line above them
_NARROWEST, _WIDEST = 24, 130  # columns
_LONGEST = 140  # characters of a row in such a text
_HEADING = 22  # characters of a heading with a number
_DIGITS = frozenset("0123456789.)")  # what may end a row inside a figure
_SURE = 2  # rows that nothing but a wrap explains
_INNER = re.compile(r"[。;!?].")  # a sentence ends inside
_CONTINUES = ",。、;:!?”’)》】"
_FIGURE = re.compile(r"[一-鿿]\d[\d,]*$")  # 收入21|.3亿元
_REST = re.compile(r"\.\d+[%‰一-鿿]")
_POINT = re.compile(r"[一-鿿]\d[\d,]*\.$")  # 增长9.|6%; a number without its unit ends no sentence
_YEAR = re.compile(r"[一-鿿]\(\d{2,3}\)$")  # 望川县渡口管理处（56）|辅柒字第3370号令
_ORDER = re.compile(r"[一-鿿]{1,8}字第 ?\d")
_PAUSE = re.compile(r"[,。;]")
_UNITS = re.compile(r"\d+(?:%|‰|个百分点|万|亿|元|倍|吨|平方|公里|千米|公顷|亩|米)")


def closed_up(rows: Sequence[Block], profile: Profile) -> Sequence[Block]:
    """The rows of a text that is hard wrapped and double-spaced as if it were single-spaced; other rows as they are."""
    if len(rows) < _FEWEST or any(len(row.text) > _LONGEST for row in rows):
        return rows
    close = sum([not row.gap for row in rows[1:]])
    if close > _FEW * len(rows) or not _is_wrapped(rows, profile):
        return rows
    return [replace(row, gap=row.gap - 1) if row.gap else row for row in rows]


def _is_wrapped(rows: Sequence[Block], profile: Profile) -> bool:
    """Whether lines end at one width inside sentences, which neither headings, slogans nor verse do."""
    opened = open_rows([row.text for row in rows])
    if len(opened) < max(3, len(rows) // 6):
        return False
    columns = [width + row.indent for width, row in zip(widths(rows), rows, strict=True)]
    full = sorted(columns)[len(rows) * 3 // 4]
    if not _NARROWEST <= full <= _WIDEST or max(columns) > 1.1 * full:
        return False
    cut = [i for i in opened if i + 1 < len(rows) and _goes_on(rows[i], rows[i + 1], profile)]
    told = [i for i in cut if columns[i] >= 0.9 * full]
    sure = [
        i
        for i in told
        if _INNER.search(rows[i].text) or rows[i + 1].text[0] in _CONTINUES or _cuts(rows[i], rows[i + 1])
    ]
    return (
        len(told) >= max(3, len(rows) // 6, 0.6 * len(cut))
        and len(sure) >= max(_SURE, 0.2 * len(told))
        and any(stops(row.text) for row in rows)
    )


def _goes_on(a: Block, b: Block, profile: Profile) -> bool:
    """Whether nothing in the form of two rows says that they are not of one paragraph."""
    if a.hints or b.hints or b.indent > a.indent:
        return False
    return not opens(b.text, profile) and not (len(a.text) < _HEADING and opens(a.text, profile))


def cut_figures(rows: Sequence[Block], texts: Sequence[str]) -> set[int]:
    """The rows that end inside a figure or the number of an order which the next row ends: 收入21|.3亿元, 增长9.|6%.

    Their texts are given.
    """
    ends = [i for i, text in enumerate(texts) if text[-1] in _DIGITS]
    return {i for i in ends if i + 1 < len(rows) and _cuts(rows[i], rows[i + 1])}


def _cuts(a: Block, b: Block) -> bool:
    """Whether the cut between two rows is inside a figure, or the number of an order."""
    if a.text[-1] == ")":
        return not b.gap and _ORDER.match(b.text) is not None and _YEAR.search(a.text) is not None
    if b.gap or b.indent or a.hints or b.hints:
        return False
    left, right = a.text, b.text
    if right[0] == ".":
        return _REST.match(right) is not None and _FIGURE.search(left) is not None
    if not right[0].isdigit() or not _UNITS.match(right):
        return False
    if left[-1] == ".":
        return _POINT.search(left) is not None
    return _FIGURE.search(left) is not None and _PAUSE.search(left) is not None  # 人均600|0美元
