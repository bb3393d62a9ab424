"""Reads rules from YAML into a frozen ``Profile``; a profile extends another, and an unknown key is an error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.fold import fold
from pipeline.numerals import PLACEHOLDERS

_KEYS = ("extends", "numbering", "separators", "furniture", "labels", "cues", "surnames")
_STYLE_KEYS = ("pattern", "type", "as", "words")
_AS = ("heading", "point", "article", "bullet")
_LABELS = ("title", "published", "issued", "source", "author", "place", "docket", "other")
_BUILT_IN = Path(__file__).parent / "profiles" / "default.yaml"
_MAX_BYTES = 1 << 20


class ProfileError(ValueError):
    """A profile that cannot be used; the message names the file, the key and what is allowed."""


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
        values = [
            PLACEHOLDERS[name][1](text)
            for name, text in zip(self.placeholders, match.groups(), strict=True)
            if text is not None
        ]
        if not values:
            return (0, 0)
        first, sub = values[0], values[1] if len(values) > 1 else 0
        return None if not first or sub is None else (first, sub)


@dataclass(frozen=True, slots=True)
class Profile:
    """All rules of a run. Patterns are compiled and match folded text; ``digest`` changes with every rule."""

    name: str
    digest: str
    styles: tuple[Style, ...]
    opening: re.Pattern[str]
    separators: tuple[str, ...]
    furniture: tuple[tuple[str, re.Pattern[str]], ...]
    labels: Mapping[str, str]
    label: re.Pattern[str]
    cues: Mapping[str, re.Pattern[str]]
    surnames: re.Pattern[str]

    def field(self, match: re.Match[str]) -> str:
        """The kind of field that a match of ``label`` names: published, source, author, …"""
        return self.labels[match[1].replace(" ", "")]

    def furniture_of(self, kind: str) -> re.Pattern[str]:
        """The pattern of one kind of furniture; one that never matches where the profile has none."""
        return next((pattern for name, pattern in self.furniture if name == kind), re.compile(r"(?!)"))


def default() -> Profile:
    """The built-in profile."""
    return load(None)


@cache
def load(path: Path | None) -> Profile:
    """Read a profile file (None: the built-in one). Raises ProfileError naming the file, the key and what is allowed."""
    return _compile(_read(path, ()), str(path or "default"))


def _read(path: Path | None, seen: tuple[Path | None, ...]) -> dict[str, Any]:
    import yaml

    where = path or _BUILT_IN
    try:
        raw = where.read_bytes()
    except OSError as error:
        raise ProfileError(f"{where}: cannot be read: {error.strerror}") from error
    if len(raw) > _MAX_BYTES:
        raise ProfileError(f"{where}: larger than {_MAX_BYTES} bytes; a profile is a short file of rules")
    try:
        # BaseLoader keeps every scalar a string: a word list that says 是 or no or 010 means just that.
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(raw, Loader=loader)):
            raise ProfileError(
                f"{where}: YAML aliases (*name) are not allowed in a profile; write the rule out"
            )
        data = yaml.load(raw, Loader=loader)
    except yaml.YAMLError as error:
        raise ProfileError(f"{where}: not valid YAML: {' '.join(str(error).split())}") from error
    data = _mapping(data or {}, where, "the file")
    for key in data:
        if key not in _KEYS:
            raise ProfileError(f"{where}: unknown key {key!r}; allowed: {', '.join(_KEYS)}")
    base = data.pop("extends", "default" if path else None)
    if base is None:
        return {"where": where, **data}
    if base == "nothing":
        return {"where": where, "cues": {k: [] for k in _cue_names()}, **data}
    parent = None if base == "default" else (where.parent / str(base)).resolve()
    if parent in seen or len(seen) > 8:
        raise ProfileError(f"{where}: extends: {base!r} comes back to itself")
    return _merge(_read(parent, (*seen, path)), data, where)


def _cue_names() -> tuple[str, ...]:
    """The cues that the stages ask for; a profile that extends nothing has them all, empty."""
    return tuple(_read(None, ())["cues"])


def _merge(base: dict[str, Any], own: dict[str, Any], where: Path) -> dict[str, Any]:
    """Mappings are merged key by key, lists put before the inherited ones; ``null`` or ``{}`` drops an entry."""
    out = dict(base)
    for key, value in own.items():
        if isinstance(base.get(key), dict):
            own_first = {**_mapping(value, where, key), **base[key], **_mapping(value, where, key)}
            merged = {k: own_first[k] for k in (*value, *(b for b in base[key] if b not in value))}
            if key in ("furniture", "cues", "labels"):
                for name, items in _mapping(value, where, key).items():
                    if items and items != "null":
                        merged[name] = [*_list(items, where, f"{key}.{name}"), *base[key].get(name, [])]
            out[key] = {k: v for k, v in merged.items() if v not in ("", "null", {}, [])}
        elif isinstance(base.get(key), list):
            out[key] = [*_list(value, where, key), *base[key]]
        else:
            out[key] = f"{base.get(key, '')} {value}"
    return out | {"where": where}


def _mapping(value: object, where: Path, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProfileError(f"{where}: {key}: expected a mapping (name: value), found {type(value).__name__}")
    return value


def _list(value: object, where: Path, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ProfileError(f"{where}: {key}: expected a list of strings")
    return value


def _compile(data: dict[str, Any], name: str) -> Profile:
    where: Path = data["where"]
    styles = tuple(
        _style(k, v, where) for k, v in _mapping(data.get("numbering", {}), where, "numbering").items()
    )
    groups = "|".join(f"(?P<s{i}>{s.pattern.pattern})" for i, s in enumerate(styles))
    labels: dict[str, str] = {}
    for kind, words in _mapping(data.get("labels", {}), where, "labels").items():
        if kind not in _LABELS:
            raise ProfileError(f"{where}: labels.{kind}: unknown; allowed: {', '.join(_LABELS)}")
        labels |= {fold(word): kind for word in _list(words, where, f"labels.{kind}")}
    # 时　　间：, 作  者： are spread over a fixed width
    spread = ("".join(w if len(w) != 2 else f"{w[0]} *{w[1]}") for w in sorted(labels, key=len, reverse=True))
    words = "|".join(re.escape(w).replace(r"\ \*", " *") for w in spread) or r"(?!)"
    return Profile(
        name=name,
        digest=sha256(json.dumps(data, default=str).encode()).hexdigest(),
        styles=styles,
        opening=re.compile(groups) if groups else re.compile(r"(?!)"),
        separators=_separators(_list(data.get("separators", []), where, "separators"), where),
        furniture=tuple(
            (k, _any(_list(v, where, f"furniture.{k}"), where, f"furniture.{k}"))
            for k, v in _mapping(data.get("furniture", {}), where, "furniture").items()
        ),
        labels=labels,
        label=re.compile(rf"(?:(?<=[ )\]】|/])|^|(?<=\d))({words}) ?[:/] ?"),
        cues={
            k: _any(_list(v, where, f"cues.{k}"), where, f"cues.{k}")
            for k, v in _mapping(data.get("cues", {}), where, "cues").items()
        },
        surnames=re.compile(
            "|".join(sorted(fold(data.get("surnames", "")).split(), key=len, reverse=True)) or r"(?!)"
        ),
    )


def _separators(patterns: list[str], where: Path) -> tuple[str, ...]:
    for i, pattern in enumerate(patterns, 1):
        if "{any}" not in pattern:
            raise ProfileError(
                f"{where}: separators[{i}]: needs {{any}} where the number of the text stands: {pattern}"
            )
        _regex(
            _fold_pattern(pattern).replace("{any}", "1").replace("{title}", "."), where, f"separators[{i}]"
        )
    return tuple(_fold_pattern(p) for p in patterns)


def _style(name: str, value: object, where: Path) -> Style:
    key = f"numbering.{name}"
    entry = _mapping({"pattern": value} if isinstance(value, str) else value, where, key)
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
    for word, number in _mapping(value, where, key).items():
        if not isinstance(number, str) or not number.isdecimal():
            raise ProfileError(f"{where}: {key}.{word}: expected a whole number, found {number!r}")
        out.append((fold(word), int(number)))
    return tuple(out)


def _any(patterns: Iterable[str], where: Path, key: str) -> re.Pattern[str]:
    folded = [_fold_pattern(p) for p in patterns]
    joined = "|".join(f"(?i:{p[4:]})" if p.startswith("(?i)") else f"(?:{p})" for p in folded)
    if where != _BUILT_IN:
        # joined, two faulty patterns could pass for one; the built-in ones are tested once, not at every start
        for i, pattern in enumerate(folded, 1):
            _regex(pattern, where, f"{key}[{i}]")
    return _regex(joined or "(?!)", where, key)


def _fold_pattern(pattern: str) -> str:
    """Fold a pattern; a full-width bracket or stop means itself, so its half-width form is escaped."""
    return "".join(
        "\\" + f if f != c and f in r".^$*+?{}[]\|()" else f
        for c, f in zip(pattern, fold(pattern), strict=True)
    )


def _regex(pattern: str, where: Path, key: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ProfileError(f"{where}: {key}: not a regular expression: {error}: {pattern}") from error
