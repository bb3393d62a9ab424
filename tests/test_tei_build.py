"""Whatever tree the stages make, the TEI is in TEI's order, and holds every character of the source in place."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from pipeline.decisions import DECISIONS
from pipeline.model import (
    Byline,
    Dateline,
    Document,
    FrontNode,
    Furniture,
    Heading,
    Imprint,
    Mark,
    Meta,
    Node,
    Numbering,
    Paragraph,
    Part,
    Person,
    Point,
    Points,
    Salute,
    Section,
    Signed,
    Source,
    Span,
    StageNote,
    Table,
    Title,
    Turn,
    Why,
)
from pipeline.tei import build as module
from pipeline.tei import names
from pipeline.tei.build import build
from pipeline.tei.inline import Inline
from pipeline.tei.nesting import pieces
from pipeline.tei.validate import validate

RULE = next(iter(DECISIONS), "title.first")
WHY = Why(RULE)
ZHANG = Person("per.1", "张三", "局长")


def source(text: str, name: str = "speech.txt") -> Source:
    return Source(name, text, (), "0" * 64, len(text.encode()), "utf-8")


class Text:
    """A source and the spans of its pieces: pieces are found one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, piece: str, start: int = 0) -> Span:
        at = self.text.index(piece, start)
        return Span(at, at + len(piece))

    def p(self, piece: str) -> Paragraph:
        return Paragraph((self(piece),))

    def section(
        self, marker: str, numeral: str, ordinal: int, title: str, *children: Node, **more: Any
    ) -> Section:
        head = self(marker + title)
        label = Span(head.start, head.start + len(marker))
        numbering = Numbering("x", ordinal, label, self(numeral, label.start), more.pop("sub", 0))
        return Section("section", Heading((head,), numbering, more.pop("run_in", False)), children, WHY)


def made(
    text: str, *body: Node, front: tuple[FrontNode, ...] = (), inline: tuple[Mark, ...] = (), **more: Any
) -> etree._Element:
    """Build a single text, check it, and give the tree without namespace, provenance and layout."""
    part = Part(0, more.pop("meta", Meta()), front, body, more.pop("back", ()))
    return checked(
        Document(source(text), parts=(part,), inline=inline, persons=more.pop("persons", (ZHANG,)), **more)
    )


def checked(doc: Document) -> etree._Element:
    root = build(doc)
    assert validate(root, doc.source.text) == ()
    return root


def plain(root: etree._Element, path: str) -> str:
    """An element as a string: no namespaces, no provenance, no line breaks between blocks."""
    found = root.find(path.replace("/", f"/{names.TEI}").replace(f"./{names.TEI}/", ".//"))
    assert found is not None, etree.tostring(root, encoding="unicode")
    copy = etree.fromstring(etree.tostring(found, encoding="unicode", with_tail=False))
    for element in copy.iter():
        element.tag = etree.QName(element).localname
        for name in ("source", "ana"):
            element.attrib.pop(name, None)
        for name in [n for n in element.attrib if n.startswith("{")]:
            del element.attrib[name]
        element.text = element.text and element.text.lstrip("\n")
        element.tail = element.tail and element.tail.lstrip("\n")
    etree.cleanup_namespaces(copy)
    return etree.tostring(copy, encoding="unicode")


def body(root: etree._Element) -> str:
    return plain(root, "./text/body").removeprefix("<body>").removesuffix("</body>")


def test_front() -> None:
    t = Text(
        "首页>讲话\n来源:新华社 2021年3月 国发〔2021〕1号\n讲话\n副题\n局长 张三\n2021年\n(鼓掌)\n按\n正文"
    )
    root = made(
        t.text,
        t.p("正文"),
        front=(
            Furniture((t("首页>讲话"),), "breadcrumb", "top", WHY),
            Imprint((t("来源:新华社 2021年3月 国发〔2021〕1号"),), WHY),
            Title((t("讲话", 6),), "main", WHY),
            Title((t("副题"),), "sub", WHY),
            Byline((t("局长 张三"),), WHY),
            Dateline((t("2021年", 30),), WHY),
            StageNote((t("(鼓掌)"),), WHY),
            t.p("按"),
        ),
        inline=(
            Mark("publisher", t("新华社")),
            Mark("date", t("2021年3月"), "2021-03"),
            Mark("docket", t("国发〔2021〕1号")),
            Mark("role", t("局长")),
            Mark("name", t("张三"), "per.1"),
        ),
    )
    assert plain(root, "./text/front") == (
        '<front><fw type="breadcrumb" place="top">首页&gt;讲话</fw>'
        "<docImprint>来源:<publisher>新华社</publisher> "
        '<date when="2021-03">2021年3月</date> <idno type="docket">国发〔2021〕1号</idno></docImprint>'
        '<docTitle><titlePart type="main">讲话</titlePart><titlePart type="sub">副题</titlePart></docTitle>'
        "<byline><roleName>局长</roleName> "
        '<docAuthor><persName ref="#per.1">张三</persName></docAuthor></byline>'
        "<docDate>2021年</docDate><p><stage>(鼓掌)</stage></p><p>按</p></front>"
    )


def test_sections_nest_with_ordinals_and_identifiers() -> None:
    t = Text("一、总\n(二)分。后文\n第174-1条\n末段\n二、结")
    root = made(
        t.text,
        t.section(
            "一、", "一", 1, "总",
            t.section("(二)", "二", 2, "分。", t.p("后文"), run_in=True),
            t.section("第174-1条", "174", 174, "", sub=1),
        ),
        t.p("末段"),
        t.section("二、", "二", 2, "结"),
    )  # fmt: skip
    assert body(root) == (
        '<div type="section" n="1"><head><label><num value="1">一</num>、</label>总</head>'
        '<div type="section" n="1.2"><head rend="run-in"><label>(<num value="2">二</num>)</label>分。</head>'
        "<p>后文</p></div>"
        '<div type="section" n="1.174-1"><head><label>第<num value="174">174</num>-1条</label></head></div></div>'
        '<div type="passage"><p>末段</p></div>'
        '<div type="section" n="2"><head><label><num value="2">二</num>、</label>结</head></div>'
    )
    divs = [div.get(names.XML_ID) for div in root.iter(names.tag("div"))]
    assert divs == ["s1", "s1.1", "s1.2", "s2", "s3"]
    assert root.find(f".//{names.TEI}div").get("source") == "src:0,19"  # type: ignore[union-attr]


def test_openers_and_closers_only_at_the_edges() -> None:
    t = Text("同志们:\n一段\n朋友们:\n(完)\n一、节\n尾段\n张三\n2021年\n- 1 -")
    root = made(
        t.text,
        Salute((t("同志们:"),), WHY),
        t.p("一段"),
        Salute((t("朋友们:"),), WHY),
        Signed((t("(完)"),), WHY),
        t.section("一、", "一", 1, "节"),
        t.p("尾段"),
        Signed((t("张三"),), WHY),
        Dateline((t("2021年"),), WHY),
        Furniture((t("- 1 -"),), "page", "bottom", WHY),
    )
    assert body(root) == (
        "<opener><salute>同志们:</salute></opener><p>一段</p>"
        '<p rend="salute">朋友们:</p><p rend="signed">(完)</p>'
        '<div type="section" n="1"><head><label><num value="1">一</num>、</label>节</head></div>'
        '<div type="closing"><p>尾段</p></div>'
        "<closer><signed>张三</signed><dateline>2021年</dateline></closer>"
        '<fw type="page" place="bottom">- 1 -</fw>'
    )


def test_points() -> None:
    t = Text("一是好\n更好\n(1)内\n• 圆点")
    inner = Points("ordinal", (Point(t("(1)"), Numbering("x", 1, t("(1)"), t("1")), (t.p("内"),)),), WHY)
    outer = Points("ordinal", (Point(t("一是"), Numbering("x", 1, t("一是"), t("一")), (
        Paragraph((Span(2, 3),)), t.p("更好"), inner,
    )),), WHY)  # fmt: skip
    bullets = Points("bulleted", (Point(t("•"), None, (t.p("圆点"),)),), Why(RULE, "low"))
    assert body(made(t.text, outer, bullets)) == (
        '<list type="ordinal"><label><num value="1">一</num>是</label><item><p>好</p><p>更好</p>'
        '<list type="ordinal"><label>(<num value="1">1</num>)</label><item><p>内</p></item></list></item></list>'
        '<list cert="low" type="bulleted"><label>•</label><item><p>圆点</p></item></list>'
    )


def test_turns_and_tables() -> None:
    t = Text("记者:请问\n(笑)\n张三:答\n甲|乙\n丙")
    table = Table(((t("甲"), Span(t("甲").end, t("乙").end)), (t("丙"),)), WHY)
    root = made(
        t.text,
        Turn(t("记者:"), "", (t.p("请问"), StageNote((t("(笑)"),), WHY)), WHY),
        Turn(t("张三:"), "per.1", (t.p("答"), table), WHY),
    )
    assert body(root) == (
        "<sp><speaker>记者:</speaker><p>请问</p><stage>(笑)</stage></sp>"
        '<sp who="#per.1"><speaker>张三:</speaker><p>答</p>'
        "<table><row><cell>甲</cell><cell>|乙</cell></row><row><cell>丙</cell></row></table></sp>"
    )


def test_a_turn_with_an_outline_becomes_a_div() -> None:
    t = Text("张三:开头\n一、节\n内容\n记者:问")
    turn = Turn(t("张三:"), "per.1", (t.p("开头"), t.section("一、", "一", 1, "节", t.p("内容"))), WHY)
    assert body(made(t.text, turn, Turn(t("记者:"), "", (t.p("问"),), WHY))) == (
        '<div type="turn"><sp who="#per.1"><speaker>张三:</speaker><p>开头</p></sp>'
        '<div type="section" n="1"><head><label><num value="1">一</num>、</label>节</head>'
        '<sp who="#per.1"><p>内容</p></sp></div></div>'
        '<div type="closing"><sp><speaker>记者:</speaker><p>问</p></sp></div>'
    )


def test_a_section_in_a_list_becomes_paragraphs() -> None:
    t = Text("1.甲\n一、节\n乙")
    section = t.section("一、", "一", 1, "节", t.p("乙"))
    point = Point(t("1."), Numbering("x", 1, t("1."), t("1")), (t.p("甲"), section))
    assert body(made(t.text, Points("ordinal", (point,), WHY))) == (
        '<list type="ordinal"><label><num value="1">1</num>.</label><item><p>甲</p>'
        '<p rend="head"><label><num value="1">一</num>、</label>节</p><p>乙</p></item></list>'
    )


INLINE = [
    ("repair", "業(yè)", "业", '<choice><sic>業(yè)</sic><corr cert="high">业</corr></choice>'),
    ("redaction", "**", "", '<gap reason="censored" unit="character"><desc>**</desc></gap>'),
    ("date", "2021年3月", "2021-03", '<date when="2021-03">2021年3月</date>'),
    ("date", "2021年3月", "2021-02-30", "<date>2021年3月</date>"),
    ("date", "2021年3月", "三月", "<date>2021年3月</date>"),
    ("said", "“好”", "per.1", '<said direct="true" who="#per.1">“好”</said>'),
    ("said", "“好”", "per.9", '<said direct="true">“好”</said>'),
    ("person", "张三", "per.1", '<persName ref="#per.1">张三</persName>'),
    ("name", "张三", "per.1", '<persName ref="#per.1">张三</persName>'),
    ("role", "局长", "", "<roleName>局长</roleName>"),
    ("place", "河湾镇", "", "<placeName>河湾镇</placeName>"),
    ("docket", "国发1号", "", '<idno type="docket">国发1号</idno>'),
    ("num", "三", "3", '<num value="3">三</num>'),
    ("num", "几", "many", "<num>几</num>"),
    ("fw", "- 3 -", "page number", '<fw type="other" place="inline">- 3 -</fw>'),
    ("publisher", "新华社", "", "新华社"),
    ("unheard-of", "甲", "", "甲"),
]


@pytest.mark.parametrize(("kind", "piece", "value", "expected"), INLINE)
def test_inline(kind: str, piece: str, value: str, expected: str) -> None:
    text = f"前{piece}后"
    root = made(text, Paragraph((Span(0, len(text)),)), inline=(Mark(kind, Span(1, 1 + len(piece)), value),))
    assert body(root) == f"<p>前{expected}后</p>"


def test_inline_marks_nest_and_crossing_ones_are_dropped() -> None:
    t = Text("甲乙丙丁戊己")
    root = made(
        t.text,
        t.p(t.text),
        inline=(
            Mark("said", Span(0, 4)),
            Mark("person", Span(1, 3), "per.1"),
            Mark("repair", Span(1, 3), "字"),
            Mark("date", Span(2, 5), "2021"),
            Mark("place", Span(5, 9)),
        ),
    )
    assert body(root) == (
        '<p><said direct="true">甲<persName ref="#per.1"><choice><sic>乙丙</sic><corr cert="high">字</corr></choice>'
        "</persName>丁</said>戊己</p>"
    )


def runon(t: Text) -> tuple[Mark, ...]:
    return (
        Mark("runon", t("一是甲。\u3000二是乙。")),
        Mark("runon-label", t("一是"), numbering=Numbering("x", 1, t("一是"), t("一"))),
        Mark("runon-item", t("甲。")),
        Mark("runon-label", t("二是")),
        Mark("runon-item", t("乙。")),
    )


def test_run_on_list() -> None:
    t = Text("要:一是甲。\u3000二是乙。完")
    assert body(made(t.text, t.p(t.text), inline=runon(t))) == (
        '<p>要:<list rend="runon"><label><num value="1">一</num>是</label><item>甲。</item>'
        "<label>二是</label><item>乙。</item></list>完</p>"
    )


def test_a_broken_run_on_list_is_left_as_text() -> None:
    t = Text("要:一是甲。\u3000二是乙。完")
    for missing in range(1, 5):
        marks = tuple(mark for at, mark in enumerate(runon(t)) if at != missing)
        assert "<list" not in body(made(t.text, t.p(t.text), inline=marks))


def test_joined_lines_and_a_page_number_between_them() -> None:
    t = Text("中文\n- 1 -\n接着 english\nwords、\n完")
    spans = (t("中文"), t("接着 english"), t("words、"), t("完"))
    root = made(
        t.text, Paragraph(spans), inline=(Mark("fw", t("- 1 -"), "pageNumber"), Mark("said", Span(1, 11)))
    )
    assert body(root) == (
        '<p>中<said direct="true">文<fw type="pageNumber" place="inline">- 1 -</fw>接着</said> english\nwords、完</p>'
    )


def test_empty_documents() -> None:
    assert body(checked(Document(source("")))) == "<p/>"
    text = "首页"
    only = Document(source(text), front=(Furniture((Span(0, 2),), "breadcrumb", "top", WHY),))
    assert body(checked(only)) == "<p/>"
    salute = made("同志们:", Salute((Span(0, 4),), WHY))
    assert body(salute) == "<opener><salute>同志们:</salute></opener><p/>"
    nothing = (
        Section("section", None, (), WHY),
        Points("ordinal", (), WHY),
        Table(((),), WHY),
        Paragraph(()),
    )
    assert body(made("", *nothing)) == "<p/>"


def test_compilation() -> None:
    t = Text("合集\n甲\n一、节\n乙\n尾")
    doc = Document(
        source(t.text, "dir/合集 1.txt"),
        meta=Meta(title="合集"),
        front=(Title((t("合集"),), "main", WHY),),
        parts=(
            Part(1, Meta(title="甲", date="2020-01-02"), (Title((t("甲"),), "main", WHY),), (
                t.section("一、", "一", 1, "节"),)),
            Part(2, Meta(title="乙", author="per.1"), (), (t.p("乙"),)),
        ),
        back=(Furniture((t("尾"),), "footer", "bottom", WHY),),
        persons=(ZHANG,),
    )  # fmt: skip
    root = checked(doc)
    texts = root.findall(f".//{names.TEI}group/{names.TEI}text")
    assert [(x.get(names.XML_ID), x.get("n"), x.get("decls")) for x in texts] == [
        ("t1", "1", "#src.t1"),
        ("t2", "2", "#src.t2"),
    ]
    assert root.get(names.XML_ID) == "合集-1"
    assert [d.get(names.XML_ID) for d in root.iter(names.tag("div"))] == ["t1.s1"]
    assert plain(root, "./text/back") == '<back><fw type="footer" place="bottom">尾</fw></back>'
    bibl = root.findall(f".//{names.TEI}bibl")[2]
    assert bibl.findtext(f"{names.TEI}author/{names.TEI}persName") == "张三"
    wrong = replace(doc, parts=tuple(replace(part, n=7) for part in doc.parts))
    assert [x.get("n") for x in checked(wrong).iterfind(f".//{names.TEI}group/{names.TEI}text")] == ["1", "2"]


def test_header() -> None:
    t = Text("正文")
    meta = Meta(
        "题", "副", "2021-03-18", "issued", "2021年", "2021-03", "河湾镇", "新华社", "per.1", "国发1号"
    )  # fmt: skip
    root = made(t.text, Paragraph((t("正文"),), Why(RULE, "low")), meta=meta)
    header = plain(root, "./teiHeader")
    for piece in (
        '<title type="main">题</title>',
        '<title type="sub">副</title>',
        '<author ref="#per.1"><persName>张三</persName></author>',
        '<measure unit="character" quantity="2"/>',
        '<measure unit="byte" quantity="6"/>',
        '<date when="2021-03-18">2021-03-18</date>',
        '<date type="delivered">2021年</date>',
        '<date type="adopted" when="2021-03">2021-03</date>',
        "<placeName>河湾镇</placeName>",
        '<idno type="filename">speech.txt</idno>',
        'replacementPattern="speech.txt#char=$1,$2"',
        f"<category><catDesc>{DECISIONS.get(RULE, RULE)}</catDesc></category>",
        '<person role="author"><persName>张三</persName><occupation>局长</occupation></person>',
    ):
        assert piece in header


def test_header_keeps_what_xml_allows() -> None:
    odd = "a\rb\tc\nd \"e\" 'f' <g> &amp; ]]> \x01\ufffe\ud800字𠮷"
    kept = odd.replace("\x01", "\ufffd").replace("\ufffe", "\ufffd").replace("\ud800", "\ufffd")
    doc = Document(
        replace(source("字", '文 &<">.txt'), meta=((odd, odd),)),
        meta=Meta(odd, odd, odd, "published", odd, odd, odd, odd, "per.1", odd),
        parts=(Part(0, Meta(), (), (Paragraph((Span(0, 1),)),)),),
        persons=(Person("per.1", odd, odd),),
    )
    root = checked(doc)
    header = root[0]
    assert {note.get("n") for note in header.iter(names.tag("note"))} == {kept}
    for name in ("title", "date", "placeName", "persName", "occupation", "note"):
        assert {element.text for element in header.iter(names.tag(name))} == {kept}, name
    again = etree.fromstring(etree.tostring(root, encoding="utf-8"))
    assert [(e.tag, e.text, e.tail, dict(e.attrib)) for e in again.iter()] == [
        (e.tag, e.text, e.tail, dict(e.attrib)) for e in root.iter()
    ]


def test_long_texts_are_parsed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    t = Text("一、总<&>\n甲[1]\n二、结\n注")
    body = (t.section("一、", "一", 1, "总<&>", t.p("甲[1]")), t.section("二、", "二", 2, "结", t.p("注")))
    doc = Document(
        source(t.text),
        parts=(Part(0, Meta(), (), body),),
        inline=(Mark("noteref", t("[1]"), str(t("注").start)),),
    )
    whole = etree.tostring(checked(doc))
    assert b'target="#p2"' in whole
    monkeypatch.setattr(module, "_MANY", 2)
    assert etree.tostring(checked(doc)) == whole


def test_one_person_with_two_entries() -> None:
    twice = (
        Person("per.1", "甲", "一", "author"),
        Person("per.2", "乙"),
        Person("per.1", "丙", "二", "quoted"),
    )
    root = build(Document(source("字"), meta=Meta(author="per.1"), persons=twice))
    people = [
        (p.get(names.XML_ID), p.get("role"), "".join(p.itertext()).split())
        for p in root.iter(names.tag("person"))
    ]
    ids = names.person_ids([person.id for person in twice])
    assert people == [(ids["per.1"], "author", ["甲", "一"]), (ids["per.2"], "author", ["乙"])]
    assert root.findtext(f".//{names.TEI}author/{names.TEI}persName") == "丙"


@pytest.mark.parametrize("seed", range(20))
def test_marks_are_found_in_blocks_of_any_order(seed: int) -> None:
    dice = random.Random(seed)
    text = "".join(dice.choice("甲乙丙丁12 一") for _ in range(200))
    marks = []
    for _ in range(40):
        start = dice.randrange(200)
        marks.append(
            Mark(
                dice.choice(["date", "pb", "repair", "said"]), Span(start, start + dice.randrange(9)), "2021"
            )
        )
    doc = Document(source(text), inline=tuple(marks))
    spans = [(Span(start, start + dice.randrange(1, 30)),) for start in range(0, 200, 7)]
    dice.shuffle(spans)
    inline = Inline(doc, {})
    assert [inline.content(span) for span in spans] == [Inline(doc, {}).content(span) for span in spans]


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("a/001_x.txt", "d001_x"),
        ("p1.txt", "d.p1"),
        ("speech.v2.txt", "speech.v2"),
        ("讲话 (一).docx", "讲话-一-"),
        ("-", "d.-"),
        ("s1.2.txt", "d.s1.2"),
        ("src.t1.txt", "d.src.t1"),
        ("\udcff\x01.txt", "d.-"),
    ],
)
def test_identifier_of_a_file(name: str, identifier: str) -> None:
    root = checked(Document(source("字", name), parts=(Part(0, Meta(), (), (Paragraph((Span(0, 1),)),)),)))
    assert root.get(names.XML_ID) == identifier
    etree.fromstring(etree.tostring(root))


def test_strange_persons_languages_and_kinds() -> None:
    t = Text("张三:话")
    doc = Document(
        source(t.text),
        lang="中文",
        persons=(Person("张三", "张三", kind="speaker"), Person("x y", "李")),
        parts=(Part(0, Meta(author="nobody"), (), (Turn(t("张三:"), "张三", (t.p("话"),), Why("a b/c")),)),),
    )
    root = checked(doc)
    assert root.get(names.XML_LANG) == "und"
    assert [p.get(names.XML_ID) for p in root.iter(names.tag("person"))] == ["per.1", "per.2"]
    assert body(root) == '<sp who="#per.1"><speaker>张三:</speaker><p>话</p></sp>'
    odd = Section("a b", None, (t.p("张三:话"),), WHY)
    assert body(made(t.text, odd)).startswith('<div type="section">')


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("https://例.cn/a", None),
        ("https://x.cn/讲话?a=1&b=[2]#c#d", "https://x.cn/%E8%AE%B2%E8%AF%9D?a=1&b=%5B2%5D#c%23d"),
        ("http://x.cn/%zz%20 a", "http://x.cn/%25zz%20%20a"),
        ("ftp://x.cn/", None),
        ("http://[x", None),
    ],
)
def test_web_address(value: str, target: str | None) -> None:
    doc = Document(replace(source(""), meta=(("url", value),)))
    ref = checked(doc).find(f".//{names.TEI}bibl/{names.TEI}ref")
    assert (None if ref is None else ref.get("target")) == target


def test_furniture_that_overlaps_between_lines_is_whole() -> None:
    marks = [Mark("fw", Span(2, 6), "page"), Mark("fw", Span(4, 8), "page")]
    found = pieces((Span(0, 2), Span(9, 12)), marks)
    assert "".join("天地玄黄宇宙洪荒 日月盈"[s.start : s.end] for s in found) == "天地玄黄宇宙洪荒日月盈"
