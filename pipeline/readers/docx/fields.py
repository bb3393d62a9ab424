"""Word's fields: which text is an instruction and which its result, and which lines are a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CIRCLED = re.compile(r"\s*eq\b.*\\o\s*\\ac\s*\([^,;]*[,;]\s*(\d{1,2})\s*\)\s*", re.IGNORECASE | re.DOTALL)
_EQUATION = re.compile(r"\s*eq\b", re.IGNORECASE)
_SWITCH = re.compile(r'\\\*\s*(?:jc\d|hps\d+|"[^"]*")|"Font:[^"]*"|\\[a-z]+\d*\s*\d*|[(),;]', re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    contents: bool = False


class Fields:
    """The fields open at a place of a story."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._instructing: list[_Field] = []
        self._contents = 0

    @property
    def silent(self) -> bool:
        """Whether text here belongs to an instruction and is not shown."""
        return bool(self._instructing)

    def instruction(self, text: str) -> None:
        """Take a piece of an instruction."""
        if self._instructing:
            self._instructing[-1].code.append(text)

    def char(self, kind: str) -> str:
        """Go on at a field character.

        Args:
            kind: ``begin``, ``separate`` or ``end``.

        Returns:
            What a field that only has an instruction shows.
        """
        if kind == "begin":
            self._open.append(_Field())
            self._instructing.append(self._open[-1])
        elif kind == "separate" and self._is_instructing():
            self._result(self._instructing.pop())
        elif kind == "end" and self._open:
            shown = _equation("".join(self._instructing.pop().code)) if self._is_instructing() else ""
            self.end()
            return shown
        return ""

    def simple(self, code: str) -> None:
        """Begin a field whose result follows."""
        self._open.append(_Field([code]))
        self._result(self._open[-1])

    def end(self) -> None:
        """End the innermost field."""
        if self._open and self._open.pop().contents:
            self._contents -= 1

    def close_instructions(self) -> None:
        """At the end of a paragraph: a field that is broken off must not swallow the rest of the document."""
        self._instructing.clear()

    @property
    def contents(self) -> bool:
        """Whether this is inside a table of contents."""
        return self._contents > 0

    def _is_instructing(self) -> bool:
        return bool(self._instructing) and bool(self._open) and self._instructing[-1] is self._open[-1]

    def _result(self, here: _Field) -> None:
        if "".join(here.code).split(maxsplit=1)[:1] == ["TOC"]:
            here.contents = True
            self._contents += 1


def _equation(code: str) -> str:
    """What an EQ field shows, of which Chinese Word makes circled characters and readings: its words."""
    if len(code) > 1000:  # no equation that a person wrote
        return " ".join(code.split()) if _EQUATION.match(code) else ""
    if circled := _CIRCLED.fullmatch(code):
        number = int(circled[1])
        for first, last, sign in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
            if first <= number <= last:
                return chr(ord(sign) + number - first)
    found = _EQUATION.match(code)
    return " ".join(_SWITCH.sub(" ", code[found.end() :]).split()) if found else ""
