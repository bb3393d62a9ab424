"""Subtitles, SubRip or WebVTT: every line of the file is a line of the source; what times the cues is furniture."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from pipeline.lines import breaks
from pipeline.model import Source
from pipeline.readers.decode import decode
from pipeline.readers.layer import Layer
from pipeline.readers.options import DEFAULT, Options

_CUE = "fw:cue"
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s|$)")
# Blocks of WebVTT that are not shown; they end with an empty line.
_UNSHOWN = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t:]|$)")
# Only the tags of the two formats: a < before anything else is text.
_MARKUP = re.compile(
    r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>"  # 1 the voice
    r"|</?(?:[bicuv]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>"
    rf"|<{_TIME}>"
    r"|\{\\(?:[^{}\x7f-\U0010ffff]*|[^{}]*fn[^{}]*)\}"  # positions and styles as {\an8}, fonts as {\fn宋体}
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|lrm|rlm);"
)


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read subtitles as a transcript; a voice becomes the label at the head of its words.

    Raises:
        ReadError: not text, not in this encoding, or empty.
    """
    found = decode(data, options.encoding)
    lines = breaks(found.text)
    if not lines[-1]:
        lines.pop()  # behind the last line break
    layer = Layer()
    for line, cue in zip(lines, _cues(lines), strict=True):
        if cue:
            layer.add(line, _CUE)
        else:
            layer.add(_MARKUP.sub(_plain, line))
    return layer.source(data, name, found.encoding, (), found.diagnostics)


def _cues(lines: list[str]) -> list[bool]:
    """Say of each line whether it is not shown: numbers and times of cues, the header, comments and styles."""
    vtt = lines[0].startswith("WEBVTT") if lines else False
    result = []
    block = ""  # the first line of the block that a line stands in
    for line, following in pairwise([*lines, ""]):
        blank = not line.strip()
        opens = not block
        block = "" if blank else block or line
        # SubRip numbers its cues, WebVTT lets any line above the time name one.
        label = bool(_TIMING.match(following)) and (line.strip().isdecimal() or (vtt and opens))
        unshown = vtt and bool(_UNSHOWN.match(block))
        result.append(not blank and (label or unshown or bool(_TIMING.match(line))))
    return result


def _plain(match: re.Match[str]) -> str:
    if match[1] is not None:
        voice = html.unescape(match[1]).strip()
        return f"{voice}：" if voice else ""
    if match[0].startswith("&"):
        char = html.unescape(match[0])
        return char if len(breaks(char)) == 1 else " "
    return ""
