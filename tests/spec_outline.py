"""Renders a document in the compact form of the examples; tests/spec/README.md says how to read it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.diagnostics import wording
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

# The missing line "title:" or "date:" says the first two; the third is about how sure a heading is, not about what is
# seen. Lists of messages name them.
_UNSHOWN = ("MET101", "MET102", "OUT104")
_PLAIN = ("date", "repair", "redaction", "said", "fw", "runon", "stage", "noteref")


class Outline:
    """``lines`` is the document in the compact form."""

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
        others = [p.name for p in self.doc.persons if p.id in meta.coauthors]
        delivered = "" if meta.delivered == meta.date else meta.delivered
        rows = {
            "title": meta.title, "subtitle": meta.subtitle, "docket": meta.docket,
            "date": f"{meta.date} ({meta.date_kind})" if meta.date else "", "delivered": delivered,
            "adopted": meta.adopted, "place": meta.place, "publisher": meta.publisher,
            "author": "、".join([author.name, *others]) + f", {author.role}".rstrip(", ") if author else "",
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

    def leaf(self, sign: str, spans: Spans, depth: int, title: int = 0) -> None:
        below = f" {self.text(*spans[-title:])}" if title else ""
        self.lines.append("  " * depth + f"{sign} {self.text(*spans[: len(spans) - title])}{below}".strip())
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
                    self.leaf("#" * level, heading.spans, depth, heading.title)
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
                    self.lines.append(
                        "  " * depth + "| " + " | ".join(self.text(cell).strip("|｜ ") for cell in row)
                    )
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
