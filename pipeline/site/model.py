"""What the site knows of an archive: plain immutable records, made from the view of each document and nothing else."""

from __future__ import annotations

from pipeline.frozen import record
from pipeline.tei.view_types import Person


@record(frozen=True)
class Paragraph:
    """A piece of a text that can be linked to and found: ``id`` is its anchor in the page, ``text`` as it is read."""

    id: str
    text: str


@record(frozen=True)
class Gist:
    """What the search asks of a text before it reads its words: how many characters its paragraphs have, the
    characters in it, each once, and a digest that changes with all that the search says of it but its id."""

    size: int
    letters: str
    digest: str


@record(frozen=True)
class Text:
    """One text of the archive, which has a page of its own: a document, or one text of a compilation.

    ``id`` is unique in the archive and stable: the path of the outputs without suffix, and for a text of a
    compilation a slash and its number behind it. It is the address of the page without ``.html`` too, relative to
    the root of the site. ``within`` is the id of its compilation or "". Dates are ISO 8601, "" means unknown;
    ``lang`` is the source's. ``kind`` is speech, document, law, transcript, article, poem or "" where nothing tells.
    """

    id: str
    title: str
    subtitle: str = ""
    authors: tuple[Person, ...] = ()
    delivered: str = ""
    published: str = ""
    publisher: str = ""
    place: str = ""
    docket: str = ""
    link: str = ""
    file: str = ""
    sha256: str = ""
    lang: str = "zh-Hans"
    kind: str = ""
    subjects: tuple[str, ...] = ()
    characters: int = 0
    repairs: int = 0
    within: str = ""
    n: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    gist: Gist | None = None

    @property
    def date(self) -> str:
        """The day it was given or signed, or else published."""
        return self.delivered or self.published

    @property
    def year(self) -> str:
        """The year as four digits, or ""."""
        return self.date[:4]


@record(frozen=True)
class Volume:
    """One document of the run: a single text, or a compilation with the texts it holds and words of its own."""

    id: str
    texts: tuple[Text, ...]
    compilation: Text | None = None
