"""Readers: bytes become text that XML can hold, character for character, or a clear error."""

from __future__ import annotations

import hashlib
import importlib
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lines as lines_module
from pipeline import load
from pipeline.diagnostics import RULE
from pipeline.lines import PlainLines, starts_of
from pipeline.model import Line, Source, Span
from pipeline.readers import READERS, SUFFIXES, ReadError, markdown, text
from pipeline.readers import decode as decode_module
from pipeline.readers.decode import legal
from pipeline.readers.tei import is_tei, parse

OURS = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc><appInfo>'
    '<application ident="wengao" version="0.1.0"/></appInfo></encodingDesc></teiHeader></TEI>'
)


def lines(source: Source) -> list[str]:
    return [source.text[line.span.start : line.span.end] for line in source.lines]


def rows(source: Source) -> list[tuple[str, tuple[str, ...]]]:
    return [(text, line.hints) for text, line in zip(lines(source), source.lines, strict=True)]


def refused(path: Path, encoding: str | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        load(path, encoding)
    return str(caught.value)


def test_plain_text_is_kept_character_for_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    data = "\ufeff一、开头\r\n 　正文\r尾".encode()
    path.write_bytes(data)
    source = load(path)
    assert source.text == "一、开头\r\n 　正文\r尾"
    assert lines(source) == ["一、开头", " 　正文", "尾"]
    assert (source.name, source.size, source.encoding) == ("a.txt", len(data), "utf-8")
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.diagnostics == ()


@given(st.text(st.sampled_from("一a \t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=30))
def test_lines_are_those_of_splitlines_but_for_the_separators_of_ascii(value: str) -> None:
    hidden = value.translate({0x1C: "x", 0x1D: "x", 0x1E: "x"})
    found = [hidden[line.span.start : line.span.end] for line in PlainLines(hidden)]
    assert found == hidden.splitlines()


@given(st.text(st.characters() | st.sampled_from("\x00\x01\x0b\x1f\ufffe\uffff\ud800\udfff"), max_size=40))
def test_after_replacement_xml_can_hold_every_line(value: str) -> None:
    from lxml import etree

    value = value.replace("\0", "")
    clean, diagnostics = legal(value)
    assert len(clean) == len(value)
    assert bool(diagnostics) == (clean != value)
    for line in PlainLines(clean):
        etree.Element("p").text = clean[line.span.start : line.span.end]


def test_a_control_character_is_replaced_and_reported_once() -> None:
    source = text.read("好\x01的\x02吧".encode(), "a.txt")
    assert source.text == "好\ufffd的\ufffd吧"
    (found,) = source.diagnostics
    assert (found.code, dict(found.values)) == ("SRC103", {"count": "2", "char": "U+0001"})
    assert found.span is not None
    assert found.span.start == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "SRC104: the file holds no text"),
        (b"\xef\xbb\xbf \r\n\t", "SRC104: the file holds no text"),
        (b"ab\0c", "SRC102: this is binary data (NUL at byte 2), not text"),
        ("讲\0话".encode("utf-16"), "SRC102: this is binary data (NUL at character 1), not text"),
        (b"%PDF-1.7\n", "SRC102: this is a PDF file, not text"),
        (b"PK\x03\x04\x14", "SRC102: this is a ZIP archive (DOCX, EPUB, ODT …), not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "SRC114: old Office (.doc, .wps) files are not read: save it as .docx"),
        (
            b"{\\rtf1\\ansi",
            "SRC114: RTF files are not read: save it as .docx (soffice --headless --convert-to",
        ),
    ],
)
def test_what_is_not_text_is_refused_with_its_kind(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert refused(path).startswith(message)


@pytest.mark.parametrize("suffix", [".rtf", ".doc", ".WPS"])
def test_office_files_that_are_not_read_say_how_to_convert_them(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"x")
    assert refused(path) == (
        f"SRC114: {suffix.lower()} files are not read: save it as .docx (soffice --headless --convert-to docx FILE)"
    )


def test_missing_unreadable_and_unknown_files(tmp_path: Path) -> None:
    assert refused(tmp_path / "no.txt") == "SRC100: no such file or folder"
    assert "SRC106: cannot be read: Is a directory" in refused(tmp_path)
    unknown = tmp_path / "a.xyz"
    unknown.write_bytes(b"x")
    assert refused(unknown) == "SRC105: no reader for .xyz files"


def test_a_name_without_suffix_is_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "SPEECH"
    path.write_text("讲话", encoding="utf-8")
    assert load(path).text == "讲话"


MARKDOWN = """\
---
title: 讲话
tags: [a, b]
date: 2021-03-18
---
# 一、**标题** #

小标题
------

全部**加粗**的*强调*和[链接](http://x.example/a "t")，![图](x.png)
**整行加粗**
> 引用 2\\*3
***
snake_case 与 3 * 4 * 5，张\\*\\*同志\\
"""


def test_markdown_marks_become_hints_and_lines_keep_their_numbers() -> None:
    source = markdown.read(MARKDOWN.encode(), "a.md")
    found = {
        n: (t, line.hints)
        for n, (t, line) in enumerate(zip(lines(source), source.lines, strict=True), 1)
        if t
    }
    assert found == {
        6: ("一、标题", ("h1",)),
        8: ("小标题", ("h2",)),
        11: ("全部加粗的强调和链接，图", ()),
        12: ("整行加粗", ("bold",)),
        13: ("引用 2*3", ("quote",)),
        15: ("snake_case 与 3 * 4 * 5，张**同志", ()),
    }
    assert source.meta == (("title", "讲话"), ("date", "2021-03-18"))


LISTS = """\
- 铺路，*先*铺村口
* **种树**
  + 桥头
1. 开会
2) 投票
2021. 年
> - 引文里的一项
-没有空格
3.没有空格

第一项
- 甲
---
一、不是列表
"""


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("\n# 修桥记\n\n## 一、起因\n桥断了。\n", "修桥记"),
        ("# 修桥记\n桥断了，没有别的小标题。\n", "# 修桥记"),
        ("#修桥# 的话题\n## 一、起因\n", "#修桥# 的话题"),
        ("修桥记\n## 一、起因\n## 二、经过\n", "修桥记"),
    ],
)
def test_markdown_under_the_name_of_plain_text(written: str, first: str) -> None:
    source = text.read(written.encode(), "a.txt")
    assert next(filter(None, lines(source))) == first
    assert any("h2" in line.hints for line in source.lines) == (first == "修桥记" and "# 修桥记" in written)


def test_list_items_keep_their_markers() -> None:
    assert rows(markdown.read(LISTS.encode(), "a.md")) == [
        ("- 铺路，先铺村口", ("li",)),
        ("* 种树", ("li", "bold")),
        ("  + 桥头", ("li",)),
        ("1. 开会", ("li",)),
        ("2) 投票", ("li",)),
        ("2021. 年", ("li",)),
        ("- 引文里的一项", ("quote", "li")),
        ("-没有空格", ()),
        ("3.没有空格", ()),
        ("", ()),
        ("第一项", ()),
        ("- 甲", ("li",)),
        ("", ()),
        ("一、不是列表", ()),
    ]


TABLES = """\
收支 | 不是表
下一行

| 项目 | **金额** | 备注 |
|:-----|-----:|---|
| 修桥 | 300 | 含\\|两项 |
| 种树 |  |
| a\tb | 5 | 6 | 7
表后

甲 | 乙
-- | --
丙 | 丁

| 丑 |
"""


def test_tables_become_rows_whose_cells_are_parted_by_tabs() -> None:
    assert rows(markdown.read(TABLES.encode(), "a.md")) == [
        ("收支 | 不是表", ()),
        ("下一行", ()),
        ("", ()),
        ("项目\t金额\t备注", ("row",)),
        ("修桥\t300\t含|两项", ("row",)),
        ("种树\t", ("row",)),
        ("a b\t5\t6\t7", ("row",)),
        ("表后", ()),
        ("", ()),
        ("甲\t乙", ("row",)),
        ("丙\t丁", ("row",)),
        ("", ()),
        ("| 丑 |", ()),
    ]


def test_code_is_kept_as_it_stands() -> None:
    file = "# 题\n```text\n# 不是*题*\n| a |\n|---|\n~~~\n```\n*强*\n~~~~\n- 项\n~~~\n"
    source = markdown.read(file.encode(), "a.md")
    assert lines(source) == ["题", "", "# 不是*题*", "| a |", "|---|", "~~~", "", "强", "", "- 项", "~~~"]
    assert [line.hints for line in source.lines if line.hints] == [("h1",)]


@pytest.mark.parametrize("front", ["---\n[a\n---\n", "---\n- a\n---\n", "---\nx\n---\n"])
def test_front_matter_that_says_nothing_is_no_error(front: str) -> None:
    source = markdown.read((front + "正文\n").encode(), "a.md")
    assert source.meta == ()
    assert [t for t in lines(source) if t] == ["正文"]


@given(st.text(st.sampled_from('*_[]()\\#>- a一\n!="`|~:1.+'), max_size=60))
def test_any_markdown_is_read_with_the_right_spans(value: str) -> None:
    source = markdown.read(f"一\n{value}".encode(), "a.md")
    assert "\n".join(lines(source)) + "\n" == source.text


@pytest.mark.parametrize(
    "sign",
    [
        "*",
        "**",
        "_",
        "[",
        "![",
        "](",
        "\\",
        "# ",
        "> ",
        "`",
        "- ",
        "= ",
        "|",
        "| - ",
        "``` ",
        "|-|\n",
        "1. ",
        "~~~\n",
    ],
)
def test_markdown_of_one_repeated_sign_is_read_in_linear_time(sign: str) -> None:
    import time

    began = time.process_time()
    markdown.read((sign * 200_000 + "一").encode(), "a.md")
    assert time.process_time() - began < 3


def test_tei_of_our_own_kind_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(OURS, encoding="utf-8")
    source = load(path)
    assert is_tei(source)
    assert parse(source).tag == "{http://www.tei-c.org/ns/1.0}TEI"


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<html><p>x</p></html>", "SRC107: XML that this program did not make: the root element is html"),
        (OURS.replace("wengao", "other"), "SRC107: XML that this program did not make: TEI whose header"),
        (OURS.replace("</appInfo>", ""), "SRC108: not well-formed XML: "),
        (OURS.replace("0.1.0", "\x01"), "SRC108: not well-formed XML: character U+0001"),
    ],
)
def test_other_xml_is_refused(xml: str, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse(SUFFIXES[".xml"].read(xml.encode(), "a.xml"))
    assert str(caught.value).startswith(message)


def test_xml_with_entities_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    outside = f'<!ENTITY e SYSTEM "{secret.as_uri()}">'
    bomb = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(b)} "{f"&{chr(b - 1)};" * 10}">' for b in range(ord("b"), ord("k"))
    )
    for entities, used in ((outside, "&e;"), (bomb, "&j;"), ("", "")):
        xml = f"<!DOCTYPE TEI [{entities}]>" + OURS.replace("</TEI>", f"<text>{used}</text></TEI>")
        with pytest.raises(ReadError, match="it has a DOCTYPE"):
            parse(SUFFIXES[".xml"].read(xml.encode(), "a.xml"))


def test_the_table_of_readers_is_sound() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes)) == len(SUFFIXES)
    assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in suffixes)
    assert all(reader.description for reader in READERS)


def test_importing_the_package_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, pipeline; print(sorted({'lxml', 'jinja2', 'yaml', 'opencc', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "loaded"), [("你好，世界。\n".encode() * 9, False), ("你好，世界。\n".encode("gbk") * 9, True)]
)
def test_only_bytes_that_are_not_utf8_load_what_tells_encodings(
    tmp_path: Path, text: bytes, loaded: bool
) -> None:
    import subprocess
    import sys

    path = tmp_path / "a.txt"
    path.write_bytes(text)
    code = (
        "import sys; from pipeline import convert; convert(sys.argv[1]); "
        "print([m for m in sys.modules if m.endswith(('.charset', '.frequency', '.html', 'zipfile', 'encodings.gb18030'))])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert (done.stdout.strip() != "[]") == loaded


def test_the_interface_is_the_same_whichever_module_came_first() -> None:
    importlib.import_module("pipeline.convert")
    import pipeline

    assert callable(pipeline.convert)
    assert set(pipeline.__all__) == {"Conversion", "__version__", "convert", "load", "render"}


def test_every_code_the_readers_use_is_in_the_table() -> None:
    folder = Path(markdown.__file__).parent
    used = {
        code
        for path in folder.rglob("*.py")
        for code in re.findall(r'"([A-Z]{3}\d{3})"', path.read_text("utf-8"))
    }
    assert used <= set(RULE)
    # SRC109 and SRC110 are about folders, which no reader sees, SRC128 is about the time that a document takes.
    assert {code for code in RULE if code.startswith("SRC")} - used == {"SRC109", "SRC110", "SRC128"}


@given(st.text(st.sampled_from("桥a\n\r\v\f\x85\u2028\u2029\x1c\x01\ufffe\uffff\ud800𠀀\ufffd"), max_size=12))
def test_no_break_and_no_illegal_character_is_overlooked(text: str) -> None:
    ends = [m.span() for m in lines_module._BREAK.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    lines = [(start, end) for start, end in zip(starts, [*(at for at, _ in ends), len(text)], strict=True)]
    if lines[-1][0] == len(text):
        lines.pop()  # behind the last line break there is no line
    assert [(line.span.start, line.span.end) for line in PlainLines(text)] == lines
    for start, end in lines:
        assert {PlainLines(text).around(at) for at in range(start, min(end + 1, len(text)))} == {
            Span(start, end)
        }
    assert decode_module._may_be_illegal(text) or legal(text) == (text, ())


def test_lines_of_plain_text_are_made_for_whoever_asks() -> None:
    found = text.read("桥\r\n\n路\n".encode(), "a.txt").lines
    made = (Line(Span(0, 1)), Line(Span(3, 3)), Line(Span(4, 5)))
    assert starts_of(found) == starts_of(made) == [0, 3, 4]
    assert (found, len(found), found[-1], found[1:], repr(found)) == (made, 3, made[2], made[1:], repr(made))
    assert made == found == PlainLines("桥\r\n\n路") == pickle.loads(pickle.dumps(found))
    assert hash(found) == hash(made)
