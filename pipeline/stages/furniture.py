"""Marks blocks that look like the page around the text: navigation, advertising, counters, editors' filler."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Document, Evidence, Mark, Span, Why
from pipeline.profile import Profile

# Longer blocks are text that mentions such things; a filler paragraph is the longest kind of furniture.
_LONGEST = {"filler": 220, "legal": 160}


def furniture(doc: Document, profile: Profile, /) -> Document:
    """Mark blocks whose words or separators are those of page furniture; later stages weigh their position.

    One mark ``furniture`` a block, its value the kind: the first kind of the profile that fits.
    """
    marks = []
    for block in doc.blocks:
        length = len(block.text)
        if length > 220:
            continue
        for kind, pattern in profile.furniture:
            if length <= _LONGEST.get(kind, 90) and pattern.search(block.text):
                why = Why(f"furniture.{kind}", "high", (Evidence(f"words of {kind}", 1.0),))
                marks.append(Mark("furniture", Span(block.start, block.end), kind, why))
                break
    return replace(doc, marks=doc.marks + tuple(marks))
