"""The settings of one site: site.yaml, where there is one, with what the command line says over it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.plan import Layout
from pipeline.site.config import ConfigError, SiteConfig, load
from pipeline.site.words import words

FILE = "site.yaml"
TEXTS = "texts/"  # the folder of the texts in that of the site
# what the pages of a document are called behind its id; "" is the folder of a compilation's texts
RESERVED = (
    "", ".html", ".source.html", ".hans.html", ".hant.html", ".tw.html", ".hk.html", ".bib", ".ris", ".csl.json",
)  # fmt: skip
_SCRIPTS = ("hans", "hant")


def settle(
    file: Path | None,
    inputs: Iterable[str],
    language: str | None = None,
    scripts: str = "",
    base_url: str = "",
    templates: Path | None = None,
) -> tuple[SiteConfig, Layout]:
    """The settings of a site, and how the outputs of its documents lie in its folder.

    Args:
        file: a site.yaml; without one, that in a folder of the inputs counts.
        inputs: files and folders as the user gave them.
        language: of the words around the texts.
        scripts: those each text has a page in, separated by commas, or ``none`` for the source's alone.
        base_url: where the site will be.
        templates: a folder of templates.

    Raises:
        ConfigError: the file or a value cannot be used; says what is wrong and what is allowed.
    """
    beside = (Path(given) / FILE for given in inputs)
    found = file or next((path for path in beside if path.is_file()), None)
    config = load(found) if found else SiteConfig()
    settled = replace(
        config,
        title=config.title or words(language or config.language)["archive"],
        language=language or config.language,
        scripts=_scripts(scripts) if scripts else config.scripts or _SCRIPTS,
        base_url=_base(base_url) if base_url else config.base_url,
        templates=templates or config.templates,
    )
    own = (found, config.css, config.pages, config.templates)
    return settled, Layout(TEXTS, RESERVED, frozenset(os.path.realpath(path) for path in own if path))


def _scripts(given: str) -> tuple[str, ...]:
    from pipeline.writers.script import SCRIPTS

    names = tuple(dict.fromkeys(name.strip().lower() for name in given.split(",") if name.strip()))
    if names == ("none",):
        return ()
    for name in names:
        if name not in SCRIPTS:
            raise ConfigError(f"--scripts: no script {name!r}; allowed: none or some of {', '.join(SCRIPTS)}")
    return names


def _base(given: str) -> str:
    from pipeline.site.config_form import base_url

    try:
        return base_url(given)
    except ValueError as reason:
        raise ConfigError(f"--base-url: {reason}") from None
