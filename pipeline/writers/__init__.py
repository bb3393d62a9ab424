"""WRITERS: every output format as one row; each is rendered from the TEI and the view of it, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.writers.templates import TemplateError, render

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.tei.view_types import View

__all__ = ["CARD", "SITE", "WRITERS", "RenderOptions", "TemplateError", "Writer"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How to render.

    ``templates``: a folder whose files win over the built-in ones of the same name. ``script``: hans, hant, tw
    or hk converts the text, ``opencc`` is the engine (own, official).
    ``diagnostics``: plain records (code, level, line, message) that JSON carries along.
    """

    templates: Path | None = None
    script: str | None = None
    diagnostics: tuple[dict[str, str | int | None], ...] = ()
    opencc: str = "own"


_BLANK = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")

Write = Callable[["_Element", "View", RenderOptions], bytes]


@dataclass(frozen=True, slots=True)
class Writer:
    """An output format: ``write`` takes the TEI, its view and the options, and gives UTF-8 bytes with LF.

    Every ``write`` but that of TEI raises ``TemplateError`` when a template is wrong.
    """

    name: str
    suffix: str
    description: str
    write: Write


def _tei(root: _Element, view: View, options: RenderOptions) -> bytes:
    from lxml import etree

    tree = etree.ElementTree(root) if root.getparent() is not None else root.getroottree()
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True) + b"\n"


def _template(name: str) -> Write:
    """A writer that prints the view with one template; blank lines are evened out, no block holds any."""

    def write(root: _Element, view: View, options: RenderOptions) -> bytes:
        if options.script is not None:
            from pipeline.writers.script import in_script

            view = in_script(view, options.script, options.opencc)
        text = render(name, options.templates, view=view, diagnostics=options.diagnostics)
        text = _BLANK.sub("\n\n", text)
        if text[:1].isspace() or text[-2:].isspace() or text[-1:] != "\n":  # else a page is not copied twice
            text = text.strip() + "\n"
        return text.encode()

    return write


def _plain(root: _Element, view: View, options: RenderOptions) -> bytes:
    from pipeline.writers.plain import write

    return write(root, view, options)


def _card(root: _Element, view: View, options: RenderOptions) -> bytes:
    from pipeline.site.texts import card

    return card(root, view, options)


WRITERS: tuple[Writer, ...] = (
    Writer("tei", ".xml", "TEI P5, with every source character and where it came from", _tei),
    Writer(
        "html",
        ".html",
        "one page without scripts or outside files, for reading and printing",
        _template("document.html.j2"),
    ),
    Writer("md", ".md", "Markdown (CommonMark) with YAML front matter", _template("document.md.j2")),
    Writer(
        "json",
        ".json",
        "JSON after schemas/document.schema.json, with source offsets",
        _template("document.json.j2"),
    ),
    Writer("txt", ".txt", "the text as it is read, a line for each paragraph", _plain),
)
CARD = Writer("card", ".card.json", "what the pages of a site know of a document", _card)
# what a site holds of each document besides its pages
SITE = ("tei", "md", "json", "txt")
