"""The lines of a text that are not blank, and what each one tells by its end.

A row is the block that its line makes alone, as nearly every line does in the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import attrgetter

from pipeline.characters import UNSEEN, ZERO_WIDTH, characters
from pipeline.frozen import maker, replace
from pipeline.lines import PlainLines, has_other_breaks
from pipeline.model import Block, Document, Line, Source, Span, Spans
from pipeline.stages.asides import hidden
from pipeline.stages.residue import shown

FINAL = ".。!?;:…~)”’】》」』]"  # what ends a row that no paragraph goes on after, unless lines are wrapped
_STOP, _CLOSING = ".。!?…", "”’)"
_CAPTION = re.compile(r"[▲△▼▽]|.*(?:供图|[ /]摄影?|摄影/.{2,6}|图/.{2,6})$")
# a sentence that is over, and the mark of its note: 。④ 。¹ 。〔二〕
_NOTED = re.compile(r"[。!?…][”’)]?(?:[①-⑳⁰¹²³⁴-⁹]|〔[一二三四五六七八九十\d]{1,3}〕)+$")
_NOTE_ENDS = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⁰¹²³⁴⁵⁶⁷⁸⁹〕")
_CREDITS = frozenset("图摄影")  # the last characters of a caption without a stroke
_CREDIT = 7  # characters from the stroke of a caption to its end, at the most
_CLAUSE = re.compile(r"[,。;、!?]")


_start = attrgetter("start")
_span, _block = maker(Span), maker(Block)


def stops(text: str) -> bool:
    """Whether a row ends with the end of a sentence, in quotation marks or not."""
    last = text[-1]
    return last in _STOP or (last in _CLOSING and len(text) > 1 and text[-2] in _STOP)


def is_noted(text: str) -> bool:
    """Whether a row ends in the mark of a note behind its sentence, which ends a paragraph as what is in ``FINAL`` does."""
    return text[-1] in _NOTE_ENDS and _NOTED.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a line is the words under a picture, which mostly end without a stop."""
    if text[-1] in _CREDITS or text[0] in "▲△▼▽" or "/" in text[-_CREDIT:]:
        return _CAPTION.match(text) is not None
    return False


def widths(rows: Sequence[Block]) -> list[int]:
    """The columns that each row takes: two for each character that is not of the first row of Unicode, one for a gloss's."""
    texts = [row.text for row in rows]  # in which no line breaks are
    latin = "\n".join(texts).encode("latin-1", "ignore").split(b"\n")
    columns = [2 * len(text) - len(narrow) for text, narrow in zip(texts, latin, strict=False)]
    for i, row in enumerate(rows):
        if len(row.pieces) > 1:
            columns[i] += row.end - row.start - len(row.text)
    return columns


def rows_of(doc: Document, folded: str) -> list[Block]:
    """The rows of a document, given its folded text."""
    source = doc.source
    text, rows, gap, behind = source.text, [], 0, 0
    folded, unread = shown(doc.marks, folded) if doc.marks else (folded, [])
    inside = _Inside(folded, sorted([*_glosses(doc), *unread], key=_start), _has_zero_width(text))
    unseen = hidden(source)
    usual, columns = "", 0
    hints: tuple[str, ...] = ()
    for raw, line in _lines(source, folded):
        start = behind
        behind += len(raw) + 1
        if line is not None:
            start, hints = line.span.start, line.hints
            if hints and start in unseen:
                continue
        if not raw or not (words := raw.strip()):
            gap += 1
            continue
        indent = 0
        if words is not raw and (lead := raw.index(words[0])):
            blanks = text[start : start + lead]
            if blanks != usual:
                usual, columns = blanks, _columns(blanks)
            indent = columns
            start += lead
        span = _span(start, start + len(words))
        spans: Spans = (span,)
        pieces = spans
        if span.end > inside.first:
            words, pieces = inside.seen(span, words)
            if (lead := pieces[0].start) > span.start and not indent:  # ?? or &nbsp;
                indent = 2 * text.count("?", span.start, lead) + text.count(";", span.start, lead)
        rows.append(_block(spans, words, pieces, hints, gap, indent))
        gap = 0
    return _across_feeds(rows, text) if "\f" in text else rows


def _across_feeds(rows: list[Block], text: str) -> list[Block]:
    """The rows of a print whose pages end in form feeds; where one cuts a sentence, no empty line is behind it."""
    starts = [row.start for row in rows]
    out, at = [*rows], text.find("\f")
    while at >= 0:
        i = bisect_left(starts, at)
        if 0 < i < len(rows) and (above := rows[i - 1].text)[-1] not in FINAL and _CLAUSE.search(above):
            out[i] = replace(rows[i], gap=0)
        at = text.find("\f", at + 1)
    return out


def _lines(source: Source, folded: str) -> Iterable[tuple[str, Line | None]]:
    """The folded lines, each with what is known of it; nothing where they are one character behind the other."""
    if isinstance(source.lines, PlainLines) and not has_other_breaks(source.text):
        return zip(folded.removesuffix("\n").split("\n"), repeat(None))
    return [(folded[line.span.start : line.span.end], line) for line in source.lines]


def _columns(blanks: str) -> int:
    """The columns that white space takes before a text."""
    return len(blanks) + blanks.count("\u3000") + 3 * blanks.count("\t")


def _glosses(doc: Document) -> list[Span]:
    """The glosses that ``damage`` found, without the characters that they read."""
    return [Span(m.span.start + 1, m.span.end) for m in doc.marks if m.why.rule == "damage.gloss"]


def _has_zero_width(text: str) -> bool:
    seen = characters(text)
    return 0xFE in seen.rows or b"\xad" in seen.latin or any(map(text.__contains__, UNSEEN))


class _Inside:
    """What is not to be seen in lines: glosses, and characters of no width at their ends."""

    def __init__(self, folded: str, glosses: list[Span], zero_width: bool) -> None:
        self._folded, self._glosses, self._zero_width = folded, glosses, zero_width
        self._glosses.reverse()
        self.first = 0  # nothing is hidden in the lines before this place
        self._go_on()

    def _go_on(self) -> None:
        if not self._zero_width:
            self.first = self._glosses[-1].start if self._glosses else len(self._folded)

    def seen(self, span: Span, text: str) -> tuple[str, Spans]:
        """(what is to be seen of a line, where that is); lines are asked for in order."""
        glosses = self._glosses
        seen = _bare(text) or text
        at = span.start if seen is text else span.start + text.index(seen)
        while glosses and glosses[-1].end <= at:  # in a line that is not to be seen
            glosses.pop()
        pieces = [Span(at, at + len(seen))]
        while glosses and glosses[-1].start < pieces[-1].end:
            last, gloss = pieces.pop(), glosses.pop()
            pieces += [Span(last.start, gloss.start), Span(min(gloss.end, last.end), last.end)]
        self._go_on()
        if len(pieces) == 1:
            return seen, (pieces[0],)
        pieces = [p for p in pieces if p.start < p.end]
        if not pieces:
            return text, (span,)
        return "".join([self._folded[p.start : p.end] for p in pieces]), tuple(pieces)


def _bare(text: str) -> str:
    """Text without characters of no width at its ends, nor the blanks that these leave there."""
    if text == text.strip(ZERO_WIDTH):
        return text
    return text.strip(ZERO_WIDTH + "".join({c for c in text if c.isspace()}))


def open_rows(texts: Sequence[str]) -> list[int]:
    """The rows that end inside a sentence, as the last characters of their texts tell."""
    return [i for i, text in enumerate(texts) if text[-1] not in FINAL and not is_noted(text)]
