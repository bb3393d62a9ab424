"""What single kinds of sites put around a title, behind a paragraph and under a text."""

from __future__ import annotations

import pytest
from page_read import lines, page, set_aside, shown

from pipeline.model import Source

PROSE = [
    "春灌开始以来，全县已放水三次，浇地两万亩，没有一户误了农时。",
    "各乡要继续巡渠，发现漏水当天修好。",
]
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)
IMPRINT = "<p align=center>2021-03-05　来源：县水利局</p>"


def headed(source: Source) -> list[str]:
    """The lines that are set as the main heading."""
    return [found[0] for found in lines(source) if "h1" in found]


@pytest.mark.parametrize("writer", ["马守田", "马 守 田", "本报记者 何思源 通讯员 杜小满", "作者：何思源"])
def test_a_name_may_stand_between_the_title_and_its_imprint(writer: str) -> None:
    title = "<p align=center><b>让渠水流起来</b></p>"
    found = page(f"{title}<p align=center>{writer}</p>{IMPRINT}{TEXT}", "<title>青禾县水利信息网</title>")
    assert headed(found) == ["让渠水流起来"]


def test_the_title_over_a_subtitle_behind_a_dash_is_text() -> None:
    head = "<h2 align=center>让渠水流起来</h2><h3 align=center>——在春灌现场会上的讲话</h3>"
    window = "<title>县长的讲话：让渠水流起来-青禾新闻网</title>"
    found = page(f"<div>{head}{IMPRINT}<div id=vsb_content>{TEXT}</div></div>", window)
    assert shown(found)[:2] == ["让渠水流起来", "——在春灌现场会上的讲话"]


@pytest.mark.parametrize("above", ["我县加快全年春灌", "新闻中心"])
def test_a_lower_heading_right_over_the_title_is_text_unless_it_names_a_section(above: str) -> None:
    head = f"<div><h3>{above}</h3><h1>让渠水流起来</h1>{IMPRINT}<div id=zoom>{TEXT}</div></div>"
    text = shown(page(f"<a href=/>首页</a>{head}"))
    assert text[text.index("让渠水流起来") - 1 :][0] == (above if len(above) > 4 else text[-1])


@pytest.mark.parametrize("heading", ["让渠水流起来的三条意见", "让渠水流起来的三条意见　县长谈春灌"])
def test_under_the_name_of_the_site_the_heading_that_the_window_ends_with_is_the_title(heading: str) -> None:
    menu = "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(9))
    body = f"<h1>青禾縣政府全球資訊網</h1><ul>{menu}</ul><h2>縣府新聞</h2><h3>{heading}</h3>{IMPRINT}{TEXT}"
    window = "<title>青禾縣政府全球資訊網-縣府新聞-让渠水流起来的三条意见</title>"
    assert shown(page(body, window))[0] == heading


def test_the_links_with_which_a_wiki_edits_a_section_are_no_part_of_its_heading() -> None:
    edit = "<span class=mw-editsection><span>[</span><a href=e>编辑</a><span>]</span></span>"
    found = page(f"<h1>春灌简报</h1>{TEXT}<h2><span>修渠</span>{edit}</h2>{TEXT}")
    assert "修渠" in shown(found)
    assert ("[编辑]", "fw:hidden") in [(text.replace(" ", ""), kind) for text, kind in set_aside(found)]


def test_what_a_page_is_not_printed_with_is_furniture() -> None:
    found = page(f"<h1>春灌简报</h1><div class=noprint>青禾文库，人人可编的图书馆</div>{TEXT}")
    assert shown(found) == ["春灌简报", *PROSE]


def test_the_way_back_to_a_portal_is_no_part_of_the_last_paragraph() -> None:
    back = "<a href=//x.example><span>返回青禾网，查看更多</span></a>"
    found = page(f"<h1>春灌简报</h1>{TEXT}<p>{PROSE[0]}{back}</p>")
    assert shown(found)[-1] == PROSE[0]


def test_the_posts_below_the_first_may_be_told_by_their_seats() -> None:
    def post(seat: str, text: str) -> str:
        day = "<div><em>发表于 2021-3-5 10:40:07</em> | <a href=x>只看该作者</a></div>"
        return f"<table><tr><td><div>{seat}{day}</div><div>{text}</div></td></tr></table>"

    found = page(f"<h1>春灌简报</h1>{post('楼主', TEXT)}{post('沙发', '写得好，我眼泪都下来了。')}")
    assert "写得好，我眼泪都下来了。" not in shown(found)
    assert set(PROSE) <= set(shown(found))


def test_words_in_the_block_of_a_picture_are_its_caption() -> None:
    found = page(f"<h1>春灌简报</h1>{TEXT}<p><img src=a><br>柳湾的水渠</p>{TEXT}")
    assert ("柳湾的水渠", "caption") in lines(found)


@pytest.mark.parametrize(
    "line",
    [
        "青禾县水利局主办　联系电话：0735-1234567",
        "免责声明：以上内容由用户上传并发布，本平台仅提供信息存储服务。",
        "PDF下载（1.2 MB） 导出引用",
        "文字实录图片回放",
        "請繼續往下閱讀...",
        "按讚加入粉絲團",
        "本页最后更新：2001年3月12日　您是第308位读者",
        "您需要登录后才可以回帖 登录 | 立即注册",
    ],
)
def test_lines_of_one_site_or_another_below_the_text_are_furniture(line: str) -> None:
    assert shown(page(f"<h1>春灌简报</h1>{TEXT}<div>{line}</div>")) == ["春灌简报", *PROSE]


def test_a_button_behind_the_source_stands_for_itself() -> None:
    imprint = "<div>2021-03-05 08:00:01　来源: <a href=u>青禾融媒</a><a href=r>举报</a></div>"
    assert shown(page(f"<h1>春灌简报</h1>{imprint}{TEXT}"))[1].endswith("青禾融媒")


def test_the_title_of_a_letter_stands_in_its_cell() -> None:
    def row(*cells: str) -> str:
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    letter = row("信件标题", "城东菜场污水外溢") + row("来信时间", "2020-06-02") + row("信件内容", PROSE[0])
    found = page(f"<table border=1>{letter}</table>", "<title>来信详情-县长信箱-青禾县政府</title>")
    assert ("title", "城东菜场污水外溢") in found.meta


def test_a_longer_heading_over_the_day_is_the_title_under_the_name_of_a_section() -> None:
    head = "<h1>局长随笔</h1><h2>一条水渠的诞生</h2><p>2021年3月5日</p>"
    found = page(f"<div>{head}{TEXT}</div>", "<title>水利局 - 局长随笔</title>")
    assert shown(found)[0] == "一条水渠的诞生"
    assert ("一条水渠的诞生", "h1") in lines(found)


def test_an_address_behind_furniture_is_the_foot_of_the_page() -> None:
    address = "<div>地址：青禾县滨江路3号　电话：0793-8223344　邮编：334000</div>"
    tools = "<div><a href='javascript:print()'>打印</a></div>"
    assert shown(page(f"<h1>春灌简报</h1>{TEXT}{tools}{address}")) == ["春灌简报", *PROSE]
    assert len(shown(page(f"<h1>春灌简报</h1>{TEXT}{address}"))) == 4  # whom to turn to
