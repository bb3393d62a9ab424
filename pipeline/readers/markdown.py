"""Markdown: its marks become hints, its text the source; lines keep their numbers, front matter becomes ``meta``.

Taken as marks: YAML front matter, # and underlined headings, ** and __ and * and _ emphasis, links, backslash
escapes, > quotes, rules and hard breaks. Lists, tables and code are read as the plain text they also are.
"""

from __future__ import annotations

import re

from pipeline.model import Line, Source, Span
from pipeline.readers.decode import decode, lines_of, source_of

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?=\S)(?:(?!\1).)+(?<=\S)\1\s*$")
_INLINE = re.compile(
    r"\\([!-/:-@\[-`{-~])"  # 1 an escaped sign
    r"|!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"  # 2 the text of a link or picture
    r"|(\*\*|__)(?=\S)((?:(?!\3).)+?)(?<=\S)\3"  # 4 strong
    r"|(?<!\*)\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?!\*)"  # 5 emphasis
    r"|(?<![_\w])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![_\w])"  # 6 emphasis
)


def read(data: bytes, name: str, encoding: str | None) -> Source:
    """Read Markdown.

    Raises:
        ReadError: not text, not in this encoding, or empty.
    """
    raw, encoding = decode(data, encoding)
    front = _FRONT.match(raw)
    body = front.end() if front else 0
    lines: list[str] = []
    hints: list[tuple[str, ...]] = []
    for line in lines_of(raw):
        text = raw[line.span.start : line.span.end] if line.span.start >= body else ""
        underline = _UNDERLINE.match(text)
        if underline and lines and lines[-1].strip() and not hints[-1]:
            hints[-1] = ("h1" if underline[1].startswith("=") else "h2",)
            text = ""
        plain, hint = _line(text)
        lines.append(plain)
        hints.append(hint)
    return source_of(data, name, encoding, "\n".join(lines) + "\n", _lines(lines, hints), _meta(front))


def _line(text: str) -> tuple[str, tuple[str, ...]]:
    """One line without its marks, and the hints they give."""
    if _RULE.match(text):
        return "", ()
    if heading := _HEADING.match(text):
        title = text[heading.end() :].strip()
        bare = title.rstrip("#")
        if not bare or bare[-1] in " \t":
            title = bare.rstrip()
        return _plain(title), (f"h{len(heading[1])}",)
    hints: tuple[str, ...] = ()
    if quote := _QUOTE.match(text):
        text = text[quote.end() :]
        hints = ("quote",)
    if _BOLD_LINE.match(text):
        hints += ("bold",)
    return _plain(text.removesuffix("\\")), hints


def _plain(text: str) -> str:
    """Text without inline marks; what stands inside strong or emphasis may hold further ones."""
    return _INLINE.sub(_inner, text) if any(sign in text for sign in "\\[*_") else text


def _inner(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    return _plain(match[2] or match[4] or match[5] or match[6] or "")


def _lines(lines: list[str], hints: list[tuple[str, ...]]) -> tuple[Line, ...]:
    result = []
    start = 0
    for text, hint in zip(lines, hints, strict=True):
        result.append(Line(Span(start, start + len(text)), hint))
        start += len(text) + 1
    return tuple(result)


def _meta(front: re.Match[str] | None) -> tuple[tuple[str, str], ...]:
    """The plain values of the front matter; a block that is not a YAML mapping of them says nothing."""
    if front is None:
        return ()
    import yaml

    try:
        values = yaml.load(front[1], Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return ()
    if not isinstance(values, dict):
        return ()
    return tuple((str(key), value) for key, value in values.items() if isinstance(value, str) and value)
