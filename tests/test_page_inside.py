"""What belongs to the article of a page and what does not: text with a misleading name, captions, repeated heads, comments."""

from __future__ import annotations

import pytest
from page_read import lines, page, set_aside, shown

from pipeline import convert

PROSE = [
    "　　渡口今年换了新船，船身比旧船宽两尺，过渡的人不用再等第二趟。",
    "　　船工夜里轮流守灯，三个月没有一盏灯灭过，河上也没有出过一件事。",
]
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)
TITLE = "渡口换船记"
HEAD = f"<h1>{TITLE}</h1><div>2021-03-05　来源：望川日报</div>"
WINDOW = f"<title>{TITLE}_望川网</title>"


def hints(body: str, head: str = "") -> dict[str, tuple[str, ...]]:
    """The hints of each line."""
    return {found[0]: found[1:] for found in lines(page(body, head)) if found[0]}


@pytest.mark.parametrize(
    "attributes",
    [
        'id="keyword_ad_area2"',
        'class="reply"',
        'class="comment-body"',
        'class="hentry comments-open"',
        'style="display:none"',
    ],
)
def test_all_the_prose_under_a_title_is_the_text_whatever_its_block_is_called(attributes: str) -> None:
    assert shown(page(f"{HEAD}<div {attributes}>{TEXT}</div>", WINDOW))[2:] == PROSE


def test_a_speech_called_advertising_is_the_text_and_the_comments_below_are_none() -> None:
    said = "<div>讲得好，看得我老泪纵横，五年后一定到，一个都不能少。</div>" * 3
    found = page(f"{HEAD}<div id=ad_area>{TEXT}</div><div class=comments>{said}</div>", WINDOW)
    assert shown(found)[2:] == PROSE


def test_the_answer_of_an_office_to_a_letter_is_no_comment() -> None:
    asked = "<p>渡口的路灯坏了三天，夜里下船看不见台阶，请派人来修。</p>"
    body = f"<h1>渡口的路灯</h1><div>{asked}</div><div class=reply><p>答复单位：水务站</p>{TEXT}</div>"
    assert shown(page(body))[2:] == ["答复单位：水务站", *PROSE]


def test_pages_saved_as_one_have_one_head_and_whole_paragraphs() -> None:
    first, last = PROSE[0][:22], PROSE[0][22:]
    pager = "<div><a href='1.html'>【1】</a><a href='2.html'>【2】</a></div>"
    head = HEAD.replace("望川日报", "望川日报　第2页")
    found = hints(f"{HEAD}<p>{first}</p>{pager}{head}<p>{last}</p><p>{PROSE[1]}</p>{pager}", WINDOW)
    assert found[last] == ("rest",)
    assert "fw:header" in found["2021-03-05　来源：望川日报　第2页"]
    source = page(f"{HEAD}<p>{first}</p>{pager}{head}<p>{last}</p><p>{PROSE[1]}</p>{pager}", WINDOW)
    assert shown(source) == [TITLE, "2021-03-05　来源：望川日报", first, last, PROSE[1]]


def test_a_paragraph_that_stops_at_the_end_of_a_page_ends_there() -> None:
    pager = "<div><a href='1.html'>【1】</a><a href='2.html'>【2】</a></div>"
    found = hints(f"{HEAD}<p>{PROSE[0]}</p>{pager}<p>{PROSE[1].strip()}</p>{TEXT}", WINDOW)
    assert found[PROSE[1].strip()] == ()


def test_comments_under_their_heading_are_none_of_the_text() -> None:
    said = "<div>闻笛 2021-03-06 10:20 1楼</div><div>写得好，支持！</div>"
    source = page(f"{HEAD}{TEXT}<div>评论列表（1条）</div>{said}", WINDOW)
    assert shown(source)[2:] == PROSE
    assert {kind for _, kind in set_aside(source)} == {"fw:comments"}


def test_the_posts_after_the_first_of_a_thread_are_comments() -> None:
    def post(number: int, text: str) -> str:
        author = "<td class=postauthor><a href=u>河边柳</a><p>中级会员</p></td>"
        day = f"<div>{number}# 发表于 2021-3-{number} 10:40</div>"
        return f"<table><tr>{author}<td>{day}<div>{text}</div></td></tr></table>"

    source = page(f"<h1>{TITLE}</h1>{post(1, TEXT)}{post(2, '写得好，我眼泪都下来了。')}")
    assert shown(source) == [TITLE, "1# 发表于 2021-3-1 10:40", *PROSE]


def test_what_names_a_table_or_a_picture_is_no_heading() -> None:
    rows = "<table><tr><td>船</td><td>人</td></tr><tr><td>新船</td><td>32</td></tr></table>"
    set_apart = "<p align=center><b>{}</b></p>"
    body = (
        f"{HEAD}{TEXT}{set_apart.format('新船')}{TEXT}{set_apart.format('表1　过渡人数')}{rows}<p>后记。</p>"
        f"{set_apart.format('各船过渡人数')}<p>单位：人</p>{rows}{TEXT}"
        f"<p align=center><img src=a></p><p align=center>夜渡</p>{TEXT}<figcaption><b>守灯人</b></figcaption>"
    )
    found = hints(body)
    assert "h3" in found["新船"]
    assert [found[name] for name in ("表1　过渡人数", "各船过渡人数", "夜渡", "守灯人")] == [("caption",)] * 4


def test_the_first_of_several_speakers_set_alike_heads_his_speech() -> None:
    names = ["柳青禾代表：把船修好", "闻笛代表：把灯守好"]
    found = hints(f"<h1>{TITLE}</h1>" + "".join(f"<p align=center><b>{n}</b></p>{TEXT}" for n in names))
    assert ["h3" in found[name] for name in names] == [True, True]


def test_a_table_of_turns_gives_each_turn_a_line() -> None:
    def row(speaker: str, said: str, time: str) -> str:
        return f"<tr><td>[{speaker}]</td><td>{said}</td><td>2021-03-05 10:{time}</td></tr>"

    rows = row("主持人", "大家好，今天说渡口。", "00:05") + row("柳青禾", "好的。", "02:11")
    source = page(f"{HEAD}<table>{rows}</table>")
    assert shown(source)[2:] == ["[主持人] 大家好，今天说渡口。", "[柳青禾] 好的。"]
    assert [kind for _, kind in set_aside(source)] == ["fw:cue", "fw:cue"]


TEI = "{http://www.tei-c.org/ns/1.0}"


def heads(body: str) -> list[str]:
    """The headings of a page's text."""
    found = convert(page(body)).tei.iter(f"{TEI}head")
    return ["".join(head.itertext()) for head in found]


def test_a_number_in_a_box_of_its_own_belongs_to_the_heading_below_it() -> None:
    names = ["渡口的船，是大家的", "渡口的灯"]
    boxed = "<section align=center><p><b>{}</b></p></section>"
    sections = zip(("01", "02"), names, PROSE, strict=True)
    body = "".join(f"{boxed.format(n)}{boxed.format(name)}<p>{text}</p>" for n, name, text in sections)
    found = heads(
        f"{HEAD}<p>渡口的事年年有人问起，今年我一件一件说给大家听，一件一件请大家记在心里！</p>{body}"
    )
    assert ["".join(head.split()) for head in found] == [f"01{names[0]}", f"02{names[1]}"]


def test_the_items_of_a_list_are_no_headings() -> None:
    assert heads(f"{HEAD}{TEXT}<ul><li>守灯记录本</li><li>渡口公示牌</li></ul>{TEXT}") == []
