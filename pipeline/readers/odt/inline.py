"""The inside of OpenDocument paragraphs: characters and their white space, signs, notes and readings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.readers.odt.numbering import Lists
from pipeline.readers.odt.properties import DRAW, OFFICE, TEXT, Style, Styles, whole
from pipeline.readers.office import Found, Sizes, noted
from pipeline.readers.office.frames import Frames
from pipeline.readers.office.paragraph import Letters, Marker, Paragraph

_SPACE = re.compile(r"[ \t\r\n]+")

Leave = Callable[[], None]
Visit = tuple[Iterator[etree._Element], Leave | None]


@dataclass(slots=True)
class Shared:
    """What all stories of a document share; ``notes`` are the lines of notes in the order referred to, by kind."""

    styles: Styles
    sizes: Sizes = field(default_factory=Sizes)
    absent: Counter[str] = field(default_factory=Counter)
    inserted: int = 0
    deleted: int = 0
    notes: dict[str, list[Found]] = field(default_factory=lambda: {"footnote": [], "endnote": []})


class TextParagraph(Paragraph):
    """A paragraph with its marker; ``looks`` are those of the spans around the one being read."""

    def __init__(self, style: Style, kind: str, marker: Marker | None) -> None:
        """Take its style, the hint of its kind, and what stands before it."""
        super().__init__(style.letters, kind, style.align)
        self.marker = marker
        self.looks: list[Letters] = []
        self.spaced = True

    def add(self, text: str) -> None:
        """Add text in the look of the current span."""
        super().add(text)
        self.spaced = text[-1] in " \n"


class Inline:
    """What goes into the paragraph being read. Its methods take an element each.

    They return the children to go on with and what to do after them, or None where nothing inside is text.
    """

    def __init__(self, shared: Shared) -> None:
        """Take what the document's stories share."""
        self._shared = shared
        self._frames: Frames[TextParagraph] = Frames(lambda paragraph: paragraph.lines(paragraph.marker))
        self._lists = Lists(shared.styles)
        self._contents = 0

    def _text(self, text: str | None) -> None:
        """Add characters; white space of any length is one space, and none at the start of a line."""
        paragraph = self._frames.paragraph
        if not text or paragraph is None:
            return
        text = _SPACE.sub(" ", text)
        self._add(text[1:] if text[0] == " " and paragraph.spaced else text)

    def _add(self, text: str) -> None:
        paragraph = self._frames.paragraph
        if not text or paragraph is None:
            return
        paragraph.add(text)
        if paragraph.look.size and not paragraph.look.hidden:
            self._shared.sizes.add(paragraph.look.size, len(text))

    def _span(self, element: etree._Element) -> Visit:
        paragraph = self._frames.paragraph
        if paragraph is None:
            return iter(element), None
        paragraph.looks.append(paragraph.look)
        style = self._shared.styles.get("text", element.get(TEXT + "style-name", ""))
        paragraph.look = style.letters.over(paragraph.look)
        return iter(element), self._end_span

    def _end_span(self) -> None:
        if paragraph := self._frames.paragraph:
            paragraph.look = paragraph.looks.pop()

    def _spaces(self, element: etree._Element) -> None:
        # A hostile number would give lines of gigabytes.
        self._add(" " * min(whole(element.get(TEXT + "c")) or 1, 100))

    def _reading(self, element: etree._Element) -> Visit:
        """The reading of a character stands over it, and is told apart by brackets."""
        self._add("（")
        return iter(element), lambda: self._add("）")

    def _note(self, element: etree._Element) -> Visit | None:
        citation = element.find(TEXT + "note-citation")
        mark = "" if citation is None else (citation.text or "").strip()
        self._add(f"[{mark}]")
        body = element.find(TEXT + "note-body")
        if body is None:
            return None
        self._frames.box()
        self._lists.box()
        kind = "endnote" if element.get(TEXT + "note-class") == "endnote" else "footnote"

        def leave() -> None:
            self._lists.end_box()
            self._shared.notes[kind].extend(noted(f"[{mark}]", self._frames.take()))

        return iter(body), leave

    def _changes(self, element: etree._Element) -> None:
        self._shared.inserted += sum(1 for _ in element.iter(TEXT + "insertion"))
        self._shared.deleted += sum(1 for _ in element.iter(TEXT + "deletion"))

    def _absent(self, element: etree._Element) -> None:
        self._shared.absent[_ABSENT[str(element.tag)]] += 1


def _adds(text: str) -> Callable[[Inline, etree._Element], None]:
    return lambda inline, element: inline._add(text)


_ABSENT = {
    DRAW + "image": "pictures",
    DRAW + "object": "embedded objects",
    DRAW + "object-ole": "embedded objects",
    DRAW + "plugin": "embedded objects",
    OFFICE + "annotation": "comments",
}
# Which method takes which element.
INLINE: dict[str, Callable[[Inline, etree._Element], Visit | None]] = {
    **dict.fromkeys(_ABSENT, Inline._absent),
    TEXT + "span": Inline._span,
    TEXT + "s": Inline._spaces,
    TEXT + "tab": _adds("\t"),
    TEXT + "line-break": _adds("\n"),
    TEXT + "ruby-text": Inline._reading,
    TEXT + "note": Inline._note,
    TEXT + "tracked-changes": Inline._changes,
}
