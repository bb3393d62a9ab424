"""The commands as a user runs them: every message, every exit code, and what is written besides."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.dataset.collections import COLLECTIONS
from pipeline.writers import WRITERS

Command = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parent.parent
PLAIN = "读书会的通知\n\n各位读者：\n本周六晚上七点，读书会照常举行，请大家带上自己的书，互相介绍。\n"


def written(folder: Path) -> list[str]:
    found = (p for p in folder.rglob("*") if p.is_file() and p.name[0] != "." and p.name != "report.html")
    return sorted(p.relative_to(folder).as_posix() for p in found)


@pytest.fixture
def folder(tmp_path: Path, speech: Path) -> Path:
    """Two good documents in a tree, beside which each test puts what is wrong."""
    root = tmp_path / "in"
    (root / "a").mkdir(parents=True)
    speech.rename(root / "speech.txt")
    (root / "a" / "notice.md").write_text(f"# {PLAIN}", encoding="utf-8")
    return root


def test_a_folder_becomes_pages_an_index_and_a_report(command: Command, folder: Path, tmp_path: Path) -> None:
    done = command("convert", "in/", "--to", "html,md,json,tei")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    names = [
        f"{stem}{suffix}" for stem in ("a/notice", "speech") for suffix in (".html", ".json", ".md", ".xml")
    ]
    assert written(tmp_path / "output") == sorted([*names, "index.html", "report.jsonl"])
    index = (tmp_path / "output" / "index.html").read_text(encoding="utf-8")
    for word in ('href="speech.html"', 'href="a/notice.html"', "在河湾镇读书会上的讲话", "2021"):
        assert word in index
    assert re.search(r"^2 documents, 0 failed, .* s → output$", done.stderr, re.MULTILINE)
    rows = [json.loads(row) for row in (tmp_path / "output" / "report.jsonl").read_text("utf-8").splitlines()]
    assert [(row["source"], row["status"], len(row["outputs"])) for row in rows] == [
        ("in/speech.txt", "ok", 4),
        ("in/a/notice.md", "ok", 4),
    ]


def test_a_message_has_path_line_column_level_and_code(command: Command, folder: Path) -> None:
    done = command("convert", "in/speech.txt")
    assert re.search(
        r"^in/speech\.txt:11:1: warning OUT101: numbering gap: 四.* follows 二", done.stderr, re.MULTILINE
    )


def test_quiet_and_verbose(command: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "picture.png").write_bytes(b"\x89PNG")
    assert command("convert", "in", "-q").stderr == ""
    loud = command("convert", "in", "-v").stderr
    assert "in: info SRC109: files left out, hidden or of an unknown kind: 1" in loud
    assert "in/speech.txt → output/speech.html" in loud
    assert "SRC109" not in command("convert", "in").stderr


def test_strict(command: Command, folder: Path) -> None:
    assert command("convert", "in/speech.txt", "--strict").returncode == 4
    assert command("convert", "in/speech.txt").returncode == 0


def test_the_same_input_gives_the_same_bytes(command: Command, folder: Path, tmp_path: Path) -> None:
    for number, seed in enumerate(("1", "2")):
        command(
            "convert",
            "in",
            "--to",
            "html,md,json,tei",
            "-o",
            str(number),
            PYTHONHASHSEED=seed,
            TZ=f"Etc/GMT+{number}",
        )
    for name in written(tmp_path / "0"):
        if name != "report.jsonl":
            assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes(), name


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}])
def test_any_locale(command: Command, tmp_path: Path, locale: dict[str, str]) -> None:
    (tmp_path / "灯下.txt").write_text(PLAIN, encoding="utf-8")
    done = command("convert", "灯下.txt", "-v", "--to", "md", **locale)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "灯下.md").read_bytes().decode().count("\r") == 0
    assert command("wengao", "explain", "灯下.txt", **locale).returncode == 0


# --- what is wrong is said, and the other documents of the run are written


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "in/empty.txt: error SRC104: the file holds no text"),
        ("bom.txt", b"\xef\xbb\xbf\n \n", "in/bom.txt: error SRC104: the file holds no text"),
        (
            "binary.txt",
            b"MZ\x90\0\3",
            "in/binary.txt: error SRC102: this is binary data (NUL at byte 3), not text",
        ),
        (
            "french.txt",
            "Mesdames, l'été dernier nous avons été reçus à la mairie".encode("cp1252"),
            "in/french.txt: error SRC112: the encoding cannot be told (",
        ),
        (
            "rss.xml",
            b"<rss/>",
            "in/rss.xml: error SRC107: XML that this program did not make: the root element is rss",
        ),
        ("torn.xml", b"<TEI", "in/torn.xml: error SRC108: not well-formed XML: "),
    ],
)
def test_a_bad_file(
    name: str, data: bytes, message: str, command: Command, folder: Path, tmp_path: Path
) -> None:
    (folder / name).write_bytes(data)
    done = command("convert", "in")
    assert done.returncode == 1
    assert message in done.stderr
    assert "3 documents, 1 failed" in done.stderr
    assert written(tmp_path / "output") == ["a/notice.html", "index.html", "report.jsonl", "speech.html"]
    rows = [json.loads(row) for row in (tmp_path / "output" / "report.jsonl").read_text("utf-8").splitlines()]
    (row,) = (row for row in rows if row["status"] != "ok")
    assert row["outputs"] == []
    assert row["diagnostics"][0]["level"] == "error"


def test_a_missing_path(command: Command, folder: Path, tmp_path: Path) -> None:
    done = command("convert", "no.txt", "in/speech.txt")
    assert done.returncode == 1
    assert "no.txt: error SRC100: no such file or folder" in done.stderr
    assert written(tmp_path / "output") == ["report.jsonl", "speech.html"]


def test_a_file_of_another_kind(command: Command, folder: Path) -> None:
    (folder / "a.pages").write_bytes(b"PK")
    done = command("convert", "in/a.pages", "in/speech.txt")
    assert done.returncode == 1
    assert "in/a.pages: error SRC105: no reader for .pages files" in done.stderr


def test_an_empty_folder(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = command("convert", "in")
    assert done.returncode == 1
    assert "in: error SRC110: no documents in this folder" in done.stderr


def test_a_file_of_furniture_only(command: Command, folder: Path, tmp_path: Path) -> None:
    page = "首页 > 新闻 > 正文\n上一篇：没有了\n下一篇：没有了\n版权所有 京ICP备00000000号\n"
    (folder / "page.txt").write_text(page, encoding="utf-8")
    done = command("convert", "in", "--to", "html,tei")
    assert done.returncode == 0
    assert "in/page.txt: warning MET106: no reading text" in done.stderr
    assert {"page.html", "page.xml", "speech.html"} <= set(written(tmp_path / "output"))


def test_one_line_of_five_megabytes(command: Command, folder: Path, tmp_path: Path) -> None:
    sentence = "读书会从七点开到九点，一个月两次，不多不少，刚好够用。"
    (folder / "long.txt").write_text(sentence * (5_000_000 // len(sentence.encode())), encoding="utf-8")
    done = command("convert", "in", "--to", "md,tei")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "long.md").stat().st_size > 4_900_000
    assert (tmp_path / "output" / "speech.md").exists()


def test_an_output_folder_that_cannot_be_made(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    done = command("convert", "in", "-o", "taken/out")
    assert done.returncode == 3
    assert "taken/out: error RUN102: cannot write taken/out: " in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_folder_that_is_write_protected(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o555)
    assert command("convert", "in", "-o", "out").returncode == 3


def test_one_output_that_cannot_be_written(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "output" / "speech.html").mkdir(parents=True)
    done = command("convert", "in")
    assert done.returncode == 3
    assert "in/speech.txt: error RUN102: cannot write output/speech.html: Is a directory" in done.stderr
    assert written(tmp_path / "output") == ["a/notice.html", "index.html", "report.jsonl"]


def test_a_broken_profile(command: Command, folder: Path, tmp_path: Path) -> None:
    profile = tmp_path / "my.yaml"
    profile.write_text("extends: default\nnumbring: {}\n", encoding="utf-8")
    done = command("convert", "in", "--profile", "my.yaml")
    assert done.returncode == 2
    for word in ("my.yaml", "numbring", "numbering"):
        assert word in done.stderr
    assert not (tmp_path / "output").exists()
    assert command("convert", "in", "--profile", "no.yaml").returncode == 2


def test_a_template_with_a_slip(command: Command, folder: Path, tmp_path: Path) -> None:
    templates = tmp_path / "my"
    templates.mkdir()
    (templates / "document.md.j2").write_text("{{ view.no_such_thing.at_all }}", encoding="utf-8")
    done = command("convert", "in", "--templates", "my", "--to", "md")
    assert done.returncode == 1
    assert re.search(
        r"in/speech\.txt: error RUN103: template \S*my/document\.md\.j2:1: .*no_such_thing", done.stderr
    )
    assert command("convert", "in", "--templates", "my", "--to", "html").returncode == 0
    (templates / "document.md.j2").write_text("\n{% if %}", encoding="utf-8")
    assert re.search(
        r"RUN103: template \S*my/document\.md\.j2:2: ",
        command("convert", "in", "--templates", "my", "--to", "md").stderr,
    )


def test_a_template_of_ones_own(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "my").mkdir()
    (tmp_path / "my" / "document.md.j2").write_text("{{ view.meta.title }}\n", encoding="utf-8")
    assert (
        command("convert", "in/speech.txt", "--templates", "my", "--to", "md", "-o", "-").stdout
        == "在河湾镇读书会上的讲话\n"
    )


def test_a_fault_of_the_program_stops_one_document_only(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.stages
    from pipeline import profile, run, work
    from pipeline.plan import plan
    from pipeline.report import Result, Totals
    from pipeline.writers import RenderOptions

    real = pipeline.stages.detect

    def faulty(source, rules):  # type: ignore[no-untyped-def]
        if source.name == "speech.txt":
            raise ZeroDivisionError("oh")
        return real(source, rules)

    monkeypatch.setattr(pipeline.stages, "detect", faulty)
    totals, results = Totals(), list[Result]()
    settings = work.Settings(tmp_path / "out", profile.default(), RenderOptions(), {"md": ".md"})
    run.run(plan([str(folder)], tmp_path / "out", {"md": ".md"}), settings, totals, results.append)
    assert [result.status for result in results] == ["failed", "ok"]
    assert str(results[0].messages[-1]).endswith("error RUN101: internal error: ZeroDivisionError: oh")
    assert "in faulty" in results[0].trace
    assert totals.exit_code(strict=False) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "htm"], "no format 'htm'; there are tei, html, md, json"),
        (["--to", ","], "no format named"),
        (["--encoding", "martian"], "no encoding 'martian'"),
        (["--encoding", "base64"], "no encoding 'base64'"),
        (["--script", "runic"], "runic"),
        (["--templates", "no"], "no"),
        (["-o", "-"], "- takes one document and one format"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_usage(
    arguments: list[str], message: str, command: Command, folder: Path, tmp_path: Path
) -> None:
    done = command("convert", "in", *arguments)
    assert done.returncode == 2
    assert message in " ".join(re.sub("[│╭╮╰╯─]", " ", done.stderr).split())
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_leaves_whole_files(number: int, code: int, folder: Path, tmp_path: Path) -> None:
    for n in range(400):
        (folder / f"{n}.txt").write_text(PLAIN * 20, encoding="utf-8")
    program = "import sys; sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, "in", "--to", "tei"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    report = tmp_path / "output" / "report.jsonl"
    for _ in range(500):
        if report.exists() and report.stat().st_size:
            break
        time.sleep(0.01)
    running.send_signal(number)
    _, stderr = running.communicate(timeout=60)
    assert running.returncode == code, stderr
    assert re.search(r"^\d+ documents?, 0 failed", stderr, re.MULTILINE)
    assert "Traceback" not in stderr
    for path in (tmp_path / "output").rglob("*.xml"):
        assert path.read_text(encoding="utf-8").rstrip().endswith("</TEI>")
    assert not list((tmp_path / "output").rglob("*.part"))
    for row in report.read_text(encoding="utf-8").splitlines():
        assert all((tmp_path / output).exists() for output in json.loads(row)["outputs"])


# --- standard input and output, other encodings, scripts, corrected TEI


def test_standard_input_and_output(command: Command, tmp_path: Path) -> None:
    done = command("convert", "-", "--to", "md", "-o", "-", stdin=PLAIN)
    assert done.returncode == 0, done.stderr
    assert "各位读者" in done.stdout
    assert written(tmp_path) == []
    assert command("convert", "-", "--to", "tei", "-q", stdin=PLAIN).returncode == 0
    assert written(tmp_path / "output") == ["report.jsonl", "stdin.xml"]


def test_a_reader_that_has_had_enough_ends_it_quietly(folder: Path, tmp_path: Path) -> None:
    (folder / "long.txt").write_text(PLAIN * 20_000, encoding="utf-8")
    program = "import sys; sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", program, "in/long.txt", "--to", "md", "-o", "-", "-q"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("gb18030", []),
        ("gb18030", ["--encoding", "gbk"]),
        ("utf-16", []),
        ("utf-16", ["--encoding", "utf-16"]),
    ],
)
def test_an_encoding(encoding: str, words: list[str], command: Command, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(PLAIN.encode(encoding))
    done = command("convert", "old.txt", *words, "--to", "md", "-o", "-")
    assert "各位读者" in done.stdout


def test_a_script(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN, encoding="utf-8")
    assert "各位讀者" in command("convert", "a.txt", "--script", "hant", "--to", "md", "-o", "-").stdout
    assert "各位读者" in command("convert", "a.txt", "--script", "hant", "--to", "tei", "-o", "-").stdout


def test_a_correction_by_hand_shows(command: Command, folder: Path, tmp_path: Path) -> None:
    assert command("convert", "in/speech.txt", "--to", "tei", "-o", ".").returncode == 0
    tei = tmp_path / "speech.xml"
    text = tei.read_text(encoding="utf-8")
    tei.write_text(text.replace("把书送到桥头去", "把书送到渡口去"), encoding="utf-8")
    done = command("convert", "speech.xml", "--to", "html", "-o", "-")
    assert done.returncode == 0, done.stderr
    assert "把书送到渡口去" in done.stdout
    assert "把书送到桥头去" not in done.stdout


def test_a_correction_that_breaks_the_schema_is_not_rendered(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    command("convert", "in/speech.txt", "--to", "tei", "-o", ".")
    tei = tmp_path / "speech.xml"
    text = tei.read_text(encoding="utf-8")
    tei.write_text(text.replace("<head", "<haed").replace("</head>", "</haed>"), encoding="utf-8")
    done = command("convert", "speech.xml", "--to", "html")
    assert done.returncode == 1
    assert re.search(
        r"^speech\.xml:\d+:1: error TEI101: not valid against schemas/wengao\.rng: .*haed",
        done.stderr,
        re.MULTILINE,
    )
    assert written(tmp_path / "output") == ["report.jsonl"]


# --- the other commands


def test_explain_prints_every_line(command: Command, folder: Path) -> None:
    done = command("wengao", "explain", "in/speech.txt")
    assert done.returncode == 0, done.stderr
    lines = [
        n for n, line in enumerate((folder / "speech.txt").read_text("utf-8").splitlines(), 1) if line.strip()
    ]
    assert (
        list(dict.fromkeys(int(n) for n in re.findall(r"^ *(\d+)  \S", done.stdout, re.MULTILINE))) == lines
    )
    assert re.search(r"^ +1  main title +high ", done.stdout, re.MULTILINE)
    assert "lost" not in done.stdout
    assert "\x1b" not in done.stdout
    assert command("wengao", "explain", "no.txt").returncode == 1


def test_check(command: Command, folder: Path, tmp_path: Path) -> None:
    command("convert", "in", "--to", "tei")
    done = command("wengao", "check", "output", "--source", "in")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "output/a/notice.xml: valid, and nothing of its source is lost",
        "output/speech.xml: valid, and nothing of its source is lost",
    ]
    alone = command("wengao", "check", "output/speech.xml")
    assert (alone.returncode, alone.stdout) == (0, "output/speech.xml: valid\n")
    assert "output/speech.xml: info TEI104: the source speech.txt is not here" in alone.stderr


def test_check_finds_what_is_wrong(command: Command, folder: Path, tmp_path: Path) -> None:
    command("convert", "in/speech.txt", "--to", "tei", "-o", "in")
    tei = folder / "speech.xml"
    good = tei.read_text(encoding="utf-8")
    for bad, code in (
        (good.replace("谢谢大家！", "谢谢！"), "LOS101"),
        (good.replace("<head", "<haed").replace("</head>", "</haed>"), "TEI101"),
        (good.replace("</head>", "", 1), "SRC108"),
    ):
        tei.write_text(bad, encoding="utf-8")
        done = command("wengao", "check", "in/speech.xml")
        assert (done.returncode, done.stdout) == (1, "")
        assert code in done.stderr
    tei.write_text(good, encoding="utf-8")
    (folder / "speech.txt").write_text(PLAIN, encoding="utf-8")
    done = command("wengao", "check", "in/speech.xml")
    assert done.returncode == 0
    assert "in/speech.xml: warning TEI103: the source speech.txt has changed" in done.stderr
    assert command("wengao", "check", "no.xml").returncode == 1
    assert command("wengao", "check", "in/a").returncode == 2


def test_rules(command: Command) -> None:
    one = command("wengao", "rules", "out101")
    assert one.stdout.startswith("OUT101 (warning): numbering gap: … follows …\n")
    assert "Why it matters: " in one.stdout
    assert "What to do: " in one.stdout
    assert "LOS101  error" in command("wengao", "rules").stdout
    assert command("wengao", "rules", "XYZ999").returncode == 2


def test_formats(command: Command) -> None:
    done = command("wengao", "formats")
    for writer in WRITERS:
        assert re.search(rf"^  {writer.name} +\{writer.suffix} ", done.stdout, re.MULTILINE)


def test_version_and_help(command: Command) -> None:
    assert command("convert", "--version").stdout == f"wengao {__version__}\n"
    assert command("wengao", "--version").stdout == f"wengao {__version__}\n"
    assert "Examples" in command("convert", "--help").stdout
    assert command("wengao").returncode == 2


def test_completion_of_formats(command: Command) -> None:
    done = command(
        "convert", _CONVERT_COMPLETE="complete_bash", COMP_WORDS="convert --to html,", COMP_CWORD="2"
    )
    names = [*(writer.name for writer in WRITERS), *(collection.name for collection in COLLECTIONS)]
    assert done.stdout.split() == [f"html,{name}" for name in names if name != "html"]  # nor site
    done = command("convert", _CONVERT_COMPLETE="complete_bash", COMP_WORDS="convert --to s", COMP_CWORD="2")
    assert "site" in done.stdout.split()


def _cpu(arguments: list[str], cwd: Path) -> float:
    """The least CPU time, of three, that the command takes from a cold start."""
    program = "import sys; sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
    best = 60.0
    for _ in range(3):
        before = os.times()
        subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        best = min(best, spent)
    return best


def test_the_start_is_quick(folder: Path, tmp_path: Path) -> None:
    # Twice what was measured where this was written, since machines differ; a heavy import costs more than that.
    assert _cpu(["--help"], tmp_path) < 0.6
    assert _cpu(["in/speech.txt"], tmp_path) < 0.9
