"""Data sets as users make them: the same bytes from any number of workers, whatever is killed on the way."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import SPEECH
from test_faults import COMMAND, HOOK, ROOT, TEXT, begun, corpus, finish, quiet, report, start, workers
from typer.testing import CliRunner

from pipeline.cli import convert_app

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

FORMATS = ("--to", "jsonl,parquet")


def data(folder: Path) -> dict[str, bytes]:
    """Every data file of a data set."""
    return {path.name: path.read_bytes() for path in (folder / "data").iterdir()}


def rows(folder: Path) -> list[dict[str, object]]:
    """All rows of a data set, in order."""
    files = sorted((folder / "data").glob("train-*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def times(folder: Path) -> dict[str, int]:
    """When each file of pass one and each data file was written."""
    found = [*(folder / ".wengao.dataset").rglob("*.rows.jsonl.gz"), *(folder / "data").iterdir()]
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}


def make(base: Path, output: str, *words: str, **environment: str) -> tuple[int, str]:
    return finish(start(base, "in", *FORMATS, "--shard-size", "40", "-o", output, *words, **environment))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    base = tmp_path_factory.mktemp("dataset")
    corpus(base / "in", 90)
    assert make(base, "one", "-j", "1", "-q") == (0, "")
    return base, data(base / "one")


def test_each_document_is_a_row_and_workers_make_no_difference(
    undisturbed: tuple[Path, dict[str, bytes]],
) -> None:
    base, wanted = undisturbed
    assert sorted(wanted) == [
        f"train-0000{n}-of-00003.{suffix}" for n in range(3) for suffix in ("jsonl", "parquet")
    ]
    found = rows(base / "one")
    assert [row["id"] for row in found] == [f"{n:03}.txt" for n in range(90)]
    assert all("大船一只，小船两只。" in str(row["text"]) for row in found)
    assert len(report(base / "one")) == 90
    assert make(base, "two", "-j", "2", "-q", PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Shanghai") == (0, "")
    assert data(base / "two") == wanted


def test_what_is_done_is_not_done_again(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    corpus(tmp_path / "in", 90)
    assert make(tmp_path, "out", "-j", "1", "-q") == (0, "")
    first = times(tmp_path / "out")
    code, err = make(tmp_path, "out", "-j", "2")
    assert (code, times(tmp_path / "out")) == (0, first)
    assert "90 documents, 0 failed, 90 unchanged" in err
    # A document that was changed costs its own shard and data file.
    (tmp_path / "in" / "085.txt").write_text(TEXT.format(n="新"), encoding="utf-8")
    code, err = make(tmp_path, "out", "-j", "2")
    changed = {name for name, at in times(tmp_path / "out").items() if at != first[name]}
    assert "90 documents, 0 failed, 81 unchanged" in err  # its shard has 9 documents
    assert changed == {
        ".wengao.dataset/000/0000004.rows.jsonl.gz",
        "data/train-00002-of-00003.jsonl",
        "data/train-00002-of-00003.parquet",
    }
    assert "在第新个渡口的讲话" in str(rows(tmp_path / "out")[85]["text"])
    # Other rules make everything anew.
    assert make(tmp_path, "out", "-j", "2", "--text", "original", "-q")[0] == 0
    assert all(at != first[name] for name, at in times(tmp_path / "out").items())


def test_data_files_of_another_number_do_not_stay_beside_the_new_ones(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 50)
    assert make(tmp_path, "out", "-j", "1", "-q") == (0, "")
    (tmp_path / "out" / "data" / "notes.jsonl").write_text("mine\n")
    code, _ = finish(start(tmp_path, "in", *FORMATS, "--shard-size", "1000", "-o", "out", "-q"))
    assert code == 0
    names = ["notes.jsonl", "train-00000-of-00001.jsonl", "train-00000-of-00001.parquet"]
    assert sorted(data(tmp_path / "out")) == names
    for n in range(10, 50):
        (tmp_path / "in" / f"{n:03}.txt").unlink()
    assert make(tmp_path, "out", "-j", "1", "-q") == (0, "")
    assert [row["id"] for row in rows(tmp_path / "out")] == [f"{n:03}.txt" for n in range(10)]
    work = (tmp_path / "out" / ".wengao.dataset" / "000").iterdir()
    assert {path.name.partition(".")[0] for path in work} == {"0000000"}


def test_work_files_that_are_torn_are_made_anew(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    base, wanted = undisturbed
    out = tmp_path / "out"
    assert make(base, str(out), "-j", "1", "-q") == (0, "")
    for path in (out / "data").iterdir():
        path.unlink()
    files = ("rows.jsonl.gz", "signatures", "report.jsonl", "done.json")
    for number, file in enumerate(files):
        torn = out / ".wengao.dataset" / "000" / f"{number:07}.{file}"
        torn.write_bytes(torn.read_bytes()[: torn.stat().st_size // 2])
    (out / ".wengao.dataset" / "000" / ".wengao-77.part").write_bytes(b"left by a run that was killed")
    assert make(base, str(out), "-j", "2", "-q") == (0, "")
    assert data(out) == wanted
    assert not list(out.rglob("*.part"))
    for path in (out / "data").iterdir():
        path.unlink()
    related = out / ".wengao.dataset" / "000" / "0000001.related.jsonl"
    related.write_bytes(related.read_bytes()[:100])
    assert make(base, str(out), "-j", "2", "-q") == (0, "")
    assert data(out) == wanted


def test_work_files_of_another_content_are_found_out(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    base, wanted = undisturbed
    out = tmp_path / "out"
    assert make(base, str(out), "-j", "1", "-q") == (0, "")
    for path in (out / "data").iterdir():
        path.unlink()
    spoilt = out / ".wengao.dataset" / "000" / "0000001.rows.jsonl.gz"
    content = bytearray(spoilt.read_bytes())
    content[len(content) // 2] ^= 0xFF
    spoilt.write_bytes(content)
    code, err = make(base, str(out), "-j", "1", "-q")
    assert code == 1
    assert "error RUN110: what pass one of the data set kept is damaged" in err
    assert make(base, str(out), "-j", "1", "-q") == (0, "")
    assert data(out) == wanted


def test_documents_that_fail_hang_crash_or_eat_memory_are_failed_rows(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", 30)
    for name in ("killer", "eater", "hanger"):
        (folder / f"{name}.txt").write_text(TEXT.format(n=name), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "torn.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode())[:-20])
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    path = f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"
    code, err = make(tmp_path, "out", "-j", "2", "--timeout", "2", PYTHONPATH=path)
    assert code == 1
    assert "Traceback" not in err
    found = {row["id"]: row for row in rows(tmp_path / "out")}
    assert len(found) == 35
    errors = {str(id): str(row["error"]) for id, row in found.items() if row["status"] == "failed"}
    assert errors.pop("empty.txt").startswith("SRC1")
    assert errors.pop("torn.jsonl.gz").startswith("SRC117")
    assert errors == {
        "eater.txt": "RUN106: needs more memory than 2048 MB (--max-memory)",
        "hanger.txt": "SRC128: stopped after 2 seconds (--timeout)",
        "killer.txt": "RUN105: its worker process died: SIGKILL",
    }
    states = report(tmp_path / "out")
    failed = [name for name, status in states.items() if status == "failed"]
    assert failed == [
        f"in/{name}" for name in ("eater.txt", "empty.txt", "hanger.txt", "killer.txt", "torn.jsonl.gz")
    ]
    # What may have been bad luck is tried again, the rest is not.
    code, err = make(tmp_path, "out", "-j", "2")
    found = {row["id"]: row for row in rows(tmp_path / "out")}
    assert (code, len(found)) == (1, 35)
    assert [id for id, row in found.items() if row["status"] == "failed"] == ["empty.txt", "torn.jsonl.gz"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("way", ["main", "worker", "interrupt"])
def test_whatever_is_killed_when_running_again_finishes_the_data_set(
    way: str, undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    base, wanted = undisturbed
    rng = random.Random(way)
    words = (str(base / "in"), *FORMATS, "--shard-size", "40", "-j", "2", "-q")
    for _ in range(5):
        process = begun(tmp_path, *words)
        time.sleep(rng.random() * 2)
        if way == "worker":
            for pid in list(workers(process.pid))[-1:]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        else:
            process.send_signal(signal.SIGKILL if way == "main" else signal.SIGINT)
        code, err = finish(process)
        assert quiet(way, err), err
        # -2: the run was over, and Python itself was ending
        assert code in {"main": (-9, 0), "worker": (0,), "interrupt": (130, 0, -2)}[way], err
        made = data(tmp_path / "output") if (tmp_path / "output" / "data").exists() else {}
        for name, content in made.items():
            assert name[0] == "." or content == wanted[name], name
    assert finish(start(tmp_path, *words)) == (0, "")
    assert data(tmp_path / "output") == wanted
    assert len(report(tmp_path / "output")) == 90
    assert not list((tmp_path / "output").rglob("*.part"))


def test_large_data_files_are_divided_and_nothing_else_changes(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow as pa
    from pyarrow import parquet

    # Two names stand in several parts of the file.
    names = {5: "渡口", 45: "渡口", 46: "渡口~2", 91: "渡口", 119: "渡口~2"}
    table = [
        {"id": names.get(n, f"text{n}"), "正文": TEXT.format(n=n), "来源": "望川文献网"} for n in range(120)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in table]
    lines[70:70] = ["", "{torn"]
    for folder in ("lines", "packed", "table"):
        (tmp_path / folder).mkdir()
    content = "\n".join(lines)
    (tmp_path / "lines" / "all.jsonl").write_text(content, encoding="utf-8")
    with gzip.GzipFile(tmp_path / "packed" / "all.jsonl.gz", "wb", mtime=0) as file:
        file.write(content.encode())
    parquet.write_table(pa.Table.from_pylist(table), tmp_path / "table" / "all.parquet", row_group_size=25)
    found = {}
    for folder in ("lines", "packed", "table"):
        words = (folder, "--to", "jsonl", "--shard-size", "50", "-o", f"{folder}-out", "-j", "2", "-q")
        code, err = finish(start(tmp_path, *words))
        assert "Traceback" not in err
        assert code == (0 if folder == "table" else 1), err
        found[folder] = [
            (str(row["id"]).partition("/")[2], row["status"], row["text"])
            for row in rows(tmp_path / f"{folder}-out")
        ]
    shards = [len(list((tmp_path / f"{folder}-out").rglob("*.done.json"))) for folder in found]
    assert shards == [5, 1, 5]
    assert found["lines"] == found["packed"]
    whole = [row for row in found["lines"] if row[1] == "ok"]
    assert found["table"] == whole
    same = ["渡口", "渡口~2", "渡口_2", "渡口~3", "渡口_2~2"]
    assert [id for id, _, _ in whole if id.startswith("渡口")] == same
    assert len({id for id, _, _ in found["lines"]}) == 121
    assert [id for id, status, _ in found["lines"] if status == "failed"] == ["000072"]


def test_a_reader_that_dies_in_a_file_of_many_costs_the_rest_of_that_file(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", 30)
    (folder / "000a.csv").write_text(
        "id,text\n" + "".join(f"{n},第{n}次停渡\n" for n in range(8)), encoding="utf-8"
    )
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(
        "import os\nimport pipeline.readers.rows as rows\nreal = rows._called\n"
        "def called(row, column):\n    row.number == 6 and os.abort()\n    return real(row, column)\n"
        "rows._called = called\n"
    )
    path = f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"
    code, err = make(tmp_path, "out", "-j", "2", "-q", PYTHONPATH=path)
    assert code == 1
    assert "in/000a.csv: error RUN105: its worker process died: SIGABRT" in err
    found = [(row["id"], row["status"]) for row in rows(tmp_path / "out")]
    assert found == [
        ("000.txt", "ok"), *((f"000a.csv/{n}", "ok") for n in range(5)), ("000a.csv", "failed"),
        *((f"{n:03}.txt", "ok") for n in range(1, 30)),
    ]  # fmt: skip


COUNTING = """
import os, pipeline.stages as stages
real = stages.detect
def detect(source, profile):
    with open(os.environ["COUNTED"], "a") as file:
        file.write(source.name + "\\n")
    return real(source, profile)
stages.detect = detect
"""


def test_beside_formats_of_single_documents_nothing_is_detected_twice(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", 25)
    (folder / "speech.txt").write_text(SPEECH, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "two.jsonl").write_text(
        "".join(json.dumps({"id": "同", "text": TEXT.format(n=n)}) + "\n" for n in range(2)), encoding="utf-8"
    )
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(COUNTING)
    path, counted = f"{tmp_path / 'hook'}{os.pathsep}{ROOT}", tmp_path / "counted"
    more = {"PYTHONPATH": path, "COUNTED": str(counted)}
    alone = start(tmp_path, "in", "--to", "jsonl", "-o", "alone", "-q")
    assert finish(alone)[0] == 1
    code, err = finish(start(tmp_path, "in", "--to", "tei,md,jsonl", "-j", "2", "-o", "both", **more))
    assert (code, err.count("empty.txt")) == (1, 1)
    assert "29 documents, 1 failed" in err
    assert len(counted.read_text().splitlines()) == len(set(counted.read_text().splitlines())) == 28
    assert rows(tmp_path / "both") == rows(tmp_path / "alone")
    assert len(report(tmp_path / "both")) == 30
    assert len(list((tmp_path / "both").rglob("*.md"))) == 28
    # A TEI file corrected by hand is what the row says then.
    tei = tmp_path / "both" / "003.xml"
    tei.write_text(tei.read_text(encoding="utf-8").replace("挑担的后上", "挑担的最后上"), encoding="utf-8")
    code, err = finish(start(tmp_path, "in", "--to", "tei,jsonl", "-j", "2", "-o", "both", **more))
    assert len(counted.read_text().splitlines()) == 28
    assert ["挑担的最后上" in str(row["text"]) for row in rows(tmp_path / "both")].count(True) == 1


def test_inputs_of_the_same_name_have_ids_of_their_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        corpus(tmp_path / name / "in", 2)
    words = ("one/in", "two/in", "one/in/000.txt", "./one/in", "two/in/../in/001.txt")
    assert finish(start(tmp_path, *words, "--to", "jsonl", "-q")) == (0, "")
    assert [row["id"] for row in rows(tmp_path / "output")] == [
        "in/000.txt",
        "in/001.txt",
        "in-2/000.txt",
        "in-2/001.txt",
    ]


def test_what_describes_a_data_set_is_no_document_and_no_document_is_taken_for_it(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", 1)
    for name in ("README.txt", "statistics.txt", "data.txt"):
        (folder / name).write_text(TEXT.format(n=name), encoding="utf-8")
    assert finish(start(tmp_path, "in", "--to", "md,json,tei,dataset", "-q")) == (0, "")
    made = {path.name for path in (tmp_path / "output").iterdir()}
    assert {
        "README.md",
        "README.txt.md",
        "statistics.json",
        "statistics.txt.json",
        "000.md",
        "data.md",
    } <= made
    assert "第README.txt个渡口" in (tmp_path / "output" / "README.txt.md").read_text(encoding="utf-8")
    described = {name for name in made if name[0] != "." and not name.startswith(("000", "data.", "report."))}
    assert {name for name in described if ".txt." not in name} == {
        "README.md", "charts", "croissant.json", "data", "datapackage.json", "row.schema.json", "statistics.json",
    }  # fmt: skip


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_leaves_whole_files_and_says_so(jobs: str, tmp_path: Path) -> None:
    corpus(tmp_path / "in", 45)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "in", "--to", "jsonl", "-j", jobs],
        cwd=tmp_path, preexec_fn=small, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "RUN102: cannot write " in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "output").rglob("*.part"))
    assert finish(start(tmp_path, "in", "--to", "jsonl", "-q")) == (0, "")
    assert len(rows(tmp_path / "output")) == 45


@pytest.fixture
def memory() -> Iterator[object]:
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def test_data_sets_are_made_of_addresses_and_at_them(memory: Any, tmp_path: Path) -> None:
    corpus(tmp_path / "in", 30)
    lines = "".join(json.dumps({"text": TEXT.format(n=n)}) + "\n" for n in range(60))
    (tmp_path / "in" / "rows.jsonl").write_text(lines, encoding="utf-8")
    memory.put(str(tmp_path / "in"), "/texts", recursive=True)
    runner = CliRunner()
    here = runner.invoke(
        convert_app(), [str(tmp_path / "in"), *FORMATS, "-j", "1", "-o", str(tmp_path / "out")]
    )
    assert here.exit_code == 0, here.output
    words = ["memory://texts", *FORMATS, "-j", "1", "-o", "memory://made/set"]
    for _ in range(2):
        there = runner.invoke(convert_app(), words)
        assert there.exit_code == 0, there.output
    assert "90 unchanged" in there.output
    made = {name.rpartition("/")[2]: memory.cat(name) for name in memory.find("/made/set/data")}
    assert made == data(tmp_path / "out")
    assert memory.exists("/made/set/report.jsonl")
    assert not [name for name in memory.find("/made") if name.endswith(".part")]


def test_addresses_that_put_files_bit_by_bit_have_whole_files_too(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    corpus(tmp_path / "in", 30)
    words = (str(tmp_path / "in"), *FORMATS, "-j", "2", "-q")
    assert finish(start(tmp_path, *words, "-o", "here")) == (0, "")
    assert finish(start(tmp_path, *words, "-o", f"local://{tmp_path}/there")) == (0, "")
    assert data(tmp_path / "there") == data(tmp_path / "here")
    assert not list((tmp_path / "there").rglob("*.part"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("in", "--to", "pdf"), "no format 'pdf'; there are "),
        (("in", "--to", "html", "--engine", "ray"), "a cluster makes data sets only"),
        (("in", "--to", "jsonl", "--address", "auto"), "only --engine ray has one"),
        (("-", "--to", "jsonl"), "a data set is made of files and folders"),
        (("in", "--to", "jsonl", "-o", "-"), "takes one document and one format"),
        (("s3://texts/a.txt", "--to", "html"), "only data sets are made of addresses"),
        (("in", "--to", "jsonl,html", "-o", "memory://made"), "only data sets are made of addresses"),
        (("nowhere://texts/a.txt", "--to", "jsonl"), "nowhere://"),
        (("in", "--to", "jsonl", "--filter", "length>3"), "no column 'length'"),
    ],
)
def test_what_does_not_go_together_is_said_before_anything_is_done(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    corpus(tmp_path / "in", 1)
    code, err = finish(start(tmp_path, *words, COLUMNS="300"))
    assert code == 2
    assert said in " ".join(err.replace("│", " ").split())
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("missing", "words", "said"),
    [
        ("pyarrow", ("--to", "parquet"), "pip install 'wengao[data]'"),
        ("zstandard", ("--to", "jsonl.zst"), "pip install 'wengao[data]'"),
        ("ray", ("--to", "jsonl", "--engine", "ray"), "pip install 'wengao[ray]'"),
        ("fsspec", ("--to", "jsonl", "-o", "s3://made"), "needs fsspec"),
        ("rensa", ("--to", "jsonl", "--filter", "duplicate_of="), "pip install 'wengao[data]'"),
    ],
)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    missing: str, words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    corpus(tmp_path / "in", 1)
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(
        "import importlib.util, sys\n"
        f"sys.modules[{missing!r}] = None\n"
        "real = importlib.util.find_spec\n"
        f"importlib.util.find_spec = lambda name, *a: None if name == {missing!r} else real(name, *a)\n"
    )
    path = f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"
    code, err = finish(start(tmp_path, "in", *words, COLUMNS="300", PYTHONPATH=path))
    assert code == 2
    assert said in err


def test_without_the_packages_that_compare_texts_nothing_is_said_of_copies(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 2)
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(
        "import importlib.util, sys\n"
        "sys.modules.update(dict.fromkeys(('numpy', 'pyarrow', 'rensa', 'zstandard')))\n"
        "real = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *a: None if sys.modules.get(name, 1) is None else real(name, *a)\n"
    )
    path = f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"
    assert finish(start(tmp_path, "in", "--to", "jsonl,csv", "-q", PYTHONPATH=path)) == (0, "")
    assert [row["duplicate"] for row in rows(tmp_path / "output")] == [None, None]


def test_rows_left_out_are_counted_with_the_reason(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", 3)
    (folder / "short.txt").write_text("渡口\n\n今天停渡。\n", encoding="utf-8")
    conditions = ("--filter", "n_chars>=50", "--filter", "duplicate=representative")
    code, err = finish(start(tmp_path, "in", "--to", "jsonl", *conditions, "-v"))
    assert code == 0
    assert "RUN111: rows left out by --filter n_chars>=50: 1" in err
    assert "RUN111: rows left out by --filter duplicate=representative: 2" in err
    assert [row["id"] for row in rows(tmp_path / "output")] == ["000.txt"]
    assert finish(start(tmp_path, "in", "--to", "jsonl", "-q")) == (0, "")
    assert len(rows(tmp_path / "output")) == 4


def test_a_ray_cluster_makes_the_same(tmp_path: Path) -> None:
    if find_spec("ray") is None:
        assert os.environ.get("CI") != "true", "CI needs ray"
        pytest.skip("Ray is no package of the tests")
    folder = corpus(tmp_path / "in", 60)
    for name in ("killer", "hanger"):
        (folder / f"{name}.txt").write_text(TEXT.format(n=name), encoding="utf-8")
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    more = {"PYTHONPATH": f"{tmp_path / 'hook'}{os.pathsep}{ROOT}", "RAY_USAGE_STATS_ENABLED": "0"}
    words = ("-j", "2", "--timeout", "3")
    code, err = make(tmp_path, "pool", *words, **more)
    assert (code, err.count("error")) == (1, 2)
    code, there = make(tmp_path, "ray", *words, "--engine", "ray", **more)
    assert code == 1
    assert [line for line in there.splitlines() if ": error " in line] == [
        line for line in err.splitlines() if ": error " in line
    ]
    assert data(tmp_path / "ray") == data(tmp_path / "pool")
    assert [row["id"] for row in rows(tmp_path / "ray") if row["status"] == "failed"] == [
        "hanger.txt",
        "killer.txt",
    ]
