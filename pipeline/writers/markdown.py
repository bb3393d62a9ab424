r"""Text as literal CommonMark: escaped where a reader of Markdown would take it for markup, and nowhere else.

The dialects of GitHub, Hugo, Jekyll, MkDocs and Astro are respected too: ``|`` and ``~``, ``{{`` of templates,
``{#`` of attributes, ``!!!`` of admonitions. Python-Markdown, which MkDocs reads with, shows a backslash before some
signs; those are written as entities, which every reader knows.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.tei.view_types import Block

_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash before punctuation, or before what we put behind it
    r"|[*`\[|~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word an underscore is plain
    r"|<(?=[A-Za-z/!?]|$)"
    r"|&(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]*;)"
    r"|(?<=\{)[{%#:.<]"
    r"|\$(?=\$)"  # a formula for Jekyll
)
_SIGN = re.compile(r"[\\*`\[|~_<&{$]")  # what every match of _INLINE begins with or follows
_START = re.compile(
    r"(?P<before>\d+)(?=[.)](?:\s|$))"
    r"|(?=#|[-+](?:\s|$)|-[ \t]*(?:-[ \t]*)+$|=+\s*$|>|(?:!!!|\?\?\?|===)\+?(?:\s|$)|:::)"
)
_BACKSLASH = frozenset("\\`*_{}[]()>#+-.!|")  # the signs that Python-Markdown knows behind one
_END_HASHES = re.compile(r"(?:^|(?<=\s))#+\s*$")
_STARTS = frozenset("#-+=>!?:")  # what every match of _START begins with that begins with no digit
_WHITE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x20\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_TAIL = _WHITE + "，、。．：；！？,.:;!?"
_CUT = re.compile(r"(?:\\|&#\d+)\Z")
_QUOTED = json.JSONEncoder(ensure_ascii=False).encode
_YAML_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def escape(text: str) -> str:
    """Text for the middle of a line."""
    if "\n" in text:
        text = " ".join(text.split("\n"))
    return _INLINE.sub(lambda m: _literal(m[0]), text) if _SIGN.search(text) else text


def _literal(sign: str) -> str:
    return f"\\{sign}" if sign in _BACKSLASH else f"&#{ord(sign)};"


def start(line: str) -> str:
    """An escaped line, so that its beginning opens no list, heading, quotation or rule."""
    line = line.strip()
    if not line or not (line[0] in _STARTS or line[0].isdecimal()):
        return line
    found = _START.match(line)
    if found is None:
        return line
    at = found.end()
    return line[:at] + _literal(line[at]) + line[at + 1 :]


def inline(value: Block | str) -> str:
    """A block, or a string, for the middle of a line; repairs are followed by the number of their note."""
    if isinstance(value, str):
        return escape(value)
    noted = [mark for mark in value.marks if mark.note] if value.marks else ()
    if not noted:
        return escape(value.text)
    pieces: list[str] = []
    at = 0
    for mark in sorted(noted, key=lambda m: m.end):
        pieces += escape(value.text[at : mark.end]), f"\\[{mark.note}]"
        at = mark.end
    return "".join(pieces) + escape(value.text[at:])


def paragraph(value: Block | str) -> str:
    """A block, or a string, as a paragraph of its own."""
    return start(inline(value))


def heading(value: Block | str) -> str:
    """The text of a ``#`` heading."""
    text = inline(value).strip()
    return _END_HASHES.sub(r"\\\g<0>", text) if "#" in text else text


def _closed(text: str) -> str:
    """Escaped text without outer white space; a backslash that this brings to the end is escaped as well."""
    text = text.strip()
    return text + "\\" * ((len(text) - len(text.rstrip("\\"))) % 2) if text[-1:] == "\\" else text


def strong(value: Block | str) -> str:
    """Bold text at the head of a paragraph, followed by more text.

    After a full stop or bracket the closing asterisks would stay literal before a Chinese character, so stops
    are left outside and a bracket is followed by a space.
    """
    text = _closed(inline(value))
    core = text.rstrip(_TAIL)
    if core != text and (not core or _CUT.search(core)):  # the last stop belonged to an escape or an entity
        core = text
    tail = text[len(core) :]
    if not core:
        return ""
    space = "" if tail or core[-1].isalnum() else " "
    return f"**{core}**{tail}{space}"


def speaker(value: Block | str) -> str:
    """A speaker's label in bold, its colon too, before what is said."""
    text = _closed(inline(value))
    return f"**{text}** " if text else ""


def yaml(value: str) -> str:
    """A YAML scalar: always quoted, so that no reader takes a title for a number, a date or a list."""
    return _YAML_ODD.sub(lambda m: f"\\u{ord(m.group()):04x}", _QUOTED(value))


FILTERS: dict[str, Callable[..., str]] = {
    "inline": inline,
    "paragraph": paragraph,
    "heading": heading,
    "strong": strong,
    "speaker": speaker,
    "yaml": yaml,
}
