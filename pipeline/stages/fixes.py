"""What a person said of lines, looked up by row or block; the stages ask here before they decide themselves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.model import (
    Block,
    Dateline,
    Document,
    Evidence,
    Fix,
    Furniture,
    Node,
    Paragraph,
    Salute,
    Signed,
    Source,
    StageNote,
    Why,
)  # fmt: skip

# Roles of lines that stand before a text, and of those that belong to it; the others occur in both places.
FRONT = frozenset({"title", "subtitle", "imprint", "byline"})
TEXT = frozenset({"salute", "heading", "point", "paragraph", "turn", "signed"})
PLAIN = Why("paragraph")
_JOINTS = frozenset({"join", "break"})
_OPEN = frozenset({"paragraph", "turn", "point", "break", "join"})  # further lines may belong to such a block


_NOTHING: tuple[Source | None, tuple[Block, ...], dict[int, Fix]] = (None, (), {})
_latest = _NOTHING


def by_start(source: Source, starts: Sequence[int]) -> dict[int, Fix]:
    """The corrections by the offset of the first row or block that begins in their line.

    Args:
        source: what was corrected.
        starts: where the rows or blocks begin, ascending.
    """
    out = {}
    for fix in source.corrections.lines:
        at = bisect_left(starts, fix.span.start)
        if at < len(starts) and starts[at] < fix.span.end:
            out[starts[at]] = fix
    return out


def fixes(doc: Document) -> dict[int, Fix]:
    """The roles that a person gave to blocks, by the offset of the block. Not to be changed: kept for the next call."""
    global _latest
    if not doc.source.corrections.lines:
        _latest = _NOTHING  # the document before is kept no longer
        return {}
    source, blocks, known = _latest
    if source is not doc.source or blocks is not doc.blocks:
        found = by_start(doc.source, [b.start for b in doc.blocks])
        known = {start: fix for start, fix in found.items() if fix.role not in _JOINTS}
        _latest = doc.source, doc.blocks, known
    return known


def joint_whys(doc: Document) -> dict[int, Why]:
    """Why a block begins or goes on where a person said so, by the offset of the block."""
    out = {}
    for fix in doc.source.corrections.lines:
        if fix.role in _JOINTS:
            at = bisect_right(doc.blocks, fix.span.end - 1, key=lambda b: b.start) - 1
            out[doc.blocks[max(at, 0)].start] = fix_why(fix.role)
    return out


def uncut(doc: Document) -> set[int]:
    """The offsets of the blocks that stay in one piece: those with a role of their own, and those joined by a person."""
    joined = {start for start, why in joint_whys(doc).items() if why.rule == "fix.join"}
    return joined | {start for start, fix in fixes(doc).items() if fix.role != "turn"}


def joint(said: dict[int, Fix], first: int, row: int) -> bool | None:
    """Whether a row goes on with a block by what a person said; None where nothing was said.

    Args:
        said: the corrections by row.
        first: where the first row of the block begins.
        row: where the row in question begins.
    """
    if row in said:
        return said[row].role == "join"
    fix = said.get(first)
    return None if fix is None or fix.role in _OPEN or fix.run_in else False


def fix_why(role: str) -> Why:
    """A decision made by a person."""
    return Why(f"fix.{role}", "high", (Evidence("a person's correction", 100.0),))


def fixed_node(block: Block, fix: Fix, kind: str) -> Node | None:
    """The node that a corrected block becomes in a body; None where the outline places it. ``kind`` is of furniture."""
    why = fix_why(fix.role)
    match fix.role:
        case "heading" | "point" | "turn":
            return None
        case "furniture":
            return Furniture(block.spans, kind, "inline", why)
        case "salute":
            return Salute(block.spans, why)
        case "stage":
            return StageNote(block.spans, why)
        case "signed":
            return Signed(block.spans, why)
        case "date":
            return Dateline(block.spans, why)
        case "paragraph":
            return Paragraph(block.spans, why)
        case _:
            return Paragraph(block.spans)


def front_end(doc: Document, first: int, end: int) -> tuple[int, int]:
    """Where the front of the text that begins at block ``first`` ends.

    Args:
        doc: a document whose parts are known.
        first: index of the first block to read.
        end: index of the block where detection stops reading.

    Returns:
        (where reading stops at the latest, index after the last line that a person put into the front).
    """
    said = fixes(doc)
    if not said or end <= first:
        return end, first
    following = doc.parts[bisect_right(doc.parts, first, key=lambda part: part.first) :][:1]
    last = min([*(part.first for part in following if part.n), len(doc.blocks) - len(doc.back)])
    roles = [(i, said[b.start].role) for i, b in enumerate(doc.blocks[first:last], first) if b.start in said]
    text = min([i for i, role in roles if role in TEXT and not _before_parts(doc, i, role)], default=last)
    must = max([i + 1 for i, role in roles if role in FRONT and i < text], default=first)
    return min(max(end, must), text), must


def _before_parts(doc: Document, index: int, role: str) -> bool:
    """A paragraph between the title of a compilation and its first text belongs to the front."""
    return role == "paragraph" and len(doc.parts) > 1 and index < doc.parts[0].first
