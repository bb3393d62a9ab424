"""What holds the paragraphs of a story: the story itself, cells of tables, text boxes, each inside another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.readers.office import Found, rows
from pipeline.readers.office.paragraph import Paragraph

P = TypeVar("P", bound=Paragraph)


@dataclass(slots=True)
class _Frame(Generic[P]):
    """One of them: its lines so far, the paragraph being read, and one whose text runs on into the next."""

    lines: list[Found] = field(default_factory=list)
    open: P | None = None
    carry: P | None = None


class Frames(Generic[P]):
    """The frames open at a place of a story, innermost last."""

    def __init__(self, finish: Callable[[P], list[Found]]) -> None:
        """Begin with the story's own frame; ``finish`` makes the lines of a paragraph that is complete."""
        self._finish = finish
        self._frames: list[_Frame[P]] = [_Frame()]
        self._tables: list[list[list[list[Found]]]] = []

    @property
    def paragraph(self) -> P | None:
        """The paragraph being read."""
        return self._frames[-1].open

    def begin(self, paragraph: P) -> None:
        """Begin a paragraph."""
        self.end()
        frame = self._frames[-1]
        frame.open = paragraph
        if frame.carry is not None:
            paragraph.join(frame.carry)
            frame.carry = None

    def end(self) -> None:
        """End the paragraph being read, if there is one."""
        frame = self._frames[-1]
        paragraph, frame.open = frame.open, None
        if paragraph is None:
            return
        if paragraph.runs_on:
            frame.carry = paragraph
        else:
            frame.lines.extend(self._finish(paragraph))

    def emit(self, found: list[Found]) -> None:
        """Add lines; those of a box inside a paragraph come after it."""
        frame = self._frames[-1]
        (frame.lines if frame.open is None else frame.open.after).extend(found)

    def box(self) -> None:
        """Begin a text box, or anything else that stands by itself."""
        self._frames.append(_Frame())

    def take(self) -> list[Found]:
        """End it, and have its lines."""
        self.end()
        frame = self._frames.pop()
        if frame.carry is not None:
            frame.lines.extend(self._finish(frame.carry))
        return frame.lines

    def end_box(self) -> None:
        """End it: its lines belong to the frame around it."""
        self.emit(self.take())

    def table(self) -> None:
        """Begin a table."""
        self._tables.append([])

    def row(self) -> None:
        """Begin a row of the table being read."""
        if self._tables:
            self._tables[-1].append([])

    def cell(self) -> bool:
        """Begin a cell; false outside a row, where no table can be told."""
        inside = bool(self._tables and self._tables[-1])
        if inside:
            self._frames.append(_Frame())
        return inside

    def end_cell(self) -> None:
        """End it."""
        found = self.take()
        self._tables[-1][-1].append(found)

    def end_table(self) -> None:
        """End a table: its rows become lines."""
        self.emit(rows(self._tables.pop()))
