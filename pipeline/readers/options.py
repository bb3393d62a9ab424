"""What a user may say about reading, and the limits that keep one hostile file from taking the whole machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input; what is over one of them is refused with its message, never cut short in silence."""

    bytes: int = 64 << 20  # one document as it is read, after decompression
    unpacked: int = 1 << 30  # everything that one archive or compressed file gives, in bytes
    ratio: int = 200  # unpacked bytes for each packed one, once there are more than 8 MB of them
    entries: int = 100_000  # files in one archive
    depth: int = 3  # archives inside archives
    seconds: float = 120.0  # for one document, from reading to writing; 0 is no limit


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a data file: those from ``start`` to before ``end``, in bytes or groups of rows.

    ``before`` is the number of the last row before them. ``text``, ``id`` and ``html`` are the columns of the whole
    file as ``readers.rows.Columns`` has them, so that each of its parts is read alike.
    """

    start: int
    end: int
    before: int
    text: str
    id: str
    html: bool


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are read: ``encoding`` is a Python codec name, None where it is to be found out.

    The fields are of data files: the column with the text, the one that names a document, and those kept as
    metadata; empty where they are to be guessed (and then every other plain column is kept). ``part`` is what is read
    of a Parquet or JSON Lines file, None for all of it.
    """

    encoding: str | None = None
    text_field: str = ""
    id_field: str = ""
    meta_fields: tuple[str, ...] = ()
    limits: Limits = Limits()
    part: Part | None = None


DEFAULT = Options()
