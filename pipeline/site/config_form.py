"""Reads the keys of a ``site.yaml`` one by one and stops at the first that is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.corrections_yaml import hint, is_nothing
from pipeline.site.colours import DARK, LIGHT, faint, is_colour
from pipeline.site.config import ConfigError, Licence, SiteConfig
from pipeline.site.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Node

KEYS = (
    "title", "description", "language", "publisher", "editor", "contact", "licence", "base_url", "scripts", "colours",
    "css", "pages", "templates",
)  # fmt: skip
_LICENCE = ("name", "url")
_SCHEMES = ("light", "dark")
_MAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+")
_MAX_CSS = 1 << 20


def base_url(value: str) -> str:
    """An absolute web address with a slash at its end.

    Raises:
        ValueError: it is none; says what is allowed.
    """
    pieces = web_address(value)
    if pieces is None or pieces[3] or pieces[4]:
        raise ValueError(
            f"{value!r} is no address of a folder on the web; allowed: https://example.org/archive/"
        )
    return value.rstrip("/") + "/"


def web_address(value: str) -> tuple[str, ...] | None:
    """The five pieces of an http address; None where it is none."""
    try:
        pieces = urlsplit(value)
        usable = pieces.scheme in ("http", "https") and bool(pieces.hostname) and pieces.port != 0
    except ValueError:
        return None
    return tuple(pieces) if usable and not re.search(r"[\s<>\"'`{}|\\^\x00-\x20]", value) else None


class Form:
    """One site.yaml; every method raises ConfigError at the first thing that is wrong."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def config(self, root: Node) -> SiteConfig:
        """The values of the whole file."""
        readers = {
            "language": self._language, "contact": self._contact, "licence": self._licence, "base_url": self._base,
            "scripts": self._scripts, "css": self._css, "pages": self._pages, "templates": self._templates,
        }  # fmt: skip
        values: dict[str, Any] = {}
        for key, node in self._entries(root, "", KEYS):
            if key == "colours":
                values |= self._colours(node)
            else:
                values[key] = readers.get(key, self._text)(key, node)
        return SiteConfig(**values)

    def _error(self, node: Node, key: str, reason: str) -> ConfigError:
        at = f"{self.file}:{node.start_mark.line + 1}"
        return ConfigError(f"{at}: {key}: {reason}" if key else f"{at}: {reason}")

    def _entries(self, node: Node, key: str, allowed: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
        """The (key, value) pairs of a mapping; its keys are known and come once."""
        import yaml

        if not isinstance(node, yaml.MappingNode):
            kind = "a list" if isinstance(node, yaml.SequenceNode) else "one value"
            raise self._error(
                node, key, f"expected keys and values, found {kind}; allowed: {', '.join(allowed)}"
            )
        seen: set[str] = set()
        for name, value in node.value:
            word = name.value if isinstance(name, yaml.ScalarNode) else ""
            if word not in allowed:
                reason = f"unknown key {word!r}{hint(word, allowed)}; allowed: {', '.join(allowed)}"
                raise self._error(name, key, reason)
            if word in seen:
                raise self._error(name, f"{key}.{word}".strip("."), "stands here twice; keep one of the two")
            seen.add(word)
            yield word, value

    def _text(self, key: str, node: Node) -> str:
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, key, "expected one value, found a list or a mapping")
        text = " ".join(node.value.split())
        if is_nothing(node) or not text:
            raise self._error(node, key, "has no value; write one or leave the key out")
        return text

    def _choice(self, key: str, node: Node, allowed: tuple[str, ...]) -> str:
        value = self._text(key, node)
        if value not in allowed:
            reason = f"{value!r} is not allowed{hint(value, allowed)}; allowed: {', '.join(allowed)}"
            raise self._error(node, key, reason)
        return value

    def _language(self, key: str, node: Node) -> str:
        return self._choice(key, node, LANGUAGES)

    def _contact(self, key: str, node: Node) -> str:
        value = self._text(key, node)
        if not _MAIL.fullmatch(value) and web_address(value) is None:
            raise self._error(node, key, f"{value!r} is neither a mail address nor a web address (https://…)")
        return value

    def _base(self, key: str, node: Node) -> str:
        try:
            return base_url(self._text(key, node))
        except ValueError as reason:
            raise self._error(node, key, str(reason)) from None

    def _licence(self, key: str, node: Node) -> Licence:
        import yaml

        if isinstance(node, yaml.ScalarNode):
            return Licence(self._text(key, node))
        values: dict[str, str] = {}
        for name, value in self._entries(node, key, _LICENCE):
            values[name] = self._text(f"{key}.{name}", value)
            if name == "url" and web_address(values[name]) is None:
                raise self._error(value, f"{key}.url", f"{values[name]!r} is no web address (https://…)")
        if "name" not in values:
            raise self._error(node, key, "needs a name, for example CC BY 4.0")
        return Licence(**values)

    def _scripts(self, key: str, node: Node) -> tuple[str, ...]:
        import yaml

        from pipeline.writers.script import SCRIPTS

        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return tuple(dict.fromkeys(self._choice(key, item, tuple(SCRIPTS)) for item in items))

    def _colours(self, node: Node) -> dict[str, tuple[tuple[str, str], ...]]:
        """The own colours of each scheme; each is readable on what it stands on."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for scheme, tokens in self._entries(node, "colours", _SCHEMES):
            built_in = LIGHT if scheme == "light" else DARK
            own: dict[str, str] = {}
            for token, value in self._entries(tokens, f"colours.{scheme}", tuple(built_in)):
                key = f"colours.{scheme}.{token}"
                own[token] = self._colour(key, value)
            if reason := faint({**built_in, **own}):
                raise self._error(tokens, f"colours.{scheme}", reason)
            found[scheme] = tuple(own.items())
        return found

    def _colour(self, key: str, node: Node) -> str:
        if is_nothing(node):  # for YAML an unquoted #97281b is a comment
            raise self._error(node, key, 'has no value; put the colour in quotation marks: "#97281b"')
        value = self._text(key, node)
        if not is_colour(value):
            raise self._error(node, key, f'{value!r} is no colour; allowed: "#rgb" or "#rrggbb"')
        return value

    def _path(self, key: str, node: Node) -> Path:
        return self.file.parent / self._text(key, node)

    def _css(self, key: str, node: Node) -> Path:
        path = self._path(key, node)
        if path.suffix.lower() != ".css" or not path.is_file():
            raise self._error(
                node, key, f"no such file: {path}; allowed: a .css file, its path from this file"
            )
        if path.stat().st_size > _MAX_CSS:
            raise self._error(node, key, f"{path} is larger than {_MAX_CSS} bytes; a stylesheet is short")
        return path

    def _folder(self, key: str, node: Node, pattern: str) -> Path:
        path = self._path(key, node)
        if not path.is_dir():
            raise self._error(
                node, key, f"no such folder: {path}; allowed: a folder, its path from this file"
            )
        if not any(path.rglob(pattern)):
            raise self._error(node, key, f"no {pattern} file in {path}")
        return path

    def _pages(self, key: str, node: Node) -> Path:
        return self._folder(key, node, "*.md")

    def _templates(self, key: str, node: Node) -> Path:
        return self._folder(key, node, "*")
