"""The heading of a table of contents, which is often typed above it as an ordinary line."""

from __future__ import annotations

from dataclasses import replace

from pipeline.readers.office import Found

_HEADINGS = frozenset(("目录", "目次", "目錄", "contents", "tableofcontents"))


def is_heading(text: str) -> bool:
    """Whether a line says 目录 or the like, and nothing else."""
    return len(text) <= 24 and "".join(text.split()).lower() in _HEADINGS


def headed(lines: list[Found]) -> list[Found]:
    """The lines with a heading that stands right above a table of contents made a part of it."""
    out = list(lines)
    below = False
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if not line.text.strip():
            continue
        if below and is_heading(line.text):
            out[i] = replace(line, hints=("fw:contents",))
        below = "fw:contents" in line.hints
    return out
