"""Puts paragraphs and what stands at the edges of pages in order; a paragraph that runs over to a page is not cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.readers.layer import Layer
from pipeline.readers.pdf.paragraphs import Paragraph

Hinted = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Edges:
    """The lines above and below the text of a page, with their hints."""

    above: tuple[Hinted, ...]
    below: tuple[Hinted, ...]


class Pages:
    """Collects a document page by page; paragraphs come in reading order."""

    def __init__(self, edges: Sequence[Edges]) -> None:
        self._layer = Layer()
        self._edges = edges
        self._page = 0
        self._waiting: list[tuple[str, tuple[str, ...]]] = []
        self._owed: tuple[str, ...] = ()

    def add(self, paragraph: Paragraph, hints: tuple[str, ...], gap: bool) -> None:
        """Add a paragraph, after the edges of all pages that end above it."""
        self._turn_to(paragraph.lines[0].page)
        if gap:
            self._layer.blank()
        owed, self._owed = self._owed, ()
        inner = tuple(f"page:{page}@{offset}" for page, offset in paragraph.starts)
        self._layer.add(paragraph.text, *hints, *owed, *inner)
        for page, _ in paragraph.starts:
            self._leave()
            self._page = page
            self._enter()

    def layer(self) -> Layer:
        """All lines, after the last page has been left."""
        self._turn_to(len(self._edges) + 1)
        return self._layer

    def _turn_to(self, page: int) -> None:
        while self._page < page:
            self._leave()
            self._page += 1
            if self._page <= len(self._edges):
                self._owed += (f"page:{self._page}",)
                self._enter()
        for text, hints in self._waiting:
            self._layer.add(text, *hints)
        self._waiting = []

    def _leave(self) -> None:
        if self._page:
            self._waiting += [self._with_owed(line) for line in self._edges[self._page - 1].below]

    def _enter(self) -> None:
        self._waiting += [self._with_owed(line) for line in self._edges[self._page - 1].above]

    def _with_owed(self, line: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
        owed, self._owed = self._owed, ()
        return line[0], line[1] + owed
