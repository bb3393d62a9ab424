"""The README says what the program does: its commands, options, formats, codes and examples are all real."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cli, profile, report
from pipeline.corrections_form import ROLES, Form
from pipeline.dataset.collections import COLLECTIONS
from pipeline.diagnostics import RULES
from pipeline.readers import READERS
from pipeline.readers import text as reader
from pipeline.writers import WRITERS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
Command = Callable[..., "subprocess.CompletedProcess[str]"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def rows(first: str) -> list[list[str]]:
    """The rows of the table whose header begins with this cell."""
    table = README[README.index(f"| {first} |") :].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def words(help_text: str) -> list[str]:
    """A help text without boxes, line ends and the names of types, which differ between versions of Typer."""
    return [w for w in re.sub(r"[│╭╮╰╯─]", " ", help_text).split() if not re.fullmatch(r"<[a-z\[\]]+>", w)]


def commands() -> list[list[str]]:
    """Every call of ``convert`` and ``wengao`` in the examples, split into words."""
    found = []
    for line in "".join(blocks("sh")).splitlines():
        for part in re.split(r"&&|\|", line):
            split = shlex.split(part, comments=True)
            if split and Path(split[0]).name in ("convert", "wengao"):
                found.append([Path(split[0]).name, *split[1:]])
    return found


def test_the_examples_name_real_commands_options_and_formats(command: Command) -> None:
    assert len(commands()) > 5
    formats = {"site", *(format.name for format in (*WRITERS, *COLLECTIONS))}
    for call in commands():
        name, *arguments = call
        sub = [arguments.pop(0)] if name == "wengao" else []
        options = words(command(name, *sub, "--help").stdout)
        for option in (a for a in arguments if a.startswith("-") and a != "-"):
            assert option in options, call
        if "--to" in arguments:
            assert set(arguments[arguments.index("--to") + 1].split(",")) <= formats


def test_the_help_text_is_the_one_printed(command: Command) -> None:
    (shown,) = re.findall(r"<!-- help: convert -->\n```text\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert words(shown) == words(command("convert", "--help").stdout)


def test_every_format_is_described() -> None:
    assert {row[0] for row in rows("`--to`")} == {f"`{writer.name}`" for writer in WRITERS}
    assert {row[1] for row in rows("`--to`")} == {f"`{writer.suffix}`" for writer in WRITERS}
    assert [row[1] for row in rows("read")] == [
        " ".join(f"`{s}`" for s in reader.suffixes) for reader in READERS
    ]
    assert [row[3].strip("`") for row in rows("read")] == [
        f"wengao[{reader.extra}]" if reader.extra else "" for reader in READERS
    ]


def test_every_format_of_data_sets_is_described() -> None:
    assert rows("data set") == [
        [f"`{c.name}`", f"`{c.files}`", c.description, f"`wengao[{c.extra}]`" if c.extra else ""]
        for c in COLLECTIONS
    ]


def test_every_command_is_described() -> None:
    registered = {info.callback.__name__ for info in cli.wengao_app().registered_commands if info.callback}
    assert {row[0].split()[1].strip("`") for row in rows("command")} == registered
    for row in rows("command")[1:]:
        callback = getattr(cli, row[0].split()[1].strip("`"))
        first = (inspect.getdoc(callback) or "").split("\n")[0].rstrip(".")
        assert first == row[1][0].upper() + row[1][1:], row


def test_every_kind_of_code_and_every_code_named_is_real() -> None:
    assert {row[0].strip("`") for row in rows("codes")} == {rule.code[:3] for rule in RULES}
    assert set(re.findall(r"\b[A-Z]{3}\d{3}\b", README)) <= {rule.code for rule in RULES}


def test_every_exit_code_is_described() -> None:
    real = {report.OK, report.FAILED, report.USAGE, report.UNWRITABLE, report.WARNED, 130, 143}
    assert {int(code) for row in rows("exit code") for code in row[0].split(",")} == real


def test_the_python_examples_run(speech: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(speech.parent)
    assert blocks("python")
    for block in blocks("python"):
        values: dict[str, object] = {}
        exec(compile(block, "README.md", "exec"), values)
        assert bytes(values["page"]).startswith(b"<!DOCTYPE html>")  # type: ignore[call-overload]


@pytest.mark.parametrize("text", [text for text in blocks("yaml") if "lines:" not in text])
def test_the_profile_examples_load(text: str, tmp_path: Path) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(text, encoding="utf-8")
    assert len(profile.load(path).styles) > len(profile.default().styles)


def test_the_correction_file_is_one() -> None:
    (example,) = (text for text in blocks("yaml") if "lines:" in text)
    form = Form("speech.fix.yaml", reader.read("桥修好了。\n".encode() * 60, "speech.txt"))
    found = form.read(example.encode())
    assert form.problems == []
    assert (len(found.values), len(found.lines)) == (7, 7)
    for role in ROLES:
        assert f"`{role}`" in README


def test_the_hand_correction_example_works(command: Command, speech: Path) -> None:
    example = README[README.index("## Correct by hand") :]
    calls = [
        shlex.split(line)
        for line in re.findall(r"^(?:convert|wengao) .*$", example.split("```")[1], re.MULTILINE)
    ]
    assert len(calls) == 3
    for call in calls:
        done = command(*call)
        assert done.returncode == 0, done.stderr


def test_every_link_into_the_repository_has_a_target() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_test_command_is_what_ci_runs() -> None:
    tests = re.findall(r"^python3 -m venv .venv && .*pytest.*$", README, re.MULTILINE)
    assert len(tests) == 1
    assert "grep -m 1 -x 'python3 -m venv .venv && .*pytest.*' README.md" in (ROOT / ".ci" / "run").read_text(
        "utf-8"
    )
