"""The text of a block as HTML: escaped, with what its marks say. Everything around it is the templates' affair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipeline.writers.jinja import escaped, marked

if TYPE_CHECKING:
    from markupsafe import Markup

    from pipeline.tei.view_nodes import Block, Mark
    from pipeline.writers.pages import Words

# the kinds of marks that look different from plain text
_SHOWN = frozenset({"repair", "gap", "date", "name", "hi", "ref", "stage"})


def said(block: Block, words: Words) -> Markup:
    """The text of a block as HTML with what its marks say; nothing in it is markup that is not written here."""
    return marked(said_as_text(block, words))


def said_as_text(block: Block, words: Words) -> str:
    """What ``said`` gives, as a string."""
    text = block.text
    if block.marks:
        shown = [mark for mark in block.marks if mark.kind in _SHOWN]
        if shown:
            return _runs(text, shown, 0, len(text), words)
    return escaped(text)


def _runs(text: str, marks: Sequence[Mark], start: int, end: int, words: Words) -> str:
    """``text[start:end]`` with its marks, of which the outer ones stand before those inside them."""
    pieces: list[str] = []
    at, i = start, 0
    while i < len(marks):
        mark = marks[i]
        i += 1
        first = i
        while i < len(marks) and marks[i].start < mark.end:
            i += 1
        plain = escaped(text[mark.start : mark.end])
        inner = _runs(text, marks[first:i], mark.start, mark.end, words) if i > first else plain
        pieces += escaped(text[at : mark.start]), _run(mark, plain, inner, words)
        at = mark.end
    return "".join([*pieces, escaped(text[at:end])])


def _run(mark: Mark, plain: str, inner: str, words: Words) -> str:
    kind, value, n = mark.kind, escaped(mark.value), mark.note
    if kind == "repair":
        label = escaped(words["repair"])
        note = f'<a class="fn" id="ref-{n}" href="#note-{n}" aria-label="{label} {n}">[{n}]</a>'
        return f'<span class="corr">{plain}</span>{note}'
    if kind == "gap":
        return f'<span class="gap" title="{escaped(words["redacted"])}">{plain}</span>'
    if kind == "date":
        datetime = f' datetime="{value}"' if value else ""
        return f"<time{datetime}>{inner}</time>"
    if kind == "ref":
        return f'<a class="noteref" href="#{value}">{inner}</a>' if value and "/" not in value else inner
    if kind == "stage":
        return f'<i class="aside">{inner}</i>'
    return f'<span class="name">{inner}</span>' if kind == "name" else f"<em>{inner}</em>"


FILTERS: dict[str, Callable[..., str]] = {"said": said, "said_as_text": said_as_text}
