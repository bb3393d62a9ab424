"""Which files are converted and where each output goes: no two documents share one, and no input is overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline import corrections
from pipeline.model import Diagnostic
from pipeline.names import Taken, readable, safe, same, split
from pipeline.readers import STDIN, SUFFIXES

STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the path as the user gave it, its name in the TEI, and an output path for each format.

    ``id`` tells it from the others of a folder: the path of its outputs there, without suffix. Of a file that holds
    many documents ``folder`` is where theirs go; which they are is found out as it is read.
    """

    path: str
    name: str
    outputs: tuple[tuple[str, str], ...]
    notes: tuple[Diagnostic, ...] = ()
    folder: Path | None = None
    id: str = ""


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
    found: dict[str, tuple[str, str]] = {}  # real path → path as given, name
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
            path, name = _named(given)
            files = [(path if path == STDIN else os.path.realpath(path), path, name)]
        for real, path, name in files:
            found.setdefault(real, (path, name))
    base = os.path.realpath(output)
    own = ["report.jsonl", "report.html", *layout.taken, *(["index.html"] if site else [])]
    # there may be millions of files, and Path takes ten times as long
    places = {os.path.dirname(path) for path in found}  # noqa: PTH120
    places |= {os.path.dirname(f"{base}/{layout.inside}{name}") for _, name in found.values()}  # noqa: PTH120
    above = {str(folder) for place in map(Path, places) for folder in (place, *place.parents)}
    taken = Taken(f"{base}/", (*found, *(f"{base}/{name}" for name in own), *above))
    jobs = _jobs(found.values(), output, suffixes, taken, layout)
    return Plan(tuple(jobs), tuple(notes), site)


def _named(given: str) -> tuple[str, str]:
    """(path, name) of a file as the user named it; a correction file, as in ``convert *``, stands for its source."""
    path = Path(given)
    if given != STDIN and path.name.endswith(corrections.SUFFIX) and path.is_file():
        sources = corrections.owners(path.name, [entry.name for entry in path.parent.iterdir()])
        path = path.with_name(sources[0]) if sources else path
        given = str(path)
    return given, "stdin.txt" if given == STDIN else path.name


def _walk(
    folder: str, output: Path, apart: frozenset[str]
) -> tuple[list[tuple[str, str, str]], int, list[str]]:
    """Every (real path, path, name inside the folder) of a known suffix, sorted; how many files were skipped; corrections of none."""
    files: list[tuple[str, str, str]] = []
    orphans: list[str] = []
    skipped = 0
    for kind, *file in walk(folder, output, apart):
        if kind == "file":
            files.append((file[0], file[1], file[2]))
        elif kind == "orphan":
            orphans.append(file[2])
        else:
            skipped += 1
    return files, skipped, orphans


def walk(
    folder: str, output: Path, apart: frozenset[str] = frozenset()
) -> Iterator[tuple[Literal["file", "orphan", "skipped"], str, str, str]]:
    """Every (kind, real path, path, name inside the folder) below a folder, in an order that only names decide.

    A ``file`` is of a known suffix or a folder that cannot be listed, an ``orphan`` holds the corrections of no file.
    The real path is that of files alone. Nothing in the folder written to is found, and nothing ``apart``, which
    are real paths.
    """
    unreadable: list[OSError] = []
    own = {os.path.realpath(output), *apart}
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and os.path.realpath(Path(place, f)) not in own
        )
        real, inside = os.path.realpath(place), Path(place).relative_to(folder).as_posix()
        inside = "" if inside == "." else f"{inside}/"
        for name in sorted(names):
            if apart and f"{real}/{name}" in own:
                continue
            if name.endswith(corrections.SUFFIX) and not name.startswith("."):
                if not corrections.owners(name, names):
                    yield "orphan", "", "", inside + name
            elif name.startswith(".") or split(name)[1] not in SUFFIXES:
                yield "skipped", "", "", inside + name
            else:
                path = os.path.join(place, name)  # noqa: PTH118 - as above
                link = os.path.islink(path)  # noqa: PTH114 - as above
                yield "file", os.path.realpath(path) if link else f"{real}/{name}", path, inside + name
    for error in unreadable:
        at = str(error.filename)
        yield "file", os.path.realpath(at), at, Path(at).name


def _jobs(
    found: Iterable[tuple[str, str]],
    output: Path,
    suffixes: dict[str, str],
    taken: Taken,
    layout: Layout,
) -> Iterator[Job]:
    within, base = layout.inside, _base(output)
    first = next(iter(suffixes.values()))
    for path, name in found:
        inside, slash, last = name.rpartition("/")
        bare, suffix = split(last)
        reader = SUFFIXES.get(suffix)
        if reader and reader.many:
            yield _many(path, name, output, taken, within)
            continue
        where = within + ("".join(f"{safe(folder)}/" for folder in inside.split("/")) if slash else "")
        stem = taken.take((*suffixes.values(), *layout.reserved), where + safe(bare), where + safe(last))
        outputs = _outputs(base, stem, suffixes)
        plain = f"{within}{inside}{slash}{bare}"
        renamed = Diagnostic("RUN104", None, (("name", stem + first), ("taken", plain + first)))
        yield Job(path, readable(name), outputs, () if stem == plain else (renamed,), id=stem)


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
    own = taken.take(("",), within + "/".join(map(safe, Path(name).parts)))
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
        stem = self._taken.take(self._all, self._inside(parts[:-1]) + split(parts[-1])[0])
        outputs = _outputs(_base(self._job.folder or STDOUT), stem, self._suffixes)
        path = f"{self._job.path}/{inner}" if inner else self._job.path
        return Job(path, name, outputs, id=f"{self._job.id}/{stem}")

    def _inside(self, folders: list[str]) -> str:
        """The beginning of a path in some folders; one of them is renamed where a document has its name already."""
        path = ""
        for folder in folders:
            wanted = path + folder
            if (known := same(wanted)) not in self._folders:
                self._folders[known] = self._taken.take(("",), wanted)
            path = self._folders[known] + "/"
        return path
