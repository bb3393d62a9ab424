"""Makes the node of one placed heading, a section or a point, and says how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.frozen import maker
from pipeline.model import Cert, Document, Evidence, Heading, Node, Paragraph, Point, Section, Span, Why
from pipeline.screen import Rule
from pipeline.stages.fixes import PLAIN, fix_why
from pipeline.stages.outline_form import Entry, heading_end, text_behind

_paragraph, _section_of, _heading = maker(Paragraph), maker(Section), maker(Heading)
_point_of = maker(Point)


@dataclass(slots=True)
class Ground:
    """What growing a tree needs to know about its text."""

    doc: Document
    motion: Rule  # fits a line that announces the parts of a motion, which are a list
    points_only: bool
    sizes: dict[int, int]
    said: bool  # whether a person called some blocks headings or points

    def in_list(self) -> Ground:
        """The same inside a list, which holds no sections."""
        return self if self.points_only else Ground(self.doc, self.motion, True, self.sizes, self.said)


def section(ground: Ground, entry: Entry, inner: list[Node], said: bool) -> Section:
    """A section; ``said``: in its series, sentences are headings."""
    block, style, its = entry.block, entry.style, entry.placed.candidate
    text, cut = block.text, heading_end(entry, said)
    run_in = cut < len(text)
    stop = len(text[:cut].rstrip())
    spans = block.cut(0, stop) if run_in else block.spans
    if entry.title:
        spans = (*spans, *entry.title)
    if run_in:
        inner = [*text_behind(ground.doc, block, stop), *inner]
    return _section_of(
        "section" if style is None or style.type == "point" else style.type,
        _heading(spans, None if its.style.startswith("plain") else its.numbering, run_in, len(entry.title)),
        tuple(inner),
        why_placed(ground, entry, "head", its.style),
    )


def point(ground: Ground, entry: Entry, inner: list[Node]) -> Point:
    block, its = entry.block, entry.placed.candidate
    length, numbering = its.marker, its.numbering
    text, start = block.text, block.start
    stop = len(text[:length].rstrip())
    label = block.span(0, stop) if length else Span(start, start)
    behind = text_behind(ground.doc, block, stop)
    behind += [_paragraph((span,), PLAIN) for span in entry.title]
    return _point_of(label, numbering if numbering and numbering.ordinal else None, (*behind, *inner))


def why_placed(ground: Ground, entry: Entry, role: str, style: str) -> Why:
    p = entry.placed
    if p.candidate.fix:
        return fix_why(p.candidate.fix.role)
    return _reasons(role, style, p.margin, ground.sizes[p.run], p.candidate.level, p.fault)


@lru_cache(4096)
def _reasons(role: str, style: str, margin: float, size: int, level: int, fault: str) -> Why:
    """Certainty is the margin over the next best outline, and the company of siblings; see tests/bench/calibration.py."""
    rule = "head.container" if role == "head" and style.startswith("plain#") else f"{role}.{style}"
    company = 0.7 * min(size - 1, 4)
    styled = 2.0 * bool(level)
    strength = margin + company + styled - (1.5 if fault else 0.0)
    cert: Cert = "high" if strength >= 1.5 else "medium" if strength >= 0.7 else "low"
    evidence = [Evidence("margin over the next best outline", round(margin, 1))]
    if size > 1:
        evidence.append(Evidence(f"one of {size} siblings that count up", round(company, 1)))
    if styled:
        evidence.append(Evidence(f"the container gives it level {level}", styled))
    if fault:
        evidence.append(Evidence(f"number out of order: {fault}", -1.0))
    return Why(rule, cert, tuple(evidence))
