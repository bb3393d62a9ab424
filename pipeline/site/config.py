"""Reads ``site.yaml`` into a frozen ``SiteConfig``; whatever is wrong in it is named with file, line, key and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections_yaml import Unusable, compose
from pipeline.site.colours import DARK, LIGHT, Colours


class ConfigError(ValueError):
    """A site.yaml that cannot be used; the message names the file, the line, the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which the archive may be used; ``url`` is "" where only a name is given."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """What the owner of a site says of it; "" and () mean not stated, and who builds the site fills in a title.

    ``language`` is that of the words around the texts, a key of ``words.LANGUAGES``. ``base_url`` ends with a slash.
    ``contact`` is a mail address or a web address. ``scripts`` are keys of ``writers.script.SCRIPTS``: each text gets a
    page in each of them. ``light`` and ``dark`` hold (token, colour) pairs, only those that differ from the built-in ones. ``css``,
    ``pages`` and ``templates`` are paths that exist.
    """

    title: str = ""
    description: str = ""
    language: str = "zh-Hans"
    publisher: str = ""
    editor: str = ""
    contact: str = ""
    licence: Licence = Licence()
    base_url: str = ""
    scripts: tuple[str, ...] = ()
    light: tuple[tuple[str, str], ...] = ()
    dark: tuple[tuple[str, str], ...] = ()
    css: Path | None = None
    pages: Path | None = None
    templates: Path | None = None

    def colours(self, scheme: str) -> Colours:
        """All colours of the scheme ``light`` or ``dark``: token → #rrggbb."""
        own = self.light if scheme == "light" else self.dark
        return {**(LIGHT if scheme == "light" else DARK), **dict(own)}


def load(path: Path) -> SiteConfig:
    """Read a site.yaml.

    Args:
        path: the file; the paths in it are taken from its folder.

    Raises:
        ConfigError: it cannot be read, or something in it is not allowed; says what is.
    """
    from pipeline.site.config_form import Form

    try:
        root = compose(
            path.read_bytes(), "site.yaml", "colours take {light: {accent: …}}, all other keys less"
        )
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except Unusable as reason:
        raise ConfigError(f"{path}: {reason}") from None
    return SiteConfig() if root is None else Form(path).config(root)
