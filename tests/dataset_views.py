"""Documents of every shape for Hypothesis, and what their rows must hold, worked out in another way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from pipeline.tei.view_types import (
    Block,
    Mark,
    Meta,
    Node,
    Part,
    Person,
    Point,
    Points,
    Section,
    Table,
    Turn,
    View,
)

PEOPLE = (Person("per.1", "林小满", "站长", "author"), Person("per.2", "记者", "", "speaker"))
KINDS = ("date", "person", "role", "place", "docket", "publisher", "label", "num", "hi", "said", "gap")
CERTS = st.sampled_from(("high", "medium", "low"))
# no line breaks, which no view has, and nothing that XML could not hold
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
SHOWN = WORDS.filter(str.strip)


@st.composite
def blocks(draw: st.DrawFn, kind: str = "") -> Block:
    text = draw(WORDS)
    marks: list[Mark] = []
    at = 0
    for _ in range(draw(st.integers(0, 3))):  # repairs stand side by side, anything else anywhere
        start = draw(st.integers(at, len(text)))
        at = draw(st.integers(start, len(text)))
        if start < at:
            marks.append(Mark("repair", start, at, draw(WORDS), draw(CERTS), "damage", 1))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        value = draw(st.sampled_from(("per.1", "per.2", "2021-03-18", "")))
        if start < end:
            marks.append(Mark(draw(st.sampled_from(KINDS)), start, end, value, draw(CERTS)))
    kind = kind or draw(st.sampled_from(("p", "p", "p", "stage", "salute", "signed")))
    source = draw(st.none() | st.tuples(st.integers(0, 50), st.integers(50, 90)))
    return Block(kind, text, tuple(marks), "", draw(st.integers(0, 9)), source, draw(CERTS))


def _inner(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    inside = st.lists(nodes, max_size=4).map(tuple)
    ids, levels = st.sampled_from(("s1", "s2.1")), st.integers(1, 5)
    sections = st.builds(
        Section, ids, st.just("section"), st.just("1"), levels, st.none() | blocks("heading"), st.booleans(), inside,
        st.none(), CERTS,
    )  # fmt: skip
    items = st.lists(st.builds(Point, blocks("label"), st.just("1"), inside), max_size=3).map(tuple)
    points = st.builds(Points, st.sampled_from(("ordinal", "bulleted")), items)
    turns = st.builds(Turn, st.sampled_from(("per.1", "per.2", "")), st.none() | blocks("speaker"), inside)
    rows = st.lists(st.lists(blocks("cell"), min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
    return sections | points | turns | st.builds(Table, rows)


NODES: st.SearchStrategy[Node] = st.recursive(blocks(), _inner, max_leaves=12)
FRONT = st.lists(blocks("title") | blocks("byline"), max_size=2).map(tuple)
METAS = st.builds(
    Meta, title=WORDS, authors=st.sampled_from(((), PEOPLE[:1])), delivered=st.sampled_from(("", "2021-03", "2021-03-18")),
    published=st.sampled_from(("", "2021-04-01T08:30:00", "去年")), docket=WORDS, file=st.just("a/b.txt"),
)  # fmt: skip
PARTS = st.builds(
    Part, st.just("t"), st.just(""), st.just(""), FRONT, st.lists(NODES, max_size=5).map(tuple), METAS
)


@st.composite
def views(draw: st.DrawFn) -> View:
    compilation = draw(st.booleans())
    parts = draw(st.lists(PARTS, min_size=1, max_size=3 if compilation else 1))
    lang = draw(st.sampled_from(("zh-Hans", "zh-Hant", "zh-Hant-TW", "en", "ja", "und")))
    front = draw(FRONT) if compilation else ()
    return View("d", lang, draw(METAS), PEOPLE, front, tuple(parts), (), (), compilation)


def undone(block: Block) -> str:
    """The wording of the source: repairs undone from the last to the first."""
    text = block.text
    for mark in sorted((m for m in block.marks if m.kind == "repair"), key=lambda m: -m.start):
        text = text[: mark.start] + mark.value + text[mark.end :]
    return text


def lines(nodes: tuple[Node, ...]) -> Iterator[tuple[str, Any]]:
    """Everything that must be found in the text, in order: (what it is, the block or the cells)."""
    for node in nodes:
        match node:
            case Block():
                yield "paragraph", node
            case Section():
                yield from [("heading", node.heading)] if node.heading else []
                yield from lines(node.children)
            case Points():
                for item in node.items:
                    yield "label", item.label
                    yield from lines(item.children)
            case Turn():
                yield from [("label", node.speaker)] if node.speaker else []
                yield from lines(node.children)
            case Table():
                for row in node.rows:
                    yield "row", row
