"""Small documents with everything that is made of them, byte for byte; ``pytest --accept`` rewrites what is expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.convert import convert, load, render
from pipeline.messages import located
from pipeline.writers import WRITERS

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_golden(case: Path, golden: Callable[[Path, bytes], None]) -> None:
    """The TEI, every format made of it, and the messages."""
    conversion = convert(load(case / "input.txt", name=f"{case.name}.txt"))
    assert conversion.ok
    for writer in WRITERS:
        golden(case / f"expected{writer.suffix}", render(conversion.tei, writer.name))
    messages = located(f"{case.name}.txt", conversion.source, conversion.diagnostics)
    golden(case / "expected.messages", "".join(f"{m}\n" for m in messages).encode())


def test_every_case_is_whole() -> None:
    """No file is left over from a format or a case that is gone."""
    wanted = {"input.txt", "expected.messages", *(f"expected{w.suffix}" for w in WRITERS)}
    assert CASES
    for case in CASES:
        assert {path.name for path in case.iterdir()} == wanted
