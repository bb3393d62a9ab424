"""Word documents: every character that Word shows, in its order, with what the file says of its lines."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from docx_samples import NAMESPACES, Docx, paragraph, style, text
from hypothesis import given
from hypothesis import strategies as st

from pipeline.convert import convert
from pipeline.diagnostics import wording
from pipeline.model import Source
from pipeline.readers import Limits, Options, ReadError, docx
from pipeline.readers.options import DEFAULT

STYLES = (
    style("a", "Normal", r='<w:sz w:val="32"/>').replace("<w:style ", '<w:style w:default="1" ', 1)
    + style("1", "heading 1", "a", '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="44"/>')
    + style("2", "标题 2", "a")
    + style("t", "Title", "a", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
    + style("s", "Subtitle", "a")
    + style("toc1", "toc 1", "a")
    + style("strong", "Strong", r="<w:b/>", kind="character")
)


def read(document: Docx | str, **parts: str) -> Source:
    made = Docx(document, **parts) if isinstance(document, str) else document
    return docx.read(made.data(), "a.docx")


def lines(source: Source) -> list[str]:
    return [source.text[line.span.start : line.span.end] for line in source.lines]


def hinted(source: Source) -> list[tuple[str, ...]]:
    return [(source.text[line.span.start : line.span.end], *line.hints) for line in source.lines]


def found(source: Source) -> dict[str, str]:
    return {diagnostic.code: wording(diagnostic) for diagnostic in source.diagnostics}


def refused(data: bytes, options: Options = DEFAULT) -> str:
    with pytest.raises(ReadError) as caught:
        docx.read(data, "a.docx", options)
    return str(caught.value)


def runs(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


# --- characters


def test_paragraphs_are_lines_and_empty_ones_are_blank_lines() -> None:
    body = paragraph("各位乡亲：") + paragraph() + paragraph() + paragraph("今天开渠。") + paragraph()
    assert lines(read(body)) == ["各位乡亲：", "", "今天开渠。", ""]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>", "甲\t乙"),
        ("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t>", "甲\n乙\n丙"),
        ("<w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:t>2</w:t>", "A\u20111\u00ad2"),
        ('<w:t>甲 </w:t><w:t xml:space="preserve"> 乙 </w:t><w:t>丙\n丁</w:t>', "甲 乙 丙 丁"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F061"/>', "☑α"),
        ('<w:t>甲</w:t><w:sym w:font="Nobody" w:char="F0E5"/><w:sym w:char="x"/>', "甲\ufffd\ufffd"),
        (
            "<w:t>读</w:t><w:ruby><w:rubyPr/><w:rt><w:r><w:t>shū</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>书</w:t></w:r></w:rubyBase></w:ruby>",
            "读书（shū）",
        ),
    ],
)
def test_every_sign_in_a_run_has_its_character(inside: str, expected: str) -> None:
    assert "\n".join(lines(read(runs(inside)))) == expected


@pytest.mark.parametrize(
    "wrapper",
    [
        '<w:hyperlink r:id="x">{}</w:hyperlink>',
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtPr><w:alias w:val='名'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr=" DATE ">{}</w:fldSimple>',
        "<w:ins>{}</w:ins>",
        "<w:moveTo>{}</w:moveTo>",
        "<w:customXml><w:unknown>{}</w:unknown></w:customXml>",
        "<m:oMathPara><m:oMath><m:r><m:t>石桥</m:t></m:r></m:oMath></m:oMathPara>",
    ],
)
def test_text_is_found_in_whatever_is_around_it(wrapper: str) -> None:
    assert lines(read(f"<w:p>{text('在')}{wrapper.format(text('石桥'))}{text('边')}</w:p>")) == ["在石桥边"]


def test_paragraphs_are_found_in_block_wrappers_and_text_outside_of_any_is_kept() -> None:
    inside = paragraph("甲")
    body = f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt><w:customXml>{paragraph('乙')}</w:customXml>{text('丙')}"
    assert lines(read(body)) == ["甲", "乙", "丙"]


def test_only_the_result_of_a_field_is_text() -> None:
    body = (
        '<w:p><w:r><w:t>见第</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> PAGEREF a </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>不见</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r></w:p>'
    )
    assert lines(read(body)) == ["见第3页"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r"eq \o\ac(○,7)", "⑦"),
        (r" EQ \o\ac(○,21)", "㉑"),
        (r"eq \o\ac(□,印)", "□ 印"),
        (r"eq \f(1,2)", "1 2"),
    ],
)
def test_a_circled_number_made_by_a_field_is_shown(code: str, shown: str) -> None:
    char = '<w:fldChar w:fldCharType="{}"/>'
    assert lines(
        read(runs(f"{char.format('begin')}<w:instrText>{code}</w:instrText>{char.format('end')}"))
    ) == [shown]


def test_a_field_that_is_broken_off_does_not_swallow_the_rest() -> None:
    body = runs('<w:fldChar w:fldCharType="begin"/><w:instrText>X</w:instrText>') + paragraph("还在。")
    assert lines(read(body)) == ["", "还在。"][1:]


# --- tracked changes, comments, hidden text


def test_tracked_changes_are_taken_as_accepted_and_counted() -> None:
    body = (
        f"<w:p>{text('渠长')}<w:del>{text('三').replace('w:t', 'w:delText')}</w:del><w:ins>{text('五')}</w:ins>{text('里。')}"
        f"<w:moveFrom>{text('移走')}</w:moveFrom></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{text('合成')}</w:p>{paragraph('一段。')}"
    )
    source = read(body)
    assert lines(source) == ["渠长五里。", "合成一段。"]
    assert found(source) == {"SRC120": "tracked changes taken as accepted: 1 insertions, 2 deletions"}


def test_a_paragraph_whose_mark_is_deleted_at_the_end_of_all_is_kept() -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{text('末段。')}</w:p>"
    assert lines(read(body)) == ["末段。"]


def test_comments_and_pictures_are_counted_not_read() -> None:
    picture = "<w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing>"
    body = runs(f'<w:t>图</w:t>{picture}<w:commentReference w:id="0"/>') + runs(f"{picture}<w:t>二</w:t>")
    source = read(body)
    assert lines(source) == ["图", "二"]
    assert found(source) == {"SRC121": "not text, left out: pictures: 2, comments: 1"}


def test_hidden_text_is_set_aside_and_kept() -> None:
    body = (
        f"<w:p>{text('看得见')}{text('看不见', '<w:vanish/>')}</w:p><w:p>{text('全藏', '<w:vanish/>')}</w:p>"
    )
    assert hinted(read(body)) == [("看得见",), ("看不见", "fw:hidden"), ("全藏", "fw:hidden")]


# --- boxes, alternatives, tables


def test_a_text_box_comes_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框一')}{paragraph('框二')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    for inside in (both, old):
        body = f"<w:p>{text('前')}<w:r>{inside}</w:r>{text('后')}</w:p>{paragraph('下一段')}"
        assert lines(read(body)) == ["前后", "框一", "框二", "下一段"]


def test_a_fallback_is_read_when_the_choice_holds_no_text() -> None:
    body = runs(
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:drawing/></mc:Choice>'
        "<mc:Fallback><w:t>旧文</w:t></mc:Fallback></mc:AlternateContent>"
    )
    assert lines(read(body)) == ["旧文"]


def test_word_art_is_text() -> None:
    art = '<w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict>'
    document = Docx(paragraph("正文"), headers=(runs(art),))
    document = replace(
        document, body=document.body + '<w:sectPr><w:headerReference r:id="header0"/></w:sectPr>'
    )
    assert hinted(read(document)) == [("内部资料", "fw:header"), ("正文",)]


def table(*rows: tuple[str, ...]) -> str:
    def cell(inside: str) -> str:
        return f"<w:tc><w:tcPr/>{inside if inside.startswith('<') else paragraph(inside)}</w:tc>"

    made = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{made}</w:tbl>"


def test_a_row_is_a_line_with_its_cells_parted_by_tabs() -> None:
    two = paragraph("北\t村") + paragraph() + paragraph("南村")
    body = table(("村", "户数"), (two, "31"), ("", "")) + paragraph("表后")
    assert hinted(read(body)) == [("村\t户数", "row"), ("北 村 南村\t31", "row"), ("",), ("表后",)]


def test_a_table_that_only_lays_out_the_page_gives_its_paragraphs() -> None:
    letter = paragraph("河湾镇政府文件") + paragraph("河政〔2021〕3号")
    assert hinted(read(table((letter,)))) == [("河湾镇政府文件",), ("河政〔2021〕3号",)]
    long = paragraph("这一段很长。" * 30) + paragraph("这一段也很长。" * 30)
    assert [hints for _, *hints in hinted(read(table((long, "边注"))))] == [[], [], []]
    nested = table((paragraph("外"), table(("内甲", "内乙")) + paragraph()))
    assert [line for line in hinted(read(nested)) if line[0]] == [("外",), ("内甲\t内乙", "row")]


def test_a_deleted_row_is_left_out() -> None:
    body = table(("甲", "乙"), ("丙", "丁")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    source = read(body)
    assert lines(source) == ["丙\t丁"]
    assert "1 deletions" in found(source)["SRC120"]


# --- hints


def test_styles_and_outline_levels_become_hints() -> None:
    body = (
        paragraph("讲话", style="t")
        + paragraph("副题", style="s")
        + paragraph("一、开头", style="1")
        + paragraph("（一）小题", style="2")
        + '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr>' + text("三级") + "</w:p>"
        + '<w:p><w:pPr><w:pStyle w:val="1"/><w:outlineLvl w:val="9"/></w:pPr>' + text("不是标题") + "</w:p>"
        + paragraph("正文很长，一共有这么多字，所以它的字号就是全文的字号。")
    )  # fmt: skip
    assert hinted(read(body, styles=STYLES)) == [
        ("讲话", "title", "center", "large"),
        ("副题", "subtitle"),
        ("一、开头", "h1", "bold", "large"),
        ("（一）小题", "h2"),
        ("三级", "h3"),
        ("不是标题", "bold", "large"),
        ("正文很长，一共有这么多字，所以它的字号就是全文的字号。",),
    ]


def test_bold_and_large_hold_only_for_whole_lines() -> None:
    large, strong = '<w:sz w:val="44"/>', '<w:rStyle w:val="strong"/>'
    body = (
        paragraph("正文很长，一共有这么多字，所以它的字号就是全文的字号。")
        + f"<w:p>{text('前半', '<w:b/>')}{text('后半')}</w:p>"
        + f"<w:p>{text('全', '<w:b/>')}{text(' ')}{text('粗', strong)}</w:p>"
        + f"<w:p>{text('大', large)}{text('小')}</w:p><w:p>{text('都大', large)}</w:p>"
        + f'<w:p><w:pPr><w:jc w:val="end"/></w:pPr>{text("二〇二一年三月")}</w:p>'
    )
    assert hinted(read(body, styles=STYLES))[1:] == [
        ("前半后半",), ("全 粗", "bold"), ("大小",), ("都大", "large"), ("二〇二一年三月", "right"),
    ]  # fmt: skip


def test_a_table_of_contents_is_furniture() -> None:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        paragraph("一、开头\t1", style="toc1")
        + f"<w:p>{char.format('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{char.format('separate')}{text('二、中间 2')}</w:p>"
        + f"<w:p>{text('三、末尾')}<w:r><w:tab/></w:r>{text('3')}{char.format('end')}</w:p>"
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        + f"<w:sdtContent>{paragraph('目录')}</w:sdtContent></w:sdt>"
        + paragraph("正文第 4")
    )
    assert hinted(read(body, styles=STYLES)) == [
        ("一、开头\t1", "fw:contents"), ("二、中间 2", "fw:contents"), ("三、末尾\t3", "fw:contents"),
        ("目录", "fw:contents"), ("正文第 4",),
    ]  # fmt: skip


def test_styles_in_a_circle_and_styles_that_are_missing_do_no_harm() -> None:
    circle = style("x", base="y") + style("y", base="x", r="<w:b/>")
    assert hinted(read(paragraph("甲", style="x") + paragraph("乙", style="zzz"), styles=circle)) == [
        ("甲", "bold"),
        ("乙",),
    ]


# --- headers, footers, notes, properties


def test_headers_stand_before_and_footers_behind_the_text_each_once() -> None:
    first = '<w:sectPr><w:headerReference r:id="header0"/><w:footerReference r:id="footer0"/></w:sectPr>'
    second = '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer0"/></w:sectPr>'
    page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    page += '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    document = Docx(
        f"<w:p><w:pPr>{first}</w:pPr>{text('甲')}</w:p>{paragraph('乙')}{second}",
        headers=(paragraph("河湾镇文件"), paragraph("河湾镇文件")),
        footers=(f"<w:p>{text('- ')}{page}{text(' -')}</w:p>",),
    )
    assert hinted(read(document)) == [("河湾镇文件", "fw:header"), ("甲",), ("乙",), ("- 2 -", "fw:footer")]


def test_notes_are_numbered_in_the_order_of_their_marks_and_stand_at_the_end() -> None:
    def note(kind: str, id: int, inside: str) -> str:
        return f'<w:{kind} w:id="{id}"><w:p><w:r><w:{kind}Ref/></w:r>{text(inside)}</w:p></w:{kind}>'

    body = (
        f'<w:p>{text("甲")}<w:r><w:footnoteReference w:id="7"/></w:r>{text("乙")}<w:r><w:endnoteReference w:id="2"/></w:r>'
        f'<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:footnoteReference w:id="99"/></w:r></w:p>'
    )
    footnotes = note("footnote", 3, " 第二条。").replace(
        "</w:footnote>", f"{paragraph('又一段')}</w:footnote>"
    )
    document = Docx(
        body,
        footnotes=footnotes + note("footnote", 7, " 第一条。") + note("footnote", 0, "没有用到"),
        endnotes=note("endnote", 2, "尾注。"),
    )
    assert hinted(read(document)) == [
        ("甲[1]乙[i][2]",), ("[1] 第一条。", "note"), ("[2] 第二条。", "note"), ("又一段", "note"), ("[i] 尾注。", "note"),
    ]  # fmt: skip
    circled = (
        '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numStart w:val="3"/></w:footnotePr>'
    )
    assert lines(read(replace(document, settings=circled)))[0] == "甲[③]乙[i][④]"


def test_properties_become_metadata_and_creation_is_not_publication() -> None:
    core = (
        "<dc:title> 讲话\n稿 </dc:title><dc:creator>林小满</dc:creator><dc:description/>"
        "<cp:keywords>渠；桥</cp:keywords><dcterms:created>2021-03-18T01:02:03Z</dcterms:created><dc:language>zh-CN</dc:language>"
    )
    assert dict(read(paragraph("甲"), core=core).meta) == {
        "title": "讲话 稿",
        "author": "林小满",
        "created": "2021-03-18T01:02:03Z",
        "keywords": "渠；桥",
        "lang": "zh-CN",
    }


def test_the_strict_form_of_the_standard_reads_the_same() -> None:
    document = Docx(
        paragraph("讲话", style="1")
        + paragraph("一、")
        + '<w:sectPr><w:headerReference r:id="header0"/></w:sectPr>',
        styles=STYLES,
        headers=(paragraph("页眉"),),
    )
    loose = document.data()
    strict = document.data(strict=True)
    assert b"purl.oclc.org" not in loose
    assert hinted(docx.read(strict, "a.docx")) == hinted(docx.read(loose, "a.docx"))


# --- what is refused


def test_what_is_no_word_file_is_refused_with_its_reason() -> None:
    assert refused(b"PK").startswith("SRC117: not a readable DOCX file")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refused(ole).startswith("SRC114: old Word (.doc) files are not read: ")
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")).startswith("SRC122: encrypted")
    empty = replace(Docx(""), body=paragraph())
    assert refused(empty.data()) == "SRC104: the file holds no text"
    other = Docx(paragraph("甲")).data().replace(b"word/document.xml", b"word/documenx.xml")
    assert refused(other) == "SRC117: not a readable DOCX file: there is no Word document in it"


def test_a_doctype_and_broken_xml_are_refused() -> None:
    entities = '<!DOCTYPE w:document [<!ENTITY a "甲"><!ENTITY b "&a;&a;">]>'
    assert "word/document.xml: it has a DOCTYPE" in refused(Docx(paragraph("甲"), prolog=entities).data())
    assert "SRC117: not a readable DOCX file: word/document.xml: " in refused(Docx("<w:p>").data())


HOSTILE = """
import resource, sys
sys.path[:0] = {path!r}
resource.setrlimit(resource.RLIMIT_AS, (450 << 20, 450 << 20))
from docx_samples import Docx, paragraph
from pipeline.readers import ReadError, docx
n = 10_000
{body}
try:
    print(len(docx.read(Docx(body).data(), "a.docx").lines))
except ReadError as error:
    print(error)
# not ru_maxrss, which begins at what the process had that started this one
seen = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(seen["VmHWM"].split()[0]) // 1024)
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("body = '<w:tbl><w:tr><w:tc>' * n + paragraph('甲') + '</w:tc></w:tr></w:tbl>' * n", "SRC117"),
        ("body = '<w:tbl><w:tr><w:tc>' * 80 + paragraph('甲') + '</w:tc></w:tr></w:tbl>' * 80", "1"),
        (
            "body = '<w:p>' + '<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>' * n + '</w:p>' + paragraph('甲')",
            "1",
        ),
        (
            "body = ('<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>' + paragraph('甲')) * n",
            "19999",
        ),
        (
            "body = '<w:r><w:fldChar w:fldCharType=\"begin\"/>' + '<w:instrText>a</w:instrText>' * 20 * n + '</w:r>' + paragraph('甲')",
            "1",
        ),
        ("body = '<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>' * 10 * n", "1"),
    ],
)
def test_hostile_files_are_read_or_refused_in_little_time_and_memory(body: str, expected: str) -> None:
    code = HOSTILE.format(body=body, path=[p for p in sys.path if p])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    first, memory = done.stdout.splitlines()
    assert first.startswith(expected)
    assert int(memory) < 300


def test_headers_that_many_sections_share_are_read_once() -> None:
    references = "".join(f'<w:sectPr><w:headerReference r:id="header{i}"/></w:sectPr>' for i in range(2000))
    document = Docx(paragraph("甲") + references, headers=(paragraph("页眉" * 50_000),))
    names = "".join(
        f'<Relationship Id="header{i}" Target="header0.xml" Type="x/header"/>' for i in range(1, 2000)
    )
    began = time.process_time()
    assert len(docx.read(document.data(more=names), "a.docx").lines) == 2
    assert time.process_time() - began < 5


def test_a_part_over_the_limit_is_refused() -> None:
    data = Docx(paragraph("长" * 5000)).data()
    assert refused(data, Options(limits=Limits(bytes=10_000))).startswith("SRC116")


# --- invariants

words = st.text(st.sampled_from("甲乙丙一二、，。（）1a 　"), min_size=1, max_size=8)
inline = st.recursive(
    words.map(text),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        inner.map("<w:hyperlink>{}</w:hyperlink>".format),
        inner.map("<w:ins>{}</w:ins>".format),
        inner.map("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format),
        inner.map("<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>".format),
        inner.map("<w:r><mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:r>".format),
    ),
    max_leaves=6,
)  # fmt: skip
blocks = st.recursive(
    inline.map("<w:p>{}</w:p>".format),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        inner.map("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format),
        st.lists(inner, min_size=1, max_size=3).map(lambda cells: table(tuple(cells))),
    ),
    max_leaves=6,
)


def characters(xml: str) -> list[str]:
    """The characters of all text that is not a second branch, in any order."""
    from lxml import etree

    root = etree.fromstring(f"<x {NAMESPACES}>{xml}</x>")
    for second in list(root.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")):
        second.getparent().remove(second)
    texts = root.itertext("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    return sorted("".join("".join(texts).split()))


@given(blocks)
def test_no_character_is_lost_or_doubled_however_a_document_is_built(xml: str) -> None:
    source = read(paragraph("首") + xml)
    assert sorted("".join(source.text.split())) == sorted([*characters(xml), "首"])


def test_a_document_becomes_valid_tei_with_its_outline() -> None:
    body = (
        paragraph("在河湾镇读书会上的讲话", style="t")
        + paragraph("（2021年3月18日）")
        + paragraph("各位乡亲：")
        + paragraph("今天我们来谈谈读书会的事。这件事办了三年，有不少体会，我讲两点意见。")
        + paragraph("把书送到桥头去", style="1")
        + paragraph("桥头人多，船靠岸的时候最多。书放在桥头，等船的人就会翻一翻，翻得多了，就有人借了。")
        + paragraph("把时间留给晚上", style="1")
        + paragraph(
            "白天大家都忙，晚上的灯下才有工夫。读书会从七点开到九点，一个月两次，不多不少，刚好够用。"
        )
    )
    result = convert(read(body, styles=STYLES))
    assert result.ok, result.diagnostics
    tei = "{http://www.tei-c.org/ns/1.0}"
    heads = ["".join(head.itertext()) for head in result.tei.iter(f"{tei}head")]
    assert heads == ["把书送到桥头去", "把时间留给晚上"]
