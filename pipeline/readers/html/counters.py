"""Counts the items of lists as a browser does, so that the numbers it draws are in the text."""

from __future__ import annotations

import re
from collections.abc import Callable

_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|disc|circle|square)\b", re.IGNORECASE)
_NUMERAL = r"(?:[0-9０-９]+|[一二三四五六七八九十百〇○零]+)"
_NUMBERED = re.compile(
    rf"\s*(?:[(（〔\[【]\s*{_NUMERAL}|{_NUMERAL}(?:[、.．,，:：)）\]】〕\s]|是|$)|[①-⑳]|第)"
)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _letters(value: int) -> str:
    out = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def _roman(value: int) -> str:
    out = ""
    for number, sign in _ROMAN:
        out += sign * (value // number)
        value %= number
    return out


_FORMS: dict[str, Callable[[int], str]] = {
    "a": _letters,
    "A": lambda value: _letters(value).upper(),
    "i": _roman,
    "I": lambda value: _roman(value).upper(),
}
_LARGEST = (
    3999  # above it browsers fall back to digits for Roman numbers; no list of ours has so many letters
)


class Counters:
    """The lists that are open, each with its next number, and the item whose first line is still to come."""

    def __init__(self) -> None:
        self._lists: list[tuple[Callable[[int], str] | None, int]] = []
        self._next: list[int] = []
        self._item = False
        self._marker = ""

    def enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Begin a block."""
        if tag in {"ol", "ul", "menu", "dir"}:
            plain = tag != "ol" or _LIST_STYLE.search(attributes.get("style") or "") is not None
            form = None if plain else _FORMS.get(attributes.get("type") or "", str)
            self._lists.append((form, -1 if "reversed" in attributes else 1))
            self._next.append(_number(attributes.get("start"), 1))
        elif tag == "li":
            self._item = True
            self._marker = ""
            if self._lists:
                self._count(attributes)

    def leave(self, tag: str) -> None:
        """End a block."""
        if tag in {"ol", "ul", "menu", "dir"}:
            self._lists.pop()
            self._next.pop()
        elif tag == "li":
            self._item = False

    def take(self, text: str) -> tuple[bool, str]:
        """Whether a line opens an item, and the number drawn before it; none where the author wrote one."""
        item, marker = self._item, self._marker
        self._item = False
        self._marker = ""
        return item, "" if marker and _NUMBERED.match(text) else marker

    def _count(self, attributes: dict[str, str | None]) -> None:
        form, step = self._lists[-1]
        value = _number(attributes.get("value"), self._next[-1])
        self._next[-1] = value + step
        if form is not None:
            self._marker = f"{(form if 0 < value <= _LARGEST else str)(value)}. "


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value) else default
