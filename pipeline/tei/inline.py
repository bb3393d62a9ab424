"""The text of a document and the marks in it, ready to be written as XML block by block."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from pipeline.fold import unbroken
from pipeline.frozen import replace
from pipeline.model import Document, Mark, Numbering, Span, Spans, Why
from pipeline.tei import names
from pipeline.tei.lines import Lines, joined
from pipeline.tei.nesting import nested, pieces, sound
from pipeline.tei.phrases import KINDS, PARA, RANK, phrases

_LARGE = 10**15  # numbers have no @value from here on
_Order = tuple[int, bool, int, int]


def _order(mark: Mark) -> _Order:
    """Outermost first; what has no length stands before what begins at the same place."""
    start, end = mark.span.start, mark.span.end
    return start, start < end, -end, RANK[mark.kind]


@lru_cache(maxsize=4096)
def _pointer(rule: str) -> str:
    return "#" + names.rule_id(rule)


@lru_cache(maxsize=4096)
def _claim(rule: str, cert: str) -> str:
    """@ana and @cert as they stand in a tag."""
    ana = f' ana="{_pointer(rule)}"' if rule else ""
    return ana if cert == "high" else f'{ana} cert="{cert}"'


class Inline:
    """The text and the inline marks of one document."""

    def __init__(self, doc: Document, persons: dict[str, str]) -> None:
        # some line breaks inside joined lines are no XML
        self.text = names.veiled(unbroken(doc.source.text))
        self.persons = persons
        self.rules: dict[str, str] = {}
        self._ana: dict[str, dict[str, str]] = {"high": {"": ""}, "medium": {}, "low": {}}
        self.linked = False  # whether something points to paragraphs
        self.paragraphs: dict[int, str] = {}
        known = sorted(self._known(doc.inline).items())
        self._marks = [mark for _, mark in known]
        self._starts = [order[0] for order, _ in known]
        self._starts.append(sys.maxsize)
        # Blocks come in order: the first mark from an offset on, so that most need not be looked up.
        self._next = 0
        self.clear_from, self.clear_to = 0, self._starts[0]  # a stretch in which no mark begins

    def _known(self, marks: Sequence[Mark]) -> dict[_Order, Mark]:
        """The marks that can be elements, one of a kind for each range."""
        known: dict[_Order, Mark] = {}
        text = self.text
        for mark in marks:
            kind, span = mark.kind, mark.span
            start, end = span.start, span.end
            if kind == "pb":  # the beginning of a page has no length
                point = replace(mark, span=Span(start, start))
                known[_order(point)] = point
            elif kind in KINDS and text[start:end].strip():
                known[start, True, -end, RANK[kind]] = mark  # its order
            if kind == "noteref":
                self.linked = True
            elif kind == "runon-label" and mark.numbering and self._holds_text(mark.numbering.numeral):
                numeral = Mark("num", mark.numbering.numeral, str(mark.numbering.ordinal))
                known[_order(numeral)] = numeral
        return known

    def _holds_text(self, span: Span) -> bool:
        return bool(self.text[span.start : span.end].strip())

    def ana(self, why: Why) -> str:
        """@ana and @cert of an element, as they stand in its tag; the rule is noted for the taxonomy."""
        found = self._ana[why.cert].get(why.rule)
        return self._noted(why) if found is None else found

    def _noted(self, why: Why) -> str:
        if why.rule:
            self.rules[why.rule] = _pointer(why.rule)
        found = self._ana[why.cert][why.rule] = _claim(why.rule, why.cert)
        return found

    def content(self, spans: Spans, level: str = PARA, own: Sequence[Mark] = ()) -> str:
        """The text of `spans` as XML, with the marks that lie in them.

        Args:
            spans: the block's spans, at least one.
            level: what the element around it may hold.
            own: marks of the block itself (label, num), besides the document's.
        """
        start, end = spans[0].start, spans[-1].end
        marks = () if self.clear_from <= start and end <= self.clear_to else self._within(start, end)
        if not marks and not own:
            return self.text[start:end] if len(spans) == 1 else joined(self.text, spans)
        if own:
            marks = sorted([*(m for m in own if start <= m.span.start < m.span.end), *marks], key=_order)
        kept = nested(marks, end)
        for mark in kept:
            if mark.kind == "runon":
                kept = sound(kept, self.text)
                break
        lines = Lines(self.text, pieces(spans, marks)) if len(spans) > 1 else None
        return phrases(self, kept, lines, start, end, level)

    def headline(self, start: int, end: int, numbering: Numbering) -> str | None:
        """The text of a heading with its marker as label; None where marks lie in it or the marker is no ordinary one."""
        marker = numbering.marker
        if not start <= marker.start <= marker.end <= end:
            return None
        if not (self.clear_from <= start and end <= self.clear_to) and self._within(start, end):
            return None
        if (label := self.label(numbering)) is None:
            return None
        return f"{self.text[start : marker.start]}<label>{label}</label>{self.text[marker.end : end]}"

    def label(self, numbering: Numbering) -> str | None:
        """A marker with its numeral as num; None where marks lie in it or the numeral is no ordinary one."""
        text, marker, numeral, ordinal = self.text, numbering.marker, numbering.numeral, numbering.ordinal
        start, first, last, end = marker.start, numeral.start, numeral.end, marker.end
        if not start <= first < last <= end or not 0 <= ordinal < _LARGE:
            return None
        if not (self.clear_from <= start and end <= self.clear_to) and self._within(start, end):
            return None
        return f'{text[start:first]}<num value="{ordinal}">{text[first:last]}</num>{text[last:end]}'

    def is_clear(self, start: int, end: int) -> bool:
        """Whether no mark begins in a stretch."""
        return not self._within(start, end)

    def _within(self, start: int, end: int) -> Sequence[Mark]:
        """The marks that begin in a stretch."""
        starts, first = self._starts, self._next
        if start < self.clear_from or starts[first] < start:
            first = self._next = bisect_left(starts, start)
            self.clear_from, self.clear_to = start, starts[first]
        return self._marks[first : bisect_left(starts, end, first)] if starts[first] < end else ()
