"""Tables by the lines that they are ruled with: which cells there are, and what stands in each."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.readers.pdf.glyph import Glyph, is_wide
from pipeline.readers.pdf.lines import Row, Stretch, rows
from pipeline.readers.pdf.rulings import Rule, Rulings

_TOUCH = 4.0  # points from the end of a line to one that it meets
_MOST_RULES = 200  # of either direction; a grid of more is graph paper
# With so many characters in one of so few cells, the lines only place running text on the page.
_MOST_TEXT = 300
_FEW_CELLS = 4

Cell = tuple[int, int]


class Grid:
    """The lines of one table: columns from left to right, rows from top to bottom."""

    def __init__(self, across: Sequence[Rule], down: Sequence[Rule]) -> None:
        self.xs = _places(rule.at for rule in down)
        self.ys = _places(-rule.at for rule in across)
        self._down = _by_place(self.xs, ((rule.at, rule) for rule in down))
        self._across = _by_place(self.ys, ((-rule.at, rule) for rule in across))
        self.is_table = len(self.xs) > 2 and len(self.ys) > 2

    def place(self, glyph: Glyph) -> Cell | None:
        """Row and column of a character, None outside the table."""
        column = bisect_right(self.xs, (glyph.x0 + glyph.x1) / 2) - 1
        row = bisect_right(self.ys, -(glyph.y + 0.3 * glyph.size)) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (row, column) if inside else None

    def cells(self) -> dict[Cell, Cell]:
        """Each place of the grid, and the first place of the cell that it belongs to, as no line parts them."""
        first: dict[Cell, Cell] = {}
        for row in range(len(self.ys) - 1):
            middle = -(self.ys[row] + self.ys[row + 1]) / 2
            for column in range(len(self.xs) - 1):
                here = (row, column)
                centre = (self.xs[column] + self.xs[column + 1]) / 2
                if column and not _drawn(self._down[column], middle):
                    first[here] = first[row, column - 1]
                elif row and not _drawn(self._across[row], centre):
                    first[here] = first[row - 1, column]
                else:
                    first[here] = here
        return first


def ruled(glyphs: Iterable[Glyph], rulings: Rulings, space: float) -> tuple[list[Glyph], list[Row]]:
    """Part the tables of a page from its text.

    Args:
        glyphs: the characters of the page.
        rulings: its lines.
        space: as for ``rows``.

    Returns:
        The characters outside of tables, and a row for each row of a table, its cells parted by tabs.
    """
    rest, found = list(glyphs), []
    for grid in _grids(rulings):
        inside: dict[Cell, list[Glyph]] = defaultdict(list)
        outside = []
        first = grid.cells()
        for glyph in rest:
            place = grid.place(glyph)
            if place is None:
                outside.append(glyph)
            else:
                inside[first[place]].append(glyph)
        if not inside or (len(inside) < _FEW_CELLS and max(map(len, inside.values())) > _MOST_TEXT):
            continue
        rest = outside
        found += list(_rows(grid, first, inside, space))
    return rest, found


def _grids(rulings: Rulings) -> Iterator[Grid]:
    """The tables of a page: lines that meet, directly or by others."""
    across, down = rulings
    if len(across) > _MOST_RULES or len(down) > _MOST_RULES:
        return
    group = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, a in enumerate(across):
        for j, d in enumerate(down, len(across)):
            if a.start - _TOUCH <= d.at <= a.end + _TOUCH and d.start - _TOUCH <= a.at <= d.end + _TOUCH:
                group[root(j)] = root(i)
    members: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, a in enumerate(across):
        members[root(i)][0].append(a)
    for j, d in enumerate(down, len(across)):
        members[root(j)][1].append(d)
    for own in members.values():
        grid = Grid(*own)
        if grid.is_table:
            yield grid


def _places(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOUCH:
            found.append(value)
    return found


def _by_place(places: Sequence[float], rules: Iterable[tuple[float, Rule]]) -> list[list[Rule]]:
    """The lines at each place."""
    found: list[list[Rule]] = [[] for _ in places]
    for at, rule in rules:
        found[bisect_right(places, at) - 1].append(rule)
    return found


def _drawn(rules: Sequence[Rule], through: float) -> bool:
    """Whether one of these lines runs through a place."""
    return any(rule.start - 1 <= through <= rule.end + 1 for rule in rules)


def _rows(
    grid: Grid, first: dict[Cell, Cell], inside: dict[Cell, list[Glyph]], space: float
) -> Iterator[Row]:
    for row in range(len(grid.ys) - 1):
        texts: list[str] = []
        lines: list[Stretch] = []
        for column in range(len(grid.xs) - 1):
            top, left = first[row, column]
            if left != column:  # goes on with the cell before
                continue
            own = rows(tuple(inside[top, left]), space) if top == row else []
            right = grid.xs[_end(first, row, column, len(grid.xs) - 1)]
            texts.append(_text(own, right))
            lines += [s for line in own for s in line]
        if lines:
            yield (_stretch(texts, lines),)


def _end(first: dict[Cell, Cell], row: int, column: int, columns: int) -> int:
    """The place of the line at the right of a cell."""
    end = column + 1
    while end < columns and first[row, end] == first[row, column]:
        end += 1
    return end


def _text(lines: list[Row], right: float) -> str:
    """The text of a cell: a line that is not full ends a paragraph."""
    out = ""
    for i, line in enumerate(lines):
        text = " ".join(s.text for s in line)
        if i:
            before = lines[i - 1][-1]
            full = right - before.x1 < 2.2 * before.size
            closed = full and (is_wide(out[-1]) or is_wide(text[0]))
            out += text if closed else f" {text}"
        else:
            out = text
    return out.replace("\t", " ").strip()


def _stretch(texts: list[str], lines: list[Stretch]) -> Stretch:
    main = max(lines, key=lambda s: len(s.text))
    x1 = max(s.x1 for s in lines)
    return Stretch(
        min(s.x0 for s in lines),
        x1,
        x1,
        max(s.y for s in lines),
        main.size,
        all(s.bold for s in lines),
        False,
        main.first,
        "\t".join(texts),
        True,
    )
