"""The stages, in the order they run: detecting stages add marks with evidence, deciding stages turn marks into a tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline import characters, fold
from pipeline.model import Document, Source
from pipeline.profile import Profile
from pipeline.stages import latest, text
from pipeline.stages.asides import asides
from pipeline.stages.checks import checks
from pipeline.stages.corrections import corrections
from pipeline.stages.damage import damage
from pipeline.stages.dates import dates
from pipeline.stages.front import front
from pipeline.stages.furniture import furniture
from pipeline.stages.inline import inline
from pipeline.stages.midturns import midturns
from pipeline.stages.numbers import numbers
from pipeline.stages.outline import outline
from pipeline.stages.parts import parts
from pipeline.stages.quotes import quotes
from pipeline.stages.reflow import reflow
from pipeline.stages.script import script
from pipeline.stages.speakers import speakers
from pipeline.stages.titles import titles
from pipeline.stages.unfold import unfold


class Stage(Protocol):
    """A pure function: the same document and profile in, the same document out."""

    def __call__(self, doc: Document, profile: Profile, /) -> Document: ...


STAGES: Sequence[Stage] = (
    script,     # text   -> lang     simplified, traditional, or another language
    damage,     # text   -> marks    glosses, redactions, with a proposed reading
    reflow,     # lines  -> blocks   join what the source broke, keep what it meant to break
    unfold,     # blocks -> blocks   cut a text that came in one line
    furniture,  # blocks -> marks    navigation, advertising, counters, editor's filler
    numbers,    # blocks -> marks    一、 （一） 1. 第一章 ① 一是 …
    dates,      # text   -> marks
    speakers,   # blocks -> marks    turns
    midturns,   # blocks -> blocks   cut blocks at labels in the middle of a line
    quotes,     # blocks -> marks    persons quoted by name
    titles,     # blocks -> marks
    corrections,  # marks -> marks  what a person said wins over what was detected
    parts,      # marks  -> parts    split compilations
    front,      # marks  -> front    decide title, date, source, speaker of each part
    outline,    # blocks -> body     the best consistent tree
    asides,     # lines  -> body     what the container keeps outside the text
    inline,     # marks  -> inline   what becomes an element inside a block
    checks,     # tree   -> diagnostics
)  # fmt: skip


def detect(source: Source, profile: Profile) -> Document:
    """Run every stage over a source. Returns the finished document; raises nothing of its own."""
    doc = Document(source, diagnostics=source.diagnostics)
    for stage in STAGES:
        doc = stage(doc, profile)
    for module in (fold, characters, text, latest):
        module.forget()  # a tenth of the memory that a long document takes is free for its tree
    return doc
