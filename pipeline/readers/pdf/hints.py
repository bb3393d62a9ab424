"""What the type and place of a PDF's paragraphs say of them, as hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.readers.pdf.contents import contents
from pipeline.readers.pdf.lines import bare
from pipeline.readers.pdf.paragraphs import Paragraph, is_centred, is_right
from pipeline.readers.pdf.shape import Shape

_LARGE = 1.15  # times the body type
_NEAR_TOP = 12  # paragraphs of page one
_LONGEST_TITLE = 4  # lines in the largest type that are one title

Bookmarks = Mapping[str, Sequence[tuple[int, int]]]


def hints(found: Sequence[Paragraph], shape: Shape, bookmarks: Bookmarks) -> list[tuple[str, ...]]:
    """The hints of each paragraph.

    Args:
        found: all paragraphs of the document.
        shape: how the document sets its paragraphs.
        bookmarks: (page, level) by title without spaces.
    """
    title = _title(found, shape)
    listed = contents([paragraph.text for paragraph in found])
    out: list[tuple[str, ...]] = []
    for i, paragraph in enumerate(found):
        if i in listed:
            out.append(("fw:contents",))
            continue
        first = paragraph.lines[0]
        own = []
        if i in title:
            own.append("title")
        level = _level(paragraph, bookmarks)
        if level:
            own.append(f"h{level}")
        if first.cells:
            own.append("row")
        if first.size >= _LARGE * shape.size:
            own.append("large")
        if not shape.bold and all(line.bold for line in paragraph.lines):
            own.append("bold")
        if all(is_centred(line, shape) for line in paragraph.lines):
            own.append("center")
        elif all(is_right(line, shape) for line in paragraph.lines):
            own.append("right")
        out.append(tuple(own))
    return out


def _level(paragraph: Paragraph, bookmarks: Bookmarks) -> int:
    """The level of the bookmark that names a paragraph and leads to its page, or 0."""
    page = paragraph.lines[0].page
    for target, level in bookmarks.get(bare(paragraph.text), ()):
        if target == page:
            return level
    return 0


def _title(found: Sequence[Paragraph], shape: Shape) -> set[int]:
    """The paragraphs near the top of page one that are larger than everything else."""
    top = [i for i, p in enumerate(found[:_NEAR_TOP]) if p.lines[0].page == 1]
    if not top:
        return set()
    size = max(found[i].lines[0].size for i in top)
    title = [i for i in top if found[i].lines[0].size >= 0.98 * size]
    others = max((p.lines[0].size for i, p in enumerate(found) if i not in title), default=0.0)
    together = title[-1] - title[0] < _LONGEST_TITLE
    return set(title) if size >= _LARGE * shape.size and others < 0.98 * size and together else set()
