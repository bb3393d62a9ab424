"""What an element of our TEI says of itself: its name, its text, its rule, the place that it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from pipeline.tei.view_nodes import Offsets

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ID = f"{XML}id"
_SKIP = len(TEI)


def local(element: _Element) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag[_SKIP:] if isinstance(tag, str) else ""


def all_text(element: _Element) -> str:
    """Every character in the element, without comments."""
    if not len(element):
        return element.text or ""
    return "".join(str(piece) for piece in element.itertext("*"))


def by_name(parent: _Element) -> dict[str, _Element]:
    """The first child of each name."""
    found: dict[str, _Element] = {}
    for child in parent:
        found.setdefault(local(child), child)
    return found


def pointer(value: str | None) -> str:
    """The first target of a pointer attribute, without ``#``."""
    return value.split()[0].removeprefix("#") if value and not value.isspace() else ""


def rule(element: _Element) -> str:
    """The rule named in ``@ana``, without the prefix of rule ids."""
    return rule_named(element.get("ana"))


def rule_named(value: str | None) -> str:
    """The rule that the value of ``@ana`` names; none in no value."""
    return pointer(value).removeprefix("r.")


def offsets(element: _Element) -> Offsets | None:
    """The source range of ``@source="src:START,END"``; of several, from the first start to the last end."""
    value = element.get("source")
    if not value:
        return None
    start, _, end = value.removeprefix("src:").partition(",")
    try:
        if start.isdecimal() and end.isdecimal():
            return int(start), int(end)
        pairs = value.split()
        return int(pairs[0].partition(",")[0].removeprefix("src:")), int(pairs[-1].partition(",")[2])
    except (IndexError, ValueError):
        return None


class Remembered(dict[str | None, str]):
    """What a function says of the values of an attribute; most of them stand in many elements."""

    def __init__(self, function: Callable[[str | None], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, value: str | None) -> str:
        found = self[value] = self._function(value)
        return found
