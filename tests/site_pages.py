"""A real site to check: the demo corpus and a text that is full of everything, and where its kinds of page are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import pytest

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://hewan.example/archive/"
NODE = Path(sys.prefix) / "node" / "node_modules"

SETTINGS = f"""\
title: 河湾镇文库
description: 镇上读书会、夜校和渡口的讲话与文件。
publisher: 河湾镇文化站
editor: 林小满
contact: books@hewan.example
licence: {{name: CC BY 4.0, url: "https://creativecommons.org/licenses/by/4.0/"}}
base_url: {BASE}
pages: pages
"""

# our own text: tables, notes, damage, stage notes, long words, points, what looks like markup
FULL = """\
在镇志编写会上的讲话 <b>&amp;</b> "引" {{x}}
（2021年3月18日）
镇文化站站长 林小满

同志们：
镇志写了三年，强(qiáng)調的是一句话[1]：写得少，问得多。（掌声）
一、材料从哪里来
（一）从老人那里来。老人记得的事，一件一件记下来，记完念给他听。
（二）从纸上来。一是账本；二是信；三是墙上的字。
1. 账本要看背面。
2. 信要看邮戳。
二、表怎么列
年份\t人数\t备注
2019\t12\t开办
2020\t8\t停课两月
三、地址怎么写
https://hewan.example/a/very/long/address/that/has/no/place/to/break/and/goes/on/and/on/and/on/and/on/index.html
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft也要排得下。
记者：镇志什么时候印？
林小满：秋天。纸已经买好了。
[1] 见《镇志凡例》。
"""
EXTRA = "# 怎样使用\n\n先看[凡例](../about.html)，再看年份。\n"

# what kinds of page there are: the first page that fits each pattern
KINDS = {
    "home": "index.html",
    "text": "texts/speeches/stone-bridge-keepers.html",
    "converted": "texts/speeches/stone-bridge-keepers.hant.html",
    "traditional": "texts/speeches/paper-mill-library-hant.html",
    "full": "texts/full.html",
    "damaged": "texts/documents/old-letters-annual-report.html",
    "law": "texts/documents/old-trees-rules.html",
    "transcript": "texts/transcripts/night-school-interview.html",
    "english": "texts/how-a-river-gets-its-names.html",
    "source": "texts/full.source.html",
    "compilation": "texts/speeches/beekeepers-three-talks.html",
    "part": "texts/speeches/beekeepers-three-talks/1.html",
    "years": "browse/years.html",
    "year": "browse/year-2018.html",
    "speakers": "browse/speakers.html",
    "search": "search.html",
    "data": "data.html",
    "about": "about.html",
    "own": "pages/guide.html",
    "missing": "404.html",
}


def build(folder: Path, settings: str, *options: str) -> Path:
    """Make a site of the demo corpus and the full text; returns its folder."""
    own = folder / "own"
    (own / "pages").mkdir(parents=True)
    (own / "pages" / "guide.md").write_text(EXTRA, encoding="utf-8")
    (own / "full.txt").write_text(FULL, encoding="utf-8")
    (own / "site.yaml").write_text(settings, encoding="utf-8")
    program = "import sys; sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
    inputs = [ROOT / "input", own / "full.txt", "--site", own / "site.yaml"]
    command = [sys.executable, "-c", program, *inputs, "--to", "site", "-o", folder / "site", *options]
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def pages(site: Path) -> list[Path]:
    """All pages of a site, without the report of the run."""
    return sorted(path for path in site.rglob("*.html") if path != site / "report.html")


def tree(path: Path) -> lxml.html.HtmlElement:
    """A page, parsed."""
    return lxml.html.document_fromstring(path.read_bytes().decode("utf-8"))


def local(site: Path, page: Path, link: str) -> tuple[Path, str] | None:
    """The file and anchor in the site that a link of a page leads to; None where it leads out."""
    here = urljoin(BASE, page.relative_to(site).as_posix())
    address = urljoin(here, link)
    if not address.startswith(BASE):
        return None
    pieces = urlsplit(address)
    path = unquote(pieces.path.removeprefix(urlsplit(BASE).path))
    return site / (path or "index.html"), unquote(pieces.fragment)


def css_links(sheet: str) -> list[str]:
    """What a stylesheet loads."""
    return re.findall(r"url\([\"']?([^\"')]+)", sheet)


def program(name: str, *others: str) -> str:
    """Where a program is; a test skips without it, but not in CI."""
    found = next(filter(None, map(shutil.which, (name, *others))), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"needs {name}")
    assert found, f"{name} is not installed"
    return found


def node_module(path: str) -> Path:
    """A file of an npm package; a test skips without it, but not in CI."""
    file = NODE / path
    if not file.is_file() and not os.environ.get("CI"):
        pytest.skip(f"needs {path.split('/')[0]}: npm install --prefix {NODE.parent} axe-core vnu-jar")
    assert file.is_file(), f"{file} is not there"
    return file
