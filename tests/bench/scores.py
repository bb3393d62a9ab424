"""Converts the development sets and prints their scores, family by family: ``python tests/bench/scores.py ../shared/eval``.

The folder holds ``score.py``, ``sources``, ``gold`` and ``synthetic/sources``, ``synthetic/gold``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

FAMILIES = (
    ("real files", "", "00"),
    ("statutes", "", "justlaws,moj"),
    ("transcripts", "", "sayit"),
    ("synthetic", "synthetic", ""),
)


def main(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as out:
        for name, sub, only in FAMILIES:
            sources, made = folder / sub / "sources", Path(out) / (sub or "eval")
            if not made.exists():
                command = "import sys; sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
                run = [sys.executable, "-c", command, str(sources), "--to", "tei", "-o", str(made), "-q"]
                if subprocess.run(run, check=False).returncode:
                    return 1
            print(f"\n== {name}", flush=True)
            score = [sys.executable, str(folder / "score.py"), str(folder / sub / "gold"), str(made)]
            subprocess.run([*score, "--sources", str(sources), "--only", only], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
