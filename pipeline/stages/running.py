"""Marks running heads: a short line that the source repeats beside the page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.fold import folded
from pipeline.model import Block, Document, Mark, Span
from pipeline.stages.field import why
from pipeline.stages.text import of_kind

_HEAD = why("furniture.running", "high", "comes again beside the page numbers")
_PAGE = why("furniture.page", "high", "a Roman number beside a running head")
_ROMAN = re.compile(r"[IVX]{1,5}$")
_WORDED = re.compile(r"第 ?\d+ ?页")
_LONGEST, _SHORTEST = 50, 5
_SAID = "。?"  # ends of what is said again and again, and of no head
_BARE = 3  # times that a line must stand beside numbers which may be a table's


def running_heads(blocks: Sequence[Block], pages: Sequence[int]) -> Iterator[Mark]:
    """Marks on the lines of ``blocks`` that come again and again beside a page number, whose indices are given.

    The first line of all stays, as it may be the title that the head repeats; so do lines at equal distances, which are
    cells of a table.
    """
    if len(pages) < 2:
        return
    beside: dict[str, list[int]] = {}
    numbers = {i: blocks[i].text for i in pages}
    numbers |= {i: b.text for i, b in enumerate(blocks) if len(b.text) <= 5 and _ROMAN.match(b.text)}
    for i in sorted(
        {near for n in numbers for near in (n - 1, n + 1) if 0 < near < len(blocks)} - numbers.keys()
    ):
        if _SHORTEST <= len(blocks[i].text) <= _LONGEST and blocks[i].text[-1] not in _SAID:
            beside.setdefault(blocks[i].text, []).append(i)
    heads = {text for text, at in beside.items() if _recurs(at, numbers)}
    if not heads:
        return
    for i, block in enumerate(blocks):
        if i and block.text in heads:
            yield Mark("furniture", Span(block.start, block.end), "header", _HEAD)
            for n in (i - 1, i + 1):
                if n in numbers and n not in pages:
                    yield Mark("furniture", Span(blocks[n].start, blocks[n].end), "page", _PAGE)


def _recurs(at: list[int], numbers: dict[int, str]) -> bool:
    if len(at) < 2:
        return False
    if any(_WORDED.search(numbers.get(n, "")) for i in at for n in (i - 1, i + 1)):
        return True
    return len(at) >= _BARE and len({b - a for a, b in pairwise(at)}) > 1


def running(doc: Document) -> frozenset[str]:
    """The folded words of the running heads of a document."""
    spans = [mark.span for mark in of_kind(doc.marks, "furniture") if mark.why.rule == _HEAD.rule]
    return frozenset(folded(doc.source.text)[s.start : s.end] for s in spans)
