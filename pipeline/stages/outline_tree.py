"""Grows the tree of one text from the placed headings: which are sections, run-in headings or points, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.frozen import maker
from pipeline.model import Block, Dateline, Document, Node, Paragraph, Point, Points, Signed, Why
from pipeline.profile import Profile
from pipeline.stages.fixes import PLAIN, joint_whys
from pipeline.stages.numbered_text import tell_paragraphs
from pipeline.stages.outline_form import Entry, are_sections, has_said, holds_more, refers_back
from pipeline.stages.outline_nodes import Ground, point, section, why_placed
from pipeline.stages.outline_search import Placed
from pipeline.stages.rules import rules

NO_TITLES: Mapping[int, int] = {}
_CLOSING = frozenset({Signed, Dateline})
_RUN = attrgetter("placed.run")
_paragraph = maker(Paragraph)


def grow(
    doc: Document,
    blocks: Sequence[Block],
    first: int,
    fixed: dict[int, Node | None],
    placed: Sequence[Placed],
    profile: Profile,
    points_only: bool = False,
    titles: Mapping[int, int] = NO_TITLES,
) -> tuple[Node, ...]:
    """The nodes of ``blocks``. ``points_only`` keeps sections out, as inside a speaker's turn.

    ``titles`` says how many blocks after one that is a number alone are the title of its section.
    """
    joints = joint_whys(doc)
    if not placed:
        return tuple(_loose(blocks, fixed, joints))
    styles = rules(profile).styles
    sizes: dict[int, int] = {}
    roots: list[Entry] = []
    entries: list[Entry] = []
    path: list[Entry] = []
    places = [p.candidate.index - first for p in placed]
    for p, at, end in zip(placed, places, [*places[1:], len(blocks)], strict=True):
        block, name = blocks[at], p.candidate.style
        style = styles.get(name.partition("#")[0] if "#" in name else name)
        more = titles.get(at, 0) if titles else 0
        below = _loose(blocks[at + 1 + more : end], fixed, joints) if end > at + 1 + more else []
        del path[p.depth :]
        parent = path[-1] if path else None
        above = blocks[at - 1].text if at else ""
        entry = Entry(p, block, style, below, above, parent)
        if more:
            entry.title = tuple([span for b in blocks[at + 1 : at + 1 + more] for span in b.spans])
        (parent.children if parent else roots).append(entry)
        path.append(entry)
        entries.append(entry)
        sizes[p.run] = sizes.get(p.run, 0) + 1
    if not points_only:
        tell_paragraphs(entries)
    said = bool(doc.source.corrections.lines) and any(p.candidate.fix for p in placed)
    ground = Ground(doc, rules(profile).cues["part-of-motion"], points_only, sizes, said)
    nodes, rest = _grow(ground, roots)
    return (*_loose(blocks[: places[0]], fixed, joints), *nodes, *rest)


def _loose(blocks: Sequence[Block], fixed: dict[int, Node | None], joints: dict[int, Why]) -> list[Node]:
    """The nodes of blocks that are neither headings nor points."""
    out: list[Node] = []
    for block in blocks:
        spans = block.spans
        start = spans[0].start
        if start not in fixed:
            out.append(_paragraph(spans, joints.get(start, PLAIN) if joints else PLAIN))
        elif node := fixed[start]:
            out.append(node)
    return out


def _grow(ground: Ground, entries: list[Entry]) -> tuple[list[Node], list[Node]]:
    """(nodes of sibling entries, loose nodes after them that belong to what holds them)."""
    if entries[0].placed.run == entries[-1].placed.run:  # a series is not begun again after another
        return _run(ground, entries)
    out: list[Node] = []
    rest: list[Node] = []
    for _, group in groupby(entries, _RUN):
        nodes, more = _run(ground, list(group))
        out += [*rest, *nodes]
        rest = more
    return out, rest


def _run(ground: Ground, group: list[Entry]) -> tuple[list[Node], list[Node]]:
    """One series of siblings, in pieces where a person called some of them headings and others points."""
    if not ground.said:
        above = group[0].above
        listed = ground.points_only or group[0].told or (above and ground.motion.match(above) is not None)
        return _series(ground, group, not listed and are_sections(group))
    roles = {e.placed.candidate.fix.role for e in group if e.placed.candidate.fix}
    if len(roles) < 2:
        found = not roles and (are_sections(group) or any(map(_heads, group)))
        return _series(ground, group, ("heading" in roles or found) and not ground.points_only)
    sections = are_sections(group)
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


def _series(ground: Ground, group: list[Entry], sections: bool) -> tuple[list[Node], list[Node]]:
    """One series of siblings: all sections, or all points of one list."""
    final = group[-1]
    within = ground if sections or ground.said else ground.in_list()
    # a line without a number below the last of a list stays what it was taken for
    numbered = bool(final.children) and final.children[0].style is not None
    last, rest = _last(within if numbered else ground, group, sections)
    ground = within
    heads: list[Node] = []
    points: list[Point] = []
    said = sections and has_said(group)
    for entry in group:
        inner = entry.body
        if entry is final:
            inner = last
        elif entry.children:
            inner = _held(ground, entry)
        if sections:
            heads.append(section(ground, entry, inner, said))
        else:
            points.append(point(ground, entry, inner))
    if sections:
        return heads, rest
    style = group[0].style
    bullets = style.role == "bullet" if style else not points[0].numbering
    first = next((e for e in group if e.placed.candidate.fix), group[0]) if ground.said else group[0]
    why = why_placed(ground, first, "points", group[0].placed.candidate.style)
    return [Points("bulleted" if bullets else "ordinal", tuple(points), why)], rest


def _held(ground: Ground, entry: Entry) -> list[Node]:
    """What an entry holds that has others below it, and that others follow."""
    below, left = _grow(ground, entry.children)
    return [*entry.body, *below, *left]


def _last(ground: Ground, group: list[Entry], sections: bool) -> tuple[list[Node], list[Node]]:
    """(what the last of a series holds, loose nodes after it)."""
    entry = group[-1]
    inner, rest = entry.body, []
    below, left = _grow(ground, entry.children) if entry.children else ([], [])
    if holds_more(group, sections):
        inner = [*inner, *below, *left] if entry.children else inner
    elif below:
        inner, rest = [*inner, *below], left
    else:
        longest = max([len(e.body) for e in group[:-1]])
        if group[0].ruled and (at := refers_back(ground.doc.source.text, inner)) < longest:
            longest = at
        inner, rest = inner[:longest], inner[longest:]
    if not _CLOSING.isdisjoint(map(type, inner)):  # no sibling follows what a signature ends
        at = next(k for k, node in enumerate(inner) if type(node) in _CLOSING)
        return inner[:at], [*inner[at:], *rest]
    return inner, rest
