"""Properties of Word's paragraphs, letters and lists, as their elements say them."""

from __future__ import annotations

from lxml import etree

from pipeline.readers.office.paragraph import Letters

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_OFF = ("0", "false", "off")
_ALIGN = {"center": "center", "right": "right", "end": "right"}

Properties = dict[str, etree._Element]


def properties(element: etree._Element | None) -> Properties:
    """The children of an element by their tags; none where there is no element."""
    return {} if element is None else {str(child.tag): child for child in element}


def inner(found: Properties, name: str) -> Properties:
    """The properties inside a property such as ``w:numPr``."""
    return properties(found.get(W + name))


def value(found: Properties, name: str) -> str | None:
    """The value of a property such as ``w:jc``, None where it does not stand."""
    element = found.get(W + name)
    return None if element is None else element.get(VAL)


def flag(found: Properties, name: str) -> bool | None:
    """An on/off property such as ``w:b``: None where it does not stand, on where it stands without a value."""
    element = found.get(W + name)
    return None if element is None else is_on(element.get(VAL, "1"))


def is_on(text: str) -> bool:
    """Whether an on/off value is on."""
    return text not in _OFF


def number(text: str | None) -> int | None:
    """A whole number as attributes hold it; None for anything else, so that a slip in a file costs one property."""
    return int(text) if text and len(text) < 10 and text.removeprefix("-").isdecimal() else None


def letters(found: Properties) -> Letters:
    """What the properties in ``w:rPr`` say."""
    return Letters(flag(found, "b"), number(value(found, "sz")), flag(found, "vanish"))


def align(found: Properties) -> str | None:
    """The hint of ``w:jc``: ``center``, ``right``, "" for any other, None where nothing is said."""
    name = value(found, "jc")
    return None if name is None else _ALIGN.get(name, "")
