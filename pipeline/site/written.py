"""Pages that the owner of a site wrote in Markdown, and the pictures and other files beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

_ELSEWHERE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:|/")
ABOUT = "about"  # the page of this name says on the about page what the archive is


@dataclass(frozen=True, slots=True)
class Written:
    """A page: ``name`` is its path in the folder without suffix, ``body`` what stands under the title."""

    name: str
    title: str
    body: Markup

    @property
    def path(self) -> str:
        """Its path from the root of the site."""
        return f"pages/{self.name}.html"


def written(folder: Path | None) -> tuple[Written, ...]:
    """All pages of a folder in the order of their names; raw HTML in them is shown as text."""
    files = sorted(folder.rglob("*.md")) if folder else ()
    return tuple(_page(path, folder) for path in files if folder)


def beside(folder: Path | None) -> Iterator[tuple[str, bytes]]:
    """The other files of the folder: (path from the root of the site, bytes)."""
    for path in sorted(folder.rglob("*")) if folder else ():
        name = path.relative_to(folder).as_posix() if folder else ""
        if (
            path.is_file()
            and path.suffix != ".md"
            and not any(part.startswith(".") for part in name.split("/"))
        ):
            yield f"pages/{name}", path.read_bytes()


def _page(path: Path, folder: Path) -> Written:
    from markdown_it import MarkdownIt

    engine = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = engine.parse(path.read_text("utf-8"))
    title = path.stem
    if len(tokens) > 2 and tokens[0].tag == "h1":
        title = "".join(child.content for child in tokens[1].children or ())
        tokens = tokens[3:]
    name = path.relative_to(folder).with_suffix("").as_posix()
    for token in tokens:
        if token.tag == "h1":  # the page has one already
            token.tag = "h2"
        for child in token.children or ():
            for key in ("href", "src"):
                link = child.attrGet(key)
                if isinstance(link, str):
                    child.attrSet(key, _moved(link, "pages/" if name == ABOUT else ""))
    return Written(name, title, Markup(engine.renderer.render(tokens, engine.options, {})))


def _moved(link: str, folder: str) -> str:
    """A link to another page or file of the folder, as it must be on the page."""
    file, mark, anchor = link.partition("#")
    if not file or _ELSEWHERE.match(file):
        return link
    return folder + (f"{file[:-3]}.html" if file.endswith(".md") else file) + mark + anchor
