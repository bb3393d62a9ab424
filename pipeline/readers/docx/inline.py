"""The inside of Word's paragraphs: runs of text, signs, fields, notes and readings, as characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.readers.docx.fields import Fields
from pipeline.readers.docx.numbering import Counter as Numbers
from pipeline.readers.docx.paragraph import WordParagraph
from pipeline.readers.docx.properties import Properties, W, is_on, letters, properties, value
from pipeline.readers.docx.styles import Styles
from pipeline.readers.office import Found, Sizes
from pipeline.readers.office.frames import Frames
from pipeline.readers.office.paragraph import PAGE
from pipeline.readers.office.symbols import symbol

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_ENTRY = re.compile(r"\t|\d\s*$")
_BLANKS = (" ", "\t")

Leave = Callable[[], None]
Visit = tuple[Iterator[etree._Element], Leave | None]


@dataclass(slots=True)
class Shared:
    """What all stories of a document share; ``notes`` are the footnotes and endnotes in the order referred to."""

    styles: Styles
    sizes: Sizes = field(default_factory=Sizes)
    absent: Counter[str] = field(default_factory=Counter)
    inserted: int = 0
    deleted: int = 0
    mark: Callable[[str, str], str] = lambda kind, id: ""


class Inline:
    """What goes into the paragraph being read. Its methods take an element each.

    They return the children to go on with and what to do after them, or None where nothing inside is text.
    """

    def __init__(self, shared: Shared, numbers: Numbers) -> None:
        """Take what the document's stories share, and a counter of its own for the numbering."""
        self._shared = shared
        self._numbers = numbers
        self._frames = Frames(self._finish)
        self._fields = Fields()
        self._contents = 0
        self._page = (
            False  # whether the paragraph before ends its section, so that the next one begins a page
        )

    def _begin(self, found: Properties) -> WordParagraph:
        style = self._shared.styles.paragraph(value(found, "pStyle"))
        paragraph = WordParagraph(style, self._shared.styles.base, found)
        paragraph.in_contents = self._fields.contents
        paragraph.breaks = paragraph.breaks or self._page
        self._page = paragraph.ends_page
        self._frames.begin(paragraph)
        return paragraph

    def _finish(self, paragraph: WordParagraph) -> list[Found]:
        self._fields.close_instructions()
        listing = paragraph.in_contents or self._fields.contents
        # A field may be left open by mistake: then only what looks like an entry belongs to it.
        if self._contents or (listing and _ENTRY.search(paragraph.text())):
            paragraph.kind = "fw:contents"
        return paragraph.lines(self._numbers.marker(paragraph.num, paragraph.depth, paragraph.style))

    def _run(self, element: etree._Element) -> Visit:
        paragraph = self._here()
        found = properties(next(element.iterchildren(W + "rPr"), None))
        if not found:
            paragraph.look = paragraph.base
            return iter(element), None
        look = letters(found)
        if W + "rStyle" in found:
            look = look.over(self._shared.styles.get(value(found, "rStyle")).letters)
        paragraph.look = look.over(paragraph.base)
        return iter(element), None

    def _here(self) -> WordParagraph:
        """The open paragraph; text outside of any opens one, so that nothing is lost."""
        return self._frames.paragraph or self._begin({})

    def _add(self, text: str) -> None:
        if self._fields.silent:
            return
        paragraph = self._here()
        paragraph.add(text)
        if paragraph.look.size and not paragraph.look.hidden:
            self._shared.sizes.add(paragraph.look.size, len(text))

    def _text(self, element: etree._Element) -> None:
        text = element.text or ""
        if "\n" in text:
            text = text.replace("\n", " ")  # a file laid out neatly: Word shows a space
        if text[:1] in _BLANKS or text[-1:] in _BLANKS:
            kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            text = text if kept else text.strip(" \t")
        self._add(text)

    def _line_break(self, element: etree._Element) -> None:
        self._add("\n" + PAGE if element.get(W + "type") == "page" else "\n")

    def _symbol(self, element: etree._Element) -> None:
        try:
            char = symbol(int(element.get(W + "char", ""), 16), element.get(W + "font", ""))
        except ValueError:
            char = "\ufffd"
        self._add(char)

    def _instruction(self, element: etree._Element) -> None:
        self._fields.instruction(element.text or "")

    def _field(self, element: etree._Element) -> None:
        text = self._fields.char(element.get(W + "fldCharType", ""))
        if text:
            self._add(text)

    def _simple_field(self, element: etree._Element) -> Visit:
        self._fields.simple(element.get(W + "instr", ""))
        return iter(element), self._fields.end

    def _note(self, element: etree._Element) -> None:
        if is_on(element.get(W + "customMarkFollows", "0")):
            return
        kind = "footnote" if element.tag == W + "footnoteReference" else "endnote"
        self._add(self._shared.mark(kind, element.get(W + "id", "")))

    def _ruby(self, element: etree._Element) -> Visit:
        """The reading stands over the base, and is told apart by brackets."""
        parts = [part for name in ("rubyBase", "rt") for part in element.iterchildren(W + name)]
        return iter(parts), None

    def _reading(self, element: etree._Element) -> Visit:
        self._add("（")
        return iter(element), lambda: self._add("）")

    def _word_art(self, element: etree._Element) -> None:
        if text := element.get("string", "").strip():
            self._frames.emit([Found(text)])

    def _absent(self, element: etree._Element) -> None:
        self._shared.absent[_ABSENT[str(element.tag)]] += 1


def _adds(text: str) -> Callable[[Inline, etree._Element], None]:
    return lambda inline, element: inline._add(text)


_ABSENT = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "pictures",
    V + "imagedata": "pictures",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "charts",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": "charts",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "diagrams",
    _O + "OLEObject": "embedded objects",
    W + "altChunk": "embedded documents",
    W + "commentReference": "comments",
}
# Which method takes which element.
INLINE: dict[str, Callable[[Inline, etree._Element], Visit | None]] = {
    **dict.fromkeys(_ABSENT, Inline._absent),
    W + "r": Inline._run,
    W + "t": Inline._text,
    A + "t": Inline._text,
    M + "t": Inline._text,
    W + "tab": _adds("\t"),
    W + "ptab": _adds("\t"),
    W + "br": Inline._line_break,
    W + "cr": _adds("\n"),
    W + "noBreakHyphen": _adds("\u2011"),
    W + "softHyphen": _adds("\u00ad"),
    W + "sym": Inline._symbol,
    W + "instrText": Inline._instruction,
    W + "fldChar": Inline._field,
    W + "fldSimple": Inline._simple_field,
    W + "footnoteReference": Inline._note,
    W + "endnoteReference": Inline._note,
    W + "ruby": Inline._ruby,
    W + "rt": Inline._reading,
    V + "textpath": Inline._word_art,
}
