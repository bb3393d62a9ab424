"""The rules of a page's own style sheets that say which elements it does not draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# A comment that is never closed goes on to the end; the signs of HTML's comments are none of a style sheet's.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_DISPLAY = re.compile(r"display\s*:\s*(\w*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_LARGEST = 1 << 18  # characters of a style sheet; longer ones are a site's, and say nothing of one page


def undrawn(sheets: Iterable[str]) -> frozenset[str]:
    """The classes and ids (``.hide``, ``#pop``) that are never drawn: all that rules say of their display is ``none``.

    What another rule shows, perhaps only when a script asks for it, is drawn: an open tab, a menu.
    """
    hidden: set[str] = set()
    shown: set[str] = set()
    for sheet in sheets:
        if len(sheet) > _LARGEST or "none" not in sheet.lower():
            continue
        for selectors, body in _top(_COMMENT.sub("", sheet)):
            if found := _DISPLAY.search(body):
                for selector in map(str.strip, selectors.split(",")):
                    alone = found[1].lower() == "none" and _NAME.fullmatch(selector)
                    (hidden if alone else shown).update(_NAME.findall(selector))
    return frozenset(hidden - shown)


def _top(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules that hold for every medium: selectors and body."""
    depth = start = opened = 0
    plain = False
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            plain, opened = depth == 0, brace.end() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                selectors = sheet[start : opened - 1].rpartition(";")[2]  # behind @charset and @import
                if plain and "@" not in selectors:
                    yield selectors, sheet[opened : brace.start()]
                start = brace.end()
