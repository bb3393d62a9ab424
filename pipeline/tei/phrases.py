"""Writes the inline elements of one block: tags and text in the order in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.model import Mark
from pipeline.tei import names
from pipeline.tei.names import escape

if TYPE_CHECKING:
    from pipeline.tei.inline import Inline
    from pipeline.tei.lines import Lines

# What may stand inside an element: anything, phrases only, label and item only, text only.
PARA, PHRASE, IMPRINT, BYLINE, LIST, TEXT = "para", "phrase", "imprint", "byline", "list", "text"

_PHRASES = frozenset(
    {"date", "person", "name", "role", "place", "docket", "repair", "redaction", "num", "fw", "pb"}
)
_ALLOWED = {
    PARA: _PHRASES | {"said", "runon", "label", "stage", "noteref"},
    PHRASE: _PHRASES,
    IMPRINT: _PHRASES | {"publisher"},
    BYLINE: _PHRASES,
    LIST: frozenset({"runon-label", "runon-item"}),
    TEXT: frozenset(),
}
# The order is the nesting of marks with the same range, outermost first.
_INNER = {
    "fw": PHRASE, "label": PHRASE, "said": PARA, "runon": LIST, "runon-label": PHRASE, "runon-item": PARA,
    "publisher": PHRASE, "docket": TEXT, "name": PHRASE, "person": PHRASE, "role": PHRASE,
    "place": PHRASE, "pb": TEXT, "stage": PHRASE, "noteref": TEXT, "date": PHRASE, "num": PHRASE,
    "redaction": TEXT, "repair": TEXT,
}  # fmt: skip
RANK = {kind: rank for rank, kind in enumerate(_INNER)}
# Of each kind: how its tag begins, whether it names its range, how its tag ends, and what closes it.
_FORMS = {
    "said": ("<said", True, ">", "</said>"), "runon": ("<list", True, ">", "</list>"),
    "runon-label": ("<label", False, ">", "</label>"), "runon-item": ("<item", True, ">", "</item>"),
    "label": ("<label", False, ">", "</label>"), "num": ("<num", False, ">", "</num>"),
    "publisher": ("<publisher", True, ">", "</publisher>"), "docket": ("<idno", True, ">", "</idno>"),
    "name": ("<persName", True, ">", "</persName>"), "person": ("<persName", True, ">", "</persName>"),
    "role": ("<roleName", True, ">", "</roleName>"), "place": ("<placeName", True, ">", "</placeName>"),
    "date": ("<date", True, ">", "</date>"), "redaction": ("<gap", False, "><desc>", "</desc></gap>"),
    "repair": ("<choice", True, "><sic>", "</sic></choice>"), "fw": ("<fw", True, ">", "</fw>"),
    "stage": ("<stage", True, ">", "</stage>"), "noteref": ("<ref", True, ">", "</ref>"),
    "pb": ("<pb", False, ">", "</pb>"),
}  # fmt: skip
KINDS = frozenset(_FORMS) - {"label"}  # a label is a block's own
_MORE: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "said": lambda value, ids: ' direct="true"' + _pointer("who", value, ids),
    "person": lambda value, ids: _pointer("ref", value, ids),
    "name": lambda value, ids: _pointer("ref", value, ids),
    "date": lambda value, _: f' when="{value}"' if names.iso_date(value) else "",
    "num": lambda value, _: f' value="{value}"' if names.number(value) else "",
    "runon": lambda *_: ' rend="runon"',
    "pb": lambda value, _: ' n="{}"'.format(escape(value).replace('"', "&quot;")),
    "docket": lambda *_: ' type="docket"',
    "redaction": lambda *_: ' reason="censored" unit="character"',
    "fw": lambda value, _: f' type="{names.word(value, "other")}" place="inline"',
    "noteref": lambda value, _: f' target="{names.LINK}{value if value.isdecimal() else ""}"',
}


def phrases(
    inline: Inline, marks: Iterable[Mark], lines: Lines | None, start: int, end: int, level: str
) -> str:
    """A block as XML.

    Args:
        inline: has the text, knows the persons and notes the rules.
        marks: those of the block, which nest; outermost first.
        lines: the block's lines when there are several.
        start: where the block begins.
        end: and where it ends.
        level: what the element around it may hold.
    """
    text = inline.text if lines is None else lines.text
    done = start if lines is None else 0
    out: list[str] = []
    # Of each element that is open: its end, what closes it, and what its parent may hold.
    around: list[tuple[int, str, str]] = []
    for mark in [*marks, None]:  # at last, none: the end of the block
        following = end if mark is None else mark.span.start
        while around and (mark is None or around[-1][0] <= following):
            ends, closing, outer = around.pop()
            to = ends if lines is None else lines.at(ends)
            # Between label and item there is only white space, and XML knows less of it than Unicode does.
            if done < to and level is not LIST:
                out.append(text[done:to])
            out.append(closing)
            done, level = to, outer
        to = following if lines is None else lines.at(following)
        if done < to and level is not LIST:
            out.append(text[done:to])
        done = to
        if mark is not None and mark.kind in _ALLOWED[level]:
            opening, closing = _tags(inline, mark, level)
            out.append(opening)
            around.append((mark.span.end, closing, level))
            level = _INNER[mark.kind]
    return "".join(out)


def _pointer(name: str, person: str, ids: Mapping[str, str]) -> str:
    return f' {name}="#{ids[person]}"' if person in ids else ""


def _tags(inline: Inline, mark: Mark, level: str) -> tuple[str, str]:
    """What opens and what closes the element of a mark."""
    kind, value, span, why = mark.kind, mark.value, mark.span, mark.why
    begin, sourced, end, closing = _FORMS[kind]
    source = f' source="src:{span.start},{span.end}"' if sourced else ""
    more = _MORE[kind](value, inline.persons) if kind in _MORE else ""
    opening = f"{begin}{source}{inline.ana(why)}{more}{end}"
    if kind == "repair":
        reading = escape(names.legal(value))
        return opening, f'</sic><corr cert="{why.cert}">{reading}</corr></choice>'
    if kind == "name" and level == BYLINE:
        return f"<docAuthor>{opening}", f"{closing}</docAuthor>"
    return opening, closing
