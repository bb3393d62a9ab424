"""What a run came to: one line per document in ``report.jsonl``, the sums, and the exit code they give."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pipeline.frozen import record
from pipeline.messages import Message

if TYPE_CHECKING:
    from pipeline.output import Made
    from pipeline.writers.index import Listed

_ENCODER = json.JSONEncoder(ensure_ascii=False)  # json.dumps makes one for each call
OK, FAILED, USAGE, UNWRITABLE, WARNED = 0, 1, 2, 3, 4


@record(frozen=True)
class Result:
    """What became of one document: ``entry`` is its row in the index, ``trace`` that of an internal error.

    ``many`` marks the result of a file that holds many documents, which have results of their own. ``made`` says of
    each output what was written, ``content`` is a digest of what it was made from, and ``status`` unchanged says that
    an earlier run did that already.
    """

    source: str
    status: Literal["ok", "failed", "unchanged"]
    outputs: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    messages: tuple[Message, ...] = ()
    seconds: float = 0.0
    entry: Listed | None = None
    trace: str = ""
    many: bool = False
    made: tuple[Made, ...] = ()
    content: str = ""

    @property
    def counted(self) -> bool:
        """Whether it counts as a document: a file of many does only when it failed itself, a note of the run never."""
        return self.status == "failed" or (bool(self.counts) and not self.many)

    def record(self) -> dict[str, Any]:
        """The result as plain data, as ``report.jsonl`` has it."""
        return {
            "source": self.source,
            "status": self.status,
            "outputs": self.outputs,
            "counts": dict(self.counts),
            "diagnostics": [message.record() for message in self.messages],
            "seconds": round(self.seconds, 4),
        }

    def line(self) -> str:
        """The result as a line of JSON."""
        return to_line(self.record())


def to_line(record: dict[str, Any]) -> str:
    """A record of a result as a line of JSON."""
    return _ENCODER.encode(record) + "\n"


@dataclass(slots=True)
class Totals:
    """The sums of a run, added up as results come in."""

    documents: int = 0
    failed: int = 0
    unchanged: int = 0
    unwritable: bool = False
    seconds: float = 0.0
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one document and its messages; a file of many counts only when it failed itself."""
        self.documents += not result.many or result.status == "failed"
        self.failed += result.status == "failed"
        self.unchanged += result.status == "unchanged"
        self.count(result.messages)

    def count(self, messages: tuple[Message, ...]) -> None:
        """Count messages that belong to the run rather than to one document."""
        if not messages:
            return
        self.codes.update((message.level, message.code) for message in messages)
        self.unwritable |= any(message.code == "RUN102" for message in messages)

    def of(self, level: str) -> dict[str, int]:
        """Code → number of messages of one level."""
        return {code: n for (kind, code), n in sorted(self.codes.items()) if kind == level}

    def exit_code(self, strict: bool) -> int:
        """The exit code: output not writable, then inputs failed, then warnings where ``strict``."""
        if self.unwritable:
            return UNWRITABLE
        if self.of("error"):
            return FAILED
        return WARNED if strict and self.of("warning") else OK

    def __str__(self) -> str:
        """The summary line."""
        parts = [f"{self.documents} document{'' if self.documents == 1 else 's'}", f"{self.failed} failed"]
        if self.unchanged:
            parts.append(f"{self.unchanged} unchanged")
        warnings = self.of("warning")
        codes = ", ".join(f"{code} × {n}" for code, n in warnings.items())
        total = sum(warnings.values())
        parts.append(f"{total} warning{'' if total == 1 else 's'}" + (f" ({codes})" if codes else ""))
        return ", ".join(parts) + f", {self.seconds:.1f} s"
