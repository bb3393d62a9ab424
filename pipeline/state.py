"""What earlier runs made in a folder, so that a run goes on where another one stopped, and does nothing twice."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.done import Done, id_of
from pipeline.frozen import maker, replace, values
from pipeline.messages import Message, located
from pipeline.model import Diagnostic, Source
from pipeline.output import STATE, write_parts
from pipeline.plan import Job
from pipeline.report import Result
from pipeline.stamp import content, stamp
from pipeline.work import Settings, Work
from pipeline.writers.index import Listed

_PAGE = b'{"page": '
_SHOWN = attrgetter(*Listed.__slots__)  # type: ignore[attr-defined] # it has slots
_listed = maker(Listed)
_NEVER: tuple[None, str] = (None, "")


_ENCODER = json.JSONEncoder(default=str)  # json.dumps makes one for each call


def digest(*parts: object) -> str:
    """A short name for values that are told apart by their JSON."""
    return sha256(_ENCODER.encode(parts).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Keys:
    """What the outputs of a run depend on besides the input: the rules of detection, and how it is rendered."""

    rules: str
    rendering: str

    @classmethod
    def of(cls, settings: Settings) -> Keys:
        """The keys of a run. Code and templates count by size and time, which change with every edit."""
        from pipeline import __version__
        from pipeline.resources import folder

        reading, package = settings.reading, Path(__file__).parent
        read = (reading.encoding, reading.text_field, reading.id_field, reading.meta_fields)
        templates = [folder("templates"), *filter(None, [settings.rendering.templates])]
        rules = digest(__version__, stamps([package], "*.py"), settings.profile.digest, read)
        return cls(
            rules, digest(stamps(templates, "*"), settings.rendering.script, settings.rendering.opencc)
        )


def stamps(folders: Iterable[Path], pattern: str) -> list[tuple[str, int, int]]:
    """Name, size and time of every file below some folders."""
    found = (path for folder in folders for path in sorted(folder.rglob(pattern)) if path.is_file())
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in found]


@dataclass(slots=True)
class State:
    """The documents of a folder by their id, which is the path of their outputs without suffix."""

    folder: Path
    keys: Keys
    force: bool = False
    _places: dict[str, int] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _files: set[str] = field(default_factory=set)
    _folders: dict[str, str] = field(default_factory=dict)  # as inputs name them → absolute
    _file: BinaryIO | None = None
    _more: BinaryIO | None = None  # the same, to write at its end
    _end: int = 0
    page: str = ""
    _tidy: bool = True  # each document has one line, and there are no others

    def __enter__(self) -> State:
        """Read what is there; a line torn by a kill is as if it had never been."""
        path = self.folder / STATE
        place = 0
        if path.exists():
            with path.open("rb") as file:
                for line in file:
                    if (name := id_of(line)) is not None:
                        self._tidy &= name not in self._places
                        self._places[name] = place
                    elif line.startswith(_PAGE) and line.endswith(b"\n"):
                        self.page = json.loads(line)["page"]
                    else:
                        self._tidy = False
                    place += len(line)
                whole = not place or line.endswith(b"\n")
            if not whole:
                with path.open("ab") as file:
                    file.write(b"\n")
        self._more = path.open("ab")
        self._file = path.open("rb")
        self._end = self._more.seek(0, 2)
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._file, self._more):
            if file is not None:
                file.close()

    def find(self, id: str) -> Done | None:
        """What is known of a document."""
        place = self._places.get(id)
        if place is None or self._file is None:
            return None
        self._file.seek(place)
        try:
            return Done.read(self._file.readline(), self.folder)
        except (ValueError, KeyError, TypeError):
            return None

    def step(self, job: Job, file: str, source: Source | None = None) -> Work | Result:
        """What is to be done for a document: nothing, only to render it, or everything.

        Args:
            job: the document and its outputs.
            file: the file that it is, or that holds it among many.
            source: the document where it was read already, as what comes out of a file of many is.
        """
        self._seen.add(job.id)
        root = self._absolute(file)
        self._files.add(root)
        seen = stamp(job.path, job.corrected) if source is None else ()
        seen_as = f"{self.keys.rules} {job.name} {seen}" if seen else ""
        key = self._key(job, source.sha256) if source else ""
        done = None if self.force else self.find(job.id)
        if done is not None and not key:
            key = done.key if seen and seen_as == done.seen else self._key(job, content(job.path))
        if done is None:
            return Work(job, source, key, root, seen_as)
        whole, touched = self._stands(job, done)
        if touched:
            note = Diagnostic("RUN107", None, (("path", touched),))
            return _unchanged(job, done, located(job.path, None, (note,)))
        if done.key != key:
            return Work(job, source, key, root, seen_as)
        if seen_as != done.seen:  # the same bytes, touched
            self._note(replace(done, seen=seen_as))
        if whole:
            return _unchanged(job, done)
        tei = done.outputs.get("tei")
        if tei and tei[0].stands():
            record = tuple(done.record["diagnostics"])
            return Work(job, None, key, root, seen_as, Path(tei[0].path), record)
        return Work(job, source, key, root, seen_as)

    def _stands(self, job: Job, done: Done) -> tuple[bool, str]:
        """Whether all outputs are there as they would be written now; the path of one that was changed by hand, or ""."""
        whole = True
        for format, path in job.outputs:
            made, rendering = done.outputs.get(format, _NEVER)
            if made is None:
                whole = False
            elif not made.stands():
                if Path(path).exists():
                    return False, path
                whole = False
            elif rendering != self._rendering(format):
                whole = False
        return whole, ""

    def _absolute(self, file: str) -> str:
        folder, slash, name = file.rpartition(os.sep)
        above = self._folders.get(folder)
        if above is None:
            root = os.path.abspath(folder + slash)  # noqa: PTH100 - "" is the current one
            above = self._folders[folder] = root.rstrip(os.sep) + os.sep
        return above + name

    def _key(self, job: Job, content: object) -> str:
        """What tells a document of some content, by one set of rules, from all others."""
        return digest(self.keys.rules, job.name, content)

    def _rendering(self, format: str) -> str:
        return "" if format == "tei" else self.keys.rendering

    def add(self, work: Work, result: Result, record: dict[str, Any]) -> None:
        """Note what was made of a document, with its record; of one that failed nothing is, so that it is tried again."""
        if result.status != "ok" or self._file is None:
            return
        id, key = work.job.id, work.key or self._key(work.job, result.content)
        before = self.find(id)
        kept = before.outputs if before and before.key == key else {}
        paths = {path.replace("/", os.sep): format for format, path in work.job.outputs}
        made = {paths[item.path]: (item, self._rendering(paths[item.path])) for item in result.made}
        entry = values(result.entry) if result.entry is not None else None
        self._note(Done(id, work.file, key, work.seen, kept | made, record, entry))

    def _note(self, done: Done) -> None:
        """Write what is known of a document; the last line of several for one counts."""
        self._places[done.id] = self._end
        self._write(done.line(self.folder))

    def _write(self, line: bytes) -> None:
        assert self._more is not None
        self._more.write(line)
        self._more.flush()
        self._end += len(line)
        self._tidy = False

    def key_of(self, entries: Iterable[Listed]) -> str:
        """What tells the page that lists these documents from others."""
        found = sha256(self.keys.rendering.encode())
        for entry in entries:
            found.update(repr(_SHOWN(entry)).encode("utf-8", "backslashreplace"))
        return found.hexdigest()

    def note_page(self, key: str) -> None:
        """Write down what tells the page that lists all documents from others, once it is written."""
        self._write(_PAGE + json.dumps(key).encode() + b"}\n")
        self.page = key

    def gone(self) -> Iterator[Done]:
        """The documents whose input is not there any more, after a run that saw all it was to see."""
        for id in self._places.keys() - self._seen:
            done = self.find(id)
            if done and (done.file in self._files or not Path(done.file).exists()):
                yield done

    def documents(self) -> Iterator[Done]:
        """All documents of the folder in the order of their ids, also those that this run did not see."""
        return (done for id in sorted(self._places) if (done := self.find(id)) is not None)

    def forget(self, done: Done) -> None:
        """Remove the outputs of a document, and the folders that held nothing else."""
        for made, _ in done.outputs.values():
            path = Path(made.path)
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()
        del self._places[done.id]
        self._tidy = False

    def compact(self) -> None:
        """Write the file anew with one line for each document, unless it is so."""
        if not self._tidy:
            write_parts(self.folder / STATE, self._lines())

    def _lines(self) -> Iterator[bytes]:
        assert self._file is not None
        yield _PAGE + json.dumps(self.page).encode() + b"}\n"
        for id in sorted(self._places):
            self._file.seek(self._places[id])
            yield self._file.readline()


def _unchanged(job: Job, done: Done, more: tuple[Message, ...] = ()) -> Result:
    """The result that an earlier run had."""
    record = done.record
    said = record["diagnostics"]
    messages = tuple([Message.of(job.path, m) for m in said]) + more if said else more
    entry = _listed(**done.entry) if done.entry is not None else None
    outputs, counts = tuple(record["outputs"]), tuple(record["counts"].items())
    return Result(job.path, "unchanged", outputs, counts, messages, 0.0, entry)
