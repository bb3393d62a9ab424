"""Lines become paragraphs by their place: full lines go on, indents, gaps and changes of type begin anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.pdf.columns import Line
from pipeline.readers.pdf.contents import is_entry
from pipeline.readers.pdf.glyph import is_wide
from pipeline.readers.pdf.shape import Shape, below, is_final

_SAME_SIZE = 0.06
_NO_GAP = 0.6  # sizes of the type; what is left at each end of a centred line that is full
_OPENS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百千零〇\d\s]+[条條章节節款编編]|[一二三四五六七八九十]+[、.．]"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．](?!\d)|[①-⑳]|[一二三四五六七八九十]是)"
)
_BULLET = re.compile(r"\s*[•●■◆▪➢○□✓]\s")
_LABEL = re.compile(r"\s*[^\s，。：:、]{1,14}[：:]")
_HYPHEN = re.compile(r"([^\W\d_]{2,})[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its lines; ``starts`` are (page, offset in the text) where a page begins inside."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[tuple[int, int], ...] = ()


def paragraphs(lines: Sequence[Line], shape: Shape) -> Iterator[Paragraph]:
    """Join the lines of each paragraph.

    Args:
        lines: those of the text, in reading order.
        shape: how the document sets its paragraphs.
    """
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(group, line, shape):
            yield joined(group)
            group = []
        group.append(line)
    if group:
        yield joined(group)


def is_centred(line: Line, shape: Shape) -> bool:
    """Whether a line stands in the middle of its column and is clearly shorter."""
    left, right = line.x0 - shape.left(line), shape.right(line) - line.x1
    if left < 1.5 * line.size or right < 1.5 * line.size:
        return False
    # With a gap on the right as wide as its indent, a paragraph's first line seems to stand in the middle.
    indented = shape.style == "indent" and abs(shape.indent(line) - shape.usual) < 0.3
    indented = indented and abs(line.size - shape.size) <= _SAME_SIZE * shape.size
    return not indented and abs(left - right) <= max(0.06 * (left + right), 0.6 * line.size)


def is_right(line: Line, shape: Shape) -> bool:
    """Whether a line stands at the right margin alone, as signatures do."""
    left, right = line.x0 - shape.left(line), shape.right(line) - line.x1
    return left > 0.4 * (shape.right(line) - shape.left(line)) and right < min(4.5 * line.size, 0.3 * left)


def _goes_on(group: list[Line], b: Line, shape: Shape) -> bool:
    a = group[-1]
    if abs(a.size - b.size) > _SAME_SIZE * a.size or a.cells or b.cells or b.raised or is_entry(a.text):
        return False
    if _BULLET.match(b.text):
        return False
    beneath = below(a, b)
    if beneath and a.y - b.y > 1.25 * shape.leading * max(1.0, a.size / shape.size):
        return False
    if not beneath and not _follows(a, b):
        return False
    if a.bold != b.bold and (is_final(a.text) or shape.style != "indent" or shape.indent(group[0]) < 1):
        return False
    if a.size > 1.1 * shape.size:  # a heading that did not fit into a line, whatever its indent
        return shape.is_full(a, b)
    if is_centred(b, shape):
        goes_on = beneath and a.bold == b.bold and not is_final(a.text) and shape.is_full(a, b)
        return goes_on and a.x0 - shape.left(a) < _NO_GAP * a.size
    if len(group) == 1 and is_centred(a, shape):
        return False
    if is_right(a, shape) or is_right(b, shape):  # each line of an address or a signature stands for itself
        return False
    return _STYLES[shape.style](group, b, shape, beneath)


def _follows(a: Line, b: Line) -> bool:
    """Whether line ``b`` heads the column after that of ``a``, or the next page."""
    column, count = a.slot
    if a.page == b.page:
        return b.slot == (column + 1, count)
    return b.page == a.page + 1 and column == count - 1 and b.slot == (0, count)


def _by_indent(group: list[Line], b: Line, shape: Shape, beneath: bool) -> bool:
    a = group[-1]
    if shape.indent(b) < 0.6:
        return _runs_on(a, b, shape)
    # A block set in from the margin as a whole: not the indent that opens a paragraph.
    block = len(group) > 1 and abs(shape.indent(b) - shape.indent(a)) < 0.3
    return block and shape.is_full(a, b) and not is_final(a.text)


def _runs_on(a: Line, b: Line, shape: Shape) -> bool:
    """Whether a line is full, or so long that only what had to stay together was taken to the next one.

    Word processors keep 了，representation together, for instance. A heading is shorter, or another follows it.
    """
    opens = is_final(a.text) and _OPENS.match(b.text)
    if shape.is_full(a, b, slack=-0.1 if opens else 0.6):
        return True
    long = a.x1 - shape.left(a) > 0.7 * (shape.right(a) - shape.left(a))
    return long and not is_final(a.text) and not _OPENS.match(b.text)


def _by_gap(group: list[Line], b: Line, shape: Shape, beneath: bool) -> bool:
    a = group[-1]
    if is_final(a.text) and (not beneath or _OPENS.match(b.text)):
        return False
    return _runs_on(a, b, shape) if beneath else shape.is_full(a, b)


def _is_new(line: Line, shape: Shape) -> bool:
    """Whether a line after a full one that ends a sentence looks like a heading or item rather than its sequel."""
    if _OPENS.match(line.text) or _LABEL.match(line.text):
        return True
    return shape.right(line) - line.x1 > 2 * line.size and not is_final(line.text)


def _by_hanging(group: list[Line], b: Line, shape: Shape, beneath: bool) -> bool:
    a = group[-1]
    outwards = shape.indent(b) < shape.indent(a) - 0.6
    return not outwards and shape.is_full(a, b) and not (is_final(a.text) and _is_new(b, shape))


def _by_length(group: list[Line], b: Line, shape: Shape, beneath: bool) -> bool:
    a = group[-1]
    if is_final(a.text) and (not beneath or _is_new(b, shape)):
        return False
    return shape.ends_full(a, b) and shape.indent(b) < shape.indent(a) + 1


_STYLES = {"indent": _by_indent, "gap": _by_gap, "hang": _by_hanging, "none": _by_length}


def joined(lines: Sequence[Line]) -> Paragraph:
    """Lines that are known to be one paragraph."""
    parts = [lines[0].text]
    starts = []
    length = 0
    for a, b in pairwise(lines):
        parts[-1] = _seam(parts[-1], b.text)
        length += len(parts[-1])
        if b.page != a.page:
            starts.append((b.page, length))
        parts.append(b.text.lstrip())
    text = "".join(parts)
    # At the end of a row, white space parts cells that are empty.
    return Paragraph(text if lines[0].ruled else text.rstrip(), tuple(lines), tuple(starts))


def _seam(text: str, after: str) -> str:
    """The text before a line break with what stands for the break."""
    after = after.lstrip()
    if text[-1:].isspace() or not after or is_wide(after[0]) or is_wide(text[-1:]):
        return text
    if _HYPHEN.search(text) and _WORD.match(after) and after[0].islower():
        return text[:-1]
    return text + ("" if text[-1:] in "-/(“‘" else " ")
