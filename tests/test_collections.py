"""Files that hold many documents, and documents that take too long: each is converted by itself."""

from __future__ import annotations

import json
import os
import sys
import time
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from conftest import Command

from pipeline.deadline import Late, deadline
from pipeline.model import Diagnostic
from pipeline.names import safe
from pipeline.plan import Job, Members, plan

TEXT = "灯关早了，这些话就没有地方说了，所以灯一直开到十点。\n先生说不要紧，油钱从木箱里出。"


def rows(count: int) -> str:
    lines = [
        {
            "id": f"doc-{n}",
            "title": f"夜校的灯之{n}",
            "date": f"2020-01-{n:02}",
            "content": TEXT,
            "栏目": "杂记",
        }
        for n in range(1, count + 1)
    ]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n"


def files(folder: Path) -> list[str]:
    found = (p for p in folder.rglob("*") if p.is_file() and p.name[0] != "." and p.name != "report.html")
    return sorted(p.relative_to(folder).as_posix() for p in found)


def report(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "report.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["source"]: line for line in map(json.loads, lines)}


def test_each_row_is_a_document_and_a_bad_one_costs_only_itself(command: Command, tmp_path: Path) -> None:
    (tmp_path / "talks.jsonl").write_text(
        rows(2) + "{oh\n" + rows(3).splitlines()[2] + "\n", encoding="utf-8"
    )
    done = command("convert", "talks.jsonl", "--to", "json,tei")
    assert done.returncode == 1
    assert "talks.jsonl/000003: error SRC125: row 3: " in done.stderr
    assert "4 documents, 1 failed" in done.stderr
    names = [f"talks.jsonl/doc-{n}.{suffix}" for n in (1, 2, 3) for suffix in ("json", "xml")]
    assert files(tmp_path / "output") == sorted([*names, "report.jsonl"])
    record = json.loads((tmp_path / "output/talks.jsonl/doc-2.json").read_text(encoding="utf-8"))
    assert (record["metadata"]["title"], record["metadata"]["published"]) == ("夜校的灯之2", "2020-01-02")
    assert record["file"]["name"] == "talks.jsonl/doc-2"
    assert record["file"]["container"]["栏目"] == "杂记"
    assert report(tmp_path / "output")["talks.jsonl"]["counts"]["documents"] == 4


def test_columns_are_named_where_they_cannot_be_guessed(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'甲,乙,丙\n1,"{TEXT}","{TEXT}"\n', encoding="utf-8")
    done = command("convert", "a.csv")
    assert done.returncode == 1
    assert "a.csv: error SRC124: no text column among 甲, 乙, 丙: name it with --text-field" in done.stderr
    done = command(
        "convert", "a.csv", "--text-field", "乙", "--id-field", "甲", "--meta-fields", "甲", "--to", "json"
    )
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "output/a.csv/1.json").read_text(encoding="utf-8"))
    assert record["file"]["container"] == {"甲": "1"}


def test_an_archive_of_archives(command: Command, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("讲话/一.txt", TEXT)
        inner.writestr("what?.txt", TEXT)
        inner.writestr("../out.txt", TEXT)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as whole:
        whole.write(tmp_path / "inner.zip", "b/inner.zip")
        whole.writestr("talks.jsonl", rows(1))
        whole.writestr("talks.exe", b"MZ")
    (tmp_path / "inner.zip").unlink()
    done = command("convert", "all.zip", "--to", "md", "-v")
    assert done.returncode == 0, done.stderr
    made = ["all.zip/b/inner.zip/what_.md", "all.zip/b/inner.zip/讲话/一.md", "all.zip/talks.jsonl/doc-1.md"]
    assert files(tmp_path / "output") == [*made, "report.jsonl"]
    assert "SRC123: left out, its path is unsafe: " in done.stderr
    assert "all.zip/b/inner.zip/what?.txt → output/all.zip/b/inner.zip/what_.md" in done.stderr.replace(
        "\\", "/"
    )
    assert files(tmp_path) == sorted(["all.zip", *(f"output/{name}" for name in [*made, "report.jsonl"])])


def test_many_documents_do_not_go_to_standard_output(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(rows(1), encoding="utf-8")
    done = command("convert", "a.jsonl", "--to", "md", "-o", "-")
    assert done.returncode == 2
    assert "- takes one document and one format" in done.stderr
    done = command("wengao", "explain", "a.jsonl")
    assert done.returncode == 1
    assert "a.jsonl: error SRC131: this file holds many documents" in done.stderr


def test_compressed_documents_lose_both_suffixes(command: Command, tmp_path: Path) -> None:
    import gzip

    (tmp_path / "speech.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert command("convert", "speech.txt.gz", "--to", "md").returncode == 0
    assert files(tmp_path / "output") == ["report.jsonl", "speech.md"]


def test_a_folder_of_outputs_never_takes_the_place_of_an_input(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(rows(1), encoding="utf-8")
    (job,) = plan([str(tmp_path / "a.jsonl")], tmp_path, {"md": ".md"}).jobs
    assert job.folder == tmp_path / "a.jsonl-2"
    assert [note.code for note in job.notes] == ["RUN104"]


def test_no_two_documents_of_a_file_share_an_output() -> None:
    names = Members(Job("x/a.zip", "a.zip", (), (), Path("out/a.zip")), {"md": ".md"})
    inner = [
        "b.txt",
        "B.txt",
        "b.md",
        "b",
        "c/../b.txt",
        "",
        "con.txt",
        "一" * 200 + ".txt",
        "a:b.txt",
        "a?b.txt",
        ". .",
    ]
    made = [names.job(f"a.zip/{name}").outputs[0][1] for name in inner]
    assert len({path.casefold() for path in made}) == len(inner)
    assert all(path.startswith("out/a.zip/") and ".." not in path.split("/") for path in made)
    assert all(len(part.encode()) <= 255 for path in made for part in path.split("/"))
    assert not {c for path in made for c in path} & set('<>:"\\|?*')


def test_a_document_and_a_folder_of_a_file_do_not_share_a_name() -> None:
    names = Members(Job("x/a.zip", "a.zip", (), (), Path("out")), {"json": ".json", "md": ".md"})
    inner = ["talks.txt", "talks.json/1", "talks.json/2", "TALKS.JSON/3", "b.md/c.txt", "b.txt", "b.md/d.txt"]
    made = [names.job(f"a.zip/{name}").outputs[0][1] for name in inner]
    folder = "out/talks.json-2"
    assert made[:4] == ["out/talks.json", f"{folder}/1.json", f"{folder}/2.json", f"{folder}/3.json"]
    assert made[4:] == ["out/b.md/c.json", "out/b-2.json", "out/b.md/d.json"]


def test_a_document_and_a_folder_of_the_input_do_not_share_a_name(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in/a.html").mkdir(parents=True)
    (tmp_path / "in/a.html/b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in/a.txt").write_text(TEXT, encoding="utf-8")
    assert command("convert", "in").returncode == 0
    pages = [name for name in files(tmp_path / "output") if name.endswith(".html")]
    assert pages == ["a.html/b.html", "a.txt.html", "index.html"]


def test_as_many_documents_of_one_name_as_there_are_take_linear_time() -> None:
    names = Members(Job("a.zip", "a.zip", (), (), Path("out")), {"md": ".md"})
    began = time.process_time()
    made = [Path(names.job("a.zip/b.txt").outputs[0][1]).name for _ in range(20_000)]
    assert time.process_time() - began < 10
    assert made[-1] == "b-20000.md"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes only there")
@pytest.mark.parametrize("data", [TEXT, rows(1)])
def test_a_name_that_is_not_utf8_becomes_one_that_is(command: Command, tmp_path: Path, data: str) -> None:
    name = os.fsdecode("冬训.jsonl".encode("gbk")) if data != TEXT else os.fsdecode("冬训.txt".encode("gbk"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(data, encoding="utf-8")
    done = command("convert", "in")
    assert done.returncode == 0, done.stderr
    assert quote("冬训") in (tmp_path / "output/index.html").read_text(encoding="utf-8")


def test_a_json_file_that_is_one_document_has_its_name_in_messages(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"text": TEXT + "\x07"}), encoding="utf-8")
    assert "a.json:2:16: warning SRC103" in command("convert", "a.json").stderr


def test_the_message_names_the_suffix_that_nothing_reads(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.foo.gz").write_bytes(b"")
    assert "a.foo.gz: error SRC105: no reader for .foo files" in command("convert", "a.foo.gz").stderr


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("讲话", "讲话"),
        ("a<b>", "a_b_"),
        ("NUL", "_NUL"),
        ("lpt1.x", "_lpt1.x"),
        ("a. .", "a"),
        ("...", "_"),
        ("\udcff", "_"),
    ],
)
def test_names_that_every_system_takes(name: str, wanted: str) -> None:
    assert safe(name) == wanted


@pytest.mark.skipif(sys.platform == "win32", reason="no interval timers")
def test_a_document_that_takes_too_long_is_stopped_and_the_others_are_written(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "slow.yaml").write_text('numbering:\n  slow: {pattern: "(?:啊+)+{num}"}\n', encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("啊" * 60 + "。\n", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(TEXT, encoding="utf-8")
    began = time.monotonic()
    done = command("convert", "in", "--profile", "slow.yaml", "--timeout", "2", "--to", "md")
    assert time.monotonic() - began < 60
    assert done.returncode == 1
    assert "in/a.txt: error SRC128: stopped after 2 seconds (--timeout)" in done.stderr
    assert files(tmp_path / "output") == ["b.md", "report.jsonl"]


@pytest.mark.skipif(sys.platform == "win32", reason="no interval timers")
def test_no_handler_on_the_way_takes_the_end_of_time_for_its_own() -> None:
    def stubborn() -> None:
        while True:
            try:
                time.sleep(0.01)
            except Exception:  # what a library does that wants to go on
                continue

    with pytest.raises(Late) as late, deadline(0.05):
        stubborn()
    assert late.value.diagnostic == Diagnostic("SRC128", None, (("seconds", "0.05"),))
    with deadline(0):
        time.sleep(0.06)
    time.sleep(0.06)


@pytest.mark.skipif(sys.platform == "win32", reason="no interval timers")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_end_of_time_comes_again_where_a_destructor_swallowed_it() -> None:
    class Slow:
        def __del__(self) -> None:
            time.sleep(0.2)

    def work() -> None:
        Slow()
        time.sleep(30)

    with pytest.raises(Late), deadline(0.05):
        work()


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), float("inf"), 1e300])
def test_a_time_that_no_clock_can_hold_is_no_limit(seconds: float) -> None:
    with deadline(seconds):
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("given", "bytes_"), [("100", 100), ("1k", 1024), ("1.5M", 3 << 19), ("2GiB", 2 << 30)]
)
def test_sizes(given: str, bytes_: int) -> None:
    from pipeline.cli_options import _size

    assert _size(given) == bytes_


def test_a_size_that_is_none(command: Command, tmp_path: Path) -> None:
    done = command("convert", "a.txt", "--max-bytes", "many")
    assert done.returncode == 2
    assert "no size 'many'; write for example 64M or 2G" in done.stderr


def test_a_document_over_the_limit(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 40, encoding="utf-8")
    done = command("convert", "a.txt", "--max-bytes", "1K")
    assert done.returncode == 1
    assert "a.txt: error SRC116: the file is over the limit of 1 KB (--max-bytes)" in done.stderr


def test_one_document_in_a_file_of_many_is_explained_checked_and_converted(
    command: Command, tmp_path: Path
) -> None:
    rows = [
        {"id": "a", "text": "夜校的灯\n灯一直开到十点。"},
        {"id": "b", "text": "渡口的船\n船一直开到十点。"},
    ]
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "talks.jsonl").write_text(data, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as file:
        file.writestr("夜校/灯.txt", rows[0]["text"])
    assert command("convert", "talks.jsonl", "all.zip", "--to", "tei", "-q").returncode == 0
    for name, made in (
        ("talks.jsonl/a", "talks.jsonl/a.xml"),
        ("all.zip/夜校/灯.txt", "all.zip/夜校/灯.xml"),
    ):
        told = command("wengao", "explain", name)
        assert "灯一直开到十点。" in told.stdout, told.stderr
        assert "船一直开到十点。" not in told.stdout
        checked = command("wengao", "check", f"output/{made}", "--source", ".")
        assert "valid, and nothing of its source is lost" in checked.stdout, checked.stderr
        assert command("convert", name, "--to", "md", "-o", "-").stdout.count("灯一直开到十点。") == 1
    assert "talks.jsonl/c: error SRC100" in command("wengao", "explain", "talks.jsonl/c").stderr
    (tmp_path / "talks.jsonl").write_text(data.replace("开到十点", "开到九点"), encoding="utf-8")
    changed = command("wengao", "check", "output/talks.jsonl/a.xml", "--source", ".")
    assert "TEI103" in changed.stdout + changed.stderr
