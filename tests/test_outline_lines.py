"""What the outline does not ask of most lines would have been answered with no."""

from __future__ import annotations

import importlib
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model import Block, Document, Line, Source, Span
from pipeline.profile import default
from pipeline.stages import STAGES, headings, outline
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

tables = importlib.import_module("pipeline.stages.tables")

PROFILE = default()
LINES = (
    "一、修路", "第一条 为了修路,制定本法。", "1. 开会", "修路的意义", "序言", "结 语", "春 夏 秋", "附件:1. 清单", "同志们:",
    "张三\t3\t桥", "李四\t4\t路", "王五\t\t", "甲|乙|丙", "丁|戊|己", "| 桥 |", "庚｜辛｜壬", "路", "Roads", "答:好。", "2020年3月5日",
    "我们要修路,也要修桥,大家都要来,大家都要去,大家都要干,大家都要说,大家都要写,大家都要读。", "XX县人民政府",
)  # fmt: skip
ENDS = (" ", ":", "。", "《", "“", "”")


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_table_begins_where_no_row_is_possible(monkeypatch: pytest.MonkeyPatch, lines: list[str]) -> None:
    text = "\n".join(["在修路会议上的讲话", *lines])
    spans = [Line(Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text)]
    doc = Document(Source("a.txt", text, tuple(spans), "", 0, "utf-8"))
    for stage in STAGES[: STAGES.index(outline)]:
        doc = stage(doc, PROFILE)
    found = tables.tables(doc)
    with monkeypatch.context() as patch:
        patch.setattr(tables, "_possible", lambda doc: list(range(len(doc.blocks))))
        assert tables.tables(doc) == found


@given(st.lists(st.sampled_from((*LINES, *ENDS)), min_size=1, max_size=3).map("".join))
def test_a_shape_is_none_of_what_headings_never_are(line: str) -> None:
    cues = rules(PROFILE).cues
    never = re.compile(rf"[{re.escape(headings._STOPS)}]$|{headings._NEVER.pattern}")
    phrase = 2 <= len(line) <= 40 and not cues["salute"].match(line)
    plain = headings._COLON.match(line) or not (never.search(line) or headings._FIELD.match(line))
    named = cues["heading"].match(line.replace(" ", ""))
    assert headings.shape(line, PROFILE) == bool(named or (phrase and plain))


@given(st.text('路a.。?!…”’)"1 ', max_size=8))
def test_the_end_of_a_sentence_is_what_its_pattern_finds(line: str) -> None:
    pattern = r"[。!?…][”’)]?$|[^\W\d_]{2}[.][”’\")]?$"
    assert bool(SENTENCE_END.search(line)) == bool(re.search(pattern, line))


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans()), min_size=1, max_size=4),
    st.data(),
)
def test_a_stretch_of_a_block_is_cut_from_its_lines(
    parts: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    """Each part: its length, the length of what is hidden behind it, and whether a line ends there."""
    spans, pieces, start, at = [], [], 10, 10
    for n, (length, hidden, ends) in enumerate(parts, 1):
        pieces.append(Span(at, at + length))
        at += length + hidden
        if ends or n == len(parts):
            spans.append(Span(start, at - hidden))
            start = at
    text = "路" * sum(p.end - p.start for p in pieces)
    block = Block(tuple(spans), text, tuple(pieces))
    lo = data.draw(st.integers(0, len(text) - 1))
    hi = data.draw(st.integers(lo + 1, len(text)))
    whole = block.span(lo, hi)
    assert whole.start <= block.at(lo)
    assert block.at(hi - 1) < whole.end
    clipped = [Span(max(s.start, whole.start), min(s.end, whole.end)) for s in spans]
    assert block.cut(lo, hi) == tuple(s for s in clipped if s.start < s.end)
