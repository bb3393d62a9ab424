"""Plain text: every character of the file is one of the source, but for a byte order mark; bad bytes are U+FFFD.

Subtitles and Markdown under the name of plain text are read as what they are.
"""

from __future__ import annotations

import re

from pipeline.model import Source
from pipeline.readers.decode import decode, source_of
from pipeline.readers.options import DEFAULT, Options

# a file of subtitles under another name: number and time of the first cue, perhaps a line or two above
_SUBTITLES = re.compile(
    r"(?:[^\n]{0,80}\r?\n(?:\r?\n)*){0,2}(?<![^\n]\n)\d{1,4}\r?\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3} *(?:\r?\n|\Z)"
)
_HEAD = 600  # characters among which it stands
_HEADING = re.compile(r"\s*#{1,6}[ \t]+\S")  # of Markdown, with which the text begins
_FURTHER = re.compile(r"\n#{2,6}[ \t]+\S")


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read plain text.

    Raises:
        ReadError: not text, not in this encoding, or empty.
    """
    found = decode(data, options.encoding)
    at = found.text.find("-->", 0, _HEAD)
    if at >= 0 and found.text.find("-->", at + 1) > 0 and _SUBTITLES.match(found.text):
        from pipeline.readers import subtitles

        return subtitles.read(data, name, options)
    if _HEADING.match(found.text) and _FURTHER.search(found.text):
        from pipeline.readers import markdown

        return markdown.read(data, name, options)
    return source_of(data, name, found.encoding, found.text, diagnostics=found.diagnostics)
