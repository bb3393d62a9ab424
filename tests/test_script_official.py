"""The official OpenCC package converts where it is asked for, and leaves the dictionaries of the other one usable."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

import pytest

from pipeline import script, script_official
from pipeline.convert import convert, render
from pipeline.readers.text import read
from pipeline.writers import RenderOptions

TEXT = "油泼面的面条要干，干部和皇后都在里面发言。"


@pytest.fixture
def official() -> None:
    try:
        script_official.check()
    except script_official.OfficialError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.mark.usefixtures("official")
@pytest.mark.parametrize("config", script.CONFIGS)
def test_converts_as_the_package_does_and_back(config: str) -> None:
    made = script_official.converter(config)(TEXT)
    assert len(made) == len(TEXT)
    assert script.convert(TEXT, config)  # the dictionaries of the reimplementation are still found


@pytest.mark.usefixtures("official")
def test_newer_dictionaries_know_more() -> None:
    assert script_official.converter("s2t")(TEXT).startswith("油潑麪的麪條要幹")
    tei = convert(read(TEXT.encode(), "text.txt")).tei
    assert "油潑麪" in render(tei, "md", RenderOptions(None, "hant", opencc="official")).decode()


def test_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    script_official._engine.cache_clear()
    monkeypatch.setattr(script_official, "find_spec", lambda name: None)
    with pytest.raises(script_official.OfficialError, match="pip install opencc"):
        script_official.check()
    script_official._engine.cache_clear()


def test_damaged_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    script_official._engine.cache_clear()
    monkeypatch.setattr(script_official, "find_spec", lambda name: find_spec("json"))
    monkeypatch.setitem(sys.modules, script_official._LIBRARY, sys)
    with pytest.raises(script_official.OfficialError, match="install it again"):
        script_official.check()
    script_official._engine.cache_clear()


@pytest.mark.parametrize(
    "words", [("--opencc", "official"), ("--opencc", "official", "--script", "tw", "--to", "site")]
)
def test_nothing_to_convert_is_a_usage_error(command, speech, words) -> None:  # type: ignore[no-untyped-def] # fixtures
    made = command("convert", speech, *words)
    assert made.returncode == 2
    assert "--opencc" in made.stderr
