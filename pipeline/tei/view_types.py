"""What templates see of a document: metadata, texts, repairs and contents, around the trees of ``view_nodes``."""

from __future__ import annotations

from pipeline.frozen import record
from pipeline.tei.view_nodes import (
    Block,
    Mark,
    Node,
    Offsets,
    Point,
    Points,
    Run,
    Section,
    Table,
    Turn,
)

__all__ = [
    "Block",
    "Entry",
    "Furniture",
    "Mark",
    "Meta",
    "Node",
    "Note",
    "Offsets",
    "Part",
    "Person",
    "Point",
    "Points",
    "Run",
    "Section",
    "Table",
    "Turn",
    "View",
]


@record(frozen=True)
class Person:
    """Somebody named in the document: ``kind`` is author, speaker or quoted; ``role`` an office."""

    id: str
    name: str
    role: str = ""
    kind: str = ""


@record(frozen=True)
class Furniture:
    """Page furniture of the source, kept but not printed."""

    type: str
    place: str
    text: str
    source: Offsets | None = None
    rule: str = ""


@record(frozen=True)
class Note:
    """A repair: what the source has, how it is read, how sure that is and by which rule."""

    n: int
    original: str
    reading: str
    cert: str
    rule: str
    description: str


@record(frozen=True)
class Entry:
    """A line of the contents list; ``bare`` when the heading is a marker without words, such as 第一条."""

    id: str
    title: str
    children: tuple[Entry, ...]
    bare: bool = False


@record(frozen=True)
class Meta:
    """What is known of the document as a whole; "" means unknown, dates are ISO 8601.

    ``container`` is what the source's container said, as (key, value) pairs.
    """

    title: str = ""
    subtitle: str = ""
    authors: tuple[Person, ...] = ()
    published: str = ""
    delivered: str = ""
    publisher: str = ""
    place: str = ""
    docket: str = ""
    link: str = ""
    file: str = ""
    sha256: str = ""
    characters: int = 0
    container: tuple[tuple[str, str], ...] = ()


@record(frozen=True)
class Part:
    """One text; in a compilation ``n`` is its number and ``meta`` what is known of it alone."""

    id: str
    n: str
    type: str
    front: tuple[Block, ...]
    children: tuple[Node, ...]
    meta: Meta = Meta()

    @property
    def title(self) -> Block | None:
        """The title as it stands in the text."""
        return next((b for b in self.front if b.kind == "title"), None)


@record(frozen=True)
class View:
    """A whole document. A compilation has several parts and may have a ``front`` of its own.

    ``lang`` is the language of the text below; ``converted_from`` the language of the source when the script
    was converted by machine, else "".
    """

    id: str
    lang: str
    meta: Meta
    persons: tuple[Person, ...]
    front: tuple[Block, ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    furniture: tuple[Furniture, ...]
    compilation: bool = False
    converted_from: str = ""

    @property
    def contents(self) -> tuple[Entry, ...]:
        """The nested contents list: the parts of a compilation, or the sections of a single text."""
        if not self.compilation:
            return _entries(self.parts[0].children) if self.parts else ()
        return tuple(Entry(p.id, p.title.text if p.title else p.n, _entries(p.children)) for p in self.parts)


def _entries(nodes: tuple[Node, ...]) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for node in nodes:
        if type(node) is Section:  # isinstance asks the class of the class, where the answer is no
            heading = node.heading
            if heading is None:
                found += _entries(node.children)
            else:
                title = heading.text.rstrip("。．：；，") if node.run_in else heading.text
                found.append(Entry(node.id, title, _entries(node.children), title == node.label))
        elif type(node) is Turn:
            found += _entries(node.children)
    return tuple(found)
