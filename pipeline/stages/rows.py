"""Lines that are not blank, and what they tell together: hard wraps, indents, gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pipeline.frozen import frozen
from pipeline.model import Document, Span
from pipeline.screen import Tail
from pipeline.stages.asides import hidden

_ENDS = ".。!?;:…~)”’】》」』]"
FINAL = Tail(rf"[{re.escape(_ENDS)}]$", 1)
STOP = Tail(r"[.。!?…][”’)]?$", 2)
_COMMA = re.compile(r"[,。;、!?“”]|[a-z] [a-z]")
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\xad"  # characters, but nothing to match


@frozen
class Row:
    """A line that is not blank: its text without outer space, and what lies around it."""

    start: int
    end: int
    text: str
    indent: int
    gap: int
    width: int
    hints: tuple[str, ...]
    pieces: tuple[Span, ...]


@frozen
class Shape:
    """What the lines of a text tell together: whether they are hard wrapped, and how paragraphs are told apart."""

    wrapped: bool
    width: int
    indented: bool
    gap: int


def rows_of(doc: Document, folded: str) -> Iterator[Row]:
    source, gap = doc.source, 0
    glosses = [Span(m.span.start + 1, m.span.end) for m in doc.marks if m.why.rule == "damage.gloss"]
    unseen = hidden(source)
    n = 0
    for line in source.lines:
        if unseen and line.span.start in unseen:
            continue
        raw = folded[line.span.start : line.span.end]
        text = raw.strip()
        if not text:
            gap += 1
            continue
        start = line.span.start
        indent = 0
        if raw is not text and (lead := len(raw) - len(raw.lstrip())):
            indent = sum(
                2 if c == "\u3000" else 4 if c == "\t" else 1 for c in source.text[start : start + lead]
            )
            start += lead
        end = start + len(text)
        seen = _bare(text) or text
        at = start if seen is text else start + text.index(seen)
        pieces = [Span(at, at + len(seen))]
        while n < len(glosses) and glosses[n].end <= at:  # in a line that is not to be seen
            n += 1
        while n < len(glosses) and glosses[n].start < pieces[-1].end:
            last = pieces.pop()
            pieces += [Span(last.start, glosses[n].start), Span(min(glosses[n].end, last.end), last.end)]
            n += 1
        if len(pieces) > 1 or len(seen) < len(text):
            pieces = [p for p in pieces if p.start < p.end]
            text = "".join(folded[p.start : p.end] for p in pieces)
        width = 2 * len(text) - len(text.encode("latin-1", "ignore"))
        yield Row(start, end, text, indent, gap, width, line.hints, tuple(pieces))
        gap = 0


def _bare(text: str) -> str:
    """Text without characters of no width at its ends, nor the blanks that these leave there."""
    if text == text.strip(_ZERO_WIDTH):
        return text
    return text.strip(_ZERO_WIDTH + "".join({c for c in text if c.isspace()}))


def shape_of(rows: list[Row]) -> Shape:
    pairs = [(a, b) for a, b in pairwise(rows) if b.gap == 0]
    # only lines of prose tell a width: titles and fields end without a stop for reasons of their own
    told = {r.start for r in rows if _COMMA.search(r.text)}
    prose = [a for a, b in pairs if b.indent <= a.indent and (a.start in told or b.start in told)]
    open_ends = [a.width for a in prose if not FINAL.search(a.text)]
    gaps = Counter(r.gap for r in rows[1:])
    usual = gaps.most_common(1)[0][0] if gaps else 0
    open_ends.sort()
    width = open_ends[len(open_ends) * 3 // 4] if open_ends else 0
    full = sum(1 for w in open_ends if w >= 0.8 * width)
    widths = sorted(r.width for r in rows)
    longest = widths[len(widths) * 19 // 20] if widths else 0
    alike = full >= 0.55 * len(open_ends) and full >= max(3, len(rows) // 8)
    wrapped = alike and 24 <= width <= 130 and longest <= 1.4 * width
    starts = [b for a, b in pairwise(rows) if STOP.search(a.text) and len(b.text) > 20]
    indented = bool(starts) and sum(1 for b in starts if b.indent >= 2) > 0.4 * len(starts)
    flush = sum(1 for r in rows if not r.indent and r.width > 20)
    return Shape(wrapped, width, indented and flush > 0.2 * len(rows), usual)
