"""Collections in Word: each text begins a page with its title, over the name of its author."""

from __future__ import annotations

import pytest
from docx_samples import Docx, style

from pipeline.convert import convert
from pipeline.model import Source
from pipeline.readers import docx

BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
SECTION = '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>'
BEFORE = "<w:pageBreakBefore/>"
STYLES = style("a", "Normal", r='<w:sz w:val="32"/>').replace("<w:style ", '<w:style w:default="1" ', 1)


def line(text: str, size: int = 32, more: str = "", centred: bool = True) -> str:
    jc = '<w:jc w:val="center"/>' if centred else ""
    run = f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{more}{jc}</w:pPr>{run}</w:p>"


def prose(text: str) -> str:
    return line(text, centred=False)


def read(body: str) -> Source:
    return docx.read(Docx(body, styles=STYLES).data(), "a.docx")


def marked(source: Source, hint: str) -> list[str]:
    return [source.text[n.span.start : n.span.end] for n in source.lines if hint in n.hints]


COVER = line("读书会发言汇编", 72)
FIRST = "渡口离书架最近，晚上来借书的人一天比一天多，管书的老周常常忙到九点。"
SECOND = "学校的书架靠着操场，下了课就有人来，图书换得最勤的是连环画。"


@pytest.mark.parametrize(("apart", "more"), [(BREAK, ""), (SECTION, ""), ("", BEFORE)])
def test_titles_that_begin_pages_over_authors_are_the_texts_of_a_collection(apart: str, more: str) -> None:
    listed = line("目　录") + line("书架搬到渡口", centred=False) + line("——石桥村", centred=False)
    texts = [("书架搬到渡口", "石桥村", FIRST), ("书架进了校门", "——河湾小学校长　沈知远", SECOND)]
    body = "".join(
        apart + line(title, 44, more) + line(who) + "<w:p/>" + prose("各位乡亲：") + prose(said)
        for title, who, said in texts
    )
    source = read(COVER + listed + body)
    assert marked(source, "item") == ["书架搬到渡口", "书架进了校门"]
    assert marked(source, "byline") == ["石桥村", "——河湾小学校长　沈知远"]
    assert marked(source, "fw:contents") == ["目　录", "书架搬到渡口", "——石桥村"]
    found = convert(source).document
    assert found.meta.title == "读书会发言汇编"
    assert [part.meta.title for part in found.parts] == ["书架搬到渡口", "书架进了校门"]


@pytest.mark.parametrize(
    "body",
    [
        BREAK.join(line(f"{n}的书架", 44) + prose(FIRST) for n in ("渡口", "学校", "茶馆")),  # chapters
        line("书架搬到渡口", 44) + line("石桥村") + prose(FIRST),  # one text
        "".join(line(t, 44) + line("石桥村") + prose(FIRST) for t in ("渡口的书架", "学校的书架")),  # no page
    ],
)
def test_chapters_a_single_text_and_headings_inside_pages_are_no_collection(body: str) -> None:
    assert marked(read(body), "item") == []
