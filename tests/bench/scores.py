"""Converts the development sets and prints their scores as a table: ``python tests/bench/scores.py ../shared/eval``.

The folder holds ``score.py``, ``sources``, ``gold`` and ``synthetic/sources``, ``synthetic/gold``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline import convert, render

FAMILIES = {
    "real pages": ("", "00"),
    "statutes": ("", "justlaws,moj"),
    "transcripts": ("", "sayit"),
    "synthetic": ("synthetic", ""),
}
MEASURES = (
    "title", "date", "source", "speaker", "salute", "items", "turns", "outline", "level", "blocks", "dropped", "kept",
    "false_per_heading",
)  # fmt: skip


def scores(folder: Path, family: str, made: Path) -> dict[str, float | None]:
    """The scores of one family, from TEI files in ``made``."""
    name, only = FAMILIES[family]
    command = [sys.executable, str(folder / "score.py"), str(folder / name / "gold"), str(made / name)]
    options = ["--sources", str(folder / name / "sources"), "--only", only, "--json"]
    return dict(
        json.loads(subprocess.run([*command, *options], capture_output=True, check=True, text=True).stdout)
    )


def converted(folder: Path, made: Path) -> list[str]:
    """Convert all sources of ``folder`` to TEI in ``made``; the names of those that failed."""
    failed = []
    for name in {sub for sub, _ in FAMILIES.values()}:
        (made / name).mkdir(exist_ok=True)
        for source in sorted((folder / name / "sources").glob("*.txt")):
            result = convert(source)
            if not result.ok:
                failed.append(source.name)
                continue
            (made / name / f"{source.stem}.xml").write_bytes(render(result.tei, "tei"))
    return failed


def row(family: str, found: dict[str, float | None]) -> str:
    """One row of the table, as it stands in the README."""
    cells = ["–" if (value := found[m]) is None else f"{value:.3f}" for m in MEASURES]
    return f"| {family} | {' | '.join(cells)} |"


def main(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as out:
        failed = converted(folder, Path(out))
        print(f"| set | {' | '.join(MEASURES)} |")
        print("|" + "---|" * (len(MEASURES) + 1))
        for family in FAMILIES:
            print(row(family, scores(folder, family, Path(out))))
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
