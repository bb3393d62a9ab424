"""What a container says of its lines is evidence: furniture leaves the text alone, levels make the outline."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline import convert, render
from pipeline.convert import Conversion
from pipeline.corrections import beside
from pipeline.model import Source
from pipeline.readers.layer import Layer

SPEECH = (
    "在石桥养护员冬训班上的讲话", "2020-12-08 来源：望川文献网", "石桥养护站站长 祝安", "同志们：",
    "炉子上炖着萝卜汤，大家先暖暖手，我把话说短些，今天讲三个意思。", "一、先学会看桥",
    "看桥比修桥难，修桥靠手，跟着师傅三年可以出师；看桥靠心，有人看了一辈子，还", "只看见栏杆。",
    "一是看水。水大了看桥墩，水小了看河床。", "二是看石头。石头松了，声音先变。", "二、再学会修桥",
    "老桥站了两百年，有它自己的站法，你抽掉一块歪石头，往往才知道它歪得有道理。", "（掌声）",
    "谢谢大家。", "祝安", "2020年12月8日",
)  # fmt: skip
TALK = (
    "夜校座谈会记录", "2021-03-05", "主持人：今天请大家谈谈夜校的灯。", "王小满：灯关早了，话就没有地方说了。",
    "李长河：我同意。", "灯油我来出。", "主持人：那就这样定了。", "王小满：好。",
)  # fmt: skip
KINDS = ("nav", "share", "header", "footer", "page", "other")
T = "{http://www.tei-c.org/ns/1.0}"


def source(*lines: tuple[str, ...] | str, meta: tuple[tuple[str, str], ...] = ()) -> Source:
    layer = Layer()
    for line in lines:
        text, *hints = (line,) if isinstance(line, str) else line
        layer.add(text, *hints)
    return layer.source(b"x", "page.html", "utf-8", meta)


def shape(result: Conversion, name: str) -> str:
    """A part of the text as XML, without the furniture and without what counts characters."""
    found = result.tei.find(f"{T}text/{T}{name}")
    if found is None:
        return ""
    root = etree.fromstring(etree.tostring(found))
    for element in list(root.iter(f"{T}fw")):
        before = element.getprevious()
        tail = (element.tail or "").strip("\n")
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent = element.getparent()
            assert parent is not None
            parent.text = (parent.text or "") + tail
        element.getparent().remove(element)  # type: ignore[union-attr] # it has one
    for element in root.iter():
        element.attrib.pop("source", None)
    return "".join(etree.tostring(root, encoding="unicode").split())


@pytest.mark.parametrize("text", [SPEECH, TALK])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_furniture_of_the_container_changes_nothing_of_the_text_and_is_not_lost(
    text: tuple[str, ...], data: st.DataObject
) -> None:
    alone = convert(source(*text))
    lines: list[tuple[str, ...] | str] = []
    asides = []
    for line in (*text, None):
        for _ in range(data.draw(st.integers(0, 3))):
            aside = data.draw(
                st.sampled_from(
                    ["首页", "一、导航", "主持人：", "上一篇：望川", "2019-01-01", "3", "同志们："]
                )
            )
            asides.append(aside)
            lines.append((aside, f"fw:{data.draw(st.sampled_from(KINDS))}"))
        lines += [] if line is None else [line]
    among = convert(source(*lines))
    assert among.ok, among.diagnostics
    assert shape(among, "body") == shape(alone, "body")
    assert ["".join(fw.itertext()) for fw in among.tei.iter(f"{T}fw")] == asides
    assert render(among.tei, "md").partition(b"\n# ")[2] == render(alone.tei, "md").partition(b"\n# ")[2]


def test_a_line_that_a_person_calls_text_is_text_again(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    (tmp_path / "page.fix.yaml").write_text("lines: {3: paragraph}\n", encoding="utf-8")
    found = source("桥", ("首页", "fw:nav"), ("桥修好了。", "fw:nav"), "大家都来看桥，一连看了三天。")
    result = convert(beside(page, found))
    assert result.ok
    assert [fw.text for fw in result.tei.iter(f"{T}fw")] == ["首页"]
    assert "桥修好了。" in [p.text for p in result.tei.iter(f"{T}p")]


def test_levels_of_headings_make_the_outline() -> None:
    result = convert(
        source(
            ("望川夜校章程", "title"), ("试行本", "subtitle"), ("办学", "h1"), "夜校开在旧粮站的二楼。",
            ("灯", "h2"), "九点以前不关灯。", ("桌椅", "h2"), "桌椅不够时席地而坐。", ("经费", "h1"), "油钱从木箱里出。",
        )
    )  # fmt: skip
    assert result.ok
    heads = [
        (d.get("n") or "", d.findtext(f"{T}head"), len(list(d.iterancestors(f"{T}div"))))
        for d in result.tei.iter(f"{T}div")
    ]
    assert heads == [("", "办学", 0), ("", "灯", 1), ("", "桌椅", 1), ("", "经费", 0)]
    assert [t.text for t in result.tei.iter(f"{T}titlePart")] == ["望川夜校章程", "试行本"]


def test_a_heading_behind_a_dash_is_the_second_half_of_the_title() -> None:
    result = convert(
        source(
            ("守渡口的人", "h1"), ("——与老船工一席谈", "h2"), "2018-11-03 来源：青禾网",
            "渡口守了四十年，船换了三条，守渡口的人还是同一个。",
        )
    )  # fmt: skip
    assert result.ok
    assert [t.text for t in result.tei.iter(f"{T}titlePart")] == ["守渡口的人", "——与老船工一席谈"]
    assert not list(result.tei.iter(f"{T}list"))


def test_rows_and_notes_of_the_container() -> None:
    result = convert(
        source(
            "修桥用料", "用料如下[1]。", ("名称\t数量\t", "row"), ("\t三\t方", "row"), "以上。",
            ("[1] 见木箱账本。", "note"),
        )
    )  # fmt: skip
    assert result.ok
    rows = [[c.text or "" for c in row] for row in result.tei.iter(f"{T}row")]
    assert rows == [["名称", "数量", ""], ["", "三", "方"]]
    (ref,) = result.tei.iter(f"{T}ref")
    note = next(
        p
        for p in result.tei.iter(f"{T}p")
        if p.get(etree.QName("http://www.w3.org/XML/1998/namespace", "id")) == ref.get("target", "#")[1:]
    )
    assert note.text == "[1] 见木箱账本。"


def test_pages_begin_where_the_container_says() -> None:
    result = convert(
        source(
            ("石桥养护站的冬天", "page:1"),
            ("桥修好了。大家都来看桥，一连看了三天。", "page:2@5"),
            ("页脚", "fw:footer", "page:3"),
        )
    )
    assert result.ok
    places = [(pb.get("n"), pb.getparent().tag.removeprefix(T), pb.tail) for pb in result.tei.iter(f"{T}pb")]  # type: ignore[union-attr]
    assert places == [
        ("1", "titlePart", "石桥养护站的冬天"),
        ("2", "p", "大家都来看桥，一连看了三天。"),
        ("3", "fw", "页脚"),
    ]


def test_what_the_container_states_fills_the_gaps_and_is_kept_as_it_was() -> None:
    meta = (
        ("title", "夜校的灯"),
        ("date", "2019-11-15T08:00:00+08:00"),
        ("author", "祝安"),
        ("栏目", "杂记"),
    )
    result = convert(source("灯关早了，这些话就没有地方说了，所以灯一直开到十点。", meta=meta))
    assert result.ok
    assert result.document is not None
    said = result.document.meta
    assert (said.title, said.date, said.date_kind) == ("夜校的灯", "2019-11-15", "published")
    assert [p.name for p in result.document.persons] == ["祝安"]
    notes = [(n.get("n"), n.text) for n in result.tei.iter(f"{T}note") if n.get("type") == "container"]
    assert tuple(notes) == meta


def test_what_the_text_says_wins_over_its_container() -> None:
    result = convert(
        source(
            *SPEECH,
            meta=(("title", "望川"), ("date", "2001-01-01"), ("author", "望川网"), ("publisher", "别处")),
        )
    )
    assert result.document is not None
    said = result.document.meta
    assert (said.title, said.date, said.publisher) == (SPEECH[0], "2020-12-08", "望川文献网")
    assert [p.name for p in result.document.persons if p.id == said.author] == ["祝安"]


def test_a_heading_wins_over_a_shorter_form_of_it_beside_the_name_of_the_site() -> None:
    result = convert(
        source(
            ("27路 渡口—桥头 时刻表", "h2"),
            "票价全程两元，老人和学生半价，上车以后请把零钱投进箱里，车上不找零。",
            ("平日", "h3"),
            "早上六点一班，中午十二点一班，傍晚六点一班，下雨下雪也一样开。",
            meta=(("title", "望川客运 - 27路時刻表"),),
        )
    )
    assert result.document is not None
    assert result.document.meta.title == "27路 渡口—桥头 时刻表"


def test_what_is_set_right_over_the_date_signs() -> None:
    result = convert(
        source(
            "渡口停渡通知",
            "今日水涨过石阶第七级，渡口停渡一天。",
            ("柳湾渡口管理组", "right"),
            ("2019年4月6日", "right"),
        )
    )
    assert [s.text for s in result.tei.iter(f"{T}signed")] == ["柳湾渡口管理组"]


ANY = (
    "一、加强领导", "（一）做好准备", "1. 检查道路", "2. 检查桥梁", "炉子上炖着萝卜汤，大家先暖暖手。", "甲\t乙\t丙",
    "同志们：", "记者：请问情况如何？", "祝安：情况很好。", "（掌声）", "2020年12月8日", "第一条 为了做好养护，制定本办法。",
    "附件：1. 名单", "稿一：冬季动员", "稿二：春季总结", "目录", "[1] 见前文。", "天气转冷，请各站检查道", "路和桥梁。", "",
)  # fmt: skip
HINTS = ("h1", "h3", "title", "subtitle", "bold", "center", "right", "li", "quote", "row", "note", "numbered",
         "page:2", "fw:nav", "fw:page")  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(ANY), st.lists(st.sampled_from(HINTS), max_size=2)), max_size=20))
def test_whatever_is_said_of_whichever_lines_nothing_is_lost(lines: list[tuple[str, list[str]]]) -> None:
    result = convert(source("夜校的灯", *((text, *hints) for text, hints in lines)))
    assert result.ok, result.diagnostics


@pytest.mark.parametrize(
    "lines",
    [
        [("附件：1. 名单", "row"), ("甲", "row")],
        [("祝安：情况很好。",), ("记者：好。",), ("祝安：甲", "row"), ("乙", "row"), ("记者：谢谢。",)],
        ["1. 检查道路", "甲\t乙\t丙", ("甲\t乙\t丙", "note")],
        ["附件：1. 名单", ("2. 甲", "row")],
    ],
)
def test_a_table_is_whole_though_a_row_looks_like_something_else(lines: list[tuple[str, ...] | str]) -> None:
    result = convert(source("夜校的灯", *lines))
    assert result.ok, result.diagnostics


def test_a_long_cell_with_points_stays_one_cell() -> None:
    cell = "办理要求：" + "".join(f"（{n}）把石头按河的走向放好，一块压一块，不许有空。" for n in "一二三四")
    result = convert(source("修桥说明", (f"要求\t{cell}", "row"), ("期限\t三天", "row")))
    assert result.ok, result.diagnostics
    assert len(list(result.tei.iter(f"{T}row"))) == 2


def test_a_table_of_what_is_known_stands_over_the_title() -> None:
    result = convert(
        source(
            ("索引号\tA-12\t发文机关\t石桥镇", "row"), ("成文日期\t2021-03-05\t文号\t石政〔2021〕3号", "row"),
            ("石桥镇关于修桥的通知", "h1"), "各村：", "桥要在汛期以前修好，各村按户出工，不误农时。",
        )
    )  # fmt: skip
    assert result.ok, result.diagnostics
    assert [t.text for t in result.tei.iter(f"{T}titlePart")] == ["石桥镇关于修桥的通知"]
    assert [s.text for s in result.tei.iter(f"{T}salute")] == ["各村："]


def test_what_the_page_has_between_a_number_and_the_title_below_it_is_kept() -> None:
    law = (
        "在渡口的路上，说定几条规矩。",
        "第一章",
        ("页脚", "fw:footer"),
        "总的规矩",
        "过河先等人下船，再依次上船。",
    )
    found = convert(source("渡口规矩", *law))
    assert found.ok
    head = found.tei.find(f".//{T}div/{T}head")
    assert head is not None
    assert "".join(head.itertext()) == "第一章页脚总的规矩"
    assert [fw.text for fw in head.iter(f"{T}fw")] == ["页脚"]


def test_an_empty_cell_at_the_edge_of_a_line_that_another_break_ends(tmp_path: Path) -> None:
    text = "\x0b".join(
        ["渡口账目抄在下面。", "人家\t工\t灰", "阮家\t12\t三斤", "马家\t9\t", "\t8\t二斤", "抄完了。"]
    )
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8", newline="")
    found = convert(path)
    assert found.ok
    rows = found.tei.findall(f".//{T}row")
    assert [[cell.text or "" for cell in row] for row in rows][-2:] == [["马家", "9", ""], ["", "8", "二斤"]]
