"""Collects the text layer of a container format line by line: what a reader of the document sees, with hints."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.lines import breaks
from pipeline.model import Diagnostic, Line, Source, Span
from pipeline.readers.decode import source_of


class Layer:
    """Lines as they are found; ``model.Line`` names the hints."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._hints: list[tuple[str, ...]] = []

    def add(self, text: str, *hints: str) -> None:
        """Add a line; text with line breaks in it becomes several lines with the same hints."""
        for line in breaks(text):
            self._texts.append(line)
            self._hints.append(hints)

    def blank(self) -> None:
        """Add an empty line, unless there is one already or nothing stands above it."""
        if self._texts and self._texts[-1]:
            self._texts.append("")
            self._hints.append(())

    def source(
        self,
        data: bytes,
        name: str,
        encoding: str,
        meta: Iterable[tuple[str, str]] = (),
        diagnostics: Iterable[Diagnostic] = (),
    ) -> Source:
        """The source made of the lines.

        Args:
            data: the container's bytes, for checksum and size.
            name: what the document is called.
            encoding: how the container encodes its text, for instance ``utf-8``.
            meta: what the container says about the document; ``model.Source`` names the keys.
            diagnostics: what the reader has to report.

        Raises:
            ReadError: no line holds text (SRC104).
        """
        lines = []
        start = 0
        for text, hints in zip(self._texts, self._hints, strict=True):
            lines.append(Line(Span(start, start + len(text)), hints))
            start += len(text) + 1
        text = "\n".join([*self._texts, ""])
        return source_of(data, name, encoding, text, tuple(lines), tuple(meta), tuple(diagnostics))
