"""Every data type of the pipeline. All are immutable; collections are tuples.

Offsets are Unicode code points into ``Source.text`` and spans are half-open, as in RFC 5147.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.frozen import maker, record

Cert = Literal["high", "medium", "low"]


@record(frozen=True)
class Span:
    """A stretch of ``Source.text``: code points ``start`` (in) to ``end`` (out)."""

    start: int
    end: int


Spans = tuple[Span, ...]
_span = maker(Span)


@record(frozen=True)
class Line:
    """One line as the reader saw it, without its line break, and what the container says of it.

    Hints: ``h1`` … ``h6`` a heading and its level, ``title``, ``subtitle``; ``bold``, ``center``, ``right``, ``large``
    (type clearly larger than the body's) when they hold for the whole line; ``li`` a list item; ``quote``; ``row`` a
    row of a table whose cells are parted by tabs; ``note`` a footnote or endnote; ``numbered`` when the marker that
    opens the line was made by the container's automatic numbering; ``item`` the title with which a text of a collection
    begins, and ``byline`` who gives that text, under it; ``page:3`` the first line of page 3 (``page:3@57``:
    the page begins at code point 57 of the line); ``rest`` what goes on with the paragraph above it; ``fw:KIND`` what
    the container keeps outside the text (``fw:nav``, ``fw:header``, ``fw:footer``, ``fw:page``, ``fw:related``,
    ``fw:share``, ``fw:cue`` …).
    """

    span: Span
    hints: tuple[str, ...] = ()


@record(frozen=True)
class Fix:
    """What a person said of one line: its role; ``span`` is the line without outer white space.

    ``level`` counts from 1 and is 0 where the outline decides; ``run_in`` is None where the form decides.
    """

    line: int
    span: Span
    role: str
    level: int = 0
    run_in: bool | None = None
    speaker: str = ""


@record(frozen=True)
class Corrections:
    """A person's corrections of one source: values by key ("" means that there is none), and roles of lines."""

    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[Fix, ...] = ()


@record(frozen=True)
class Source:
    """A decoded input: its text never changes, everything else points into it.

    ``name`` is the path as the user knows it (POSIX, relative to the folder given); ``size`` is in bytes;
    ``meta`` holds what the container itself said, as (key, value) pairs: ``title``, ``date`` (of publication, ISO 8601),
    ``author``, ``publisher``, ``url``, ``crawled`` (ISO 8601), ``description``, ``keywords``, ``lang``, ``created`` (YYYY-MM-DD);
    others as named there.
    """

    name: str
    text: str
    lines: Sequence[Line]
    sha256: str
    size: int
    encoding: str
    meta: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    corrections: Corrections = Corrections()


@record(frozen=True)
class Diagnostic:
    """A message about a place; level and wording come from ``diagnostics.RULES[code]``."""

    code: str
    span: Span | None = None
    values: tuple[tuple[str, str], ...] = ()


@record(frozen=True)
class Evidence:
    """One reason for or against a reading; a negative weight speaks against it."""

    rule: str
    weight: float


@record(frozen=True)
class Why:
    """How a decision was made: the rule that won, how sure it is, and what spoke for and against it."""

    rule: str
    cert: Cert = "high"
    evidence: tuple[Evidence, ...] = ()


@record(frozen=True)
class Mark:
    """A claim about a stretch of text; several may conflict, none is ever edited.

    ``value`` is the reading: an ISO date, a repaired spelling, a person's id.
    """

    kind: str
    span: Span
    value: str = ""
    why: Why = Why("")
    numbering: Numbering | None = None


@record(frozen=True)
class Block:
    """One paragraph of the source: a line, or several joined by ``reflow``. No span holds outer white space.

    ``text`` is the folded text to match: the characters of ``pieces``, which are the spans without the glosses that
    ``damage`` found. ``gap`` counts the empty lines before the block, ``indent`` its columns of white space.
    """

    spans: Spans
    text: str = ""
    pieces: Spans = ()
    hints: tuple[str, ...] = ()
    gap: int = 0
    indent: int = 0

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def at(self, offset: int) -> int:
        """The source offset of the character at ``offset`` of ``text``."""
        for piece in self.pieces:
            length = piece.end - piece.start
            if offset < length:
                return piece.start + offset
            offset -= length
        return self.end

    def find(self, source: int) -> int:
        """The offset in ``text`` of the character at a source offset, or of the first one after it."""
        base = 0
        for piece in self.pieces:
            if source < piece.end:
                return base + source - piece.start if source > piece.start else base
            base += piece.end - piece.start
        return base

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source from the first to the last character of ``text[start:end]``.

        A gloss belongs to the character before it, and what is hidden at the head of a line to the one behind it, so
        stretches that follow each other leave nothing out.
        """
        only = self.spans[0]
        if len(self.spans) == 1 and only.end - only.start == len(self.text):
            return _span(only.start + start, only.start + end)  # nothing is hidden in it, as in nearly all
        first, last = self.at(start), self.at(end - 1) + 1
        if self.pieces == self.spans:
            return _span(first, last)  # nor in these lines
        before = self.at(start - 1) + 1 if start else self.start
        head = next((s.start for s in self.spans if s.start <= first < s.end), first)
        return _span(head if before <= head else first, self._with_hidden(last))

    def _with_hidden(self, last: int) -> int:
        """The end of a character that ends at ``last``, with what is hidden behind it on its line."""
        if not any(piece.end == last for piece in self.pieces):
            return last
        following = next((piece.start for piece in self.pieces if piece.start >= last), self.end)
        return min(following, next((s.end for s in self.spans if s.start < last <= s.end), last))

    def cut(self, start: int, end: int) -> Spans:
        """The source spans of ``text[start:end]``."""
        spans, length = self.spans, len(self.text)
        only = spans[0]
        if len(spans) == 1 and only.end - only.start == length and 0 <= start < end <= length:
            # nothing is hidden in it, as in nearly all
            return spans if end - start == length else (_span(only.start + start, only.start + end),)
        whole = self.span(start, end)
        first, last = whole.start, whole.end
        return tuple(
            [
                s if first <= s.start and s.end <= last else _span(max(s.start, first), min(s.end, last))
                for s in spans
                if s.start < last and first < s.end
            ]
        )


@record(frozen=True)
class Numbering:
    """A literal marker and its meaning: 一、 is style ``cn-comma``, ordinal 1; ``numeral`` is the 一 alone.

    ``sub`` is the second number of 第174-1條 or 第十二条之一.
    """

    style: str
    ordinal: int
    marker: Span
    numeral: Span
    sub: int = 0


# --- the tree: a closed union, matched exhaustively -------------------------------------------------


@record(frozen=True)
class Furniture:
    """Page furniture (TEI ``fw``): kept in its place, skipped by renderers."""

    spans: Spans
    type: str
    place: Literal["top", "inline", "bottom"]
    why: Why


@record(frozen=True)
class Title:
    """A title of the text (TEI ``docTitle/titlePart``)."""

    spans: Spans
    type: Literal["main", "sub"]
    why: Why


@record(frozen=True)
class Imprint:
    """The line with publisher, date of publication, document number (TEI ``docImprint``); marks say which is which."""

    spans: Spans
    why: Why


@record(frozen=True)
class Byline:
    """Who speaks, under the title (TEI ``byline``); marks ``role`` and ``name`` lie inside."""

    spans: Spans
    why: Why


@record(frozen=True)
class Salute:
    """Salutation 同志们： or addressee 各县人民政府： (TEI ``opener/salute``)."""

    spans: Spans
    why: Why


@record(frozen=True)
class Signed:
    """Signature at the end (TEI ``closer/signed``)."""

    spans: Spans
    why: Why


@record(frozen=True)
class Dateline:
    """Place and date, at the end or under a title (TEI ``closer/dateline``, ``docDate`` in the front)."""

    spans: Spans
    why: Why


@record(frozen=True)
class Paragraph:
    """A paragraph (TEI ``p``)."""

    spans: Spans
    why: Why = Why("paragraph")


@record(frozen=True)
class StageNote:
    """(掌声), (在席位上) and the like (TEI ``stage``)."""

    spans: Spans
    why: Why


@record(frozen=True)
class Heading:
    """The heading of a section with its literal marker; ``run_in`` when the text goes on in the same paragraph.

    ``title`` counts the spans, from the end, that stand on lines of their own below the marker.
    """

    spans: Spans
    numbering: Numbering | None
    run_in: bool
    title: int = 0


@record(frozen=True)
class Section:
    """A div with its heading; ``kind`` is section, chapter, article …"""

    kind: str
    heading: Heading | None
    children: tuple[Node, ...]
    why: Why


@record(frozen=True)
class Point:
    """One item of a list: the marker is the label, the rest are its paragraphs. Bullets have no numbering."""

    label: Span
    numbering: Numbering | None
    children: tuple[Node, ...]


@record(frozen=True)
class Points:
    """一是 … 二是 … or 1. … 2. … as paragraphs of their own (TEI ``list``)."""

    kind: Literal["ordinal", "bulleted"]
    items: tuple[Point, ...]
    why: Why


@record(frozen=True)
class Turn:
    """A speaker's turn (TEI ``sp``): ``label`` is the literal label with its colon, ``who`` the person's id."""

    label: Span
    who: str
    children: tuple[Node, ...]
    why: Why


@record(frozen=True)
class Table:
    """Rows of cells (TEI ``table``)."""

    rows: tuple[Spans, ...]
    why: Why


FrontNode = Furniture | Title | Imprint | Byline | Dateline | StageNote | Paragraph
Node = Paragraph | Section | Points | Turn | StageNote | Furniture | Salute | Signed | Dateline | Table


@record(frozen=True)
class Person:
    """A person named as speaker, author or quoted; one entry for one person in a document."""

    id: str
    name: str
    role: str = ""
    kind: Literal["author", "speaker", "quoted"] = "author"


@record(frozen=True)
class Meta:
    """What the front says of a text. Strings are readings (repaired, glued parts separated); "" means not stated.

    ``date`` is the date to cite the text by, ISO 8601, and ``date_kind`` tells what it is: of publication, of
    delivery, or the one the document bears itself; ``delivered`` and ``adopted`` (of a law) stand besides.
    ``author`` is a person's id, and ``coauthors`` are those of others on the same line.
    """

    title: str = ""
    subtitle: str = ""
    date: str = ""
    date_kind: Literal["", "published", "delivered", "issued"] = ""
    delivered: str = ""
    adopted: str = ""
    place: str = ""
    publisher: str = ""
    author: str = ""
    docket: str = ""
    coauthors: tuple[str, ...] = ()


@record(frozen=True)
class Part:
    """One text: its front matter and its body in source order. ``n`` is 0 unless it is one of a compilation.

    Until the outline is built, the text still to be placed is ``Document.blocks[first:last]``.
    """

    n: int
    meta: Meta
    front: tuple[FrontNode, ...] = ()
    body: tuple[Node, ...] = ()
    back: tuple[Furniture, ...] = ()
    first: int = 0
    last: int = 0


@record(frozen=True)
class Document:
    """The one type that goes through every stage.

    A compilation has several parts, with its own ``front`` and ``back`` around them; a single text has one part
    and leaves both empty. ``lang`` is a BCP 47 tag. ``inline`` are the decided marks that become elements inside
    blocks; crossing ones have been settled, so they nest.
    """

    source: Source
    blocks: tuple[Block, ...] = ()
    marks: tuple[Mark, ...] = ()
    lang: str = "zh-Hans"
    meta: Meta = Meta()
    front: tuple[FrontNode, ...] = ()
    parts: tuple[Part, ...] = ()
    back: tuple[Furniture, ...] = ()
    persons: tuple[Person, ...] = ()
    inline: tuple[Mark, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
