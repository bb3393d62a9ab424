"""A person's corrections win over detection, whatever they are; what cannot be done is said, and nothing is ever lost."""

# ruff: noqa: E501 - messages are compared word for word

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline import corrections
from pipeline.convert import Conversion, convert, load
from pipeline.corrections_form import KEYS, ROLES, Form
from pipeline.decisions import DECISIONS
from pipeline.diagnostics import level, wording
from pipeline.messages import located
from pipeline.plan import plan
from pipeline.readers import text as reader
from pipeline.stages.unmet import unmet

TEXT = """\
在石桥养护员冬训班开班时的讲话
石桥养护站站长　祝安
（2020年12月8日）

各位师傅：
桥是大家的，养桥是我们的。今年冬天我们把每一座石桥都走了一遍，看了桥墩，也看了桥面，记下了四十多处毛病。
一、先看桥墩
桥墩在水里，看不见的地方最要紧。
二、再看桥面
桥面天天有人走，裂缝要当天补上。
工具放好
下课以后，工具要放回原处。
记者：冬天水冷，怎么下得去？
（众笑）
谢谢大家！
石桥养护站
2020年12月8日
"""
_NS = {"t": "http://www.tei-c.org/ns/1.0"}

Corrected = Callable[..., Conversion]


@pytest.fixture
def corrected(tmp_path: Path) -> Corrected:
    """Convert a text with corrections beside it."""

    def run(
        fix: str, text: str = TEXT, name: str = "speech.txt", beside: str = "speech.fix.yaml"
    ) -> Conversion:
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / beside).write_text(fix, encoding="utf-8")
        return convert(load(tmp_path / name))

    return run


def errors(conversion: Conversion) -> list[str]:
    found = located("speech.txt", conversion.source, conversion.diagnostics)
    return [str(m) for m in found if m.level == "error"]


def by_rule(conversion: Conversion, rule: str) -> list[etree._Element]:
    return conversion.tei.findall(f".//*[@ana='#r.{rule}']")


def words(element: etree._Element) -> str:
    return "".join("".join(element.itertext()).split())


# --- roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "role", "element", "text"),
    [
        (6, "title", "titlePart", "桥是大家的"),
        (2, "subtitle", "titlePart", "石桥养护站站长祝安"),
        (1, "furniture", "fw", "在石桥"),
        (8, "furniture", "fw", "桥墩在水里"),
        (17, "furniture", "fw", "2020年"),
        (2, "imprint", "docImprint", "石桥养护站站长祝安"),
        (3, "byline", "byline", "（2020年12月8日）"),
        (2, "date", "docDate", "石桥养护站站长祝安"),
        (6, "salute", "salute", "桥是大家的"),
        (10, "salute", "salute", "桥面天天有人走"),
        (8, "heading", "div", "桥墩在水里"),
        (12, "heading", "div", "下课以后"),
        (16, "heading", "div", "石桥养护站"),
        (8, "point", "list", "桥墩在水里"),
        (7, "point", "list", "一、先看桥墩"),
        (5, "paragraph", "p", "各位师傅："),
        (7, "paragraph", "p", "一、先看桥墩"),
        (14, "paragraph", "p", "（众笑）"),
        (16, "paragraph", "p", "石桥养护站"),
        (1, "paragraph", "p", "在石桥"),
        (12, "stage", "stage", "下课以后"),
        (2, "stage", "stage", "石桥养护站站长祝安"),
        (15, "signed", "signed", "谢谢大家！"),
        (8, "signed", "signed", "桥墩在水里"),
        (12, "date", "dateline", "下课以后"),
        (13, "turn", "sp", "记者：冬天水冷"),
        (9, "join", "p", "桥墩在水里，看不见的地方最要紧。二、再看桥面"),
        (12, "break", "p", "下课以后"),
    ],
)  # fmt: skip
def test_every_role_wins_over_detection(
    corrected: Corrected, line: int, role: str, element: str, text: str
) -> None:
    made = corrected(f"lines:\n  {line}: {role}\n")
    assert errors(made) == []
    (found,) = by_rule(made, f"fix.{role}")
    assert etree.QName(found).localname == element
    assert words(found).startswith(text)
    assert found.get("cert") is None
    rules = {
        c.get("{http://www.w3.org/XML/1998/namespace}id"): words(c) for c in made.tei.iter("{*}category")
    }
    assert rules[f"r.fix.{role}"] == DECISIONS[f"fix.{role}"].replace(" ", "")


def test_every_role_has_its_sentence() -> None:
    assert {rule for rule in DECISIONS if rule.startswith("fix.")} == {f"fix.{role}" for role in ROLES}


def test_a_heading_stands_at_the_level_that_was_given(corrected: Corrected) -> None:
    made = corrected("lines:\n  11: {role: heading, level: 2}\n  9: {role: heading, level: 1}\n")
    assert errors(made) == []
    (tools,) = [d for d in by_rule(made, "fix.heading") if words(d).startswith("工具放好")]
    assert len(list(tools.iterancestors("{*}div"))) == 1
    made = corrected("lines:\n  11: {role: heading, level: 1}\n  9: {role: heading, level: 1}\n")
    assert [len(list(d.iterancestors("{*}div"))) for d in by_rule(made, "fix.heading")] == [0, 0]


def test_a_heading_ends_at_its_first_sentence_or_with_the_line(corrected: Corrected) -> None:
    made = corrected("lines:\n  6: {role: heading, run-in: true}\n")
    (div,) = by_rule(made, "fix.heading")
    head = div.find("t:head", _NS)
    assert head is not None
    assert (words(head), head.get("rend")) == ("桥是大家的，养桥是我们的。", "run-in")
    made = corrected("lines:\n  6: {role: heading, run-in: false}\n")
    head = by_rule(made, "fix.heading")[0].find("t:head", _NS)
    assert head is not None
    assert words(head).endswith("毛病。")


def test_siblings_follow_a_line_that_was_called_a_point(corrected: Corrected) -> None:
    (found,) = by_rule(corrected("lines:\n  9: point\n"), "fix.point")
    assert [words(label) for label in found.findall("t:label", _NS)] == ["一、", "二、"]
    made = corrected("lines:\n  7: heading\n  9: point\n")
    assert errors(made) == []
    assert [words(d.find("t:head", _NS)) for d in by_rule(made, "fix.heading")] == ["一、先看桥墩"]
    assert [words(x) for x in by_rule(made, "fix.point")[0].findall("t:label", _NS)] == ["二、"]


def test_title_lines_under_each_other_are_one_title(corrected: Corrected) -> None:
    made = corrected("lines:\n  1: title\n  2: title\n")
    assert errors(made) == []
    assert made.document is not None
    assert made.document.meta.title == "在石桥养护员冬训班开班时的讲话石桥养护站站长 祝安"
    assert made.document.meta.author == ""
    assert len(made.tei.findall(".//t:titlePart", _NS)) == 1


def test_a_title_may_go_on_in_the_next_line(corrected: Corrected) -> None:
    made = corrected("lines:\n  1: title\n  2: join\n")
    assert errors(made) == []
    assert [words(t) for t in by_rule(made, "fix.title")] == [
        "在石桥养护员冬训班开班时的讲话石桥养护站站长祝安"
    ]


def test_a_turn_may_name_its_speaker(corrected: Corrected) -> None:
    made = corrected("lines:\n  13: {role: turn, speaker: 望川网记者}\n  15: {role: turn, speaker: 祝安}\n")
    assert errors(made) == []
    names = {
        p.get("{http://www.w3.org/XML/1998/namespace}id"): words(p[0]) for p in made.tei.iter("{*}person")
    }
    turns = [
        (names[sp.get("who", "")[1:]], words(sp.find("t:speaker", _NS))) for sp in made.tei.iter("{*}sp")
    ]
    assert turns == [("望川网记者", "记者："), ("祝安", "")]


def test_texts_of_a_compilation_begin_where_a_person_said(corrected: Corrected) -> None:
    made = corrected("title: 冬训讲话两篇\nlines:\n  1: item\n  11: item\n")
    assert errors(made) == []
    texts = made.tei.findall(".//t:group/t:text", _NS)
    assert [words(t.find(".//t:titlePart", _NS)) for t in texts] == [
        "在石桥养护员冬训班开班时的讲话",
        "工具放好",
    ]
    assert made.tei.findtext(".//t:titleStmt/t:title", None, _NS) == "冬训讲话两篇"


def test_a_line_of_a_chain_is_no_item_when_a_person_says_so(corrected: Corrected) -> None:
    text = (
        "读书发言稿\n篇一\n"
        + "今天我们谈读书，谈谈桥头的书。\n" * 3
        + "篇二\n"
        + "今天我们谈修桥，谈谈桥头的桥。\n" * 3
    )
    assert corrected("title: 读书发言稿\n", text).tei.findall(".//t:group/t:text", _NS)
    made = corrected("lines:\n  2: paragraph\n", text)
    assert errors(made) == []
    assert not made.tei.findall(".//t:group", _NS)


def test_a_page_header_inside_a_sentence_is_stepped_over(corrected: Corrected) -> None:
    text = "修桥记事\n桥墩在水里，看不见的地方，\n石桥养护手册\n最要紧，每年冬天都要看一遍。\n看完要记下来，不能忘记了。\n"
    made = corrected("lines:\n  3: furniture\n  4: join\n", text)
    assert errors(made) == []
    (joined,) = by_rule(made, "fix.join")
    assert words(joined) == "桥墩在水里，看不见的地方，石桥养护手册最要紧，每年冬天都要看一遍。"
    assert [words(fw) for fw in joined.findall("t:fw", _NS)] == ["石桥养护手册"]


# --- values -----------------------------------------------------------------------------------------------------------


def test_values_of_the_document_win(corrected: Corrected) -> None:
    made = corrected(
        "title: 冬训班讲话\nsubtitle: 记录稿\ndate: 2020-12-09\nsource: 望川文献网\nspeaker: 祝平安\nrole: 副站长\nlang: zh-Hant\n"
    )
    assert errors(made) == []
    assert made.document is not None
    meta, persons = made.document.meta, made.document.persons
    assert (meta.title, meta.subtitle, meta.date, meta.publisher) == (
        "冬训班讲话",
        "记录稿",
        "2020-12-09",
        "望川文献网",
    )
    assert [(p.name, p.role) for p in persons if p.id == meta.author] == [("祝平安", "副站长")]
    assert made.tei.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hant"
    assert [words(t) for t in made.tei.findall(".//t:titlePart", _NS)] == ["在石桥养护员冬训班开班时的讲话"]


def test_nothing_is_said_with_empty_quotation_marks(corrected: Corrected) -> None:
    made = corrected('title: ""\ndate: ""\nspeaker: ""\n')
    assert errors(made) == []
    assert made.document is not None
    meta = made.document.meta
    assert (meta.title, meta.date, meta.delivered, meta.author) == ("", "", "", "")
    assert not made.tei.findall(".//t:titlePart", _NS)
    assert not [d for d in made.diagnostics if d.code in ("MET101", "MET102")]


def test_a_title_written_out_marks_its_line(corrected: Corrected) -> None:
    made = corrected("title: 修桥\n", "望川县水利站\n修桥\n桥修好了，大家都来走一走，看一看。\n")
    (part,) = by_rule(made, "fix.title")
    assert words(part) == "修桥"


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fix", "expected"),
    [
        ("titel: 修桥\n", "speech.txt: error FIX102: speech.fix.yaml:1: unknown key 'titel' in the file; did you mean 'title'?; allowed: " + ", ".join(KEYS)),
        ("lines:\n  0: title\n", "speech.txt: error FIX103: speech.fix.yaml:2: lines: 0: no such line; the lines of speech.txt count from 1 to 17"),
        ("lines:\n  18: title\n", "speech.txt: error FIX103: speech.fix.yaml:2: lines: 18: no such line; the lines of speech.txt count from 1 to 17"),
        ("lines:\n  four: title\n", "speech.txt: error FIX103: speech.fix.yaml:2: lines: 'four': not a line number; the lines of speech.txt count from 1 to 17"),
        ("lines:\n  4: title\n", "speech.txt: error FIX103: speech.fix.yaml:2: lines: 4: the line is empty; the nearest line with text is 3"),
        ("lines:\n  1: join\n", "speech.txt:1:1: error FIX103: speech.fix.yaml:2: lines: 1: no line before it that it could be joined to"),
        ("lines:\n  6: headng\n", "speech.txt:6:1: error FIX104: speech.fix.yaml:2: line 6: no role 'headng'; did you mean 'heading'?; allowed: " + ", ".join(ROLES)),
        ("lines:\n  6: {level: 2}\n", "speech.txt:6:1: error FIX104: speech.fix.yaml:2: line 6: no role; allowed: " + ", ".join(ROLES)),
        ("lines:\n  6: {role: heading, levl: 2}\n", "speech.txt: error FIX102: speech.fix.yaml:2: unknown key 'levl' in line 6; did you mean 'level'?; allowed: role, level, run-in, speaker"),
        ("lines:\n  6: {role: paragraph, level: 2}\n", "speech.txt:6:1: error FIX105: speech.fix.yaml:2: line 6: level belongs to the role heading, not to paragraph"),
        ("lines:\n  6: {role: heading, level: 10}\n", "speech.txt:6:1: error FIX105: speech.fix.yaml:2: line 6: level: '10' is not allowed; allowed: 1 to 9"),
        ("lines:\n  6: {role: heading, run-in: yes}\n", "speech.txt:6:1: error FIX105: speech.fix.yaml:2: line 6: run-in: 'yes' is not allowed; allowed: true, false"),
        ("lines:\n  6: title\n  6: heading\n", "speech.txt: error FIX105: speech.fix.yaml:3: 6: stands here twice; keep one of the two"),
        ("date: 2020-02-30\n", "speech.txt: error FIX105: speech.fix.yaml:1: date: '2020-02-30' is no date; allowed: YYYY-MM-DD, YYYY-MM or YYYY as in the calendar, or \"\" for none"),
        ("date: 2020年2月3日\n", "speech.txt: error FIX105: speech.fix.yaml:1: date: '2020年2月3日' is no date; allowed: YYYY-MM-DD, YYYY-MM or YYYY as in the calendar, or \"\" for none"),
        ("lang: Chinese\n", "speech.txt: error FIX105: speech.fix.yaml:1: lang: 'Chinese' is no language tag; allowed: zh-Hans, zh-Hant, en, ja, ko and the like"),
        ("title:\n", 'speech.txt: error FIX105: speech.fix.yaml:1: title: has no value; write "" to say that there is none'),
        ("title: [a, b]\n", "speech.txt: error FIX105: speech.fix.yaml:1: title: expected one value, found a list or a mapping"),
        ("lines: [4, 5]\n", "speech.txt: error FIX105: speech.fix.yaml:1: lines: expected a mapping (name: value)"),
        ("- title\n", "speech.txt: error FIX105: speech.fix.yaml:1: the file: expected a mapping (name: value)"),
        ("", "speech.txt: error FIX101: speech.fix.yaml: holds no corrections; allowed keys: " + ", ".join(KEYS)),
        ("title: &a x\nsource: *a\n", "speech.txt: error FIX101: speech.fix.yaml: YAML aliases (*name) are not allowed in a correction file; write the entry out"),
        ("lines: {1: {role: {a: b}}}\n", "speech.txt: error FIX101: speech.fix.yaml: line 1: nested too deep; a line takes a role or {role: …}"),
        ("lines:\n  8: paragraph\n  9: title\n", "speech.txt:9:1: error FIX106: correction not carried out: line 9 as title: such a line stands before the text, and the text has begun above it"),
        ("lines:\n  11: item\n", "speech.txt:11:1: error FIX106: correction not carried out: line 11 as item: a compilation has two texts at least; mark the first line of each as item"),
        ("lines:\n  8: turn\n", "speech.txt:8:1: error FIX106: correction not carried out: line 8 as turn: no label with a colon opens it; name the speaker: {role: turn, speaker: NAME}"),
        ("lines:\n  7: {role: heading, level: 3}\n", "speech.txt:7:1: error FIX106: correction not carried out: line 7 as heading: no heading of level 2 stands above it; level 1 is the deepest here"),
        ("speaker: \"\"\nrole: 站长\n", "speech.txt: error FIX105: the corrections of speech.txt: role: names an office, but the text has no speaker; add speaker: NAME"),
    ],
)  # fmt: skip
def test_errors_name_the_file_the_place_and_what_is_allowed(
    corrected: Corrected, fix: str, expected: str
) -> None:
    made = corrected(fix)
    assert not made.ok
    assert expected in errors(made)


def test_all_errors_are_reported_at_once(corrected: Corrected) -> None:
    assert len(errors(corrected("titel: x\ndate: never\nlines:\n  99: title\n  6: headng\n"))) == 4


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00", b"title: [", b"\x00", b"title: \xe4\xb8", b"{" * 100_000, b"x" * (1 << 21)]
)
def test_a_file_that_is_no_yaml_is_an_error(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "speech.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "speech.fix.yaml").write_bytes(raw)
    made = convert(load(tmp_path / "speech.txt"))
    assert not made.ok
    assert [d.code for d in made.diagnostics if level(d) == "error"] == ["FIX101"]


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_whole_name_comes_before_the_stem(corrected: Corrected, tmp_path: Path) -> None:
    corrected("title: 甲\n", beside="speech.fix.yaml")
    made = corrected("title: 乙\n", beside="speech.txt.fix.yaml")
    assert made.document is not None
    assert made.document.meta.title == "乙"
    (tmp_path / "speech.md").write_text(TEXT, encoding="utf-8")
    other = convert(load(tmp_path / "speech.md")).document
    assert other is not None
    assert other.meta.title == "甲"


def test_a_file_that_two_sources_share_is_an_error(corrected: Corrected, tmp_path: Path) -> None:
    (tmp_path / "speech.md").write_text(TEXT, encoding="utf-8")
    assert errors(corrected("title: 甲\n")) == [
        "speech.txt: error FIX101: speech.fix.yaml: speech.md and speech.txt share it; "
        "name it speech.txt.fix.yaml for the one whose lines it counts"
    ]


def test_tei_is_corrected_itself(corrected: Corrected, tmp_path: Path) -> None:
    made = corrected("title: 甲\n")
    (tmp_path / "speech.xml").write_bytes(etree.tostring(made.tei))
    (tmp_path / "speech.fix.yaml").write_text("no: such key\n", encoding="utf-8")
    assert convert(load(tmp_path / "speech.xml")).ok


def test_a_folder_run_leaves_corrections_out_and_reports_those_of_no_source(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "a").mkdir(parents=True)
    for name in ("speech.txt", "speech.fix.yaml", "a/gone.fix.yaml", "picture.png"):
        (folder / name).write_text("讲话", encoding="utf-8")
    made = plan([str(folder)], tmp_path / "out", {"html": ".html"})
    assert [job.name for job in made.jobs] == ["speech.txt"]
    assert [(path, note.code, wording(note)) for path, note in made.notes] == [
        (str(folder), "FIX107", "a/gone.fix.yaml: no source for these corrections"),
        (str(folder), "SRC109", "files left out, hidden or of an unknown kind: 1"),
    ]


def test_a_correction_file_that_is_named_stands_for_its_source(tmp_path: Path) -> None:
    for name in ("speech.txt", "speech.fix.yaml", "gone.fix.yaml"):
        (tmp_path / name).write_text("讲话", encoding="utf-8")
    named = [str(tmp_path / name) for name in ("speech.txt", "speech.fix.yaml")]
    assert [job.name for job in plan(named, tmp_path / "out", {"html": ".html"}).jobs] == ["speech.txt"]
    lone = plan([str(tmp_path / "gone.fix.yaml")], tmp_path / "out", {"html": ".html"})
    assert [job.name for job in lone.jobs] == ["gone.fix.yaml"]


def test_a_run_goes_on_after_a_wrong_correction(command: Callable[..., object], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    (folder / "a.fix.yaml").write_text("titel: x\n", encoding="utf-8")
    ran = command("convert", "in")
    assert ran.returncode == 1  # type: ignore[attr-defined]
    assert "in/a.txt: error FIX102: a.fix.yaml:1: unknown key 'titel'" in ran.stderr  # type: ignore[attr-defined]
    assert (tmp_path / "output/b.html").exists()
    assert not (tmp_path / "output/a.html").exists()
    records = [
        json.loads(line) for line in (tmp_path / "output/report.jsonl").read_text("utf-8").splitlines()
    ]
    assert [r["status"] for r in records] == ["failed", "ok"]


def test_an_example_is_itself_a_correction_file_that_changes_nothing(tmp_path: Path) -> None:
    rows = [
        (7, "head", "一、先看桥墩"),
        (6, "p", "桥是大家的，养桥是我们的。今年冬天我们把每一座石桥都走了一遍"),
        (3, "no", ""),
    ]
    shown = corrections.example("in/speech.txt", rows)
    assert shown == (
        "# speech.fix.yaml – beside speech.txt. Change a role that is wrong; leave out what you have not looked at.\n"
        "lines:\n"
        "  6: paragraph  # 桥是大家的，养桥是我们的。今年冬天我们把每一座…\n"
        "  7: heading    # 一、先看桥墩\n"
    )
    source = reader.read(TEXT.encode(), "speech.txt")
    form = Form("speech.fix.yaml", source)
    assert [(fix.line, fix.role) for fix in form.read(shown.encode()).lines] == [
        (6, "paragraph"),
        (7, "heading"),
    ]
    assert form.problems == []
    assert corrections.example("speech.txt", []) == ""


def test_explain_ends_with_an_example(command: Callable[..., object], tmp_path: Path) -> None:
    path = Path(__file__).parent.parent / "input/documents/ferry-repair-notes.txt"
    text = path.read_text(encoding="utf-8")
    (tmp_path / "notes.txt").write_text(text, encoding="utf-8")
    shown = command("wengao", "explain", "notes.txt").stdout  # type: ignore[attr-defined]
    fix = shown[shown.index("# notes.fix.yaml") :]
    (tmp_path / "notes.fix.yaml").write_text(fix, encoding="utf-8")
    before, after = (convert(path).tei for path in (path, load(tmp_path / "notes.txt")))
    assert "fix." in shown or words(before.find(".//{*}text")) == words(after.find(".//{*}text"))
    again = command("wengao", "explain", "notes.txt").stdout  # type: ignore[attr-defined]
    assert "a person's correction" in again
    assert "# notes.fix.yaml" not in again


# --- whatever is corrected --------------------------------------------------------------------------------------------

_LINES = st.sampled_from(
    [*TEXT.splitlines(), "", "望政办〔2021〕7号", "来源：望川网　发布时间：2020-12-08", "首页 > 讲话 > 正文", "- 3 -", "1.修桥", "（一）修路",
     "第一条　桥要常看。", "篇一", "篇二", "附件：1.桥图", "2.路图", "甲 | 乙 | 丙", "丁 | 戊 | 己", "问：桥呢？", "答：在。", "抄送：县水文站。", "——记桥",
     "桥到桥头，水到水边，这些话说的都是", "同一件事，那就是要常看。", "●看水", "相关阅读：", "上一篇：渡口", "業(yè)务", "第一条所称桥"]
)  # fmt: skip
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["", "修桥", "工具放好"]), "subtitle": st.sampled_from(["", "记"]),
        "date": st.sampled_from(["", "2020", "2020-12", "2020-12-08"]), "source": st.sampled_from(["", "望川网"]),
        "speaker": st.sampled_from(["", "祝安", "某人🙂"]), "role": st.just("站长"), "lang": st.sampled_from(["zh-Hant", "en"]),
    },
)  # fmt: skip
_FIX = st.one_of(
    st.sampled_from(ROLES).map(lambda role: {"role": role}),
    st.builds(lambda level, run: {"role": "heading", "level": level, "run-in": run}, st.integers(1, 4), st.sampled_from(["true", "false"])),
    st.sampled_from(["记者", "祝安", "桥"]).map(lambda name: {"role": "turn", "speaker": name}),
)  # fmt: skip


@st.composite
def corrected_texts(draw: st.DrawFn) -> tuple[str, str]:
    lines = draw(st.lists(_LINES, min_size=1, max_size=22))
    if not "".join(lines):
        lines.append("桥")
    filled = [n for n, line in enumerate(lines, 1) if line]
    fixes = {n: draw(_FIX) for n in draw(st.lists(st.sampled_from(filled), unique=True, max_size=8))}
    values: dict[str, object] = {**draw(_VALUES), "lines": fixes}
    return "\n".join(lines), json.dumps({str(k): v for k, v in values.items()}, ensure_ascii=False)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corrected_texts())
def test_any_corrections_give_valid_tei_with_nothing_lost(pair: tuple[str, str]) -> None:
    text, fix = pair
    source = reader.read(text.encode(), "text.txt")
    form = Form("text.fix.yaml", source)
    made = convert(replace(source, corrections=form.read(fix.encode())))
    assert {d.code for d in form.problems} <= {"FIX103"}  # a line that would be joined to nothing
    found = [d for d in made.diagnostics if level(d) == "error"]
    assert {d.code for d in found} <= {"FIX105", "FIX106"}
    assert made.document is not None
    assert list(unmet(made.document)) == found
