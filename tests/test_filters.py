"""--filter: which rows an expression keeps, and what is said of one that cannot be read."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from conftest import Command
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dataset.columns import COLUMNS, NAMES, Row, empty
from pipeline.dataset.filters import OPERATORS, VALUES, parse, reason

NUMBERS = tuple(c.name for c in COLUMNS if c.kind in ("int", "float") and not c.many)


def kept(expression: str, **values: object) -> bool:
    return parse(expression).keeps(empty() | values)


@given(st.sampled_from(NUMBERS), st.sampled_from(sorted(OPERATORS)), st.integers(-9, 9), st.integers(-9, 9))
def test_numbers_are_compared_as_in_python(name: str, sign: str, value: int, bound: int) -> None:
    true = {"=": value == bound, "<": value < bound, ">": value > bound}
    true |= {"!=": not true["="], "<=": not true[">"], ">=": not true["<"]}
    assert kept(f"{name} {sign} {bound}", **{name: value}) == true[sign]
    assert kept(f"{name}{sign}{bound}") == (sign == "!=")


@pytest.mark.parametrize(
    ("expression", "row", "keeps"),
    [
        ("damaged_share<0.01", {"damaged_share": 0.005}, True),
        ("damaged_share<0.01", {"damaged_share": 0.01}, False),
        ("duplicate=representative", {"duplicate": "representative"}, True),
        ("duplicate == representative", {"duplicate": "near"}, False),
        ("duplicate!=exact", {"duplicate": "near"}, True),
        ("title=灯下的座位", {"title": "灯下的座位"}, True),
        ("title=a=b", {"title": "a=b"}, True),
        ("title!=", {"title": "灯下的座位"}, True),
        ("title!=", {"title": None}, False),
        ("title=", {"title": None}, True),
        ("author=林小满", {"author": None}, False),
        ("author!=林小满", {"author": None}, True),
        ("date>=2020", {"date": date(2020, 1, 1)}, True),
        ("date<2020-05", {"date": date(2020, 4, 30)}, True),
        ("date=2020-05", {"date": date(2020, 5, 31)}, True),
        ("date<=2020-05-30", {"date": date(2020, 5, 31)}, False),
        ("date>=2020", {"date": "2020-01-01"}, True),
        ("date!=2020", {"date": None}, True),
        ("warnings=", {"warnings": []}, True),
        ("warnings=", {"warnings": ["OUT101"]}, False),
        ("warnings!=OUT101", {"warnings": ["SEG101", "OUT101"]}, False),
        ("warnings=OUT101", {"warnings": ["SEG101", "OUT101"]}, True),
        ("warnings<2", {"warnings": ["SEG101", "OUT101"]}, False),
        ("sections>=1", {"sections": [{}]}, True),
    ],
)  # fmt: skip
def test_an_expression_keeps_what_it_says(expression: str, row: Row, keeps: bool) -> None:
    assert kept(expression, **row) is keeps


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("n_char>=200", "no column 'n_char'; did you mean n_chars? There are id, unit,"),
        ("zzz=1", "no column 'zzz'. There are id,"),
        ("n_chars", "'n_chars' is not a column, an operator and a value; operators: = != < <= > >="),
        ("n_chars~200", "operators: = != <"),
        ("n_chars=>200", "n_chars is a number"),
        ("n_chars!200", "no operator '!'; there are ="),
        ("n_chars>=", "n_chars is a number"),
        ("n_chars>=viel", "n_chars is a number"),
        ("n_chars<nan", "n_chars is a number"),
        ("n_chars<inf", "n_chars is a number"),
        ("duplicate=representatve", "duplicate is one of representative, exact, near"),
        ("title>甲", "title is text: compare it by = or !="),
        ("date>=5/2020", "date is a date: write it as 2020, 2020-05 or 2020-05-31"),
        ("date<", "date is a date"),
        ("sections=甲", "sections is a list: compare it with a number of entries"),
        ("warnings>OUT101", "warnings is a list"),
        ("", "is not a column"),
    ],
)
def test_a_slip_is_named(expression: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as raised:
        parse(expression)
    assert str(raised.value).startswith(repr(expression))


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_breaks_nothing(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert parse(text).column.name in text


def test_a_dropped_row_has_the_first_condition_as_its_reason() -> None:
    filters = [parse(" n_chars>=200 "), parse("duplicate=representative")]
    assert reason(empty() | {"n_chars": 100, "duplicate": "near"}, filters) == "n_chars>=200"
    assert reason(empty() | {"n_chars": 300, "duplicate": "near"}, filters) == "duplicate=representative"
    assert reason(empty() | {"n_chars": 300, "duplicate": "representative"}, filters) == ""


def test_the_command_leaves_out_what_is_asked_and_says_why(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    body = "今天我们来谈谈读书会的事。这件事办了三年，有不少体会，我讲三点意见，请大家批评指正。\n" * 2
    for name, text in (
        ("a", body),
        ("b", body.replace("，", ",")),
        ("c", "太短了。"),
        ("d", "另一篇很短的。"),
    ):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    conditions = ("--filter", "duplicate=representative", "--filter", "n_chars>=20")
    done = command("convert", "in", "--to", "jsonl", *conditions)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "output" / "data" / "train-00000-of-00001.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["source_name"] for line in lines] == ["a.txt"]
    report = (tmp_path / "output" / "report.jsonl").read_text("utf-8")
    assert "rows left out by --filter duplicate=representative: 1" in report
    assert "rows left out by --filter n_chars>=20: 2" in report
    refused = command("convert", "in", "--to", "jsonl", "--filter", "n_char>=20")
    assert refused.returncode == 2
    assert "did you mean n_chars" in " ".join(refused.stderr.split())


def test_the_listed_values_are_those_that_the_table_of_columns_names() -> None:
    described = {column.name: column.description for column in COLUMNS}
    for name, values in VALUES.items():
        assert name in NAMES
        assert all(value in described[name] for value in values)
