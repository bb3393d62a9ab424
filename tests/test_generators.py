"""The Markdown builds unchanged in Hugo and MkDocs, and their pages say what CommonMark says of it: no sign more or less."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
import yaml
from conftest import ROOT
from markdown_it import MarkdownIt

README = (ROOT / "README.md").read_text(encoding="utf-8")

# our own text, full of what the dialects take for markup
HOSTILE = """\
在读书会上的讲话
（2021年3月）
镇文化站 林小满

同志们：
今天谈 {{ site.title }} 与 {% include x %} 还有 {{< ref "x" >}} 和 {{% ref %}}，{# 注释 #} {: .cls} 结束。
这里有 <b>粗</b> 和 <script>alert(1)</script> 与 &amp; 还有 &#65; 以及 a|b|c，~~删~~ 和 ~一~ 与 ^上^ 。
星号*一*与**二**以及_下划线_和__双__，`代码`，[链接](http://x.example) ![图](a.png) [^1] [[wiki]] 。
!!! note "提示"
句子在这里结束。
??? question "问题"
句子在这里结束。
=== "标签"
句子在这里结束。
::: warning
句子在这里结束。
====
#话题，井号后面没有空格。
# 井号 #
2) 第二点到这里结束。
+ 加号，不是列表。
> 引用，不是引用。
反斜杠 \\ 与 \\* 以及 \\{ 和 C:\\path\\n 结尾\\
$x^2$ 与 $$y$$ 和 \\(z\\) 以及 @name #123 。
| a | b |
|---|---|
一、把书送到桥头去 {#id .class}
桥头人多，船靠岸的时候最多。书放在桥头，等船的人就会翻一翻。
[x]: http://e.example
*[HTML]: Hyper
[TOC]
二、把时间留给晚上 <
白天大家都忙，晚上的灯下才有工夫。读书会从七点开到九点，一个月两次。
谢谢大家！
"""

COMMONMARK = MarkdownIt("commonmark").enable("table")


def _run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _settings(name: str) -> str:
    """A file of settings as the README gives it."""
    found = re.search(rf"^```\w+\n\S+ {re.escape(name)}\b.*?\n(.*?)^```", README, re.M | re.S)
    assert found, f"README.md shows no {name}"
    return found[1]


def _program(name: str) -> str:
    program = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed")
    assert program, f"{name} is not installed"
    return program


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo corpus and the hostile text as Markdown."""
    folder = tmp_path_factory.mktemp("generators")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    program = "import sys; sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
    _run(
        sys.executable,
        "-c",
        program,
        ROOT / "input",
        folder / "hostile.txt",
        "--to",
        "md",
        "-o",
        folder / "md",
        cwd=ROOT,
    )
    return folder / "md"


def _said(html: str, path: str) -> str:
    """The words of the first element of a path, without white space and without the links to headings."""
    (main, *_) = lxml.html.document_fromstring(html).xpath(path)
    for link in main.xpath(".//a[@class='headerlink']"):
        link.drop_tree()
    return re.sub(r"\s", "", main.text_content())


def _compare(documents: Path, page: Callable[[Path], Path], path: str) -> None:
    files = sorted(documents.rglob("*.md"))
    assert len(files) > 10
    for file in files:
        _, _, body = file.read_text(encoding="utf-8").split("---\n", 2)
        made = page(file.relative_to(documents)).read_text(encoding="utf-8")
        assert _said(made, path) == _said(f"<main>{COMMONMARK.render(body)}</main>", "//main"), file


def test_hugo(documents: Path, tmp_path: Path) -> None:
    hugo = _program("hugo")
    shutil.copytree(documents, tmp_path / "content")
    (tmp_path / "hugo.toml").write_text(_settings("hugo.toml"), encoding="utf-8")
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "all.html").write_text(_settings("layouts/all.html"), encoding="utf-8")
    _run(hugo, "--panicOnWarning", cwd=tmp_path)
    _compare(documents, lambda file: tmp_path / "public" / file.with_suffix("") / "index.html", "//main")
    listed = (tmp_path / "public" / "speeches" / "index.html").read_text(encoding="utf-8")
    assert "看水四十年" in listed


def test_mkdocs(documents: Path, tmp_path: Path) -> None:
    mkdocs = _program("mkdocs")
    shutil.copytree(documents, tmp_path / "docs")
    (tmp_path / "mkdocs.yml").write_text(_settings("mkdocs.yml"), encoding="utf-8")
    _run(mkdocs, "build", "--strict", "--quiet", cwd=tmp_path)
    _compare(documents, lambda file: tmp_path / "site" / file.with_suffix("") / "index.html", "//article")
    page = lxml.html.parse(str(tmp_path / "site" / "hostile" / "index.html"))
    assert page.xpath("//meta[@name='author']/@content") == ["林小满"]


def test_front_matter_is_what_jekyll_wants(documents: Path) -> None:
    for file in documents.rglob("*.md"):
        start, front, _ = file.read_text(encoding="utf-8").split("---\n", 2)
        values = yaml.safe_load(front)
        assert start == ""
        assert isinstance(values["title"], str)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d.*", values.get("date", "2021-01-01")), (
            f"{file}: {values['date']}"
        )
        # what Jekyll would not take as a mere word
        assert not values.keys() & {"layout", "permalink", "published", "category", "categories", "tags"}
