"""Makes a case that fails small: fewer lines, hints, corrections and characters, as long as it fails in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fuzz_cases import Case, Hints


def smaller(found: Case, fails: Callable[[Case], bool], most: int = 400) -> Case:
    """A case with fewer lines, hints, corrections and characters for which ``fails`` holds too; at most ``most`` tries."""
    tries = 0

    def attempt(changed: Case) -> bool:
        nonlocal found, tries
        tries += 1
        if tries > most or changed == found or not fails(changed):
            return False
        found = changed
        return True

    size = max(len(found.lines) // 2, 1)
    while size and tries < most:
        for at in range(len(found.lines) - size, -1, -size):
            kept = found.lines[:at] + found.lines[at + size :]
            fixes = tuple(
                (str(int(n) - size) if n.isdecimal() and int(n) > at + size else n, v) for n, v in found.fixes
            )
            attempt(replace(found, lines=kept, fixes=fixes))
        size //= 2
    for plainer in (
        {"meta": ()},
        {"fixes": ()},
        {"name": "text.txt"},
        {"form": "\n"} if found.kind != "file" else {},
    ):
        attempt(replace(found, **plainer))
    for n in reversed(range(len(found.fixes))):
        attempt(replace(found, fixes=found.fixes[:n] + found.fixes[n + 1 :]))
    for n in reversed(range(len(found.meta))):
        attempt(replace(found, meta=found.meta[:n] + found.meta[n + 1 :]))
    for n in range(len(found.lines)):
        for hint in found.lines[n][1]:
            attempt(_with(found, n, found.lines[n][0], tuple(h for h in found.lines[n][1] if h != hint)))
        size = max(len(found.lines[n][0]) // 2, 1)
        while size and tries < most:
            at = 0
            while at < len(found.lines[n][0]):
                text = found.lines[n][0]
                if not attempt(_with(found, n, text[:at] + text[at + size :], found.lines[n][1])):
                    at += size
            size //= 2
    return found


def _with(case: Case, n: int, text: str, hints: Hints) -> Case:
    return replace(case, lines=(*case.lines[:n], (text, hints), *case.lines[n + 1 :]))
