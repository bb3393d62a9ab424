"""The expressions of --filter: which rows are kept, and why the others are not."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pipeline.dataset.columns import COLUMNS, Column, Row

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
EQUAL = ("=", "!=")
# Columns with few values: a slip in one of them would drop every row.
VALUES = {
    "unit": ("document", "part", "compilation"),
    "status": ("ok", "failed"),
    "certainty": ("high", "medium", "low"),
    "duplicate": ("representative", "exact", "near"),
}

_FORM = re.compile(r"\s*(?P<name>\w+)\s*(?P<sign>[<>!=]=?)(?P<value>.*)", re.DOTALL)
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition: ``text`` is how the user wrote it, and the reason for which a row is dropped.

    ``value`` is a number, a string or a truth value, as the column's kind wants it.
    """

    text: str
    column: Column
    sign: str
    value: float | str | bool

    def keeps(self, row: Row) -> bool:
        """Whether the row meets the condition.

        An unknown value (null) meets only ``!=``, and ``=`` with nothing behind it. Of a list a string is looked for
        among the entries, and a number compared with how many there are.
        """
        found = row[self.column.name]
        if self.value == "":
            return (found is None or found in ("", [])) == (self.sign == "=")
        if found is None:
            return self.sign == "!="
        if self.column.many:
            if isinstance(self.value, str):
                return (self.value in found) == (self.sign == "=")
            found = len(found)
        elif self.column.kind == "date":
            found = str(found)[: len(str(self.value))]
        return OPERATORS[self.sign](found, self.value)


def parse(text: str) -> Filter:
    """Read one expression: a column, an operator, a value, such as ``n_chars>=200`` or ``date<2010-07``.

    Raises:
        ValueError: with a message for the user: no such column, operator or value.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        signs = " ".join(OPERATORS)
        raise ValueError(f"{text!r} is not a column, an operator and a value; operators: {signs}")
    sign = "=" if form["sign"] == "==" else form["sign"]
    if sign not in OPERATORS:
        raise ValueError(f"{text!r}: no operator {sign!r}; there are {' '.join(OPERATORS)}")
    column = _column(form["name"], text)
    return Filter(text.strip(), column, sign, _value(column, sign, form["value"].strip(), text))


def reason(row: Row, filters: Iterable[Filter]) -> str:
    """The first condition that the row does not meet, as the user wrote it; "" when the row is kept."""
    return next((each.text for each in filters if not each.keeps(row)), "")


def _column(name: str, text: str) -> Column:
    columns = {column.name: column for column in COLUMNS}
    if name in columns:
        return columns[name]
    near = get_close_matches(name, columns, 1)
    meant = f"; did you mean {near[0]}?" if near else "."
    raise ValueError(f"{text!r}: no column {name!r}{meant} There are {', '.join(columns)}")


def _value(column: Column, sign: str, value: str, text: str) -> float | str | bool:
    """The value as the column wants it."""
    if value == "" and sign in EQUAL:
        return ""
    number = _number(value)
    kind, wanted = column.kind, ""
    if column.many:
        if number is not None:
            return number
        wanted = (
            "" if kind == "string" and sign in EQUAL else "is a list: compare it with a number of entries"
        )
    elif kind in ("int", "float"):
        if number is not None:
            return number
        wanted = "is a number"
    elif kind == "flag":
        if value in ("true", "false") and sign in EQUAL:
            return value == "true"
        wanted = "is true or false"
    elif kind == "date":
        wanted = "" if _DATE.fullmatch(value) else "is a date: write it as 2020, 2020-05 or 2020-05-31"
    elif sign not in EQUAL:
        wanted = "is text: compare it by = or !="
    elif value not in VALUES.get(column.name, (value,)):
        wanted = f"is one of {', '.join(VALUES[column.name])}"
    if wanted:
        raise ValueError(f"{text!r}: {column.name} {wanted}")
    return value


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
