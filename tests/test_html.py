"""Web pages: the same document comes out of any page as out of plain text, and no character is lost."""

from __future__ import annotations

import os
import quopri
import shutil
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from page_layouts import LAYOUTS, Text
from page_read import codes, lines, page, set_aside, shown
from page_texts import NOTICE, SPEECH, TEXTS

from pipeline import convert
from pipeline.model import Source
from pipeline.readers import ReadError, html, mhtml, text
from pipeline.readers.html.meta import iso

TEI = "{http://www.tei-c.org/ns/1.0}"


def told(source: Source, code: str) -> dict[str, str]:
    """The values of the one message of a code."""
    (found,) = (found for found in source.diagnostics if found.code == code)
    return dict(found.values)


# --- the same document from a page and from plain text ----------------------------------------------


def tree(source: Source) -> list[tuple[str, str]]:
    """The elements of front and body with their text, furniture left out."""
    done = convert(source)
    assert done.ok, done.diagnostics
    found = []
    for part in done.tei.iter(f"{TEI}text"):
        for element in part.iter():
            name = etree.QName(element).localname if isinstance(element.tag, str) else "fw"
            if name != "fw":
                found.append((name, "".join((element.text or "").split())))
    return [node for node in found if node != ("back", "")]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("document", TEXTS, ids=lambda document: document.partition("\n")[0])
def test_a_page_gives_the_same_document_as_its_plain_text(
    document: str, layout: Callable[[Text], bytes]
) -> None:
    given = Text.of(document.splitlines())
    source = html.read(layout(given), "a.html")
    assert shown(source) == given.lines()
    assert set_aside(source)
    assert {"SRC126", "SRC127"}.isdisjoint(codes(source))
    assert tree(source) == tree(text.read(document.encode(), "a.txt"))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_two_sentences_are_enough_to_be_the_text_of_a_page(layout: Callable[[Text], bytes]) -> None:
    short = Text("停水公告", "", ("明日八时至十二时，柳河路停水检修。", "请提前储水。"))
    assert shown(html.read(layout(short), "a.html")) == short.lines()


@pytest.mark.parametrize(
    ("block", "kinds"),
    [
        ("<p>版权所有：青禾县人民政府　京ICP备00000000号</p>", {"fw:footer"}),
        (
            "<div>上一篇：<a href=/1>春灌开始</a></div><div>下一篇：<a href=/2>秋收结束</a></div>",
            {"fw:related"},
        ),
        ("<p>分享到：微博 微信 空间</p>", {"fw:share"}),
        ("<div>【打印】 【关闭窗口】</div>", {"fw:tools"}),
        (
            "<h3>相关阅读</h3><ul><li><a href=/1>县里开会</a> 2021-03-01<li><a href=/2>乡里开会</a> 03-02</ul>",
            {"fw:related"},
        ),
        ("<div class='page-comments'><p>写得真好，学习了。</p></div>", {"fw:comments"}),
        ("<aside><p>本站提供各类讲话，欢迎投稿。</p></aside>", {"fw:aside"}),
    ],
)
def test_what_follows_the_text_in_its_own_block_is_furniture(block: str, kinds: set[str]) -> None:
    source = page("<div>" + "".join(f"<p>{line}</p>" for line in SPEECH.splitlines()) + block + "</div>")
    assert shown(source) == SPEECH.splitlines()
    assert {hint for found in set_aside(source) for hint in found[1:]} == kinds


def test_attachments_and_signatures_after_the_text_belong_to_it() -> None:
    body = "".join(f"<p>{line}</p>" for line in NOTICE.splitlines()[:-2])
    source = page(
        f"<div><div>{body}</div><p><a href='/f/1.doc'>附件：开放时间表</a></p>"
        "<div><p align=right>青禾县图书馆</p></div><p align=right>2019年11月2日</p></div>"
    )
    assert shown(source) == [*NOTICE.splitlines()[:-2], "附件：开放时间表", *NOTICE.splitlines()[-2:]]


def test_names_of_blocks_do_not_make_the_text_furniture() -> None:
    for name in ("share", "footer", "comments", "nav"):
        source = page(
            f"<div class={name}>" + "".join(f"<p>{line}</p>" for line in SPEECH.splitlines()) + "</div>"
        )
        assert shown(source) == SPEECH.splitlines()


def test_links_in_the_text_and_tables_of_contents_stay_text() -> None:
    source = page(
        "<h1>章程</h1><ul><li><a href='#c1'>第一章 总则</a><li><a href='#c2'>第二章 会员</a></ul>"
        "<h2 id=c1>第一章 总则</h2><p><a href='/law/1'>第一条</a> 本会名为读书会，设在青禾县。</p>"
        "<h2 id=c2>第二章 会员</h2><p>第二条 凡爱读书者，均可入会。</p>"
    )
    assert not set_aside(source)


def test_a_page_of_links_is_kept_whole_with_a_warning() -> None:
    source = page("<ul>" + "".join(f"<li><a href=/{n}>第{n}号简报</a>" for n in range(9)) + "</ul>")
    assert codes(source) == ["SRC126"]
    assert len(shown(source)) == 9


def test_a_plain_page_of_names_is_text_without_a_warning() -> None:
    source = page("<h1>获奖名单</h1><p>周明礼</p><p>何秀兰</p>")
    assert (shown(source), codes(source)) == (["获奖名单", "周明礼", "何秀兰"], [])


def test_an_empty_block_at_the_top_of_a_page_holds_nothing_of_it() -> None:
    body = "".join(f"<p>{line}</p>" for line in SPEECH.splitlines())
    source = page(f"<div></div>修桥的话<br>石桥养护站<br><div>{body}</div>")
    assert shown(source) == ["修桥的话", "石桥养护站", *SPEECH.splitlines()]


def test_text_that_only_a_script_would_show_is_read() -> None:
    source = page(f"<div>请稍候</div><div style='display: none'><p>{SPEECH}</p></div>")
    assert "一年之计在于春" in "".join(shown(source))


# --- lines as a browser draws them -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>甲，</p><p>乙。</p>", [("甲，",), ("乙。",)]),
        ("甲，<br>乙。", [("甲，",), ("乙。",)]),
        ("甲，<br><br><br>乙。<br><br>", [("甲，",), ("",), ("乙。",)]),
        ("<p>甲，</p><p>&nbsp;</p><p>　</p><p>乙。</p>", [("甲，",), ("",), ("乙。",)]),
        ("<p>甲，</p><p><br></p><p>乙。</p>", [("甲，",), ("",), ("乙。",)]),
        ("<p>甲，</p>\n<p></p>\n<div> </div><p>乙。</p>", [("甲，",), ("乙。",)]),
        ("<p>甲，</p><hr><p>乙。</p>", [("甲，",), ("",), ("乙。",)]),
        ("<p>　　甲&nbsp;乙，  丙\n\t丁\nABC\ndef</p>", [("　　甲\xa0乙， 丙丁 ABC def",)]),
        ("<pre>甲，\n  乙。\n\n丙</pre>", [("甲，",), ("  乙。",), ("",), ("丙",)]),
        ("<p style='white-space: pre-wrap'>甲，\n 乙</p>", [("甲，",), (" 乙",)]),
        ("<h2>题</h2><p>文。</p>", [("题", "h2"), ("文。",)]),
        ("<p><b>甲</b><strong>乙，</strong></p><p><b>丙</b>丁。</p>", [("甲乙，", "bold"), ("丙丁。",)]),
        ("<p style='font-weight:700'>甲，</p><p>乙</p>", [("甲，", "bold"), ("乙",)]),
        ("<b>甲<span style='font-weight:normal'>乙，</span></b>", [("甲乙，",)]),
        ("<center>甲，</center><p align=right>乙</p>", [("甲，", "center"), ("乙", "right")]),
        ("<div style='text-align:center'><p>甲，</p><p align=left>乙</p></div>", [("甲，", "center"), ("乙",)]),
        ("<blockquote><p>甲，</p></blockquote><p>乙</p>", [("甲，", "quote"), ("乙",)]),
        ("<ul><li>甲，<li><p>乙</p><p>丙</p></ul>", [("甲，", "li"), ("乙", "li"), ("丙",)]),
        ("<ol start=3><li>甲，<li>乙</ol>", [("3. 甲，", "li", "numbered"), ("4. 乙", "li", "numbered")]),
        ("<ol><li>一、甲，<li>（二）乙</ol>", [("一、甲，", "li"), ("（二）乙", "li")]),
        ("<ol><li>一些人，<li>1992年，<li>三是乙，</ol>",
         [("1. 一些人，", "li", "numbered"), ("2. 1992年，", "li", "numbered"), ("三是乙，", "li")]),
        ("<ol type=i reversed start=4><li>甲，<li value=9>乙</ol>",
         [("iv. 甲，", "li", "numbered"), ("ix. 乙", "li", "numbered")]),
        ("<ol style='list-style: none'><li>甲，</ol>", [("甲，", "li")]),
        ("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字，", [("漢()字，",), ("hàn", "fw:ruby")]),
        ("<ruby>漢<rt>hàn</rt>字<rt>zì</rt></ruby>，好。", [("漢字，好。",), ("hàn zì", "fw:ruby")]),
        ("<p>甲<span style='display:none'>暗</span>，乙</p>", [("甲，乙",), ("暗", "fw:hidden")]),
        ("<p>甲，</p><div hidden><p>暗<p>影</div><p>乙</p>",
         [("甲，",), ("暗", "fw:hidden"), ("影", "fw:hidden"), ("乙",)]),
        ("<p>甲，<script>x</script><style>y</style><!-- z --><template>t</template><svg><text>s</text></svg></p>",
         [("甲，",)]),
        ("<span style='display:block'>甲，</span><span>乙</span><p style='display:inline'>丙</p>",
         [("甲，",), ("乙丙",)]),
        ("<p>&lt;甲&gt; &amp; &#20057;，&hellip;</p>", [("<甲> & 乙，…",)]),
    ],
)  # fmt: skip
def test_blocks_and_breaks_are_lines_with_their_look(body: str, found: list[tuple[str, ...]]) -> None:
    assert lines(page(body)) == found


def test_rows_of_data_are_lines_with_tabs_and_spanned_cells_are_empty() -> None:
    source = page(
        "<p>各乡镇面积如下：</p><table><caption>春播面积</caption><tr><th>乡镇<th>年份<th>亩数"
        "<tr><td rowspan=2>柳河<td>2020<td><p>1200</p><tr><td>2021<td>1300<tr><td colspan=2>合计<td>2500</table>"
    )
    assert lines(source) == [
        ("各乡镇面积如下：",),
        ("春播面积",),
        ("乡镇\t年份\t亩数", "row"),
        ("柳河\t2020\t1200", "row"),
        ("\t2021\t1300", "row"),
        ("合计\t\t2500", "row"),
    ]


def test_a_cell_at_the_end_of_a_row_spans_those_below_and_no_more() -> None:
    source = page(
        "<table><tr><th>乡镇<th>年份<th>备注<tr><td>柳河<td>2020<td rowspan=2>已种<tr><td>桥头<td>2021"
        "<tr><td>青禾<td>2022<td rowspan=2>未种<tr></tr><tr><td>上渠<td>2023<td>已种</table>"
    )
    assert [found[0] for found in lines(source)] == [
        "乡镇\t年份\t备注",
        "柳河\t2020\t已种",
        "桥头\t2021\t",
        "青禾\t2022\t未种",
        "上渠\t2023\t已种",
    ]


def test_tables_that_lay_out_a_page_are_blocks() -> None:
    prose = "今年春天雨水少，各乡镇要抓紧疏通渠道，保证下游的田里有水，不误农时。" * 3
    nested = "<table><tr><td>甲<td>乙<tr><td>丙<td>丁，</table>"
    source = page(f"<table><tr><td>{nested}<td>{prose}<tr><td>左<td>{prose}</table>")
    assert lines(source) == [("甲\t乙", "row"), ("丙\t丁，", "row"), (prose,), ("左",), (prose,)]


def test_pictures_are_counted() -> None:
    source = page("<p>甲，<img src=a alt=图><img src=b></p><video></video>")
    assert told(source, "SRC121") == {"found": "pictures: 2, videos: 1"}
    assert shown(source) == ["甲，"]


# --- nothing lost, whatever the page ------------------------------------------------------------------

MARKUP = st.text(
    st.sampled_from("甲乙，。 \n　<>/&;\"'=abptdlh123")
    | st.characters(exclude_categories=("Cs",), exclude_characters="\0"),
    max_size=20,
)
TAGS = st.sampled_from((
    "p", "div", "br", "b", "table", "tr", "td", "th", "li", "ol", "ul", "h1", "span", "a", "ruby", "rt",
    "rp", "pre", "script", "style", "svg", "template", "noscript", "form", "select", "option", "textarea",
    "nav", "footer", "hr", "center", "blockquote", "title", "head", "body", "html", "frameset", "iframe",
    "object", "button", "caption", "math",
))  # fmt: skip
PIECES = st.one_of(
    MARKUP,
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    TAGS.map(lambda tag: f"<{tag} style='display:none' rowspan=3 colspan=2 href=x hidden>"),
)


@given(st.lists(PIECES, max_size=30).map("".join))
@example("<table>甲<tr>乙<td>丙<table><td>丁")
@example("<table><caption>一<tr><td>甲<td hidden>乙<tr><td>丙<td><ruby>丁<rt>d")
@example("<html style='display:none'><body hidden><p>甲")
@example("<select><option>甲<p>乙")
@example("<frameset><frame></frameset><noframes>甲</noframes>")
@example("<p>甲\x1c乙\x85丙\u2028丁")
def test_every_character_of_any_page_is_in_a_line_or_known_to_be_no_text(markup: str) -> None:
    source = page("开头，" + markup)
    assert "SRC127" not in codes(source)
    assert "".join(f"{found[0]}\n" for found in lines(source)) == source.text


def test_a_lost_character_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        import_module("pipeline.readers.html.pen"), "collapsed", lambda text: text.replace("丢", "")
    )
    assert told(page("<p>没有</p><p>丢掉的字，</p>"), "SRC127") == {"count": "1", "text": "丢掉的字，"}


@pytest.mark.parametrize("depth", [300, 20_000, 100_000])
def test_text_is_found_at_any_depth_in_linear_time(depth: int) -> None:
    began = time.process_time()
    source = page("<div>" * depth + f"<p>{SPEECH}</p>" + "</div>" * depth + "<p>末尾。</p>")
    assert [line for line in shown(source) if "一年之计" in line]
    assert shown(source)[-1] == "末尾。"
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "markup", ["<p>", "<b>", "<a href=x>", "<table><td>", "<ol><li>", "<", "&", "<!--", "<td rowspan=9999 colspan=999>",
               "<br>", " ", "<i hidden>甲</i>", "<font size=1>", "<rt>", '<a x="', "<![CDATA["],
)  # fmt: skip
def test_a_page_of_one_repeated_piece_is_read_in_linear_time(markup: str) -> None:
    began = time.process_time()
    page("<p>甲，</p><table><tr>" + markup * 3000)
    html.read(f"<?xml version='1.0'?><p>甲，</p>{markup * 3000}".encode(), "a.html")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "markup",
    [
        "<?xml version='1.0'?><p>甲，</p>" + "<![CDATA[ " * 30_000,
        "<!DOCTYPE html [" * 30_000 + "<p>甲，</p>",
        "<style>.a{display:none}" + "/* " * 80_000 + "</style><p>甲，</p>",
        "<p>甲，</p><p><span>20</span>" + "<i> </i>" * 60_000,
        "".join(f"<meta name=citation_title content=题目{n:05}>" for n in range(20_000))
        + "<p>甲，</p>" * 20_000,
    ],
    ids=["cdata", "doctype", "comment", "blanks", "titles"],
)
def test_what_a_page_never_closes_or_says_very_often_takes_linear_time(markup: str) -> None:
    began = time.process_time()
    html.read(markup.encode(), "a.html")
    assert time.process_time() - began < 2


# --- encoding and metadata -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "encoding", "found"),
    [
        ('<meta charset="gb2312">', "gb18030", "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=big5'>", "big5hkscs", "big5hkscs"),
        ("", "utf-8-sig", "utf-8"),
    ],
)
def test_the_encoding_is_found_with_the_help_of_the_declaration(head: str, encoding: str, found: str) -> None:
    body = "各位鄉親，今天是水利會成立十週年的日子，謝謝大家一路走來的支持。" * 3
    data = f"<html><head>{head}</head><body><p>{body}</p></body></html>".encode(encoding)
    source = html.read(data, "a.html")
    assert (source.encoding, shown(source)) == (found, [body])


def test_the_declared_charset_is_read_from_each_form() -> None:
    assert html.declaration(b'<?xml version="1.0" encoding="GBK"?>') == "GBK"
    assert html.declaration(b"<META HTTP-EQUIV=x CONTENT='text/html;charset=gb2312'>") == "gb2312"
    assert html.declaration(b" " * 5000 + b"<meta charset=big5>") is None


META = """<title>春耕讲话-青禾县人民政府</title><meta name=SiteName content=青禾县人民政府>
<meta name="ArticleTitle" content="春耕讲话"><meta name=PubDate content="2021-3-5 9:10"><meta name=ContentSource content=青禾县政府办>
<meta name=Author content=周明礼><meta name=keywords content="春耕,农业"><meta name=description content="关于春耕">
<link rel=canonical href="https://example.cn/1.html">"""


def test_metadata_of_government_pages_is_evidence() -> None:
    assert page("<h1>春耕讲话</h1><p>甲，</p>", META).meta == (
        ("title", "春耕讲话"),
        ("date", "2021-03-05T09:10:00"),
        ("author", "周明礼"),
        ("publisher", "青禾县政府办"),
        ("url", "https://example.cn/1.html"),
        ("description", "关于春耕"),
        ("keywords", "春耕,农业"),
    )


def test_linked_data_is_evidence() -> None:
    script = """{"@graph": [{"@type": "WebSite", "name": "站"}, {"@type": ["NewsArticle"], "headline": "春耕讲话",
    "datePublished": "2021-03-05T09:10:00+0800", "author": [{"name": "周明礼"}], "publisher": {"name": "青禾报"}}]}"""
    meta = dict(page("<p>甲，</p>", f"<script type='application/ld+json'>{script}</script>").meta)
    assert meta == {
        "title": "春耕讲话",
        "date": "2021-03-05T09:10:00+08:00",
        "author": "周明礼",
        "publisher": "青禾报",
    }


@pytest.mark.parametrize(
    "head", ["<title>青禾县人民政府</title>", "<title> </title>", "<meta name=PubDate content=昨天>"]
)
def test_what_says_nothing_of_the_text_is_not_metadata(head: str) -> None:
    assert page("<p>甲，乙。</p><footer>青禾县人民政府 版权所有</footer>", head).meta == ()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2021年3月5日", "2021-03-05"), ("20210305", "2021-03-05"), ("2021/3/5 8:05", "2021-03-05T08:05:00"),
        ("2021-03-05T08:05:09.123Z", "2021-03-05T08:05:09Z"), ("2021-02-30", ""), ("2021-03-05 25:00", ""), ("", ""),
    ],
)  # fmt: skip
def test_dates_are_written_as_iso(value: str, found: str) -> None:
    assert iso(value) == found


def test_xhtml_may_close_elements_at_once_and_quote_text() -> None:
    data = (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a>b"/></head>'
        "<body><p>甲，<br/><a id='x'/>乙<![CDATA[ < 丙]]></p></body></html>"
    ).encode()
    assert lines(html.read(data, "a.xhtml")) == [("甲，",), ("乙 < 丙",)]


def test_pages_without_text_are_refused() -> None:
    with pytest.raises(ReadError, match="SRC104"):
        page("<script>x</script><img src=a>")


# --- MHTML -----------------------------------------------------------------------------------------------


def saved(*parts: tuple[str, bytes], head: str = "") -> bytes:
    """A saved page made of parts with their types."""
    out = [f"{head}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n".encode()]
    for kind, data in parts:
        out.append(
            f"--B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
            f"Content-Location: https://example.cn/{len(out)}\r\n\r\n".encode()
            + quopri.encodestring(data)
            + b"\r\n"
        )
    return b"".join([*out, b"--B--\r\n"])


def test_a_saved_page_is_read_with_its_address_and_day() -> None:
    body = (SPEECH.replace("\n", "<br>") + "<nav>首页</nav>").encode("gb18030")
    data = saved(
        ("text/html; charset=gb2312", body),
        ("image/png", b"\x89PNG"),
        ("text/html", "<a href=/1>首页</a>".encode()),
        ("text/html", "<p>恭喜发财，点击就送。</p>".encode()),
        head="Snapshot-Content-Location: https://example.cn/\r\nDate: Fri, 5 Mar 2021 09:10:00 +0800\r\n",
    )
    source = mhtml.read(data, "a.mhtml")
    assert shown(source) == SPEECH.splitlines()
    assert set_aside(source) == [
        ("首页", "fw:nav"),
        ("首页", "fw:frame"),
        ("恭喜发财，点击就送。", "fw:frame"),
    ]
    assert dict(source.meta) == {"url": "https://example.cn/", "crawled": "2021-03-05T09:10:00+08:00"}
    assert (source.encoding, source.size) == ("gb18030", len(data))


@pytest.mark.parametrize("data", [b"", b"hello", saved(("text/plain", b"x"))])
def test_what_holds_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="SRC117: not a readable MHTML file: there is no HTML part in it"):
        mhtml.read(data, "a.mhtml")


def test_a_page_that_a_browser_saved_is_read(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        assert not os.environ.get("CI"), "CI needs chromium"
        pytest.skip("chromium is not here")
    from browser import snapshot

    path = tmp_path / "a.html"
    path.write_bytes(LAYOUTS[0](Text.of(SPEECH.splitlines())))
    data = snapshot(chromium, path, tmp_path / "profile")
    source = mhtml.read(data, "a.mhtml")
    assert shown(source) == SPEECH.splitlines()
    assert {"title", "crawled"} <= set(dict(source.meta))


def test_an_internal_subset_of_a_doctype_is_markup() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "b">\n<!ENTITY c "d">]><html><body><p>桥修好了，大家都来看桥。</p></body></html>'
    source = html.read(page.encode(), "a.html")
    assert source.text == "桥修好了，大家都来看桥。\n"


def test_numbers_set_as_headings_over_their_titles() -> None:
    lines = "灯是用来照路的", "灯是要添油的"
    body = "<p>各位学员：</p><p>今天灯开到十点，油钱从木箱里出，大家不用着急。</p>" + "".join(
        f'<p style="text-align:center"><b>{n:02}</b></p><h3 style="text-align:center"><b>{title}</b></h3>'
        "<p>我小的时候村里没有电，晚上出门要提一盏马灯，灯要往低处提。</p>"
        for n, title in enumerate(lines, 1)
    )
    done = convert(html.read(f"<html><body><h1>提灯的人</h1>{body}</body></html>".encode(), "a.html"))
    heads = ["".join("".join(head.itertext()).split()) for head in done.tei.iter(f"{TEI}head")]
    assert heads == [f"{n:02}{title}" for n, title in enumerate(lines, 1)]
