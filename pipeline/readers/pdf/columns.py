"""The reading order of a page: columns are found by the gaps that run down between them, not by the order of drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.readers.pdf.lines import SUPERSCRIPTS, Row, Stretch

_LEAST_LINES = 3  # on each side of a gutter
_LEAST_AMONG = (
    6  # the same where most lines run across: fewer are names and dates of those who sign side by side
)
_LEAST_CHARACTERS = 6  # in a third of the lines of a column; cells of tables and labels have fewer
_FILLED = 0.55  # of a column's width, by a third of its lines
_FEW = 8  # lines of a column, of which half have to be nearly full: labels and names side by side are not
_NEARLY = 0.8  # of a column's width
_CROSSED = 0.2  # of the lines of a page may cross gutters that only other pages show
_MOST_GUTTERS = 3
_REFERENCE = 3  # digits of the number of a note
_SMALL = 0.75  # of the type above it
_NEXT = 2.2  # sizes of that type to the next line
_SENTENCE = ("。", "，", "；", "”", "》", "）")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column; in points. ``slot`` is (column from the left, number of columns).

    ``cells`` are the places where the cells of a row begin; ``ruled`` tells that lines part them.
    """

    page: int
    slot: tuple[int, int]
    x0: float
    x1: float
    end: float
    y: float
    size: float
    bold: bool
    raised: bool
    first: float
    text: str
    cells: tuple[float, ...] = ()
    ruled: bool = False


Gutters = tuple[float, ...]


def lines(pages: Sequence[tuple[Row, ...]]) -> list[list[Line]]:
    """The lines of each page in reading order; what runs across all columns parts what is above from what is below."""
    gutters = [_gutters([s for row in page for s in row if not s.ruled]) for page in pages]
    common = Counter(tuple(round(x, -1) for x in g) for g in gutters if g).most_common(1)
    usual: Gutters = ()
    if common and common[0][1] * 2 > len(pages) / 2:
        usual = next(g for g in gutters if tuple(round(x, -1) for x in g) == common[0][0])
    found = []
    for number, (page, own) in enumerate(zip(pages, gutters, strict=True), 1):
        used = own or (usual if _fits(page, usual) else ())
        found.append(list(_ordered(_cut(page, used) if used else page, used, number)))
    return found


def _gutters(stretches: list[Stretch]) -> Gutters:
    """The places of all gutters of a page, from left to right."""
    found: list[float] = []
    parts = [stretches]
    while parts and len(found) < _MOST_GUTTERS:
        part = parts.pop()
        x = _gutter(part)
        if x is not None:
            found.append(x)
            parts += _sides(part, x)
    return tuple(sorted(found))


def _gutter(stretches: list[Stretch], inner: bool = False) -> float | None:
    """Where most lines end on the left and begin on the right, if both sides look like columns of text.

    Either side may hold columns itself; ``inner`` ends the search in it.
    """
    if len(stretches) < 2 * _LEAST_LINES:
        return None
    x = _valley(stretches)
    left, right = _sides(stretches, x)
    if min(len(left), len(right)) < _LEAST_LINES or not _beside(left, right):
        return None
    across = len(stretches) - len(left) - len(right)
    strict = 1.0
    if across > min(len(left), len(right)):
        if min(len(left), len(right)) < _LEAST_AMONG:
            return None
        strict = 1.3
    columns = all(
        _is_column(side, strict) or (not inner and _gutter(side, inner=True) is not None)
        for side in (left, right)
    )
    return x if columns else None


def _sides(stretches: list[Stretch], x: float) -> tuple[list[Stretch], list[Stretch]]:
    return [s for s in stretches if s.x1 <= x], [s for s in stretches if s.x0 >= x]


def _valley(stretches: list[Stretch]) -> float:
    """The middle of the widest stretch of places that part most lines on the left from most on the right."""
    low = min(s.x0 for s in stretches)
    width = int(max(s.x1 for s in stretches) - low) + 2
    steps, ends, begins = [0] * (width + 1), [0] * (width + 1), [0] * (width + 1)
    for s in stretches:
        first, last = int(s.x0 - low), int(s.x1 - low) + 1
        steps[first] += 1
        steps[last] -= 1
        ends[last] += 1
        begins[first] += 1
    crossed = list(accumulate(steps))
    left = list(accumulate(ends))
    right = list(accumulate(reversed(begins)))[::-1]
    worth = [min(left[i], right[i]) - crossed[i] for i in range(int(0.15 * width), int(0.85 * width) + 1)]
    # The end of a heading in the middle of the page must not push the gutter aside.
    least = max(worth) - max(2, max(worth) // 10)
    best = run = at = 0
    for i, value in enumerate(worth):
        run = run + 1 if value >= least else 0
        if run > best:
            best, at = run, i
    return low + int(0.15 * width) + at - best / 2 + 1


def _is_column(side: list[Stretch], strict: float) -> bool:
    width = max(s.x1 for s in side) - min(s.x0 for s in side)
    widths = sorted(s.x1 - s.x0 for s in side)
    if len(side) < _FEW and widths[len(widths) // 2] < _NEARLY * width:
        return False
    return (
        _upper(len(s.text) for s in side) >= _LEAST_CHARACTERS and _upper(widths) >= _FILLED * strict * width
    )


def _upper(values: Iterable[float]) -> float:
    """What a third of the values reach."""
    ordered = sorted(values)
    return ordered[len(ordered) * 2 // 3]


def _beside(a: list[Stretch], b: list[Stretch]) -> bool:
    """Whether two groups of lines share at least half of the shorter one's height."""
    if not a or not b:
        return False
    top = min(max(s.y for s in a), max(s.y for s in b))
    bottom = max(min(s.y for s in a), min(s.y for s in b))
    least = min(max(s.y for s in side) - min(s.y for s in side) for side in (a, b))
    return top - bottom >= 0.5 * least


def _fits(page: tuple[Row, ...], gutters: Gutters) -> bool:
    stretches = [s for row in page for s in row]
    across = sum(1 for s in stretches if any(s.x0 < x < s.x1 for x in gutters))
    return bool(gutters) and across <= _CROSSED * len(stretches)


def _cut(page: tuple[Row, ...], gutters: Gutters) -> tuple[Row, ...]:
    """The rows, with stretches parted that hanging punctuation of one column brought near to the next."""
    begins = Counter(round(s.x0) for row in page for s in row)
    found = []
    for row in page:
        parts: list[Stretch] = []
        for s in row:
            for x in gutters:
                gap = next((g for g in s.gaps if g[1] <= x <= g[3] and _begins(begins, g[3])), None)
                if gap is not None:
                    left, s = s.cut(gap)
                    parts.append(left)
            parts.append(s)
        found.append(tuple(parts))
    return tuple(found)


def _begins(begins: Counter[int], x: float) -> bool:
    """Whether other stretches of a page begin at a place as well."""
    return sum(begins[round(x) + near] for near in (-1, 0, 1)) >= _LEAST_LINES


def _ordered(page: tuple[Row, ...], gutters: Gutters, number: int) -> Iterator[Line]:
    columns: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    for row in page:
        cells: dict[int, list[Stretch]] = {}
        across = any(s.x0 < x < s.x1 for s in row for x in gutters)
        for s in row:
            cells.setdefault(-1 if across else sum(s.x0 >= x for x in gutters), []).append(s)
        for column, parts in cells.items():
            if column < 0:
                yield from (line for lines in columns for line in lines)
                columns = [[] for _ in columns]
                yield _line(parts, (0, 1), number)
            else:
                _add(columns[column], _line(parts, (column, len(columns)), number))
    yield from (line for lines in columns for line in lines)


def _add(column: list[Line], line: Line) -> None:
    """Add a line to a column; the number of a note that did not fit behind its sentence belongs to the line above."""
    if column and _refers(column[-1], line):
        number = "".join(SUPERSCRIPTS[digit] for digit in line.text)
        column[-1] = replace(column[-1], text=column[-1].text + number)
    else:
        column.append(line)


def _refers(above: Line, line: Line) -> bool:
    """Whether a line is but the number of a note: in small type, where the line above would go on."""
    if len(line.text) > _REFERENCE or not all(sign in SUPERSCRIPTS for sign in line.text):
        return False
    close = 0 < above.y - line.y <= _NEXT * above.size and abs(above.x0 - line.x0) <= above.size
    return close and line.size < _SMALL * above.size and above.text.endswith(_SENTENCE)


def _line(parts: list[Stretch], slot: tuple[int, int], page: int) -> Line:
    main = max(parts, key=lambda s: len(s.text))
    first, last = parts[0], parts[-1]
    return Line(
        page,
        slot,
        first.x0,
        last.x1,
        last.end,
        main.y,
        main.size,
        all(s.bold for s in parts),
        first.raised,
        first.first,
        "\t".join(s.text for s in parts),
        tuple(s.x0 for s in parts) if len(parts) > 1 or first.ruled else (),
        first.ruled,
    )
