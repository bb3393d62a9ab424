"""Every output holds the whole reading text, is well formed after its own rules, and can be changed by a template."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import lxml.html
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from tei_samples import COMPILATION, ENGLISH, SAMPLES, SPEECH, TRANSCRIPT, tei
from test_view import all_blocks, reading

from pipeline.tei.view import view
from pipeline.tei.view_types import Block, Mark
from pipeline.writers import WRITERS, RenderOptions, TemplateError
from pipeline.writers import markdown as markdown_writer
from pipeline.writers.index import Listed, index, listed
from pipeline.writers.markdown import escape, paragraph, strong
from pipeline.writers.pages import written_date
from pipeline.writers.records import to_json
from pipeline.writers.script import SCRIPTS, in_script

ROOT = Path(__file__).resolve().parent.parent
WRITE = {writer.name: writer.write for writer in WRITERS}
NUMBERS = {"pn", "anchor", "fn"}


def write(name: str, root: etree._Element, options: RenderOptions | None = None) -> str:
    return WRITE[name](root, view(root), options or RenderOptions()).decode()


def page(root: etree._Element, options: RenderOptions | None = None) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(write("html", root, options))


def printed(element: lxml.html.HtmlElement) -> str:
    """The text of an element without permalinks, note numbers and white space."""

    def walk(node: lxml.html.HtmlElement) -> Iterator[str]:
        if node.get("class") not in NUMBERS:
            yield node.text or ""
            for child in node:
                yield from walk(child)
                yield child.tail or ""

    return re.sub(r"\s", "", "".join(walk(element)))


def markdown(root: etree._Element, options: RenderOptions | None = None) -> tuple[dict[str, object], str]:
    """The front matter and the body."""
    _, front, body = write("md", root, options).split("---\n", 2)
    return yaml.safe_load(front), body


def rendered(body: str) -> str:
    return MarkdownIt("commonmark").enable("table").render(body)


# --- TEI ---------------------------------------------------------------------------------------------


def test_a_reference_to_somewhere_else_is_printed_without_a_link() -> None:
    root = tei('<text><body><p>见<ref target="https://example.org/">条文</ref>。</p></body></text>')
    assert "见条文。" in printed(page(root).body)


def test_tei_is_written_unchanged() -> None:
    data = WRITE["tei"](SPEECH, view(SPEECH), RenderOptions())
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<TEI ")
    again = etree.fromstring(data)
    assert etree.tostring(again, method="c14n") == etree.tostring(SPEECH, method="c14n")
    assert WRITE["tei"](again, view(again), RenderOptions()) == data


# --- HTML --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_page_holds_the_text_in_order(name: str) -> None:
    root = SAMPLES[name]
    body = page(root).xpath("//div[@id='text']")[0]
    shown = view(root)
    front = shown.front if shown.compilation else shown.parts[0].front
    text = "".join(b.text for b in all_blocks(shown) if b not in front)
    assert printed(body) == re.sub(r"\s", "", text)
    everything = printed(page(root).xpath("//main")[0])
    assert all(re.sub(r"\s", "", block.text) in everything for block in front)


@pytest.mark.parametrize("name", SAMPLES)
def test_page_is_complete_in_itself(name: str) -> None:
    text, tree = write("html", SAMPLES[name]), page(SAMPLES[name])
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href")} <= set(ids)
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("/html/@lang") == [view(SAMPLES[name]).lang]
    assert not tree.xpath("//@src")
    assert not re.search(r"url\(|@import", text)
    assert tree.xpath("//link/@rel") == ["icon", "schema.DCTERMS"]
    assert tree.xpath("//script/@type") == ["application/ld+json"]
    assert tree.xpath("//body/*[1]/@href") == ["#text"]
    assert not [dd for dd in tree.xpath("//dd") if not dd.text_content().strip()]


def test_page_names_the_document() -> None:
    tree = page(SPEECH)
    meta = dict(zip(tree.xpath("//meta/@name"), tree.xpath("//meta[@name]/@content"), strict=True))
    assert meta["citation_title"] == "在河湾镇水利工作会议上的讲话"
    assert meta["DCTERMS.creator"] == "林知远"
    assert meta["citation_publication_date"] == "2021/03/02"
    data = json.loads(tree.xpath("//script")[0].text)
    assert (data["@type"], data["author"][0]["jobTitle"], data["identifier"]) == (
        "Article",
        "镇长",
        "河政〔2021〕7号",
    )
    cite = tree.xpath("//p[@class='cite']")[0].text
    assert cite == "林知远：《在河湾镇水利工作会议上的讲话》，河湾发布，河政〔2021〕7号，2021年3月2日。"


def test_parts_of_the_page() -> None:
    tree = page(SPEECH)
    lead = tree.xpath("//section[@id='s1.1']/p")[0]
    assert lead.get("id") == "p4"
    assert lead.xpath("b/@role") == ["heading"]
    assert printed(lead) == "（一）一切先看水。水位每天记两次，早一次，晚一次，谁记谁签名。"
    assert tree.xpath("//ol[@class='points']/li/span/text()") == ["第一，", "第二，", "第三，"]
    assert tree.xpath("//span[@class='gap']/text()") == ["***"]
    assert tree.xpath("//p[@class='signed']/text()") == ["河湾镇人民政府"]
    assert tree.xpath("//ol[@class='notes']/li/@id") == ["note-1", "note-2"]
    assert "发(fā)布" in tree.xpath("//li[@id='note-1']")[0].text_content()
    assert page(TRANSCRIPT).xpath("//b[@class='speaker']/text()")[0] == "記者："
    assert "首页" not in write("html", SPEECH)


def test_articles_of_a_law() -> None:
    """The number is parted from the text, and the contents list the chapters only."""
    article = '<div xml:id="s1.1"><head rend="run-in"><label>第一条</label></head><p xml:id="p1">渠归全村。</p></div>'
    chapter = f'<div xml:id="s1"><head><label>第一章</label>　总则</head>{article}</div>'
    law = tei(f'<text><body>{chapter}<div xml:id="s2"><head>附则</head><p>完</p></div></body></text>')
    assert page(law).xpath("//p[@id='p1']/b/@class") == ["lead bare"]
    assert page(law).xpath("//nav[@class='toc']//a/@href") == ["#s1", "#s2"]
    assert "**第一条**　渠归全村。\n" in markdown(law)[1]


def test_marks_inside_one_another() -> None:
    """Each is marked up around what is inside it; what is not shown leaves its text."""
    text = (
        "<text><body><p>甲<hi>乙<date when='2020-01-02'>丙<persName>丁</persName></date></hi>&lt;i&gt;"
        '<said>戊<docAuthor>己&amp;</docAuthor></said><gap><desc>**</desc></gap><stage>庚<hi>"</hi></stage></p></body></text>'
    )
    assert (
        '<p>甲<em>乙<time datetime="2020-01-02">丙丁</time></em>&lt;i&gt;戊<span class="name">己&amp;</span>'
        '<span class="gap" title="底本已隐去">**</span><i class="aside">庚<em>&#34;</em></i></p>'
    ) in write("html", tei(text))


def test_long_points_start_with_their_label() -> None:
    long = f"<item><p xml:id='p1'>{'水' * 100}</p></item>"
    tree = page(tei(f"<text><body><list type='ordinal'><label>一是</label>{long}</list></body></text>"))
    assert tree.xpath("//ol/li/p[@id='p1']/b/text()") == ["一是"]


def test_contents_list() -> None:
    assert page(COMPILATION).xpath("//nav[@class='toc']/ol/li/ol/li/ol/li/a/@href") == ["#t1.s1.1"]
    many = "".join(f'<div xml:id="s{i}"><head>{i}</head><p>x</p></div>' for i in range(200))
    long = tei(
        f'<text><body><div xml:id="a"><head>A</head>{many}</div><div xml:id="b"><head>B</head></div></body></text>'
    )
    assert page(long).xpath("//nav[@class='toc']//a/@href") == ["#a", "#b"]
    assert not page(TRANSCRIPT).xpath("//nav[@class='toc']")


def test_labels_follow_the_language() -> None:
    assert page(SPEECH).xpath("//h2[@id='repairs']/text()") == ["校勘记"]
    assert page(SPEECH, RenderOptions(script="tw")).xpath("//h2[@id='repairs']/text()") == ["校勘記"]
    assert page(ENGLISH).xpath("//h2[@id='about']/text()") == ["Citation and source"]
    assert (
        page(ENGLISH).xpath("//p[@class='cite']/text()")[0]
        == "A. Keeper. “Remarks at the opening of the ferry pier”. Harbour Office. 4 May 2018."
    )


@pytest.mark.parametrize(
    ("iso", "chinese", "english"),
    [
        ("2021-03-02", "2021年3月2日", "2 March 2021"),
        ("2021-03", "2021年3月", "March 2021"),
        ("2021", "2021年", "2021"),
        ("2021-03-02T08:30:00", "2021年3月2日 08:30", "2 March 2021 08:30"),
        ("2021-13-02", "2021-13-02", "2021-13-02"),
        ("春天", "春天", "春天"),
        ("", "", ""),
    ],
)
def test_dates_as_people_write_them(iso: str, chinese: str, english: str) -> None:
    assert (written_date(iso, "zh-Hans"), written_date(iso, "en")) == (chinese, english)


def test_colours_can_be_read() -> None:
    """WCAG 2.2 AA: 4.5 to 1 for every colour of text on every ground, light and dark."""
    css = (ROOT / "templates" / "document.css").read_text(encoding="utf-8")
    palettes = re.findall(r"--paper: (#\w+); --surface: (#\w+);[^}]*?--focus", css)
    assert len(palettes) == 2

    def luminance(colour: str) -> float:
        channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for found in re.finditer(r"--paper: #\w+;[^}]*?--focus: #\w+", css):
        colour = dict(re.findall(r"--(\w+): (#\w{6})", found.group()))
        for ground in ("paper", "surface", "mark"):
            for ink in ("ink", "muted", "accent"):
                pair = sorted((luminance(colour[ink]), luminance(colour[ground])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ink, ground, colour)


# --- Markdown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_markdown_holds_the_text_in_order(name: str) -> None:
    root = SAMPLES[name]
    _, body = markdown(root)
    text = lxml.html.document_fromstring(rendered(body)).text_content()
    text = re.sub(r"\[\d+\]", "", re.split("校勘[记記]", text)[0])
    without_bullets = reading(root).replace("·春", "春").replace("·秋", "秋")
    title = re.sub(r"\s", "", view(root).meta.title)
    assert re.sub(r"\s", "", text) == without_bullets.replace(title, title, 1)


def test_markdown_front_matter() -> None:
    front, body = markdown(SPEECH)
    assert front == {
        "title": "在河湾镇水利工作会议上的讲话",
        "subtitle": "——修渠三年的一点体会",
        "author": "林知远",
        "author_role": "镇长",
        "date": "2021-03-05",
        "delivered": "2021-03-02",
        "publisher": "河湾发布",
        "place": "河湾镇",
        "docket": "河政〔2021〕7号",
        "lang": "zh-Hans",
        "source_file": "speeches/river bend.txt",
        "sha256": "ab" * 32,
    }
    assert body.startswith("\n# 在河湾镇水利工作会议上的讲话\n")
    assert markdown(COMPILATION)[0]["parts"] == [
        "读书会发言稿　篇一",
        "读书会发言稿　篇二",
        "读书会发言稿　篇三",
    ]


def test_markdown_structure() -> None:
    html = rendered(markdown(SPEECH)[1])
    assert "<p><strong>（一）一切先看水</strong>。水位每天记两次" in html
    assert "<p><strong>第一</strong>，用水先登记" in html
    assert "<li>\n<p>春季：清淤</p>" in html
    assert "<h2>一、先把渠修通，再把账算清</h2>" in html
    assert "<td>12.5</td>" in html
    assert "<strong>記者：</strong> 這間茶館" in rendered(markdown(TRANSCRIPT)[1])
    assert "<p>底本作“发(fā)布”，今读作“发布”。字后括注的拼音不是原文</p>" in html


def test_markdown_headings_stop_at_six() -> None:
    deep = "<p>底</p>"
    for depth in range(9, 0, -1):
        deep = f"<div><head>第{depth}层</head>{deep}</div>"
    html = rendered(markdown(tei(f"<text><body>{deep}</body></text>"))[1])
    assert re.findall("<h(.)>第", html) == ["2", "3", "4", "5", "6", "6", "6", "6", "6"]


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("一是", "**一是**"),
        ("第一，", "**第一**，"),
        ("（1）", "**（1）** "),
        ("1.", "**1**."),
        ("①", "**①**"),
        ("为什么？", "**为什么**？"),
        ("*", "**\\*** "),
        ("", ""),
    ],
)
def test_bold_ends_where_commonmark_can_end_it(text: str, bold: str) -> None:
    assert strong(text) == bold
    html = rendered(f"{strong(text)}以水为例")
    assert ("<strong>" in html) == bool(text)


def test_plain_text_is_not_escaped() -> None:
    for text in (
        "3 < 5，a & b，snake_case",
        "#话题，1.5倍，-3度",
        "他说：“好！”（掌声）",
        "R&D 50% $5 C:\\x",
    ):
        assert escape(text) == text


SIGNS = st.text(st.sampled_from("\\\\*_`[]|~<>&#;{}%$:.!?-+=1２a水，。 \t\n\u3000\x1c\u2028"), max_size=12)


@given(SIGNS)
def test_what_needs_no_escape_is_told_at_a_glance(text: str) -> None:
    """The quick looks at a text never pass one that the rules would change."""
    line = " ".join(text.split("\n"))
    assert escape(text) == markdown_writer._INLINE.sub(lambda m: markdown_writer._literal(m[0]), line)
    stripped = line.strip()
    assert (paragraph(text) == escape(text).strip()) == (not markdown_writer._START.match(escape(stripped)))
    cut = re.compile(r"[\s，、。．：；！？,.:;!?]+\Z").sub("", text)
    assert text.rstrip(markdown_writer._TAIL) == cut


def test_white_space_is_what_unicode_says() -> None:
    spaces = {char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace()}
    assert set(markdown_writer._WHITE) == spaces


# --- JSON --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [None, *SCRIPTS])
@pytest.mark.parametrize("name", SAMPLES)
def test_json_follows_its_schema(name: str, script: str | None) -> None:
    schema = json.loads((ROOT / "schemas" / "document.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    told = ({"code": "OUT101", "level": "warning", "line": 3, "message": "numbering gap"},)
    record = json.loads(write("json", SAMPLES[name], RenderOptions(None, script, told)))
    jsonschema.Draft202012Validator(schema).validate(record)
    assert record["diagnostics"] == list(told)


def test_every_property_of_the_schema_is_described() -> None:
    schema = json.loads((ROOT / "schemas" / "document.schema.json").read_text(encoding="utf-8"))

    def check(node: object, path: str) -> None:
        if isinstance(node, dict):
            for name, inner in node.get("properties", {}).items():
                assert {"description", "$ref", "const"} & inner.keys(), f"{path}/{name}"
            if node.get("type") == "object":
                assert node["additionalProperties"] in (False, {"type": "string"}), path
            for key, inner in node.items():
                check(inner, f"{path}/{key}")
        elif isinstance(node, list):
            for inner in node:
                check(inner, path)

    check(schema, "")


@pytest.mark.parametrize("name", SAMPLES)
def test_json_is_written_as_json_writes_it(name: str) -> None:
    shown = view(SAMPLES[name])
    odd = Block(
        "p",
        'a"\\\n\x01\u2028\x7f水😀',
        (Mark('re"pair', 0, 1, "\t", "low", "r", 2),),
        "p1",
        1,
        (0, 7),
        "low",
        "r",
    )
    for value in (
        *shown.parts,
        shown.meta,
        shown.persons,
        shown.notes,
        shown.furniture,
        odd,
        None,
        "",
        [True, 1, 0.5, {}, {"a": (1, None)}, {1: 2}],
    ):
        text = to_json(value)
        assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text


def test_json_record() -> None:
    record = json.loads(write("json", SPEECH))
    paragraph = record["parts"][0]["children"][1]
    assert (paragraph["id"], paragraph["n"], paragraph["source"], paragraph["cert"]) == (
        "p1",
        1,
        [109, 180],
        "medium",
    )
    said = next(a for a in paragraph["annotations"] if a["kind"] == "said")
    assert paragraph["text"][said["start"] : said["end"]] == "“水到了田头，话才到了心头。”"
    assert said["value"] == "per.2"
    section = record["parts"][0]["children"][2]
    assert (section["number"], section["label"], section["run_in"], section["children"][2]["run_in"]) == (
        "1",
        "一、",
        False,
        True,
    )
    assert record["furniture"][0]["text"] == "首页 > 讲话 > 正文"


# --- script ------------------------------------------------------------------------------------------


def test_conversion_sees_phrases_across_marks() -> None:
    """头发 and 发展 differ only by what stands beside 发, here on the other side of a mark's border."""
    root = tei(
        "<text><body><p>他的头<persName>发</persName>白了，经济<date when='2020'>发</date>展了</p></body></text>"
    )
    block = next(all_blocks(in_script(view(root), "hant")))
    assert block.text == "他的頭髮白了，經濟發展了"
    assert [block.text[m.start : m.end] for m in block.marks] == ["髮", "發"]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("name", SAMPLES)
def test_conversion_keeps_the_borders_of_marks(name: str, script: str) -> None:
    before, after = (
        list(all_blocks(view(SAMPLES[name]))),
        list(all_blocks(in_script(view(SAMPLES[name]), script))),
    )
    assert [len(b.text) for b in before] == [len(b.text) for b in after]
    assert [b.marks for b in before] == [b.marks for b in after]


def test_conversion_that_changes_the_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCRIPTS, "tw", ("s2twp", "", "zh-Hant-TW"))
    root = tei("<text><body><p>看<hi>内存</hi>和<hi>鼠标</hi>吧</p></body></text>")
    block = next(all_blocks(in_script(view(root), "tw")))
    assert block.text == "看記憶體和滑鼠吧"
    assert [block.text[m.start : m.end] for m in block.marks] == ["記憶體", "滑鼠"]


def test_text_in_the_wanted_script_stays() -> None:
    for root, script in (
        (SPEECH, "hans"),
        (TRANSCRIPT, "hant"),
        (TRANSCRIPT, "tw"),
        (ENGLISH, "hant"),
        (SPEECH, None),
    ):
        shown = view(root)
        assert in_script(shown, script) is shown
    with pytest.raises(ValueError, match="hans, hant, tw, hk"):
        in_script(view(SPEECH), "tc")


def test_a_converted_page_says_so_and_quotes_the_source_as_it_is() -> None:
    tree = page(SPEECH, RenderOptions(script="hk"))
    assert tree.get("lang") == "zh-Hant-HK"
    assert "機器轉換" in tree.xpath("//p[@class='converted']/text()")[0]
    assert tree.xpath("//li[@id='note-2']/span[@lang='zh-Hans']/text()") == ["话(huà)"]
    assert tree.xpath("//h1")[0].text_content() == "在河灣鎮水利工作會議上的講話"
    assert not page(SPEECH).xpath("//p[@class='converted']")


# --- templates ---------------------------------------------------------------------------------------


def test_one_template_of_the_users_wins(tmp_path: Path) -> None:
    (tmp_path / "document.md.j2").write_text("{{ view.meta.title }}!", encoding="utf-8")
    options = RenderOptions(templates=tmp_path)
    assert write("md", SPEECH, options) == "在河湾镇水利工作会议上的讲话!\n"
    assert write("html", SPEECH, options) == write("html", SPEECH)


def test_a_template_may_change_one_block_or_the_style(tmp_path: Path) -> None:
    (tmp_path / "document.html.j2").write_text(
        '{% extends "builtin/document.html.j2" %}{% block top %}<p class="own">{{ view.lang }}</p>{% endblock %}',
        encoding="utf-8",
    )
    (tmp_path / "document.css").write_text("#x{#y: '{{'}", encoding="utf-8")
    tree = page(SPEECH, RenderOptions(templates=tmp_path))
    assert tree.xpath("//p[@class='own']/text()") == ["zh-Hans"]
    assert tree.xpath("//style/text()")[0].strip() == "#x{#y: '{{'}"


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("{{ view.meta.nothing }}", 1, "nothing"),
        ("\n{% if %}", 2, ""),
        ("\n\n{{ view.__class__ }}", 3, "unsafe"),
        ("{{ view.meta.title.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ ''.format.__globals__ }}", 1, "unsafe"),
        ("{{ view.cut }}", 1, "cut"),
        ("{{ 1 // 0 }}", 1, "ZeroDivisionError"),
        ("{{ view | nothing }}", 1, "nothing"),
        ("{% include 'nothing.j2' %}", 1, "nothing.j2"),
        ("{% include '../../pyproject.toml' %}", 1, "pyproject"),
    ],
)
def test_a_wrong_template_is_named(tmp_path: Path, template: str, line: int, reason: str) -> None:
    (tmp_path / "document.md.j2").write_text(template, encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        write("md", SPEECH, RenderOptions(templates=tmp_path))
    assert caught.value.template.endswith("document.md.j2")
    assert caught.value.line in (line, 0)
    assert reason in str(caught.value)


# --- index -------------------------------------------------------------------------------------------


def test_index_lists_by_year_newest_first() -> None:
    lines = [listed(view(root), f"out dir/{name}?.html") for name, root in SAMPLES.items()]
    lines.append(Listed("年终讲话", "a.html", "2021-12-30", "林知远"))
    tree = lxml.html.document_fromstring(index(lines).decode())
    assert tree.xpath("//section/h2/text()") == ["2021", "2020", "2018", "未署日期"]
    assert tree.xpath("//ul[@class='documents']/li/a/text()") == [
        "年终讲话",
        "在河湾镇水利工作会议上的讲话",
        "读书会发言稿三篇",
        "Remarks at the opening of the ferry pier",
        "老街茶館訪談錄",
    ]
    assert tree.xpath("//ul[@class='documents']/li/a/@href")[2] == "out%20dir/compilation%3F.html"
    assert "3篇" in tree.xpath("//li[a='读书会发言稿三篇']")[0].text_content()
    assert tree.xpath("//a[@lang]/@lang") == ["en", "zh-Hant"]


def test_index_of_nothing() -> None:
    assert "0件" in index([]).decode()
