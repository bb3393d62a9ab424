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
from pipeline.profile_file import ProfileError as ProfileError
from pipeline.profile_file import built_in, mapping, read, strings, text
from pipeline.profile_patterns import Patterns, alone, any_of, separators, style
from pipeline.profile_patterns import Style as Style

_LABELS = (
    *("title", "published", "issued", "source", "author", "place", "docket"),
    *("held", "delivered", "effective", "other"),
)
_SPREAD = 3  # characters of the longest label that is spread


@dataclass(frozen=True, slots=True)
class Profile:
    """All rules of a run. Patterns match folded text; ``digest`` changes with every rule.

    ``own`` are the patterns that are not built in, one by one, each with its key.
    """

    name: str
    digest: str
    styles: tuple[Style, ...]
    separators: tuple[str, ...]
    furniture: Patterns
    labels: Mapping[str, str]
    label: re.Pattern[str]
    cues: Patterns
    surnames: re.Pattern[str]
    own: tuple[tuple[str, re.Pattern[str]], ...] = ()

    def field(self, match: re.Match[str]) -> str:
        """The kind of field that a match of ``label`` names: published, source, author, …"""
        return self.labels[match[1].replace(" ", "")]

    def furniture_of(self, kind: str) -> re.Pattern[str]:
        """The pattern of one kind of furniture; one that never matches where the profile has none."""
        return self.furniture.get(kind, re.compile(r"(?!)"))


def default() -> Profile:
    """The built-in profile."""
    return load(None)


@cache
def load(path: Path | None) -> Profile:
    """Read a profile file (None: the built-in one). Raises ProfileError naming the file, the key and what is allowed."""
    return _compile(read(path) if path else built_in(), str(path or "default"))


def _compile(data: dict[str, Any], name: str) -> Profile:
    where: Path = data["where"]
    styles = tuple(style(k, v, where) for k, v in _entries(data, "numbering"))
    labels: dict[str, str] = {}
    for kind, words in _entries(data, "labels"):
        if kind not in _LABELS:
            raise ProfileError(f"{where}: labels.{kind}: unknown; allowed: {', '.join(_LABELS)}")
        labels |= {fold(word): kind for word in strings(words, where, f"labels.{kind}")}
    words = "|".join(map(_spread, sorted(labels, key=len, reverse=True))) or r"(?!)"
    names = sorted(fold(text(data.get("surnames", ""), where, "surnames")).split(), key=len, reverse=True)
    return Profile(
        name=name,
        digest=sha256(json.dumps(data, default=str).encode()).hexdigest(),
        styles=styles,
        separators=separators(strings(data.get("separators", []), where, "separators"), where),
        furniture=Patterns({k: any_of(v, where, f"furniture.{k}") for k, v in _entries(data, "furniture")}),
        labels=labels,
        label=re.compile(rf"(?:(?<=[ )\[\]【】|/·])|^|(?<=\d))({words})(?: ?[:/]|】:?) ?"),
        cues=_cues(dict(_entries(data, "cues")), where),
        surnames=re.compile(_any_word(names)),
        own=tuple((key, re.compile(pattern)) for key, pattern in alone(data)),
    )


def _spread(word: str) -> str:
    """A pattern for a label; a short one may be spread over a fixed width: 时　　间：, 索 引 号：."""
    return (" *" if len(word) <= _SPREAD else "").join(map(re.escape, word))


def _any_word(words: list[str]) -> str:
    """A pattern for words, the longest first; those of one character are a class, which the engine asks at once."""
    chars = "".join(re.escape(word) for word in words if len(word) == 1)
    long = [re.escape(word) for word in words if len(word) > 1]
    return "|".join([*long, f"[{chars}]"] if chars else long) or "(?!)"


def _entries(data: dict[str, Any], key: str) -> Iterable[tuple[str, Any]]:
    return mapping(data.get(key, {}), data["where"], key).items()


def _cues(given: dict[str, Any], where: Path) -> Patterns:
    """The pattern of every cue that the stages ask for; one that never matches where the profile has none."""
    known = built_in()["cues"]
    for key in given:
        if key not in known:
            raise ProfileError(f"{where}: cues.{key}: unknown; allowed: {', '.join(known)}")
    return Patterns({key: any_of(given.get(key, []), where, f"cues.{key}") for key in known})
