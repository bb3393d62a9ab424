"""Reads a correction file or a ``site.yaml`` as a tree of YAML nodes, which know their lines; else says why it cannot."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import Node

_MAX_BYTES = 1 << 20
_MAX_DEPTH = 3  # the file, lines, one line; or the file, colours, dark


class Unusable(Exception):
    """Why nothing of a file can be read."""


def compose(
    raw: bytes, kind: str = "correction file", advice: str = "a line takes a role or {role: …}"
) -> Node | None:
    """The YAML tree of a file, every scalar as it is written; None where it holds comments at most.

    Args:
        raw: the file.
        kind: what to call it in a message.
        advice: what may stand on the deepest level, for a file that goes deeper.

    Raises:
        Unusable: the reason why nothing of it can be read.
    """
    import yaml

    if len(raw) > _MAX_BYTES:
        raise Unusable(f"larger than {_MAX_BYTES} bytes; a {kind} is short")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(f"not UTF-8 (byte {error.start})") from None
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise Unusable(f"YAML aliases (*name) are not allowed in a {kind}; write the entry out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                at = f"line {event.start_mark.line + 1}" if event.start_mark else "somewhere"
                raise Unusable(f"{at}: nested too deep; {advice}")
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
