"""The sums of a run and the documents that its report page shows, from the records of ``report.jsonl`` in one pass."""

from __future__ import annotations

import heapq
import os
import re
import shlex
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import quote_from_bytes

from pipeline.diagnostics import RULE
from pipeline.readers import PACKINGS, STDIN, SUFFIXES
from pipeline.writers.report_charts import Histogram

Record = dict[str, Any]

RENAMING = "RUN104"

_FAILED = 200  # failed documents that are shown
_EXAMPLES = 20  # documents shown for each code
_SLOWEST = 20
_RENAMED = 200  # documents with other names that are shown
_MESSAGES = 20  # messages shown of one failed document
# what a shell takes as it is: unlike shlex.quote, also Chinese characters
_BARE = re.compile(r"[\w@%+=:,./-]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Place(NamedTuple):
    """A document as it is shown: its name, a link to its page or "", the command that explains it or ""."""

    name: str
    href: str = ""
    command: str = ""


class Note(NamedTuple):
    """A message as it is shown; ``line`` is 0 where it has no place."""

    level: str
    code: str
    line: int
    what: str


class Slow(NamedTuple):
    seconds: float
    order: int
    place: Place
    characters: int


@dataclass(slots=True)
class Code:
    """What all documents said under one code; ``examples`` are the first of them, with the first message of each."""

    code: str
    count: int = 0
    documents: int = 0
    examples: list[tuple[Place, int, Note]] = field(default_factory=list)

    @property
    def outline(self) -> str:
        """The message with … for what differs; an example of it where another version wrote the report."""
        return RULE[self.code].outline if self.code in RULE else self.examples[0][2].what

    @property
    def fix(self) -> str:
        """What to do."""
        return RULE[self.code].fix if self.code in RULE else ""


@dataclass(slots=True)
class Tally:
    """The sums of a run and the documents to be shown; what it holds does not grow with the number of documents."""

    folder: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    seconds: float = 0.0
    times: Histogram = field(default_factory=Histogram)
    codes: dict[tuple[str, str], Code] = field(default_factory=dict)
    failed: list[tuple[Place, list[Note], int]] = field(default_factory=list)
    slowest: list[Slow] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Count one record and remember it where it is to be shown."""
        counts, status = record["counts"], record["status"]
        notes = [Note(d["level"], d["code"], d["line"] or 0, d["message"]) for d in record["diagnostics"]]
        if status == "failed" or "documents" not in counts:  # a file of many documents is none itself
            warned = status == "ok" and any(note.level == "warning" for note in notes)
            self.outcomes["warned" if warned else "clean" if status == "ok" else status] += 1
            self.characters += counts.get("characters", 0)
            if status != "unchanged":
                self._time(record)
        if status == "failed" and len(self.failed) < _FAILED:
            grave = [note for level in ("error", "warning") for note in notes if note.level == level]
            self.failed.append((self._place(record), [*map(shown, grave[:_MESSAGES])], len(grave)))
        if notes:
            self.levels.update(note.level for note in notes)
            self._codes(record, notes)

    def _time(self, record: Record) -> None:
        seconds = record["seconds"]
        self.seconds += seconds
        self.times.add(seconds)
        full = len(self.slowest) == _SLOWEST
        if full and seconds <= self.slowest[0].seconds:
            return
        characters = record["counts"].get("characters", 0)
        slow = Slow(seconds, -self.times.total, self._place(record), characters)
        (heapq.heapreplace if full else heapq.heappush)(self.slowest, slow)

    def _codes(self, record: Record, notes: list[Note]) -> None:
        for (level, code), count in Counter((note.level, note.code) for note in notes).items():
            own = self.codes.setdefault((level, code), Code(code))
            own.count += count
            own.documents += 1
            if len(own.examples) < (_RENAMED if code == RENAMING else _EXAMPLES):
                first = next(note for note in notes if (note.level, note.code) == (level, code))
                own.examples.append((self._place(record), count, shown(first)))

    def _place(self, record: Record) -> Place:
        return Place(visible(record["source"]), self._href(record["outputs"]), command(record["source"]))

    def _href(self, outputs: list[str]) -> str:
        """A link from the folder to a document's page."""
        page = next((Path(path) for path in outputs if path.endswith(".html")), None)
        if page is None or not page.is_relative_to(self.folder):
            return ""
        return quote_from_bytes(os.fsencode(page.relative_to(self.folder).as_posix()))

    def of(self, level: str) -> list[Code]:
        """The codes of a level, the most frequent first."""
        found = [own for (kind, _), own in self.codes.items() if kind == level]
        return sorted(found, key=lambda own: (-own.count, own.code))


def command(source: str) -> str:
    """The command that explains a document; "" for one that is no file of its own, and for TEI, which is the result."""
    path = PurePosixPath(source)
    inside = (SUFFIXES.get(_suffix(parent)) for parent in path.parents)
    if source == STDIN or visible(source) != source or _suffix(path) == ".xml":
        return ""
    if any(reader and reader.many for reader in inside):
        return ""
    name = f"./{source}" if source[:1] == "-" else source
    return f"wengao explain {name if _BARE.fullmatch(name) else shlex.quote(name)}"


def shown(note: Note) -> Note:
    """A message of which nothing is hidden."""
    return note._replace(what=visible(note.what))


def visible(text: str) -> str:
    """A text of which nothing is hidden: control characters and bytes that are not UTF-8 show as escapes."""
    seen = _UNSEEN.sub(lambda m: repr(m[0])[1:-1], text)
    return seen.encode("utf-8", "backslashreplace").decode()


def _suffix(path: PurePosixPath) -> str:
    bare = path.with_suffix("") if path.suffix.lower() in PACKINGS else path
    return bare.suffix.lower()
