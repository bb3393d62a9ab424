"""Faults injected for real: killed processes, full disks, vanishing folders, documents that hang, crash or eat memory."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

COMMAND = 'import sys; sys.argv[0] = "convert"; from pipeline.cli import convert_main; convert_main()'
ROOT = Path(__file__).parents[1]
TEXT = """在第{n}个渡口的讲话
2020-12-08 来源：望川文献网

各位乡亲：
渡口今天停渡一天，水涨过了石阶第七级。借这个机会，我说两件事，一件是船，一件是人。
一、船要有人看
大船一只，小船两只。天黑以后先点灯，再解缆；最后一个人上岸以后，船才能走。
二、人要互相让
老人和孩子先上，挑担的后上。船上不争吵，要争吵的，上岸再说。
"""
# What a document does that a library at fault would do: loaded in every process that converts.
HOOK = """
import os, signal, time
import pipeline.stages as stages
real = stages.detect
def detect(source, profile):
    if source.name == "killer.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    if source.name == "eater.txt":
        bytearray(4 << 30)
    if source.name == "hanger.txt":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(600)
    return real(source, profile)
stages.detect = detect
"""


def corpus(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        (folder / f"{n:03}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    return folder


def start(cwd: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def begun(cwd: Path, *words: str) -> subprocess.Popen[str]:
    """A run that has begun to write; before that Python itself is still loading it."""
    process = start(cwd, *words)
    lock = cwd / "output" / ".wengao.lock"
    while process.poll() is None and not lock.exists():
        time.sleep(0.01)
    return process


def finish(process: subprocess.Popen[str], seconds: float = 120) -> tuple[int, str]:
    _, err = process.communicate(timeout=seconds)
    return process.returncode, err


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file of a run that documents are in."""
    found = (
        p for p in folder.rglob("*") if p.is_file() and p.name[0] != "." and not p.name.startswith("report.")
    )
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def report(folder: Path) -> dict[str, str]:
    lines = (folder / "report.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len({r["source"] for r in records}) == len(records)
    return {r["source"]: r["status"] for r in records}


def workers(main: int) -> Iterator[int]:
    """The workers of a run: in its session, and begun by another process than the main one."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) == main and int(fields[1]) != main and int(path.parent.name) != main:
                yield int(path.parent.name)


def quiet(way: str, err: str) -> bool:
    """Whether a run that was ended in a ``way`` leaves no traceback but Python's own, of a worker whose parent died while
    it was being born.
    """
    return "Traceback" not in err or (way == "main" and "pickle data was truncated" in err)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    base = tmp_path_factory.mktemp("faults")
    corpus(base / "in", 90)
    assert finish(start(base, "in", "--to", "html,tei", "-j", "1", "-q"))[0] == 0
    made = outputs(base / "output")
    assert len(made) == 181
    return base, made


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("way", ["main", "worker", "interrupt", "terminate"])
def test_whatever_is_killed_when_running_again_finishes_the_job(
    way: str, undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    base, wanted = undisturbed
    rng = random.Random(way)
    words = ("../" + base.name + "/in", "--to", "html,tei", "-j", "2", "-q")
    (base.parent / f"again-{way}").mkdir()
    cwd = base.parent / f"again-{way}"
    for _ in range(6):
        process = begun(cwd, *words)
        time.sleep(rng.random())
        if way == "main":
            process.kill()
        elif way == "worker":
            for pid in list(workers(process.pid))[-1:]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        else:
            process.send_signal(signal.SIGINT if way == "interrupt" else signal.SIGTERM)
        code, err = finish(process)
        assert quiet(way, err), err
        # -2 and -15: the run was over, and Python itself was ending
        assert (
            code
            in {"main": (-9, 0), "worker": (0, 1), "interrupt": (130, 0, -2), "terminate": (143, 0, -15)}[way]
        ), err
        for name, data in outputs(cwd / "output").items():
            assert name == "index.html" or data == wanted[name], name
    code, err = finish(start(cwd, *words))
    assert (code, err) == (0, "")
    assert outputs(cwd / "output") == wanted
    assert len(report(cwd / "output")) == 90
    assert not list((cwd / "output").rglob("*.part"))


def test_a_document_that_hangs_crashes_or_eats_memory_costs_only_itself(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", 50)
    for name in ("killer", "eater", "hanger"):
        (folder / f"{name}.txt").write_text(TEXT.format(n=name), encoding="utf-8")
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    path = f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"
    began = time.monotonic()
    code, err = finish(start(tmp_path, "in", "--to", "md", "-j", "2", "--timeout", "5", PYTHONPATH=path))
    assert code == 1
    assert time.monotonic() - began < 60
    assert "in/killer.txt: error RUN105: its worker process died: SIGKILL" in err
    assert "in/eater.txt: error RUN106: needs more memory than 2048 MB (--max-memory)" in err
    assert "in/hanger.txt: error SRC128: stopped after 5 seconds (--timeout)" in err
    states = report(tmp_path / "output")
    assert [name for name, status in states.items() if status == "failed"] == [
        "in/eater.txt", "in/hanger.txt", "in/killer.txt",
    ]  # fmt: skip
    assert len(outputs(tmp_path / "output")) == 50
    for name in ("eater", "hanger"):
        (folder / f"{name}.txt").unlink()
    # one that is tried again, after many that are done, still kills a worker only
    code, err = finish(start(tmp_path, "in", "--to", "md", "-j", "2", PYTHONPATH=path))
    assert code == 1
    assert "51 documents, 1 failed, 50 unchanged" in err
    for name in ("eater", "hanger"):
        (folder / f"{name}.txt").write_text(TEXT.format(n=name), encoding="utf-8")
    code, err = finish(start(tmp_path, "in", "--to", "md", "-j", "2"))
    assert code == 0
    assert "53 documents, 0 failed, 50 unchanged" in err


def test_a_full_disk_leaves_whole_files_and_says_so(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 3)
    (tmp_path / "in" / "big.txt").write_text(TEXT.format(n="大") * 300, encoding="utf-8")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "in", "--to", "html,tei"],
        cwd=tmp_path, preexec_fn=small, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "RUN102: cannot write " in done.stderr
    assert "Traceback" not in done.stderr
    made = outputs(tmp_path / "output")
    assert {"000.html", "001.html", "002.html"} <= made.keys()
    assert "big.html" not in made
    assert not list((tmp_path / "output").rglob("*.part"))


def test_a_folder_that_vanishes_in_mid_run(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 90)
    process = start(tmp_path, "in", "--to", "html,tei", "-j", "1")
    while not (tmp_path / "output" / "005.xml").exists():
        time.sleep(0.01)
    shutil.rmtree(tmp_path / "output", ignore_errors=True)
    code, err = finish(process)
    assert "Traceback" not in err
    assert code in (0, 3)
    assert finish(start(tmp_path, "in", "--to", "html,tei", "-q"))[0] == 0
    assert len(outputs(tmp_path / "output")) == 181


def test_a_second_run_into_the_same_folder_stops(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 90)
    first = begun(tmp_path, "in", "--to", "tei", "-j", "1", "-q")
    # held still, as on a busy machine it could end before the second has begun
    first.send_signal(signal.SIGSTOP)
    try:
        code, err = finish(start(tmp_path, "in", "--to", "tei"))
    finally:
        first.send_signal(signal.SIGCONT)
        ended, _ = finish(first)
    assert code == 2
    assert f"output: another run (process {first.pid}) is writing here" in err
    assert ended == 0


def test_bytes_depend_on_nothing_but_the_input(undisturbed: tuple[Path, dict[str, bytes]]) -> None:
    base, wanted = undisturbed
    surroundings = [
        ("1", {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"}),
        ("2", {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LANG": "de_DE.UTF-8"}),
        ("4", {"PYTHONHASHSEED": "3", "PYTHONUTF8": "0", "LC_ALL": "C"}),
    ]
    for jobs, environment in surroundings:
        out = base / f"out-{jobs}"
        process = start(base, "in", "--to", "html,tei", "-j", jobs, "-q", "-o", out.name, **environment)
        assert finish(process)[0] == 0
        assert outputs(out) == wanted


# --- going on where a run stopped


def run(cwd: Path, *words: str) -> str:
    code, err = finish(start(cwd, "in", *words))
    assert code in (0, 4), err
    return err


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 4)
    assert "4 documents, 0 failed, 0 warnings" in run(tmp_path, "--to", "tei,md")
    assert "4 documents, 0 failed, 4 unchanged" in run(tmp_path, "--to", "tei,md")
    (tmp_path / "in" / "001.txt").write_text(TEXT.format(n="一"), encoding="utf-8")
    (tmp_path / "in" / "002.fix.yaml").write_text("title: 渡口\n", encoding="utf-8")
    assert "4 documents, 0 failed, 2 unchanged" in run(tmp_path, "--to", "tei,md")
    assert "渡口" in (tmp_path / "output" / "002.md").read_text(encoding="utf-8")
    assert "4 documents, 0 failed, 0 warnings" in run(tmp_path, "--to", "tei,md", "--force")
    (tmp_path / "output" / "003.md").unlink()
    assert "4 documents, 0 failed, 3 unchanged" in run(tmp_path, "--to", "tei,md")
    assert (tmp_path / "output" / "003.md").exists()


def test_a_changed_template_renders_from_the_tei_that_is_there(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 2)
    run(tmp_path, "--to", "tei,md")
    before = (tmp_path / "output" / "000.xml").stat()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "document.md.j2").write_text("{{ view.meta.title }}!\n", encoding="utf-8")
    run(tmp_path, "--to", "tei,md", "--templates", "mine")
    assert (tmp_path / "output" / "000.md").read_text(encoding="utf-8") == "在第0个渡口的讲话!\n"
    after = (tmp_path / "output" / "000.xml").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert "2 unchanged" in run(tmp_path, "--to", "tei,md", "--templates", "mine")


def test_what_was_corrected_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 2)
    run(tmp_path, "--to", "tei")
    page = tmp_path / "output" / "000.xml"
    page.write_text(page.read_text(encoding="utf-8").replace("石阶", "台阶"), encoding="utf-8")
    (tmp_path / "in" / "000.txt").write_text(TEXT.format(n="新"), encoding="utf-8")
    err = run(tmp_path, "--to", "tei")
    assert (
        "in/000.txt: warning RUN107: left as it is, since output/000.xml was changed after it was written"
        in err
    )
    assert "台阶" in page.read_text(encoding="utf-8")
    run(tmp_path, "--to", "tei", "--force")
    assert "台阶" not in page.read_text(encoding="utf-8")


def test_outputs_of_inputs_that_are_gone_are_reported_and_pruned_only_when_asked(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 3)
    (tmp_path / "in" / "a.jsonl").write_text(
        "".join(json.dumps({"id": n, "text": TEXT.format(n=n)}) + "\n" for n in range(3)), encoding="utf-8"
    )
    run(tmp_path, "--to", "md")
    (tmp_path / "in" / "001.txt").unlink()
    (tmp_path / "in" / "a.jsonl").write_text(
        json.dumps({"id": 1, "text": TEXT.format(n=1)}) + "\n", encoding="utf-8"
    )
    err = run(tmp_path, "--to", "md", "-v")
    assert "RUN108: outputs of inputs that are gone: 3 (--prune removes them)" in err
    assert (tmp_path / "output" / "001.md").exists()
    assert "RUN109: outputs of inputs that are gone removed: 3" in run(
        tmp_path, "--to", "md", "-v", "--prune"
    )
    assert sorted(outputs(tmp_path / "output")) == ["000.md", "002.md", "a.jsonl/1.md"]
    assert "RUN10" not in run(tmp_path, "--to", "md", "-v")


def test_a_torn_state_costs_only_what_was_torn(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 4)
    run(tmp_path, "--to", "md")
    state = tmp_path / "output" / ".wengao.state.jsonl"
    state.write_bytes(state.read_bytes()[:-40])
    assert "4 documents, 0 failed, 3 unchanged" in run(tmp_path, "--to", "md")
    state.write_bytes(b"\xff\n{}\n[1]\n" + state.read_bytes() + b'{"id": "x"}\n')
    assert "4 documents, 0 failed, 4 unchanged" in run(tmp_path, "--to", "md")


def test_failed_documents_are_tried_again(tmp_path: Path) -> None:
    corpus(tmp_path / "in", 2)
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x89PNG\r\n")
    assert finish(start(tmp_path, "in", "--to", "md", "-q"))[0] == 1
    code, err = finish(start(tmp_path, "in", "--to", "md"))
    assert code == 1
    assert "3 documents, 1 failed, 2 unchanged" in err
