"""Which files are converted and where each output goes: no two documents share one, and no input is overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import corrections
from pipeline.frozen import record
from pipeline.model import Diagnostic
from pipeline.names import Taken, readable, safe, same, split
from pipeline.readers import STDIN, SUFFIXES

STDOUT = Path("-")


@record(frozen=True)
class Job:
    """One document: the path as the user gave it, its name in the TEI, and an output path for each format.

    ``id`` tells it from the others of a folder: the path of its outputs there, without suffix. ``corrected`` is the
    path of the corrections beside it, "" without any. Of a file that holds many documents ``folder`` is where theirs
    go; which they are is found out as it is read.
    """

    path: str
    name: str
    outputs: tuple[tuple[str, str], ...]
    notes: tuple[Diagnostic, ...] = ()
    folder: Path | None = None
    id: str = ""
    corrected: str = ""


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


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the outputs lie in the folder: ``inside`` a folder of it, with a slash at its end, "" in the folder itself.

    ``reserved`` are suffixes of files that will be made of a document besides, "" for a folder, and ``taken`` names of
    files and folders that the run itself makes. ``apart`` are real paths of files and folders among the inputs that are
    no documents.
    """

    inside: str = ""
    reserved: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()
    taken: tuple[str, ...] = ()


def plan(inputs: Iterable[str], output: Path, suffixes: dict[str, str], layout: Layout = Layout()) -> Plan:
    """Find the documents and settle the names of their outputs.

    Args:
        inputs: files, folders or ``-``, as the user gave them.
        output: the folder to write to, left out where it lies inside an input folder; ``-`` is standard output.
        suffixes: format name → suffix of its files.
        layout: where in that folder they lie.

    Returns:
        The plan; a path that does not exist is a job too, which fails with its message.
    """
    found: dict[str, Found] = {}  # by real path
    notes: list[tuple[str, Diagnostic]] = []
    site = False
    for given in inputs:
        if given != STDIN and Path(given).is_dir():
            site = True
            files, skipped, orphans = _walk(given, output, layout.apart)
            notes += [(given, Diagnostic("FIX107", None, (("file", name),))) for name in orphans]
            if skipped:
                notes.append((given, Diagnostic("SRC109", None, (("count", str(skipped)),))))
            if not files:
                notes.append((given, Diagnostic("SRC110")))
        else:
            files = [_named(given)]
        for file in files:
            found.setdefault(file.real, file)
    base = os.path.realpath(output)
    own = ["report.jsonl", "report.html", *layout.taken, *(["index.html"] if site else [])]
    # there may be millions of files, and Path takes ten times as long
    heads = {path[: path.rfind(os.sep) + 1] for path in found}
    heads |= {f"{base}/{layout.inside}{file.name.rpartition('/')[0]}/" for file in found.values()}
    places = map(os.path.dirname, heads)
    above = {str(folder) for place in map(Path, places) for folder in (place, *place.parents)}
    taken = Taken(f"{base}/", (*found, *(f"{base}/{name}" for name in own), *above))
    jobs = _jobs(found.values(), output, suffixes, taken, layout)
    return Plan(tuple(jobs), tuple(notes), site)


class Found(NamedTuple):
    """What lies below a folder: a ``file`` of a known suffix or a folder that cannot be listed, an ``orphan`` that holds
    the corrections of no file, or something ``skipped``.

    ``real`` is the real path and ``path`` the one by the folder as it was given, both of files alone; ``name`` is the
    path inside the folder, ``corrected`` that of the corrections beside a file, "" without any.
    """

    kind: Literal["file", "orphan", "skipped"]
    real: str
    path: str
    name: str
    corrected: str = ""


def _named(given: str) -> Found:
    """A file as the user named it; a correction file, as in ``convert *``, stands for its source."""
    if given == STDIN:
        return Found("file", given, given, "stdin.txt")
    path = Path(given)
    if path.name.endswith(corrections.SUFFIX) and path.is_file():
        sources = corrections.owners(path.name, [entry.name for entry in path.parent.iterdir()])
        path = path.with_name(sources[0]) if sources else path
        given = str(path)
    return Found("file", os.path.realpath(given), given, path.name, corrections.find(given) or "")


def _walk(folder: str, output: Path, apart: frozenset[str]) -> tuple[list[Found], int, list[str]]:
    """Every file of a known suffix, sorted; how many files were skipped; corrections of none."""
    files: list[Found] = []
    orphans: list[str] = []
    skipped = 0
    for found in walk(folder, output, apart):
        if found.kind == "file":
            files.append(found)
        elif found.kind == "orphan":
            orphans.append(found.name)
        else:
            skipped += 1
    return files, skipped, orphans


def walk(folder: str, output: Path, apart: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Everything below a folder, in an order that only names decide.

    Nothing in the folder written to is found, and nothing ``apart``, which are real paths.
    """
    own = {os.path.realpath(output), *apart}
    waiting, unreadable = [(folder, "")], []
    while waiting:
        place, inside = waiting.pop()
        try:
            with os.scandir(place) as listed:
                entries = sorted(listed, key=attrgetter("name"))
        except OSError as error:
            at = str(error.filename)
            unreadable.append(Found("file", os.path.realpath(at), at, Path(at).name))
            continue
        folders = [entry for entry in entries if entry.is_dir()]
        yield from _files([entry for entry in entries if not entry.is_dir()], place, inside, own)
        waiting += [
            (entry.path, f"{inside}{entry.name}/")
            for entry in reversed(folders)
            if not (entry.name.startswith(".") or entry.is_symlink() or os.path.realpath(entry.path) in own)
        ]
    yield from unreadable


def _files(entries: list[os.DirEntry[str]], place: str, inside: str, own: set[str]) -> Iterator[Found]:
    """The files of one folder; to ask the system of each of them what its list tells takes as long as all the rest."""
    real = os.path.realpath(place)
    names = [entry.name for entry in entries]
    fixes = {name for name in names if name.endswith(corrections.SUFFIX)}
    for entry, name in zip(entries, names, strict=True):
        if f"{real}/{name}" in own:
            continue
        if name in fixes and not name.startswith("."):
            if not corrections.owners(name, names):
                yield Found("orphan", "", "", inside + name)
        elif name.startswith(".") or split(name)[1] not in SUFFIXES:
            yield Found("skipped", "", "", inside + name)
        else:
            path = entry.path
            at = os.path.realpath(path) if entry.is_symlink() else f"{real}/{name}"
            yield Found("file", at, path, inside + name, (fixes and corrections.find(path)) or "")


def _jobs(
    found: Iterable[Found],
    output: Path,
    suffixes: dict[str, str],
    taken: Taken,
    layout: Layout,
) -> Iterator[Job]:
    within, base = layout.inside, _base(output)
    ends = (*suffixes.values(), *layout.reserved)
    for file in found:
        path, name = file.path, file.name
        inside, slash, last = name.rpartition("/")
        bare, suffix = split(last)
        reader = SUFFIXES.get(suffix)
        if reader and reader.many:
            yield _many(path, name, output, taken, within)
            continue
        where = within + ("".join(f"{safe(folder)}/" for folder in inside.split("/")) if slash else "")
        stem = taken.take(ends, (where + safe(wanted) for wanted in (bare, last)))
        outputs = _outputs(base, stem, suffixes)
        plain = f"{within}{inside}{slash}{bare}"
        notes: tuple[Diagnostic, ...] = ()
        if stem != plain:
            notes = (Diagnostic("RUN104", None, (("name", stem + ends[0]), ("taken", plain + ends[0]))),)
        yield Job(path, readable(name), outputs, notes, None, stem, file.corrected)


def _base(output: Path) -> str:
    """What stands before the name of each output to make its path; "-" for standard output."""
    return "-" if output == STDOUT else str(output / "_")[:-1]


def _outputs(base: str, stem: str, suffixes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Format and path of each output; strings, since there may be millions and Path takes ten times as long."""
    return tuple(
        (format, base if base == "-" else f"{base}{stem}{suffix}") for format, suffix in suffixes.items()
    )


def _many(path: str, name: str, output: Path, taken: Taken, within: str) -> Job:
    """The job of a file that holds many documents: its outputs have a folder of its name."""
    plain = within + name
    own = taken.take(("",), [within + "/".join(map(safe, Path(name).parts))])
    note = Diagnostic("RUN104", None, (("name", own), ("taken", plain)))
    folder = STDOUT if output == STDOUT else output / own
    return Job(path, readable(name), (), () if own == plain else (note,), folder, own)


class Members:
    """Settles the output names of the documents of one file, in the order they come."""

    def __init__(self, job: Job, suffixes: dict[str, str], reserved: tuple[str, ...] = ()) -> None:
        self._job, self._suffixes = job, suffixes
        self._all = (*suffixes.values(), *reserved)
        self._taken = Taken()
        self._folders: dict[str, str] = {}  # what a folder inside the file is called in the output

    def job(self, name: str) -> Job:
        """The job of the document called ``name``, which begins with the name of the file it is in."""
        inner = name.removeprefix(self._job.name).strip("/")
        parts = [safe(part) for part in inner.split("/") if part not in ("", ".", "..")] or ["document"]
        stem = self._taken.take(self._all, [self._inside(parts[:-1]) + split(parts[-1])[0]])
        outputs = _outputs(_base(self._job.folder or STDOUT), stem, self._suffixes)
        path = f"{self._job.path}/{inner}" if inner else self._job.path
        return Job(path, name, outputs, id=f"{self._job.id}/{stem}")

    def _inside(self, folders: list[str]) -> str:
        """The beginning of a path in some folders; one of them is renamed where a document has its name already."""
        path = ""
        for folder in folders:
            wanted = path + folder
            if (known := same(wanted)) not in self._folders:
                self._folders[known] = self._taken.take(("",), [wanted])
            path = self._folders[known] + "/"
        return path
