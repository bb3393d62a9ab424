"""Kills parts of Ray clusters in mid-run and compares the data sets: ``ray_faults.py [DOCUMENTS]`` prints a table.

A file of DOCUMENTS rows (default 1,500) is converted by one process, by two, by Ray with two workers, and by Ray on two
nodes of one core each on this machine: undisturbed, with a worker killed, with a node killed, and with the run itself
killed and begun again. All must have all rows once and the same bytes. Needs ``wengao[data,ray]``.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ["PYTHONPATH"] = str(ROOT)

from test_faults import TEXT, finish, start  # noqa: E402

SMALL = {"include_dashboard": False, "object_store_memory": 80 << 20}


def rows(folder: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for file in sorted((folder / "data").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append((row["id"], sha256(row["text"].encode()).hexdigest()))
    return found


def shards(folder: Path) -> int:
    return sum(1 for _ in (folder / ".wengao.dataset").rglob("*.done.json"))


def told(name: str, folder: Path, wanted: dict[str, bytes], seconds: float, code: int) -> None:
    """Print a line of the table."""
    found = rows(folder)
    once = len({id for id, _ in found}) == len(found)
    digest = sha256(repr(sorted(found)).encode()).hexdigest()[:12]
    made = {path.name: path.read_bytes() for path in (folder / "data").iterdir()}
    same = "same" if not wanted or made == wanted else "DIFFERENT"
    wanted.update(made)
    print(
        f"| {name} | {code} | {len(found)} | {'yes' if once else 'NO'} | {digest} | {same} | {seconds:.0f} |",
        flush=True,
    )


@contextlib.contextmanager
def two_nodes() -> Iterator[tuple[Any, list[Any]]]:
    """A head without cores and two nodes with one each, on this machine."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **SMALL})
    nodes = [cluster.add_node(num_cpus=1, **SMALL) for _ in range(2)]
    try:
        yield cluster, nodes
    finally:
        cluster.shutdown()


def workers() -> list[int]:
    """The processes in which shards are being converted."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if path.read_bytes().startswith(b"ray::_work"):
                found.append(int(path.parent.name))
    return sorted(found)


def until(process: subprocess.Popen[str], ready: Callable[[], bool]) -> None:
    while process.poll() is None and not ready():
        time.sleep(0.05)


def clustered(name: str, base: Path, wanted: dict[str, bytes], words: tuple[str, ...]) -> None:
    """One run on two nodes, with something killed after its second shard."""
    out, began = base / name, time.monotonic()
    with two_nodes() as (cluster, nodes):
        call = (*words, "--engine", "ray", "--address", cluster.address, "-o", name)
        process = start(base, *call)
        until(process, lambda: shards(out) >= 2)
        if name == "worker-killed":
            until(process, lambda: bool(workers()))
            os.kill(workers()[-1], signal.SIGKILL)
        elif name == "node-killed":
            cluster.remove_node(nodes[1], allow_graceful=False)
        elif name == "run-killed":
            process.kill()
            process.wait()
            assert not list((out / "data").glob("*")) if (out / "data").exists() else True
            process = start(base, *call)
        code, err = finish(process, 900)
    print(err, end="", file=sys.stderr)
    told(name, out, wanted, time.monotonic() - began, code)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        with (base / "in.jsonl").open("w", encoding="utf-8") as file:
            for n in range(count):
                text = TEXT.format(n=n) * (1 + n % 12)
                file.write(json.dumps({"id": f"n{n}", "text": text}, ensure_ascii=False) + "\n")
        words = (str(base / "in.jsonl"), "--to", "jsonl,parquet", "--shard-size", "400", "-q")
        wanted: dict[str, bytes] = {}
        print(
            f"{count} documents\n\n| run | exit code | rows | each once | digest of ids and texts | files | s |"
        )
        print("|---|---|---|---|---|---|---|")
        for name, more in {
            "one process": ("-j", "1"),
            "two processes": ("-j", "2"),
            "ray, two workers": ("-j", "2", "--engine", "ray"),
        }.items():
            began = time.monotonic()
            code, err = finish(start(base, *words, *more, "-o", name), 900)
            print(err, end="", file=sys.stderr)
            told(name, base / name, wanted, time.monotonic() - began, code)
        for name in ("two nodes", "worker-killed", "node-killed", "run-killed"):
            clustered(name, base, wanted, words)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
