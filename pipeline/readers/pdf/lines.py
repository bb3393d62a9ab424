"""Glyphs on one baseline become rows, and rows become the stretches of text that stand close together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.glyph import Glyph, is_wide

# In sizes of the type: how far baselines of one row may lie apart (superscripts), and how far stretches of text
# stand together at most. A column gutter is wider than that.
_SAME_ROW = 0.45
_SAME_ROW_RAISED = (
    0.65  # where one is the small type of a superscript, which some programs raise by half its line
)
_APART = 1.3
_GAP = 0.6  # at which a stretch may be cut, where a gutter shows that it is no blank
_WORD_GAP = 0.17  # between two Latin letters
_IDEOGRAPHIC_SPACE = 0.75
_SAME_PLACE = 0.08  # equal glyphs nearer than that are one, printed twice to look bold
_REFERRING = 0.95  # of the type around it: the size of a digit that is so far raised that it refers to a note
_REFERENCES = 6  # digits of such in one row, at most
SUPERSCRIPTS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’,.;:?!)]}…")
_OPENING = frozenset("（《〈「『【〔“‘([{")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text on one baseline without a wide gap; in points.

    ``x1`` is the end of the ink, ``end`` with what the last character takes besides; ``first`` is the width of what
    could not be broken off at the start; ``raised`` tells that it opens with a smaller character above the baseline,
    as footnotes do; ``ruled`` that it is a row of a table, its cells parted by tabs. ``gaps`` are the places where it
    may be cut: how many characters stand before, where their ink ends, where all of them end, where the next begins.
    """

    x0: float
    x1: float
    end: float
    y: float
    size: float
    bold: bool
    raised: bool
    first: float
    text: str
    ruled: bool = False
    gaps: tuple[tuple[int, float, float, float], ...] = ()

    def cut(self, gap: tuple[int, float, float, float]) -> tuple[Stretch, Stretch]:
        """The two parts at one of its gaps."""
        at, ink, end, begin = gap
        left = replace(self, x1=ink, end=end, text=self.text[:at].rstrip(), gaps=())
        right = replace(self, x0=begin, raised=False, first=self.size, text=self.text[at:].lstrip(), gaps=())
        return left, right


Row = tuple[Stretch, ...]


def rows(glyphs: tuple[Glyph, ...], space: float) -> list[Row]:
    """The rows of a page from top to bottom.

    Args:
        glyphs: the characters, in any order.
        space: the least gap between a Latin letter and an ideograph that stands for a space, in sizes of the type.
    """
    found = []
    for row in _by_baseline(glyphs):
        stretches = tuple(
            _stretch(part, space) for part in _parts(row) if any(not g.text.isspace() for g in part)
        )
        if stretches:
            found.append(stretches)
    return found


def _by_baseline(glyphs: tuple[Glyph, ...]) -> Iterator[list[Glyph]]:
    """Glyphs of one baseline from left to right; the largest type of a row says where it lies."""
    row: list[Glyph] = []
    y = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: -g.y):
        # A huge initial must not draw the rows beside it together.
        larger = min(max(size, glyph.size), 2 * min(size, glyph.size))
        small = size < 0.75 * glyph.size or (size < _REFERRING * glyph.size and _is_reference(row))
        near = _SAME_ROW_RAISED if small else _SAME_ROW
        if row and y - glyph.y > near * larger:
            yield sorted(row, key=_start)
            row = []
        if not row or glyph.size > size * 1.05:
            y, size = glyph.y, glyph.size
        row.append(glyph)
    if row:
        yield sorted(row, key=_start)


def _is_reference(row: list[Glyph]) -> bool:
    """Whether all that a row has so far are the digits of a few notes."""
    return len(row) <= _REFERENCES and all(glyph.text in SUPERSCRIPTS for glyph in row)


def _start(glyph: Glyph) -> float:
    return glyph.x0


def _parts(row: list[Glyph]) -> Iterator[list[Glyph]]:
    part: list[Glyph] = []
    end = 0.0
    for glyph in row:
        # Characters of one ligature, such as that of ——, stand at the very same place.
        if part and glyph.text == part[-1].text and 0 < glyph.x0 - part[-1].x0 < _SAME_PLACE * glyph.size:
            continue
        if part and glyph.x0 - end > _APART * max(glyph.size, part[-1].size):
            yield part
            part = []
        part.append(glyph)
        end = max(end, _ink_end(glyph)) if len(part) > 1 else _ink_end(glyph)
    if part:
        yield part


def _stretch(part: list[Glyph], space: float) -> Stretch:
    inked = [g for g in part if not g.text.isspace()]
    size = Counter(round(g.size, 1) for g in inked).most_common(1)[0][0]
    main = [g for g in inked if abs(g.size - size) <= 0.1] or inked
    last = inked[-1]
    y = median(g.y for g in main)
    text, gaps = _text([_superscript(g, y, size) for g in part], space)
    raised = len(inked) > 1 and inked[0].size < 0.85 * size and inked[0].y > main[0].y + 0.1 * size
    return Stretch(
        inked[0].x0,
        _ink_end(last),
        last.x1,
        y,
        size,
        all(g.bold for g in inked),
        raised,
        _unbroken(inked),
        text,
        gaps=tuple(gaps),
    )


def _superscript(glyph: Glyph, y: float, size: float) -> Glyph:
    """A small raised digit as the sign for it, so that 三年² and 10³ are not 三年2 and 103."""
    raised = glyph.text in SUPERSCRIPTS and (
        (glyph.size < 0.75 * size and glyph.y > y + 0.2 * size)
        or (glyph.size < _REFERRING * size and glyph.y > y + 0.4 * size)
    )
    return glyph._replace(text=SUPERSCRIPTS[glyph.text]) if raised else glyph


def _ink_end(glyph: Glyph) -> float:
    """Closing punctuation has its ink in the left half of its square; at a margin the other half is cut off or hangs."""
    if is_wide(glyph.text) and glyph.text in _CLOSING:
        return (glyph.x0 + glyph.x1) / 2
    return glyph.x1


def _unbroken(inked: list[Glyph]) -> float:
    """The width of the first word, a Latin one or an ideograph; closing punctuation and a word after it stay with it."""
    end = inked[0].x1
    for before, glyph in pairwise(inked):
        closing = glyph.text in _CLOSING
        after_word = not is_wide(before.text) or before.text in _CLOSING
        word = after_word and not is_wide(glyph.text) and glyph.x0 - before.x1 < _WORD_GAP * glyph.size
        if not closing and not word and before.text not in _OPENING:
            break
        end = glyph.x1
    return end - inked[0].x0


def _text(part: list[Glyph], space: float) -> tuple[str, list[tuple[int, float, float, float]]]:
    """The characters, with a space where a gap between them stands for one, and the gaps."""
    typical = _typical_gap(part)
    out = [part[0].text]
    length = len(out[0])
    gaps = []
    for a, b in pairwise(part):
        if not a.text.isspace() and not b.text.isspace():
            out.append(_between(a, b, typical, space))
            length += len(out[-1])
            if b.x0 - (ink := _ink_end(a)) > _GAP * min(a.size, b.size) + typical:
                gaps.append((length, ink, a.x1, b.x0))
        out.append(b.text)
        length += len(b.text)
    return "".join(out), gaps


def _typical_gap(part: list[Glyph]) -> float:
    """What justification or letter spacing put between all ideographs of a line, where it is long enough to tell."""
    gaps = sorted(
        b.x0 - a.x1 for a, b in pairwise(part) if a.text.isalpha() and is_wide(a.text) and is_wide(b.text)
    )
    return max(gaps[len(gaps) // 5], 0.0) if len(gaps) > 2 else 0.0


def _between(a: Glyph, b: Glyph, typical: float, space: float) -> str:
    size = min(a.size, b.size)
    gap = (b.x0 - a.x1) / size
    wide = is_wide(a.text) + is_wide(b.text)
    if wide == 0:
        return " " if gap > _WORD_GAP else ""
    gap -= typical / size
    if gap > _IDEOGRAPHIC_SPACE and wide == 2:
        return "\u3000"
    return " " if gap > space else ""


def bare(text: str) -> str:
    """Text without white space, to compare."""
    return re.sub(r"\s+", "", text)
