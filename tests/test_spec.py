"""Runs the examples of tests/spec/*.md: each shows a text and the structure that a careful reader sees in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from pipeline import stages
from pipeline.convert import Conversion, convert
from pipeline.diagnostics import RULE, level, wording
from pipeline.messages import located
from pipeline.model import (
    Document,
    FrontNode,
    Furniture,
    Meta,
    Node,
    Paragraph,
    Points,
    Salute,
    Section,
    Signed,
    Span,
    Spans,
    StageNote,
    Table,
    Title,
    Turn,
)
from pipeline.readers import SUFFIXES

SPEC = Path(__file__).parent / "spec"
_SECTION = re.compile(r"^## (?P<name>.+)\n(?P<rest>(?:(?!^## ).*\n?)*)", re.MULTILINE)
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>(?:(?!^```).*\n)*)^```$", re.MULTILINE)
_OPEN = re.compile(r"<!-- open: (?P<reason>.+?) -->", re.DOTALL)
_INPUTS = {"text": ".txt", "markdown": ".md"}
# The missing line "title:" or "date:" says the first two; the third is about how sure a heading is, not about what is
# seen. Lists of messages name them.
_UNSHOWN = ("MET101", "MET102", "OUT104")
_PLAIN = ("date", "repair", "redaction", "said", "fw", "runon")


@dataclass(frozen=True, slots=True)
class Example:
    """One example: an input block, what is expected of it by the kind of block, and why it fails as yet."""

    path: Path
    name: str
    suffix: str
    given: str
    expected: tuple[tuple[str, str], ...]
    open: str

    @property
    def id(self) -> str:
        return f"{self.path.stem}: {self.name}"


def read(path: Path) -> Iterator[Example]:
    """The examples of a file, one under each second-level heading."""
    for section in _SECTION.finditer(path.read_text(encoding="utf-8")):
        blocks = [(b["kind"], b["text"]) for b in _BLOCK.finditer(section["rest"])]
        given = [b for b in blocks if b[0] in _INPUTS]
        wanted = tuple(b for b in blocks if b[0] not in _INPUTS)
        assert len(given) == 1, f"{path.name}: {section['name']}: one text or markdown block is needed"
        assert wanted, f"{path.name}: {section['name']}: an outline or messages block is needed"
        kind, text = given[0]
        reason = _OPEN.search(section["rest"])
        yield Example(path, section["name"], _INPUTS[kind], text, wanted, reason["reason"] if reason else "")


EXAMPLES = [example for path in sorted(SPEC.glob("*.md")) for example in read(path)]


@cache
def run(example: Example) -> Conversion:
    """Convert the text of an example."""
    name = f"example{example.suffix}"
    return convert(SUFFIXES[example.suffix].read(example.given.encode(), name, None))


def show(conversion: Conversion, kind: str) -> str:
    """What a block of this kind must hold."""
    document = conversion.document
    assert document is not None
    if kind == "outline":
        return "".join(f"{line}\n" for line in Outline(document).lines)
    assert kind == "messages", f"a block is text, markdown, outline or messages, not {kind}"
    found = (str(m) for m in located("", conversion.source, conversion.diagnostics))
    return "".join(f"{line.lstrip(':').strip()}\n" for line in found)


class Outline:
    """The compact form of a document; tests/spec/README.md says how to read it."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.lines: list[str] = []
        if doc.lang != "zh-Hans":
            self.lines.append(f"lang: {doc.lang}")
        self.meta(doc.meta)
        self.front(doc.front)
        for part in doc.parts:
            if part.n:
                self.lines.append(f"== {part.n}")
                self.meta(part.meta)
            self.front(part.front)
            self.nodes(part.body, 0, 1)
            self.nodes(part.back, 0, 1)
        self.nodes(doc.back, 0, 1)
        shown = [d for d in doc.diagnostics if d.code not in _UNSHOWN]
        self.lines += [f"! {d.code} {wording(d)}" for d in shown]

    def text(self, *spans: Span) -> str:
        return re.sub(r"\s*\n\s*", " ", "".join(self.doc.source.text[s.start : s.end] for s in spans))

    def meta(self, meta: Meta) -> None:
        author = next((p for p in self.doc.persons if p.id == meta.author), None)
        delivered = "" if meta.delivered == meta.date else meta.delivered
        rows = {
            "title": meta.title, "subtitle": meta.subtitle, "docket": meta.docket,
            "date": f"{meta.date} ({meta.date_kind})" if meta.date else "", "delivered": delivered,
            "adopted": meta.adopted, "place": meta.place, "publisher": meta.publisher,
            "author": f"{author.name}, {author.role}".rstrip(", ") if author else "",
        }  # fmt: skip
        self.lines += [f"{key}: {value}" for key, value in rows.items() if value]

    def front(self, nodes: Iterable[FrontNode]) -> None:
        for node in nodes:
            match node:
                case Furniture():
                    self.nodes([node], 0, 1)
                case Paragraph():
                    self.leaf("note:", node.spans, 0)
                case StageNote():
                    self.leaf("stage:", node.spans, 0)
                case Title(spans, "sub", _) if self.text(*spans) not in "\n".join(self.lines):
                    self.leaf("subtitle:", spans, 0)

    def leaf(self, sign: str, spans: Spans, depth: int) -> None:
        self.lines.append("  " * depth + f"{sign} {self.text(*spans)}".strip())
        self.inline(spans, depth + 1)

    def inline(self, spans: Spans, depth: int) -> None:
        for m in self.doc.inline:
            if m.kind not in _PLAIN or not spans[0].start <= m.span.start < spans[-1].end:
                continue
            what = self.text(m.span)
            if m.kind == "said":
                what = f"{next((p.name for p in self.doc.persons if p.id == m.value), '?')} {what}"
            elif m.kind in ("date", "repair"):
                what += f" → {m.value}"
            self.lines.append("  " * depth + f"~ {m.kind} {what}")

    def nodes(self, nodes: Iterable[Node], depth: int, level: int) -> None:
        for node in nodes:
            self.node(node, depth, level)

    def node(self, node: Node, depth: int, level: int) -> None:
        match node:
            case Section(kind, heading, children, _):
                if heading:
                    at = len(self.lines)
                    self.leaf("#" * level, heading.spans, depth)
                    tags = [kind] * (kind != "section") + ["run-in"] * heading.run_in
                    self.lines[at] += f" [{', '.join(tags)}]" if tags else ""
                else:
                    self.lines.append("  " * depth + "#" * level)
                self.nodes(children, depth + 1, level + 1)
            case Points(_, items, _):
                for item in items:
                    self.held(f"• {self.text(item.label)} |", item.children, depth, level)
            case Turn(label, _, children, _):
                self.held(f"{self.text(label)} ▸", children, depth, level)
            case Furniture(spans, kind, _, _):
                self.leaf(f"fw/{kind}", spans, depth)
            case Table(rows, _):
                for row in rows:
                    self.lines.append("  " * depth + "| " + " | ".join(self.text(cell) for cell in row))
            case Paragraph(spans, _) | Salute(spans, _) | Signed(spans, _) | StageNote(spans, _):
                sign = {Paragraph: "¶", Salute: "salute:", Signed: "signed:", StageNote: "stage:"}
                self.leaf(sign[type(node)], spans, depth)
            case _:
                self.leaf("dateline:", node.spans, depth)

    def held(self, sign: str, children: tuple[Node, ...], depth: int, level: int) -> None:
        """A label with its first paragraph on the same line, the rest below."""
        if children and isinstance(children[0], Paragraph):
            self.leaf(sign, children[0].spans, depth)
            children = children[1:]
        else:
            self.lines.append("  " * depth + sign)
        self.nodes(children, depth + 1, level)


def _parameters(within: str = "") -> Iterator[object]:
    """Every example; those that are open, with these words in their reason, are expected to fail."""
    for example in EXAMPLES:
        failing = pytest.mark.xfail(reason=example.open, strict=True, raises=pytest.fail.Exception)
        is_open = example.open and within in example.open
        yield pytest.param(example, id=example.id, marks=failing if is_open else ())


@pytest.mark.parametrize("example", list(_parameters()))
def test_example(example: Example, request: pytest.FixtureRequest) -> None:
    try:
        conversion = run(example)
    except Exception as error:  # a crash is a difference too, so that an open example may be about one
        pytest.fail(f"{type(error).__name__}: {error}", pytrace=False)
    differences = []
    for kind, wanted in example.expected:
        made = show(conversion, kind)
        if request.config.getoption("--accept") and not example.open:
            _accept(example, kind, made)
        elif made != wanted:
            lines = difflib.unified_diff(wanted.splitlines(), made.splitlines(), "expected", "made", lineterm="")
            differences.append("\n".join(lines))
    if differences:
        pytest.fail(f"{example.path.name}: {example.name}\n" + "\n".join(differences), pytrace=False)


def _accept(example: Example, kind: str, made: str) -> None:
    """Put what was made in place of what was expected."""
    text = example.path.read_text(encoding="utf-8")
    section = next(s for s in _SECTION.finditer(text) if s["name"] == example.name)
    block = next(b for b in _BLOCK.finditer(section["rest"]) if b["kind"] == kind)
    at = section.start("rest")
    new = text[: at + block.start("text")] + made + text[at + block.end("text") :]
    if new != text:
        example.path.write_text(new, encoding="utf-8")


@pytest.mark.parametrize("example", list(_parameters("LOS101")))
def test_example_is_valid_and_whole(example: Example) -> None:
    """Whatever structure is found, the TEI is valid and no character is lost."""
    faults = [wording(d) for d in run(example).diagnostics if level(d) == "error"]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_examples_have_names_of_their_own() -> None:
    ids = [example.id for example in EXAMPLES]
    assert len(set(ids)) == len(ids)


# The codes that the stages give; those about reading, runs and faults of the program have tests of their own.
_STAGES = Path(stages.__file__).parent
_CODES = {code for path in _STAGES.glob("*.py") for code in re.findall(r'"([A-Z]{3}\d{3})"', path.read_text())}


@pytest.mark.parametrize("code", sorted(_CODES))
def test_every_message_has_an_example(code: str) -> None:
    assert code in RULE
    shown = (text for e in EXAMPLES for kind, text in e.expected if kind == "messages")
    assert any(f"{code}:" in text for text in shown), f"add an example of {code} to tests/spec/diagnostics.md"
