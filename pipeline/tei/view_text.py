"""The repaired reading of one TEI element: its text and, by offset, what its inline elements say of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.tei.view_types import Furniture, Mark, Note, Offsets

if TYPE_CHECKING:
    from lxml.etree import _Element

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_SKIP = len(TEI)
# element → (kind, the attribute that carries its value); any other element is known by its own name
_INLINE = {
    "date": ("date", "when"),
    "said": ("said", "who"),
    "persName": ("person", "ref"),
    "docAuthor": ("name", "ref"),
    "roleName": ("role", ""),
    "placeName": ("place", ""),
    "idno": ("docket", ""),
    "list": ("runon", ""),
    "num": ("num", "value"),
    "gap": ("gap", "reason"),
    "hi": ("hi", "rend"),
    "ref": ("ref", "target"),
}
_PREFERRED = ("corr", "reg", "expan")
_WIDE = r"⺀-㏿㐀-鿿豈-﫿︐-﹏＀-￯“”‘’…—\U00020000-\U0003FFFF"
_WIDE_CHAR = re.compile(rf"[{_WIDE}]")
_SPACE = re.compile(r"\s+")


def local(element: _Element) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag[_SKIP:] if isinstance(tag, str) else ""


def all_text(element: _Element) -> str:
    """Every character in the element, without comments."""
    return "".join(str(piece) for piece in element.itertext("*"))


def pointer(value: str | None) -> str:
    """The first target of a pointer attribute, without ``#``."""
    return value.split()[0].removeprefix("#") if value and not value.isspace() else ""


def rule(element: _Element) -> str:
    """The rule named in ``@ana``, without the prefix of rule ids."""
    value = element.get("ana")
    return pointer(value).removeprefix("r.") if value else ""


def offsets(element: _Element) -> Offsets | None:
    """The source range of ``@source="src:START,END"``; of several, from the first start to the last end."""
    value = element.get("source")
    if not value:
        return None
    pairs = value.split()
    try:
        return int(pairs[0].partition(",")[0].removeprefix("src:")), int(pairs[-1].partition(",")[2])
    except (IndexError, ValueError):
        return None


class Reader:
    """Reads elements one after the other; repairs and page furniture met on the way gather in lists."""

    def __init__(self, descriptions: dict[str, str]) -> None:
        self.notes: list[Note] = []
        self.furniture: list[Furniture] = []
        self._descriptions = descriptions

    def read(self, element: _Element) -> tuple[str, tuple[Mark, ...]]:
        """The reading text of ``element`` and the marks in it."""
        if not len(element):
            return _tidy(element.text or "", ())
        pieces: list[str] = []
        marks: list[Mark | None] = []
        self._walk(element, pieces, marks, 0)
        return _tidy("".join(pieces), tuple(m for m in marks if m is not None and m.start < m.end))

    def plain(self, element: _Element | None) -> str:
        """The reading text alone; "" without an element."""
        return "" if element is None else self.read(element)[0]

    def keep(self, element: _Element) -> None:
        """Take ``element`` (TEI ``fw``) as page furniture."""
        text = all_text(element).strip()
        place, kind = element.get("place", ""), element.get("type", "")
        self.furniture.append(Furniture(kind, place, text, offsets(element), rule(element)))

    def _walk(self, element: _Element, pieces: list[str], marks: list[Mark | None], at: int) -> int:
        """Append the text of ``element`` and return the length so far."""
        if element.text:
            pieces.append(element.text)
            at += len(element.text)
        for child in element:
            name = local(child)
            if name == "choice":
                at = self._choice(child, pieces, marks, at)
            elif name == "fw":
                self.keep(child)
            elif name == "lb":
                pieces.append("\n")
                at += 1
            elif name == "desc":
                at = self._walk(child, pieces, marks, at)
            elif name and name != "note":
                kind, key = _INLINE.get(name, (name, ""))
                slot, start = len(marks), at
                marks.append(None)
                at = self._walk(child, pieces, marks, at)
                value = pointer(child.get(key)) if key else ""
                marks[slot] = Mark(kind, start, at, value, child.get("cert", "high"), rule(child))
            if child.tail:
                pieces.append(child.tail)
                at += len(child.tail)
        return at

    def _choice(self, choice: _Element, pieces: list[str], marks: list[Mark | None], at: int) -> int:
        """Append the preferred reading of ``choice``; a repair is noted with the spelling of the source."""
        options = {local(child): child for child in choice}
        options.pop("", None)
        reading = next((options[name] for name in _PREFERRED if name in options), None)
        if reading is None:
            return self._walk(next(iter(options.values())), pieces, marks, at) if options else at
        slot, start = len(marks), at
        marks.append(None)
        at = self._walk(reading, pieces, marks, at)
        sic = options.get("sic")
        if sic is None:
            return at
        original = all_text(sic)
        rule_id, cert, n = rule(choice), reading.get("cert", "high"), len(self.notes) + 1
        text = all_text(reading)
        self.notes.append(Note(n, original, text, cert, rule_id, self._descriptions.get(rule_id, "")))
        marks[slot] = Mark("repair", start, at, original, cert, rule_id, n)
        return at


def _tidy(text: str, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    """Drop outer white space and the line breaks of an editor's indenting; between Latin words they are a space."""
    if "\n" not in text and (not text or not (text[0].isspace() or text[-1].isspace())):
        return text, marks
    end = len(text.rstrip())
    start = min(len(text) - len(text.lstrip()), end)
    cuts = [(0, start, "")]
    for found in _SPACE.finditer(text, start, end):
        if "\n" in found.group():
            around = text[found.start() - 1] + text[found.end()]
            cuts.append((found.start(), found.end(), "" if _WIDE_CHAR.search(around) else " "))
    cuts.append((end, len(text), ""))
    kept = "".join(cut[2] + text[cut[1] : following[0]] for cut, following in pairwise(cuts))
    return kept, _moved(marks, cuts) if marks else ()


def _moved(marks: tuple[Mark, ...], cuts: list[tuple[int, int, str]]) -> tuple[Mark, ...]:
    """The marks at their places after ``cuts``; those left without text are dropped."""
    starts = [cut[0] for cut in cuts]
    lost = [0]
    for start, end, put in cuts:
        lost.append(lost[-1] + end - start - len(put))

    def place(offset: int) -> int:
        i = bisect_right(starts, offset) - 1
        start, end, put = cuts[i]
        return start - lost[i] + len(put) if offset < end else offset - lost[i + 1]

    moved = (Mark(m.kind, place(m.start), place(m.end), m.value, m.cert, m.rule, m.note) for m in marks)
    return tuple(m for m in moved if m.start < m.end)
