"""A document as an earlier run left it, as one line of the state of a folder."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from pipeline.frozen import maker, record
from pipeline.output import Made

_ID = re.compile(rb'\{"id": ("(?:[^"\\]|\\.)*")')  # a line begins with it, and reading all of it takes longer

_DECODER = json.JSONDecoder()  # json.loads looks for the encoding first, and for blanks at both ends
_made = maker(Made)
_FIELDS = ("id", "file", "key", "seen", "outputs", "record", "entry")


@record(frozen=True)
class Done:
    """A document as an earlier run left it: ``outputs`` holds, by format, what was written and how it was rendered.

    ``key`` tells its content and the rules, ``seen`` the stamp of its file and the rules, "" where that proves nothing.
    In the file the paths of the outputs are relative to the folder, so that it may be moved.
    """

    id: str
    file: str
    key: str
    seen: str
    outputs: dict[str, tuple[Made, str]]
    record: dict[str, Any]
    entry: dict[str, Any] | None

    @classmethod
    def read(cls, line: bytes, folder: Path) -> Done:
        """The document of a line. Raises ValueError, KeyError or TypeError when it is torn."""
        data, _ = _DECODER.raw_decode(line.decode())
        data["outputs"] = {
            name: (_made(f"{folder}{os.sep}{path}", size, time, digest), key)
            for name, ((path, size, time, digest), key) in data["outputs"].items()
        }
        return cls(**data)

    def line(self, folder: Path) -> bytes:
        """The document as a line of JSON."""
        outputs = {
            name: [[_within(folder, m.path), m.size, m.time, m.digest], key]
            for name, (m, key) in self.outputs.items()
        }
        known = (self.id, self.file, self.key, self.seen, outputs, self.record, self.entry)
        return json.dumps(dict(zip(_FIELDS, known, strict=True))).encode() + b"\n"


def _within(folder: Path, path: str) -> str:
    """The path of an output from its folder, with ``/``."""
    above = f"{folder}{os.sep}"
    if path.startswith(above):  # Path is slow, and these may be millions
        return path[len(above) :].replace(os.sep, "/")
    return Path(path).relative_to(folder).as_posix()


def id_of(line: bytes) -> str | None:
    """The id of the document of a line; None when it is torn or none."""
    found = _ID.match(line) if line.endswith(b"}\n") else None
    if found is None:
        return None
    return json.loads(found[1]) if b"\\" in found[1] else found[1][1:-1].decode("ascii", "replace")
