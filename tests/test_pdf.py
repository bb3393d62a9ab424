"""PDF: the paragraphs that were printed come back line by line, whatever the order in which a page was drawn."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import (
    RULES,
    SPEECH,
    TRANSCRIPT,
    Put,
    flat_odt,
    page_of_html,
    pdf,
    set_in_columns,
)

from pipeline import convert, load
from pipeline.model import Source
from pipeline.readers import SUFFIXES, ReadError

TEXTS = {"speech": SPEECH, "rules": RULES, "transcript": TRANSCRIPT}

pytestmark = pytest.mark.usefixtures("ideographs")


def source(data: bytes) -> Source:
    return SUFFIXES[".pdf"].read(data, "a.pdf")


def hinted(found: Source) -> list[tuple[str, tuple[str, ...]]]:
    lines = [(found.text[line.span.start : line.span.end], line.hints) for line in found.lines]
    return [line for line in lines if line[0]]


def body(found: Source) -> list[str]:
    """The lines of the text itself."""
    return [
        text for text, hints in hinted(found) if not any(h.startswith("fw:") or h == "note" for h in hints)
    ]


def hints_of(found: Source, text: str) -> tuple[str, ...]:
    return next(hints for line, hints in hinted(found) if line == text)


def furniture(found: Source) -> list[tuple[str, str]]:
    return [(h, text) for text, hints in hinted(found) for h in hints if h.startswith("fw:")]


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        source(data)
    return str(caught.value)


def column(
    *texts: str, x: float = 60.0, top: float = 520.0, step: float = 18.0, size: float = 12.0
) -> list[Put]:
    return [Put(x, top - i * step, text, size) for i, text in enumerate(texts)]


# --- paragraphs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("name", TEXTS)
def test_paragraphs_come_back_from_columns_over_several_pages(name: str, columns: int) -> None:
    lines = TEXTS[name].splitlines()
    pages = set_in_columns(lines, columns, across=24 // columns + 4, down=14)
    assert len(pages) >= 2
    assert body(source(pdf(pages))) == lines


@given(
    lengths=st.lists(st.integers(1, 90), min_size=4, max_size=24),
    columns=st.sampled_from([1, 2]),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=40)
def test_the_order_of_drawing_changes_nothing_and_no_character_is_lost(
    lengths: list[int], columns: int, order: random.Random
) -> None:
    signs = "书桥船灯河湾读写借还走停风雨山田"
    paragraphs = ["".join(order.choice(signs) for _ in range(n)) for n in lengths]
    pages = set_in_columns(paragraphs, columns, across=14, down=12)
    drawn = pdf(pages)
    for page in pages:
        order.shuffle(page)
    found, again = source(drawn), source(pdf(pages))
    assert (again.text, again.lines) == (found.text, found.lines)
    assert Counter("".join(paragraphs)) == Counter("".join(found.text.split()))


def test_a_paragraph_over_a_page_is_one_line_that_tells_where_the_page_begins() -> None:
    paragraph = "水从桥下过" * 30
    found = source(pdf(set_in_columns(["短的一段。", paragraph, "最后的一段。" * 8], across=20, down=6)))
    assert body(found)[1] == paragraph
    (hint,) = hints_of(found, paragraph)
    page, offset = hint.removeprefix("page:").split("@")
    # 5 lines of page 1 are the paragraph's, and the first one is set in by two characters
    assert (page, int(offset)) == ("2", 5 * 20 - 2)


def test_lines_without_indents_end_where_a_line_is_not_full() -> None:
    full = "渡船从早上六点开到晚上九点为止"
    lines = [full, full, "坐满就走。", full, "没有坐满也走。"]
    assert body(source(pdf([column(*lines)]))) == [full * 2 + "坐满就走。", full + "没有坐满也走。"]


def test_gaps_between_paragraphs_part_them_and_wide_gaps_are_empty_lines() -> None:
    full = "渡船从早上六点开到晚上九点为止"
    puts = [Put(60, y, full) for y in (520, 502, 476, 458, 400)]
    found = source(pdf([puts]))
    assert found.text.splitlines() == [full * 2, full * 2, "", full]


def test_a_heading_never_joins_the_text_below() -> None:
    head, full = "一、把书送到桥头去一直送到晚上", "渡船从早上六点开到晚上九点为止"
    bold = [Put(60, 520, head, bold=True), *column(full, full, full, "坐满就走。", top=502)]
    large = [Put(60, 520, head[:12], 15), *column(full, full, full, "坐满就走。", top=498)]
    for first, puts in ((head, bold), (head[:12], large)):
        found = source(pdf([puts]))
        assert body(found) == [first, full * 3 + "坐满就走。"]


def test_latin_words_keep_their_space_and_hyphenated_ones_are_whole_again() -> None:
    lines = ["the ferry of the village carries repre", "sentatives every day and", "前年来过"]
    cut = [lines[0] + "-", "sentatives every day and all of them", "paid for it."]
    puts = column(*cut)
    assert body(source(pdf([puts]))) == [
        "the ferry of the village carries representatives every day and all of them paid for it."
    ]


def test_full_width_headings_part_the_columns_above_from_those_below() -> None:
    def cells(sign: str, top: float) -> list[Put]:
        left = [Put(50, top - 18 * i, f"{sign}左{i}" + "文" * 9, 12) for i in range(4)]
        return [Put(220, p.y - 7, p.text.replace("左", "右"), 12) for p in left] + left

    across = Put(50, 430, "二、横贯两栏的一个很长的标题占满整个版心", 16)
    text = "".join(body(source(pdf([[*cells("下", 400), across, *cells("上", 520)]]))))
    marks = [
        text.index(mark) for mark in ("上左0", "上左3", "上右0", "上右3", "二、", "下左0", "下右0", "下右3")
    ]
    assert marks == sorted(marks)


def test_vertical_text_is_read_from_right_to_left() -> None:
    texts = ["各位鄉親大家好今天談談", "書的事情這件事辦了三年", "有不少體會。"]
    puts = [Put(340 - 20 * i, 540, text, vertical=True) for i, text in enumerate(texts)]
    assert body(source(pdf([puts[::-1]]))) == ["".join(texts)]


def test_a_page_that_was_turned_reads_as_any_other() -> None:
    texts = ["渡船从早上六点开到晚上九点", "坐满就走。"]
    turned = [Put(100 + 20 * i, 60, text, turn="0 1 -1 0") for i, text in enumerate(texts)]
    assert body(source(pdf([turned]))) == ["".join(texts)]


def test_text_that_runs_askew_is_kept_apart() -> None:
    stamp = Put(120, 200, "内部资料", 30, turn="0.7 0.7 -0.7 0.7")
    found = source(pdf([[*column("渡船从早上六点开到晚上九点", "坐满就走。"), stamp]]))
    assert furniture(found) == [("fw:rotated", "内部资料")]
    assert body(found) == ["渡船从早上六点开到晚上九点坐满就走。"]


def test_cells_of_a_table_are_parted_by_tabs() -> None:
    rows = [("村名", "书架", "册数"), ("石桥村", "2", "316"), ("柳家湾", "1", "142"), ("渡口", "3", "501")]
    puts = [Put(60 + 90 * c, 480 - 18 * r, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    found = hinted(source(pdf([[Put(60, 520, "各村书架一览"), *puts]])))
    assert [text for text, hints in found if "row" in hints] == ["\t".join(row) for row in rows]


def test_characters_outside_the_basic_plane_and_radicals_stay_what_they_are() -> None:
    assert body(source(pdf([column("𠮷字和⽂字")]))) == ["𠮷字和⽂字"]


# --- furniture and notes --------------------------------------------------------------------------


def _paged(count: int, head: str = "", foot: str = "", other: str = "") -> bytes:
    """Pages of one paragraph that runs through, with running head and foot ({n}: page); ``other`` on even ones."""
    full = "渡船从早上六点开到晚上九点为止"
    pages = []
    for n in range(1, count + 1):
        page = column(*[full] * 8, top=480)
        for text, y in (((other if n % 2 == 0 and other else head), 540), (foot, 40)):
            if text:
                page.append(Put(150, y, text.format(n=n), 9))
        pages.append(page)
    return pdf(pages)


def test_running_heads_and_page_numbers_stand_after_the_paragraph_that_they_interrupt() -> None:
    found = source(_paged(3, "河湾镇读书会", "— {n} —"))
    (paragraph,) = body(found)
    assert paragraph == "渡船从早上六点开到晚上九点为止" * 24
    assert furniture(found) == [
        ("fw:header", "河湾镇读书会"),
        ("fw:page", "— 1 —"),
        ("fw:header", "河湾镇读书会"),
        ("fw:page", "— 2 —"),
        ("fw:header", "河湾镇读书会"),
        ("fw:page", "— 3 —"),
    ]
    assert hints_of(found, "河湾镇读书会") == ("fw:header", "page:1")
    assert hints_of(found, paragraph) == ("page:2@120", "page:3@240")


def test_heads_may_differ_on_odd_and_even_pages() -> None:
    found = source(_paged(6, "河湾镇读书会", "{n}", other="第二卷"))
    kinds = Counter(furniture(found))
    assert (kinds["fw:header", "河湾镇读书会"], kinds["fw:header", "第二卷"]) == (3, 3)
    assert sum(count for (kind, _), count in kinds.items() if kind == "fw:page") == 6


@pytest.mark.parametrize(
    "foot", ["— 1 —", "第 1 页", "第 1 页 共 9 页", "1/9", "- 1 -", "第一页", "Page 1 of 9", "1"]
)
def test_a_single_page_has_a_number_too(foot: str) -> None:
    assert furniture(source(_paged(1, foot=foot))) == [("fw:page", foot)]


def test_lines_of_text_that_open_several_pages_are_no_running_heads() -> None:
    villages = ["石桥村", "柳家湾", "沙洲村", "东渡口", "西渡口"]
    pages = []
    for n, village in enumerate(villages):
        lines = [
            line for i in range(4) for line in (f"第 {4 * n + i} 條", f"{village}的渡船從早上開到晚上{i}點。")
        ]
        pages.append(column(*lines))
    found = source(pdf(pages))
    assert furniture(found) == []
    assert len(body(found)) == 5 * 8


def test_footnotes_follow_the_paragraph_and_are_no_part_of_it() -> None:
    full = "渡船从早上六点开到晚上九点为止"
    first = [
        *column(*[full] * 8),
        *column("① 见上年文化站的工作", "小结。", "② 同上。", top=90, step=12, size=9),
    ]
    found = source(pdf([first, column(full, "坐满就走。")]))
    assert body(found) == [full * 9 + "坐满就走。"]
    notes = [text for text, hints in hinted(found) if hints == ("note",)]
    assert notes == ["① 见上年文化站的工作小结。", "② 同上。"]
    assert hinted(found)[0][0] == body(found)[0]


def test_the_time_and_address_that_a_browser_prints_are_furniture_on_a_single_page_too() -> None:
    edges = [
        Put(30, 560, "2021/3/5 21:20", 8), Put(200, 560, "春灌通知 - 青禾县", 8),
        Put(30, 30, "http://qinghe.example/1.html", 8), Put(380, 30, "第 1 页", 8),
    ]  # fmt: skip
    full = "渡船从早上六点开到晚上九点为止"
    found = source(pdf([[*column(*[full] * 6, "坐满就走。", top=545), *edges]]))
    assert body(found) == [full * 6 + "坐满就走。"]
    assert [text for _, text in furniture(found)] == [edge.text for edge in edges]


def test_small_type_that_comes_back_at_the_edge_of_two_pages_is_furniture_close_to_the_text() -> None:
    full = "渡船从早上六点开到晚上九点为止"
    pages = [[Put(60, 540, f"文化站工作通报第{n}期", 8), *column(*[full] * 8, top=522)] for n in (1, 2)]
    found = source(pdf(pages))
    assert body(found) == [full * 16]
    assert len(furniture(found)) == 2


def test_the_issue_of_a_periodical_over_the_title_is_its_running_head() -> None:
    full = "渡船从早上六点开到晚上九点为止"
    text = [Put(150, 480, "渡口纪事", 18), *column(full, "坐满就走。", top=440)]
    assert furniture(source(pdf([[Put(150, 530, "河湾月刊 2021年第4期", 9), *text]]))) == [
        ("fw:header", "河湾月刊 2021年第4期")
    ]
    listed = column("河湾月刊 2021年第4期", "河湾月刊 2021年第5期", size=9)
    assert furniture(source(pdf([[*listed, *column(*[full] * 4, top=440)]]))) == []


def test_notes_at_the_foot_leave_the_paragraph_that_they_cut_and_a_list_of_sources_stays() -> None:
    left, right = 30.0, 220.0
    full = "渡船从早上六点开到晚上九"
    lines = [*column(*[full] * 12, x=left), *column(*[full] * 4, "坐满就走。", x=right)]
    lines[11] = Put(left, 520 - 11 * 18, full[:-1])
    lines.append(Put(left + 11 * 12, 520 - 11 * 18 + 6, "12", 10))
    lines += column("参考文献：", x=right, top=400)
    lines += column("[1] 渡口志", "[2] 河湾志", x=right, top=380, step=12, size=9)
    lines += [Put(left, 60, "12 见上年小结。", 9), Put(right, 60, "① 同上。", 9)]
    found = source(pdf([lines]))
    assert body(found)[0] == full * 11 + full[:-1] + "¹²" + full * 4 + "坐满就走。"
    assert [text for text, hints in hinted(found) if hints == ("note",)] == ["12 见上年小结。", "① 同上。"]
    assert body(found)[-2:] == ["[1] 渡口志", "[2] 河湾志"]


def test_a_line_whose_stop_hangs_into_the_gutter_is_cut_at_the_gutter() -> None:
    full = "渡船从早上六点开到晚上九"
    left, right = column(*["早" + full[1:]] * 8, x=30), column(*["晚" + full[1:]] * 8, x=192)
    left[0] = Put(30, 520, full + "。")
    found = source(pdf([[*left, *right]]))
    assert "".join(body(found)).startswith(full + "。早")


# --- hints and document information ---------------------------------------------------------------


def test_the_largest_line_of_page_one_is_the_title_and_bookmarks_name_headings() -> None:
    full = "渡船从早上六点开到晚上九点为止"
    page = [
        Put(102, 540, "渡口说明", 24),
        *column("一、班次", full, full, "坐满就走。", top=500),
        Put(60, 420, "二、票价", bold=True),
        Put(60, 390, full),
        Put(192, 350, "文化站"),
    ]
    found = source(pdf([page], outline=[("一、班次", 1), ("二、票价", 1), ("文化站", 2)]))
    assert hints_of(found, "渡口说明") == ("title", "large", "center", "page:1")
    assert hints_of(found, "一、班次") == ("h1",)
    assert hints_of(found, "二、票价") == ("h1", "bold")
    assert hints_of(found, "文化站") == ("right",)


def test_what_people_wrote_into_the_document_information_is_kept() -> None:
    page = [column("渡船从早上六点开到晚上九点为止")]
    info = {
        "Title": "渡口说明",
        "Author": "林小满",
        "Keywords": "渡船",
        "CreationDate": "D:20210318090000+08'00'",
    }
    said = (("title", "渡口说明"), ("author", "林小满"), ("keywords", "渡船"), ("created", "2021-03-18"))
    assert source(pdf(page, info)).meta == said
    for junk in ("Microsoft Word - 新建.doc", "无标题", "渡口.docx", "Untitled-1", "文档1"):
        assert source(pdf(page, {"Title": junk, "Author": "Administrator"})).meta == ()


# --- files that give no text, or not all of it ----------------------------------------------------


def test_pages_without_text_are_reported() -> None:
    found = source(pdf([column("前页。"), [], column("后页。"), []]))
    assert [(d.code, d.values) for d in found.diagnostics] == [("SRC119", (("pages", "2, 4"),))]
    assert hints_of(found, "后页。") == ("page:2", "page:3")


def test_what_cannot_be_read_is_refused_with_its_reason() -> None:
    assert refused(pdf([[], []])) == "SRC118: no text layer: scanned pages"
    text = [column("渡船从早上六点开到晚上九点为止")]
    assert refused(pdf(text, mapped=False)).startswith("SRC118: no text layer: most characters")
    assert refused(pdf(text, encrypt=True)) == "SRC122: encrypted: PDF needs a password"
    assert refused(b"%PDF-1.7\nnothing").startswith("SRC117: not a readable PDF file: ")
    assert refused(b"").startswith("SRC117")


@given(st.integers(0, 3000), st.binary(max_size=40))
@settings(max_examples=60)
def test_a_damaged_file_is_read_or_refused(at: int, noise: bytes) -> None:
    data = pdf([column("渡船从早上六点开到晚上九点为止", "坐满就走。")] * 2, outline=[("坐满", 1)])
    try:
        source(data[:at] + noise + data[at + len(noise) :])
    except ReadError as error:
        assert error.diagnostic.code in ("SRC117", "SRC118", "SRC122")  # noqa: PT017 (being read is right too)


@pytest.mark.parametrize("far", [1e5, 1e9, 1e30])
def test_what_a_broken_file_draws_far_outside_the_page_costs_no_more(far: float) -> None:
    puts = [
        *column(*["渡船从早上六点开到晚上九点"] * 8),
        Put(far, -far, "远处"),
        Put(60, 100, "大", size=far),
    ]
    text = source(pdf([puts])).text
    assert text.count("渡船从早上六点开到晚上九点") == 8


def test_the_time_for_a_long_paragraph_grows_with_its_length_alone() -> None:
    found = source(pdf(set_in_columns(["the ferry " * 4000], across=40, down=40)))
    (paragraph,) = body(found)
    assert paragraph.replace(" ", "") == "theferry" * 4000


def test_a_font_that_is_nowhere_is_named_as_characters_would_be_lost(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(set_in_columns(SPEECH.splitlines())))
    code = """
import ctypes, sys
import pypdfium2.raw as pdfium
from pipeline import load
pdfium.FPDF_DestroyLibrary()
folders = (ctypes.c_char_p * 2)(sys.argv[1].encode(), None)
kind = dict(pdfium.FPDF_LIBRARY_CONFIG._fields_)["m_pUserFontPaths"]
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=ctypes.cast(folders, kind)))
print(load(sys.argv[2]))
"""
    (tmp_path / "no fonts").mkdir()
    command = [sys.executable, "-c", code, str(tmp_path / "no fonts"), str(tmp_path / "a.pdf")]
    where = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert "SRC134: the font STSong-Light is neither in the file nor on this machine" in done.stderr, done


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [m for m in sys.modules if m.startswith(("pypdfium2", "pipeline.readers.pdf"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert refused(b"%PDF-1.7\n") == "SRC115: reading PDF needs pypdfium2: pip install 'wengao[pdf]'"


# --- what other programs print --------------------------------------------------------------------


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is needed")
        pytest.skip(f"{name} is not here")
    return found


def printed_by_browser(text: str, style: str, folder: Path) -> Path:
    page, made = folder / "a.html", folder / "a.pdf"
    page.write_text(page_of_html(text, style), encoding="utf-8")
    command = [_program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made


def printed_by_office(text: str, columns: int, folder: Path) -> Path:
    (folder / "a.fodt").write_text(flat_odt(text, columns, "河湾镇读书会"), encoding="utf-8")
    command = [_program("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "a.fodt")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "a.pdf"


def same_structure(path: Path, text: str, folder: Path) -> None:
    """The conversion is sound, and finds in the PDF what it finds in the plain text."""
    plain = folder / "plain.txt"
    plain.write_text(text, encoding="utf-8")
    made, wanted = convert(load(path)), convert(load(plain))
    assert made.ok
    assert made.document is not None
    assert wanted.document is not None
    assert made.document.meta.title == wanted.document.meta.title
    assert _outline(made.tei) == _outline(wanted.tei)


def _outline(tei: object) -> list[tuple[str, str]]:
    """Every heading, paragraph, item and speech of the body, without running heads."""
    from lxml import etree

    assert isinstance(tei, etree._Element)
    names = {"head", "p", "label", "speaker", "salute"}
    found = []
    for element in tei.iter("{*}head", "{*}p", "{*}label", "{*}speaker", "{*}salute"):
        name = etree.QName(element).localname
        inside = element.xpath("ancestor::*[local-name()='body']")
        if inside and name in names:
            text = element.xpath("string()")
            found.append((name, "".join(str(text).split())))
    return found


@pytest.mark.parametrize(
    "style", ["", "body {columns: 2; column-gap: 8mm}"], ids=["one column", "two columns"]
)
@pytest.mark.parametrize("name", TEXTS)
def test_what_a_browser_prints_is_the_text(name: str, style: str, tmp_path: Path) -> None:
    path = printed_by_browser(TEXTS[name], style, tmp_path)
    found = load(path)
    lines = TEXTS[name].splitlines()
    assert [line.replace("\u3000", " ") for line in body(found)] == [
        line.replace("\u3000", " ") for line in lines
    ]
    assert {"title", "large"} <= set(hints_of(found, lines[0]))
    same_structure(path, TEXTS[name], tmp_path)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("name", TEXTS)
def test_what_an_office_program_prints_is_the_text(name: str, columns: int, tmp_path: Path) -> None:
    path = printed_by_office(TEXTS[name], columns, tmp_path)
    found = load(path)
    lines = TEXTS[name].splitlines()
    assert body(found) == lines
    assert {"title", "h1", "large"} <= set(hints_of(found, lines[0]))
    pages = sum(kind == "fw:page" for kind, _ in furniture(found))
    assert pages >= 3
    heads = [("fw:header", "河湾镇读书会"), ("fw:page", "第 {} 页")]
    assert furniture(found) == [(kind, text.format(n)) for n in range(1, pages + 1) for kind, text in heads]
    assert convert(found).ok
