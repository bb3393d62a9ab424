"""Texts at the edge of what a line, a title, a row or a mark can be: each once lost a character, broke a file or took long."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from pipeline.convert import Conversion, convert, render
from pipeline.explain import explain
from pipeline.explain.record import to_json
from pipeline.model import Corrections, Fix, Source
from pipeline.readers import tei
from pipeline.readers import text as plain
from pipeline.readers.layer import Layer

T = "{http://www.tei-c.org/ns/1.0}"
MARKDOWN = MarkdownIt("commonmark").enable("table")


def read(*lines: str | tuple[str, ...], meta: tuple[tuple[str, str], ...] = ()) -> Source:
    layer = Layer()
    for line in lines:
        text, *hints = (line,) if isinstance(line, str) else line
        layer.add(text, *hints)
    return layer.source(b"x", "text.txt", "utf-8", meta)


def corrected(source: Source, roles: dict[int, str], **options: str) -> Conversion:
    """Convert with roles of lines, as a person gave them."""
    fixes = tuple(Fix(n, source.lines[n - 1].span, role, **options) for n, role in roles.items())  # type: ignore[arg-type]
    return convert(replace(source, corrections=Corrections((), fixes)))


def words(made: Conversion, *names: str) -> list[str]:
    """The text of the elements of some names, furniture left out."""
    return ["".join(e.itertext()) for e in made.tei.iter(*(T + name for name in names))]


def shown(made: Conversion) -> list[str]:
    """The lines of the Markdown page as a reader sees them."""
    html = MARKDOWN.render(render(made.tei, "md").decode().split("\n---\n", 1)[1])
    return [line for line in "".join(etree.fromstring(f"<x>{html}</x>").itertext()).splitlines() if line]


@pytest.mark.parametrize("between", ["\x0c", "\x0b", "\x85", "\u2028", "\r", "\r\n"])
def test_words_joined_over_any_kind_of_line_break_keep_a_space(between: str) -> None:
    source = plain.read(
        f"钟声停了。***他说：We kept the bell{between}, and the bench。\n".encode(), "text.txt"
    )
    made = convert(source)
    assert made.ok, made.diagnostics
    assert shown(made)[-1].endswith("We kept the bell , and the bench。")


def test_words_joined_over_a_line_that_the_container_sets_apart_leave_it_in_its_place() -> None:
    made = convert(read("钟声停了。他说：We kept the", ("00:01", "fw:cue"), ", and the bench。"))
    assert made.ok, made.diagnostics
    assert words(made, "fw") == ["00:01"]
    assert [made.tei.find(f".//{T}fw").getparent().tag] == [f"{T}p"]  # type: ignore[union-attr] # it has one


def test_a_line_set_apart_inside_a_label_is_there_once() -> None:
    lines = ("主持", ("第2页", "fw:page"), "人：桥呢？", "站长：修好了。", "主持人：路呢？", "站长：也好了。")
    made = corrected(read(*lines), {3: "join"})
    assert made.ok, made.diagnostics
    (page,) = made.tei.iter(f"{T}fw")
    assert (page.getparent().tag, page.text) == (f"{T}speaker", "第2页")  # type: ignore[union-attr] # it has one


def test_a_line_set_apart_inside_the_number_of_a_point_is_there_once() -> None:
    lines = (
        "三件事。",
        "一是修桥，桥板要换。",
        "二",
        ("第2页", "fw:page"),
        "是修路，路面要平。",
        "三是修船，船底要补。",
    )
    made = corrected(read(*lines), {5: "join"})
    assert made.ok, made.diagnostics
    (page,) = made.tei.iter(f"{T}fw")
    assert (page.getparent().tag, page.text) == (f"{T}label", "第2页")  # type: ignore[union-attr] # it has one


def test_a_gloss_in_a_line_set_apart_is_no_part_of_the_next_line() -> None:
    made = convert(
        read("问：船呢？", ("發(fā)布", "fw:header"), "答：船在對岸。", "问：人呢？", "答：在船上。")
    )
    assert made.ok, made.diagnostics
    assert words(made, "speaker") == ["问：", "答：", "问：", "答："]


@pytest.mark.parametrize(
    "lines",
    [
        ("乙、\ufeff", "”桥修好了。", "丙、路修好了。"), ("乙、", "\ufeff”桥修好了。", "丙、路修好了。"),
        ("记者：\u200b", "，桥呢？", "站长：修好了。", "记者：路呢？"), ("一、\u200b桥\u200b", "，路\u200b", "二、\u200b", "，船。"),
    ],
)  # fmt: skip
def test_what_has_no_width_is_kept_where_lines_are_joined_and_cut(lines: tuple[str, ...]) -> None:
    made = convert(read(*lines))
    assert made.ok, made.diagnostics


def test_two_lines_that_a_person_calls_titles_are_both_in_the_heading() -> None:
    source = read(
        "望川夜校", "来源：望川网", "冬季开学的讲话", "灯关早了，话就没有地方说了，所以灯一直开到十点。"
    )
    made = corrected(source, {1: "title", 3: "title"})
    assert made.ok, made.diagnostics
    assert shown(made)[0] == "望川夜校 冬季开学的讲话"


def test_the_titles_of_one_text_of_a_compilation_are_all_shown() -> None:
    source = read(
        "篇一", "望川夜校", "灯一直开到十点，大家都来。", "篇二", "石桥", "桥一直有人看，日夜都有。"
    )
    made = corrected(source, {1: "item", 2: "title", 4: "item", 5: "title"})
    assert made.ok, made.diagnostics
    assert {"篇一 望川夜校", "篇二 石桥"} <= set(shown(made))
    assert "望川夜校</h2>" in render(made.tei, "html").decode().replace('<a class="anchor"', "</h2><a")


def test_what_a_nameless_speaker_says_first_opens_no_list_in_markdown() -> None:
    made = corrected(read("座谈记录", "5. 灯油谁出？", "大家出。"), {2: "turn"}, speaker="祝安")
    assert made.ok, made.diagnostics
    assert "5. 灯油谁出？" in shown(made)


def test_a_row_with_more_cells_than_the_first_is_whole_in_markdown() -> None:
    made = convert(read(("修桥用料", "row"), ("石灰\t三\t方", "row"), ("木板\t二十", "row")))
    assert made.ok, made.diagnostics
    assert shown(made)[1:] == ["修桥用料", "石灰", "三", "方", "木板", "二十"]


@pytest.mark.parametrize("more", ["。以上都是旧料", "and lime"])
def test_a_row_that_a_person_joined_to_the_next_line_keeps_both(more: str) -> None:
    made = corrected(read("修桥用料", ("石灰 lime", "row"), (more, "row"), "以上。"), {3: "join"})
    assert made.ok, made.diagnostics
    assert "".join(more.split()) in "".join("".join(words(made, "p")).split())


def test_a_tei_file_that_was_read_is_written_as_it_was() -> None:
    made = convert(read("桥。", ("", "fw:nav"), meta=(("栏目", ""),)))
    written = render(made.tei, "tei")
    assert render(convert(tei.read(written, "text.xml")).tei, "tei") == written


def test_half_a_surrogate_in_metadata_stops_no_output() -> None:
    made = convert(
        read("灯一直开到十点，大家都来。", meta=(("title", "夜校\ud800的灯"), ("\udfff", "\ufffe")))
    )
    assert made.ok
    assert made.document is not None
    assert json.loads(render(made.tei, "json"))["metadata"]["title"] == "夜校\ufffd的灯"
    assert json.loads(to_json(explain(made.document)))["meta"]["title"] == "夜校\ufffd的灯"


@pytest.mark.parametrize("line", ["祝安", "总则", "主持人：", "各位师傅：", "记者：好", "a\tb", "甲|乙|丙"])
def test_many_lines_alike_take_no_longer_each(line: str) -> None:
    source = plain.read(("修桥记\n" + f"{line}\n" * 6000).encode(), "text.txt")
    began = time.process_time()
    assert convert(source).ok
    assert time.process_time() - began < 10


def test_many_fields_on_one_line_take_no_longer_each() -> None:
    source = plain.read(("来源：望川文献网 2021/3/18" * 8000).encode(), "text.txt")
    began = time.process_time()
    assert convert(source).ok
    assert time.process_time() - began < 10


def test_the_pieces_of_a_line_that_was_cut_are_no_rows_of_a_table() -> None:
    """Each would have all the cells of the line."""
    text = (
        "会】 [_众笑] （播放《渡口的歌》） [众笑] 下湾\t24\t3 |---|:-:|---| | 上湾 | 31 | 12.5 | 会议由祝安主持，林小满作了记录。 一要 "
        "谁来撑船？ 二要 yè)务要熟，發言要短。桥是大家的，养桥是我们的。"
        "祝安指出：“渡口不能停。”根据《渡口管理办法》（以下简称《办法》），制定本细则。"
    )
    found = convert(plain.read(text.encode(), "cut.txt"))
    assert found.document is not None
    assert len(found.document.blocks) > 1
    assert found.ok


def test_a_line_set_apart_below_the_furniture_of_a_text_stays_there() -> None:
    """The first text of a collection ends with furniture, and the page has more of its own below that."""
    source = read("甲", "桥是大家的。", "上一篇", ("下一篇", "fw:related"), "乙", "养桥是我们的。")
    made = corrected(source, {1: "item", 3: "furniture", 5: "item"})
    assert made.ok
    assert words(made, "fw") == ["上一篇", "下一篇"]


def test_a_bracket_is_closed_in_a_collection_that_was_never_opened() -> None:
    made = convert(read("5篇", "二〇二一年三月*）"))
    assert made.ok


def test_the_head_is_read_in_the_language_that_a_person_names() -> None:
    source = read("修桥条例", "36.06.02校务会议通过，后来又作了三次修正！", "石桥由各村出工。")
    said = replace(source, corrections=Corrections((("lang", "zh-Hant"),), ()))
    assert words(convert(said), "docDate") == ["36.06.02校务会议通过，后来又作了三次修正！"]
    assert words(convert(source), "docDate") == []


@pytest.mark.parametrize("date", ["2021年×月×日", "2021年○月○日", "20○○年5月"])
def test_a_date_that_the_source_masks_is_one_whatever_the_sign(date: str) -> None:
    assert words(convert(read("关于修桥的讲话", date, "同志们：", "桥要在汛期以前修好。")), "docDate") == [
        date
    ]


def test_as_many_lines_with_a_label_as_there_are_take_linear_time() -> None:
    names = [
        f"{a}{b}{c}单"
        for a in "桥路水电河山石田林木花草"
        for b in "东西南北中上下左右前后内外"
        for c in "一二三四五六七八九十百千"
    ]
    lines = [f"{name}{n}：已经修好" for n in range(20) for name in names]
    before = time.process_time()
    assert convert(read("修桥的账", *lines)).ok
    assert time.process_time() - before < 5


def test_as_many_texts_as_a_table_of_contents_lists_take_linear_time() -> None:
    titles = [f"在第{n}个渡口座谈会上的讲话" for n in range(1, 601)]
    lines = ["目录", *(f"{title}……{n}" for n, title in enumerate(titles, 1))]
    for title in titles:
        lines += [
            title,
            "（2021年3月4日）",
            "孟长河",
            "同志们：",
            *["船要有人看，灯要有人点，水位要天天记。"] * 20,
        ]
    before = time.process_time()
    found = convert(read("渡口讲话汇编", *lines))
    assert time.process_time() - before < 5
    assert found.document
    assert len(found.document.parts) == 600


@pytest.mark.parametrize("value", ["望川  " * 40_000, "望川" + " " * 100_000 + "x"])
def test_a_source_of_many_blanks_takes_linear_time(value: str) -> None:
    before = time.process_time()
    assert convert(read("关于修桥的讲话", f"来源：{value}", "正文在这里。")).ok
    assert time.process_time() - before < 5


def test_a_title_of_signs_alone_is_repeated_by_no_numbered_line() -> None:
    found = convert(read("《》", "1、《》", "2、《》", "一个渡口，两岸人家，渡船来往不停。"))
    assert found.ok
    assert found.document
    assert len(found.document.parts) == 1


def test_the_sign_before_a_name_alone_under_a_title() -> None:
    found = convert(read("稿三篇", "○"))
    assert found.ok
    assert words(found, "titlePart") == ["稿三篇"]
