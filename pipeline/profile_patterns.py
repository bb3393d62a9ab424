"""Compiles the patterns of a profile; one that cannot be used is told with its file and its key."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.fold import fold
from pipeline.numerals import PLACEHOLDERS
from pipeline.profile_file import BUILT_IN, ProfileError, built_in, mapping, strings

_STYLE_KEYS = ("pattern", "type", "as", "words")
_AS = ("heading", "point", "article", "bullet")
_SHOWN = 200  # characters of a pattern in a message
# Many patterns are joined to one, in which such groups would get other names and numbers.
_GROUP = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?P|\(\?\(|\\[1-9])")


@dataclass(frozen=True, slots=True)
class Style:
    """A numbering style: ``pattern`` matches the marker in folded text, group by group as ``readers`` read it."""

    name: str
    pattern: re.Pattern[str]
    placeholders: tuple[str, ...]
    type: str
    role: str
    words: tuple[tuple[str, int], ...] = ()

    def ordinal(self, match: re.Match[str]) -> tuple[int, int] | None:
        """(ordinal, sub-number) of a match; sub is 0 when there is none; None when the numeral has no value."""
        if self.words:
            return next(((n, 0) for word, n in self.words if match.group().startswith(word)), None)
        if len(self.placeholders) == 1 and (numeral := match[1]) is not None:  # as nearly always
            value = PLACEHOLDERS[self.placeholders[0]][1](numeral)
            return (value, 0) if value else None
        values = [
            PLACEHOLDERS[name][1](text)
            for name, text in zip(self.placeholders, match.groups(), strict=True)
            if text is not None
        ]
        if not values:
            return (0, 0)
        first, sub = values[0], values[1] if len(values) > 1 else 0
        return None if not first or sub is None else (first, sub)


def separators(patterns: list[str], where: Path) -> tuple[str, ...]:
    """Separators, folded; the built-in ones are tested once, not at every start."""
    for i, pattern in enumerate(patterns, 1):
        if "{any}" not in pattern:
            raise ProfileError(
                f"{where}: separators[{i}]: needs {{any}} where the number of the text stands: {pattern}"
            )
        if where != BUILT_IN:
            _regex(separator(_fold_pattern(pattern)), where, f"separators[{i}]")
    return tuple(_fold_pattern(p) for p in patterns)


def separator(folded: str) -> str:
    """The regular expression of a folded separator: group ``any`` is the number, ``title`` the words before it."""
    number = f"(?P<any>{PLACEHOLDERS['any'][0]})"
    body = folded.replace("{title}", "(?P<title>.{4,60}?)", 1).replace("{any}", number, 1)
    return body + ("$" if "{title}" in folded else "")


def style(name: str, value: object, where: Path) -> Style:
    """The numbering style of one entry of ``numbering``."""
    key = f"numbering.{name}"
    entry = mapping({"pattern": value} if isinstance(value, str) else value, where, key)
    for k in entry:
        if k not in _STYLE_KEYS:
            raise ProfileError(f"{where}: {key}: unknown key {k!r}; allowed: {', '.join(_STYLE_KEYS)}")
    if "pattern" not in entry:
        raise ProfileError(f'{where}: {key}: needs a pattern, for example "（{{cn}}）"')
    for k in ("pattern", "type", "as"):
        if not isinstance(entry.get(k, ""), str):
            raise ProfileError(f"{where}: {key}.{k}: expected a string, found {type(entry[k]).__name__}")
    role = entry.get("as", "heading")
    if role not in _AS:
        raise ProfileError(f"{where}: {key}.as: {role!r} is not one of {', '.join(_AS)}")
    source = _fold_pattern(entry["pattern"])
    names = tuple(n for n in re.findall(r"\{([a-z]+)\}", source))
    for n in names:
        if n not in PLACEHOLDERS:
            raise ProfileError(
                f"{where}: {key}: unknown placeholder {{{n}}}; allowed: {', '.join(PLACEHOLDERS)}"
            )
    pattern = re.sub(r"\{([a-z]+)\}", lambda m: f"({PLACEHOLDERS[m[1]][0]})", source)
    compiled = _regex(pattern, where, key)
    if re.search(r"(?<!\\)\((?!\?)|\(\?[Pi]", source):
        what = "groups of your own and flags are not allowed in a numbering pattern; write (?:…)"
        raise ProfileError(f"{where}: {key}: {what}: {entry['pattern']}")
    words = _words(entry.get("words", {}), where, f"{key}.words")
    return Style(name, compiled, names, entry.get("type", "section"), role, words)


def _words(value: object, where: Path, key: str) -> tuple[tuple[str, int], ...]:
    out = []
    for word, number in mapping(value, where, key).items():
        if not isinstance(number, str) or not number.isdecimal() or len(number) > 9:
            raise ProfileError(f"{where}: {key}.{word}: expected a whole number, found {number!r}")
        out.append((fold(word), int(number)))
    return tuple(out)


class Patterns(Mapping[str, re.Pattern[str]]):
    """Patterns by name, each compiled when it is first asked for: most lines and runs need few of them."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        found = self._compiled.get(name)
        if found is None:
            found = self._compiled[name] = re.compile(self.sources[name])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.sources)

    def __len__(self) -> int:
        return len(self.sources)


def any_of(patterns: object, where: Path, key: str) -> str:
    """One pattern for all of a list."""
    folded = [_fold_pattern(p) for p in strings(patterns, where, key)]
    joined = "|".join(f"(?i:{p[4:]})" if p.startswith("(?i)") else f"(?:{p})" for p in folded)
    if where != BUILT_IN:
        # joined, two faulty patterns could pass for one; the built-in ones are tested once, not at every start
        for i, pattern in enumerate(folded, 1):
            _regex(pattern, where, f"{key}[{i}]")
            if _GROUP.search(pattern):
                what = "named groups and references to groups are not allowed; write (?:…)"
                raise ProfileError(f"{where}: {key}[{i}]: {what}: {pattern[:_SHOWN]}")
        _regex(joined, where, key)
    return joined or "(?!)"


def alone(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The patterns of a profile that are not built in, with their keys, each as it is tried on a text."""
    if data["where"] == BUILT_IN:
        return
    for name, value in data.get("numbering", {}).items():
        if value != built_in()["numbering"].get(name):
            yield f"numbering.{name}", style(name, value, data["where"]).pattern.pattern
    for i, item in enumerate(data.get("separators", ()), 1):
        if item not in built_in()["separators"]:
            yield f"separators[{i}]", separator(_fold_pattern(item))
    for group in ("furniture", "cues"):
        for name, items in data.get(group, {}).items():
            known = built_in()[group].get(name, ())
            for i, item in enumerate(items, 1):
                if item not in known:
                    yield f"{group}.{name}[{i}]", _fold_pattern(item)


def _fold_pattern(pattern: str) -> str:
    """Fold a pattern; a full-width bracket or stop means itself, so its half-width form is escaped."""
    return "".join(
        "\\" + f if f != c and f in r".^$*+?{}[]\|()" else f
        for c, f in zip(pattern, fold(pattern), strict=True)
    )


def _regex(pattern: str, where: Path, key: str) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # [[一] may mean a set of sets one day
            return re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        shown = pattern if len(pattern) <= _SHOWN else pattern[:_SHOWN] + "…"
        raise ProfileError(f"{where}: {key}: not a regular expression: {error}: {shown}") from error
