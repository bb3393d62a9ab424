"""However a text is set, its structure is the same; skipped where the development sets are not beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from variants import VARIANTS, fits, made

from pipeline import convert, render

EVAL = Path(__file__).parents[2] / "shared" / "eval"
SYNTHETIC = EVAL / "synthetic"

pytestmark = pytest.mark.skipif(not EVAL.is_dir(), reason="the development sets are not beside this checkout")

# Names and numbers must all be found; what is left of blocks are lines that end, and begin, as a paragraph does.
FLOORS = {
    "title": 0.97, "date": 1, "source": 1, "speaker": 1, "salute": 1, "items": 1, "turns": 1, "outline": 0.995,
    "level": 0.995, "blocks": 0.985, "dropped": 0.98, "kept": 1,
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_the_structure_stays_however_a_text_is_set(name: str, tmp_path: Path) -> None:
    folders = {kind: tmp_path / kind for kind in ("sources", "gold", "tei")}
    for folder in folders.values():
        folder.mkdir()
    for path in sorted((SYNTHETIC / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if not fits(name, gold):
            continue
        source = (SYNTHETIC / "sources" / gold["file"]).read_bytes().decode(gold["encoding"])
        gold, text = made(name, gold, source)
        (folders["gold"] / path.name).write_text(json.dumps(gold), encoding="utf-8")
        (folders["sources"] / gold["file"]).write_bytes(text.encode())
        result = convert(folders["sources"] / gold["file"])
        assert result.ok
        (folders["tei"] / f"{path.stem}.xml").write_bytes(render(result.tei, "tei"))
    command = [sys.executable, str(EVAL / "score.py"), str(folders["gold"]), str(folders["tei"])]
    run = subprocess.run(
        [*command, "--sources", str(folders["sources"]), "--json"], capture_output=True, check=True, text=True
    )
    found = json.loads(run.stdout)
    low = {m: (found[m], least) for m, least in FLOORS.items() if found[m] is not None and found[m] < least}
    assert not low
    assert found["false_per_heading"] <= 0.005
