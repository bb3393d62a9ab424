"""Reads tables that came as text: rows of cells parted by tabs, by vertical bars, or by wide blanks between figures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise, takewhile

from pipeline.lines import is_plain, line_around
from pipeline.model import Block, Document, Evidence, Mark, Node, Source, Span, Spans, Table, Why
from pipeline.stages.text import by_block

_BAR = re.compile(r"[|｜│┃]")
# what stands in the place of bars on the lines that rule a table, which are drawn of nothing else
_CROSS = re.compile(r"[|｜│┃+┼╋╂┿┬┳┯┰┴┻┷┸├┤┣┫┠┨┝┥┌┐┏┓└┘┗┛╔╗╚╝╠╣╦╩╬║]")
_RULE = re.compile(rf"(?:{_CROSS.pattern}|[:\- =─━┄┅┈┉═])+$")
_TAB, _TABS = re.compile(r"\t"), re.compile(r"\t+")
_EDGES = {sign: re.compile(re.escape(sign)) for sign in (*"\t|｜│┃┬┳┯┰", "+--")}
_WIDE = re.compile(r" {2,}")
_FIGURE = re.compile(r"(?:约|近)?[-+]?\d[\d,.]*[%万亿元个人次吨亩户处]{0,3}$")
_SENTENCE = re.compile(r"[。;!?]|(?<!其中):")
# characters of a cell between wide blanks; rows and cells of such a table
_LONGEST, _LEAST, _COLUMNS = 20, 3, 3


def tables(doc: Document) -> tuple[dict[int, Node | None], tuple[Mark, ...]]:
    """(node by the offset of a block, marks of the bars between cells).

    Blanks part the cells of a table only where one of its columns has figures in it, and no cell a sentence.
    What the container calls a row is one. Otherwise two rows or more, one under the other, with the same number of
    cells, two at the least (three where there are only two rows), make a table. The first block of it carries the node, the others None.
    """
    nodes: dict[int, Node | None] = {}
    marks: list[Mark] = []
    text = doc.source.text
    possible = _possible(doc)
    for part in doc.parts if possible else ():
        end = part.first
        for i in possible[bisect_left(possible, part.first) : bisect_left(possible, part.last)]:
            rows = (_rows(doc, i, part.last) or _spaced(doc, i, part.last)) if i >= end else []
            if rows:
                end = i + len(rows)
                blocks = doc.blocks[i:end]
                nodes[blocks[0].start] = Table(tuple(rows), _why(blocks[0], rows))
                nodes |= {b.start: None for b in blocks[1:]}
                marks += [m for b in blocks for m in _bars(text, b)]
    return nodes, tuple(marks)


def _possible(doc: Document) -> list[int]:
    """The blocks that may be rows: the container calls them so, or a tab or a bar is in them."""
    blocks, text = doc.blocks, doc.source.text
    rows = [] if is_plain(doc.source) else [i for i, b in enumerate(blocks) if "row" in b.hints]
    edges = [form for sign, form in _EDGES.items() if sign in text] if blocks else []
    wide = [i for i, b in enumerate(blocks) if "  " in b.text]
    if len(wide) >= _LEAST:
        rows += wide
    if not edges:
        return sorted(set(rows)) if wide else rows
    starts = [b.spans[0].start for b in blocks]
    places = [m.start() for edge in edges for m in edge.finditer(text, starts[0], blocks[-1].end)]
    return sorted({*rows, *[bisect_right(starts, at) - 1 for at in places]})


def _why(first: Block, rows: list[Spans]) -> Why:
    if "row" in first.hints:
        return Why("table.container", "high", (Evidence("the container calls them rows", 9.0),))
    return Why("table.cells", "high", (Evidence(f"{len(rows)} rows of {len(rows[0])} cells", 2.0),))


def _rows(doc: Document, first: int, last: int) -> list[Spans]:
    """The cells of the rows from block ``first`` on; [] when they make no table."""
    said, waste = by_block(doc.marks, "fix"), by_block(doc.marks, "furniture")
    if "row" in doc.blocks[first].hints:
        # the whole line, as in a row that the container shows, white space at its ends parts cells too
        blocks = map(doc.blocks.__getitem__, range(first, last))
        shown = ((block, line_around(doc.source, block.start)) for block in blocks)
        given = takewhile(lambda row: _is_row(*row, said), shown)
        return [_cells(line.start, doc.source.text[line.start : line.end], _TAB) for _, line in given]
    for cells in (_tabbed, _barred):
        rows: list[Spans] = []
        for block in map(doc.blocks.__getitem__, range(first, last)):  # a slice would copy the rest each time
            start = block.spans[0].start
            other = (
                "note" in block.hints
                or start in said
                or (start in waste and waste[start].value == "contents")
            )
            row = () if other or _numbered(doc, block) else cells(doc.source.text, block)
            if rows and len(row) != len(rows[0]):
                row = () if other else _whole(doc.source, block, len(rows[0]))
            if len(row) < 2:
                break
            rows.append(row)
        if len(rows) >= 3 or (len(rows) == 2 and len(rows[0]) >= 3):
            return rows
    return []


def _spaced(doc: Document, first: int, last: int) -> list[Spans]:
    """The cells of the rows from block ``first`` on where wide blanks part them; [] when they make no table."""
    said, waste = by_block(doc.marks, "fix"), by_block(doc.marks, "furniture")
    rows: list[Spans] = []
    figures: set[int] = set()  # the columns that have figures in every row but the first
    for block in map(doc.blocks.__getitem__, range(first, last)):
        text, start = block.text, block.start
        cells = _WIDE.split(text) if "  " in text and start not in said and start not in waste else []
        if len(cells) < _COLUMNS or (rows and len(cells) != len(rows[0])) or not all(map(_is_cell, cells)):
            break
        if block.spans != block.pieces or len(block.spans) > 1 or "\t" in doc.source.text[start : block.end]:
            break
        own = {k for k, cell in enumerate(cells) if _FIGURE.match(cell)}
        if not rows:
            if own:
                break
            figures = {*range(len(cells))}
        else:
            figures &= own
            if not figures:
                break
        rows.append(_cells(start, text, _WIDE))
    return rows if len(rows) >= _LEAST else []


def _is_cell(text: str) -> bool:
    return len(text) <= _LONGEST and not _SENTENCE.search(text)


def _numbered(doc: Document, block: Block) -> bool:
    """Whether a tab only stands between a marker and its text: (1), a tab, a sentence."""
    mark = by_block(doc.marks, "number").get(block.start)
    if not mark or not mark.numbering:
        return False
    at = mark.numbering.marker.end
    text = doc.source.text
    return text[at : at + 1] == "\t" and "\t" not in text[at + 1 : block.end].lstrip("\t")


def _whole(source: Source, block: Block, count: int) -> Spans:
    """The cells of a row of a table of so many columns in which some are empty; () where they are not as many."""
    line = line_around(source, block.start)
    raw = source.text[line.start : line.end]
    alone = len(block.spans) == 1 and raw.strip() == source.text[block.start : block.end]
    row = (
        _cells(line.start, raw, _TAB) if "\t" in raw and alone else ()
    )  # of a line that was cut, each piece is a row
    return row if len(row) == count else ()


def _is_row(block: Block, line: Span, said: Mapping[int, Mark]) -> bool:
    """Whether the container calls a block a row, and no person made it something else or joined more lines to it."""
    hints = block.hints
    return "row" in hints and "note" not in hints and block.start not in said and block.end <= line.end


def _tabbed(text: str, block: Block) -> Spans:
    raw = text[block.start : block.end]
    if "\t" not in raw or len(block.spans) > 1:
        return ()
    return _cells(block.start, raw, _TABS)


def _barred(text: str, block: Block) -> Spans:
    """Cells keep the bar before them, so that no character falls between two cells."""
    raw = text[block.start : block.end]
    if len(block.spans) > 1 or len(raw) > 2000:
        return ()
    bar = _CROSS if _RULE.match(raw) else _BAR
    if len(bar.findall(raw)) < 2:
        return ()
    edges = [0, *(m.start() for m in bar.finditer(raw, 1)), len(raw)]
    if bar.match(raw[-1]) and len(edges) > 2:
        edges.pop(-2)  # the bar at the end closes the last cell
    return tuple(Span(block.start + a, block.start + b) for a, b in pairwise(edges) if a < b)


def _cells(start: int, raw: str, parting: re.Pattern[str]) -> Spans:
    out, at = [], 0
    for m in [*parting.finditer(raw), None]:
        end = m.start() if m else len(raw)
        lo = at + len(raw[at:end]) - len(raw[at:end].lstrip())
        hi = end - (len(raw[at:end]) - len(raw[at:end].rstrip()))
        out.append(Span(start + min(lo, hi), start + hi))
        at = m.end() if m else end
    return tuple(out)


def _bars(text: str, block: Block) -> Iterator[Mark]:
    raw = text[block.start : block.end]
    why = Why("table.bar", "high")
    if _RULE.match(raw):
        for cell in _barred(text, block):
            yield Mark("fw", cell, "rule", why)
        return
    for m in _BAR.finditer(raw):
        yield Mark("fw", Span(block.start + m.start(), block.start + m.end()), "rule", why)
