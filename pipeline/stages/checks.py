"""Looks the finished tree over and reports what a reader should know: missing titles, faulty numbering, doubtful headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model import Diagnostic, Document, Node, Numbering, Points, Section, Span, Turn
from pipeline.profile import Profile
from pipeline.stages.unmet import unmet


def checks(doc: Document, profile: Profile, /) -> Document:
    """Add diagnostics about title, date, outline and repeated texts; nothing else changes."""
    found = [*_meta(doc), *_twins(doc), *unmet(doc)]
    for part in doc.parts:
        found += _outline(doc, part.body)
    return replace(doc, diagnostics=doc.diagnostics + tuple(found))


def _meta(doc: Document) -> Iterable[Diagnostic]:
    if not any(part.body for part in doc.parts):
        yield Diagnostic("MET106")
        return
    told = dict(doc.source.corrections.values)
    if not doc.meta.title and "title" not in told:
        yield Diagnostic("MET101")
    if "date" in told:
        return
    if doc.meta.date_kind == "published" and doc.meta.date[:10] < doc.meta.delivered[:10]:
        yield Diagnostic("MET103", None, (("dates", f"{doc.meta.date[:10]}, {doc.meta.delivered[:10]}"),))
    if not doc.meta.date and not doc.meta.adopted:
        yield Diagnostic("MET102")


def _outline(doc: Document, nodes: tuple[Node, ...]) -> Iterable[Diagnostic]:
    series: dict[str, Numbering] = {}
    for node in nodes:
        if isinstance(node, Section):
            n = node.heading.numbering if node.heading else None
            if n:
                yield from _step(doc, series.get(n.style), n)
                series[n.style] = n
            if node.heading and node.why.cert == "low":
                span = Span(node.heading.spans[0].start, node.heading.spans[-1].end)
                yield Diagnostic("OUT104", span, (("text", doc.source.text[span.start : span.end][:40]),))
            yield from _outline(doc, node.children)
        elif isinstance(node, Points):
            last: Numbering | None = None
            for point in node.items:
                if point.numbering:
                    yield from _step(doc, last, point.numbering)
                    last = point.numbering
                yield from _outline(doc, point.children)
        elif isinstance(node, Turn):
            yield from _outline(doc, node.children)


def _step(doc: Document, last: Numbering | None, n: Numbering) -> Iterable[Diagnostic]:
    literal = doc.source.text[n.marker.start : n.marker.end].strip()
    if last is None:
        return
    before = doc.source.text[last.marker.start : last.marker.end].strip()
    if n.style == "sequence":
        return  # 首先, 其次, 最后: the last word follows any other
    if n.ordinal == last.ordinal:
        if n.sub <= last.sub:
            yield Diagnostic("OUT102", n.marker, (("found", literal),))
    elif n.ordinal == 1 or n.ordinal < last.ordinal:
        yield Diagnostic("OUT103", n.marker, (("found", literal),))
    elif n.ordinal > last.ordinal + 1:
        yield Diagnostic("OUT101", n.marker, (("found", literal), ("last", before)))


def _twins(doc: Document) -> Iterable[Diagnostic]:
    """Texts of a compilation that say the same, white space aside."""
    seen: dict[int, int] = {}
    for part in doc.parts:
        if part.n and part.last > part.first:
            blocks = doc.blocks[part.first : part.last]
            own = hash("".join(b.text for b in blocks))
            if own in seen:
                values = (("n", str(part.n)), ("twin", str(seen[own])))
                yield Diagnostic("OUT105", Span(blocks[0].start, blocks[-1].end), values)
            seen.setdefault(own, part.n)
