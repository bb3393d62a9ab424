"""Text that looks like markup, through the whole program: as every line of a source, in its metadata and its corrections."""

# ruff: noqa: E501 - samples are easier to read in long lines

from __future__ import annotations

import json
from dataclasses import replace
from unicodedata import category

import pytest
import yaml
from fuzz_cases import Case
from fuzz_checks import check
from fuzz_outputs import only_written, squeezed
from lxml import etree, html
from test_injection import TEXTS

from pipeline.convert import Conversion, convert, render
from pipeline.explain import explain
from pipeline.explain.page import page
from pipeline.explain.record import to_json
from pipeline.messages import Message
from pipeline.model import Corrections, Source
from pipeline.readers.layer import Layer
from pipeline.report import Result
from pipeline.tei.view import view
from pipeline.writers import RenderOptions
from pipeline.writers.index import index, listed
from pipeline.writers.report_page import page as report
from pipeline.writers.report_page import tallied

PAGE = ("document.html.j2", "blocks.html.j2")
# Every line with its role and hints; {0} is the text.
LINES = (
    ("{0}", "title", ()), ("{0}", "subtitle", ()), ("{0}", "imprint", ()), ("来源：{0}　2021-03-18", "", ()), ("文号：{0}", "imprint", ()), ("地点：{0}　作者：{0}", "", ()), ("{0}", "byline", ()),
    ("站长　{0}", "byline", ()), ("{0}", "salute", ()), ("河水(shuǐ){0}，他叫***{0}。", "paragraph", ()), ("{0}", "heading", ("h1",)),
    ("{0}", "paragraph", ()), ("一、{0}", "heading", ()), ("{0}。桥要常看，路要常修。", "heading", ("h2",)), ("{0}", "point", ()), ("一是{0}", "point", ()),
    ("甲\t{0}", "", ("row",)), ("{0}\t乙", "", ("row",)), ("{0}", "stage", ()), ("{0}：{0}", "turn", ()), ("{0}", "paragraph", ()), ("[1] {0}", "", ("note",)),
    ("{0}", "furniture", ()), ("{0}", "", ("fw:nav",)), ("{0}", "signed", ()), ("{0}", "date", ()),
)  # fmt: skip
KEYS = ("title", "author", "publisher", "url", "date", "description", "栏目")


def one_line(text: str) -> str:
    """The text without what would make two lines of it."""
    return "".join(text.replace("\u2028", "").splitlines())


@pytest.mark.parametrize("text", TEXTS)
def test_as_every_line_of_a_source_it_is_the_same_text_in_every_output(text: str) -> None:
    said = one_line(text)
    fixes: list[tuple[str, object]] = [(str(n), role) for n, (_, role, _) in enumerate(LINES, 1) if role]
    lines = tuple((line.replace("{0}", said), hints) for line, _, hints in LINES)
    seen = check(
        Case("corrected", "\n", lines, tuple((key, said) for key in KEYS), tuple(fixes), f"{said}.txt")
    )
    assert seen["documents"] == 1


def visible(text: str) -> str:
    """The text as the report shows it: control characters as their escapes."""
    return "".join(ascii(c)[1:-1] if category(c) == "Cc" and not c.isspace() else c for c in text)


def told(text: str) -> Conversion:
    """A document whose metadata, file name and corrections all say ``text``."""
    layer = Layer()
    layer.add("桥修好了。大家都来看桥，一连看了三天，没有人说累。")
    source: Source = layer.source(
        b"x", f"{text}.txt", "utf-8", [(key, text) for key in KEYS] + [(text, text)]
    )
    values = tuple(
        (key, " ".join(text.split())) for key in ("title", "subtitle", "source", "speaker", "role")
    )
    made = convert(replace(source, corrections=Corrections(values)))
    assert made.ok, made.diagnostics
    return made


@pytest.mark.parametrize("text", TEXTS)
def test_in_metadata_and_corrections_it_is_a_string_in_every_output(text: str) -> None:
    made, said = told(text), " ".join(text.split())
    tree = html.document_fromstring(render(made.tei, "html"))
    only_written(tree, *PAGE)
    assert tree.xpath("string(//title)") == said
    assert squeezed(said) in squeezed(tree.xpath("//p[@class='byline']")[0].text_content())
    front = yaml.safe_load(render(made.tei, "md").decode().split("---\n")[1])
    assert {front[key] for key in ("title", "subtitle", "publisher", "author", "author_role")} == {said}
    assert squeezed(front["source_file"]) == squeezed(f"{text}.txt")
    tei = etree.fromstring(render(made.tei, "tei"))
    (title,) = tei.xpath("//*[local-name()='titleStmt']/*[local-name()='title'][1]")
    assert "".join(title.itertext()) == said
    assert said in [" ".join(name.itertext()) for name in tei.iter("{*}persName")]
    record = json.loads(render(made.tei, "json"))
    assert {record["metadata"][key] for key in ("title", "subtitle", "publisher")} == {said}
    assert squeezed(record["file"]["name"]) == squeezed(f"{text}.txt")
    assert {squeezed(v) for v in record["file"]["container"].values()} == {squeezed(text)}
    assert squeezed(text) in map(squeezed, record["file"]["container"])


@pytest.mark.parametrize("text", TEXTS)
def test_in_metadata_and_corrections_it_is_text_where_a_run_is_told_of(text: str) -> None:
    made, said = told(text), " ".join(text.split())
    assert made.document is not None
    shown = explain(made.document)
    tree = html.document_fromstring(page(shown))
    only_written(tree, "explain.html.j2")
    assert squeezed(tree.xpath("//h1")[0].text_content()) == squeezed(said)
    assert json.loads(to_json(shown))["meta"]["file"] == f"{text}.txt"
    row = listed(view(made.tei), f"{text}.html")
    tree = html.document_fromstring(index([row], title=text))
    only_written(tree, "index.html.j2")
    assert {squeezed(a.text_content()) for a in tree.xpath("//ul[@class='documents']//a")} == {squeezed(said)}


@pytest.mark.parametrize("text", TEXTS)
def test_in_names_and_messages_it_is_text_in_the_report_and_the_record(text: str) -> None:
    messages = (Message(text, 1, 1, "warning", "OUT101", text), Message(text, 1, 1, "error", text, text))
    written = Result(f"{text}.txt", "ok", (f"output/{text}.html",), (("characters", 9),), messages)
    failed = replace(written, status="failed")
    assert json.loads(written.line())["source"] == f"{text}.txt"
    tree = html.document_fromstring(report(tallied(map(json.loads, (written.line(), failed.line())))))
    only_written(tree, "report.html.j2")
    shown = squeezed(tree.xpath("//main")[0].text_content())
    assert squeezed(visible(text)) in shown
    assert not [a for a in tree.xpath("//a/@href") if a.lower().startswith(("javascript:", "data:", "//"))]
    noted = RenderOptions(diagnostics=tuple(message.record() for message in messages))
    for name in ("html", "md", "json"):
        page = render(told(text).tei, name, noted)
        if name == "json":
            assert [found["message"] for found in json.loads(page)["diagnostics"]] == [text, text]
        else:
            assert page == render(told(text).tei, name)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,<b>", "vbscript:x", "//e.org", "file:///etc/passwd", "https://e.org\"onclick=\"x", "https://e org/", "https://用户@e.org/"],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str) -> None:
    layer = Layer()
    layer.add("桥修好了。大家都来看桥，一连看了三天，没有人说累。")
    made = convert(layer.source(b"x", "a.html", "utf-8", [("url", address)]))
    tree = html.document_fromstring(render(made.tei, "html"))
    assert not [a for a in tree.xpath("//main//a/@href") if not a.startswith("#")]
    assert json.loads(render(made.tei, "json"))["file"]["container"] == {"url": address}
