"""Looks the finished tree over and reports what a reader should know: missing titles, faulty numbering, doubtful headings."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.frozen import replace
from pipeline.model import Diagnostic, Document, Node, Numbering, Paragraph, Points, Section, Span, Turn
from pipeline.profile import Profile
from pipeline.stages.unmet import unmet


def checks(doc: Document, profile: Profile, /) -> Document:
    """Add diagnostics about title, date, outline and repeated texts; nothing else changes."""
    found = [*_meta(doc), *_twins(doc), *unmet(doc)]
    for part in doc.parts:
        _outline(doc, part.body, found)
    return replace(doc, diagnostics=doc.diagnostics + tuple(found)) if found else doc


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


def _outline(doc: Document, nodes: tuple[Node, ...], found: list[Diagnostic]) -> None:
    """Add to ``found`` what is doubtful in a body: numbers out of order, headings that may be none."""
    series: dict[str, Numbering] = {}
    for node in nodes:
        if type(node) is Paragraph:
            continue  # as most are
        if isinstance(node, Section):
            heading = node.heading
            if heading and (n := heading.numbering) and n.ordinal:
                last = series.get(n.style)
                if last and not 1 < n.ordinal == last.ordinal + 1:
                    _step(doc, last, n, found)
                series[n.style] = n
            if heading and node.why.cert == "low":
                span = Span(heading.spans[0].start, heading.spans[-1].end)
                found.append(
                    Diagnostic("OUT104", span, (("text", doc.source.text[span.start : span.end][:40]),))
                )
            if node.children:
                _outline(doc, node.children, found)
        elif isinstance(node, Points):
            _points(doc, node, found)
        elif isinstance(node, Turn):
            _outline(doc, node.children, found)


def _points(doc: Document, points: Points, found: list[Diagnostic]) -> None:
    last: Numbering | None = None
    for point in points.items:
        if n := point.numbering:
            if last and not 1 < n.ordinal == last.ordinal + 1:
                _step(doc, last, n, found)
            last = n
        if len(point.children) != 1 or type(point.children[0]) is not Paragraph:  # as nearly all are
            _outline(doc, point.children, found)


def _step(doc: Document, last: Numbering, n: Numbering, found: list[Diagnostic]) -> None:
    """Add what is wrong with a number that does not follow the one before it in its series."""
    if n.style == "sequence":
        return  # 首先, 其次, 最后: the last word follows any other
    literal = doc.source.text[n.marker.start : n.marker.end].strip()
    if n.ordinal == last.ordinal:
        if n.sub <= last.sub:
            found.append(Diagnostic("OUT102", n.marker, (("found", literal),)))
    elif n.ordinal == 1 or n.ordinal < last.ordinal:
        found.append(Diagnostic("OUT103", n.marker, (("found", literal),)))
    else:
        before = doc.source.text[last.marker.start : last.marker.end].strip()
        found.append(Diagnostic("OUT101", n.marker, (("found", literal), ("last", before))))


def _twins(doc: Document) -> Iterable[Diagnostic]:
    """Texts of a compilation that say the same, white space aside."""
    seen: dict[int, int] = {}
    for part in doc.parts:
        if part.n and part.last > part.first:
            blocks = doc.blocks[part.first : part.last]
            own = hash("".join([b.text for b in blocks]))
            if own in seen:
                values = (("n", str(part.n)), ("twin", str(seen[own])))
                yield Diagnostic("OUT105", Span(blocks[0].start, blocks[-1].end), values)
            seen.setdefault(own, part.n)
