"""Shows an explanation as one page that stands alone: the record, with the source cut where something is to be seen."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.explain.record import Record, record
from pipeline.explain.types import Explanation
from pipeline.writers.templates import render

# White space that a reader would overlook, and characters without a shape of their own.
_UNSEEN = re.compile(
    r"(?P<wide>\u3000)|(?P<tab>\t)|(?P<space>(?:^|(?<= )) | (?= |$))"
    r"|(?P<odd>[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f"
    r"\ufeff\ufff9-\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd])"
)
_LEVELS = ("error", "warning", "info")
_GROUPS = ("title", "front", "heading", "point", "speaker", "text", "closing", "furniture", "lost")


def page(explanation: Explanation) -> bytes:
    """The page in UTF-8: complete without scripts, which only add the keyboard.

    Args:
        explanation: what ``explain`` gave.
    """
    shown = record(explanation)
    groups = [{role["group"] for role in line["roles"]} for line in shown["lines"]]
    html = render(
        "explain.html.j2",
        None,
        **shown,
        noted=_noted(shown["diagnostics"]),
        advice=_advice(shown["diagnostics"]),
        doubted={item["line"] for item in shown["uncertain"]},
        groups=[(group, sum(group in own for own in groups)) for group in _GROUPS],
        anchors={rule: f"rule-{n}" for n, rule in enumerate(shown["rules"], 1)},
        pieces=pieces,
    )
    return html.encode()


def pieces(line: Record) -> Iterator[tuple[str, str, str]]:
    """The text of a line in pieces: (text, kind of unseen character or "", group of the role where there are several).

    Together the texts are the line, exactly. The kind ``odd`` is followed by the code point: ``odd U+200B``.
    """
    text, base = line["text"], line["span"][0]
    several = len(line["roles"]) > 1
    roles = [(r["span"][0] - base, r["span"][1] - base, r["group"]) for r in line["roles"]] if several else []
    unseen = [(*m.span(), _kind(m)) for m in _UNSEEN.finditer(text)]
    edges = {0, len(text), *(edge for start, end, _ in (*roles, *unseen) for edge in (start, end))}
    kinds, groups = _at(unseen), _at(roles)
    for start, end in pairwise(sorted(edges)):
        yield text[start:end], kinds(start), groups(start)


def _kind(m: re.Match[str]) -> str:
    kind = m.lastgroup or ""
    return f"odd U+{ord(m[0]):04X}" if kind == "odd" else kind


def _at(stretches: Sequence[tuple[int, int, str]]) -> Callable[[int], str]:
    """A function that tells what stands at an offset; it is asked from left to right."""
    ahead = iter([*stretches, (sys.maxsize, sys.maxsize, "")])
    start, end, value = next(ahead)

    def at(offset: int) -> str:
        nonlocal start, end, value
        while end <= offset:
            start, end, value = next(ahead)
        return value if start <= offset else ""

    return at


def _noted(diagnostics: Iterable[Record]) -> dict[int, list[Record]]:
    """The messages of each line."""
    found: dict[int, list[Record]] = {}
    for each in diagnostics:
        if each["line"]:
            found.setdefault(each["line"], []).append(each)
    return found


def _advice(diagnostics: Iterable[Record]) -> list[list[Record]]:
    """The messages by code, the gravest first, so that each advice is given once."""
    found: dict[str, list[Record]] = {}
    for each in diagnostics:
        found.setdefault(each["code"], []).append(each)
    return sorted(found.values(), key=lambda own: (_LEVELS.index(own[0]["level"]), own[0]["code"]))
