"""Grows the tree of one text from the placed headings: which are sections, run-in headings or points, and what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.model import (
    Block,
    Cert,
    Dateline,
    Document,
    Evidence,
    Heading,
    Mark,
    Node,
    Paragraph,
    Point,
    Points,
    Section,
    Signed,
    Span,
    Why,
)  # fmt: skip
from pipeline.profile import Profile, Style
from pipeline.stages.fixes import PLAIN, fix_why, joint_whys
from pipeline.stages.outline_form import Entry, form_of, heading_end, text_behind
from pipeline.stages.outline_search import Placed


@dataclass
class _Ground:
    """What growing a tree needs to know about its text."""

    doc: Document
    styles: dict[str, Style]
    numbers: dict[int, Mark]
    points_only: bool
    sizes: Counter[int]

    def style(self, entry: Entry) -> Style | None:
        """The numbering style of an entry; None for a heading without a number."""
        return self.styles.get(entry.placed.candidate.style.partition("#")[0])


def grow(
    doc: Document,
    blocks: Sequence[Block],
    first: int,
    fixed: dict[int, Node | None],
    numbers: dict[int, Mark],
    placed: Sequence[Placed],
    profile: Profile,
    points_only: bool = False,
) -> tuple[Node, ...]:
    """The nodes of ``blocks``. ``points_only`` keeps sections out, as inside a speaker's turn."""
    at, joints = {p.candidate.index: p for p in placed}, joint_whys(doc)
    before: list[Node] = []
    roots: list[Entry] = []
    path: list[Entry] = []
    for i, block in enumerate(blocks, first):
        p = at.get(i)
        if p:
            entry = Entry(p, block)
            del path[p.depth :]
            (path[-1].children if path else roots).append(entry)
            path.append(entry)
            continue
        plain = Paragraph(block.spans, joints.get(block.start, PLAIN))
        if (node := fixed.get(block.start, plain)) is not None:
            (path[-1].body if path else before).append(node)
    ground = _Ground(
        doc, {s.name: s for s in profile.styles}, numbers, points_only, Counter(p.run for p in placed)
    )
    nodes, rest = _grow(ground, roots)
    return (*before, *nodes, *rest)


def _grow(ground: _Ground, entries: list[Entry]) -> tuple[list[Node], list[Node]]:
    """(nodes of sibling entries, loose nodes after them that belong to what holds them)."""
    out: list[Node] = []
    i = 0
    rest: list[Node] = []
    while i < len(entries):
        j = i
        while j < len(entries) and entries[j].placed.run == entries[i].placed.run:
            j += 1
        nodes, rest = _run(ground, entries[i:j])
        out += nodes
        if j < len(entries):
            out += rest
            rest = []
        i = j
    return out, rest


def _run(ground: _Ground, group: list[Entry]) -> tuple[list[Node], list[Node]]:
    """One series of siblings, in pieces where a person called some of them headings and others points."""
    roles = {e.placed.candidate.fix.role for e in group if e.placed.candidate.fix}
    if len(roles) < 2:
        found = not roles and (_are_sections(ground, group) or any(map(_heads, group)))
        sections = "heading" in roles or found
        return _series(ground, group, sections and not ground.points_only)
    sections = _are_sections(ground, group)
    out: list[Node] = []
    rest: list[Node] = []
    for kind, piece in groupby(group, lambda e: _is_section(e, sections) and not ground.points_only):
        nodes, more = _series(ground, list(piece), kind)
        out += [*rest, *nodes]
        rest = more
    return out, rest


def _heads(entry: Entry) -> bool:
    """Whether a person called something below an entry a heading; no list holds one."""
    return any(_is_section(child, False) or _heads(child) for child in entry.children)


def _is_section(entry: Entry, otherwise: bool) -> bool:
    fix = entry.placed.candidate.fix
    return fix.role == "heading" if fix else otherwise


def _series(ground: _Ground, group: list[Entry], sections: bool) -> tuple[list[Node], list[Node]]:
    """One series of siblings: all sections, or all points of one list."""
    made = []
    rest: list[Node] = []
    longest = 0
    for n, entry in enumerate(group):
        below, left = _grow(ground, entry.children)
        inner = [*entry.body, *below]
        tail = left
        if n == len(group) - 1 and not _holds_more(ground, group, sections):
            inner, tail = _overflow(entry, below, left, longest)
        else:
            inner, tail = [*inner, *left], []
            longest = max(longest, len(entry.body))
        at = next((k for k, x in enumerate(inner) if isinstance(x, Signed | Dateline)), len(inner))
        at = at if n == len(group) - 1 else len(inner)  # what a signature ends is not followed by a sibling
        inner, closing = inner[:at], inner[at:]
        made.append(_section(ground, entry, inner) if sections else _point(ground, entry, inner))
        rest = [*closing, *tail]
    if sections:
        return [x for x in made if isinstance(x, Section)], rest
    points = tuple(x for x in made if isinstance(x, Point))
    style = ground.style(group[0])
    bullets = style.role == "bullet" if style else not points[0].numbering
    kind = "bulleted" if bullets else "ordinal"
    first = next((e for e in group if e.placed.candidate.fix), group[0])
    return [Points(kind, points, _why(ground, first, f"points.{group[0].placed.candidate.style}"))], rest  # type: ignore[arg-type]


def _holds_more(ground: _Ground, group: list[Entry], sections: bool) -> bool:
    """Whether the last of a series may hold more paragraphs than the others did: a heading of its own, an article."""
    style = ground.style(group[0])
    if style is None or style.role == "article" or len(group) == 1:
        return True
    return sections and any(form_of(e) in ("alone", "stop") for e in group)


def _overflow(
    entry: Entry, below: list[Node], left: list[Node], longest: int
) -> tuple[list[Node], list[Node]]:
    if below:
        return [*entry.body, *below], left
    return entry.body[:longest], entry.body[longest:]


def _are_sections(ground: _Ground, group: list[Entry]) -> bool:
    style = ground.style(group[0])
    if style is None or style.role == "article" or style.type not in ("section", "point"):
        return True
    if style.role == "bullet":
        return False
    score = 0.0
    for entry in group:
        held = bool(entry.body) or bool(entry.children)
        form = form_of(entry)
        if form == "alone" or form == "stop":
            score += 1.0 if held else -0.3
        elif form == "run-in":
            score += -0.5 if style.role == "point" else 0.8
        elif form == "semicolon":
            score -= 1.0
        else:
            score -= 0.6
    return score > 0


def _section(ground: _Ground, entry: Entry, inner: list[Node]) -> Section:
    block, c = entry.block, entry.placed.candidate
    style = ground.style(entry)
    mark = ground.numbers.get(block.start)
    numbering = mark.numbering if mark and not c.style.startswith("plain") else None
    kind = style.type if style else "section"
    cut = heading_end(entry, style)
    head = Heading(block.cut(0, len(block.text[:cut].rstrip())), numbering, run_in=cut < len(block.text))
    at = cut + len(block.text[cut:]) - len(block.text[cut:].lstrip())
    text = text_behind(ground.doc, block, at)
    return Section(
        "section" if kind == "point" else kind,
        head,
        (*text, *inner),
        _why(ground, entry, "head.container" if c.style.startswith("plain#") else f"head.{c.style}"),
    )


def _point(ground: _Ground, entry: Entry, inner: list[Node]) -> Point:
    block = entry.block
    mark = ground.numbers.get(block.start)
    numbering = mark.numbering if mark else None
    length = entry.placed.candidate.marker
    label = block.span(0, len(block.text[:length].rstrip())) if length else Span(block.start, block.start)
    at = length + len(block.text[length:]) - len(block.text[length:].lstrip())
    text = text_behind(ground.doc, block, at)
    shown = numbering if numbering and numbering.ordinal else None
    return Point(label, shown, (*text, *inner))


def _why(ground: _Ground, entry: Entry, rule: str) -> Why:
    """Certainty is the margin over the next best outline, and the company of siblings; see tests/bench/calibration.py."""
    p = entry.placed
    if p.candidate.fix:
        return fix_why(p.candidate.fix.role)
    size = ground.sizes[p.run]
    company = 0.7 * min(size - 1, 4)
    styled = 2.0 * bool(p.candidate.level)
    strength = p.margin + company + styled - (1.5 if p.fault else 0.0)
    cert: Cert = "high" if strength >= 1.5 else "medium" if strength >= 0.7 else "low"
    evidence = [Evidence("margin over the next best outline", round(p.margin, 1))]
    if size > 1:
        evidence.append(Evidence(f"one of {size} siblings that count up", round(company, 1)))
    if styled:
        evidence.append(Evidence(f"the container gives it level {p.candidate.level}", styled))
    if p.fault:
        evidence.append(Evidence(f"number out of order: {p.fault}", -1.0))
    return Why(rule, cert, tuple(evidence))
