"""Reads the file of a profile as plain data: what it extends is merged in, and nothing in it can be large or deep."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

BUILT_IN = Path(__file__).parent / "profiles" / "default.yaml"
_KEYS = ("extends", "numbering", "separators", "furniture", "labels", "cues", "surnames")
_MAX_BYTES = 1 << 20
_TOO_DEEP = "nested too deep; the deepest is numbering.NAME.words"
_MAX_DEPTH = 6


class ProfileError(ValueError):
    """A profile that cannot be used; the message names the file, the key and what is allowed."""


def read(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The data of a profile with what it extends, and the file itself as ``where``.

    Args:
        path: the file.
        seen: the files that extend it.

    Raises:
        ProfileError: it cannot be read, or is no mapping with keys of a profile.
    """
    data = _data(path)
    if path == BUILT_IN:
        return {"where": path, **data}
    base = data.pop("extends", "default")
    if not isinstance(base, str):
        what = type(base).__name__
        raise ProfileError(f"{path}: extends: expected default, nothing or a file, found {what}")
    if base == "nothing":
        return {"where": path, **data}
    if base == "default":
        return _merge(built_in(), data, path)
    parent = (path.parent / base).resolve()
    if parent in seen or len(seen) > 8:
        raise ProfileError(f"{path}: extends: {base!r} comes back to itself")
    return _merge(read(parent, (*seen, path)), data, path)


@cache
def built_in() -> dict[str, Any]:
    """The data of the built-in profile, which nobody changes."""
    return read(BUILT_IN)


def _data(where: Path) -> dict[str, Any]:
    import yaml

    try:
        raw = where.read_bytes()
    except OSError as error:
        raise ProfileError(f"{where}: cannot be read: {error.strerror}") from error
    if len(raw) > _MAX_BYTES:
        raise ProfileError(f"{where}: larger than {_MAX_BYTES} bytes; a profile is a short file of rules")
    try:
        # BaseLoader keeps every scalar a string: a word list that says 是 or no or 010 means just that.
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        _plain(yaml.parse(raw, Loader=loader), where)
        data = yaml.load(raw, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if mark and "nesting depth" in str(error):  # newer libyaml counts too, ahead of what it hands out
            raise ProfileError(f"{where}: line {mark.line + 1}: {_TOO_DEEP}") from error
        raise ProfileError(f"{where}: not valid YAML: {' '.join(str(error).split())}") from error
    data = mapping(data or {}, where, "the file")
    for key in data:
        if key not in _KEYS:
            raise ProfileError(f"{where}: unknown key {key!r}; allowed: {', '.join(_KEYS)}")
    return data


def _plain(events: Iterable[Any], where: Path) -> None:
    """Refuse what makes a small file large or slow to read, before any of it is built: aliases and deep nesting."""
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise ProfileError(
                f"{where}: YAML aliases (*name) are not allowed in a profile; write the rule out"
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise ProfileError(f"{where}: line {event.start_mark.line + 1}: {_TOO_DEEP}")


def _merge(base: dict[str, Any], own: dict[str, Any], where: Path) -> dict[str, Any]:
    """Mappings are merged key by key, lists put before the inherited ones; ``null`` or ``{}`` drops an entry."""
    out = dict(base)
    for key, value in own.items():
        if isinstance(base.get(key), dict):
            own_first = {**mapping(value, where, key), **base[key], **mapping(value, where, key)}
            merged = {k: own_first[k] for k in (*value, *(b for b in base[key] if b not in value))}
            if key in ("furniture", "cues", "labels"):
                for name, items in mapping(value, where, key).items():
                    if items and items != "null":
                        merged[name] = [*strings(items, where, f"{key}.{name}"), *base[key].get(name, [])]
            out[key] = {k: v for k, v in merged.items() if v not in ("", "null", {}, [])}
        elif isinstance(base.get(key), list):
            out[key] = [*strings(value, where, key), *base[key]]
        else:
            out[key] = f"{base.get(key, '')} {text(value, where, key)}"
    return out | {"where": where}


def mapping(value: object, where: Path, key: str) -> dict[str, Any]:
    """The value of a key, which must be a mapping."""
    if not isinstance(value, dict):
        raise ProfileError(f"{where}: {key}: expected a mapping (name: value), found {type(value).__name__}")
    return value


def strings(value: object, where: Path, key: str) -> list[str]:
    """The value of a key, which must be a list of strings."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ProfileError(f"{where}: {key}: expected a list of strings")
    return value


def text(value: object, where: Path, key: str) -> str:
    """The value of a key, which must be a string."""
    if not isinstance(value, str):
        raise ProfileError(f"{where}: {key}: expected a string, found {type(value).__name__}")
    return value
