"""The report of a run: progress while it goes on, and the page about it, made from the records of the documents."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
import time
import tracemalloc
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import lxml.html
import pytest

from pipeline import cli_print, progress, resources
from pipeline.cli_print import Progress
from pipeline.diagnostics import RULE
from pipeline.messages import Message
from pipeline.progress import Pace, spoken
from pipeline.report import Result, Totals
from pipeline.writers.report_charts import Histogram, shares
from pipeline.writers.report_page import page, tallied
from pipeline.writers.report_tally import command

COUNTS = (("characters", 1200), ("warnings", 0))
VOID = {"meta", "link", "br"}


def message(code: str, path: str = "in/a.txt", what: str = "", line: int = 0) -> Message:
    rule = RULE[code]
    return Message(path, line, min(line, 1), rule.level, code, what or rule.outline)


def result(source: str, *codes: str, status: str = "ok", seconds: float = 0.1, **more: Any) -> Result:
    messages = tuple(message(code, source) for code in codes)
    return Result(source, status, counts=COUNTS, messages=messages, seconds=seconds, **more)  # type: ignore[arg-type]


def made(*results: Result, folder: Path = Path("output"), **options: Any) -> Any:
    return lxml.html.fromstring(page(tallied([r.record() for r in results], folder), **options).decode())


def said(tree: Any, path: str) -> list[str]:
    """The words of elements, white space evened out."""
    return [re.sub(r"\s+", " ", element.text_content()).strip() for element in tree.xpath(path)]


# --- the page


class Balance(HTMLParser):
    """Fails on a tag that is not closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def many(count: int) -> Iterator[dict[str, Any]]:
    """Records of every kind, made as they are asked for."""
    codes = ("OUT101", "MET101", "SEG101", "RUN104", "SRC113")
    for n in range(count):
        status = "failed" if n % 50 == 7 else "unchanged" if n % 9 == 3 else "ok"
        found = [codes[n % 5]] * (n % 3) + ["SRC104"] * (status == "failed")
        source = f"in/{n % 7}/讲话{n}.txt"
        yield result(source, *found, status=status, seconds=n % 997 / 100).record()


def test_the_page_is_complete_in_itself() -> None:
    for lang in ("zh-Hans", "zh-Hant-TW", "en"):
        text = page(tallied(many(600)), lang=lang).decode()
        balance = Balance()
        balance.feed(text)
        balance.close()
        assert balance.open == []
        tree = lxml.html.fromstring(text)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in tree.xpath("//a/@href") if href[0] == "#"} <= set(ids)
        assert set(" ".join(tree.xpath("//@aria-labelledby")).split()) <= set(ids)
        assert tree.xpath("/html/@lang") == [lang]
        assert len(tree.xpath("//h1")) == 1
        assert not tree.xpath("//script | //@src | //@style")
        assert not re.search(r"url\(|@import", text)


def test_tables_and_charts_say_what_they_show() -> None:
    tree = lxml.html.fromstring(page(tallied(many(600))).decode())
    assert tree.xpath("count(//table)") == 3
    assert not tree.xpath("//table[not(caption)] | //th[not(@scope)]")
    for chart in tree.xpath("//svg"):
        assert chart.get("aria-hidden") == "true" or chart.get("role") == "img"
    charts = tree.xpath("//svg[@role='img']")
    named = ["".join(tree.get_element_by_id(chart.get("aria-labelledby")).itertext()) for chart in charts]
    assert len(named) == 2
    assert "写出，无警告" in named[0]
    assert named[1] == "半数不到 5 秒，九成不到 10 秒，最长 5.99秒。"


def test_every_document_is_counted_once_by_its_outcome() -> None:
    tree = made(
        result("a.txt", seconds=3.0),
        result("b.txt", "OUT101", "OUT101", "SRC113"),
        result("c.txt", "OUT101", status="unchanged"),
        result("d.txt", "SRC104", "MET101", status="failed"),
        Result("e.jsonl", "ok", counts=(("documents", 40),), seconds=9.0, many=True),
        seconds=2.0,
    )
    assert said(tree, "//ul[@class='legend']/li") == [
        "写出，无警告 1", "写出，有警告 1", "未变，沿用 1", "失败 1",
    ]  # fmt: skip
    figures = dict(zip(said(tree, "//dl/div/dt"), said(tree, "//dl/div/dd"), strict=True))
    assert figures == {
        "文稿": "4", "失败": "1", "警告": "4", "未变，沿用": "1", "字符": "4,800", "用时": "2.00秒", "速度": "1.5件/秒",
    }  # fmt: skip
    assert said(tree, "//table[@class='slow']//td[1]") == ["3.00秒", "0.10秒", "0.10秒"]


def test_a_file_of_many_that_failed_is_among_the_failed() -> None:
    broken = Result(
        "e.zip", "failed", counts=(("documents", 2),), messages=(message("SRC106", "e.zip"),), many=True
    )
    tree = made(result("e.zip/a.txt"), broken)
    assert said(tree, "//ol[@class='failures']/li") == [f"e.zip SRC106 {RULE['SRC106'].outline}"]
    assert said(tree, "//dl/div[1]/dd") == ["2"]


def test_failed_documents_come_first_with_what_made_them_fail_first() -> None:
    tree = made(
        result("a.txt", "OUT101"), result("b.txt", "MET101", "SRC113", "SRC104", status="failed"), lang="en"
    )
    assert said(tree, "//section/h2") == [
        "Failed documents 1", "Warnings 2", "Slowest documents", "Notes 1",
    ]  # fmt: skip
    assert said(tree, "//ol[@class='failures']/li/p/span[@class='id']") == ["SRC104", "MET101"]


def test_warnings_stand_by_code_with_documents_advice_and_the_command_that_explains() -> None:
    noisy = [result(f"in/讲话 {n}.txt", *["OUT101"] * (n + 1), "MET101") for n in range(30)]
    tree = made(*noisy, lang="en")
    assert said(tree, "//section[.//h2[@id='warnings']]//h3") == [
        f"OUT101 {RULE['OUT101'].outline}",
        f"MET101 {RULE['MET101'].outline}",
    ]
    first = tree.xpath("//details[contains(@class, 'code')]")[0]
    assert said(first, ".//span[@class='sum']") == ["465 · 30 documents"]
    assert said(first, ".//p[@class='fix']") == [f"What to do {RULE['OUT101'].fix}"]
    assert len(first.xpath(".//li")) == 20
    assert said(first, ".//p[@class='rest']") == ["10 more, in report.jsonl."]
    assert said(first, ".//li[3]//span[@class='count']") == ["3 ×"]
    assert said(first, ".//li[3]//code") == ["wengao explain 'in/讲话 2.txt'"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("in/讲话.txt", "wengao explain in/讲话.txt"),
        ("in/a b.txt", "wengao explain 'in/a b.txt'"),
        ("in/$(id).txt", "wengao explain 'in/$(id).txt'"),
        ("-q.txt", "wengao explain ./-q.txt"),
        ("in/letter.docx", "wengao explain in/letter.docx"),
        ("-", ""),
        ("in/a.xml", ""),
        ("in/a.zip/2020/b.html", ""),
        ("in/talks.jsonl.gz/s17", ""),
        ("in/\udcd6\udcd0.txt", ""),
        ("in/a\nb.txt", ""),
    ],
)
def test_a_command_is_given_only_where_it_works(source: str, shown: str) -> None:
    assert command(source) == shown


def test_links_are_relative_and_lead_to_pages_that_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("site/output")
    names = [
        "讲话 1.html",
        "a/b#c?d%41.html",
        "a:b.html",
        "//x/../q&amp;.html",
        os.fsdecode(b"\xd6\xd0.html"),
    ]
    results = [
        result(f"{n}.txt", outputs=(str(folder / f"{n}.md"), str(folder / name)))
        for n, name in enumerate(names[:3])
    ]
    results += [result("r.txt", "RUN104", outputs=(str(folder / names[4]),))]
    for each in results:
        path = Path(each.outputs[-1])
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(b"")
        except OSError:
            pytest.skip("this file system takes UTF-8 names only")
    (folder / "report.jsonl").write_bytes(b"")
    results += [
        result("md.txt", outputs=(str(folder / "md.md"),)), result("away.txt", outputs=("/etc/away.html",))
    ]  # fmt: skip
    tree = made(*results, folder=folder)
    links = {href for href in tree.xpath("//a/@href") if href[0] != "#"}
    assert len(links) == 5
    for link in links:
        assert not re.match(r"/|[a-z]+:|\.\.", link)
        assert (folder / os.fsdecode(unquote_to_bytes(link))).is_file()


HOSTILE = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onclick='x", "</title></style>", "{{ 7 * 7 }}",
    "{% raw %}", "{# 注 #}", "&lt;b&gt;", "javascript:alert(1)", "<!-- 注", "]]>", "\\", "`id`", "$(id)", "\u2028行",
)  # fmt: skip


def test_text_that_looks_like_markup_stays_text() -> None:
    plain = made(*(result("安.txt", "OUT101", "RUN104"), result("安.txt", "SRC104", status="failed")))
    tags = [element.tag for element in plain.iter() if isinstance(element.tag, str)]
    for text in HOSTILE:
        unknown = {"code": text, "level": "warning", "line": None, "col": None, "message": text}
        hit = result(f"{text}.txt", outputs=(f"output/{text}.html",)).record() | {"diagnostics": [unknown]}
        fallen = hit | {"status": "failed", "diagnostics": [unknown | {"level": "error"}]}
        tree = lxml.html.fromstring(page(tallied([hit, fallen])).decode())
        assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} <= {*tags, "code", "a"}
        assert re.sub(r"\s", "", text) in re.sub(r"\s", "", tree.text_content())
        for link in tree.xpath("//a/@href"):
            assert re.fullmatch(r"[\w#%./~-]+", link)
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")


def test_what_cannot_be_seen_is_shown() -> None:
    odd = result("甲\x1b[31m\n\u202e乙\udcd6.txt", "OUT101")
    names = said(made(odd), "//bdi")
    assert set(names) == {"甲\\x1b[31m\\n\\u202e乙\\udcd6.txt"}


def test_a_run_without_documents_has_a_page_too() -> None:
    tree = made()
    assert not tree.xpath("//svg | //table")
    assert "没有处理文稿。" in tree.text_content()


def test_a_hundred_thousand_documents_take_little_time_and_memory() -> None:
    page(tallied(many(100)))
    began = time.process_time()
    large = page(tallied(many(100_000)))
    assert time.process_time() - began < 5
    gc.collect()
    tracemalloc.start()
    page(tallied(many(10_000)))
    few = tracemalloc.get_traced_memory()[1]
    gc.collect()
    tracemalloc.reset_peak()
    page(tallied(many(30_000)))
    more = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert more < few * 2 < 20e6
    assert len(large) < 400_000


def test_a_template_of_the_user_wins(tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("{{ documents }} / {{ tally.levels.warning }}", encoding="utf-8")
    assert page(tallied([result("a.txt", "OUT101").record()]), templates=tmp_path) == b"1 / 1"


# --- the charts


def test_a_single_failure_among_many_is_seen_in_the_bar() -> None:
    bar = shares([("clean", 99_999), ("warned", 0), ("failed", 1)])
    assert [(share.name, share.documents) for share in bar] == [
        ("clean", 99_999),
        ("warned", 0),
        ("failed", 1),
    ]
    assert bar[1].length == 0
    assert bar[2].length > 0.5
    assert sum(share.length for share in bar) == pytest.approx(100, abs=0.01)
    assert bar[2].start == pytest.approx(bar[0].length, abs=0.01)


def test_the_histogram_counts_every_document_in_the_bar_of_its_time() -> None:
    times = Histogram()
    for seconds in (0.05, 0.0999, 0.1, 0.3, 0.3, 0.3):
        times.add(seconds)
    bars = [(b.low, b.high, b.documents) for b in times.bins()]
    assert bars == [
        ("0.02", "0.05", 0), ("0.05", "0.1", 2), ("0.1", "0.2", 1), ("0.2", "0.5", 3), ("0.5", "1", 0),
    ]  # fmt: skip
    assert (times.within(0.5), times.within(0.9), times.longest) == ("0.2", "0.5", 0.3)


def test_documents_beyond_the_scale_are_in_its_last_bar() -> None:
    times = Histogram()
    times.add(0.0)
    times.add(4000)
    assert (times.bins()[0].low, times.bins()[0].documents) == ("0", 1)
    assert times.bins()[-1][:3] == ("100", "", 1)
    assert times.within(0.9) == ""
    assert Histogram().bins() == ()


# --- progress


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(progress.time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_the_pace_tells_count_failures_rate_and_what_is_left(clock: Clock) -> None:
    pace = Pace(20_000)
    pace.add(failed=True)
    assert str(pace) == "1 of 20,000 documents, 1 failed"
    for n in range(1199):
        clock.now += 0.025
        pace.add(failed=n < 2)
    assert str(pace) == "1,200 of 20,000 documents, 3 failed, 40/s, 8 min left"


def test_the_rate_follows_what_happens_now(clock: Clock) -> None:
    pace = Pace(10_000)
    for _ in range(5000):  # what an earlier run had done passes quickly
        pace.add(failed=False)
    for _ in range(200):
        clock.now += 1
        pace.add(failed=False)
    assert str(pace) == "5,200 of 10,000 documents, 0 failed, 1.0/s, 1 h 20 min left"


def test_a_run_of_unknown_length_tells_no_time_that_is_left(clock: Clock) -> None:
    pace = Pace(float("inf"))
    pace.add(failed=False)
    clock.now += 10
    assert str(pace) == "1 document, 0 failed, 6.0/min"
    assert [spoken(s) for s in (0.2, 59.5, 61, 3599, 7300)] == ["1 s", "1 min", "2 min", "1 h", "2 h 2 min"]


def test_elsewhere_than_in_a_terminal_a_long_run_says_now_and_then_how_far_it_is(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with Progress(200, quiet=False, verbose=False) as show:
        for n in range(200):
            clock.now += 0.5
            show(result(f"{n}.txt", *["SRC104"] * (n == 9), status="failed" if n == 9 else "ok"))
        show(Result("in", "ok", messages=(message("SRC109", "in"),)))  # a note of the run is no document
    assert capsys.readouterr().err.splitlines() == [
        str(message("SRC104", "9.txt")),
        "60 of 200 documents, 1 failed, 2.0/s, 2 min left",
        "120 of 200 documents, 1 failed, 2.0/s, 40 s left",
        "180 of 200 documents, 1 failed, 2.0/s, 10 s left",
    ]


def test_quiet_says_errors_only_however_long_it_takes(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with Progress(200, quiet=True, verbose=False) as show:
        for n in range(200):
            clock.now += 1
            show(result(f"{n}.txt", "OUT101", *["SRC104"] * (n == 9)))
    assert capsys.readouterr().err.splitlines() == [str(message("SRC104", "9.txt"))]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Terminal:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30", **environment}.items():
        monkeypatch.setenv(name, value)
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def rendered(shown: str) -> list[str]:
    """What stands on a terminal at the end: only the controls that the bar uses are known."""
    lines, row = [""], 0
    for part in re.split(r"(\x1b\[[?\d;]*[A-Za-z]|\r|\n)", shown):
        if part == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif part == "\x1b[1A":
            row -= 1
        elif part == "\x1b[2K":
            lines[row] = ""
        elif part != "\r" and not part.startswith("\x1b"):
            lines[row] += part
    return [line.rstrip() for line in lines if line.strip()]


def run_in(screen: Terminal, total: float, long: str) -> str:
    with Progress(total, quiet=False, verbose=False) as show:
        assert show.bar is not None
        for n in range(30):
            show(result(f"{long}{n}.txt", *["OUT101"] * (n % 10 == 3)))
            cli_print.line("another word [bold]", err=True)
        show.bar._bar.refresh()
    return screen.getvalue()


def test_in_a_terminal_messages_stand_whole_over_a_bar_that_is_gone_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = "in/[red]很长的文件夹名/" * 12
    shown = run_in(terminal(monkeypatch), 30, long)
    assert "30 of 30 documents" in shown
    assert "━" in shown
    lines = rendered(shown)
    assert [line for line in lines if "OUT101" in line] == [
        str(message("OUT101", f"{long}{n}.txt")) for n in (3, 13, 23)
    ]
    assert lines.count("another word [bold]") == 30
    assert not [line for line in lines if "documents" in line]


def test_a_bar_of_unknown_length_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run_in(terminal(monkeypatch), float("inf"), "")
    assert "30 documents" in shown
    assert "left" not in shown


def test_no_color_is_respected_by_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3\d|9\d|38;[\d;]+)m")
    assert coloured.search(run_in(terminal(monkeypatch), 30, ""))
    assert not coloured.search(run_in(terminal(monkeypatch, NO_COLOR="1"), 30, ""))


def test_there_is_no_bar_for_one_document_nor_where_none_can_be_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for total, quiet, environment in ((1, False, {}), (9, True, {}), (9, False, {"TERM": "dumb"})):
        screen = terminal(monkeypatch, **environment)
        with Progress(total, quiet, verbose=False) as show:
            show(result("a.txt"))
            assert show.bar is None
        assert screen.getvalue() == ""


def test_an_interrupted_run_leaves_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with pytest.raises(KeyboardInterrupt), Progress(9, quiet=False, verbose=False):
        raise KeyboardInterrupt
    assert rendered(screen.getvalue()) == []
    assert screen.getvalue().rstrip("\r\n").endswith(("\x1b[?25h", "\x1b[2K"))
    assert sys.stderr is screen


def test_a_file_name_cannot_move_the_cursor_or_forge_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    show = Progress(1, quiet=False, verbose=True)
    show(result("甲\x1b[2J\n乙.txt: error", "OUT101", outputs=("out/甲\x1b[2J.html",)))
    shown = capsys.readouterr().err
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 2
    assert "甲\\x1b[2J\\n乙.txt: error: warning OUT101" in shown


def test_the_summary_names_what_was_left_as_it_was() -> None:
    totals = Totals()
    for status in ("ok", "unchanged", "unchanged"):
        totals.add(result("a.txt", status=status))
    assert str(totals).startswith("3 documents, 0 failed, 2 unchanged, 0 warnings")


# --- the colours


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_and_charts_stand_out_from_the_paper(dark: bool) -> None:
    colours: dict[str, str] = {}
    for name in ("document.css", "report.css"):
        screen = (resources.folder("templates") / name).read_text("utf-8").split("@media print")[0]
        light, _, night = screen.partition("prefers-color-scheme: dark")
        colours |= dict(re.findall(r"--(\w+): (#\w{6})", light))
        if dark:
            colours |= dict(re.findall(r"--(\w+): (#\w{6})", night))
    paper = luminance(colours["paper"])
    for name, least in {
        "ink": 4.5, "muted": 4.5, "accent": 4.5, "failed": 4.5, "doubt": 4.5,
        "clean": 3, "warned": 3, "unchanged": 3, "bars": 3,
    }.items():  # fmt: skip
        bright, dim = sorted((luminance(colours[name]), paper), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= least, name
