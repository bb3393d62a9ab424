"""A person's corrections of a source lie in a file beside it, ``speech.fix.yaml`` for ``speech.txt``, and win over detection."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.model import Diagnostic, Source

SUFFIX = ".fix.yaml"
_CUT = 24  # characters of a line shown in an example
_ROLE_OF = {
    "fw": "furniture", "titlePart": "title", "docImprint": "imprint", "byline": "byline", "salute": "salute",
    "head": "heading", "label": "point", "p": "paragraph", "speaker": "turn", "stage": "stage", "signed": "signed",
    "dateline": "date", "docDate": "date",
}  # fmt: skip

_OWN = ("subtitle", "join")


def owners(name: str, names: Iterable[str]) -> list[str]:
    """The sources that a correction file is for.

    Args:
        name: the name of the correction file.
        names: the names of all files in its folder.

    Returns:
        The one source whose whole name it bears (``speech.txt.fix.yaml``); else those it shares the stem with and
        that have no such file of their own. TEI is never among them: it is corrected itself.
    """
    from pipeline.readers import SUFFIXES

    stem = name.removesuffix(SUFFIX)
    there = set(names)
    kinds = [suffix for suffix in SUFFIXES if suffix != ".xml"]
    if stem in there and (Path(stem).suffix.lower() in kinds or not Path(stem).suffix):
        return [stem]
    return sorted(
        n for n in there
        if Path(n).stem == stem and Path(n).suffix.lower() in kinds and n + SUFFIX not in there
    )  # fmt: skip


def find(path: str) -> str | None:
    """The path of the correction file of a source: that of its whole name, else that of its name without suffix."""
    for stem in (path, os.path.splitext(path)[0]):  # noqa: PTH122 - asked for every file, and Path is slow
        if os.path.isfile(stem + SUFFIX):  # noqa: PTH113 - as above
            return stem + SUFFIX
    return None


def beside(path: Path, source: Source) -> Source:
    """Add the corrections that lie beside a source.

    Args:
        path: where the source was read.
        source: what was read there.

    Returns:
        The source with its corrections, and a diagnostic for everything that is wrong in them.
    """
    from pipeline.corrections_form import Form

    found_at = find(str(path))
    if found_at is None:
        return source
    file = Path(found_at)
    form = Form(file.name, source)
    try:
        sharing = owners(file.name, [entry.name for entry in file.parent.iterdir()])
        if len(sharing) > 1:
            reason = f"{' and '.join(sharing)} share it; name it {path.name}{SUFFIX} for the one whose lines it counts"
            form.problem("FIX101", reason=reason)
            return replace(source, diagnostics=(*source.diagnostics, *form.problems))
        found = form.read(file.read_bytes())
    except OSError as error:
        form.problem("FIX101", reason=f"cannot be read: {error.strerror or error}")
        return replace(source, diagnostics=(*source.diagnostics, *form.problems))
    count = str(len(found.lines) + len(found.values))
    done = () if form.problems else (Diagnostic("FIX100", None, (("place", file.name), ("count", count))),)
    return replace(source, corrections=found, diagnostics=(*source.diagnostics, *form.problems, *done))


def example(name: str, rows: Iterable[tuple[int, str, str]]) -> str:
    """A correction file to start from, each line in the role that it has now.

    Args:
        name: the name of the source.
        rows: (line number, TEI element it became or a role, its text) of the lines to look at; of several for one
            line the first counts.

    Returns:
        YAML with comments, "" when there are no such lines.
    """
    entries = [
        (n, _ROLE_OF.get(element, element if element in _OWN else ""), " ".join(text.split()))
        for n, element, text in rows
    ]
    known: dict[int, tuple[str, str]] = {}
    for n, role, text in entries:
        if role:
            known.setdefault(n, (role, text))
    if not known:
        return ""
    lines = [
        f"# {Path(name).stem}{SUFFIX} – beside {Path(name).name}. Change a role that is wrong; leave out what you have not looked at."
    ]
    lines.append("lines:")
    width = max(len(f"{n}: {role}") for n, (role, _) in known.items())
    for n, (role, text) in sorted(known.items()):
        shown = text if len(text) <= _CUT else text[: _CUT - 1] + "…"
        lines.append(f"  {f'{n}: {role}':<{width}}  # {shown}")
    return "\n".join(lines) + "\n"
