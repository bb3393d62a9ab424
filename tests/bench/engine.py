"""Measures data sets from Parquet to Parquet: ``engine.py [DOCUMENTS]`` (default 4,000), with Ray where it is installed.

Documents of 10 kB on average are made up, converted by the bare function in this process, by the pool with two workers
and by Ray with two workers. CPU is that of all processes of a run, memory the sum of what they have for themselves
(PSS); overhead is the CPU of a run for each second that the bare function takes for the same documents.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_faults import COMMAND  # noqa: E402

MARK = "WENGAO_BENCH"
SENTENCES = (
    "渡口今天停渡一天，水涨过了石阶第七级。", "大船一只，小船两只，天黑以后先点灯，再解缆。", "老人和孩子先上，挑担的后上。",
    "读书会从七点开到九点，一个月两次，不多不少，刚好够用。", "书放在桥头，等船的人就会翻一翻，翻得多了，就有人借了。",
    "去年修的那段堤，今年没有漏水，这件事要记在工程队的账上。", "要争吵的，上岸再说；要写信的，文化站有纸有笔。",
    "我们查了三年的水位，七月最高，二月最低，差了两丈有余。", "镇上的年轻人回来了十一个，开了两家铺子，一家修船，一家卖茶。",
)  # fmt: skip
HEADS = ("船要有人看", "人要互相让", "账要算得清", "书要有人读", "堤要年年修", "灯要夜夜点")


def document(n: int) -> str:
    """A speech of some 3 to 30 kB in UTF-8, 10 on average."""
    rng = random.Random(n)
    size = min(30_000, max(3_000, int(rng.expovariate(1 / 7_000)) + 3_000))
    lines = [f"在第{n}个渡口的讲话", "2020-12-08 来源：望川文献网", "", "各位乡亲："]
    written, number = 0, 0
    while written < size:
        if number < 6 and rng.random() < 0.15:
            lines.append(f"{'一二三四五六'[number]}、{HEADS[number]}")
            number += 1
        paragraph = "".join(rng.choices(SENTENCES, k=rng.randint(2, 6)))
        lines.append(f"{paragraph}这是第{rng.randint(1, 9999)}号记录。")
        written += 3 * len(lines[-1])
    return "\n".join(lines)


def corpus(path: Path, count: int) -> int:
    """Write documents to a Parquet file, and say how many bytes they have."""
    import pyarrow as pa
    from pyarrow import parquet

    total = 0
    with parquet.ParquetWriter(path, pa.schema([("id", pa.string()), ("text", pa.string())])) as file:
        for start in range(0, count, 100):
            rows = [{"id": f"n{n}", "text": document(n)} for n in range(start, min(start + 100, count))]
            total += sum(len(row["text"].encode()) for row in rows)
            file.write_table(pa.Table.from_pylist(rows))
    return total


class Sampler(threading.Thread):
    """Adds up what all processes of a run use, those of Ray included, which are begun by others than the run."""

    def __init__(self, token: str) -> None:
        super().__init__(daemon=True)
        self.token, self.cpu, self.peak = f"{MARK}={token}".encode(), {}, 0
        self.main, self.curve, self.over = 0, [], threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            self.sample()

    def sample(self) -> None:
        ticks, memory = os.sysconf("SC_CLK_TCK"), 0
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                if self.token not in (folder / "environ").read_bytes():
                    continue
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                key = folder.name, fields[19]  # with the time it was begun
                self.cpu[key] = (int(fields[11]) + int(fields[12])) / ticks
                for line in (folder / "smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        memory += int(line.split()[1])
                        if int(folder.name) == self.main:
                            self.curve.append(int(line.split()[1]) >> 10)
        self.peak = max(self.peak, memory >> 10)


def timed(base: Path, name: str, *words: str) -> tuple[float, Sampler]:
    """Seconds of a run, and what it used."""
    sampler = Sampler(name)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "in.parquet", "--to", "parquet", "-q", "-o", name, *words],
        cwd=base, env={**os.environ, "PYTHONPATH": str(ROOT), MARK: name, "RAY_USAGE_STATS_ENABLED": "0"},
    )  # fmt: skip
    sampler.main = process.pid
    sampler.start()
    assert process.wait() == 0
    sampler.over.set()
    sampler.join()
    return time.perf_counter() - began, sampler


def bare(base: Path) -> float:
    """CPU seconds of the functions alone, with everything loaded before."""
    from pipeline import preload, profile
    from pipeline.dataset.between import relate_all, renamed
    from pipeline.dataset.finish import File, finish
    from pipeline.dataset.shard import convert_shard
    from pipeline.dataset.shards import pieces, shards
    from pipeline.dataset.store import Folder
    from pipeline.dataset.task import Task, Wanted
    from pipeline.work import Settings
    from pipeline.writers import RenderOptions

    assert preload
    settings = Settings(base / "bare", profile.default(), RenderOptions(), {})
    task = Task(settings, Wanted((), ("parquet",)), Folder(base / "bare"), "", True)
    planned = list(shards(pieces([str(base / "in.parquet")], base / "bare", settings.reading, [])))
    began = time.process_time()
    made = [convert_shard(shard, task) for shard in planned]
    names = renamed(made, task)
    related = relate_all(made, names, task)
    finish(File(0, 1, tuple(made), related, tuple(names.get(done.number, {}) for done in made)), task)
    return time.process_time() - began


def curve(folder: Path, began: float) -> list[str]:
    """Documents done and seconds since the start, at each tenth of the shards."""
    done = sorted((path.stat().st_mtime - began, path) for path in folder.rglob("*.done.json"))
    sums, points = 0, []
    for n, (seconds, path) in enumerate(done, 1):
        sums += json.loads(path.read_bytes())["rows"]
        if n * 10 // len(done) > (n - 1) * 10 // len(done):
            points.append(f"{sums:,}: {seconds:.0f} s")
    return points


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        total = corpus(base / "in.parquet", count)
        print(f"{count:,} documents, {total / count / 1000:.1f} kB of UTF-8 on average")
        print(
            "| run | s | documents/s | CPU s for 1,000 | overhead | peak memory MB |\n|---|---|---|---|---|---|"
        )
        alone = bare(base)
        print(f"| bare function | {alone:.0f} (CPU) | | {alone * 1000 / count:.1f} | 1 | |", flush=True)
        runs = {"pool": ("-j", "2")} | ({"ray": ("-j", "2", "--engine", "ray")} if find_spec("ray") else {})
        for name, words in runs.items():
            began = time.time()
            seconds, used = timed(base, name, *words)
            cpu = sum(used.cpu.values())
            print(
                f"| {name}, 2 workers | {seconds:.0f} | {count / seconds:.1f} | {cpu * 1000 / count:.1f} "
                f"| {cpu / alone:.2f} | {used.peak} |", flush=True,
            )  # fmt: skip
            print(f"  documents done: {'  '.join(curve(base / name, began))}")
            tenths = (
                [used.curve[len(used.curve) * n // 10] for n in range(10)]
                if len(used.curve) > 10
                else used.curve
            )
            print(f"  memory of the main process at each tenth, MB: {' '.join(map(str, tenths))}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
