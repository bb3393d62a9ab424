"""Cuts blocks where a known speaker's label stands in the middle of a line."""

from __future__ import annotations

import re

from pipeline.fold import fold
from pipeline.frozen import replace
from pipeline.model import Block, Document, Evidence, Mark, Why
from pipeline.profile import Profile
from pipeline.stages.fixes import uncut
from pipeline.stages.text import slice_of

_END = re.compile(r"[。!?”…)]")
_WHY = Why(
    "turn.midline", "medium", (Evidence("a label known from elsewhere, after the end of a sentence", 2.0),)
)


def midturns(doc: Document, profile: Profile, /) -> Document:
    """Begin a turn of its own where a label that opens turns elsewhere follows the end of a sentence: …规划？ 陈总：…"""
    labels = {mark.value for mark in doc.marks if mark.kind == "turn"}
    if not labels:
        return doc
    words = sorted({fold(label) for label in labels}, key=len, reverse=True)
    pattern: re.Pattern[str] | None = None  # to make it takes longer than to look at most texts
    whole = uncut(doc)
    blocks: list[Block] = []
    marks: list[Mark] = []
    for block in doc.blocks:
        text = block.text
        last = text.rfind(":")
        if last < 0 or not _END.search(text, 0, last) or block.start in whole or not _names(text, words):
            blocks.append(block)
            continue
        pattern = pattern or _pattern(words)
        at = 0
        for m in pattern.finditer(text):
            blocks.append(slice_of(block, at, m.start("turn")))
            at = m.start("label")
            span, name = block.span(at, m.end()), block.span(at, m.end("label"))
            marks.append(Mark("turn", span, doc.source.text[name.start : name.end], _WHY))
        blocks.append(slice_of(block, at, len(text)) if at else block)
    return replace(doc, blocks=tuple(blocks), marks=doc.marks + tuple(marks)) if marks else doc


def _names(text: str, words: list[str]) -> bool:
    """Whether a label stands anywhere in a line but at its beginning."""
    return any(text.find(word, 1) > 0 for word in words)


def _pattern(words: list[str]) -> re.Pattern[str]:
    """A label behind the end of a sentence; the longer ones come first."""
    known = "|".join(re.escape(word) for word in words if word)
    return re.compile(rf"{_END.pattern}(?P<turn>[ ]*(?P<label>{known}) ?:)(?=[^:]{{4}})")
