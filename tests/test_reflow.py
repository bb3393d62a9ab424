"""The short ways of telling how lines belong together say what the long ones say."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.fold import fold
from pipeline.lines import PlainLines
from pipeline.model import Block, Document, Source, Span
from pipeline.profile import default
from pipeline.stages import row_shape
from pipeline.stages.beginnings import Beginnings
from pipeline.stages.cells import is_cell
from pipeline.stages.cuts import Cuts
from pipeline.stages.joints import Joints
from pipeline.stages.pages import _before, page_rows
from pipeline.stages.paragraph import Paragraph, block_of
from pipeline.stages.row_shape import Shape
from pipeline.stages.rows import FINAL, open_rows, rows_of, stops, widths
from pipeline.stages.seams import Seams, around

reflow = importlib.import_module("pipeline.stages.reflow")  # the package has the stage under this name

PROFILE = default()
TEXTS = st.text(st.sampled_from("桥路,。;、!?“”’)…. abz12é\u200b\xad"), min_size=1, max_size=12).filter(
    lambda text: text == text.strip()
)
LONG = st.sampled_from(
    [
        "大家都来看桥,看了又看,",
        "大家都来看桥,看了又看。",
        "第3讲 修桥记",
        "第12讲 修桥记",
        "- 7 -",
        "12",
        "桥" * 40,
    ]
)
# lines of one width, and what a paragraph ends with
FULL = st.sampled_from(
    [
        "船到桥头自然直,渡口的人都知道,水流过石头桥墩站得",
        "水流过石头的时候桥墩站在水里,大家都来看看修桥的人",
        "石头是从河滩上一块一块捡回来的,一块压着一块不许空",
        "桥修好了,大家都来看。",
        "看了又看,一连看了三天,看得船也忘了开,人也忘了回。",
    ]
)


def rows_like(
    texts: st.SearchStrategy[str], gaps: list[int], indents: list[int], least: int
) -> st.SearchStrategy[list[Block]]:
    row = st.builds(
        lambda text, gap, indent: Block((Span(0, 1),), text, (Span(0, 1),), (), gap, indent),
        texts,
        st.sampled_from(gaps),
        st.sampled_from(indents),
    )
    return st.lists(row, min_size=least, max_size=30)


ROWS = (
    rows_like(TEXTS | LONG, [0, 0, 1, 2, 5], [0, 0, 2, 4], 0)
    | rows_like(FULL, [0, 0, 0, 0, 1], [0, 0, 0, 2], 8)
    | rows_like(st.sampled_from(["桥修好了,大家都来看。", "看了三天。", "一、看桥"]), [0, 1], [0], 12)
)
COMMA = re.compile(r"[,。;、!?“”]")


def source_of(text: str) -> Document:
    return Document(Source("text.txt", text, PlainLines(text), "", len(text.encode()), "utf-8"))


@given(TEXTS)
def test_how_a_row_ends(text: str) -> None:
    assert (text[-1] in FINAL) == bool(re.search(r"[.。!?;:…~)”’】》」』\]]$", text))
    assert stops(text) == bool(re.search(r"[.。!?…][”’)]?$", text))
    prose = re.search(r"[,。;、!?“”]|[a-z] [a-z]", text)
    assert bool(row_shape._PROSE.search(text)) == bool(prose)


@given(ROWS)
def test_the_shape_of_rows(rows: list[Block]) -> None:
    columns = [2 * len(r.text) - len(r.text.encode("latin-1", "ignore")) for r in rows]
    assert widths(rows) == columns
    shape = Shape(rows, open_rows([row.text for row in rows]))
    counted = Counter(r.gap for r in rows[1:]).most_common(1)
    assert shape.gap == (counted[0][0] if counted else 0)
    starts = [b for a, b in pairwise(rows) if stops(a.text) and len(b.text) > 20]
    indented = bool(starts) and sum(1 for b in starts if b.indent >= 2) > 0.4 * len(starts)
    flush = sum(1 for r, w in zip(rows, columns, strict=True) if not r.indent and w > 20)
    assert shape.indented == (indented and flush > 0.2 * len(rows))
    assert shape.width == wrapped_at(rows, columns)


def wrapped_at(rows: list[Block], columns: list[int]) -> int:
    told = [bool(row_shape._PROSE.search(r.text)) for r in rows]
    ends = sorted(
        columns[i]
        for i, (a, b) in enumerate(pairwise(rows))
        if not b.gap and b.indent <= a.indent and (told[i] or told[i + 1]) and a.text[-1] not in FINAL
    )
    width = ends[len(ends) * 3 // 4] if ends else 0
    full = sum(1 for w in ends if w >= 0.8 * width)
    longest = sorted(columns)[len(rows) * 19 // 20] if rows else 0
    alike = full >= 0.55 * len(ends) and full >= max(3, len(rows) // 8)
    return width if alike and 24 <= width <= 130 and longest <= 1.4 * width else 0


@given(ROWS)
def test_the_rows_of_the_page(rows: list[Block]) -> None:
    number = PROFILE.furniture_of("page")
    cells = {i for i in range(len(rows)) if is_cell(rows, i)}
    page = {i for i, r in enumerate(rows) if number.search(r.text) and i not in cells}
    alike: dict[str, list[int]] = {}
    for i, r in enumerate(rows):
        if i not in page and 4 <= len(r.text) <= 40 and r.text[-1] not in FINAL:
            alike.setdefault(re.sub(r"\d+", "#", r.text), []).append(i)
    for places in alike.values():
        before = [_before(rows, i, page) for i in places]
        cut = [
            i
            for i, t in zip(places, before, strict=True)
            if COMMA.search(t) and t[-1] not in FINAL and not is_heading(t)
        ]
        if len(places) >= 3 and len(cut) >= 0.6 * len(places):
            first = places[0]  # may be the title
            titled = first < 12 and first not in cut and not {first - 1, first + 1} & page
            page |= set(places[1:] if titled else places)
    texts = [row.text for row in rows]
    found = page_rows(rows, texts, open_rows(texts), PROFILE)
    assert page <= found
    # what is besides stands beside a page number, has one, or is such a head again
    words = [re.sub(r"\d+", "#", text) for text in texts]
    heads = {words[i] for i in found if {i - 1, i + 1} & found}
    assert all(words[i] in heads or words[i][-1] == "#" for i in found - page)


def is_heading(text: str) -> bool:
    numbered = any(style.pattern.match(text) for style in PROFILE.styles)
    return len(text) < 12 or (len(text) <= 40 and numbered and not re.search("[。!?;]", text))


@given(ROWS)
def test_what_is_decided_at_first_sight(rows: list[Block]) -> None:
    opened = open_rows([row.text for row in rows])
    shape = Shape(rows, opened)
    joints = Joints(rows, shape, "\n".join(r.text for r in rows), PROFILE)
    for i in {*range(len(rows) - 1)}.difference(joints.undecided(opened)):
        assert shape.wrapped or not joints.joins(Paragraph((i,)), i + 1)


@given(ROWS)
def test_paragraphs_of_one_sentence(rows: list[Block]) -> None:
    prose = [r.text for r in rows if stops(r.text)]
    single = sum(1 for text in prose if len(re.findall(r"[。!?]", text)) == 1)
    assert reflow._by_sentences(rows) == (len(prose) >= 10 and single >= 0.9 * len(prose))


@given(TEXTS, TEXTS, st.text("桥路,a", max_size=30), st.integers(20, 90))
def test_words_across_a_cut(left: str, right: str, text: str, length: int) -> None:
    a, b = left, right
    left, right = left[-2:], right[:2]
    seams = ((left + right, 4.0), (left + right[0], 2.5), (left[-1] + right, 2.5), (left[-1] + right[0], 0.7))
    seen = sum(weight for seam, weight in seams if seam in text) + min(length / 40, 2.0)
    cuts = Cuts([], Shape([], []), text, PROFILE, Beginnings([], PROFILE))
    assert cuts.seen_joined(a, b, length) == (seen >= 2.6)


@given(st.lists(TEXTS, min_size=2, max_size=5), st.text("桥路,a\n", max_size=30), st.integers(0, 9))
def test_seams_are_told_one_by_one_and_all_at_once(texts: list[str], text: str, searches: int) -> None:
    seams = Seams(text, [Block((Span(0, 1),), each) for each in texts])
    seams._left = searches * len(text)
    for left in texts:
        for right in texts:
            pair, *more = around(left, right)
            for seam in (pair, *more):
                assert seams.have(pair, seam) == (seam in text)


@given(st.lists(TEXTS, min_size=1, max_size=9), st.integers(0, 3))
def test_a_paragraph_is_read_row_by_row(texts: list[str], first: int) -> None:
    rows = [Block((Span(0, 1),), text) for text in texts]
    paragraph = Paragraph()
    for place in range(len(rows)):
        paragraph.append(place)
        if place >= first:
            paragraph.read(rows)
    paragraph.read(rows)
    whole = "".join(texts)
    assert paragraph.length == len(whole)
    assert set(paragraph.signs) == set(whole) & set("。!?;,")


LINE = st.lists(st.sampled_from([*"桥a。,x\u3000\t \u200b\ufeff\xad", "é", "\xa0"]), max_size=6).map("".join)


@given(st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n", "\r\n", "\r", "\x85", "\u2028"])), max_size=9))
def test_rows_are_lines_without_what_is_not_to_be_seen(lines: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in lines)
    doc = source_of(text)
    folded = fold(text)
    rows = rows_of(doc, folded)
    unseen = re.compile("^[\\s\u200b\ufeff\xad]+|[\\s\u200b\ufeff\xad]+$")
    seen = [line.span for line in doc.source.lines if folded[line.span.start : line.span.end].strip()]
    for row, span in zip(rows, seen, strict=True):
        line = folded[span.start : span.end]
        lead = text[span.start : span.start + len(line) - len(line.lstrip())]
        assert row.spans == (Span(span.start + len(lead), span.start + len(line.rstrip())),)
        assert row.text == (unseen.sub("", line) or line.strip())
        assert row.text == "".join(folded[p.start : p.end] for p in row.pieces)
        assert row.indent == sum({"\u3000": 2, "\t": 4}.get(c, 1) for c in lead)
    if len(rows) > 1:
        joined = block_of(rows, text, folded)
        plain = fold("".join(text[p.start : p.end] for p in joined.pieces))
        assert joined.text == re.sub("[\r\x85\u2028]", "\n", plain).replace("\n", " ")
        assert [s.start for s in joined.spans] == sorted(s.start for s in joined.spans)
