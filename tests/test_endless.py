"""A pattern of a user's profile that does not come to an end costs one document its time, and is named."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.deadline import Late, deadline
from pipeline.diagnostics import wording
from pipeline.endless import endless
from pipeline.profile import default, load
from pipeline.readers import text as plain

Command = Callable[..., "subprocess.CompletedProcess[str]"]

LINE = (
    "桥" * 60 + "来问。"
)  # has what a match of the patterns would end with or hold: on others they are not tried
TEXT = f"修桥记\n{LINE}\n大家都来看桥。\n"


def profile(folder: Path, rules: str) -> Path:
    path = folder / "slow.yaml"
    path.write_text(rules, encoding="utf-8")
    return path


def test_a_signal_stops_a_pattern_that_is_being_tried(tmp_path: Path) -> None:
    rules = load(profile(tmp_path, 'furniture: {menu: ["^(?:桥|桥桥)+$"]}\n'))
    began = time.process_time()
    with pytest.raises(Late), deadline(0.3):
        rules.furniture_of("menu").match(LINE)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("rules", "key", "pattern"),
    [
        ('furniture: {menu: ["^新", "^(?:桥|桥桥)+。$"]}', "furniture.menu[2]", "^(?:桥|桥桥)+。$"),
        ('cues: {heading: ["(?:桥+)+问"]}', "cues.heading[1]", "(?:桥+)+问"),
        ('numbering: {question: {pattern: "(?:桥|桥桥)+问{num}"}}', "numbering.question", "(?:桥|桥桥)+问"),
        ('separators: ["(?:桥|桥桥)+第{any}篇"]', "separators[1]", "(?:桥|桥桥)+第"),
    ],
)
def test_the_pattern_is_named_with_its_key_and_the_line(
    tmp_path: Path, command: Command, rules: str, key: str, pattern: str
) -> None:
    profile(tmp_path, rules)
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    done = command("convert", "text.txt", "--profile", "slow.yaml", "--timeout", "2")
    assert done.returncode == 1, done.stderr
    assert "text.txt: error SRC128: stopped after 2 seconds (--timeout)" in done.stderr
    said = f"text.txt:2:1: error RUN120: profile slow.yaml: {key} does not come to an end on this line: {pattern}"
    assert said in done.stderr
    assert not list(tmp_path.glob("output/text.*"))


def test_in_a_worker_too_and_the_other_documents_are_converted(tmp_path: Path, command: Command) -> None:
    profile(tmp_path, 'numbering: {question: {pattern: "(?:桥|桥桥)+问{num}", type: question}}')
    (tmp_path / "in").mkdir()
    for n in range(50):
        text = TEXT if n == 20 else f"修桥记\n第{n}座桥修好了，大家都来看桥。\n"
        (tmp_path / "in" / f"{n:02}.txt").write_text(text, encoding="utf-8")
    done = command("convert", "in", "--to", "md", "--profile", "slow.yaml", "--timeout", "6", "-j", "2", "-q")
    assert done.returncode == 1, done.stderr
    results = map(json.loads, (tmp_path / "output" / "report.jsonl").read_text(encoding="utf-8").splitlines())
    failed = {result["source"]: result["diagnostics"] for result in results if result["status"] == "failed"}
    assert list(failed) == ["in/20.txt"]
    assert [found["code"] for found in failed["in/20.txt"]] == ["SRC128", "RUN120"]
    assert "numbering.question" in failed["in/20.txt"][1]["message"]
    assert len(list(tmp_path.glob("output/**/*.md"))) == 49


def test_a_paragraph_in_wrapped_lines_is_tried_as_a_whole(tmp_path: Path) -> None:
    rules = load(profile(tmp_path, 'cues: {heading: ["(?:桥|桥桥)+问"]}'))
    source = plain.read(("船。\n\n" + ("桥" * 12 + "\n") * 5).encode(), "text.txt")
    found = endless(source, rules)
    assert found is not None
    assert source.text[: found.span.start].count("\n") == 2  # type: ignore[union-attr] # it has one
    assert "cues.heading[1]" in wording(found)


def test_sound_patterns_and_the_built_in_ones_are_not_blamed(tmp_path: Path) -> None:
    rules = load(profile(tmp_path, 'cues: {heading: ["桥+问"]}\nfurniture: {menu: [".*一.*二.*三"]}'))
    source = plain.read((LINE + "\n").encode() * 5000, "text.txt")
    assert endless(source, rules) is None
    assert endless(source, default()) is None
    assert [key for key, _ in rules.own] == ["furniture.menu[1]", "cues.heading[1]"]
