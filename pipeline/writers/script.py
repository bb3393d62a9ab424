"""A view in another Chinese script: whole blocks are converted, so that phrases are seen, and cut back at the marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipeline.script import Converter
from pipeline.tei.view_types import Block, Mark, Meta, Node, Part, Point, Points, Section, Table, Turn, View

# script → (from simplified, from traditional, language tag); "" leaves the text as it is
SCRIPTS: dict[str, tuple[str, str, str]] = {
    "hans": ("", "t2s", "zh-Hans"),
    "hant": ("s2t", "", "zh-Hant"),
    "tw": ("s2tw", "", "zh-Hant-TW"),
    "hk": ("s2hk", "", "zh-Hant-HK"),
}
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")

Change = Callable[[str], str]


def in_script(view: View, script: str | None, opencc: str = "own") -> View:
    """Convert everything that is read; spellings of the source, file names and ids stay.

    Args:
        view: the document, in its repaired reading.
        script: a key of ``SCRIPTS``; None leaves the view as it is, and so does the script it is in already.
        opencc: the engine, ``own`` or ``official`` (see ``script_official``).

    Raises:
        ValueError: the script is unknown; the message lists the allowed ones.
    """
    if script is None:
        return view
    config, tag = change(view.lang, script)
    if not config:
        return view
    texts: list[str] = []

    def collect(text: str) -> str:
        texts.append(text)
        return text

    _Walk(collect, collect).view(view)
    convert = _converter(config, opencc)
    whole = convert("\n".join(texts)).split("\n")
    if [len(text) for text in whole] == [len(text) for text in texts]:
        given = iter(whole)
        changed = _Walk(lambda _: next(given), lambda _: next(given)).view(view)
    else:
        changed = _Walk(convert, convert).view(view)
    return replace(changed, lang=tag, converted_from=view.lang)


def change(lang: str, script: str) -> tuple[str, str]:
    """How a text of a language gets into a script: (conversion, language tag), two "" where it stays as it is.

    Raises:
        ValueError: the script is unknown; the message lists the allowed ones.
    """
    if script not in SCRIPTS:
        raise ValueError(f"unknown script {script!r}; allowed: {', '.join(SCRIPTS)}")
    simplified, traditional, tag = SCRIPTS[script]
    config = traditional if lang.lower().startswith(_TRADITIONAL) else simplified
    return (config, tag) if config and lang.lower().startswith("zh") else ("", "")


@cache
def _converter(config: str, opencc: str) -> Change:
    if opencc == "official":
        from pipeline.script_official import converter

        return converter(config)
    return Converter(config).convert


class _Walk:
    """Rebuilds a view with every text changed, always in the same order."""

    def __init__(self, change: Change, piece: Change) -> None:
        self._change, self._piece = change, piece

    def view(self, view: View) -> View:
        return replace(
            view,
            meta=self._meta(view.meta),
            persons=tuple(
                replace(p, name=self._change(p.name), role=self._change(p.role)) for p in view.persons
            ),
            front=tuple(self._block(b) for b in view.front),
            parts=tuple(self._part(p) for p in view.parts),
            notes=tuple(replace(n, reading=self._change(n.reading)) for n in view.notes),
        )

    def _meta(self, meta: Meta) -> Meta:
        return replace(
            meta,
            title=self._change(meta.title),
            subtitle=self._change(meta.subtitle),
            authors=tuple(
                replace(a, name=self._change(a.name), role=self._change(a.role)) for a in meta.authors
            ),
            publisher=self._change(meta.publisher),
            place=self._change(meta.place),
            docket=self._change(meta.docket),
        )

    def _part(self, part: Part) -> Part:
        front, children = tuple(self._block(b) for b in part.front), tuple(self._nodes(part.children))
        return replace(part, front=front, children=children, meta=self._meta(part.meta))

    def _nodes(self, nodes: tuple[Node, ...]) -> Iterator[Node]:
        for node in nodes:
            match node:
                case Block():
                    yield self._block(node)
                case Section():
                    heading = node.heading and self._block(node.heading)
                    yield replace(node, heading=heading, children=tuple(self._nodes(node.children)))
                case Points():
                    yield replace(node, items=tuple(self._point(item) for item in node.items))
                case Turn():
                    speaker = node.speaker and self._block(node.speaker)
                    yield replace(node, speaker=speaker, children=tuple(self._nodes(node.children)))
                case Table():
                    yield replace(node, rows=tuple(tuple(self._block(c) for c in row) for row in node.rows))

    def _point(self, item: Point) -> Point:
        return Point(self._block(item.label), item.value, tuple(self._nodes(item.children)))

    def _block(self, block: Block) -> Block:
        text = self._change(block.text)
        if len(text) == len(block.text):
            return replace(block, text=text)
        return _by_runs(block, self._piece)


def _by_runs(block: Block, change: Change) -> Block:
    """Convert between the borders of the marks, for a conversion that changes the length."""
    borders = sorted({0, len(block.text), *(m.start for m in block.marks), *(m.end for m in block.marks)})
    pieces = [change(block.text[a:b]) for a, b in pairwise(borders)]
    place, at = {0: 0}, 0
    for border, piece in zip(borders[1:], pieces, strict=True):
        at += len(piece)
        place[border] = at
    marks = tuple(
        Mark(m.kind, place[m.start], place[m.end], m.value, m.cert, m.rule, m.note) for m in block.marks
    )
    return replace(block, text="".join(pieces), marks=marks)
