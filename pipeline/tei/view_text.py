"""The repaired reading of one TEI element: its text and, by offset, what its inline elements say of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.frozen import maker
from pipeline.tei.view_elements import ID, TEI, Remembered, all_text, local, offsets, pointer, rule_named
from pipeline.tei.view_types import Block, Furniture, Mark, Note

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

# element → (kind, the attribute that carries its value); any other element is known by its own name
_INLINE = {
    "date": ("date", "when"), "said": ("said", "who"), "persName": ("person", "ref"), "docAuthor": ("name", "ref"),
    "roleName": ("role", ""), "placeName": ("place", ""), "idno": ("docket", ""), "list": ("runon", ""),
    "num": ("num", "value"), "gap": ("gap", "reason"), "hi": ("hi", "rend"), "ref": ("ref", "target"),
    "label": ("label", ""), "item": ("item", ""), "publisher": ("publisher", ""),
}  # fmt: skip
# of these nothing is said but themselves: they are more or less than their text
_APART = ("choice", "desc", "lb", "fw", "note")
_KNOWN = {
    f"{TEI}{name}": known for name, known in (*_INLINE.items(), *((name, ("", name)) for name in _APART))
}
_ENTITY = "damage.entity"  # how HTML wrote a character is no reading that an editor notes
_PREFERRED = tuple(f"{TEI}{name}" for name in ("corr", "reg", "expan"))
_SIC = f"{TEI}sic"
_WIDE = r"⺀-㏿㐀-鿿豈-﫿︐-﹏＀-￯“”‘’…—\U00020000-\U0003FFFF"
_WIDE_CHAR = re.compile(rf"[{_WIDE}]")
_SPACE = re.compile(r"\s+")
_block, _mark = maker(Block), maker(Mark)
_LINE = 12  # characters that a line which is full has at least; 附件1 over 2021年… has fewer
_REACH = 16  # characters of a figure that a line break cuts
_SIGNS = ".,:/~-"  # stand inside figures
_FIGURE = re.compile(rf"[{_WIDE}]\d[\d{_SIGNS}]*\n[{_SIGNS}]?\d[\d{_SIGNS}]*(?:[%‰]|[{_WIDE}]|$)")


class Reader:
    """Reads elements one after the other; repairs and page furniture met on the way gather in lists."""

    def __init__(self, describe: Callable[[], dict[str, str]] = dict) -> None:
        """``describe`` tells what the rules are that made repairs; it is asked when the first one is met."""
        self.notes: list[Note] = []
        self.furniture: list[Furniture] = []
        self._describe = describe
        self._descriptions: dict[str, str] | None = None
        self._targets, self._rules = Remembered(pointer), Remembered(rule_named)

    def read(self, element: _Element) -> tuple[str, tuple[Mark, ...]]:
        """The reading text of ``element`` and the marks in it."""
        text = element.text or ""
        found: tuple[Mark, ...] = ()
        if len(element):
            pieces: list[str] = [text]
            marks: list[Mark] = []
            self._inside(element, pieces, marks, len(text))
            text, found = "".join(pieces), tuple(marks)
        if "\n" not in text and text.strip() == text:
            return text, found
        return _tidy(text, found)

    def plain(self, element: _Element | None) -> str:
        """The reading text alone; "" without an element."""
        return "" if element is None else self.read(element)[0]

    def block(self, element: _Element, kind: str) -> Block:
        """A line or paragraph with all that is known of it."""
        text, marks = self.read(element)
        id = element.get(ID, "")
        n = int(id[1:]) if id and id[0] == "p" and id[1:].isdecimal() else 0
        rule = self._rules[element.get("ana")]
        return _block(kind, text, marks, id, n, offsets(element), element.get("cert", "high"), rule)

    def rule(self, element: _Element) -> str:
        """The rule of an element, as ``rule`` says."""
        return self._rules[element.get("ana")]

    def keep(self, element: _Element) -> None:
        """Take ``element`` (TEI ``fw``) as page furniture."""
        text = all_text(element).strip()
        place, kind = element.get("place", ""), element.get("type", "")
        self.furniture.append(Furniture(kind, place, text, offsets(element), self.rule(element)))

    def _walk(self, element: _Element, pieces: list[str], marks: list[Mark], at: int) -> int:
        """Append the text of ``element`` and return the length so far."""
        text = element.text or ""
        pieces.append(text)
        return self._inside(element, pieces, marks, at + len(text))

    def _inside(self, element: _Element, pieces: list[str], marks: list[Mark], at: int) -> int:
        """Append the text after the first words of ``element``, and what its children say of it, outermost first."""
        for child in element:
            kind, key = _KNOWN.get(child.tag) or (local(child), "")
            if not kind:
                at = self._apart(child, key, pieces, marks, at)
            else:
                start, place, text = at, len(marks), child.text
                if text:
                    pieces.append(text)
                    at += len(text)
                if len(child):
                    at = self._inside(child, pieces, marks, at)
                if start < at:
                    value = self._targets[child.get(key)] if key else ""
                    cert, rule = child.get("cert", "high"), self._rules[child.get("ana")]
                    marks.insert(place, _mark(kind, start, at, value, cert, rule))
            tail = child.tail
            if tail:
                pieces.append(tail)
                at += len(tail)
        return at

    def _apart(self, element: _Element, name: str, pieces: list[str], marks: list[Mark], at: int) -> int:
        if name == "choice":
            return self._choice(element, pieces, marks, at)
        if name == "desc":
            return self._walk(element, pieces, marks, at)
        if name == "lb":
            pieces.append("\n")
            return at + 1
        if name == "fw":
            self.keep(element)
        return at

    def _choice(self, choice: _Element, pieces: list[str], marks: list[Mark], at: int) -> int:
        """Append the preferred reading of ``choice``; a repair is noted with the spelling of the source."""
        options = {child.tag: child for child in choice if local(child)}
        for tag in _PREFERRED:
            if tag in options:
                reading = options[tag]
                break
        else:
            return self._walk(next(iter(options.values())), pieces, marks, at) if options else at
        start, place = at, len(marks)
        at = self._walk(reading, pieces, marks, at)
        sic = options.get(_SIC)
        if sic is None or start == at:
            return at  # what reads as nothing has no place for a note
        original, rule = all_text(sic), self.rule(choice)
        if rule == _ENTITY:
            return at
        cert, n = reading.get("cert", "high"), len(self.notes) + 1
        self.notes.append(Note(n, original, all_text(reading), cert, rule, self._description(rule)))
        marks.insert(place, Mark("repair", start, at, original, cert, rule, n))
        return at

    def _description(self, rule_id: str) -> str:
        if self._descriptions is None:
            self._descriptions = self._describe()
        return self._descriptions.get(rule_id, "")


def _tidy(text: str, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    """Drop outer white space and the line breaks of an editor's indenting.

    Between Latin words they are a space, and so behind the bare number of a heading, whose title is on the next line;
    inside a figure they are nothing.
    """
    end = len(text.rstrip())
    start = min(len(text) - len(text.lstrip()), end)
    cuts = [(0, start, "")]
    for found in _SPACE.finditer(text, start, end):
        if "\n" in found.group():
            before = found.start()
            parted = not _WIDE_CHAR.search(text[before - 1] + text[found.end()])
            if parted and _in_figure(text, before, found.end()):
                parted = False
            if not parted and marks and text[before - 1].isalnum():
                parted = any(m.kind == "label" and m.end == before for m in marks)
            cuts.append((before, found.end(), " " if parted else ""))
    cuts.append((end, len(text), ""))
    kept = "".join(cut[2] + text[cut[1] : following[0]] for cut, following in pairwise(cuts))
    return kept, _moved(marks, cuts) if marks else ()


def _in_figure(text: str, end: int, start: int) -> bool:
    """Whether the break between two places is inside a figure of a Chinese text: 人均600|0美元, 收入21|.3亿元."""
    if not (text[end - 1].isdigit() or text[end - 1] in _SIGNS) or text.rfind("\n", 0, end) >= end - _LINE:
        return False
    both = text[max(end - _REACH, 0) : end] + "\n" + text[start : start + _REACH]
    return _FIGURE.search(both) is not None


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
