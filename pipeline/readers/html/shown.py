"""Decides what a page shows: all that it draws at once, and what its script would show."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from pipeline.readers.html.draw import draw
from pipeline.readers.html.fields import is_imprint
from pipeline.readers.html.lines import Page
from pipeline.readers.html.rules import undrawn
from pipeline.readers.html.signs import has_prose, is_prose

_ANSWERS = 2  # so many hidden answers are a page of questions that open one by one
_ASKS = ("？", "?")


def drawn(tree: LexborHTMLParser) -> Page:
    """Draw a page; one whose text only a script would show is drawn as if it had."""
    root = tree.root
    if root is None:
        return Page()
    page = draw(root, undrawn=undrawn(node.text(deep=True) for node in tree.css("style")))
    shown = [line for line in page.lines if line.kind != "hidden"]
    hidden = sum(line.chars for line in page.lines) - sum(line.chars for line in shown)
    if hidden:  # what says of a text when it was written is not the text
        shown = [line for line in shown if not is_imprint(line.text)]
    # Beside a hidden text navigation counts for nothing, where it is all that is shown.
    bare_of_text = hidden > 4 * sum(line.chars - line.linked for line in shown) and not has_prose(shown)
    counted = [line for line in shown if not (bare_of_text and line.linked)]
    if hidden > 4 * sum(line.chars for line in counted):
        return draw(root, reveal=True)
    _answer(page)
    return page


def _answer(page: Page) -> None:
    """Show the answers that a page hides under its questions."""
    found: list[int] = []
    asked = answers = 0
    for number, line in enumerate(page.lines):
        if line.kind == "hidden" and asked and is_prose(line):
            answers += asked == 1
            asked = 2
            found.append(number)
        elif line.chars and line.kind != "hidden":
            asked = int(not line.linked and line.text.rstrip().endswith(_ASKS))
    if answers >= _ANSWERS:
        for number in found:
            page.lines[number] = replace(page.lines[number], kind="")
