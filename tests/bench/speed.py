"""Measures speed: ``python tests/bench/speed.py [--short] [FOLDER …]`` (default ../shared/eval, else the demo texts).

All figures are processor time of one core, the best of some rounds in which ours, the peers' and the floors are
measured side by side; on a busy machine read the ratios. ``--short`` measures conversion of the demo texts against
building and serialising a tree of their lines, and fails when that ratio is 1.5 times worse than ``recorded.json``.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))
sys.path.append(str(ROOT))  # the package that is installed comes first: it may be the compiled one

import children  # noqa: E402 # this folder is no package
import peers  # noqa: E402
from floors import best, build, floors  # noqa: E402

from pipeline import model  # noqa: E402
from pipeline.convert import convert  # noqa: E402
from pipeline.garbage import kept  # noqa: E402
from pipeline.readers.text import read  # noqa: E402
from pipeline.tei.grammar import rough  # noqa: E402
from pipeline.tei.view import view  # noqa: E402
from pipeline.writers import WRITERS, RenderOptions  # noqa: E402

RECORDED = HERE / "recorded.json"
WORSE = 1.5
FLOORS = 40
FORMATS = ("tei", "md", "html", "json")
SIZE = 10_000_000


def to_tei(data: Sequence[bytes]) -> None:
    """Bytes → checked TEI, as in every run; a text that comes out invalid stops the measurement."""
    for number, piece in enumerate(data):
        assert convert(read(piece, f"{number}.txt")).ok


def to_all(data: Sequence[bytes]) -> None:
    """Bytes → checked TEI → four files, without the collector of cycles, as in every run."""
    for number, piece in enumerate(data):
        tei = convert(read(piece, f"{number}.txt")).tei
        with kept():
            seen = view(tei)
            for writer in WRITERS:
                if writer.name in FORMATS:
                    writer.write(tei, seen, RenderOptions())


def sets(folders: Sequence[str]) -> Iterator[tuple[str, list[bytes]]]:
    """Named sets of texts, each file once."""
    eval_ = ROOT.parent / "shared" / "eval"
    if not folders and eval_.is_dir():
        real = sorted((eval_ / "sources").glob("00*.txt"))
        made = sorted((eval_ / "synthetic" / "sources").glob("*.txt"))
        groups = {"five real files": real, "synthetic": made, "both": real + made}
    else:
        groups = {folder: sorted(Path(folder).rglob("*.txt")) for folder in folders or [str(ROOT / "input")]}
    for name, paths in groups.items():
        yield name, [path.read_bytes() for path in paths]


def schema_check(data: Sequence[bytes]) -> Callable[[], object]:
    """Validation by the schema alone, of trees made before, as conversion asks it first."""
    trees = [convert(read(piece, "text.txt")).tei for piece in data]
    return lambda: [rough().validate(tree) for tree in trees]


def table(name: str, data: list[bytes], rounds: int) -> None:
    """Print rows 1 and 2 of one set, with peers and floors."""
    size = sum(map(len, data)) / 1e6
    repeats = max(1, round(SIZE / 1e6 / size / rounds)) if rounds > 1 else 1
    works: dict[str, Callable[[], object]] = {
        "text → validated TEI": lambda: to_tei(data),
        "text → TEI, Markdown, HTML, JSON": lambda: to_all(data),
        **peers.found(data),
        **floors(data),
        "RELAX NG of our trees": schema_check(data),
    }
    to_all(data)  # warm
    times = best(works, rounds * repeats)
    if (seconds := peers.pandoc(data)) is not None:
        times["pandoc, Markdown to TEI"] = seconds
    ours = times["text → validated TEI"]
    print(
        f"\n{name}: {len(data)} files, {size:.2f} MB, {rounds * repeats} rounds = {size * rounds * repeats:.0f} MB"
    )
    for work, seconds in times.items():
        print(f"  {work:36}{size / seconds:9.2f} MB/s   {seconds / ours:8.3f} × the time to validated TEI")


def short(rounds: int = 25) -> int:
    """Compare with the recorded ratio of conversion to the floor; the exit code."""
    data = [path.read_bytes() for path in sorted((ROOT / "input").rglob("*.txt"))] * 3
    texts = [piece.decode() for piece in data]
    to_tei(data)
    # as many floors as take about as long, so that a busy machine does not slow down one of the two alone
    times = best({"convert": lambda: to_tei(data), "floor": lambda: build(texts * FLOORS)}, rounds)
    ratio = times["convert"] / times["floor"] * FLOORS
    recorded = json.loads(RECORDED.read_text())["conversion_to_floor"]
    print(
        f"conversion takes {ratio:.1f} × the time of the floor; recorded {recorded}, allowed {recorded * WORSE:.1f}"
    )
    return int(ratio > recorded * WORSE)


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.partition(":")[2].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        cpu = f"{len(names)} × {names[0]}" if names else cpu
    from lxml.etree import LIBXML_VERSION

    libxml = ".".join(map(str, LIBXML_VERSION))
    made = "compiled" if model.__file__.endswith(".so") else "not compiled"
    return f"{cpu}, {platform.system()}, Python {platform.python_version()}, libxml2 {libxml}; stages {made}"


def main(words: list[str]) -> int:
    if "--short" in words:
        return short()
    print(machine())
    groups = list(sets(words))
    for name, data in groups:
        table(name, data, 5)
    children.one_document(groups[-1][1])
    children.cold_start()
    children.script(groups[0][1])
    children.workers(2000, groups[-1][1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
