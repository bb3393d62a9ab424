"""Writes the text of a block with its inline elements: every character once, in order, nested as TEI allows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.fold import unbroken
from pipeline.model import Cert, Document, Mark, Span, Spans
from pipeline.tei import names
from pipeline.tei.names import escape
from pipeline.tei.nesting import nested, pieces, sound

# What may stand inside an element: anything, phrases only, label and item only, text only.
PARA, PHRASE, IMPRINT, BYLINE, LIST, TEXT = "para", "phrase", "imprint", "byline", "list", "text"

_PHRASES = frozenset(
    {"date", "person", "name", "role", "place", "docket", "repair", "redaction", "num", "fw", "pb"}
)
_ALLOWED = {
    PARA: _PHRASES | {"said", "runon", "label", "stage", "noteref"},
    PHRASE: _PHRASES,
    IMPRINT: _PHRASES | {"publisher"},
    BYLINE: _PHRASES,
    LIST: frozenset({"runon-label", "runon-item"}),
    TEXT: frozenset(),
}
# The order is the nesting of marks with the same range, outermost first.
_INNER = {
    "fw": PHRASE, "label": PHRASE, "said": PARA, "runon": LIST, "runon-label": PHRASE, "runon-item": PARA,
    "publisher": PHRASE, "docket": TEXT, "name": PHRASE, "person": PHRASE, "role": PHRASE,
    "place": PHRASE, "pb": TEXT, "stage": PHRASE, "noteref": TEXT, "date": PHRASE, "num": PHRASE,
    "redaction": TEXT, "repair": TEXT,
}  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_INNER)}
_TAG = {
    "said": "said", "runon": "list", "runon-label": "label", "runon-item": "item", "publisher": "publisher",
    "docket": "idno", "name": "persName", "person": "persName", "role": "roleName", "place": "placeName",
    "date": "date", "num": "num", "redaction": "gap", "repair": "choice", "fw": "fw", "stage": "stage",
    "noteref": "ref", "pb": "pb",
}  # fmt: skip
_WRAPPED = {"repair": "sic", "redaction": "desc"}
_UNSOURCED = frozenset({"num", "label", "runon-label", "redaction", "pb"})


def _order(mark: Mark) -> tuple[int, bool, int, int]:
    """Outermost first; what has no length stands before what begins at the same place."""
    return mark.span.start, mark.span.start < mark.span.end, -mark.span.end, _RANK[mark.kind]


def _point(mark: Mark) -> Mark:
    """The mark; one for the beginning of a page has no length."""
    return replace(mark, span=Span(mark.span.start, mark.span.start)) if mark.kind == "pb" else mark


def _with_numeral(mark: Mark) -> tuple[Mark, ...]:
    """A label with its numeral as a mark of its own."""
    if mark.kind != "runon-label" or mark.numbering is None:
        return (mark,)
    return mark, Mark("num", mark.numbering.numeral, str(mark.numbering.ordinal))


class Inline:
    """The inline marks of one document, ready to be written block by block."""

    def __init__(self, doc: Document, persons: dict[str, str]) -> None:
        self.text = unbroken(doc.source.text)  # some inside joined lines are no XML
        self._markup = re.search("[&<>]", self.text) is not None
        self.persons = persons
        self.rules: dict[str, str] = {}
        self.paragraphs: dict[int, str] = {}
        wanted = (m for mark in doc.inline for m in _with_numeral(_point(mark)))
        known = {
            (m.kind, m.span): m
            for m in wanted
            if m.kind in _TAG and (m.kind == "pb" or self._holds_text(m.span))
        }
        self.marks = sorted(known.values(), key=_order)
        self.starts = [mark.span.start for mark in self.marks]

    def _holds_text(self, span: Span) -> bool:
        return not (self.text[span.start : span.end] or " ").isspace()

    def attributes(self, start: int, end: int, rule: str, cert: Cert, sourced: bool = True) -> str:
        """@source, @ana and @cert of an element, as they stand in its tag; the rule is noted for the taxonomy."""
        found = f' source="src:{start},{end}"' if sourced else ""
        if rule:
            ana = self.rules.get(rule)
            if ana is None:
                ana = self.rules[rule] = "#" + names.rule_id(rule)
            found += f' ana="{ana}"'
        return found if cert == "high" else f'{found} cert="{cert}"'

    def content(self, spans: Spans, level: str = PARA, own: Sequence[Mark] = ()) -> str:
        """The text of `spans` as XML, with the marks that lie in them.

        Args:
            spans: the block's spans, at least one.
            level: what the element around it may hold.
            own: marks of the block itself (label, num), besides the document's.
        """
        start, end = spans[0].start, spans[-1].end
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        if first == last and not own:
            return self.escaped(self.text[start:end] if len(spans) == 1 else self._joined(spans))
        marks = self.marks[first:last]
        if own:
            marks = sorted([*(m for m in own if start <= m.span.start < m.span.end), *marks], key=_order)
        kept = nested(marks, end)
        if any(mark.kind == "runon" for mark in kept):
            kept = sound(kept, self.text)
        writer = _Writer(self, level, pieces(spans, marks))
        for mark in kept:
            writer.open(mark)
        return writer.finish()

    def escaped(self, text: str) -> str:
        """A piece of the text as XML."""
        return escape(text) if self._markup else text

    def joint(self, left: int, right: int) -> str:
        """A line break where two lines of Latin script were joined, nothing where Chinese was."""
        around = self.text[max(left - 2, 0) : left] + self.text[right : right + 1]
        return "\n" if max(around, default="\u2000") < "\u2000" else ""

    def _joined(self, spans: Spans) -> str:
        parts = [self.text[spans[0].start : spans[0].end]]
        for left, right in pairwise(spans):
            parts.append(self.joint(left.end, right.start))
            parts.append(self.text[right.start : right.end])
        return "".join(parts)


class _Writer:
    """One pass over a block: text and tags in the order in which they stand."""

    __slots__ = ("at", "inline", "level", "out", "piece", "pieces", "stack", "text")

    def __init__(self, inline: Inline, level: str, pieces: list[Span]) -> None:
        self.inline, self.text = inline, inline.text
        self.pieces = pieces
        self.piece = 0
        self.at = pieces[0].start
        self.level = level
        self.out: list[str] = []
        self.stack: list[tuple[Mark, str, str]] = []

    def open(self, mark: Mark) -> None:
        """Close what ends before the mark, write the text up to it, open its element if it may stand here."""
        while self.stack and self.stack[-1][0].span.end <= mark.span.start:
            self._close()
        self._advance(mark.span.start)
        kind = mark.kind
        if kind not in _ALLOWED[self.level]:
            return
        tag = _TAG.get(kind, "label")
        opening, closing = f"<{tag}{self._attributes(mark)}>", f"</{tag}>"
        if kind in _WRAPPED:
            opening, closing = f"{opening}<{_WRAPPED[kind]}>", f"</{_WRAPPED[kind]}>{closing}"
        if kind == "repair":
            reading = escape(names.legal(mark.value))
            closing = f'</sic><corr cert="{mark.why.cert}">{reading}</corr></choice>'
        elif kind == "name" and self.level == BYLINE:
            opening, closing = f"<docAuthor>{opening}", f"{closing}</docAuthor>"
        self.out.append(opening)
        self.stack.append((mark, self.level, closing))
        self.level = _INNER[kind]

    def finish(self) -> str:
        """Close everything, write the rest of the block and return it all."""
        while self.stack:
            self._close()
        self._advance(self.pieces[-1].end)
        return "".join(self.out)

    def _close(self) -> None:
        mark, level, closing = self.stack.pop()
        self._advance(mark.span.end)
        self.out.append(closing)
        self.level = level

    def _advance(self, to: int) -> None:
        # Between label and item there is only white space, and XML knows less of it than Unicode does.
        silent = self.level is LIST
        text, pieces = self.text, self.pieces
        while True:
            here = pieces[self.piece]
            stop = to if to < here.end else here.end
            if self.at < stop:
                if not silent:
                    self.out.append(self.inline.escaped(text[self.at : stop]))
                self.at = stop
            if to < here.end or self.piece + 1 == len(pieces) or to < pieces[self.piece + 1].start:
                return
            self.piece += 1
            self.at = pieces[self.piece].start
            if not silent:
                self.out.append(self.inline.joint(here.end, self.at))

    def _attributes(self, mark: Mark) -> str:
        kind, value, span, why = mark.kind, mark.value, mark.span, mark.why
        found = self.inline.attributes(span.start, span.end, why.rule, why.cert, kind not in _UNSOURCED)
        if kind == "said":
            found += ' direct="true"'
        if kind in ("said", "person", "name") and value in self.inline.persons:
            found += f' {"who" if kind == "said" else "ref"}="#{self.inline.persons[value]}"'
        elif kind == "date" and names.iso_date(value):
            found += f' when="{value}"'
        elif kind == "num" and names.number(value):
            found += f' value="{value}"'
        elif kind == "runon":
            found += ' rend="runon"'
        elif kind == "pb":
            quoted = escape(value).replace('"', "&quot;")
            found += f' n="{quoted}"'
        elif kind == "docket":
            found += ' type="docket"'
        elif kind == "redaction":
            found += ' reason="censored" unit="character"'
        elif kind == "fw":
            found += f' type="{names.word(value, "other")}" place="inline"'
        elif kind == "noteref":
            found += f' target="{names.LINK}{value if value.isdecimal() else ""}"'
        return found
