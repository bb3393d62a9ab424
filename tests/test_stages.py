"""Whatever lines meet, the stages give a document: valid TEI, nothing lost, the same bytes each time."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.convert import Conversion, convert, render
from pipeline.diagnostics import RULE, level, wording
from pipeline.fold import fold
from pipeline.model import Mark, Span, Why
from pipeline.numerals import to_chinese
from pipeline.readers import ReadError
from pipeline.readers import text as reader
from pipeline.stages.dates import find
from pipeline.stages.inline import settle
from pipeline.writers import WRITERS

INPUT = Path(__file__).parent.parent / "input"
WHOLE = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip

# --- lines ------------------------------------------------------------------------------------------------------------


def _one_of(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.replace("\n", "").split("‖"))


_WORDS = _one_of(
    """渡口‖旧桥‖船板‖修好了‖大家‖书要借得走‖一是熬浆‖二是支架‖三是记账‖看水，看缝‖本办法‖今天‖要‖同志们‖說道
‖業(yè)‖會(huì )議‖圖書(shū)室‖**年‖XX
‖某某‖2019年3月5日‖二〇一九年‖民國九十六年五月‖2021年2月30日‖第三条‖《章程》‖“桥修好了”‖3.5个‖(pH)‖[1]‖⑴
‖ａｂｃ‖word‖ and Word ‖\u00a0‖\u3000
‖\ufffd‖\U00020000‖马素云说：“去听听就知道了。”‖王某指出，“水到了”‖🙂‖\u200b‖•"""
)
_STOPS = st.sampled_from(["。", "，", "；", "！", "？", "：", "……", ".", " ", "", "”", "）", "、"])
prose = st.lists(st.tuples(_WORDS, _STOPS).map("".join), min_size=1, max_size=14).map("".join)
_MARKERS = _one_of(
    """{cn}、‖（{cn}）‖({cn})‖{n}.‖{n}、‖（{n}）‖{n})‖{sign}‖第{cn}章　‖第{cn}条　‖第 {n} 條‖第{cn}节
‖第{cn}条之{cn}　‖{cn}是‖{cn}要‖第{cn}，
‖其{cn}，‖{n}.{n} ‖{n}.{n}.{n} ‖{cn}‖甲、‖壹、‖贰、‖IV. ‖(a)‖——‖●‖首先，‖最后，‖附件：1.‖附件{n}‖第{cn}部分‖㈠
‖⒈‖⑴‖问题{n}.‖第 {n}-1 條"""
)


@st.composite
def numbered(draw: st.DrawFn) -> str:
    """A line that opens with a number, in any style and any order."""
    n = draw(st.integers(1, 12))
    marker = draw(_MARKERS).format(n=n, cn=to_chinese(n), sign="①②③④⑤⑥⑦⑧⑨⑩⑪⑫"[n - 1])
    return marker + draw(prose | st.just(""))


titles = _one_of(
    """在渡口候船亭落成时的讲话‖关于修渠的通知‖古桥保护办法‖短‖四字标题‖——在开馆仪式上的致辞‖《等船的人》
‖修渠记 - 望川网‖发言稿(3篇)
‖馆长李桐在座谈会上的讲话‖望川县人民政府办公室‖读书会发言稿 篇一‖读书会发言稿 篇二‖【演讲稿01】‖【演讲稿02】
‖第一篇：石桥‖第二篇：木桥"""
)
fields = _one_of(
    """来源：望川网　发布时间：2020-12-08‖2011年09月26来源：‖发布时间：‖作者：沈知微‖文号：望政办〔2021〕7号
‖望政办〔2021〕7号‖（2021年3月18日）
‖时　　间：2017年6月18日‖2020-12-08 09:30望川文献网‖养护站站长　祝　安‖沈知微‖（2015年3月12日发布）
‖主席：楊委員‖Mary Fenwick"""
)
furniture = _one_of(
    """首页 > 讲话 > 正文‖【打印】【关闭】‖上一篇：渡口‖相关阅读：‖·春季发言稿‖版权所有：望川网‖- 3 -‖12
‖第 3 页 共 9 页‖责任编辑：闻笛
‖以上就是小编为大家整理的发言稿，希望对大家有所帮助。‖分享到：微信 微博‖*****‖————‖点击下载
‖扫一扫在手机打开当前页‖首页 新闻 公告 服务 互动"""
)
_LABELS = _one_of("记者‖罗以宁‖问‖答‖主持人‖时间‖收费‖尤委員素雲‖主席‖▲记者")
turns = st.tuples(_LABELS, st.sampled_from("：:"), prose).map("".join)
rows = _one_of(
    "甲 | 乙 | 丙‖| 一 | 二 |‖| 丁 | 戊 |‖工\t石灰‖12\t三斤‖渡口\t一元\t‖|---|---|‖| | |‖a|b‖\t一\t\t二\t"
)
edges = _one_of(
    """同志们：‖各位师傅，各位朋友：‖同志们！‖各镇人民政府：‖谢谢大家！‖特此通知。‖此致‖敬礼！‖望川县水利站
‖2020年4月15日‖馆长　计东山
‖（此件公开发布）‖抄送：县水文站。‖（掌声）‖（众笑）‖附件：如文"""
)
hard_wrapped = st.tuples(
    st.integers(18, 45), st.text("船到桥头自然直，渡口的人都知道。水流过石", min_size=40, max_size=260)
).map(lambda pair: "\n".join(pair[1][at : at + pair[0]] for at in range(0, len(pair[1]), pair[0])))
anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
line = (
    numbered()
    | prose
    | titles
    | fields
    | furniture
    | turns
    | edges
    | rows
    | hard_wrapped
    | anything
    | st.just("")
)
indented = st.tuples(st.sampled_from(["", "", "", "　　", "    ", "\t", "\u00a0"]), line).map("".join)
texts = st.tuples(
    st.lists(indented, min_size=1, max_size=24), st.sampled_from(["\n", "\n", "\n\n", "\r\n", ""])
).map(lambda pair: pair[1].join(pair[0]))


@cache
def _sample_lines() -> list[str]:
    return sorted(
        {row for path in INPUT.rglob("*.txt") for row in path.read_text(encoding="utf-8").splitlines()}
    )


# Lines of real documents in a wrong order: every stage meets what it did not expect.
shuffled = st.lists(st.deferred(lambda: st.sampled_from(_sample_lines())), min_size=1, max_size=40).map(
    "\n".join
)


def made(text: str) -> Conversion | None:
    """The conversion of a text; None for one that holds nothing."""
    try:
        return convert(reader.read(text.encode(), "text.txt"))
    except ReadError:
        return None


def _faults(conversion: Conversion) -> list[str]:
    return [f"{d.code} {wording(d)}" for d in conversion.diagnostics if level(d) == "error"]


def _nests(marks: tuple[Mark, ...]) -> bool:
    """Whether no two marks cross, and the outer of two comes first."""
    open_ends: list[int] = []
    for mark in marks:
        while open_ends and open_ends[-1] <= mark.span.start:
            open_ends.pop()
        if open_ends and mark.span.end > open_ends[-1]:
            return False
        open_ends.append(mark.span.end)
    return all(a.span.start <= b.span.start for a, b in pairwise(marks))


# --- what always holds ------------------------------------------------------------------------------------------------


@WHOLE
@given(texts | shuffled)
def test_any_text_becomes_valid_tei_with_nothing_lost(text: str) -> None:
    conversion = made(text)
    if conversion is None:
        return
    assert _faults(conversion) == []
    document = conversion.document
    assert document is not None
    assert _nests(document.inline)
    assert len({person.id for person in document.persons}) == len(document.persons)
    for diagnostic in conversion.diagnostics:
        assert diagnostic.code in RULE
        assert "{" not in wording(diagnostic) or "{" in text
        if diagnostic.span:
            assert 0 <= diagnostic.span.start < diagnostic.span.end <= len(conversion.source.text)


@pytest.mark.parametrize(
    "text",
    [
        "船来了。\u200b\n大家上船。",
        "船来了。\n\u200b\n大家上船。",
        "一、渡口。渡口，\n问:\n记者:",
        "\x0c船来了。\x0b大家\x1c上船。\x85完了。",
        "\ufeff\n船来了。",
        "船到了桥头，大家下船。\n一、\n- 3 -\n桥墩在水里，看不见的地方最要紧。",
        "篇一\n船来了。\n答：在。\n相关阅读：\n渡口旧事\n篇二\n望政办〔2021〕7号",
        "短\n船来了，大家上船，坐满了就开，开到对岸再回来，一天来回二十趟。",
    ],
)
def test_nothing_is_lost_of_lines_that_once_failed(text: str) -> None:
    conversion = made(text)
    assert conversion is not None
    assert _faults(conversion) == []


@settings(WHOLE, max_examples=40)
@given(texts | shuffled)
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    first, second = made(text), made(text)
    if first is None or second is None:
        return
    assert first.document == second.document
    assert etree.tostring(first.tei) == etree.tostring(second.tei)
    for writer in WRITERS:
        assert render(first.tei, writer.name) == render(second.tei, writer.name)


@pytest.mark.parametrize("path", sorted(INPUT.rglob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_endings_change_nothing_but_themselves(path: Path, ending: str) -> None:
    text = path.read_text(encoding="utf-8")
    plain, other = made(text), made(text.replace("\n", ending))
    assert plain is not None
    assert other is not None
    assert _faults(other) == []
    bare = [
        re.sub(r"\s+", "", "".join(str(t) for t in c.tei.itertext("{*}head", "{*}titlePart", "{*}label")))
        for c in (plain, other)
    ]
    assert bare[0] == bare[1]


_ZERO = re.compile(r"[-/.] ?[0〇零]+(?!\d)|月 ?[0〇零]+")  # see test_no_day_zero


@given(
    st.text("12３4○〇零一二三九十百廿元正年月日号民國国中华公 -/.:T()March2019", max_size=24)
    | st.builds("{}年{}月{}日".format, st.integers(0, 3000), st.integers(0, 14), st.integers(0, 33))
    | st.builds("{:04}-{}-{} {}:{}".format, *(st.integers(0, n) for n in (2100, 14, 33, 25, 61)))
)
@example("2021年2月30日")
@example("2020-02-29 24:00")
def test_no_date_that_the_calendar_lacks(text: str) -> None:
    for (start, end), value in find(fold(text)):
        assert 0 <= start < end <= len(text)
        if _ZERO.search(text):
            continue
        if len(value) == 7:
            date.fromisoformat(f"{value}-01")
        elif value:
            datetime.fromisoformat(value)


@pytest.mark.parametrize("text", ["2019-03-00", "2019-03-00 08:30", "2021年3月0日"])
def test_no_day_zero(text: str) -> None:
    assert [value for _, value in find(fold(text))] == [""]


@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read(day: date) -> None:
    digits = "".join("〇一二三四五六七八九"[int(c)] for c in str(day.year))
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
        f"{digits}年{to_chinese(day.month)}月{to_chinese(day.day)}日",
    ):
        assert [value for _, value in find(fold(text))] == [day.isoformat()], text


_spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(*pair))
_kinds = st.sampled_from(["date", "said", "repair", "redaction", "runon", "name"])


@given(st.lists(st.builds(Mark, _kinds, _spans, st.just(""), st.just(Why("test"))), max_size=20))
def test_settled_marks_nest(marks: list[Mark]) -> None:
    settled = settle(marks)
    assert _nests(settled)
    assert all(mark in marks and mark.span.start < mark.span.end for mark in settled)
    assert len({(mark.kind, mark.span) for mark in settled}) == len(settled)
    assert settle(list(settled)) == settled
