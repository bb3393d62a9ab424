"""A paragraph of a Word document: what its style and its own properties make of it."""

from __future__ import annotations

from pipeline.readers.docx.properties import Properties, W, align, flag, inner, number, value
from pipeline.readers.docx.styles import Style
from pipeline.readers.office.paragraph import Letters, Paragraph


class WordParagraph(Paragraph):
    """A paragraph; ``num`` and ``depth`` are the list that it names itself and the level in it.

    ``in_contents`` tells whether a table of contents was being listed where it begins.
    """

    def __init__(self, style: Style, base: Letters, found: Properties) -> None:
        """Take its style, the look of letters without any, and its own properties (``w:pPr``)."""
        aligned = align(found)
        super().__init__(
            style.letters.over(base),
            _kind(style, number(value(found, "outlineLvl"))),
            (style.align if aligned is None else aligned) or "",
        )
        self.style = style
        self.in_contents = False
        numbering = inner(found, "numPr")
        self.num = value(numbering, "numId")
        self.depth = number(value(numbering, "ilvl"))
        mark = inner(found, "rPr")
        self.runs_on = W + "del" in mark or W + "moveFrom" in mark
        self.breaks = bool(flag(found, "pageBreakBefore"))
        section = inner(found, "sectPr")
        self.ends_page = bool(section) and value(section, "type") not in ("continuous", "nextColumn")


def _kind(style: Style, own: int | None) -> str:
    """The hint of its style's name; an outline level says more than a name."""
    level = style.level if own is None else own
    if level is None or style.kind in ("title", "subtitle", "fw:contents"):
        return style.kind
    return f"h{min(level + 1, 6)}" if 0 <= level < 9 else ""
