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
    folded = {fold(label) for label in labels}
    words = "|".join(re.escape(w) for w in sorted(folded, key=len, reverse=True) if w)
    pattern = re.compile(rf"{_END.pattern}(?P<turn>[ ]*(?P<label>{words}) ?:)(?=[^:]{{4}})")
    whole = uncut(doc)
    blocks: list[Block] = []
    marks: list[Mark] = []
    for block in doc.blocks:
        at = 0
        last = block.text.rfind(":")
        if last < 0 or not _END.search(block.text, 0, last) or block.start in whole:
            blocks.append(block)
            continue
        for m in pattern.finditer(block.text):
            blocks.append(slice_of(block, at, m.start("turn")))
            at = m.start("label")
            span, name = block.span(at, m.end()), block.span(at, m.end("label"))
            marks.append(Mark("turn", span, doc.source.text[name.start : name.end], _WHY))
        blocks.append(slice_of(block, at, len(block.text)) if at else block)
    return replace(doc, blocks=tuple(blocks), marks=doc.marks + tuple(marks))
