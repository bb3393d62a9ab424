"""The straight line: file → Source → Document → TEI → every format. Each name in it is a module of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import Diagnostic, Document, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.profile import Profile
    from pipeline.readers import Options
    from pipeline.writers import RenderOptions


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of one source. ``document`` is None when the source was TEI already.

    ``ok`` is false when the TEI is not valid or text was lost: then it must not be written.
    """

    source: Source
    document: Document | None
    tei: _Element
    diagnostics: tuple[Diagnostic, ...]
    ok: bool


def load(
    path: Path | str, encoding: str | None = None, name: str = "", options: Options | None = None
) -> Source:
    """Read one file (``-``: standard input) and the corrections beside it.

    See ``pipeline.readers.read`` and ``pipeline.corrections``. What is wrong in the corrections is among the
    diagnostics of the source, as errors.
    """
    from pipeline import corrections, readers
    from pipeline.readers.tei import is_tei

    source = readers.read(path, options or readers.Options(encoding=encoding), name)
    if str(path) == readers.STDIN or is_tei(source):
        return source
    return corrections.beside(Path(path), source)


def convert(source: Source | Path | str, profile: Profile | None = None) -> Conversion:
    """Find the structure of one source and put it into checked TEI.

    Args:
        source: what ``load`` gave, or the path of a file in UTF-8.
        profile: the rules to go by; the built-in ones unless given.

    Returns:
        The TEI tree, the document it was built from, and all diagnostics.

    Raises:
        ReadError: the path cannot be read, or is XML that this program did not make.
    """
    from pipeline import profile as profiles
    from pipeline.diagnostics import level
    from pipeline.garbage import kept
    from pipeline.readers.tei import is_tei, parse
    from pipeline.stages import detect
    from pipeline.tei.build import build
    from pipeline.tei.validate import validate

    if not isinstance(source, Source):
        source = load(source)
    with kept():
        if is_tei(source):
            document, tei = None, parse(source)
            found = validate(tei, None)  # a correction may change the text, so it is not compared
        else:
            document = detect(source, profile or profiles.default())
            tei = build(document)
            found = document.diagnostics + validate(tei, source.text)
        diagnostics = source.diagnostics + tuple(d for d in found if d not in source.diagnostics)
        faulty = any(level(d) == "error" for d in diagnostics)
        return Conversion(source, document, tei, diagnostics, not faulty)


def render(tei: _Element, format: str, options: RenderOptions | None = None) -> bytes:
    """Render TEI of our own kind.

    Args:
        tei: the tree, from ``convert`` or from a corrected file.
        format: a name in ``pipeline.writers.WRITERS``: tei, html, md, json.
        options: own templates, another script.

    Returns:
        The file's bytes, UTF-8 with LF.

    Raises:
        ValueError: no such format.
    """
    from pipeline.garbage import kept
    from pipeline.tei.view import view
    from pipeline.writers import WRITERS, RenderOptions

    for writer in WRITERS:
        if writer.name == format:
            with kept():
                return writer.write(tei, view(tei), options or RenderOptions(None, None))
    raise ValueError(f"no format {format!r}; there are {', '.join(w.name for w in WRITERS)}")
