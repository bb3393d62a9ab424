"""Addresses inside the site: paths from its root become relative links, or whole addresses where the base is known."""

from __future__ import annotations

import re
from posixpath import dirname, relpath
from urllib.parse import quote

# a file may have a # in its name: only behind the suffix of a page is one a mark
_ANCHORED = re.compile(r"(.*\.html|)(#)(.*)", re.DOTALL)


def relative(page: str, target: str) -> str:
    """The link from one page to another, both as paths from the root; an anchor behind ``.html#`` stays."""
    found = _ANCHORED.fullmatch(target)
    path, mark, anchor = found.groups() if found else (target, "", "")
    link = _quoted(relpath(path, dirname(page) or "."))
    # "a:b.html" would be read as an address of the scheme a
    safe = f"./{link}" if ":" in link.split("/", 1)[0] else link
    return safe + mark + _quoted(anchor)


def absolute(base_url: str, path: str) -> str:
    """The whole address of a path from the root; the path alone, fit for a link in a root page, without a base."""
    return base_url + _quoted(path) if base_url else relative("", path)


def _quoted(path: str) -> str:
    return quote(path, safe="/!$&'()*+,;=:@~")
