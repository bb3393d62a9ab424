"""Finds what markup and a lost encoding left in a text: &nbsp; and &ldquo;, and ?? for the blanks of an indent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape

from pipeline.fold import fold, unbroken
from pipeline.model import Evidence, Mark, Span, Why

# &nbsp; or &#12288; where a page was saved as text; &amp;nbsp; where that was done twice
BLANK = "&(?:amp;)?(?:nbsp|e[mn]sp|thinsp|#160|#12288|#[xX](?:[aA]0|3000));"
_BLANKS = re.compile(rf"(?:{BLANK}[^\S\n]*)+")
_SIGNS = re.compile(
    r"&(?:amp;)?(?:[lr][ds]quo|quot|apos|hellip|[mn]dash|middot|bull|times|deg|amp|lt|gt|#\d{2,6}|#[xX][\da-fA-F]{2,5});"
)
_INDENT = re.compile(r"^[ \t\u3000]*(\?{2,8})(?=[^?\s])", re.MULTILINE)
_LINE = re.compile(r"^.*\S", re.MULTILINE)
_FEWEST, _SHARE = 3, 3  # lines with question marks before them: so many, and one of so many
_ALIKE = 0.8  # of these have equally many
RULES = frozenset({"damage.entity", "damage.indent"})
_NAMED = Why("damage.entity", "high", (Evidence("the name of a character in markup", 2.0),))
_LOST = Why("damage.indent", "medium", (Evidence("question marks before most lines, equally many", 2.0),))


def residue(text: str) -> Iterator[Mark]:
    """Repairs of what markup and a lost encoding left in source text, in order; none goes into another."""
    text, last = unbroken(text), 0
    for mark in sorted((*_markup(text), *_indents(text)), key=lambda m: (m.span.start, -m.span.end)):
        if mark.span.start >= last:
            yield mark
            last = mark.span.end


def _markup(text: str) -> Iterator[Mark]:
    if "&" in text:
        for m in _BLANKS.finditer(text):
            if sides := _sides(text, *m.span()):  # such a line is a blank one
                yield Mark("repair", Span(*m.span()), " " if sides > 1 else "", _NAMED)
        for m in _SIGNS.finditer(text):
            sign = unescape(m[0].replace("&amp;", "&", 1) if m[0].count(";") > 1 else m[0])
            if len(sign) == 1 and sign.isprintable() and sign != " ":
                yield Mark("repair", Span(*m.span()), sign, _NAMED)


def _indents(text: str) -> Iterator[Mark]:
    if "\n??" not in text:
        return
    found = [m.span(1) for m in _INDENT.finditer(text)]
    most = Counter(end - start for start, end in found).most_common(1)
    if (
        len(found) >= _FEWEST
        and most[0][1] >= _ALIKE * len(found)
        and _SHARE * len(found) >= sum(1 for _ in _LINE.finditer(text))
    ):
        yield from (Mark("repair", Span(*place), "", _LOST) for place in found)


def _sides(text: str, start: int, end: int) -> int:
    """On how many sides of a place, which reaches over the blanks behind it, its line has more than blanks."""
    before = start - 1
    while before >= 0 and text[before] != "\n" and text[before].isspace():
        before -= 1
    return (before >= 0 and text[before] != "\n") + (text[end : end + 1] not in ("", "\n"))


def shown(marks: Iterable[Mark], folded: str) -> tuple[str, list[Span]]:
    """(the folded text, such a name begun with what it stands for; what is not to be seen of it, which is the rest)."""
    hidden, parts, at = list[Span](), list[str](), 0
    for start, end, value in sorted(
        (m.span.start, m.span.end, m.value) for m in marks if m.why.rule in RULES
    ):
        if value:
            parts += [folded[at:start], fold(value)]
            at = start + 1
        hidden.append(Span(start + bool(value), end))
    return "".join([*parts, folded[at:]]), hidden
