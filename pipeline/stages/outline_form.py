"""Tells the form of a numbered block: a heading alone, a heading run in, a point; and where its heading ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.model import Block, Document, Node, Paragraph
from pipeline.profile import Style
from pipeline.stages.outline_search import Placed
from pipeline.stages.text import pages_before

_STOPS = re.compile(r"[。!?;]")
_FIRST = re.compile(r"[^。!?;:]*[。!?:][”’)]?")
_CAPTION = re.compile(r" ?\([^()。]{2,24}\)(?= |$)")  # 第一條（立法目的）
_LONGEST_HEAD = 64


@dataclass
class Entry:
    """A placed block with the loose blocks after it and the entries below it."""

    placed: Placed
    block: Block
    body: list[Node] = field(default_factory=list)
    children: list[Entry] = field(default_factory=list)


def form_of(entry: Entry) -> str:
    """alone: a phrase; stop: one sentence; run-in: a short sentence and more text; semicolon, long: the whole is text."""
    rest = entry.block.text[entry.placed.candidate.marker :].strip()
    stops = [m.start() for m in _STOPS.finditer(rest)]
    if not stops:
        first = _FIRST.match(rest)
        if (
            first
            and rest.endswith(":") is False
            and first.end() < len(rest)
            and len(first[0]) <= 30
            and len(rest) > 60
        ):
            return "run-in"
        return "alone" if len(rest) <= _LONGEST_HEAD + 10 else "long"
    if rest.endswith(";") and stops[0] >= len(rest) - 1:
        return "semicolon"
    if stops[0] >= len(rest) - 2:
        return "stop" if len(rest) <= _LONGEST_HEAD else "long"
    first = _FIRST.match(rest)
    return "run-in" if first and first.end() <= _LONGEST_HEAD else "long"


def heading_end(entry: Entry, style: Style | None) -> int:
    """The offset where the heading ends and its text goes on."""
    text, marker = entry.block.text, entry.placed.candidate.marker
    form = form_of(entry)
    fix = entry.placed.candidate.fix
    if fix and fix.run_in is not None:
        return marker + _first(text[marker:]) if fix.run_in else len(text)
    if fix and form in ("long", "semicolon") and not (style and style.role == "article"):
        return len(text)
    if style and style.role == "article":
        caption = _CAPTION.match(text, marker)
        if caption:
            return caption.end()
        titled = (
            form == "alone"
            and len(text) <= 36
            and not re.search(r"[,:]", text)
            and (entry.body or entry.children)
        )
        return len(text) if titled else marker
    if form in ("alone", "stop") or not style:
        return len(text)
    if form != "run-in":
        return marker
    return marker + _first(text[marker:])


def _first(rest: str) -> int:
    """The length of the first sentence, with the blanks before it; of everything where there is no more than one."""
    lead = len(rest) - len(rest.lstrip())
    m = _FIRST.match(rest.lstrip())
    return lead + m.end() if m else len(rest)


def text_behind(doc: Document, block: Block, at: int) -> list[Node]:
    """The paragraph from offset ``at`` of a block on, behind a marker, heading or label; [] where nothing is left."""
    if at >= len(block.text):
        return []
    return [*pages_before(doc, block, at), Paragraph(block.cut(at, len(block.text)))]
