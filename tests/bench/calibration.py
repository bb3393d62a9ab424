"""Prints how often decisions of each certainty are right: ``python tests/bench/calibration.py GOLD SOURCES [GOLD SOURCES …]``.

A heading counts as right when the gold file of its source knows it, a point when it knows the point, a turn when it knows the label.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from pipeline import convert
from pipeline.model import Document, Node, Points, Section, Span, Turn


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def entries(doc: Document, nodes: tuple[Node, ...]) -> list[tuple[str, str, str]]:
    """(kind, text, certainty) of every heading and point, in order."""
    out = []
    for node in nodes:
        if isinstance(node, Section):
            if node.heading:
                spans = node.heading.spans
                out.append(("heading", doc.source.text[spans[0].start : spans[-1].end], node.why.cert))
            out += entries(doc, node.children)
        elif isinstance(node, Points):
            for point in node.items:
                end = max([point.label.end, *(s.end for c in point.children for s in _spans(c))])
                out.append(("point", doc.source.text[point.label.start : end], node.why.cert))
                out += entries(doc, point.children)
        elif isinstance(node, Turn):
            out += entries(doc, node.children)
    return out


def _spans(node: Node) -> tuple[Span, ...]:
    return getattr(node, "spans", ())


def judge(gold: dict[str, object], doc: Document, counts: dict[tuple[str, str], Counter[bool]]) -> None:
    rows = [r for r in gold["lines"] if r["role"] in ("head", "runin")]  # type: ignore[attr-defined,index]
    left = [plain(r.get("head") or r["text"]) for r in rows]
    for kind, text, cert in [e for part in doc.parts for e in entries(doc, part.body)]:
        own = plain(text)
        hit = next((h for h in left if own.startswith(h) or (h.startswith(own) and len(own) > 3)), None)
        if hit:
            left.remove(hit)
        counts[kind, cert][hit is not None] += 1
    turns = [n for part in doc.parts for n in _turns(part.body)]
    if "turns" in gold:
        known = {plain(t[0]) for t in gold["turns"]}  # type: ignore[attr-defined]
        for turn in turns:
            label = plain(doc.source.text[turn.label.start : turn.label.end]).rstrip(":")
            counts["turn", turn.why.cert][label in known] += 1


def _turns(nodes: tuple[Node, ...]) -> list[Turn]:
    out = []
    for node in nodes:
        if isinstance(node, Turn):
            out.append(node)
        elif isinstance(node, Section):
            out += _turns(node.children)
    return out


def main(folders: list[str]) -> None:
    counts: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for golds, sources in zip(folders[::2], folders[1::2], strict=True):
        for path in sorted(Path(golds).glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            doc = convert(Path(sources) / gold["file"]).document
            if doc is not None:
                judge(gold, doc, counts)
    print(f"{'decision':10}{'certainty':12}{'made':>7}{'right':>9}")
    for (kind, cert), n in sorted(counts.items()):
        print(f"{kind:10}{cert:12}{n.total():7}{n[True] / n.total():9.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
