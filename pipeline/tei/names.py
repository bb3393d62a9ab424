"""Names and values that are legal in TEI: qualified tags, identifiers, ISO dates, whatever the input was."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

NS = "http://www.tei-c.org/ns/1.0"
TEI = f"{{{NS}}}"
# Characters that no XML holds stand for something else while a text is written. One stands before an offset for the id
# of the paragraph there, until all paragraphs have theirs; three for those that XML must write otherwise.
LINK = "\x01"
_WRITTEN = (("&", "\x02", "&amp;"), ("<", "\x03", "&lt;"), (">", "\x04", "&gt;"))
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What does not stand for itself in every place of an XML file.
_SPECIAL = re.compile(f'{_ILLEGAL.pattern}|[\t\n\r"&<>]')
# The ideographs of XML 1.0, 4th edition: validators still differ on those that came later.
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9._\u4e00-\u9fa5-]+")
_NAME_START = re.compile(r"[A-Za-z\u4e00-\u9fa5]")
_OWN_ID = re.compile(r"(?:[tps]|per|r|tax|app|src)(?:[\d.]|$)")
_PERSON_ID = re.compile(r"per\.\d+")
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_DATE = re.compile(
    r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2})"
    r"(?:T(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?)?)?)?"
    r"|--(?P<m2>[0-9]{2})(?:-(?P<d2>[0-9]{2}))?"
)


def tag(name: str) -> str:
    """The qualified name of a TEI element, as lxml writes it."""
    return TEI + name


def legal(text: str) -> str:
    """The text with every character that XML forbids replaced by U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)


def file_id(name: str) -> str:
    """An NCName made of a file's name, never one that the elements of the text use themselves."""
    stem = _NOT_IN_NAME.sub("-", _stem(name))
    if not _NAME_START.match(stem) or _OWN_ID.match(stem):
        return f"d{stem}" if stem[:1].isdigit() else f"d.{stem}"
    return stem


def _stem(name: str) -> str:
    """The name of a file without folder and suffix."""
    if "/" in name or name == ".":
        return PurePosixPath(name).stem  # which takes ten times as long
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name


@lru_cache(maxsize=4096)
def rule_id(rule: str) -> str:
    """The identifier of a rule's category in the taxonomy."""
    return "r." + _NOT_IN_NAME.sub("-", rule)


def person_ids(ids: Sequence[str]) -> dict[str, str]:
    """Identifiers of persons as the stages gave them → identifiers that are legal and distinct."""
    if len(set(ids)) == len(ids) and all(map(_PERSON_ID.fullmatch, ids)):
        return {given: given for given in ids}
    return {given: f"per.{number}" for number, given in enumerate(ids, 1)}


@lru_cache(maxsize=4096)
def word(value: str, default: str) -> str:
    """`value` when it can be a @type, else `default`."""
    return value if _TYPE.fullmatch(value) else default


def language(value: str) -> str:
    """`value` when it has the form of a language tag, else "und"."""
    return value if _LANG.fullmatch(value) else "und"


@lru_cache(maxsize=4096)
def number(value: str) -> str:
    """`value` when it is a plain decimal number, else ""."""
    return value if _NUMBER.fullmatch(value) else ""


@lru_cache(maxsize=4096)
def iso_date(value: str) -> str:
    """`value` when it is a date TEI accepts in @when (YYYY, YYYY-MM, YYYY-MM-DD, --MM, --MM-DD, with time), else ""."""
    found = _DATE.fullmatch(value)
    if found is None:
        return ""
    try:
        datetime.date(
            int(found["y"] or 2000), int(found["m"] or found["m2"] or 1), int(found["d"] or found["d2"] or 1)
        )
        if found["time"]:
            datetime.time.fromisoformat(found["time"])
    except ValueError:
        return ""
    return value


def escape(text: str) -> str:
    """Text as it stands in an element. That of xml.sax.saxutils loads what fetches web pages: 30 ms at every start."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def veiled(text: str) -> str:
    """A text of which every piece can stand in an element, once the whole has been unveiled."""
    for char, stand_in, _ in _WRITTEN:
        text = text.replace(char, stand_in)
    return text


def unveiled(xml: str) -> str:
    """The XML that was written of veiled text."""
    for _, stand_in, written in _WRITTEN:
        if stand_in in xml:  # which takes a tenth of the time of counting it
            xml = xml.replace(stand_in, written)
    return xml


def content(text: str) -> str:
    """Any text as it stands in an element: what XML allows is kept, a carriage return too."""
    return escape(legal(text)).replace("\r", "&#13;") if _SPECIAL.search(text) else text


def attribute(value: str) -> str:
    """Any text as it stands in an attribute, in double quotes."""
    if not _SPECIAL.search(value):
        return value
    return content(value).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def element(tag: str, text: str) -> str:
    """An element that holds any text, on a line of its own; `tag` is its name, and attributes as they stand there."""
    return f"<{tag}>{content(text)}</{tag.partition(' ')[0]}>\n"
