"""What all tests share: golden files with ``--accept``, a small speech, and the two commands as a user runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: a busy machine is not a fault of the program. In CI the same examples every time.
settings.register_profile("wengao", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("wengao")

ROOT = Path(__file__).resolve().parent.parent

SPEECH = """\
在河湾镇读书会上的讲话
（2021年3月18日）
镇文化站 林小满

同志们：
今天我们来谈谈读书会的事。这件事办了三年，有不少体会，我讲三点意见。
一、把书送到桥头去
桥头人多，船靠岸的时候最多。书放在桥头，等船的人就会翻一翻，翻得多了，就有人借了。
二、把时间留给晚上
白天大家都忙，晚上的灯下才有工夫。读书会从七点开到九点，一个月两次，不多不少，刚好够用。
四、把读到的讲出来
读了不讲，过几天就忘了。讲一遍，自己记住了，别人也听见了。
谢谢大家！
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite golden files with what the program makes now"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, bytes], None]:
    """Compare bytes with a file exactly; with ``--accept`` write the file instead."""

    def compare(path: Path, made: bytes) -> None:
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
        assert path.exists(), f"{path} is missing; look at what is made and run pytest --accept"
        assert made.decode() == path.read_bytes().decode(), f"{path} differs"

    return compare


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    """A short speech; its numbering jumps from 二 to 四."""
    path = tmp_path / "speech.txt"
    path.write_text(SPEECH, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def ideographs() -> None:
    """Skip, but not in CI, where no font of this machine has the signs of a PDF that names its fonts and holds none."""
    from pdf_samples import Put, pdf

    reader = pytest.importorskip("pypdfium2", reason="PDF is read by the extra pdf")
    _, bottom, _, top = reader.PdfDocument(pdf([[Put(50, 500, "渡口。")]]))[0].get_textpage().get_charbox(0)
    if top - bottom < 1:  # what is drawn in place of a sign has no height
        if os.environ.get("CI") == "true":
            pytest.fail("fonts-noto-cjk is needed")
        pytest.skip("no font with ideographs is here")


Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run ``convert …`` or ``wengao …`` in an empty folder, as a user does, and return what it printed."""

    def run(
        name: str, *arguments: str | Path, stdin: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        entry = {"convert": "convert_main", "wengao": "main"}[name]
        code = f"import sys; sys.argv[0] = {name!r}; from pipeline.cli import {entry}; {entry}()"
        clean = {
            k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM")
        }
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=tmp_path,
            env=clean | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"} | environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )

    return run
