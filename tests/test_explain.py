"""An explanation leaves no line out, changes no character, says why and why not; its page works without scripts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from pipeline import load, profile
from pipeline.explain import Explanation, explain
from pipeline.explain.page import page, pieces
from pipeline.explain.record import record, to_json
from pipeline.model import Document, Evidence, Mark, Span, Why
from pipeline.readers import text
from pipeline.stages import detect

ROOT = Path(__file__).resolve().parent.parent
INPUTS = sorted((ROOT / "input").rglob("*.txt"))
SCHEMA = json.loads((ROOT / "schemas" / "explain.schema.json").read_text(encoding="utf-8"))
CHROMIUM = shutil.which("chromium")
Command = Callable[..., "subprocess.CompletedProcess[str]"]

EVIL = [
    "<script>alert(1)</script>",
    "</pre></li></ol><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7*7 }} {% raw %} {# #}",
    "&lt;b&gt; &#60; <!-- -->",
]
TRAP = """\
在河湾镇读书会上的讲话
（2021年3月18日）
镇文化站  林小满

同志们：
　　今天我们来谈谈读书会的事，这件事办了三年，有不少体会。
第一条热线开通以后，来电话的人很多，一天比一天多，值班的人坐不下来。
3.5个百分点的增长，说明大家愿意来，也愿意把书借回家去慢慢地看。
一、把书送到桥头去
桥头人多，船靠岸的时候最多。书放在桥头，等船的人就会翻一翻。
四、把读到的讲出来
王建国指出：“读了不讲，过几天就忘了。”大家听了都点头，说是这个道理。\t\x20
 \t
谢谢大家！
"""


def found(source: str, name: str = "trap.txt") -> Document:
    return detect(text.read(source.encode(), name), profile.default())


def line_of(explanation: Explanation, start: str) -> Any:
    return next(line for line in explanation.lines if line.text.strip().startswith(start))


def parsed(made: bytes) -> Any:
    return html.document_fromstring(made, parser=html.HTMLParser(encoding="utf-8"))


def shown(tree: Any) -> list[str]:
    return [pre.text_content() for pre in tree.xpath("//li[contains(@class, 'line')]/pre")]


# --- every line, every character


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_page_and_record_have_every_line_exactly(path: Path) -> None:
    document = detect(load(path), profile.default())
    explanation = explain(document)
    lines = [document.source.text[line.span.start : line.span.end] for line in document.source.lines]
    tree = parsed(page(explanation))
    assert shown(tree) == lines
    assert tree.xpath("//ol[@class='lines']/li/@id") == [f"L{n}" for n in range(1, len(lines) + 1)]
    made = json.loads(to_json(explanation))
    assert [line["text"] for line in made["lines"]] == lines
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    for line in made["lines"]:
        assert bool(line["roles"]) == bool(line["text"].strip())
        assert not any(role["role"] == "lost" for role in line["roles"])
        for each in (*line["roles"], *line["inside"], *line["rejected"]):
            assert document.source.text[slice(*each["span"])] == each["text"]
            assert each["rule"] in made["rules"]


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n") | st.sampled_from(" \t\u3000\u200b一")
)


@given(_TEXT, st.lists(st.integers(0, 30), max_size=6))
def test_the_pieces_of_a_line_are_the_line(line: str, cuts: list[int]) -> None:
    edges = sorted({min(cut, len(line)) for cut in cuts})
    roles = [{"span": [5 + a, 5 + b], "group": "text"} for a, b in pairwise(edges)]
    made = list(pieces({"text": line, "span": [5, 5 + len(line)], "roles": roles}))
    assert "".join(piece for piece, _, _ in made) == line
    for piece, kind, _ in made:
        assert kind in ("", "space", "tab", "wide") or kind == f"odd U+{ord(piece):04X}"


def test_white_space_that_a_reader_would_overlook_is_shown() -> None:
    line = "\u3000甲 乙  丙\t丁\ufeff \ue5e5 "
    made = pieces({"text": line, "span": [0, len(line)], "roles": []})
    assert [(piece, kind) for piece, kind, _ in made] == [
        ("\u3000", "wide"), ("甲 乙", ""), (" ", "space"), (" ", "space"), ("丙", ""), ("\t", "tab"), ("丁", ""),
        ("\ufeff", "odd U+FEFF"), (" ", ""), ("\ue5e5", "odd U+E5E5"), (" ", "space"),
    ]  # fmt: skip


def test_the_text_of_a_source_stays_text() -> None:
    made = page(explain(found("\n".join([*EVIL, TRAP]), "<b>{{ 1 }}</b>.txt")))
    tree = parsed(made)
    assert shown(tree)[: len(EVIL)] == EVIL
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //pre//b | //@onmouseover | //@onerror | //dd//b")
    assert "<b>{{ 1 }}</b>.txt" in [dd.text_content() for dd in tree.xpath("//dl[@class='meta']//dd")]
    for mark in ("title?", "turn?"):
        evil = Mark(mark, Span(0, 5), EVIL[1], Why(EVIL[0], "low", (Evidence(EVIL[0], 1.0),)))
        document = found(TRAP)
        tree = parsed(page(explain(replace(document, marks=(*document.marks, evil)))))
        assert len(tree.xpath("//script")) == 1
        assert not tree.xpath("//img")


# --- why not


def test_an_ordinal_that_opens_a_sentence_is_shown_as_a_rejected_heading() -> None:
    line = line_of(explain(found(TRAP)), "第一条热线")
    assert [role.name for role in line.roles] == ["paragraph"]
    assert line.rejected
    assert "第一条" in line.rejected[0].text
    tree = parsed(page(explain(found(TRAP))))
    (row,) = tree.xpath(f"//li[@id='L{line.number}']")
    assert "has-refused" in row.get("class")
    assert "第一条" in row.find_class("refused")[0].text_content()


def test_a_refusal_that_a_stage_recorded_comes_first_with_its_reasons() -> None:
    document = found(TRAP)
    start = document.source.text.index("3.5")
    why = Why("num.decimal", "low", (Evidence("opens like decimal", 1.0), Evidence("a unit follows", -4.0)))
    marks = (
        Mark(
            "furniture", Span(start, start + 4), "menu", Why("furniture.menu", "high", (Evidence("x", 3.0),))
        ),
        Mark("number?", Span(start, start + 3), "decimal", why),
    )
    line = line_of(explain(replace(document, marks=document.marks + marks)), "3.5")
    assert [role.name for role in line.roles] == ["paragraph"]
    names = [reading.name for reading in line.rejected]
    assert names[0] == "heading or point “3.5”"
    assert "furniture menu" in names
    assert line.rejected[0].evidence == why.evidence


def test_what_was_taken_up_is_not_shown_as_rejected() -> None:
    explanation = explain(found(TRAP))
    for start in ("在河湾镇", "（2021年", "一、把书", "四、把读", "王建国", "谢谢"):
        assert not [r for r in line_of(explanation, start).rejected if not r.recorded], start


# --- uncertain decisions, messages, outline


def test_uncertain_decisions_come_first_and_the_least_certain_at_the_top() -> None:
    made = record(explain(found(TRAP)))
    order = [("low", "medium").index(each["certainty"]) for each in made["uncertain"]]
    assert order
    assert order == sorted(order)
    tree = parsed(page(explain(found(TRAP))))
    sections = [section.get("aria-labelledby") for section in tree.xpath("//main/section | //main/nav")]
    assert sections == ["doubts", "outline", "lines", "rules"]
    steps = tree.xpath("//ol[@class='doubts']//a[@class='step']/@href")
    assert steps == [f"#L{each['line']}" for each in made["uncertain"]]


def test_messages_give_their_advice_and_stand_beside_their_line() -> None:
    explanation = explain(found(TRAP))
    gap = next(each for each in record(explanation)["diagnostics"] if each["code"] == "OUT101")
    assert gap["line"] == line_of(explanation, "四、").number
    tree = parsed(page(explanation))
    (box,) = tree.xpath("//section[@id='OUT101']")
    assert gap["why"] in box.text_content()
    assert gap["fix"] in box.text_content()
    (row,) = tree.xpath(f"//li[@id='L{gap['line']}']")
    assert gap["message"] in row.text_content()


def test_the_outline_is_a_tree_that_leads_to_the_lines() -> None:
    document = detect(load(ROOT / "input" / "documents" / "old-trees-rules.txt"), profile.default())
    made = record(explain(document))["outline"]
    assert [entry["kind"] for entry in made] == ["chapter"] * 5
    assert all(entry["children"] for entry in made)
    tree = parsed(page(explain(document)))
    assert [a.text_content() for a in tree.xpath("//nav[@class='tree']/ol/li/a")] == [e["text"] for e in made]
    assert len(tree.xpath("//nav[@class='tree']/ol/li/details[@open]")) == 5


def test_the_texts_of_a_compilation_head_the_outline() -> None:
    document = detect(load(ROOT / "input" / "speeches" / "beekeepers-three-talks.txt"), profile.default())
    made = record(explain(document))
    assert [entry["kind"] for entry in made["outline"]] == ["part"] * made["meta"]["parts"] == ["part"] * 3


# --- the page


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_page_stands_alone_and_all_its_links_lead_somewhere(path: Path) -> None:
    document = detect(load(path), profile.default())
    made = page(explain(document))
    assert made.startswith(b"<!DOCTYPE html>\n")
    tree = parsed(made)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [link for link in tree.xpath("//@href | //@src") if link != "data:,"]
    assert links
    assert {link[1:] for link in links} <= set(ids)
    assert all(link.startswith("#") for link in links)
    style = "".join(tree.xpath("//style/text()"))
    assert "url(" not in style
    assert "@import" not in style
    assert tree.get("lang") == "en"
    assert set(tree.xpath("//pre/@lang")) == {document.lang}
    assert tree.xpath("count(//h1)") == 1
    assert not [label for label in tree.xpath("//@aria-labelledby") if label not in ids]


def test_the_filters_work_without_scripts() -> None:
    tree = parsed(page(explain(found("首页 > 讲话 > 正文\n" + TRAP))))
    style = "".join(tree.xpath("//style/text()"))
    boxes = tree.xpath("//form[@class='filters']//input/@id")
    assert len(boxes) > 4
    for box in boxes:
        assert f".all:has(#{box}:checked) .has-{box.removeprefix('only-')}" in style
        assert tree.xpath(f"//li[contains(@class, 'has-{box.removeprefix('only-')}')]")


def test_the_keyboard_script_is_there_once_and_nothing_depends_on_it() -> None:
    made = page(explain(found(TRAP))).decode()
    assert made.count('addEventListener("keydown"') == 1
    tree = parsed(made.encode())
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//button[@id='help']/@hidden")  # only a script can make use of it
    assert not [name for name in tree.xpath("//@*") if getattr(name, "attrname", "").startswith("on")]


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_keys_step_through_the_doubts(tmp_path: Path) -> None:
    play = """<script>
    const log = [], key = (k) => { document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: k, bubbles: true}));
      log.push(document.activeElement.id || document.activeElement.hash || ""); };
    key("j"); key("n"); key("k"); document.activeElement.click(); log.push(document.activeElement.id); key("j"); key("u");
    key("?"); log.push(document.getElementById("keys").open); document.getElementById("keys").close();
    document.getElementById("keys-on").checked = false; key("k");
    document.title = JSON.stringify(log);
    </script></body>"""
    explanation = explain(found(TRAP))
    path = tmp_path / "page.html"
    path.write_text(page(explanation).decode().replace("</body>", play), encoding="utf-8")
    assert CHROMIUM is not None
    call = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'home'}"]
    done = subprocess.run(
        [*call, "--dump-dom", path.as_uri()], capture_output=True, timeout=120, check=True, encoding="utf-8"
    )
    log = json.loads(parsed(done.stdout.encode()).xpath("string(//title)"))
    steps = parsed(page(explanation)).xpath("//a[@class='step']/@href")
    one, two = steps[:2]
    assert log[:6] == [one, two, one, one[1:], two[1:], two]
    assert log[7] is True
    assert log[8] == two  # with the keys switched off nothing moves


def _tokens(style: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", style))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_of_words_can_be_read_on_every_ground(dark: bool) -> None:
    sheets = [(ROOT / "templates" / name).read_text("utf-8") for name in ("document.css", "explain.css")]
    style = "".join(sheet.split("@media print")[0] for sheet in sheets)
    night = re.compile(r"@media \(prefers-color-scheme: dark\).*?\n}\n", re.DOTALL)
    tokens = _tokens("".join(night.findall(style)) if dark else night.sub("", style))
    names = "ink muted accent title front heading point speaker text closing furniture inside lost doubt"
    for name in names.split():
        for ground in ("paper", "surface", "mark"):
            low, high = sorted((_luminance(tokens[name]), _luminance(tokens[ground])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{name} on {ground}"


# --- schema and command


def test_the_schema_is_sound_and_every_property_described() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def check(node: object, path: str) -> None:
        if isinstance(node, dict):
            for name, inner in node.get("properties", {}).items():
                assert {"description", "$ref", "const"} & inner.keys(), f"{path}/{name}"
            for key, inner in node.items():
                check(inner, f"{path}/{key}")

    check(SCHEMA, "")


def test_the_command_writes_a_page_and_a_record(command: Command, speech: Path, tmp_path: Path) -> None:
    done = command("wengao", "explain", speech, "--to", "html", "-o", "out/page.html")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert len(shown(parsed((tmp_path / "out" / "page.html").read_bytes()))) == len(
        speech.read_text("utf-8").splitlines()
    )
    printed = command("wengao", "explain", speech, "--to", "json")
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(printed.stdout))
    assert command("wengao", "explain", speech, "-o", "page.html").returncode == 2
    assert command("wengao", "explain", speech, "--to", "tei").returncode == 2
    (tmp_path / "file").write_text("")
    blocked = command("wengao", "explain", speech, "--to", "html", "-o", "file/page.html")
    assert blocked.returncode == 3
    assert "error RUN102" in blocked.stderr


def test_the_terminal_shows_why_not(command: Command, tmp_path: Path) -> None:
    (tmp_path / "trap.txt").write_text(TRAP, encoding="utf-8")
    done = command("wengao", "explain", "trap.txt")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ +\d+  paragraph .*第一条热线.*\n +not .*\n", done.stdout, re.MULTILINE)


def test_the_page_is_well_nested() -> None:
    made = page(explain(found(TRAP))).decode()
    body = made[made.index("<body>") : made.index("<dialog")]
    body = re.sub(
        r"<(input[^>]*?)( checked)?>", r"<\1/>", body.replace(" open>", ">").replace(" hidden>", ">")
    )
    etree.fromstring(body.replace("&nbsp;", " ") + "</body>")
