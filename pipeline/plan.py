"""Which files are converted and where each output goes: no two documents share one, and no input is overwritten."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline import corrections
from pipeline.model import Diagnostic
from pipeline.readers import STDIN, SUFFIXES

STDOUT = Path("-")
_LONGEST = 240  # bytes in a file name; 255 is the common limit, and a temporary name needs some of them


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the path as the user gave it, its name in the TEI, and an output path for each format."""

    path: str
    name: str
    outputs: tuple[tuple[str, Path], ...]
    notes: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All jobs of a run; ``notes`` are about folders; ``site`` says that a folder is among the inputs."""

    jobs: tuple[Job, ...]
    notes: tuple[tuple[str, Diagnostic], ...]
    site: bool


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
            elif name.startswith(".") or Path(name).suffix.lower() not in SUFFIXES:
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
        candidates = _candidates(name, suffixes.values())
        free = (s for s in candidates if not any(_same(f"{base}/{s}{x}") in taken for x in suffixes.values()))
        stem = next(free)
        outputs = tuple(
            (format, STDOUT if output == STDOUT else output / (stem + suffix))
            for format, suffix in suffixes.items()
        )
        taken.update(_same(f"{base}/{stem}{suffix}") for suffix in suffixes.values())
        first = next(iter(suffixes.values()))
        plain = str(Path(name).with_suffix("")) + first
        note = Diagnostic("RUN104", None, (("name", stem + first), ("taken", plain)))
        readable = name.encode("utf-8", "backslashreplace").decode()
        yield Job(path, readable, outputs, () if stem + first == plain else (note,))


def _candidates(name: str, suffixes: Iterable[str]) -> Iterator[str]:
    """Names without suffix for the outputs of ``a/b.txt``: a/b, then a/b.txt, then a/b-2, a/b-3 …"""
    path = Path(name)
    room = _LONGEST - max(len(os.fsencode(suffix)) for suffix in suffixes)
    stem = path.stem
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
