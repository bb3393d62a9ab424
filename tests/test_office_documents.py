"""Documents as offices make them: what their layout says becomes structure, and never hides the text."""

from __future__ import annotations

import pytest
from docx_samples import Docx, paragraph, style, text
from lxml import etree

from pipeline import convert
from pipeline.convert import Conversion
from pipeline.model import Source
from pipeline.readers import SUFFIXES
from pipeline.readers.layer import Layer

T = "{http://www.tei-c.org/ns/1.0}"
LONG = "养护员每月巡查不少于四次，汛期每天一次。发现险情，先封桥，再报告，巡查以后在巡查簿上签字。"
STYLES = (
    style("H1", "heading 1") + style("H2", "heading 2") + style("TOC1", "toc 1") + style("Title", "Title")
)


def source(*lines: tuple[str, ...] | str) -> Source:
    layer = Layer()
    for line in lines:
        found, *hints = (line,) if isinstance(line, str) else line
        layer.add(found, *hints)
    return layer.source(b"x", "a.pdf", "utf-8")


def word(*body: str) -> Source:
    return SUFFIXES[".docx"].read(Docx("".join(body), styles=STYLES).data(), "a.docx")


def lines_of(found: Source) -> list[tuple[str, tuple[str, ...]]]:
    return [(found.text[line.span.start : line.span.end], line.hints) for line in found.lines]


def heads(result: Conversion) -> list[tuple[int, str]]:
    """Level and heading of each section."""
    return [
        (len(list(head.iterancestors(f"{T}div"))), "".join(head.itertext()))
        for head in result.tei.iter(f"{T}head")
    ]


def title(result: Conversion) -> list[str]:
    return ["".join(part.itertext()) for part in result.tei.iter(f"{T}titlePart")]


def large(value: str, size: int) -> str:
    return paragraph(text(value, f'<w:sz w:val="{size}"/>'))


# --- titles


def test_the_name_printed_on_official_paper_is_not_the_title_however_large_it_is() -> None:
    result = convert(
        source(
            ("望川县人民政府文件", "title", "large", "center"), ("望政发〔2021〕7号", "center"),
            ("望川县人民政府", "large", "center"), ("关于做好石桥养护工作的通知", "large", "center"),
            "各乡镇人民政府：", LONG, "一、摸清底数", LONG, "二、落实责任", LONG,
        )
    )  # fmt: skip
    assert result.ok
    assert title(result) == ["望川县人民政府关于做好石桥养护工作的通知"]
    assert result.document is not None
    assert result.document.meta.docket == "望政发〔2021〕7号"
    assert heads(result) == [(1, "一、摸清底数"), (1, "二、落实责任")]


def test_a_title_of_three_characters_in_larger_type_is_not_taken_for_a_name() -> None:
    result = convert(word(large("石桥记", 44), paragraph("祝安"), *map(paragraph, (LONG, LONG))))
    assert title(result) == ["石桥记"]
    assert result.document is not None
    assert [person.name for person in result.document.persons] == ["祝安"]


# --- levels


def test_a_heading_style_in_which_whole_paragraphs_are_set_makes_no_headings() -> None:
    short = "油钱从木箱里出，年底剩下的钱买书。"
    result = convert(
        word(
            paragraph("夜校用灯的说明", style="Title"), paragraph("用灯", style="H1"), paragraph(LONG, style="H2"),
            paragraph("用油", style="H1"), paragraph(LONG, style="H2"), paragraph(short, style="H2"),
        )
    )  # fmt: skip
    assert heads(result) == [(1, "用灯"), (1, "用油")]
    assert short in ["".join(p.itertext()) for p in result.tei.iter(f"{T}p")]


def test_two_numbered_headings_in_bold_type_stay_two_in_a_text_of_broken_lines() -> None:
    broken = [
        "巡查的时候先看水位，再看桥墩，最后看栏杆，每一处都要用手摸一摸，不能只站在",
        "桥头望一眼就算完。",
    ] * 8
    heading = "（一）坚持先巡查后修缮，把桥墩、栏杆和桥面一起纳入每月的日常看护工作"
    below = "1.健全桥墩从巡查到修缮的全过程办法，做到有人看护、有人修缮"
    result = convert(
        source(*broken, (heading, "bold"), (below, "bold"), *broken, ("2.管好石料", "bold"), *broken)
    )
    found = [found for _, found in heads(result)]
    assert found[:2] == [heading, below]


# --- tables of contents


def test_a_typed_heading_goes_with_the_table_of_contents_below_it() -> None:
    found = word(
        paragraph("夜校章程", style="Title"), paragraph("目　录"), paragraph(),
        paragraph("一、办学\t1", style="TOC1"), paragraph("二、经费\t2", style="TOC1"),
        paragraph("一、办学", style="H1"), paragraph(LONG), paragraph("目录"), paragraph(LONG),
    )  # fmt: skip
    hints = [(line, kind) for line, kind in lines_of(found) if line]
    assert [line for line, kind in hints if "fw:contents" in kind] == ["目　录", "一、办学\t1", "二、经费\t2"]
    assert ("目录", ()) in hints


# --- tables


def cell(*lines: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, lines))}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def test_a_form_is_a_table_though_one_of_its_cells_holds_running_text() -> None:
    found = word(
        table(
            (cell("姓名"), cell("祝安"), cell("性别"), cell("男")),
            (cell("主要事迹"), cell(*[LONG] * 9)),
            (cell("单位意见"), cell("同意推荐。")),
        )
    )
    assert [line for line, hints in lines_of(found) if "row" in hints] == [
        "姓名\t祝安\t性别\t男", "主要事迹\t" + " ".join([LONG] * 9), "单位意见\t同意推荐。",
    ]  # fmt: skip


def test_a_table_that_only_places_running_text_is_no_table() -> None:
    found = word(table((cell("望川简报"), cell(*[LONG] * 9))))
    assert [hints for _, hints in lines_of(found)] == [()] * 10


# --- notes


@pytest.mark.parametrize(
    ("lines", "targets"),
    [
        (("甲¹乙", "1 第一页的注。", "丙¹丁", "1 第二页的注。"), ["1 第一页的注。", "1 第二页的注。"]),
        (("甲¹乙¹丙", "1 同一条注。"), ["1 同一条注。", "1 同一条注。"]),
        (("甲¹乙¹丙", "1 上一页的注。", "1 下一页的注。"), ["1 上一页的注。", "1 下一页的注。"]),
    ],
)
def test_a_raised_number_leads_to_its_note_where_each_page_counts_anew(
    lines: tuple[str, ...], targets: list[str]
) -> None:
    result = convert(source("看桥", *((n, "note") if n.startswith("1 ") else LONG + n for n in lines)))
    assert result.ok
    id_name = etree.QName("http://www.w3.org/XML/1998/namespace", "id")
    bodies = {f"#{p.get(id_name)}": "".join(p.itertext()) for p in result.tei.iter(f"{T}p")}
    assert [bodies[ref.get("target", "")] for ref in result.tei.iter(f"{T}ref")] == targets


def test_the_sign_of_a_power_is_no_reference() -> None:
    result = convert(source("看桥", LONG + "桥面一共30m²。", LONG + "甲²乙", ("2 见县志。", "note")))
    assert [ref.text for ref in result.tei.iter(f"{T}ref")] == ["²"]
