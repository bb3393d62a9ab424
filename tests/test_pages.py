"""Pages as Chinese sites build them: what surrounds a text is set aside, and nothing of the text with it."""

from __future__ import annotations

import time

import pytest
from page_read import codes, lines, page, set_aside, shown
from page_texts import NOTICE, SPEECH

from pipeline.readers.html.words import is_day, kind_of_line

BODY = SPEECH.splitlines()
TITLE = "停水通知"
SHORT = ["因管道检修，明日镇区停水。", "请居民提前储水。"]
WINDOW = f"<title>{TITLE}-青禾县水务局</title>"
MENU = "<div><a href=/>首页</a><a href=/1>公开</a></div>"
FOOT = "<div>青禾县水务局 版权所有</div>"


def paragraphs(texts: list[str]) -> str:
    """Each line as a paragraph."""
    return "".join(f"<p>{text}</p>" for text in texts)


def kinds(body: str, head: str = "") -> dict[str, str]:
    """The kind of each line of furniture."""
    return {found[0]: found[1].removeprefix("fw:") for found in set_aside(page(body, head))}


# --- what belongs to the text ------------------------------------------------------------------------

DETAILS = (
    "<table><tr><td>索 引 号：</td><td>QH-7</td><td>主题分类：</td><td>水利</td></tr>"
    "<tr><td>发文机关：</td><td>青禾县水务局</td><td>成文日期：</td><td>2021-03-05</td></tr></table>"
)
ROWS = ["索 引 号：\tQH-7\t主题分类：\t水利", "发文机关：\t青禾县水务局\t成文日期：\t2021-03-05"]


@pytest.mark.parametrize("name", ["overview_header", "info", "toolbar"])
@pytest.mark.parametrize("between", ["", "<ul><li><a href=#>原文</a><li><a href=/2>解读</a></ul>"])
def test_the_table_of_details_above_a_document_is_text_whatever_its_block_is_called(
    name: str, between: str
) -> None:
    source = page(
        f"{MENU}<div class={name}>{DETAILS}</div>{between}<h1>{TITLE}</h1>{paragraphs(SHORT)}{FOOT}", WINDOW
    )
    assert shown(source) == [*ROWS, TITLE, *SHORT]


def test_a_table_of_details_may_be_a_list_of_terms() -> None:
    terms = "<dl class=header><dt>索引号：<dd>QH-7<dt>文号：<dd>青水〔2021〕3号</dl>"
    body = f"<div id=zoom>{paragraphs(SHORT)}</div>"
    source = page(f"{terms}{MENU}<h1>{TITLE}</h1>{body}{FOOT}", WINDOW)
    assert shown(source) == ["索引号：QH-7", "文号：青水〔2021〕3号", TITLE, *SHORT]


def test_blocks_in_the_text_that_hold_prose_alone_stay_text_whatever_they_are_called() -> None:
    half = len(BODY) // 2
    source = page(
        f"{MENU}<h1>{BODY[0]}</h1><p>{BODY[1]}</p><div class=hot-topic>{paragraphs(BODY[2:half])}</div>"
        f"<blockquote class=share>{paragraphs(BODY[half:-2])}</blockquote>{paragraphs(BODY[-2:])}"
    )
    assert shown(source) == BODY


@pytest.mark.parametrize("tag", ["footer", "div class=art-foot"])
def test_a_foot_with_nothing_but_signature_and_date_is_text(tag: str) -> None:
    name = tag.split()[0]
    *body, signed, date = NOTICE.splitlines()
    source = page(
        f"{MENU}<div>{paragraphs(body)}</div><{tag}><p>{signed}</p><p>{date}</p></{name}>{FOOT}", WINDOW
    )
    assert shown(source) == [*body, signed, date]


def test_sentences_woven_from_links_are_text() -> None:
    woven = (
        "<a href=/1>民国十二年</a>，<a href=/2>何文渊</a>等人在<a href=/3>柳塘</a>修建了<a href=/4>石桥</a>。"
    )
    found = "民国十二年，何文渊等人在柳塘修建了石桥。"
    source = page(
        f"{MENU}<h1>柳塘</h1><p>{woven}</p><p>{woven}</p><p>桥长八十米，至今完好。</p><p><a href=/5>全文可以在馆内阅览。</a></p>"
    )
    assert shown(source) == [
        "柳塘",
        *[found] * 2,
        "桥长八十米，至今完好。",
        "全文可以在馆内阅览。",
    ]
    assert shown(page(f"{MENU}<h1>柳塘</h1><p>{woven}</p>{FOOT}")) == ["柳塘", found]


@pytest.mark.parametrize(
    ("opening", "head"),
    [
        (["以自律之心 行致远之路", "——在开学典礼上的讲话"], "<title>在开学典礼上的讲话-青山大学</title>"),
        (["经济委员会会议记录"], "<title>公报查询</title>"),
        (["来源：青禾日报", "2021-03-05 08:21", TITLE], WINDOW),
    ],
)
def test_all_lines_of_a_title_and_the_source_above_it_are_text(opening: list[str], head: str) -> None:
    *above, title = opening
    cells = {
        0: f"<tr><td><b>{title}</b></td></tr>",
        1: f"<tr><td><h1>{above and above[0]}</h1><h2>{title}</h2></td></tr>",
        2: "<tr><td><div class=header>" + "".join(f"<div>{x}</div>" for x in above) + f"<h1>{title}</h1></div></td></tr>",
    }  # fmt: skip
    source = page(
        f"<table><tr><td><a href=/>首页</a></td></tr>{cells[len(above)]}<tr><td id=vsb_content_2>{'<br>'.join(SHORT)}</td></tr></table>",
        head,
    )
    assert shown(source) == [*opening, *SHORT]


def test_prose_before_the_titled_block_is_text_unless_it_is_a_column_with_links() -> None:
    notice = NOTICE.splitlines()
    plan = f"<div><p align=center><b>{TITLE}</b></p>{paragraphs(SHORT)}</div>"
    longer = plan.replace("</div>", paragraphs(BODY[2:]) + "</div>")
    assert shown(page(f"{MENU}<div>{paragraphs(notice)}</div>{longer}", WINDOW)) == [
        *notice,
        TITLE,
        *SHORT,
        *BODY[2:],
    ]
    column = f"<td><b>单位简介</b><br>{'<br>'.join(notice[3:5])}<br><a href=/j>[详细]</a></td><td>{plan}</td>"
    assert shown(page(f"{MENU}<table><tr>{column}</tr></table>{FOOT}", WINDOW)) == [TITLE, *SHORT]


def test_a_cell_of_paragraphs_keeps_them_and_the_other_rows_are_rows() -> None:
    source = page(
        "<table><tr><td>时间<td>2020年5月8日<tr><td>地点<td>三楼<tr><td>主持<td>周明礼"
        f"<tr><td>内容<td>{paragraphs([*SHORT, '各村要通知到户。'])}</table>"
    )
    assert lines(source) == [
        ("时间\t2020年5月8日", "row"),
        ("地点\t三楼", "row"),
        ("主持\t周明礼", "row"),
        ("内容",),
        *((text,) for text in [*SHORT, "各村要通知到户。"]),
    ]


@pytest.mark.parametrize(
    "block",
    [
        paragraphs(["山那边的云", "轻轻落在父亲的肩上", "他不说话", "只把锄头举得更高"]),
        "<table><tr><th>日期<th>教师<th>课题<tr><td>3月2日<td>周明礼<td>背影<tr><td>3月3日<td>何秀兰<td>勾股定理</table>",
    ],
)
def test_a_poem_or_a_table_under_the_title_is_the_text_of_a_page_without_prose(block: str) -> None:
    source = page(f"{MENU}<h2>{TITLE}</h2>{block}{FOOT}", WINDOW)
    assert shown(source)[0] == TITLE
    assert [found[1:] for found in set_aside(source)] == [("fw:nav",), ("fw:footer",)]
    assert codes(source) == []


# --- what does not -----------------------------------------------------------------------------------


def test_columns_beside_a_short_notice_are_furniture() -> None:
    menu = "".join(f"<li><a href=/{n}>法规、文件{n}</a>" for n in range(40))
    source = page(
        f"<div>欢迎访问青禾县水务局网站！今天是：2020年6月1日</div><ul>{menu}</ul><div><h4>公告</h4><ul><li><a href=/t>{TITLE}</a>"
        f"</ul><p>电话：0000-0000000</p><p>地址：解放路12号，邮编000000。</p></div><div><div>{TITLE}</div>{paragraphs(SHORT)}</div>{FOOT}",
        WINDOW,
    )
    assert shown(source) == [TITLE, *SHORT]


@pytest.mark.parametrize("name", ["", "class=cmt"])
def test_comments_longer_than_the_article_are_furniture(name: str) -> None:
    heading = "" if name else "<h3>网友评论</h3>"
    comment = "<p>这件事我早就想说了，希望有关部门重视起来，不要总是推来推去。</p><a href=#>回复</a>"
    source = page(
        f"{MENU}<div><div><h1>{TITLE}</h1>{paragraphs(SHORT)}</div><div {name}>{heading}{comment * 9}</div></div>",
        WINDOW,
    )
    assert shown(source) == [TITLE, *SHORT]


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("<h3>您可能也喜欢</h3><ul><li><a href=1>晒秋</a></ul>", "related"),
        ("<h3>解读</h3><ul><li><a href=1>一图读懂</a></ul>", "related"),
        ("<p>标签：<a href=1>农业</a></p>", "related"),
        ("<div><a href=#>微博</a><a href=#>空间</a></div>", "related"),
        ("<div><a class=cur>1</a><a href=2>2</a><a href=2>下一页</a></div>", "nav"),
        ("<div class=ggads><p>免费领取资料，点击就送。</p></div>", "aside"),
        ("<amp-ad><div>恭喜发财，点击就送。</div></amp-ad>", "aside"),
        (f"<div class='hot-comments'><p>{'这件事我早就想说了，希望重视。' * 5}</p></div>", "comments"),
        ("<div class='modal fade'><p>您好，请先登录。</p></div>", "aside"),
    ],
)
def test_what_sites_put_after_or_into_a_text_is_furniture(block: str, kind: str) -> None:
    body = f"<h1>{TITLE}</h1>{paragraphs(SHORT)}{block}"
    assert shown(page(f"{MENU}<div>{body}</div>{FOOT}", WINDOW)) == [TITLE, *SHORT]
    assert kind in kinds(f"{MENU}<div>{body}</div>{FOOT}", WINDOW).values()


def test_a_linked_heading_before_the_title_is_navigation() -> None:
    source = page(f"<h3><a href=..>上级目录</a></h3><pre>{TITLE}\n\n{SHORT[0]}\n{SHORT[1]}</pre>", WINDOW)
    assert shown(source) == [TITLE, *SHORT]


def test_a_list_of_summaries_is_kept_whole_with_a_warning() -> None:
    items = "".join(
        f"<li><h3><a href=/{n}>第{n}号简报</a></h3><p>为做好工作，现通知如下……</p>" for n in range(5)
    )
    source = page(f"{MENU}<ul>{items}</ul>{FOOT}")
    assert codes(source) == ["SRC126"]
    assert not set_aside(source)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("tools", "[打印此文] [关闭此窗口]"), ("tools", "字級設定：小中大列印轉寄"), ("tools", "阅读(120)┊评论(0)┊收藏(0)┊打印"),
        ("tools", "展开阅读全文"), ("share", "微信微博QQ空间"), ("share", "点击上方蓝字关注我们"), ("nav", "上一页 1 2 … 下一页"),
        ("comments", "网友评论（12）"), ("aside", "【广告】"), ("related", "猜你喜欢"), ("related", "推荐阅读："),
        ("", "阅读分享"), ("", "评论"), ("", "大家好"), ("", "(一)"), ("", "2021"), ("", "收藏家的故事"), ("", "---"),
        ("", "打印机采购合同"), ("", "更多"), ("", "你喜欢读书吗"), ("", "广告法"),
    ],
)  # fmt: skip
def test_buttons_and_headings_of_lists_are_known_by_their_words_in_either_script(
    kind: str, text: str
) -> None:
    assert kind_of_line(text) == kind


@pytest.mark.parametrize(
    "piece", ["打印", "打 ", "赞 1 ", "上一页1", "微信 ", "分享,", " ", "1", "(", "大中小"]
)
def test_a_line_of_one_repeated_word_is_judged_at_once(piece: str) -> None:
    began = time.process_time()
    for end in ("x", "页", "。"):
        kind_of_line((piece * 80)[:79] + end)
        is_day((piece * 80)[:29] + end)
    assert time.process_time() - began < 1


# --- what a page hides, and how it calls its text ----------------------------------------------------


def test_a_hidden_text_is_shown_where_nothing_but_navigation_is_drawn() -> None:
    menu = "".join(f"<a href=/{n}>栏目{n}</a>" for n in range(60))
    source = page(
        f"<div>{menu}</div><p>加载中</p><div style='display:none'><h1>{TITLE}</h1>{paragraphs(SHORT)}</div>",
        WINDOW,
    )
    assert shown(source) == [TITLE, *SHORT]


def test_hidden_answers_under_shown_questions_are_text_and_a_hidden_copy_is_not() -> None:
    qa = [("怎么申请？", "持身份证到窗口申请，当场受理。"), ("多久办结？", "二十日内办结，可以查询。")]
    answers = "".join(f"<dt>{q}</dt><dd style='display:none'>{a}</dd>" for q, a in qa)
    assert shown(page(f"{MENU}<h1>常见问题</h1><dl>{answers}</dl>{FOOT}")) == [
        "常见问题",
        *(text for pair in qa for text in pair),
    ]
    twice = f"<h1>{TITLE}</h1>{paragraphs(SHORT)}"
    assert shown(page(f"<div>{twice}</div><div style='display:none'>{twice}</div>", WINDOW)) == [
        TITLE,
        *SHORT,
    ]


def test_the_title_is_told_from_the_name_of_the_site_when_it_stands_in_a_cell_beside_a_button() -> None:
    rows = "<tr><th>法規名稱：<td>河川保護法<a href=/e>EN</a><tr><th>修正日期：<td>民國 110 年 5 月 26 日"
    source = page(f"<table>{rows}</table>{paragraphs(SHORT)}", "<title>河川保護法-雲臺法規資料庫</title>")
    assert dict(source.meta)["title"] == "河川保護法"
