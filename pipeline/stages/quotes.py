"""Marks the words of persons who are quoted by name: X指出：“…”."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline.model import Block, Document, Evidence, Mark, Why
from pipeline.profile import Profile
from pipeline.stages.text import reading

_TITLES = "同志|总书记|主席|总理|先生|女士|教授|老师|书记|馆长|校长|院长|主任|局长|部长|市长|县长|镇长|村长|会长|站长"


def quotes(doc: Document, profile: Profile, /) -> Document:
    """Mark quotations after a name and a verb of saying as ``said``; the value is the name."""
    pattern = _saying(profile.surnames.pattern, profile.cues["saying"].pattern)
    marks = [mark for b in doc.blocks if "“" in b.text for mark in _quoted(b, doc, pattern)]
    return replace(doc, marks=doc.marks + tuple(marks))


def _quoted(block: Block, doc: Document, pattern: re.Pattern[str]) -> list[Mark]:
    out = []
    for m in pattern.finditer(block.text):
        why = Why(
            "said.verb",
            "high" if m["title"] else "medium",
            (Evidence("name, verb of saying, quotation", 2.0),),
        )
        out.append(
            Mark("said", block.span(*m.span("quote")), reading(doc, (block.span(*m.span("name")),)), why)
        )
    return out


@cache
def _saying(surnames: str, verbs: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[。,;:!?”’、 ]))(?P<name>(?:{surnames})[\u3400-\u9fff]{{1,2}}?)(?P<title>{_TITLES})?"
        rf"(?:{verbs})[:,] ?(?P<quote>“[^”]{{2,600}}”)"
    )
