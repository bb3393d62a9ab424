"""Markdown: its marks become hints, its text the source, so that line numbers stay those of the file.

Taken as marks: YAML front matter, # and underlined headings, ** and __ and * and _ emphasis, links, backslash
escapes, > quotes, rules, hard breaks, the fences of code and divisions and the pipes of tables, whose second row of
dashes is the one line that is left out. The marker of a list item is text, as a reader sees it, and so is what stands
in code. Comments and the words of pictures, which nobody is shown, are furniture.
"""

from __future__ import annotations

import re

from pipeline.lines import PlainLines
from pipeline.model import Source
from pipeline.readers.decode import decode
from pipeline.readers.layer import Layer
from pipeline.readers.options import DEFAULT, Options

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_FENCE = re.compile(
    r" {0,3}(`{3,}|~{3,})([ -_a-~\t]*)$"
)  # and the name of a language, which is never Chinese
_SECTIONS = 2  # main headings that are those of sections
_LOWER = {f"h{level}": f"h{level + 1}" for level in range(1, 6)}
_DIVISION = re.compile(r" {0,3}:{3,}[ \t]*(?:\{[^{}]*\}|[\w-]*)[ \t]*:*$")  # the fences of a division
_UNSHOWN = re.compile(
    r" {0,3}(?:<!--(?:(?!-->).)*-->|!\[[^\[\]]*\]\([^()]*\))[ \t]*$"
)  # a comment, a picture's words
_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r":?-+:?")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?=\S)(?:(?!\1).)+(?<=\S)\1\s*$")
_INLINE = re.compile(
    r"\\([!-/:-@\[-`{-~])"  # 1 an escaped sign
    r"|!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"  # 2 the text of a link or picture
    r"|(\*\*|__)(?=\S)((?:(?!\3).)+?)(?<=\S)\3"  # 4 strong
    r"|(?<!\*)\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?!\*)"  # 5 emphasis
    r"|(?<![_\w])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![_\w])"  # 6 emphasis
)


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """Read Markdown.

    Raises:
        ReadError: not text, not in this encoding, or empty.
    """
    found = decode(data, options.encoding)
    raw = found.text
    front = _FRONT.match(raw)
    body = front.end() if front else 0
    layer = Layer()
    spans = [line.span for line in PlainLines(raw)]
    meta = _meta(front)
    rows = _lines([raw[span.start : span.end] if span.start >= body else "" for span in spans])
    for plain, hints in _under_title(rows, meta):
        layer.add(plain, *hints)
    return layer.source(data, name, found.encoding, meta, found.diagnostics)


_Row = tuple[str, tuple[str, ...]]


def _under_title(rows: list[_Row], meta: tuple[tuple[str, str], ...]) -> list[_Row]:
    """The rows; where the front matter has the title and several main headings say others, these stand below it."""
    title = next(("".join(value.split()) for key, value in meta if key == "title"), "")
    mains = ["".join(plain.split()) for plain, hints in rows if "h1" in hints]
    if not title or len(mains) < _SECTIONS or title in mains:
        return rows
    return [(plain, tuple(_LOWER.get(hint, hint) for hint in hints)) for plain, hints in rows]


def _lines(texts: list[str]) -> list[_Row]:
    """Every line without its marks, and its hints, which may depend on the lines around."""
    rows: list[_Row] = []
    fence = ""
    rule = -1  # the line of dashes of the table that a line stands in
    for n, text in enumerate(texts):
        opens = _FENCE.match(text)
        if fence:
            closes = opens and opens[1].startswith(fence) and not opens[2].strip()
            rows.append(("" if closes else text, ()))
            fence = "" if closes else fence
        elif opens:
            fence = opens[1]
            rows.append(("", ()))
        elif n == rule:
            continue
        elif _PIPE.search(text) and (rule >= 0 or _heads(text, texts[n + 1 : n + 2])):
            rule = rule if rule >= 0 else n + 1
            rows.append(("\t".join(_plain(cell) for cell in _cells(text)), ("row",)))
        else:
            rule = -1
            _add(rows, text)
    return rows


def _heads(text: str, following: list[str]) -> bool:
    """Whether a line is the head of a table: the next one has dashes in as many cells."""
    dashes = _cells(following[0]) if following and _PIPE.search(following[0]) else []
    return len(dashes) == len(_cells(text)) and all(_DASHES.fullmatch(cell) for cell in dashes)


def _cells(text: str) -> list[str]:
    """The cells of a row, which may have pipes around it."""
    cells = [" ".join(cell.split("\t")).strip() for cell in _PIPE.split(text.strip())]
    first = 1 if len(cells) > 1 and not cells[0] else 0
    last = len(cells) - 1 if len(cells) > 1 and not cells[-1] else len(cells)
    return cells[first:last]


def _add(rows: list[_Row], text: str) -> None:
    """Add a line outside tables and code; one that underlines makes the line above it a heading."""
    underline = _UNDERLINE.match(text)
    if underline and rows and rows[-1][0].strip() and not rows[-1][1]:
        rows[-1] = (rows[-1][0], ("h1" if underline[1].startswith("=") else "h2",))
        text = ""
    rows.append(_line(text))


def _line(text: str) -> tuple[str, tuple[str, ...]]:
    """One line without its marks, and the hints they give."""
    if _RULE.match(text) or (":::" in text and _DIVISION.match(text)):
        return "", ()
    if text.lstrip()[:2] in {"<!", "!["} and _UNSHOWN.match(text):
        return _plain(text), ("fw:hidden",)
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
    marker = ""
    if item := _ITEM.match(text):
        marker, text = item[0], text[item.end() :]
        hints += ("li",)
    if _BOLD_LINE.match(text):
        hints += ("bold",)
    return marker + _plain(text.removesuffix("\\")), hints


def _plain(text: str) -> str:
    """Text without inline marks; what stands inside strong or emphasis may hold further ones."""
    return _INLINE.sub(_inner, text) if any(sign in text for sign in "\\[*_") else text


def _inner(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    return _plain(match[2] or match[4] or match[5] or match[6] or "")


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
