"""What the readers of Word and OpenDocument files share: XML parts read safely, lines collected with their looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from pipeline.model import Diagnostic
from pipeline.readers.decode import ReadError
from pipeline.readers.layer import Layer

_LARGE = 1.15
_FORM = 5  # cells that a table has for each that holds running text, at least, if it is a form


def parse(data: bytes, kind: str, part: str) -> etree._Element:
    """The root of one XML part.

    Args:
        data: the part's bytes.
        kind: what the file is, for the message.
        part: the part's name, for the message.

    Raises:
        ReadError: not well-formed, nested deeper than 256 elements, or with a DOCTYPE (SRC117).
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("SRC117", kind=kind, reason=f"{part}: {error.msg}") from None
    # No office program writes one; it is only good for attacks with entities.
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("SRC117", kind=kind, reason=f"{part}: it has a DOCTYPE")
    return root


@dataclass(frozen=True, slots=True)
class Found:
    """A line of text; an empty one is an empty paragraph.

    ``size`` is that of its smallest type, 0 if not known; ``page`` tells that the author began a page with it.
    """

    text: str
    hints: tuple[str, ...] = ()
    size: float = 0.0
    page: bool = False


class Sizes:
    """The sizes of type in a document, by the number of characters set in each."""

    def __init__(self) -> None:
        self._counts: Counter[float] = Counter()

    def add(self, size: float, characters: int) -> None:
        """Count characters of a size; the unit is the caller's."""
        self._counts[size] += characters

    def large(self) -> float:
        """The size from which type is clearly larger than the body's, which most characters have."""
        body = max(self._counts.items(), key=lambda item: (item[1], -item[0]), default=(0.0, 0))[0]
        return body * _LARGE


def put(layer: Layer, lines: Iterable[Found], large: float, *hints: str) -> None:
    """Add lines to a text layer.

    Args:
        layer: where they go.
        lines: the lines.
        large: the size from which a line is large; 0 when sizes do not matter.
        hints: what to say of each of them besides.
    """
    for line in lines:
        if not line.text or line.text.isspace():
            layer.blank()
            continue
        more = ("large",) if 0 < large <= line.size else ()
        # What is outside the text here is that wherever it stands.
        own = tuple(hint for hint in line.hints if not (hints and hint.startswith("fw:")))
        layer.add(line.text, *own, *more, *hints)


def left_out(counts: Counter[str]) -> tuple[Diagnostic, ...]:
    """The report of what is no text, or nothing when all was text."""
    found = ", ".join(f"{name}: {count}" for name, count in counts.items() if count)
    return (Diagnostic("SRC121", None, (("found", found),)),) if found else ()


def changed(inserted: int, deleted: int) -> tuple[Diagnostic, ...]:
    """The report of tracked changes, or nothing where there were none."""
    if not inserted and not deleted:
        return ()
    return (Diagnostic("SRC120", None, (("inserted", str(inserted)), ("deleted", str(deleted)))),)


def rows(table: list[list[list[Found]]]) -> list[Found]:
    """A table as lines: each row one line with its cells parted by tabs, or the paragraphs of a layout table.

    Args:
        table: rows of cells of lines.
    """
    width = max((len(row) for row in table), default=0)
    cells = [cell for row in table for cell in row]
    if width <= 1 or _is_layout(cells):
        return [line for cell in cells for line in cell]
    return [line for row in table for line in _row(row)]


def _is_layout(cells: list[list[Found]]) -> bool:
    """Whether a table only places text on the page: it holds another table, or running text and few short cells.

    A form holds running text too, among the names of its fields and what is filled in.
    """
    filled = [cell for cell in cells if any(line.text.strip() for line in cell)]
    if any("row" in line.hints for cell in filled for line in cell):
        return True
    texts = sum(_is_text(cell) for cell in filled)
    return texts > 0 and len(filled) < _FORM * texts


def _is_text(cell: list[Found]) -> bool:
    """Whether a cell holds running text."""
    lines = [line for line in cell if line.text and not line.text.isspace()]
    outline = any("numbered" in line.hints or line.hints[:1] in _HEADINGS for line in lines)
    return len(lines) > 1 and (outline or sum(len(line.text) for line in lines) > 300)


_HEADINGS = tuple((f"h{level}",) for level in range(1, 7))


def _row(row: list[list[Found]]) -> list[Found]:
    apart = [line for cell in row for line in cell if _is_apart(line)]
    text = "\t".join(
        " ".join(" ".join(line.text.split("\t")) for line in cell if line.text and not _is_apart(line))
        for cell in row
    )
    if text.strip():
        return [Found(text, ("row",)), *apart]
    return [Found(""), *apart]


def _is_apart(line: Found) -> bool:
    return any(hint.startswith("fw:") for hint in line.hints)


def once(stories: list[list[Found]]) -> list[Found]:
    """The lines of headers or footers; those of several sections are often the same."""
    different = {tuple(line.text for line in story if line.text.strip()): story for story in stories}
    return [line for story in different.values() for line in story if line.text.strip()]


def noted(mark: str, story: list[Found]) -> list[Found]:
    """The lines of a note with its mark before the first one."""
    lines = [line for line in story if line.text.strip()]
    if not lines:
        return [Found(mark)]
    first = lines[0]
    return [Found(f"{mark} {first.text.lstrip()}", first.hints, first.size), *lines[1:]]
