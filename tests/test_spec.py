"""Runs the examples of tests/spec/*.md: each shows a text and the structure that a careful reader sees in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from spec_outline import Outline

from pipeline import stages
from pipeline.convert import Conversion, convert
from pipeline.diagnostics import RULE, level, wording
from pipeline.messages import located
from pipeline.readers import SUFFIXES

SPEC = Path(__file__).parent / "spec"
_SECTION = re.compile(r"^## (?P<name>.+)\n(?P<rest>(?:(?!^## ).*\n?)*)", re.MULTILINE)
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>(?:(?!^```).*\n)*)^```$", re.MULTILINE)
_OPEN = re.compile(r"<!-- open: (?P<reason>.+?) -->", re.DOTALL)
_INPUTS = {"text": ".txt", "markdown": ".md"}


@dataclass(frozen=True, slots=True)
class Example:
    """One example: an input block, what is expected of it by the kind of block, and why it fails as yet."""

    path: Path
    name: str
    suffix: str
    given: str
    expected: tuple[tuple[str, str], ...]
    open: str

    @property
    def id(self) -> str:
        return f"{self.path.stem}: {self.name}"


def read(path: Path) -> Iterator[Example]:
    """The examples of a file, one under each second-level heading."""
    for section in _SECTION.finditer(path.read_text(encoding="utf-8")):
        blocks = [(b["kind"], b["text"]) for b in _BLOCK.finditer(section["rest"])]
        given = [b for b in blocks if b[0] in _INPUTS]
        wanted = tuple(b for b in blocks if b[0] not in _INPUTS)
        assert len(given) == 1, f"{path.name}: {section['name']}: one text or markdown block is needed"
        assert wanted, f"{path.name}: {section['name']}: an outline or messages block is needed"
        kind, text = given[0]
        reason = _OPEN.search(section["rest"])
        yield Example(path, section["name"], _INPUTS[kind], text, wanted, reason["reason"] if reason else "")


EXAMPLES = [example for path in sorted(SPEC.glob("*.md")) for example in read(path)]


@cache
def run(example: Example) -> Conversion:
    """Convert the text of an example."""
    name = f"example{example.suffix}"
    return convert(SUFFIXES[example.suffix].read(example.given.encode(), name))


def show(conversion: Conversion, kind: str) -> str:
    """What a block of this kind must hold."""
    document = conversion.document
    assert document is not None
    if kind == "outline":
        return "".join(f"{line}\n" for line in Outline(document).lines)
    assert kind == "messages", f"a block is text, markdown, outline or messages, not {kind}"
    found = (str(m) for m in located("", conversion.source, conversion.diagnostics))
    return "".join(f"{line.lstrip(':').strip()}\n" for line in found)


def _parameters(within: str = "") -> Iterator[object]:
    """Every example; those that are open, with these words in their reason, are expected to fail."""
    for example in EXAMPLES:
        failing = pytest.mark.xfail(reason=example.open, strict=True, raises=pytest.fail.Exception)
        is_open = example.open and within in example.open
        yield pytest.param(example, id=example.id, marks=failing if is_open else ())


@pytest.mark.parametrize("example", list(_parameters()))
def test_example(example: Example, request: pytest.FixtureRequest) -> None:
    try:
        conversion = run(example)
    except Exception as error:  # a crash is a difference too, so that an open example may be about one
        pytest.fail(f"{type(error).__name__}: {error}", pytrace=False)
    differences = []
    for kind, wanted in example.expected:
        made = show(conversion, kind)
        if request.config.getoption("--accept") and not example.open:
            _accept(example, kind, made)
        elif made != wanted:
            lines = difflib.unified_diff(
                wanted.splitlines(), made.splitlines(), "expected", "made", lineterm=""
            )
            differences.append("\n".join(lines))
    if differences:
        pytest.fail(f"{example.path.name}: {example.name}\n" + "\n".join(differences), pytrace=False)


def _accept(example: Example, kind: str, made: str) -> None:
    """Put what was made in place of what was expected."""
    text = example.path.read_text(encoding="utf-8")
    section = next(s for s in _SECTION.finditer(text) if s["name"] == example.name)
    block = next(b for b in _BLOCK.finditer(section["rest"]) if b["kind"] == kind)
    at = section.start("rest")
    new = text[: at + block.start("text")] + made + text[at + block.end("text") :]
    if new != text:
        example.path.write_text(new, encoding="utf-8")


@pytest.mark.parametrize("example", list(_parameters("LOS101")))
def test_example_is_valid_and_whole(example: Example) -> None:
    """Whatever structure is found, the TEI is valid and no character is lost."""
    faults = [wording(d) for d in run(example).diagnostics if level(d) == "error"]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_examples_have_names_of_their_own() -> None:
    ids = [example.id for example in EXAMPLES]
    assert len(set(ids)) == len(ids)


# The codes that the stages give; those about reading, corrections, runs and faults have tests of their own.
_STAGES = Path(stages.__file__).parent
_CODES = {
    code
    for path in _STAGES.glob("*.py")
    for code in re.findall(r'"((?!FIX)[A-Z]{3}\d{3})"', path.read_text())
}


@pytest.mark.parametrize("code", sorted(_CODES))
def test_every_message_has_an_example(code: str) -> None:
    assert code in RULE
    shown = (text for e in EXAMPLES for kind, text in e.expected if kind == "messages")
    assert any(f"{code}:" in text for text in shown), f"add an example of {code} to tests/spec/diagnostics.md"
