"""Which files are converted and where each output goes: no two documents share one, and no input is overwritten."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from pipeline import corrections
from pipeline.model import Diagnostic
from pipeline.readers import PACKINGS, STDIN, SUFFIXES

STDOUT = Path("-")
_LONGEST = 240  # bytes in a file name; 255 is the common limit, and a temporary name needs some of them
_ILLEGAL = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


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
    taken = {_same(path) for path in found} | {_same(f"{base}/report.jsonl")}
    if site:
        taken.add(_same(f"{base}/index.html"))
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
            elif name.startswith(".") or _bare(name).suffix.lower() not in SUFFIXES:
                skipped += 1
            else:
                path = Path(place, name)
                files.append((str(path), path.relative_to(folder).as_posix()))
    files += [(str(error.filename), Path(error.filename).name) for error in unreadable]
    return files, skipped, orphans


def _jobs(
    found: Iterable[tuple[str, str]], output: Path, suffixes: dict[str, str], taken: set[str]
) -> Iterator[Job]:
    base = os.path.realpath(output)
    for path, name in found:
        reader = SUFFIXES.get(_bare(name).suffix.lower())
        if reader and reader.many:
            yield _many(path, name, output, taken)
            continue
        candidates = _candidates(name, suffixes.values())
        free = (s for s in candidates if not any(_same(f"{base}/{s}{x}") in taken for x in suffixes.values()))
        stem = next(free)
        outputs = tuple(
            (format, STDOUT if output == STDOUT else output / (stem + suffix))
            for format, suffix in suffixes.items()
        )
        taken.update(_same(f"{base}/{stem}{suffix}") for suffix in suffixes.values())
        first = next(iter(suffixes.values()))
        plain = str(Path(name).with_name(_stem(Path(name).name))) + first
        note = Diagnostic("RUN104", None, (("name", stem + first), ("taken", plain)))
        readable = name.encode("utf-8", "backslashreplace").decode()
        yield Job(path, readable, outputs, () if stem + first == plain else (note,))


def _many(path: str, name: str, output: Path, taken: set[str]) -> Job:
    """The job of a file that holds many documents: its outputs have a folder of its name."""
    base = os.path.realpath(output)
    names = chain([name], (f"{name}-{n}" for n in count(2)))
    own = next(free for free in names if _same(f"{base}/{free}") not in taken)
    taken.add(_same(f"{base}/{own}"))
    note = Diagnostic("RUN104", None, (("name", own), ("taken", name)))
    return Job(path, name, (), () if own == name else (note,), STDOUT if output == STDOUT else output / own)


class Members:
    """Settles the output names of the documents of one file, in the order they come."""

    def __init__(self, job: Job, suffixes: dict[str, str]) -> None:
        self._job, self._suffixes = job, suffixes
        self._taken: set[str] = set()

    def job(self, name: str) -> Job:
        """The job of the document called ``name``, which begins with the name of the file it is in."""
        inner = name.removeprefix(self._job.name).strip("/")
        parts = [safe(part) for part in inner.split("/") if part not in ("", ".", "..")] or ["document"]
        stem = "/".join([*parts[:-1], _stem(parts[-1])])
        free = next(
            s for s in chain([stem], (f"{stem}-{n}" for n in count(2))) if _same(s) not in self._taken
        )
        self._taken.add(_same(free))
        folder = self._job.folder or STDOUT
        outputs = tuple(
            (format, STDOUT if folder == STDOUT else folder / (free + suffix))
            for format, suffix in self._suffixes.items()
        )
        return Job(f"{self._job.path}/{inner}", name, outputs)


def safe(part: str) -> str:
    """A file name that every common system takes, for a name that came from inside a file."""
    plain = _ILLEGAL.sub("_", part).rstrip(". ") or "_"
    plain = f"_{plain}" if _RESERVED.fullmatch(plain.partition(".")[0]) else plain
    if len(plain.encode()) > _LONGEST - 20:
        mark = sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        plain = plain.encode()[: _LONGEST - 30].decode("utf-8", "ignore") + "-" + mark
    return plain


def _bare(name: str) -> Path:
    """A file's name without the suffix of its packing."""
    path = Path(name)
    return path.with_suffix("") if path.suffix.lower() in PACKINGS else path


def _stem(name: str) -> str:
    """A file's name without the suffixes of its packing and its format."""
    path = _bare(name)
    return path.stem if path.suffix.lower() in SUFFIXES else path.name


def _candidates(name: str, suffixes: Iterable[str]) -> Iterator[str]:
    """Names without suffix for the outputs of ``a/b.txt``: a/b, then a/b.txt, then a/b-2, a/b-3 …"""
    path = Path(name)
    room = _LONGEST - max(len(os.fsencode(suffix)) for suffix in suffixes)
    stem = _stem(path.name)
    if len(os.fsencode(path.name)) > room:
        mark = sha256(os.fsencode(name)).hexdigest()[:8]
        stem = os.fsencode(stem)[: room - 9].decode("utf-8", "ignore") + "-" + mark
        path = path.with_name(stem + "~")
    yield str(path.with_name(stem))
    yield str(path)
    number = 2
    while True:
        yield str(path.with_name(f"{stem}-{number}"))
        number += 1


def _same(path: str) -> str:
    """One value for all paths that a file system may take for one file: case and Unicode form ignored."""
    return unicodedata.normalize("NFC", path).casefold()
