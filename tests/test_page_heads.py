"""The title of a page, its imprint and its subheads where no element says so, and what stands around them."""

from __future__ import annotations

import pytest
from page_read import lines, page, set_aside, shown

from pipeline.readers.html.rules import undrawn

PROSE = [
    "春灌开始以来，全县已放水三次，浇地两万亩，没有一户误了农时。",
    "各乡要继续巡渠，发现漏水当天修好。",
]
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)
WINDOW = "<title>让渠水流起来_青禾网</title>"
SITE = "<title>青禾县水利信息网</title>"


def hints(body: str, head: str = SITE) -> dict[str, tuple[str, ...]]:
    """The hints of each line of text."""
    return {found[0]: found[1:] for found in lines(page(body, head)) if found[0]}


@pytest.mark.parametrize(
    "title", ["<div class=art_title>{}<br>{}</div>", "<p align=middle>{}<br>{}</p>", "<p><b>{}<br>{}</b></p>"]
)
def test_a_title_set_apart_over_date_and_source_is_marked_whatever_the_window_is_called(title: str) -> None:
    head = title.format("青禾县人民政府关于", "做好春灌工作的通知")
    found = hints(f"{head}<div>2021-03-05　来源：县水利局</div><div id=zoom>{TEXT}</div>")
    assert [line for line, has in found.items() if "h1" in has] == [
        "青禾县人民政府关于",
        "做好春灌工作的通知",
    ]
    assert list(found)[2:] == ["2021-03-05　来源：县水利局", *PROSE]


def test_a_block_called_the_title_is_one_over_the_number_of_a_letter_and_over_addressees() -> None:
    for below in ("青政发〔2021〕3号", "各乡镇人民政府："):
        found = hints(f"<div class=tit>关于做好春灌工作的通知</div><p>{below}</p>{TEXT}")
        assert "h1" in found["关于做好春灌工作的通知"]


def test_the_heading_of_a_list_of_links_is_no_title() -> None:
    links = "<a href=/1>关于发布公告的通知 2021-03-01</a><br>"
    found = hints(f"<div class=title>通知公告</div>{links}<h1>春灌简报</h1>{TEXT}")
    assert "h1" not in found["通知公告"]


def test_bold_lines_in_the_middle_of_the_page_are_subheads_between_paragraphs() -> None:
    sub = "<p align=center><b>{}</b></p>"
    found = hints(
        f"<h1>春灌简报</h1>{TEXT}{sub.format('修渠')}<p>渠修好了。</p>{sub.format('第二章 附则')}<p>完。</p>"
    )
    assert "h3" in found["修渠"]
    assert "h3" not in found["第二章 附则"]  # its number tells its level


def test_elements_part_the_fields_under_a_title_and_counters_and_buttons_are_furniture() -> None:
    fields = "<span>发布时间：2021-03-05</span><span>来源：县水利局</span><span>浏览次数：<i>12</i></span><i>字号：[大 小]</i>"
    source = page(f"<h1>春灌简报</h1><p>{fields}</p>{TEXT}")
    assert shown(source) == ["春灌简报", "发布时间：2021-03-05 来源：县水利局", *PROSE]
    assert [line[0] for line in set_aside(source)] == ["浏览次数：12", "字号：[大 小]"]


def test_a_label_in_a_sentence_parts_nothing() -> None:
    sentence = "下列数据<b>来源：</b>县统计局，<b>浏览：</b>可到现场。"
    assert (
        shown(page(f"<h1>春灌简报</h1><p>{sentence}</p>{TEXT}"))[1]
        == "下列数据来源：县统计局，浏览：可到现场。"
    )


def test_times_at_which_the_parts_of_a_live_report_were_sent_are_furniture() -> None:
    said = [f"<p>李明：{line}</p><span>2021-03-05 10:0{n}:21</span>" for n, line in enumerate(PROSE * 2)]
    source = page(f"<h1>春灌发布会</h1>{''.join(said)}")
    assert {line[1] for line in set_aside(source)} == {"fw:cue"}
    assert len(shown(source)) == 5


def test_the_account_of_an_article_publishes_it() -> None:
    site = "<meta property=og:site_name content=微信公众平台>"
    source = page(f"<h1 id=activity-name>春灌简报</h1><a id=js_name> 青禾水利 </a>{TEXT}", site)
    assert dict(source.meta)["publisher"] == "青禾水利"


def test_what_the_style_sheet_of_a_page_hides_is_not_drawn() -> None:
    style = "<style>.hide{display:none}.tab{display:none}.tab.on{display:block}</style>"
    source = page(f"<h1>春灌简报</h1><p class=hide>分享给好友</p><div class='tab on'>{TEXT}</div>", style)
    assert set_aside(source) == [("分享给好友", "fw:hidden")]
    assert shown(source) == ["春灌简报", *PROSE]


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        (".a, #b{color:red;display : NONE}", {".a", "#b"}),
        ("/* .a{display:none} */.b{}", set()),
        (".a{display:none}/* .b{display:none}", {".a"}),
        ("<!-- .a{display:none} -->", {".a"}),
        ("@charset 'utf-8';@import url(x.css);.a{display:none}", {".a"}),
        ("@media print{.a{display:none}.b{x:y}}.c{display:none}", {".c"}),
        ("p.a{display:none}.b .c{display:none}.d{display:none}.d:hover{display:block}", set()),
        ("}}{.a{display:none", set()),
    ],
)
def test_only_plain_rules_for_every_medium_hide_a_name(sheet: str, found: set[str]) -> None:
    assert undrawn([sheet]) == found


def test_a_term_and_what_is_said_of_it_are_one_line_where_a_colon_joins_them() -> None:
    source = page(
        f"<h1>春灌发布会</h1><dl><dt>时间：</dt><dd>上午</dd><dt>水库</dt><dd>蓄水的湖</dd></dl>{TEXT}"
    )
    assert shown(source)[1:4] == ["时间：上午", "水库", "蓄水的湖"]


def test_what_wechat_sets_apart_under_a_title_is_a_line_each() -> None:
    meta = "<span class='rich_media_meta'>原创</span>\n<em class='rich_media_meta'>2021-03-05 10:00</em>"
    source = page(f"<h1>春灌简报</h1><div>{meta}</div>{TEXT}")
    assert shown(source) == ["春灌简报", "2021-03-05 10:00", *PROSE]


@pytest.mark.parametrize("day", ["2023-05-10", "中華民國112年5月10日", "民國112年5月10日"])
def test_the_day_over_the_heading_belongs_to_the_text(day: str) -> None:
    prose = "<p>渡口的燈換過了，夜裡過渡的人遠遠就看得見，不必再喊船，也不必再等對岸的人點火。</p>" * 3
    source = page(f'<main><div class="date">{day}</div><h2>渡口換燈</h2><article>{prose}</article></main>')
    assert shown(source)[:2] == [day, "渡口換燈"]


def test_the_title_cell_of_the_table_of_details_names_the_title_below() -> None:
    rows = (
        "<tr><td>索引号</td><td>0001</td><td>文号</td><td>青政发〔2021〕3号</td></tr>"
        "<tr><td>标题</td><td>关于做好春灌工作的通知</td><td>发布日期</td><td>2021-03-05</td></tr>"
    )
    body = f"<table>{rows}</table><p align=center><b>关于做好春灌工作的通知</b></p><p>各乡镇：</p>{TEXT}"
    assert "h1" in hints(body)["关于做好春灌工作的通知"]
    assert dict(page(body, SITE).meta)["title"] == "关于做好春灌工作的通知"


@pytest.mark.parametrize(
    ("above", "window"),
    [
        ("<h1>领导讲话</h1>", "让渠水流起来 | 青禾网"),
        ("<h1>青禾网</h1>", "让渠水流起来 | 青禾网"),
        ("<h1>领导讲话</h1>", "让渠水流起来_领导讲话_青禾网"),
        ("<h1><a href=/>管水人老周的日记本</a></h1>", "让渠水流起来_管水人_日记网"),
    ],
)
def test_a_main_heading_that_names_a_section_or_site_is_no_title(above: str, window: str) -> None:
    text = "<h3>修渠</h3>".join([TEXT, TEXT])
    source = page(f"{above}<h2>让渠水流起来</h2><div>2021-03-05</div>{text}", f"<title>{window}</title>")
    assert shown(source)[:2] == ["让渠水流起来", "2021-03-05"]
    assert dict(source.meta)["title"] == "让渠水流起来"


def test_tags_that_are_set_as_headings_under_the_title_are_furniture() -> None:
    tags = "<div>标签：<h3><a href=/1>春灌</a></h3><h3><a href=/2>水渠</a></h3></div>"
    source = page(f"<h1>让渠水流起来</h1><p>(2021-03-05 08:21:00)</p>{tags}{TEXT}", WINDOW)
    assert set_aside(source) == [("春灌", "fw:nav"), ("水渠", "fw:nav")]


def test_a_window_that_names_the_site_first_ends_with_the_title() -> None:
    source = page(f"<div>2021-03-05</div>{TEXT}", "<title>青禾政府网-领导讲话-让渠水流起来</title>")
    assert dict(source.meta)["title"] == "让渠水流起来"


@pytest.mark.parametrize(
    ("elements", "line"),
    [
        ("<span>2021-03-05</span><span>青禾日报</span><a>作者：周明</a>", "2021-03-05 青禾日报 作者：周明"),
        (
            "<i><em> 2021</em></i><i><em>03</em>/<em>05</em></i><b>08:21:00</b>",
            "2021 03/05 08:21:00",
        ),
        ("<b>2021</b><span>年春灌</span>", "2021年春灌"),
        ("<b>2021</b>-<b>03</b>-<b>05</b>", "2021-03-05"),
        ("<b>2021-03-05</b><b>，</b>春灌", "2021-03-05，春灌"),
    ],
)
def test_elements_behind_a_date_are_parted_where_only_a_style_sheet_does_so(elements: str, line: str) -> None:
    assert shown(page(f"<h1>春灌简报</h1><div>{elements}</div>{TEXT}"))[1] == line


def test_terms_that_label_an_imprint_and_their_values_are_cells_of_a_row() -> None:
    source = page(f"<h1>春灌简报</h1><dl><dt>来源<dd>青禾日报<dt>发布时间<dd>2021-03-05</dl>{TEXT}")
    assert shown(source)[1:3] == ["来源\t青禾日报", "发布时间\t2021-03-05"]


def test_buttons_to_begin_printing_are_no_title_over_the_date() -> None:
    tools = "<div><a href=javascript:1>[开始打印]</a> <a href=javascript:2>[关闭本页]</a></div>"
    source = page(f"<h2 align=center>让渠水流起来</h2>{tools}<p align=center>2021-03-05　青禾日报</p>{TEXT}")
    assert shown(source)[:2] == ["让渠水流起来", "2021-03-05　青禾日报"]
