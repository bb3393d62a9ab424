"""Reads a page for a test and shows what became of its lines."""

from __future__ import annotations

from pipeline.model import Source
from pipeline.readers import html


def page(body: str, head: str = "") -> Source:
    """A page read."""
    return html.read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def lines(source: Source) -> list[tuple[str, ...]]:
    """Each line with its hints."""
    return [(source.text[line.span.start : line.span.end], *line.hints) for line in source.lines]


def shown(source: Source) -> list[str]:
    """The lines of text, without furniture and empty ones."""
    return [
        found[0] for found in lines(source) if found[0] and not any(h.startswith("fw:") for h in found[1:])
    ]


def set_aside(source: Source) -> list[tuple[str, ...]]:
    """The lines of furniture."""
    return [found for found in lines(source) if any(h.startswith("fw:") for h in found[1:])]


def codes(source: Source) -> list[str]:
    """The codes of the messages."""
    return [found.code for found in source.diagnostics]
