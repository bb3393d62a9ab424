"""What the owner of a dataset says of it: title, licence and the like, from ``dataset.yaml`` and the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.corrections_yaml import Unusable, compose, hint, is_nothing

if TYPE_CHECKING:
    from yaml import Node

# id that Hugging Face knows: the SPDX id of data packages, the licence's address
LICENCES: dict[str, tuple[str, str]] = {
    "cc0-1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "cc-by-4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-sa-4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "cc-by-nc-4.0": ("CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "cc-by-nd-4.0": ("CC-BY-ND-4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "cc-by-nc-sa-4.0": ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    "cc-by-nc-nd-4.0": ("CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    "odc-by": ("ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "odbl": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "pddl": ("PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    "cdla-permissive-2.0": ("CDLA-Permissive-2.0", "https://cdla.dev/permissive-2-0/"),
    "cdla-sharing-1.0": ("CDLA-Sharing-1.0", "https://cdla.dev/sharing-1-0/"),
    "mit": ("MIT", "https://opensource.org/license/mit"),
    "apache-2.0": ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
}
KEYS = ("title", "description", "licence", "licence_url", "url", "creator", "version", "date", "citation")
_FORMS = {
    "url": (re.compile(r"https?://[^\s<>\"]+"), "a web address (https://…)"),
    "licence_url": (re.compile(r"https?://[^\s<>\"]+"), "a web address (https://…)"),
    "version": (re.compile(r"\d+\.\d+\.\d+"), "three numbers, such as 1.0.0"),
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), "a day, such as 2026-03-01"),
}


class AboutError(ValueError):
    """A dataset.yaml that cannot be used; the message names the file, the line, the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class About:
    """ "" means not stated. ``licence`` is a key of ``LICENCES`` or any other name; ``date`` that of publication."""

    title: str = ""
    description: str = ""
    licence: str = ""
    licence_url: str = ""
    url: str = ""
    creator: str = ""
    version: str = ""
    date: str = ""
    citation: str = ""

    def licensed(self, licence: str) -> About:
        """The same with another licence, unless none is given."""
        return replace(self, licence=known(licence), licence_url="") if licence else self

    @property
    def licence_link(self) -> str:
        """The address of the licence's text, or ""."""
        return self.licence_url or LICENCES.get(self.licence, ("", ""))[1]


def known(licence: str) -> str:
    """The id of a licence that is written another way (CC BY 4.0); any other name as it is."""
    plain = re.sub(r"[\s_]+", "-", licence.strip().lower())
    return plain if plain in LICENCES else licence.strip()


def load(path: Path) -> About:
    """Read a dataset.yaml.

    Raises:
        AboutError: it cannot be read, or something in it is not allowed; says what is.
    """
    try:
        root = compose(path.read_bytes(), "dataset.yaml", f"allowed: {', '.join(KEYS)}, each with one value")
    except OSError as error:
        raise AboutError(f"{path}: cannot be read: {error.strerror or error}") from error
    except Unusable as reason:
        raise AboutError(f"{path}: {reason}") from None
    return About() if root is None else About(**_values(path, root))


def _values(path: Path, root: Node) -> dict[str, Any]:
    import yaml

    def wrong(node: Node, reason: str) -> AboutError:
        return AboutError(f"{path}:{node.start_mark.line + 1}: {reason}")

    if not isinstance(root, yaml.MappingNode):
        raise wrong(root, f"expected keys and values; allowed: {', '.join(KEYS)}")
    values: dict[str, str] = {}
    for name, node in root.value:
        key = name.value if isinstance(name, yaml.ScalarNode) else ""
        if key not in KEYS:
            raise wrong(name, f"unknown key {key!r}{hint(key, KEYS)}; allowed: {', '.join(KEYS)}")
        if key in values:
            raise wrong(name, f"{key}: stands here twice; keep one of the two")
        if not isinstance(node, yaml.ScalarNode) or is_nothing(node) or not node.value.strip():
            raise wrong(node, f"{key}: needs one value; write one or leave the key out")
        value = node.value.strip() if key in ("description", "citation") else " ".join(node.value.split())
        form, allowed = _FORMS.get(key, (None, ""))
        if form is not None and not form.fullmatch(value):
            raise wrong(node, f"{key}: {value!r} is not allowed; allowed: {allowed}")
        values[key] = known(value) if key == "licence" else value
    return values
