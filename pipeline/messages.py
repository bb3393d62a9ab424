"""Diagnostics with a place and words, as they are printed and reported: ``path:line:col: level CODE: what``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from pipeline.diagnostics import Level, level, wording
from pipeline.frozen import record
from pipeline.lines import starts_of
from pipeline.model import Diagnostic, Source
from pipeline.readers.tei import is_tei


@record(frozen=True)
class Message:
    """One diagnostic of one file; ``line`` and ``col`` count from 1 and are 0 where it has no place."""

    path: str
    line: int
    col: int
    level: Level
    code: str
    what: str

    def __str__(self) -> str:
        place = f":{self.line}:{self.col}" if self.line else ""
        return f"{self.path}{place}: {self.level} {self.code}: {self.what}"

    def record(self) -> dict[str, str | int | None]:
        """The message as plain data, for ``report.jsonl`` and the JSON format."""
        place = {"line": self.line or None, "col": self.col or None}
        return {"code": self.code, "level": self.level, **place, "message": self.what}

    @classmethod
    def of(cls, path: str, record: dict[str, Any]) -> Message:
        """The message that a record was made of."""
        place = record["line"] or 0, record["col"] or 0
        return cls(path, *place, record["level"], record["code"], record["message"])


def located(path: str, source: Source | None, diagnostics: Iterable[Diagnostic]) -> tuple[Message, ...]:
    """Give diagnostics their line and column.

    Args:
        path: the file as the user named it.
        source: what the spans point into; None when the file could not be read.
        diagnostics: what was found.

    Returns:
        The messages by place, those without one first.
    """
    starts = starts_of(source.lines) if source else []
    tei = source is not None and is_tei(source)
    messages = []
    for item in diagnostics:
        line = col = 0
        if tei:  # spans point into the text it was made from
            line = int(dict(item.values).get("line", "0")) if item.code.startswith("TEI") else 0
            col = min(line, 1)
        elif item.span is not None and starts:
            line = max(bisect_right(starts, item.span.start), 1)
            col = item.span.start - starts[line - 1] + 1
        messages.append(Message(path, line, col, level(item), item.code, wording(item)))
    return tuple(sorted(messages, key=lambda m: (m.line, m.col)))
