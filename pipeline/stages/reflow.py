"""Turns lines into blocks: joins what the source broke, keeps what it meant to break."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.fold import folded as fold_once
from pipeline.fold import unbroken
from pipeline.model import Block, Diagnostic, Document, Evidence, Fix, Mark, Span, Why
from pipeline.profile import Profile
from pipeline.stages.fixes import by_start, fix_why, joint
from pipeline.stages.marked import parted, set_apart
from pipeline.stages.numbers import opens
from pipeline.stages.rows import FINAL, STOP, Row, Shape, rows_of, shape_of
from pipeline.stages.rules import rules

_OPENING = ("docket", "addressee", "attachment", "public", "copy-to", "salute", "stage")
_OPENS = re.compile(r"[“‘(《【\[]")
_CONTINUES = re.compile(r"[,。、;:!?”’)》】]")
_SENTENCE = re.compile(r"[。!?;,]")
_LABEL = re.compile(r"[^\s:,。;“”]{1,14}:")
_HISTORY = re.compile(
    r"(?:\d{1,3}\. ?)?(?:中华)?民国.{1,12}年.{1,4}月"
)  # 沿革: hanging lines under a numbered date
_UNFINISHED = re.compile(
    r"(?:而是|不是|就是|还是|我们|他们|你们|我|你"
    r"|的|地|得|了|从|在|把|被|和|与|及|对|向|为|以|将|让|使|由|因为|所以|但|而|或|不)$"
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ,;.\-]")
_DIGITS = re.compile(r"\d+")
_COMMA = re.compile(r"[,。;、!?“”]")
_PAGE = Why("furniture.page", "high", (Evidence("page number or running head", 2.0),))


def reflow(doc: Document, profile: Profile, /) -> Document:
    """Join lines into blocks.

    A joint is decided by the whole text: whether its lines share one width (hard wraps), whether indents or empty
    lines mark its paragraphs, and, where a single paragraph was cut, whether the words on both sides of the cut
    stand together elsewhere in the text. Page numbers between two halves stay between them.
    """
    folded = fold_once(doc.source.text)
    rows = list(rows_of(doc, folded))
    said = by_start(doc.source, [r.start for r in rows])
    page = _page_rows(rows, profile)
    shape = shape_of([r for r in rows if r.start not in page])
    ends = not said and not shape.wrapped  # then no paragraph goes on after the end of a sentence
    blocks: list[Block] = []
    marks: list[Mark] = []
    joined = 0
    i = 0
    while i < len(rows):
        members = [rows[i]]
        while not (ends and FINAL.search(rows[i].text)):
            j = i + 1
            while j < len(rows) and (j - i <= 2 or rows[j].start in said) and _between(rows[j], said, page):
                j += 1
            if j >= len(rows):
                break
            joins = joint(said, members[0].start, rows[j].start)
            if joins is None:
                joins = not _between(rows[i], said, page) and _joins(
                    members, rows[j], shape, folded, profile, inner=j - i - 1
                )
            if not joins:
                break
            members.append(rows[j])
            marks += [_inner(r, said) for r in rows[i + 1 : j]]
            i = j
        if rows[i].start in page and len(members) == 1 and not said.get(rows[i].start):
            marks.append(Mark("furniture", Span(rows[i].start, rows[i].end), "page", _PAGE))
        joined += len(members) - 1
        blocks.append(_block(members, doc.source.text, folded))
        i += 1
    report = (Diagnostic("SEG101", None, (("count", str(joined)),)),) if joined else ()
    if not joined and _by_sentences(blocks):
        report = (Diagnostic("SEG102"),)
    return replace(
        doc, blocks=tuple(blocks), marks=doc.marks + tuple(marks), diagnostics=doc.diagnostics + report
    )


def _page_rows(rows: list[Row], profile: Profile) -> set[int]:
    """The rows that belong to the pages of a print: their numbers, and running heads.

    A running head is a short line that comes back, numbers aside, mostly where a sentence is cut.
    """
    number = rules(profile).page_number
    out = {r.start for r in rows if number.search(r.text)}
    alike: dict[str, list[int]] = {}
    for i, r in enumerate(rows):
        if r.start not in out and 4 <= len(r.text) <= 40 and not FINAL.search(r.text):
            alike.setdefault(_DIGITS.sub("#", r.text), []).append(i)
    for places in alike.values():
        if len(places) < 3:
            continue
        before = [_before(rows, i, out) for i in places]
        cut = [text for text in before if _COMMA.search(text) and not FINAL.search(text)]
        if len(cut) >= 0.6 * len(places):
            out |= {rows[i].start for i in places}
    return out


def _before(rows: list[Row], i: int, page: set[int]) -> str:
    """The text of the last row before row ``i`` that is no page number."""
    return next((rows[j].text for j in range(i - 1, max(i - 3, -1), -1) if rows[j].start not in page), "")


def _between(row: Row, said: dict[int, Fix], page: set[int]) -> bool:
    """Whether a row is no part of a paragraph that it interrupts."""
    return said[row.start].role == "furniture" if row.start in said else row.start in page


def _inner(row: Row, said: dict[int, Fix]) -> Mark:
    kind, why = ("other", fix_why("furniture")) if row.start in said else ("page", _PAGE)
    return Mark("fw", Span(row.start, row.end), kind, why)


def _by_sentences(blocks: list[Block]) -> bool:
    """Whether nearly every paragraph of a text is one sentence."""
    prose = [b.text for b in blocks if STOP.search(b.text)]
    single = sum(1 for text in prose if len(re.findall(r"[。!?]", text)) == 1)
    return len(prose) >= 10 and single >= 0.9 * len(prose)


def _joins(members: list[Row], b: Row, shape: Shape, folded: str, profile: Profile, inner: int) -> bool:
    """Whether row ``b`` goes on with the paragraph whose rows so far are ``members``."""
    a = members[-1]
    if parted(a.hints, b.hints):
        return False
    gap = max(b.gap, 0) if not inner else 0
    if (
        _HISTORY.match(members[0].text)
        and not gap
        and b.indent > members[0].indent
        and not FINAL.search(a.text)
    ):
        return True
    if _CONTINUES.match(b.text) and not FINAL.search(a.text):
        return True
    if a.text[-1] == "、" and not gap and not _apart(b, profile):
        return True
    wrapped = shape.wrapped and not gap
    if not wrapped and (FINAL.search(a.text) or gap > max(shape.gap, 1) + 1):
        return False
    opens = _opens_block(b, profile)
    if opens and set_apart(b.hints):  # two headings, one under the other
        return False
    if wrapped:
        if shape.indented:
            full = members[0].indent > 0 and a.width >= 0.62 * shape.width
            return full and not b.indent and not _apart(b, profile) and not opens_heading(members, profile)
        if a.width < 0.62 * shape.width or (opens and FINAL.search(a.text)):
            return False
        if STOP.search(a.text) and shape.gap == 0 and a.width < 0.92 * shape.width:
            return False
        return not (opens and a.width < 0.9 * shape.width) and not opens_heading(members, profile)
    if opens or (shape.indented and b.indent and not inner):
        return False
    return _cut(members, b, folded, profile, inner)


def opens_heading(members: list[Row], profile: Profile) -> bool:
    """Whether a lone short row with a number is a heading that ends here."""
    a = members[-1]
    return (
        len(members) == 1
        and rules(profile).opening.match(a.text) is not None
        and not STOP.search(a.text)
        and not re.search(r"[。!?;:]", a.text)
        and a.width < 44
    )


def _apart(b: Row, profile: Profile) -> bool:
    """Whether a row is furniture, which is no part of a paragraph."""
    return len(b.text) < 100 and rules(profile).page.fits(b.text)


def _opens_block(b: Row, profile: Profile) -> bool:
    """Whether a row shows by its own form that a block begins with it."""
    cues = rules(profile).cues
    return (
        opens(b.text, profile)
        or any(cues[name].match(b.text) for name in _OPENING)
        or _labelled(b.text, profile)
        or _apart(b, profile)
    )


def _labelled(text: str, profile: Profile) -> bool:
    """Whether a row opens with a label that may be a speaker's or a field's."""
    found = _LABEL.match(text)
    if not found:
        return False
    label = found.group()[:-1]
    named = len(label) <= 4 and rules(profile).surnames.match(label) is not None
    return named or label in profile.labels or rules(profile).cues["speaker"].match(label) is not None


def _cut(members: list[Row], b: Row, folded: str, profile: Profile, inner: int) -> bool:
    """Whether a paragraph was cut between two rows of a text that is not hard wrapped."""
    a = members[-1]
    whole = "".join(m.text for m in members)
    prose = bool(_SENTENCE.search(whole)) and len(whole) >= 20
    if not prose or not _SENTENCE.search(b.text):
        return False
    if inner or a.text[-1] in ",、" or _OPENS.search(a.text[-1]):
        return True
    numbered = rules(profile).opening.match(members[0].text) is not None
    if re.search(r"[。!?;]", whole):
        return True
    if numbered:
        return len(whole) > 70
    if (a.gap == b.gap and len(whole) > 44 and "," in whole) or _UNFINISHED.search(a.text):
        return True
    # 教育实 | 践活动: the words across the cut stand together elsewhere, which no heading and paragraph do.
    left, right = a.text[-2:], b.text[:2]
    seams = (left + right, left + right[0], left[-1] + right, left[-1] + right[0])
    weights = (4.0, 2.5, 2.5, 0.7)
    seen = sum(w for s, w in zip(seams, weights, strict=True) if s in folded)
    return seen + min(len(whole) / 40, 2.0) >= 2.6


def _block(members: list[Row], text: str, folded: str) -> Block:
    spans: list[Span] = []
    pieces: list[Span] = []
    for m in members:
        last = spans[-1] if spans else None
        words = last and _LATIN.match(text[last.end - 1]) and _LATIN.match(text[m.start])
        if last and words and text[last.end : m.start].isspace():
            # words of a Latin script keep the space that the break stands for
            spans[-1] = Span(last.start, m.end)
            pieces += [Span(last.end, m.start), *m.pieces]
        else:
            spans.append(Span(m.start, m.end))
            pieces += m.pieces
    first = members[0]
    whole = first.text if len(members) == 1 else "".join(folded[p.start : p.end] for p in pieces)
    return Block(
        tuple(spans),
        unbroken(whole).replace("\n", " "),
        tuple(pieces),
        first.hints,
        first.gap,
        first.indent,
    )
