"""What drawing a page gives: lines with their look, and the blocks they lie in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from pipeline.readers.html.labels import Label

_RUN = re.compile(r"[ \t\n\r\f]+")
# Between two wide characters a line break of the source is no space (CSS Text 3, 4.1.3).
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff“”‘’…—·"
_JOINT = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n\f][ \t\n\r\f]*(?=[{_WIDE}])")


@dataclass(slots=True)
class Box:
    """A block element: the element around it, and its lines from ``first`` to before ``end``."""

    parent: int
    tag: str
    label: Label
    first: int
    end: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line; ``kind`` is set where it is furniture by itself, ``chars`` and ``linked`` leave out white space.

    ``marker`` is the number that the browser draws before the item of a list. ``pictured`` tells of a picture right
    before the line: "within" its block, or "above" it.
    """

    text: str
    hints: tuple[str, ...]
    box: int
    chars: int = 0
    linked: int = 0
    file: bool = False
    marker: str = ""
    kind: str = ""
    pictured: str = ""


@dataclass(slots=True)
class Page:
    """A page as drawn: lines and boxes in order (a box stands before those inside it), and what is not text."""

    lines: list[Drawn] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    pictures: Counter[str] = field(default_factory=Counter)


def bare(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def collapsed(text: str) -> str:
    """Text with its white space as HTML shows it; U+3000 and no-break spaces stay."""
    return _RUN.sub(" ", _JOINT.sub("", text)).strip(" ")
