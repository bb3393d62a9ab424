# ruff: noqa: E501 (the list of strings is easier to read in long lines)
"""Text that looks like markup stays text: in HTML, Markdown, YAML and JSON, wherever it stands."""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import escape as xml

import lxml.html
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from tei_samples import tei

from pipeline.tei.view import view
from pipeline.writers import WRITERS, RenderOptions
from pipeline.writers.index import Listed, index
from pipeline.writers.markdown import paragraph, strong
from pipeline.writers.markdown import yaml as yaml_scalar

WRITE = {writer.name: writer.write for writer in WRITERS}
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TEXTS = (
    "# 标题", "## 标题 ##", "#", "标题 #", "标题 ###", "- 项", "-", "+ 项", "+", "* 项", "*", "1. 项", "1) 项", "12. 项", "1.",
    "2021. 年", "> 引", ">引", "*强*", "**强**", "_强_", "__强__", "a_b_c", "_a b_", "__init__", "x * y * z", "***", "---", "- - -",
    "___", "===", "=", "```", "```py", "`代码`", "``", "~~~", "~~删~~", "3~5，6~8", "[文](http://e.org)", "[文][引]",
    "[引]: http://e.org", "[^1]", "[^1]: 注", "![图](x.png)", "[ ] 待办", "<script>alert(1)</script>", "</script><b>",
    "<!-- 注 -->", "-->", "<b>粗</b>", "<a href='x' onclick=\"y\">", "<http://e.org>", "<m@e.org>", "<?php", "<![CDATA[x]]>",
    "3 < 5 > 2", "&amp;", "&lt;b&gt;", "&#60;", "&copy", "R&D", "a | b", "| a | b |", "|---|", "\\", "行末\\", "\\*", "\\\\",
    "\\_x_", "!", "!!! note", "??? x", ":::", "{{ 7 * 7 }}", "{% raw %}", "{# 注 #}", "{#id}", "{.class}", "{: .x}", "{{< x >}}",
    "${x}", "%{x}", "\"引\"", "'引'", "\" onload=\"x", "javascript:alert(1)", "null", "true", "2021-03-02", "0x1F", "1e3", "~",
    "@人", "%TAG", "key: value", "- a: b", "a\tb", "　　缩进", "（一）括号", "“引”", "http://e.org/a_b_c", "www.e.org", "\u2028行", "\x7f删", "\u200b零",
    "一*二*三", "一**二**三", "一_二_三", "A&nbsp;B", "\U0001f600", "末尾 <", "末尾&", "*（掌声）*", "（*）", "。*强*。",
)  # fmt: skip

FIELDS = (
    '<text><front><docTitle><titlePart type="main">{0}</titlePart><titlePart type="sub">{0}</titlePart></docTitle>'
    "<docImprint>{0}</docImprint><byline>{0}</byline><docDate>{0}</docDate></front><body>"
    "<opener><salute>{0}</salute></opener><p xml:id='p1'>{0}</p><p>甲<date when='2020'>{0}</date>乙</p>"
    "<p>甲<choice ana='#r.x'><sic>{0}</sic><corr>{0}</corr></choice>{0}</p>"
    "<div xml:id='s1'><head>{0}</head><p>{0}</p></div><div xml:id='s2'><head rend='run-in'>{0}</head><p>{0}</p></div>"
    "<div><list type='ordinal'><label>{0}</label><item><p>{0}</p></item></list>"
    "<list type='bulleted'><label>·</label><item><p>{0}</p></item></list>"
    "<sp><speaker>{0}</speaker><p>{0}</p></sp><stage>{0}</stage><p rend='head'>{0}</p>"
    "<table><row><cell>{0}</cell><cell>甲</cell></row><row><cell>乙</cell><cell>{0}</cell></row></table></div>"
    "<closer><signed>{0}</signed><dateline>{0}</dateline></closer></body></text>"
)


def document(text: str) -> etree._Element:
    """A document that says ``text`` in every field."""
    safe = xml(text)
    return tei(
        FIELDS.replace("{0}", safe),
        title=safe,
        sub=safe,
        file=safe,
        place=safe,
        author=f"<author><persName>{safe}</persName></author>",
        bibl=f'<publisher>{safe}</publisher><idno type="docket">{safe}</idno>'
        f'<date type="published">{safe}</date>',
        persons=f'<person xml:id="per.1"><persName>{safe}</persName><occupation>{safe}</occupation></person>',
    )


def write(name: str, text: str) -> str:
    root = document(text)
    return WRITE[name](root, view(root), RenderOptions()).decode()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes."""
    tree = lxml.html.document_fromstring(page)
    return [(str(e.tag), tuple(sorted(e.keys()))) for e in tree.iter()]


ORDINARY = skeleton(write("html", "文"))


def test_there_are_enough_strings() -> None:
    assert len(set(TEXTS)) >= 60


@pytest.mark.parametrize("text", TEXTS)
def test_html(text: str) -> None:
    page = write("html", text)
    assert skeleton(page) == ORDINARY
    tree = lxml.html.document_fromstring(page)
    main = tree.xpath("//main")[0]
    assert plain(main.xpath("//h1")[0].text_content()) == plain(text)
    assert plain(main.xpath("//p[@id='p1']")[0].text_content()) == plain("1" + text.strip())
    assert plain(tree.xpath("//title")[0].text) == plain(text)
    assert json.loads(tree.xpath("//script")[0].text)["headline"] == plain(text) or "\t" in text
    assert not [a for a in tree.xpath("//a/@href") if not a.startswith("#")]


@pytest.mark.parametrize("text", TEXTS)
def test_markdown(text: str) -> None:
    _, front, body = write("md", text).split("---\n", 2)
    said, html = plain(text), MARKDOWN.render(body)
    tree = lxml.html.document_fromstring(html)
    tags = {str(e.tag) for e in tree.iter()}
    assert tags <= {
        "html",
        "body",
        "h1",
        "h2",
        "p",
        "strong",
        "em",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert [plain(h.text_content()) for h in tree.xpath("//h1|//h2")] == [said, said, "校勘记"]
    assert [plain(c.text_content()) for c in tree.xpath("//th|//td")] == [said, "甲", "乙", said]
    lines = [plain(p.text_content()) for p in tree.xpath("//p|//li[not(p)]")]
    together = {said + said, said + " " + said}  # a label and the text after it
    expected = [said] * 6 + [
        plain(f"甲{text}乙"),
        plain(f"甲{text}[1]{text}"),
        said,
        together,
        together,
        said,
        together,
    ]
    expected += [said, said, said, said, plain(f"底本作“{text}”，今读作“{text}”。")]
    assert len(lines) == len(expected)
    for line, wanted in zip(lines, expected, strict=True):
        assert line in wanted if isinstance(wanted, set) else line == wanted
    fields = yaml.safe_load(front)
    assert {
        plain(str(fields[key])) for key in ("title", "subtitle", "author", "publisher", "source_file")
    } == {said}
    assert all(isinstance(value, str) for value in fields.values())


@pytest.mark.parametrize("text", TEXTS)
def test_json(text: str) -> None:
    record = json.loads(write("json", text))
    assert plain(record["metadata"]["title"]) == plain(text)
    assert plain(record["parts"][0]["children"][1]["text"]) == plain(text)


@pytest.mark.parametrize("text", TEXTS)
def test_index(text: str) -> None:
    def page(said: str) -> str:
        return index([Listed(said, "a.html", said, said, 2, said)], title=said).decode()

    assert skeleton(page(text)) == skeleton(page("文"))


CHARACTERS = st.text(alphabet="#-+*_`~[](){}<>&|\\!:=.1) \t文字。（”a%\"'", min_size=1, max_size=12)


@given(CHARACTERS)
@example("a__ _b")
@example("\\")
def test_any_paragraph_is_literal(text: str) -> None:
    html = MARKDOWN.render(paragraph(" ".join(text.split())))
    assert {str(e.tag) for e in lxml.html.fragments_fromstring(f"<div>{html}</div>")[0].iter()} <= {
        "div",
        "p",
    }
    assert plain(lxml.html.fromstring(f"<div>{html}</div>").text_content()) == plain(text)


@given(CHARACTERS, CHARACTERS)
@example("（一）", "文")
@example("\\ ", "1")
def test_any_bold_lead_is_literal(lead: str, text: str) -> None:
    line = strong(lead) + paragraph("文" + text)
    html = lxml.html.fromstring(f"<div>{MARKDOWN.render(line)}</div>")
    assert {str(e.tag) for e in html.iter()} <= {"div", "p", "strong"}
    assert re.sub(r"\s", "", html.text_content()) == re.sub(r"\s", "", lead + "文" + text)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=20))
@example("\x85\u2028\ufeff\ufffe\x00\x7f")
def test_any_yaml_scalar_is_read_back(text: str) -> None:
    assert yaml.safe_load(f"key: {yaml_scalar(text)}\n") == {"key": text}
