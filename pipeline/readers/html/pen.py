"""The line of a page that is being drawn: its text and look, and what is hidden inside it."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from pipeline.readers.html.counters import Counters
from pipeline.readers.html.fields import LONGEST_IMPRINT, begins, is_imprint, is_label, opens
from pipeline.readers.html.lines import Drawn, Page, bare, collapsed
from pipeline.readers.html.style import BLOCKS, Look
from pipeline.readers.html.words import leads_away

_SPACE = " \t\n\r\f"


class Pen:
    """The line being drawn, and the page that its lines are drawn on."""

    def __init__(self) -> None:
        self.page, self.counters = Page(), Counters()
        self._parts: list[str] = []
        self._asides: list[tuple[str, str]] = []
        self._look = Look()
        self._aside_box = 0
        self._chars = self._linked = self._bold = 0
        self._kept = self._file = self._apart = False
        self._pictured: int | None = None  # the box of a picture above the line

    def write(self, node: LexborNode, look: Look) -> None:
        """Draw a text."""
        value = node.text_content or ""
        # Few lines begin with a figure, so few elements are looked at.
        if self._chars and self._parts[0].lstrip()[:2] in {"19", "20"}:
            self._set_apart(node, value)
        self._text(value, look)

    def lead(self, term: Drawn, look: Look) -> None:
        """Begin a line with a term, which what is said of it goes on with."""
        self._parts.append(term.text)
        self._chars, self._linked, self._look = term.chars, term.linked, look
        if is_label(term.text):  # cells of a row, as no colon stands between them
            self._parts.append("\t")
            self._kept = True

    def see_picture(self, look: Look) -> None:
        """Note a picture: what is written on the line under it may be its words."""
        if not self._chars:
            self._pictured = look.box

    def break_line(self, look: Look) -> None:
        """Go to the next line; one with nothing on it is an empty line."""
        if look.hidden:
            return
        if self._chars:
            self.end_line()
        else:
            self._parts.clear()
            self.blank(look)

    def blank(self, look: Look) -> None:
        """Draw an empty line."""
        self.page.lines.append(Drawn("", (), look.box))

    def end_line(self) -> None:
        """End the line being drawn, if there is one, and put what is hidden inside it after it."""
        text = "".join(self._parts)
        if self._chars:
            self._draw(text.replace("\n", " ") if self._kept else collapsed(text))
        elif text.strip(_SPACE) and self.page.boxes[self._look.box].tag not in {"td", "th"}:
            self.blank(self._look)
        for kind, value in _joined(self._asides):
            self.page.lines.append(Drawn(value, (), self._aside_box, len(bare(value)), kind=kind))
        self._parts.clear()
        self._asides.clear()
        self._chars = self._linked = self._bold = 0
        self._kept = self._file = self._apart = False

    def _set_apart(self, node: LexborNode, value: str) -> None:
        """Begin a field of an imprint in an element right behind another: the style sheet sets them apart, no blank does."""
        if (
            self._chars < LONGEST_IMPRINT
            and not value.isspace()  # of which there may be very many
            and _follows(node)
            and begins("".join(self._parts), value, self._apart)
        ):
            self._parts.append(" ")
            self._apart = True

    def _text(self, value: str, look: Look) -> None:
        if look.hidden or look.gloss:
            if value.strip():
                self._asides.append(("hidden" if look.hidden else "ruby", value))
                self._aside_box = look.box
            return
        if look.kept_space:
            self._kept = True
            first, *others = value.replace("\r\n", "\n").split("\n")
            self._piece(first, look)
            for other in others:
                self.break_line(look)
                self._kept = True
                self._piece(other, look)
        else:
            self._piece(value, look)

    def _piece(self, value: str, look: Look) -> None:
        if look.linked and leads_away(value.strip()):
            self._asides.append(("tools", value))
            self._aside_box = look.box
            return
        if 0 < self._chars < LONGEST_IMPRINT and self._parts and (opened := opens(value)):
            self._field(opened)
        chars = len(bare(value))
        if not self._chars:
            self._look = look
        self._parts.append(value)
        self._chars += chars
        if look.linked:
            self._linked += chars
            self._file = self._file or look.file
        if look.bold:
            self._bold += chars

    def _field(self, opened: str) -> None:
        """Begin a field of an imprint in an element of its own: counters and buttons stand on lines of their own."""
        text = "".join(self._parts)
        counted = opens(text) == "tools"
        if counted or (opened == "tools" and is_imprint(text)):
            self.end_line()
        elif opened == "field" and is_imprint(text):
            self._parts.append(" ")

    def _draw(self, text: str) -> None:
        look = self._look
        item, marker = self.counters.take(text)
        said = (
            (look.heading > 0, f"h{look.heading}"),
            (self._bold == self._chars, "bold"),
            (bool(look.align), look.align),
            (item, "li"),
            (look.quoted, "quote"),
            (look.note, "note"),
        )
        hints = tuple(hint for holds, hint in said if holds)
        pictured = "" if self._pictured is None else "within" if self._pictured == look.box else "above"
        self.page.lines.append(
            Drawn(text, hints, look.box, self._chars, self._linked, self._file, marker, "", pictured)
        )
        self._pictured = None


def _follows(node: LexborNode) -> bool:
    """Whether a text opens an element that stands right behind another one."""
    inner: LexborNode | None = node
    while inner is not None and inner.prev is None:
        inner = inner.parent
        if inner is None or inner.tag in BLOCKS:
            return False
    before = None if inner is None or inner is node else inner.prev
    return before is not None and (before.tag or "-")[0] not in "-!" and before.tag != "br"


def _joined(asides: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one kind as one line."""
    found: list[tuple[str, list[str]]] = []
    for kind, value in asides:
        if not found or found[-1][0] != kind:
            found.append((kind, []))
        found[-1][1].append(value)
    return [(kind, " ".join(" ".join(values).split())) for kind, values in found]
