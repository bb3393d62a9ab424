"""Reads the lines before a text, one by one: title, imprint, byline, date, furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.frozen import replace
from pipeline.model import (
    Block,
    Byline,
    Dateline,
    Document,
    FrontNode,
    Furniture,
    Imprint,
    Mark,
    Paragraph,
    Span,
    Title,
    Why,
)  # fmt: skip
from pipeline.profile import Profile
from pipeline.stages.fixed_lines import fixed_line
from pipeline.stages.fixes import fixes, front_end
from pipeline.stages.imprint import Field, byline, fields, speaker_in_title, why
from pipeline.stages.rules import rules
from pipeline.stages.text import by_block, labelled, labels, pages_before, reading, within
from pipeline.stages.zone import within_brackets

_ADOPTED = re.compile(r"通过|公布|发布|修正|修订|施行|订定|制定|批准")
_CHAIR = re.compile(r"(?:主席|主持|主持人) ?:")
_MASKED_DATE = re.compile(
    r"\(?(?=.{0,5}[X×*○])[\dX×*○〇]{2,4} ?年[\dX×*○〇一二三四五六七八九十 ]{1,4}月[^。,]{0,6}\)?$"
)
_STOP = re.compile(r"[。,;:!?]")
_SENTENCE = re.compile(r"[。,!?]")
_STAMP = re.compile(r"\d{4} ?[-/.] ?\d")
_MARKS = {"source": "publisher", "author": "name", "role": "role", "place": "place", "docket": "docket"}


@dataclass
class Desk:
    """What has been read so far from the lines before a text."""

    doc: Document
    profile: Profile
    nodes: list[FrontNode] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    found: dict[str, Field] = field(default_factory=dict)
    title: str = ""
    subtitle: str = ""
    adopted: str = ""

    def take(self, f: Field) -> None:
        if f.kind not in self.found:
            self.found[f.kind] = f

    def mark(self, f: Field) -> None:
        if f.kind in _MARKS:
            self.marks.append(Mark(_MARKS[f.kind], f.span, f.value, Why(f"imprint.{f.kind}", f.cert)))


def read(desk: Desk, first: int, end: int, waste: dict[int, Mark], strict: bool = False) -> int:
    """Read blocks ``first`` to ``end`` as front matter; return the index where the text begins."""
    marks = desk.doc.marks
    titles = by_block(marks, "title")
    repeats = by_block(marks, "title-repeat")
    titled = strict or not any(m.value == "main" for m in titles.values())
    said = fixes(desk.doc)
    end, must = front_end(desk.doc, first, end)
    i = first
    while i < end:
        block = desk.doc.blocks[i]
        start = block.spans[0].start
        mark = titles.get(start) or repeats.get(start)
        if start in said:
            fixed_line(desk, block, said[start])
            titled = titled or said[start].role == "title"
        elif start in waste and not _dated_field(desk, block):
            desk.nodes.append(furniture_node(block, waste, "top"))
        elif mark and not strict:
            i = _title(desk, i, mark)
            titled = titled or mark.kind == "title"
            continue
        elif not _line(desk, block):
            if i >= must and titled and (strict or not _leads_on(desk, i, end)):
                return i
            if titled:
                reason = why("front.note", "medium", "stands between the title and its byline or date")
                desk.nodes.append(Paragraph(block.spans, reason))
                i += 1
                continue
            if len(block.text) <= 8 and not _STOP.search(block.text):
                reason = why("furniture.header", "low", "a word or two before the title")
                desk.nodes.append(Furniture(block.spans, "header", "top", reason))
            else:
                reason = why("front.note", "low", "stands before the title and is none of its lines")
                desk.nodes.append(Paragraph(block.spans, reason))
        i += 1
    return i


def _dated_field(desk: Desk, block: Block) -> bool:
    """Whether a line that also has buttons or counters gives the date or source of the text."""
    found = fields(block, desk.doc, desk.profile)
    return any(f.kind in ("published", "source") and f.cert == "high" for f in found)


def _leads_on(desk: Desk, i: int, end: int) -> bool:
    """Whether a short line that is no sentence stands over the byline or the date of the title."""
    block = desk.doc.blocks[i]
    if len(block.text) > 80 or block.text[-1] in "。!?;":
        return False
    salute = rules(desk.profile).cues["salute"]
    if any(salute.match(b.text) for b in desk.doc.blocks[i + 1 : i + 3]):
        return True
    if len(block.text) > 60:
        return False
    nxt = desk.doc.blocks[i + 1 : min(i + 3, end)]
    titles = by_block(desk.doc.marks, "title")
    if any(b.start in titles for b in nxt):
        return True
    return any(
        byline(b, desk.doc, desk.profile) or (within(desk.doc.marks, "date", b) and len(b.text) < 30)
        for b in nxt
    )


def _title(desk: Desk, i: int, mark: Mark) -> int:
    """Take the blocks a title mark covers; return the index after them."""
    doc, j = desk.doc, i
    if mark.span.end < doc.blocks[i].end:
        return _cut_title(desk, doc.blocks[i], mark, i)
    while j < len(doc.blocks) and doc.blocks[j].end <= mark.span.end:
        j += 1
    spans = tuple(s for b in doc.blocks[i:j] for s in b.spans)
    if mark.kind == "title-repeat":
        desk.nodes.append(Furniture(spans, "pageTitle", "top", mark.why))
        return j
    text = "".join(reading(doc, b.spans) for b in doc.blocks[i:j])
    desk.nodes.append(Title(spans, "main" if mark.value == "main" else "sub", mark.why))
    if mark.value == "main":
        desk.title = text
        if j == i + 1:
            for f in speaker_in_title(doc.blocks[i], doc, desk.profile):
                desk.take(f)
    else:
        desk.subtitle = text
        for m in within(doc.marks, "date", doc.blocks[i]):
            desk.take(Field("delivered", m.span, m.value))
    return j


def _cut_title(desk: Desk, block: Block, mark: Mark, i: int) -> int:
    """A title with its date, and perhaps its author, behind it on the same line."""
    cut = block.find(mark.span.end)
    desk.nodes.append(Title(block.cut(0, cut), "main", mark.why))
    desk.title = reading(desk.doc, block.cut(0, cut))
    at = cut + len(block.text[cut:]) - len(block.text[cut:].lstrip())
    desk.nodes += pages_before(desk.doc, block, at)
    desk.nodes.append(
        Imprint(block.cut(at, len(block.text)), why("imprint.fields", "high", "date behind the title"))
    )
    for f in fields(block, desk.doc, desk.profile):
        if f.span.start >= mark.span.end:
            f = replace(f, kind="delivered") if f.kind == "date" else f
            desk.take(f)
            desk.mark(f)
    return i + 1


def _line(desk: Desk, block: Block) -> bool:
    """Read one line between title and text; False when it is neither imprint, date nor byline."""
    doc, profile = desk.doc, desk.profile
    if rules(profile).cues["docket"].match(block.text):
        f = Field("docket", Span(block.start, block.end), reading(doc, block.spans))
        desk.nodes.append(
            Imprint(block.spans, why("imprint.docket", "high", "form of an official letter's number"))
        )
        desk.take(f)
        desk.mark(f)
        return True
    if _MASKED_DATE.match(block.text):
        desk.nodes.append(Dateline(block.spans, why("front.date", "medium", "a date that the source masks")))
        return True
    dated = within(doc.marks, "date", block)
    if dated and _ADOPTED.search(block.text) and not labels(block.text, profile):
        desk.adopted = desk.adopted or dated[0].value
        desk.nodes.append(Dateline(block.spans, why("front.adopted", "high", "date with a word of adoption")))
        return True
    if dated and len(block.text) > 60 and not labels(block.text, profile):
        return False
    chair = _CHAIR.match(block.text)
    if chair and _SENTENCE.search(block.text, chair.end()):
        return False  # the chair speaks; a line that names the chair has no sentence
    found = fields(block, doc, profile)
    if found or (len(block.text) < 40 and labelled(block.text, profile)):
        _imprint(desk, block, found)
        return True
    names = byline(block, doc, profile)
    if names:
        rule = "byline.role" if any(f.kind == "role" for f in names) else "byline.name"
        desk.nodes.append(Byline(block.spans, why(rule, names[-1].cert, "form of a byline")))
        for f in names:
            desk.take(f)
            desk.mark(f)
        return True
    if block.hints and "byline" in block.hints:
        desk.nodes.append(
            Byline(block.spans, why("byline.container", "high", "the container sets it as one"))
        )
        return True
    if desk.adopted and block.indent and len(block.text) < 60:
        desk.nodes.append(
            Paragraph(block.spans, why("front.history", "medium", "goes on with the line of adoption"))
        )
        return True
    return False


def _imprint(desk: Desk, block: Block, found: list[Field]) -> None:
    bare = len(found) == 1 and found[0].kind == "date"
    bracketed = bare and (within_brackets(block.text) or "年" in block.text)
    only_author = bool(found) and all(f.kind == "author" for f in found)
    if bracketed and within_brackets(block.text):
        desk.nodes.append(
            Dateline(block.spans, why("front.date", "high", "a date in brackets under the title"))
        )
    elif only_author:
        desk.nodes.append(Byline(block.spans, why("byline.label", "high", "label of an author")))
    else:
        desk.nodes.append(
            Imprint(block.spans, why("imprint.fields", "high", "labels or a date beside a source"))
        )
    loose = within_brackets(block.text) or any(f.kind == "author" for f in found)
    worded = bare and not _stamped(block.text) and not labels(block.text, desk.profile)
    for f in found:
        if f.kind == "date":
            f = replace(f, kind="delivered" if loose else "issued" if worded else "published")
        if f.kind == "other":
            continue
        desk.take(f)
        desk.mark(f)


def _stamped(text: str) -> bool:
    """Whether a date line is written the way a site stamps its pages: 2019-11-14."""
    return _STAMP.search(text) is not None


def furniture_node(block: Block, waste: dict[int, Mark], place: str) -> Furniture:
    mark = waste.get(block.start)
    kind, reason = (
        (mark.value, mark.why)
        if mark
        else ("related", why("furniture.list", "medium", "short line among furniture"))
    )
    return Furniture(block.spans, kind, "top" if place == "top" else "bottom", reason)
