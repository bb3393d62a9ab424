"""Outputs are whole or not there, and two runs never write into one folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.output import LOCK, Lock, Locked, WriteError, sweep, write

HOLD = """
import sys, time
from pathlib import Path
from pipeline.output import Lock
with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
WRITE = """
import sys
from pathlib import Path
from pipeline.output import write
big = [bytes([n]) * 2_000_000 for n in range(8)]
print("go", flush=True)
n = 0
while True:
    write(Path(sys.argv[1]) / f"{n % 4}.bin", big[n % 8])
    n += 1
"""


def child(code: str, folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


def test_a_second_run_is_told_who_holds_the_folder_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    with child(HOLD, tmp_path) as first:
        with pytest.raises(Locked) as locked, Lock(tmp_path):
            pass
        assert locked.value.pid == first.pid
        assert (tmp_path / LOCK).exists()
        first.kill()
    with Lock(tmp_path):
        assert (tmp_path / LOCK).read_text() == str(os.getpid())
    assert not (tmp_path / LOCK).exists()


def test_a_kill_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    for n in range(25):
        with child(WRITE, tmp_path) as process:
            time.sleep(0.002 * n)
            process.send_signal(signal.SIGKILL)
        whole = [path for path in tmp_path.iterdir() if path.suffix == ".bin"]
        for path in whole:
            data = path.read_bytes()
            assert len(data) == 2_000_000
            assert len(set(data)) == 1
    sweep(tmp_path)
    assert all(path.suffix == ".bin" for path in tmp_path.iterdir())


def test_only_half_written_files_of_our_own_are_swept(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".wengao-12.part").write_bytes(b"x")
    (tmp_path / "a" / "mine.part").write_bytes(b"x")
    assert sweep(tmp_path) == 1
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["mine.part"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    write(path, b"old")
    (tmp_path / "b").write_bytes(b"")
    with pytest.raises(WriteError) as error:
        write(tmp_path / "b" / "c.html", b"new")
    assert dict(error.value.diagnostic.values)["path"].endswith("c.html")
    assert path.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "b"]
