"""Reports the corrections that a finished document does not carry out: two of them, or one and the order of a text, disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import Diagnostic, Document, Fix, FrontNode, Node, Points, Section, Table, Title, Turn
from pipeline.stages.fixes import FRONT, by_start

_NAMES = {"StageNote": "stage", "Dateline": "date"}
_LISTED = "heading of a list"


def unmet(doc: Document) -> Iterator[Diagnostic]:
    """A report (FIX105 for values, FIX106 for lines) for every correction that came to nothing."""
    said = doc.source.corrections
    if dict(said.values).get("role") and not doc.meta.author:
        reason = "names an office, but the text has no speaker; add speaker: NAME"
        place = f"the corrections of {doc.source.name}"
        yield Diagnostic("FIX105", None, (("place", place), ("key", "role"), ("reason", reason)))
    if not said.lines:
        return
    became = {start: (name, depth) for name, start, depth in _roles(doc)}
    for mark in doc.marks:
        if mark.kind == "fw" and mark.why.rule == "fix.furniture":
            became[mark.span.start] = ("furniture", 0)
    blocks = [b.start for b in doc.blocks]
    nodes = sorted({*became, *blocks})
    start_of = {fix.line: start for start, fix in by_start(doc.source, nodes).items()}
    opens = {fix.line for fix in by_start(doc.source, blocks).values()}
    first = min((_start(part.front[0]) for part in doc.parts if part.n and part.front), default=0)
    for fix in said.lines:
        start = start_of.get(fix.line, -1)
        reason = (
            _parted(fix, fix.line in opens)
            if fix.role in ("join", "break")
            else _reason(fix, *became.get(start, ("", 0)), ahead=start < first)
        )
        if reason:
            values = (("line", str(fix.line)), ("role", fix.role), ("reason", reason))
            yield Diagnostic("FIX106", fix.span, values)


def _reason(fix: Fix, name: str, depth: int, ahead: bool) -> str:
    """Why a correction is not carried out; "" when it is."""
    if name == fix.role:
        if fix.role != "heading" or fix.level in (0, depth):
            return ""
        return f"no heading of level {fix.level - 1} stands above it; level {depth} is the deepest here"
    if fix.role == "turn":
        return "no label with a colon opens it; name the speaker: {role: turn, speaker: NAME}"
    if fix.role == "item":
        return "a compilation has two texts at least; mark the first line of each as item"
    if fix.role in FRONT:
        return "such a line stands before the text, and the text has begun above it"
    if name == _LISTED:
        return "it stands inside a list; give it a level that leads out of it: {role: heading, level: NUMBER}"
    if ahead:
        return (
            "it stands before the first text of the compilation; mark the line where its text begins as item"
        )
    return f"it is {name or 'no line of its own'} here; correct the lines around it too"


def _parted(fix: Fix, opens: bool) -> str:
    """The same for a line that was to begin a block, or not to."""
    if opens == (fix.role == "break"):
        return ""
    return f"it begins {'a block of its own' if opens else 'no block'} here"


def _roles(doc: Document) -> Iterator[tuple[str, int, int]]:
    """(role, offset, depth) of every node; an item is the first line of a text of a compilation."""
    yield from _of(doc.front, 1)
    for part in doc.parts:
        yield from _of((*part.front, *part.body, *part.back), 1)
        if part.n and part.front:
            yield "item", _start(part.front[0]), 0
    yield from _of(doc.back, 1)


def _of(nodes: Iterable[Node | FrontNode], depth: int) -> Iterator[tuple[str, int, int]]:
    for node in nodes:
        match node:
            case Section(heading=heading, children=children):
                yield from _of(children, depth + 1)
                if heading:
                    yield "heading", heading.spans[0].start, depth
            case Points(items=items):
                for item in items:
                    for name, start, below in _of(item.children, depth):
                        yield _LISTED if name == "heading" else name, start, below
                    yield "point", item.label.start, depth
            case Turn(label=label, children=children):
                yield from _of(children, depth)
                yield "turn", label.start, depth
            case Title(spans, kind):
                for span in spans:
                    yield "title" if kind == "main" else "subtitle", span.start, depth
            case _:
                yield _NAMES.get(type(node).__name__, type(node).__name__.lower()), _start(node), depth


def _start(node: Node | FrontNode) -> int:
    match node:
        case Section() | Points() | Turn():
            return -1
        case Table(rows):
            return rows[0][0].start
        case _:
            return node.spans[0].start
