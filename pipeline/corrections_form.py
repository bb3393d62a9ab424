"""Reads the YAML of a correction file into values and roles of lines; whatever is wrong in it becomes a diagnostic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.corrections_yaml import Unusable, compose, hint, is_nothing
from pipeline.model import Corrections, Diagnostic, Fix, Source, Span

if TYPE_CHECKING:
    from yaml import Node

KEYS = ("title", "subtitle", "date", "source", "speaker", "role", "lang", "lines")
ROLES = (
    "title", "subtitle", "furniture", "imprint", "byline", "salute", "heading", "point", "paragraph", "turn", "stage",
    "item", "signed", "date", "join", "break",
)  # fmt: skip
_OPTIONS = {"heading": ("level", "run-in"), "turn": ("speaker",)}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_NUMBER = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_DEEPEST = 9


class Form:
    """One correction file; ``problems`` holds what is wrong in it, each with the file, the place and what is allowed."""

    def __init__(self, file: str, source: Source) -> None:
        self.file = file
        self.source = source
        self.problems: list[Diagnostic] = []

    def read(self, raw: bytes) -> Corrections:
        """What the file says, without the entries that are wrong."""
        try:
            root = compose(raw)
            if root is None:
                raise Unusable(f"holds no corrections; allowed keys: {', '.join(KEYS)}")
        except Unusable as reason:
            self.problem("FIX101", reason=str(reason))
            return Corrections()
        values: list[tuple[str, str]] = []
        lines: list[Fix] = []
        for key, node in self._entries(root, "the file", KEYS):
            if key == "lines":
                lines = list(self._lines(node))
            elif (value := self._value(key, node)) is not None:
                values.append((key, value))
        return Corrections(tuple(values), tuple(sorted(lines, key=lambda fix: fix.line)))

    def problem(self, code: str, node: Node | None = None, span: Span | None = None, **values: str) -> None:
        """Note a problem; ``node`` tells the line of the correction file."""
        place = self.file if node is None else f"{self.file}:{node.start_mark.line + 1}"
        self.problems.append(Diagnostic(code, span, (("place", place), *values.items())))

    def _entries(self, node: Node, what: str, allowed: tuple[str, ...] = ()) -> Iterator[tuple[str, Node]]:
        """The (key, value) pairs of a mapping whose keys are known and come once; ``allowed`` is empty for numbers."""
        import yaml

        if not isinstance(node, yaml.MappingNode):
            if not is_nothing(node):
                self.problem("FIX105", node, key=what, reason="expected a mapping (name: value)")
            return
        seen: set[str] = set()
        for name, value in node.value:
            key = name.value if isinstance(name, yaml.ScalarNode) else ""
            if allowed and key not in allowed:
                self.problem(
                    "FIX102",
                    name,
                    key=repr(key),
                    within=what,
                    hint=hint(key, allowed),
                    allowed=", ".join(allowed),
                )
            elif key in seen:
                self.problem("FIX105", name, key=key, reason="stands here twice; keep one of the two")
            else:
                seen.add(key)
                yield key, value

    def _value(self, key: str, node: Node) -> str | None:
        value = self._scalar(key, node)
        if value is None:
            return None
        if key == "date" and value and not _is_date(value):
            reason = f'{value!r} is no date; allowed: YYYY-MM-DD, YYYY-MM or YYYY as in the calendar, or "" for none'
            self.problem("FIX105", node, key=key, reason=reason)
            return None
        if key == "lang" and not _LANG.fullmatch(value):
            reason = f"{value!r} is no language tag; allowed: zh-Hans, zh-Hant, en, ja, ko and the like"
            self.problem("FIX105", node, key=key, reason=reason)
            return None
        return value

    def _scalar(self, key: str, node: Node) -> str | None:
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            self.problem("FIX105", node, key=key, reason="expected one value, found a list or a mapping")
        elif is_nothing(node):
            self.problem("FIX105", node, key=key, reason='has no value; write "" to say that there is none')
        else:
            return " ".join(node.value.split())
        return None

    def _lines(self, node: Node) -> Iterator[Fix]:
        seen: set[int] = set()
        for key, value in self._entries(node, "lines"):
            number = int(key) if _NUMBER.fullmatch(key) else 0
            reason = (
                "stands here twice; keep one of the two" if number in seen else self._misplaced(key, number)
            )
            if reason:
                self.problem(
                    "FIX103", value, line=key if _NUMBER.fullmatch(key) else repr(key), reason=reason
                )
                continue
            seen.add(number)
            fix = self._line(number, value)
            if fix and fix.role == "join" and not any(_text(self.source, n) for n in range(1, number)):
                self.problem(
                    "FIX103", value, fix.span, line=key, reason="no line before it that it could be joined to"
                )
            elif fix:
                yield fix

    def _misplaced(self, key: str, number: int) -> str:
        """Why a line number cannot be used; "" when it can."""
        last = len(self.source.lines)
        if not 0 < number <= last:
            what = "not a line number" if not _NUMBER.fullmatch(key) else "no such line"
            return f"{what}; the lines of {self.source.name} count from 1 to {last}"
        if _text(self.source, number):
            return ""
        near = [
            n
            for d in range(1, last)
            for n in (number - d, number + d)
            if 0 < n <= last and _text(self.source, n)
        ]
        return f"the line is empty; the nearest line with text is {near[0]}"

    def _line(self, number: int, node: Node) -> Fix | None:
        import yaml

        place, span = f"line {number}", self.source.lines[number - 1].span
        role, options = node, {}
        if isinstance(node, yaml.MappingNode):
            names = ("role", *dict.fromkeys(o for each in _OPTIONS.values() for o in each))
            options = dict(self._entries(node, place, names))
            if "role" not in options:
                self.problem(
                    "FIX104", node, span, line=str(number), role="no role", hint="", allowed=", ".join(ROLES)
                )
                return None
            role = options.pop("role")
        name = role.value if isinstance(role, yaml.ScalarNode) else ""
        if name not in ROLES:
            said = f"no role {name!r}" if name else "no role"
            self.problem(
                "FIX104",
                role,
                span,
                line=str(number),
                role=said,
                hint=hint(name, ROLES),
                allowed=", ".join(ROLES),
            )
            return None
        fix = Fix(number, span, name)
        for key, value in options.items():
            if key not in _OPTIONS.get(name, ()):
                owner = next(r for r, own in _OPTIONS.items() if key in own)
                reason = f"{key} belongs to the role {owner}, not to {name}"
                self.problem("FIX105", value, span, key=place, reason=reason)
                return None
            changed = self._option(fix, key, value)
            if changed is None:
                return None
            fix = changed
        return fix

    def _option(self, fix: Fix, key: str, node: Node) -> Fix | None:
        value = self._scalar(f"line {fix.line}: {key}", node)
        if value is None:
            return None
        if key == "level" and _NUMBER.fullmatch(value) and 1 <= int(value) <= _DEEPEST:
            return replace(fix, level=int(value))
        if key == "run-in" and value in ("true", "false"):
            return replace(fix, run_in=value == "true")
        if key == "speaker" and value:
            return replace(fix, speaker=value)
        allowed = {"level": f"1 to {_DEEPEST}", "run-in": "true, false", "speaker": "a name"}[key]
        reason = f"{value!r} is not allowed; allowed: {allowed}"
        self.problem("FIX105", node, fix.span, key=f"line {fix.line}: {key}", reason=reason)
        return None


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        return bool(date(*(int(n) for n in (*value.split("-"), "1", "1")[:3])))
    except ValueError:
        return False


def _text(source: Source, number: int) -> str:
    """A line by its number, without outer white space."""
    span = source.lines[number - 1].span
    return source.text[span.start : span.end].strip()
