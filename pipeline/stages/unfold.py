"""Splits a text that came in one line: at its salutation, at numbers that count up inside it, behind its numbered title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.frozen import replace
from pipeline.model import Block, Diagnostic, Document
from pipeline.profile import Profile
from pipeline.stages.fixes import uncut
from pipeline.stages.glued import glued
from pipeline.stages.numbers import read
from pipeline.stages.text import slice_of

_LONG = 160
_SHARE = 0.5
_BOUNDARY = re.compile(r"(?<=[。!?;:”)])\s*(?=\S)|\s{2,}(?=\S)")
_PAUSE = re.compile(r"[\s。!?:”)]")
_GREETING = re.compile(r"[^。!?]{1,60}?[:!]")


def unfold(doc: Document, profile: Profile, /) -> Document:
    """Cut blocks that hold most of a text.

    Only numbering that counts up from one, each number at the beginning of a sentence, makes a cut; a paragraph with
    run-on points in a text of many paragraphs is left whole. So are the texts of a compilation behind their titles.
    """
    lengths = [len(b.text) for b in doc.blocks]
    least = max(_LONG, _SHARE * sum(lengths))
    titles = glued(doc.blocks, profile)
    if max(lengths, default=0) < least and not titles:
        return doc
    whole = uncut(doc)
    out: list[Block] = []
    for block in doc.blocks:
        if block.start in whole or "row" in block.hints:
            out.append(block)
        elif end := titles.get(block.start):
            out += _pieces(doc, block, [end])
        elif len(block.text) < least:
            out.append(block)
        else:
            out += _pieces(doc, block, sorted(set(_cuts(block, profile))))
    if len(out) == len(doc.blocks):
        return doc
    values = (("count", str(len(out) - len(doc.blocks) + 1)),)
    return replace(doc, blocks=tuple(out), diagnostics=(*doc.diagnostics, Diagnostic("SEG103", None, values)))


def _cuts(block: Block, profile: Profile) -> Iterator[int]:
    starts = [0, *(m.end() for m in _BOUNDARY.finditer(block.text))]
    yield from _salute(block.text[:200], profile)
    found: dict[str, list[tuple[int, int]]] = {}
    for start in starts:
        n = read(block, profile, start)
        if n and n.ordinal:
            found.setdefault(n.style, []).append((start, n.ordinal))
    for markers in found.values():
        yield from _counting(markers)


def _salute(text: str, profile: Profile) -> tuple[int, ...]:
    """Where the salutation begins and ends; () where there is none."""
    for start in [0, *(m.end() for m in _PAUSE.finditer(text))]:
        m = _GREETING.match(text, start)
        if m and profile.cues["salute"].match(m.group()) and len(m.group()) <= 40:
            return m.span()
    return ()


def _counting(markers: list[tuple[int, int]]) -> Iterator[int]:
    """The places of markers that belong to a series 1, 2, …; a series may begin again."""
    run: list[int] = []
    for start, ordinal in [*markers, (0, 0)]:
        if ordinal == len(run) + 1 and ordinal > 1:
            run.append(start)
            continue
        if len(run) > 1:
            yield from run
        run = [start] if ordinal == 1 else []


def _pieces(doc: Document, block: Block, cuts: list[int]) -> Iterator[Block]:
    inner = (c for c in cuts if 0 < c < len(block.text) and not _names_blank(doc, block, c))
    edges = [0, *inner, len(block.text)]
    for lo, hi in pairwise(edges):
        if block.text[lo:hi].strip():
            yield slice_of(block, lo, hi)


def _names_blank(doc: Document, block: Block, at: int) -> bool:
    """Whether a blank beside a cut stands for the name of one (&nbsp;), which is no blank of the source and must not be lost."""
    text, source = block.text, doc.source.text
    before = len(text[:at].rstrip())
    behind = len(text) - len(text[at:].lstrip())
    return len(block.pieces) > 1 and any(not source[block.at(k)].isspace() for k in range(before, behind))
