"""OpenDocument texts: what LibreOffice shows, line by line, of files it made from Word's and of our own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx_lists import ALIKE, formats
from docx_samples import Docx, paragraph, style
from docx_samples import text as run
from soffice import TEXT, convert, exported, squeezed

from pipeline.convert import convert as to_tei
from pipeline.diagnostics import wording
from pipeline.model import Source
from pipeline.readers import ReadError, docx, odt

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = "".join(
    f' xmlns:{prefix}="{_NS}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing", "meta": "meta",
        "fo": "xsl-fo-compatible",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
MIXED = {
    "text": Docx(
        paragraph("讲话", style="t")
        + paragraph("总则", style="1")
        + f"<w:p>{run('今天')}<w:r><w:tab/></w:r>{run('开渠')}<w:r><w:br/></w:r>{run('第二行')}</w:p>"
        + paragraph()
        + f"<w:p><w:pPr><w:jc w:val='right'/></w:pPr>{run('二〇二一年三月', '<w:b/>')}</w:p>"
        + '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
        + "".join(f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>" for a, b in (("村", "户数"), ("北村", "31")))
        + "</w:tbl>"
        + f"<w:p>{run('见注')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('。')}</w:p>"
        + '<w:sectPr><w:headerReference w:type="default" r:id="header0"/></w:sectPr>',
        styles=style("t", "Title", p='<w:jc w:val="center"/>', r='<w:sz w:val="44"/>')
        + style("1", "heading 1", p='<w:outlineLvl w:val="0"/>', r='<w:sz w:val="36"/>'),
        footnotes=f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" 注文。")}</w:p></w:footnote>',
        headers=(paragraph("河湾镇文件"),),
    )
}  # fmt: skip


def odt_file(
    body: str, styles: str = "", outline: str = "", masters: str = "", meta: str = "", manifest: str = ""
) -> bytes:
    """An OpenDocument text of our own; ``styles`` are automatic ones, ``outline`` the others."""
    parts = {
        "content.xml": f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>",
        "styles.xml": f"<office:styles>{outline}</office:styles><office:master-styles>{masters}</office:master-styles>",
        "meta.xml": f"<office:meta>{meta}</office:meta>",
        "META-INF/manifest.xml": manifest,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, inside in parts.items():
            file.writestr(name, f"<office:document{NAMESPACES}>{inside}</office:document>")
    return stream.getvalue()


def read(body: str, **parts: str) -> Source:
    return odt.read(odt_file(body, **parts), "a.odt")


def lines(source: Source) -> list[str]:
    return [source.text[line.span.start : line.span.end] for line in source.lines]


def hinted(source: Source) -> list[tuple[str, ...]]:
    return [(source.text[line.span.start : line.span.end], *line.hints) for line in source.lines]


def found(source: Source) -> dict[str, str]:
    return {diagnostic.code: wording(diagnostic) for diagnostic in source.diagnostics}


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        odt.read(data, "a.odt")
    return str(caught.value)


# --- beside LibreOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Samples converted from Word's format by LibreOffice, and what it shows of them as .txt beside them."""
    folder = tmp_path_factory.mktemp("office")
    samples = {**ALIKE, **MIXED, "formats": formats()}
    files = {name: folder / f"{i}.docx" for i, name in enumerate(samples)}
    for name, file in files.items():
        file.write_bytes(samples[name].data())
    convert(folder, list(files.values()), "odt")
    made = {name: file.with_suffix(".odt") for name, file in files.items()}
    convert(folder, list(made.values()), TEXT)
    return made


@pytest.mark.parametrize("name", [*ALIKE, "formats"])
def test_libreoffice_shows_the_same_numbers(name: str, office: dict[str, Path]) -> None:
    path = office[name]
    ours = [squeezed(line) for line in lines(odt.read(path.read_bytes(), "a.odt"))]
    assert ours == exported(path.with_suffix(".txt"))


# In the others LibreOffice itself writes another numbering into the new file.
@pytest.mark.parametrize("name", [name for name in ALIKE if name != "numbers from styles"])
def test_a_word_file_reads_the_same_after_its_conversion(name: str, office: dict[str, Path]) -> None:
    word = docx.read(ALIKE[name].data(), "a.docx")
    assert hinted(odt.read(office[name].read_bytes(), "a.odt")) == hinted(word)


def test_all_else_of_a_word_file_reads_the_same_after_its_conversion(office: dict[str, Path]) -> None:
    word = docx.read(MIXED["text"].data(), "a.docx")
    assert hinted(odt.read(office["text"].read_bytes(), "a.odt")) == hinted(word)


# --- characters


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("甲 \n  乙<text:s/><text:s text:c='2'/>丙<text:tab/>丁", "甲 乙   丙\t丁"),
        ("\n  甲<text:span> 乙</text:span> <text:span> 丙</text:span>", "甲 乙 丙"),
        ("甲<text:line-break/> 乙", "甲\n乙"),
        ("<text:a>甲</text:a><text:bookmark/>乙<text:page-number>3</text:page-number>丙", "甲乙3丙"),
        (
            "读<text:ruby><text:ruby-base>书</text:ruby-base> <text:ruby-text>shū</text:ruby-text></text:ruby>。",
            "读书（shū）。",
        ),
        ("甲<!-- 注 -->乙<?x y?>丙", "甲乙丙"),
    ],
)
def test_white_space_and_signs_are_those_of_the_standard(inside: str, expected: str) -> None:
    assert "\n".join(lines(read(f"<text:p>{inside}</text:p>"))) == expected


def test_comments_pictures_and_deleted_text_are_counted_not_read() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion></text:changed-region>"
        "<text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
    )
    body = (
        f"{changes}<text:p>甲<office:annotation><text:p>批注</text:p></office:annotation>乙"
        "<draw:frame>\n<draw:image/>\n</draw:frame>丙</text:p>"
    )
    source = read(body)
    assert lines(source) == ["甲乙丙"]
    assert found(source) == {
        "SRC120": "tracked changes taken as accepted: 1 insertions, 1 deletions",
        "SRC121": "not text, left out: comments: 1, pictures: 1",
    }


def test_a_text_box_comes_after_its_paragraph() -> None:
    box = "<draw:frame><draw:text-box>\n<text:p>框</text:p>\n</draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>形</text:p></draw:custom-shape>"
    assert lines(read(f"<text:p>前{box}{shape}后</text:p><text:p>下</text:p>")) == ["前后", "框", "形", "下"]


def test_notes_stand_at_the_end_under_their_marks() -> None:
    def note(kind: str, mark: str, inside: str) -> str:
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
            f"<text:note-body>{inside}</text:note-body></text:note>"
        )

    two = "<text:p>注</text:p><text:p>续</text:p>"
    body = (
        f"<text:p>甲{note('endnote', 'i', '<text:p>尾注</text:p>')}乙{note('footnote', '1', two)}。</text:p>"
    )
    assert hinted(read(body)) == [("甲[i]乙[1]。",), ("[1] 注", "note"), ("续", "note"), ("[i] 尾注", "note")]


# --- lists and headings

LISTS = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix=")" text:display-levels="2" text:start-value="3"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="\uf0d8"/></text:list-style>'
    '<text:list-style style:name="C"><text:list-level-style-number text:level="1" style:num-format="①, ②, ③, ..."/></text:list-style>'
)


def item(inside: str, more: str = "") -> str:
    return f"<text:list-item{more}>{inside if inside.startswith('<') else f'<text:p>{inside}</text:p>'}</text:list-item>"


def list_(inside: str, more: str = "") -> str:
    return f"<text:list{more}>{inside}</text:list>"


def test_lists_count_go_on_and_begin_again_as_the_standard_says() -> None:
    first, again = ' text:style-name="L"', ' text:style-name="L" text:continue-numbering="true"'
    body = (
        list_(item("甲") + item("<text:p>乙</text:p><text:p>乙续</text:p>" + list_(item("丙") + item("丁"))), first)
        + "<text:p>间</text:p>"
        + list_(item("戊") + item(list_(item("己"))), again)
        + list_("<text:list-header><text:p>头</text:p></text:list-header>" + item("庚") + item("辛", ' text:start-value="9"'), first)
        + list_(item(list_(item(list_(item("壬"))))), first)
        + list_(item("癸") + item("子"), ' text:style-name="C"')
    )  # fmt: skip
    assert lines(read(body, styles=LISTS)) == [
        "一、甲", "二、乙", "乙续", "二.3) 丙", "二.4) 丁", "间", "三、戊", "三.3) 己", "头", "一、庚", "九、辛",
        "➢ 壬", "① 癸", "② 子",
    ]  # fmt: skip


def test_a_list_goes_on_with_the_one_it_names_and_an_item_may_have_a_style_of_its_own() -> None:
    body = (
        list_(item("甲"), ' text:style-name="L" xml:id="a"')
        + list_(item("乙"), ' text:style-name="C"')
        + list_(item("丙", ' text:style-override="C"'), ' text:style-name="L" text:continue-list="a"')
    )
    assert lines(read(body, styles=LISTS)) == ["一、甲", "① 乙", "② 丙"]


def test_headings_have_the_numbers_of_their_levels_and_their_hints() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." '
        'style:num-prefix="第" style:num-suffix="章"/>'
        '<text:outline-level-style text:level="2" style:num-format="A" style:num-suffix="."/>'
        '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
        '<style:style style:name="Off" style:family="paragraph" style:list-style-name=""/>'
    )

    def heading(level: int, inside: str, more: str = "") -> str:
        return f'<text:h text:outline-level="{level}"{more}>{inside}</text:h>'

    body = (
        heading(1, "总则") + heading(2, "目的") + heading(2, "范围") + heading(3, "其他") + heading(1, "组织")
        + heading(2, "机构") + heading(1, "附言", ' text:style-name="Off"') + heading(1, "表", ' text:is-list-header="true"')
        + heading(1, "附则")
    )  # fmt: skip
    assert hinted(read(body, outline=outline)) == [
        ("第一章　总则", "h1", "numbered"), ("A. 目的", "h2", "numbered"), ("B. 范围", "h2", "numbered"), ("其他", "h3"),
        ("第二章　组织", "h1", "numbered"), ("A. 机构", "h2", "numbered"), ("附言", "h1"), ("表", "h1"),
        ("第三章　附则", "h1", "numbered"),
    ]  # fmt: skip


def test_looks_come_from_styles_and_what_they_inherit() -> None:
    def made(name: str, inside: str, more: str = "", family: str = "paragraph") -> str:
        return f'<style:style style:name="{name}" style:family="{family}"{more}>{inside}</style:style>'

    styles = (
        made("Title", '<style:paragraph-properties fo:text-align="center"/><style:text-properties style:font-size-asian="200%"/>')
        + made("P1", "", ' style:parent-style-name="Title"')
        + made("P2", '<style:paragraph-properties fo:text-align="end"/><style:text-properties fo:font-weight="bold"/>')
        + made("T1", '<style:text-properties fo:font-weight="bold" fo:font-size="0.5in"/>', family="text")
        + made("T2", '<style:text-properties text:display="none"/>', family="text")
        + made("X", "", ' style:parent-style-name="Y"') + made("Y", "", ' style:parent-style-name="X"')
    )  # fmt: skip
    body = (
        '<text:p text:style-name="P1">讲话</text:p><text:p text:style-name="P2">落款</text:p>'
        '<text:p><text:span text:style-name="T1">都粗</text:span></text:p>'
        '<text:p text:style-name="X"><text:span text:style-name="T1">半<text:span text:style-name="T2">藏</text:span></text:span>'
        "粗而已，正文很长</text:p>"
    )
    assert hinted(read(body, styles=styles)) == [
        ("讲话", "title", "center", "large"), ("落款", "bold", "right"), ("都粗", "bold", "large"),
        ("半粗而已，正文很长",), ("藏", "fw:hidden"),
    ]  # fmt: skip


# --- tables, furniture, properties


def test_a_cell_that_another_above_covers_is_empty_and_one_that_another_beside_covers_is_none() -> None:
    def cell(text: str, rows: int = 1, columns: int = 1) -> str:
        spans = f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
        return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    rows = (
        cell("河湾镇", rows=2) + cell("巡查", columns=2) + covered + cell("险情"),
        covered + cell("98") + cell("294") + cell("7"),
        cell("柳家湾") + cell("74", rows=2, columns=2) + covered + cell("1", rows=2),
        cell("东渡口") + '<table:covered-table-cell table:number-columns-repeated="2"/>' + covered,
        cell("合计") + cell("2", columns=2) + covered + cell("8"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    assert lines(read(f"<table:table>{table}</table:table>")) == [
        "河湾镇\t巡查\t险情", "\t98\t294\t7", "柳家湾\t74\t1", "东渡口\t\t", "合计\t2\t8",
    ]  # fmt: skip


def test_rows_contents_headers_and_properties() -> None:
    cells = "".join(
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in ("北村", "31")
    )
    row = f"<table:table-row>{cells}</table:table-row>"
    index = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>目录</text:index-title-template>"
        "</text:table-of-content-source><text:index-body><text:index-title><text:p>目录</text:p></text:index-title>"
        "<text:p>总则<text:tab/>1</text:p></text:index-body></text:table-of-content>"
    )
    masters = (
        "<style:master-page><style:header><text:p>页眉</text:p></style:header><style:footer><text:p>- "
        "<text:page-number>2</text:page-number> -</text:p></style:footer></style:master-page>"
        "<style:master-page><style:header><text:p>页眉</text:p></style:header></style:master-page>"
    )
    meta = (
        "<dc:title>讲话</dc:title><dc:creator>改稿人</dc:creator><meta:initial-creator>林小满</meta:initial-creator>"
        "<meta:keyword>渠</meta:keyword><meta:keyword>桥</meta:keyword><meta:creation-date>2021-03-18T01:02:03</meta:creation-date>"
    )
    source = read(f"{index}<table:table>{row}</table:table>", masters=masters, meta=meta)
    assert hinted(source) == [
        ("页眉", "fw:header"), ("目录", "fw:contents"), ("总则\t1", "fw:contents"), ("北村\t31", "row"), ("- 2 -", "fw:footer"),
    ]  # fmt: skip
    assert dict(source.meta) == {
        "title": "讲话", "author": "林小满", "created": "2021-03-18T01:02:03", "keywords": "渠, 桥",
    }  # fmt: skip


def test_what_is_no_text_document_is_refused_with_its_reason() -> None:
    assert refused(b"PK").startswith("SRC117: not a readable ODT file")
    locked = odt_file("<text:p>甲</text:p>", manifest="<manifest:encryption-data/>")
    assert refused(locked) == "SRC122: encrypted: this ODT file needs a password"
    sheet = odt_file("").replace(b"office:text>", b"office:what")
    assert refused(sheet).startswith("SRC117")
    assert refused(odt_file("<text:p/>")) == "SRC104: the file holds no text"
    deep = odt_file("<text:section>" * 300 + "<text:p>甲</text:p>" + "</text:section>" * 300)
    assert refused(deep).startswith("SRC117: not a readable ODT file: content.xml: Excessive depth")


def test_a_document_becomes_valid_tei(office: dict[str, Path]) -> None:
    for name in (*ALIKE, *MIXED):
        result = to_tei(odt.read(office[name].read_bytes(), f"{office[name].stem}.odt"))
        assert result.ok, (name, result.diagnostics)
