"""How a PDF sets its paragraphs: size of the body type, margins of each column, leading, and what opens a paragraph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pipeline.readers.pdf.columns import Line
from pipeline.readers.pdf.lines import Row

_AT_MARGIN = 0.35  # sizes of the type from the margin, at most, where lines are justified
_FEW_BEYOND = 3  # lines that may reach beyond a margin
_FEW = 12  # lines of a column that are too few to tell its margins
_FINAL = re.compile(r"[。！？：；…!?:;.][”’」』）)\"']*\s*$")

Slot = tuple[int, int]
Margins = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """``style`` says what tells paragraphs apart: an indented or a hanging first line, a gap, or nothing.

    ``justified`` tells that all lines but the last of a paragraph end at the margin.
    ``usual`` is the indent that opens most paragraphs, in sizes of the type.
    ``leading`` is the distance of two baselines in a paragraph, in points; ``bold`` tells that most type is bold.
    """

    size: float
    leading: float
    bold: bool
    justified: bool
    style: Literal["indent", "hang", "gap", "none"]
    usual: float
    margins: dict[tuple[int, Slot], Margins]

    def left(self, line: Line) -> float:
        return self.margins[line.page % 2, line.slot][0]

    def right(self, line: Line) -> float:
        return self.margins[line.page % 2, line.slot][1]

    def indent(self, line: Line) -> float:
        """How far a line begins from its column's margin, in sizes of its type."""
        return (line.x0 - self.left(line)) / line.size

    def is_full(self, line: Line, after: Line, slack: float = -0.1) -> bool:
        """Whether the first word of the next line would not have fitted into a line."""
        return self.right(line) - line.end < after.first + slack * line.size

    def ends_full(self, line: Line, after: Line) -> bool:
        """The same, judged by the margin itself where all full lines reach it."""
        if self.justified and abs(line.size - self.size) <= 0.06 * self.size:
            return self.right(line) - line.end < _AT_MARGIN * line.size
        return self.is_full(line, after)


def body_size(pages: Iterable[list[Row]]) -> float:
    """The size that most characters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for row in page:
            for s in row:
                sizes[s.size] += len(s.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def is_final(text: str) -> bool:
    """Whether a line ends as a paragraph may end."""
    return _FINAL.search(text) is not None


def shape(lines: Sequence[Line], size: float) -> Shape:
    """Measure a document.

    Args:
        lines: those of the text, in reading order.
        size: of the body type, in points.
    """
    body = [line for line in lines if abs(line.size - size) <= 0.06 * size and not line.ruled]
    bold = sum(len(line.text) for line in body if line.bold) * 2 > sum(len(line.text) for line in body)
    pairs = [(a, b) for a, b in pairwise(body) if below(a, b)]
    ragged = Shape(size, 0.0, bold, False, "none", 0.0, _margins(lines))
    # Only after a full line can a paragraph go on.
    inner = [(a, b) for a, b in pairs if ragged.is_full(a, b)] or pairs
    ragged = replace(ragged, leading=_leading([a.y - b.y for a, b in inner], size))
    plain = replace(ragged, justified=_justified(body, ragged))
    return replace(plain, style=_style(pairs, plain), usual=_usual(body, plain))


def below(a: Line, b: Line) -> bool:
    """Whether line ``b`` stands under ``a`` in the same column."""
    return a.page == b.page and a.slot == b.slot and a.y > b.y


def _leading(steps: list[float], size: float) -> float:
    """The least distance that is no exception: where most paragraphs have one line, most distances are wider."""
    near = sorted(step for step in steps if 0.8 * size < step < 3.2 * size)
    if not near:
        return 1.6 * size
    least = max(1, round(0.08 * len(near)))
    for i in range(len(near) - least + 1):
        close = near[i : i + least]
        if close[-1] - close[0] <= 1.5:  # points; lines with other fonts in them stand a little apart
            return sum(close) / least
    return near[len(near) // 2]


def _justified(body: list[Line], shape: Shape) -> bool:
    near = [line for line in body if shape.right(line) - line.x1 < 2 * line.size]
    at = sum(
        min(abs(shape.right(line) - line.x1), abs(shape.right(line) - line.end)) < 0.1 * line.size
        for line in near
    )
    return bool(near) and at >= 0.7 * len(near)


def _usual(body: list[Line], shape: Shape) -> float:
    indents = Counter(round(shape.indent(line), 1) for line in body if shape.indent(line) > 0.6)
    return indents.most_common(1)[0][0] if indents else 0.0


def _style(pairs: list[tuple[Line, Line]], shape: Shape) -> Literal["indent", "hang", "gap", "none"]:
    if not pairs:
        return "none"
    apart = [b.y < a.y - 1.2 * shape.leading for a, b in pairs]
    opening = hanging = gaps = 0
    for (a, b), gap in zip(pairs, apart, strict=True):
        indented = 1.2 <= shape.indent(b) <= 4.5
        if indented and (gap or not shape.is_full(a, b) or (shape.indent(a) < 0.6 and is_final(a.text))):
            opening += 1
        elif indented and shape.indent(a) < 0.6:
            hanging += 1
        gaps += gap
    least = max(1.0, 0.04 * len(pairs))
    if opening >= least and opening > hanging:
        return "indent"
    if gaps >= least:
        return "gap"
    return "hang" if hanging >= least else "none"


def _margins(lines: Sequence[Line]) -> dict[tuple[int, Slot], Margins]:
    """The margins of each column on odd and on even pages, which may differ in print."""
    columns: dict[tuple[int, Slot], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.page % 2, line.slot].append(line)
    found = {}
    for (parity, slot), own in columns.items():
        group = own
        if len(own) < _FEW:
            group = own + columns.get((1 - parity, slot), [])
        if len(group) < _FEW and slot == (0, 1):
            group = list(lines)
        found[parity, slot] = _edge([g.x0 for g in group]), -_edge([-g.x1 for g in group])
    return found


def _edge(values: list[float]) -> float:
    """The lowest value that is no exception: several lines begin there, and few before."""
    ordered = sorted(values)
    least = max(2, round(0.03 * len(ordered)))
    # Where lines end anywhere, those that chance to end at one place tell nothing.
    most = max(_FEW_BEYOND, round(0.1 * len(ordered)))
    for i in range(min(len(ordered) - least, most) + 1):
        if ordered[i + least - 1] - ordered[i] <= 4.0:
            return ordered[i]
    return ordered[0]
