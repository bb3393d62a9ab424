"""Which files are converted and where each output goes: no two documents share one, and no input is overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import corrections
from pipeline.model import Diagnostic
from pipeline.names import Taken, bare, readable, safe, same, stem_of
from pipeline.readers import STDIN, SUFFIXES

STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the path as the user gave it, its name in the TEI, and an output path for each format.

    Of a file that holds many documents ``folder`` is where theirs go; which they are is found out as it is read.
    """

    path: str
    name: str
    outputs: tuple[tuple[str, Path], ...]
    notes: tuple[Diagnostic, ...] = ()
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All jobs of a run; ``notes`` are about folders; ``site`` says that a folder is among the inputs."""

    jobs: tuple[Job, ...]
    notes: tuple[tuple[str, Diagnostic], ...]
    site: bool

    @property
    def size(self) -> float:
        """How many documents there will be; infinite where a file holds many, which are not counted beforehand."""
        return float("inf") if any(job.folder is not None for job in self.jobs) else len(self.jobs)


def plan(inputs: Iterable[str], output: Path, suffixes: dict[str, str]) -> Plan:
    """Find the documents and settle the names of their outputs.

    Args:
        inputs: files, folders or ``-``, as the user gave them.
        output: the folder to write to, left out where it lies inside an input folder; ``-`` is standard output.
        suffixes: format name → suffix of its files.

    Returns:
        The plan; a path that does not exist is a job too, which fails with its message.
    """
    found: dict[str, tuple[str, str]] = {}
    notes: list[tuple[str, Diagnostic]] = []
    site = False
    for given in inputs:
        if given != STDIN and Path(given).is_dir():
            site = True
            files, skipped, orphans = _walk(given, output)
            notes += [(given, Diagnostic("FIX107", None, (("file", name),))) for name in orphans]
            if skipped:
                notes.append((given, Diagnostic("SRC109", None, (("count", str(skipped)),))))
            if not files:
                notes.append((given, Diagnostic("SRC110")))
        else:
            files = [_named(given)]
        for path, name in files:
            found.setdefault(path if path == STDIN else os.path.realpath(path), (path, name))
    base = os.path.realpath(output)
    own = ["report.jsonl", "report.html", *(["index.html"] if site else [])]
    places = {Path(path).parent for path in found} | {Path(base, name).parent for _, name in found.values()}
    above = {str(folder) for place in places for folder in (place, *place.parents)}
    taken = Taken(f"{base}/", (*found, *(f"{base}/{name}" for name in own), *above))
    return Plan(tuple(_jobs(found.values(), output, suffixes, taken)), tuple(notes), site)


def _named(given: str) -> tuple[str, str]:
    """(path, name) of a file as the user named it; a correction file, as in ``convert *``, stands for its source."""
    path = Path(given)
    if given != STDIN and path.name.endswith(corrections.SUFFIX) and path.is_file():
        sources = corrections.owners(path.name, [entry.name for entry in path.parent.iterdir()])
        path = path.with_name(sources[0]) if sources else path
        given = str(path)
    return given, "stdin.txt" if given == STDIN else path.name


def _walk(folder: str, output: Path) -> tuple[list[tuple[str, str]], int, list[str]]:
    """Every (path, name inside the folder) of a known suffix, sorted; how many files were skipped; corrections of none."""
    files: list[tuple[str, str]] = []
    orphans: list[str] = []
    unreadable: list[OSError] = []
    skipped = 0
    own = os.path.realpath(output)
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and os.path.realpath(Path(place, f)) != own
        )
        for name in sorted(names):
            if name.endswith(corrections.SUFFIX) and not name.startswith("."):
                if not corrections.owners(name, names):
                    orphans.append(Path(place, name).relative_to(folder).as_posix())
            elif name.startswith(".") or bare(name).suffix.lower() not in SUFFIXES:
                skipped += 1
            else:
                path = Path(place, name)
                files.append((str(path), path.relative_to(folder).as_posix()))
    files += [(str(error.filename), Path(error.filename).name) for error in unreadable]
    return files, skipped, orphans


def _jobs(
    found: Iterable[tuple[str, str]], output: Path, suffixes: dict[str, str], taken: Taken
) -> Iterator[Job]:
    for path, name in found:
        reader = SUFFIXES.get(bare(name).suffix.lower())
        if reader and reader.many:
            yield _many(path, name, output, taken)
            continue
        stem = taken.take(suffixes.values(), *_stems(name))
        outputs = tuple(
            (format, STDOUT if output == STDOUT else output / (stem + suffix))
            for format, suffix in suffixes.items()
        )
        first = next(iter(suffixes.values()))
        plain = str(Path(name).with_name(stem_of(Path(name).name))) + first
        note = Diagnostic("RUN104", None, (("name", stem + first), ("taken", plain)))
        yield Job(path, readable(name), outputs, () if stem + first == plain else (note,))


def _many(path: str, name: str, output: Path, taken: Taken) -> Job:
    """The job of a file that holds many documents: its outputs have a folder of its name."""
    own = taken.take(("",), "/".join(map(safe, Path(name).parts)))
    note = Diagnostic("RUN104", None, (("name", own), ("taken", name)))
    folder = STDOUT if output == STDOUT else output / own
    return Job(path, readable(name), (), () if own == name else (note,), folder)


def _stems(name: str) -> tuple[str, str]:
    """Names without suffix for the outputs of ``a/b.txt``: a/b, or else a/b.txt; made safe for every system."""
    *folders, last = Path(name).parts
    inside = "".join(f"{safe(folder)}/" for folder in folders)
    return inside + safe(stem_of(last)), inside + safe(last)


class Members:
    """Settles the output names of the documents of one file, in the order they come."""

    def __init__(self, job: Job, suffixes: dict[str, str]) -> None:
        self._job, self._suffixes = job, suffixes
        self._taken = Taken()
        self._folders: dict[str, str] = {}  # what a folder inside the file is called in the output

    def job(self, name: str) -> Job:
        """The job of the document called ``name``, which begins with the name of the file it is in."""
        inner = name.removeprefix(self._job.name).strip("/")
        parts = [safe(part) for part in inner.split("/") if part not in ("", ".", "..")] or ["document"]
        stem = self._taken.take(self._suffixes.values(), self._inside(parts[:-1]) + stem_of(parts[-1]))
        folder = self._job.folder or STDOUT
        outputs = tuple(
            (format, STDOUT if folder == STDOUT else folder / (stem + suffix))
            for format, suffix in self._suffixes.items()
        )
        return Job(f"{self._job.path}/{inner}" if inner else self._job.path, name, outputs)

    def _inside(self, folders: list[str]) -> str:
        """The beginning of a path in some folders; one of them is renamed where a document has its name already."""
        path = ""
        for folder in folders:
            wanted = path + folder
            if (known := same(wanted)) not in self._folders:
                self._folders[known] = self._taken.take(("",), wanted)
            path = self._folders[known] + "/"
        return path
