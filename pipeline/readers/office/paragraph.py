"""A paragraph of an office document while it is read: runs of text with their looks, and the lines they make."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.readers.decode import ReadError
from pipeline.readers.office import Found

# Markers that Chinese typography sets without a space after them.
_CLOSED = "、，。．：；）】〕》」』〉］"


@dataclass(frozen=True, slots=True)
class Letters:
    """How characters look; None where nothing is said. The unit of ``size`` is the same in one document."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None

    def over(self, base: Letters) -> Letters:
        """These settings, and those of ``base`` where these say nothing."""
        return Letters(
            base.bold if self.bold is None else self.bold,
            base.size if self.size is None else self.size,
            base.hidden if self.hidden is None else self.hidden,
        )


UNSET = Letters()


@dataclass(frozen=True, slots=True)
class Marker:
    """A number or bullet that the program sets before a paragraph, with the white space after it."""

    text: str
    bullet: bool = False


def gap(marker: str) -> str:
    """The white space between a marker and its paragraph: a tab stop is layout, 第一条 is set off by a wide space."""
    if marker[-1] in _CLOSED:
        return ""
    return "\u3000" if "\u4e00" <= marker[-1] <= "\u9fff" else " "


def bounded(text: str, kind: str) -> str:
    """The text of a list's marker, which stands before each of its paragraphs.

    Raises:
        ReadError: it is longer than any program writes, so that a small file would become a huge text (SRC117).
    """
    if len(text) > 255 or text.count("%") > 20:
        raise ReadError("SRC117", kind=kind, reason=f"a list marker of {len(text)} characters")
    return text


PAGE = "\f"


class Paragraph:
    """A paragraph; ``after`` are the lines of text boxes anchored in it.

    ``kind`` is the hint of its style or level, ``align`` that of its alignment, "" for none. A paragraph that
    ``runs_on`` has lost its end in a tracked change, so that the next one goes on with it; one that ``breaks`` begins
    a page. In its text a line that begins a page opens with ``PAGE``.
    """

    def __init__(self, base: Letters, kind: str = "", align: str = "") -> None:
        self.base = base
        self.kind = kind
        self.align = align
        self.look = base
        self.after: list[Found] = []
        self.runs_on = False
        self.breaks = False
        self._runs: list[tuple[str, Letters]] = []

    def add(self, text: str) -> None:
        """Add text in the look of the current run."""
        self._runs.append((text, self.look))

    def join(self, before: Paragraph) -> None:
        """Go on where the paragraph before, which runs on, has ended."""
        self._runs, self.after = before._runs, before.after

    def text(self, hidden: bool = False) -> str:
        """The text shown, or the one hidden."""
        return "".join(text for text, look in self._runs if bool(look.hidden) is hidden)

    def lines(self, marker: Marker | None) -> list[Found]:
        """Its lines: one unless it has line breaks in it, then hidden text and text boxes."""
        seen = [look for text, look in self._runs if not look.hidden and not text.isspace()]
        bold = "bold" if seen and all(look.bold for look in seen) else ""
        size = min((look.size or 0 for look in seen), default=0)
        hints = tuple(hint for hint in (self.kind, bold, self.align) if hint)
        first, *more = self.text().split("\n")
        kinds = () if marker is None else ("li", "numbered") if marker.bullet else ("numbered",)
        found = [Found((marker.text if marker else "") + first, (*hints, *kinds), size, self.breaks)]
        found.extend(Found(line.lstrip(PAGE), hints, size, line.startswith(PAGE)) for line in more)
        if (hidden := self.text(hidden=True)).strip():
            if not any(line.text for line in found):
                found = []
            found.extend(Found(line, ("fw:hidden",)) for line in hidden.split("\n") if line.strip())
        return found + self.after
