"""PDFs of office documents: tables, lists, contents, notes and the lines at a letter's end are what a reader sees."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pdf_samples import Drawn, Put, pdf, set_in_columns

from pipeline.readers import SUFFIXES

pytestmark = pytest.mark.usefixtures("ideographs")

PROSE = (
    "石桥是望川两岸群众往来的要道，冬天冰冻，春天涨水，桥面和桥墩都要有人看、有人修，不能等到桥坏了才想起它来。",
    "各乡镇要把辖区内的石桥逐座登记，写明修建年代、桥长桥宽、现有损坏和看护人姓名，登记簿一式两份，当天处置。",
    "养护员每月巡查不少于四次，汛期每天一次，巡查时看水位、看桥墩、看栏杆，并在巡查簿上签字，发现险情先封桥。",
)
Found = list[tuple[str, tuple[str, ...]]]


def read(*pages: Sequence[Put | Drawn]) -> Found:
    source = SUFFIXES[".pdf"].read(pdf(pages), "a.pdf")
    lines = [(source.text[line.span.start : line.span.end], line.hints) for line in source.lines]
    return [line for line in lines if line[0]]


def texts(found: Found) -> list[str]:
    return [line for line, hints in found if not any(hint.startswith("fw:") for hint in hints)]


def below(*lines: Put) -> Found:
    """Paragraphs of running text, and other lines under them."""
    (page,) = set_in_columns(PROSE, 1, 24, 20)
    return read([*page, *lines])


# --- tables that are ruled


def grid(*, filled: bool) -> list[Drawn]:
    """Three rows; the second column of the first is parted in two below, the first cell reaches over two rows."""
    lines = [(40, 500, 340, 500), (140, 470, 340, 470), (40, 420, 340, 420), (40, 380, 340, 380)]
    lines += [(40, 380, 40, 500), (140, 380, 140, 500), (240, 380, 240, 470), (340, 380, 340, 500)]
    thick = 0.8 if filled else 0.0
    return [
        Drawn(x0, y0, x1 + thick * (y0 == y1 or 1), y1 + thick, filled) if filled else Drawn(x0, y0, x1, y1)
        for x0, y0, x1, y1 in lines
    ]


@pytest.mark.parametrize("filled", [False, True])
def test_the_lines_of_a_table_say_what_stands_in_its_cells(filled: bool) -> None:
    cells = [
        Put(50, 440, "河湾镇"), Put(150, 480, "巡查情况"), Put(150, 450, "石桥三十座，木"), Put(150, 432, "桥七座"),
        Put(250, 450, "看护人："), Put(250, 432, "祝安"), Put(50, 395, "柳家湾"),
    ]  # fmt: skip
    found = read([Put(40, 540, "石桥养护情况"), *grid(filled=filled), *cells, Put(40, 350, "以上。")])
    assert [line for line, _ in found] == [
        "石桥养护情况", "河湾镇\t巡查情况", "\t石桥三十座，木桥七座\t看护人： 祝安", "柳家湾\t\t", "以上。",
    ]  # fmt: skip
    assert [("row" in hints) for _, hints in found] == [False, True, True, True, False]


def test_a_frame_around_a_page_and_a_rule_under_a_letterhead_make_no_table() -> None:
    (page,) = set_in_columns(PROSE, 1, 24, 20)
    frame = [
        Drawn(20, 20, 400, 20),
        Drawn(20, 570, 400, 570),
        Drawn(20, 20, 20, 570),
        Drawn(400, 20, 400, 570),
    ]
    assert texts(read([*page, *frame, Drawn(20, 555, 400, 555)])) == list(PROSE)


def test_names_side_by_side_under_a_text_are_no_columns() -> None:
    signed = [
        ("甲方（盖章）：", "乙方（盖章）："),
        ("代表人：", "代表人："),
        ("日期：三月一日", "日期：三月一日"),
    ]
    lines = [
        Put(x, 200 - 22 * n, cell)
        for n, row in enumerate(signed)
        for x, cell in zip((30, 230), row, strict=True)
    ]
    assert texts(below(*lines))[3:] == ["\t".join(row) for row in signed]


# --- lists


@pytest.mark.parametrize(
    "items",
    [
        [("1.", "东渡口下移二十米；"), ("2.", "西渡口加修石阶；"), ("3.", "柳家湾渡口加装护栏。")],
        [("(a)", "重鋪防波堤護面；"), ("(b)", "增設登岸梯級；以及"), ("(ii)", "改善照明。")],
    ],
    ids=["numbers", "letters"],
)
def test_signs_at_a_tab_stop_are_the_markers_of_a_list(items: list[tuple[str, str]]) -> None:
    lines = [
        Put(54 + 40 * i, 250 - 22 * n, cell) for n, row in enumerate(items) for i, cell in enumerate(row)
    ]
    found = below(*lines)[3:]
    assert [(line.split(), "row" in hints) for line, hints in found] == [([*row], False) for row in items]


def test_bullets_of_a_font_of_signs_open_their_lines_and_are_what_is_seen() -> None:
    bullets = [Put(54, 250 - 22 * n, "\uf0b7", sign=True) for n in range(2)]
    words = [Put(76, 250, "责任不清，桥坏了没有人报，报了没有人修"), Put(76, 228, "经费不足")]
    assert texts(below(*bullets, *words))[3:] == ["• 责任不清，桥坏了没有人报，报了没有人修", "• 经费不足"]


# --- what stands apart


def test_a_table_of_contents_is_furniture_with_its_heading() -> None:
    entries = ["一、办学" + "." * 30 + "1", "（一）灯" + "." * 30 + "2", "二、经费" + "……" * 6 + " 12"]
    contents = [Put(160, 560, "目　录"), *(Put(30, 540 - 18 * n, e) for n, e in enumerate(entries))]
    found = read([*contents, Put(54, 400, "夜校开在旧粮站的二楼。")])
    assert [line for line, hints in found if "fw:contents" in hints] == ["目　录", *entries]
    assert texts(found) == ["夜校开在旧粮站的二楼。"]


def test_rows_that_end_in_numbers_are_no_contents_without_its_heading() -> None:
    rows = [Put(x, 540 - 18 * n, t) for n in range(3) for x, t in ((30, f"石桥{n}"), (300, f"{n + 7}"))]
    assert not any("fw:contents" in hints for _, hints in read(rows))


def test_each_line_at_the_right_margin_stands_for_itself() -> None:
    right = 390
    lines = ["望川县人民政府", "2021年11月5日"]
    puts = [Put(right - 12 * 7, 200 - 22 * n, line) for n, line in enumerate(lines)]
    assert texts(below(*puts, Put(30, 156, "（此件公开发布）")))[3:] == [*lines, "（此件公开发布）"]


def test_small_type_well_over_the_title_of_a_single_page_is_its_running_head() -> None:
    title = Put(130, 330, "石桥养护纪要", 24)
    body = [Put(54, 270 - 22 * n, line) for n, line in enumerate(PROSE)]
    found = read([Put(150, 380, "望川县人民政府公报", 8), title, *body])
    assert found[0][0] == "望川县人民政府公报"
    assert "fw:header" in found[0][1]
    found = read([Put(54, 380, "附件1", 8), title, *body])
    assert "fw:header" not in found[0][1]


def test_a_short_sentence_at_the_foot_of_many_pages_is_text() -> None:
    pages = []
    for _ in range(4):
        (page,) = set_in_columns(PROSE, 1, 24, 20)
        last = min(put.y for put in page)
        pages.append([*page, Put(page[-1].x, last - 22.5, "结果公布。", page[-1].size)])
    assert sum(line.count("结果公布。") for line in texts(read(*pages))) == 4


def test_a_centred_paragraph_of_two_lines_is_one() -> None:
    (page,) = set_in_columns(PROSE, 1, 24, 20)
    size = page[0].size
    full, rest = "书是旧的话是新的今天说三件事都是渡口上看见的听见的", "也是大家知道的。"
    low = min(put.y for put in page) - 3 * size
    two = [Put(30, low, full[:24], size), Put(30 + 8 * size, low - 1.5 * size, rest, size)]
    assert texts(read([*page, *two]))[3:] == [full[:24] + rest]


# --- notes


def test_a_raised_number_is_written_as_one_and_finds_its_note_at_the_foot() -> None:
    (page,) = set_in_columns(PROSE, 1, 24, 20)
    size = page[0].size
    low = min(put.y for put in page) - 1.5 * size
    text = [
        Put(30 + 2 * size, low, "看桥三年", size), Put(30 + 6 * size, low + 0.5 * size, "12", 0.55 * size),
        Put(30 + 6.6 * size, low, "，修桥一世。", size),
    ]  # fmt: skip
    notes = [Put(30, 90, "12 《望川县志》卷三。", 0.7 * size)]
    found = read([*page, *text, *notes])
    assert [(line, "note" in hints) for line, hints in found][3:] == [
        ("看桥三年¹²，修桥一世。", False), ("12 《望川县志》卷三。", True),
    ]  # fmt: skip


def test_a_list_of_sources_in_smaller_type_is_no_footnotes() -> None:
    small = [Put(30, 220 - 14 * n, f"[{n + 1}] 林小满：《望川桥记》，望川书局。", 9) for n in range(2)]
    assert not any("note" in hints for _, hints in below(Put(30, 240, "参考文献"), *small))
