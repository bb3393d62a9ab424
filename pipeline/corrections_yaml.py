"""Reads a correction file as a tree of YAML nodes, which know their lines; what is no such tree is refused with a reason."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import Node

_MAX_BYTES = 1 << 20
_MAX_DEPTH = 3  # the file, lines, one line


class Unusable(Exception):
    """Why nothing of a file can be read."""


def compose(raw: bytes) -> Node | None:
    """The YAML tree of a file, every scalar as it is written; None where it holds comments at most. Raises Unusable."""
    import yaml

    if len(raw) > _MAX_BYTES:
        raise Unusable(f"larger than {_MAX_BYTES} bytes; a correction file is short")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(f"not UTF-8 (byte {error.start})") from None
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise Unusable(
                    "YAML aliases (*name) are not allowed in a correction file; write the entry out"
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                at = f"line {event.start_mark.line + 1}" if event.start_mark else "somewhere"
                raise Unusable(f"{at}: nested too deep; a line takes a role or {{role: …}}")
        root: Node | None = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        raise Unusable(f"not valid YAML: {' '.join(str(error).split())}") from None
    return root


def is_nothing(node: Node) -> bool:
    """Whether nothing stands behind a key, not even quotation marks."""
    import yaml

    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def hint(word: str, allowed: tuple[str, ...]) -> str:
    """The allowed word that is nearest to one with a slip in it, as the end of a message; "" when none is near."""
    near = get_close_matches(word.lower(), allowed, 1)
    return f"; did you mean {near[0]!r}?" if near else ""
