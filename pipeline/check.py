"""Is a TEI file valid, and is the whole source in it? The source is looked for and compared when it is the same."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from pipeline.messages import Message, located
from pipeline.model import Diagnostic, Source
from pipeline.readers import Options, ReadError, read, tei

_HEADER = "{*}teiHeader/{*}fileDesc/"
_FILENAME = _HEADER + "{*}sourceDesc/{*}bibl/{*}idno[@type='filename']"
_SHA256 = _HEADER + "{*}publicationStmt/{*}idno[@type='sha256']"


def check(path: Path, sources: Path | None, encoding: str | None) -> tuple[Message, ...]:
    """Check one TEI file.

    Args:
        path: the file.
        sources: where the text it was made from may lie; beside it when None.
        encoding: the encoding of that text where it is not UTF-8.

    Returns:
        The messages; TEI104 among them when there was no source to compare with.
    """
    source: Source | None = None
    try:
        source = tei.read(path.read_bytes(), path.name)
        root = tei.parse(source)
    except ReadError as error:
        return located(str(path), source, (error.diagnostic,))
    except FileNotFoundError:
        return located(str(path), None, (Diagnostic("SRC100"),))
    except OSError as error:
        reason = error.strerror or str(error)
        return located(str(path), None, (Diagnostic("SRC106", None, (("reason", reason),)),))
    name = root.findtext(_FILENAME) or ""
    text, note = _compare(name, root.findtext(_SHA256) or "", sources or path.parent, encoding)
    from pipeline.tei.validate import validate

    return located(str(path), source, note + validate(root, text))


def _compare(
    name: str, sha256: str, folder: Path, encoding: str | None
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text to compare with, or None and the reason why there is none."""
    values = (("file", name or "text"),)
    pure = PurePosixPath(name)
    inside = bool(name) and not pure.is_absolute() and ".." not in pure.parts
    candidates = [folder / name, folder / pure.name] if inside else []
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        try:  # a document in a file of many, whose checksum is that of its own text
            source = read(folder / name, Options(encoding=encoding)) if inside else None
        except ReadError:
            source = None
        if source is None:
            return None, (Diagnostic("TEI104", None, values),)
        return (source.text, ()) if source.sha256 == sha256 else (None, (Diagnostic("TEI103", None, values),))
    if hashlib.sha256(found.read_bytes()).hexdigest() != sha256:
        return None, (Diagnostic("TEI103", None, values),)
    try:
        return read(found, Options(encoding=encoding)).text, ()
    except ReadError as error:
        return None, (error.diagnostic,)
