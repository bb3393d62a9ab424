"""The view shows the repaired reading of the TEI, whole and in order, with everything that is said about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from lxml import etree
from tei_samples import COMPILATION, ENGLISH, SAMPLES, SPEECH, TRANSCRIPT, tei

from pipeline.tei.view import view
from pipeline.tei.view_types import Block, Node, Points, Run, Section, Table, Turn, View

T = "{http://www.tei-c.org/ns/1.0}"


def reading(root: etree._Element) -> str:
    """The text of TEI/text in the repaired reading, without white space."""

    def walk(element: etree._Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child.tag not in (f"{T}fw", f"{T}sic", f"{T}note") and isinstance(child.tag, str):
                yield from walk(child)
            yield child.tail or ""

    text = root.find(f"{T}text")
    assert text is not None
    return re.sub(r"\s", "", "".join(walk(text)))


def blocks(nodes: tuple[Node, ...]) -> Iterator[Block]:
    """Every block below nodes, in order."""
    for node in nodes:
        match node:
            case Block():
                yield node
            case Section():
                yield from (node.heading,) if node.heading else ()
                yield from blocks(node.children)
            case Points():
                for item in node.items:
                    yield item.label
                    yield from blocks(item.children)
            case Turn():
                yield from (node.speaker,) if node.speaker else ()
                yield from blocks(node.children)
            case Table():
                for row in node.rows:
                    yield from row


def all_blocks(shown: View) -> Iterator[Block]:
    yield from shown.front
    for part in shown.parts:
        yield from part.front
        yield from blocks(part.children)


def flat(runs: tuple[Run, ...]) -> str:
    return "".join(flat(run.runs) if run.runs else run.text for run in runs)


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_lost_or_moved(name: str) -> None:
    text = "".join(block.text for block in all_blocks(view(SAMPLES[name])))
    assert re.sub(r"\s", "", text) == reading(SAMPLES[name])


@pytest.mark.parametrize("name", SAMPLES)
def test_marks_nest_and_runs_give_the_text_back(name: str) -> None:
    for block in all_blocks(view(SAMPLES[name])):
        assert flat(block.runs) == block.text
        assert flat(block.cut("date", "repair")) == block.text
        for outer, inner in pairwise(block.marks):
            assert 0 <= outer.start < outer.end <= len(block.text)
            assert inner.start >= outer.end or inner.end <= outer.end


def test_metadata() -> None:
    meta = view(SPEECH).meta
    assert (meta.title, meta.subtitle) == ("在河湾镇水利工作会议上的讲话", "——修渠三年的一点体会")
    assert [(a.name, a.role, a.kind) for a in meta.authors] == [("林知远", "镇长", "author")]
    assert (meta.published, meta.delivered) == ("2021-03-05", "2021-03-02")
    assert (meta.publisher, meta.place, meta.docket) == ("河湾发布", "河湾镇", "河政〔2021〕7号")
    assert (meta.file, meta.sha256, meta.characters) == ("speeches/river bend.txt", "ab" * 32, 1234)


def test_outline_with_run_in_headings() -> None:
    part = view(SPEECH).parts[0]
    sections = [node for node in part.children if isinstance(node, Section)]
    assert [(s.number, s.label, s.heading and s.heading.text) for s in sections] == [
        ("1", "一、", "一、先把渠修通，再把账算清"),
        ("2", "二、", "二、把规矩立在前面"),
        ("3", "", "余下的话"),
    ]
    first = sections[0].children[-2]
    assert isinstance(first, Section)
    assert (first.run_in, first.level, first.label, first.cert) == (True, 2, "（一）", "high")
    assert first.lead is not None
    assert first.lead.n == 4
    assert first.rest == ()
    entry = view(SPEECH).contents[0]
    assert (entry.title, [child.title for child in entry.children]) == (
        "一、先把渠修通，再把账算清",
        ["（一）一切先看水", "（二）一切再看人"],
    )


def test_repairs_are_numbered_and_keep_the_spelling_of_the_source() -> None:
    shown = view(SPEECH)
    assert [(n.n, n.original, n.reading, n.cert, n.rule, n.description) for n in shown.notes] == [
        (1, "发(fā)布", "发布", "high", "damage.pinyin", "字后括注的拼音不是原文"),
        (2, "话(huà)", "话", "medium", "damage.pinyin", "字后括注的拼音不是原文"),
    ]
    paragraph = next(b for b in all_blocks(shown) if b.n == 1)
    repair = next(m for m in paragraph.marks if m.kind == "repair")
    assert paragraph.text[repair.start : repair.end] == "话"
    assert (repair.note, repair.value) == (2, "话(huà)")


def test_inline_marks_carry_their_values() -> None:
    found = {(m.kind, b.text[m.start : m.end], m.value) for b in all_blocks(view(SPEECH)) for m in b.marks}
    assert ("date", "2021年3月2日", "2021-03-02") in found
    assert ("gap", "***", "censored") in found
    assert ("person", "周老伯", "per.2") in found
    assert ("runon", "一是清淤，二是护坡，三是立规矩。", "") in found
    assert ("num", "一是", "1") in found
    assert ("role", "镇长", "") in found


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("src:1,2", (1, 2)), ("src:1,2 src:5,9", (1, 9)), ("1,2", (1, 2)), ("src:x,2", None), ("src:3", None), (" ", None),
        ("src: 4,5", None), ("src:4, 5", None), ("src:4,5 x", None), ("src:,", None), ("", None), ("src:" + "9" * 5000 + ",1", None),
    ],
)  # fmt: skip
def test_a_place_in_the_source_is_read_or_none(source: str, place: tuple[int, int] | None) -> None:
    (block,) = all_blocks(view(tei(f'<text><body><p source="{source}">水</p></body></text>')))
    assert block.source == place


def test_source_offsets_and_certainty() -> None:
    paragraph = next(b for b in all_blocks(view(SPEECH)) if b.n == 1)
    assert (paragraph.source, paragraph.cert) == ((109, 180), "medium")


def test_points_turns_tables_and_closing() -> None:
    second = view(SPEECH).parts[0].children[-2]
    assert isinstance(second, Section)
    ordinal, bulleted = (node for node in second.children if isinstance(node, Points))
    assert [(i.label.text, i.value, len(i.children)) for i in ordinal.items] == [
        ("第一，", "1", 1),
        ("第二，", "2", 2),
        ("第三，", "3", 1),
    ]
    assert (bulleted.type, bulleted.items[0].label.text) == ("bulleted", "·")
    last = view(SPEECH).parts[0].children[-1]
    assert isinstance(last, Section)
    assert [node.kind for node in last.children] == ["p", "table", "signed", "dateline"]
    turns = [node for node in view(TRANSCRIPT).parts[0].children if isinstance(node, Turn)]
    assert [(t.who, t.speaker and t.speaker.text) for t in turns][:2] == [
        ("per.1", "記者："),
        ("per.2", "陳掌櫃（店主）："),
    ]


def test_annexes_have_their_label_and_their_items() -> None:
    """附件：1. is one label in TEI, as the line has it; a reader sees that of the list and that of its first item."""
    root = tei(
        '<text><body><p>灯修好了。</p><list ana="#r.points.attachment" type="ordinal">'
        '<label>附件：<num value="1">1</num>.</label><item><p>灯的清单</p></item>'
        '<label><num value="2">2</num>.</label><item><p>桥的清单</p></item></list></body></text>'
    )
    _, label, points = view(root).parts[0].children
    assert isinstance(label, Block)
    assert isinstance(points, Points)
    assert label.text == "附件："
    assert [(i.label.text, i.value) for i in points.items] == [("1.", "1"), ("2.", "2")]
    assert [(m.kind, m.start, m.end) for m in points.items[0].label.marks] == [("num", 0, 1)]


def test_furniture_is_kept_apart() -> None:
    shown = view(SPEECH)
    assert [(f.type, f.place, f.text) for f in shown.furniture] == [
        ("breadcrumb", "top", "首页 > 讲话 > 正文"),
        ("page", "inline", "7"),
        ("footer", "bottom", "版权所有　转载请注明"),
    ]
    assert shown.furniture[0].source == (0, 9)


def test_compilation() -> None:
    shown = view(COMPILATION)
    assert shown.compilation
    assert [(p.id, p.n, p.title and p.title.text) for p in shown.parts] == [
        ("t1", "1", "读书会发言稿　篇一"),
        ("t2", "2", "读书会发言稿　篇二"),
        ("t3", "3", "读书会发言稿　篇三"),
    ]
    assert [len(entry.children) for entry in shown.contents] == [1, 2, 0]
    assert shown.contents[0].children[0].children[0].title == "（一）目录是地图"
    assert [f.type for f in shown.furniture] == ["counter", "related"]


def test_each_text_of_a_compilation_has_its_own_metadata() -> None:
    root = tei(
        '<text><group><text n="1" decls="#src.t1"><body><p>一</p></body></text></group></text>',
        bibl="<publisher>全书</publisher>",
    )
    source = root.find(f".//{T}sourceDesc")
    assert source is not None
    source.append(
        etree.fromstring(
            f'<bibl xmlns="{T[1:-1]}" xml:id="src.t1"><date type="published" when="2020"/></bibl>'
        )
    )
    shown = view(root)
    assert (shown.meta.publisher, shown.meta.published) == ("全书", "")
    assert (shown.parts[0].meta.publisher, shown.parts[0].meta.published) == ("", "2020")


def test_indented_by_hand() -> None:
    """Line breaks of an editor vanish between Chinese characters and are a space between words."""
    root = tei(
        "<text><body><p>\n  水到\n  <date when='2020'>二〇二〇年</date>\n  才到，<hi>see\n  below</hi>\n  </p>"
        "</body></text>"
    )
    block = next(all_blocks(view(root)))
    assert block.text == "水到二〇二〇年才到，see below"
    assert [(m.kind, block.text[m.start : m.end]) for m in block.marks] == [
        ("date", "二〇二〇年"),
        ("hi", "see below"),
    ]
    assert "how many mornings" in next(b for b in all_blocks(view(ENGLISH)) if b.n == 1).text


def test_corrected_by_hand() -> None:
    """Ids may be missing, comments and other TEI elements may appear; no text is lost, nothing needs a header."""
    root = etree.fromstring(
        f'<TEI xmlns="{T[1:-1]}"><text><body><!-- c --><div xml:id="x1"><head>甲</head><quote><p>乙</p></quote></div>'
        "<div><p>丙<!-- c -->丁<lb/>戊<choice><orig>己</orig><reg>庚</reg></choice></p><lg><l>辛</l></lg></div>"
        '<p rend="salute">壬：</p></body></text></TEI>'
    )
    shown = view(root)
    assert [b.text for b in all_blocks(shown)] == ["甲", "乙", "丙丁戊庚", "辛", "壬："]
    assert [b.kind for b in all_blocks(shown)][-1] == "salute"
    ids = [node.id for node in shown.parts[0].children if isinstance(node, Section)]
    assert len(set(ids)) == 2
    assert all(ids)


def test_only_web_addresses_become_links() -> None:
    for target, link in (("javascript:alert(1)", ""), ("https://example.org/a", "https://example.org/a")):
        root = tei("<text><body><p>一</p></body></text>", bibl=f'<ref target="{target}"/>')
        assert view(root).meta.link == link


def test_other_documents_are_refused() -> None:
    with pytest.raises(ValueError, match="TEI"):
        view(etree.fromstring("<html/>"))
