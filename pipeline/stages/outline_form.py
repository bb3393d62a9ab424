"""Tells the form of a numbered block (a heading alone, a heading run in, a point) and of a series; and where a heading ends."""

from __future__ import annotations

import re
from operator import attrgetter

from pipeline.frozen import maker
from pipeline.model import Block, Dateline, Document, Furniture, Node, Paragraph, Signed, Spans
from pipeline.profile import Style
from pipeline.stages.outline_search import Placed
from pipeline.stages.text import behind_blanks, pages_before

_STOP = re.compile(r"[。!?;](?!——)")  # 何为初心？——从… is one heading
_PAUSE = re.compile(r"[,:]")
_FIRST = re.compile(r"[^。!?;:]*[。!?:][”’)]?")
_CAPTION = re.compile(
    r" ?(?:\([^()。]{2,24}\)(?= |$)|【[^【】。]{2,24}】)"
)  # 第一條（立法目的）, 第一条【立法目的】
_LABEL = re.compile(
    r"[^,:。;]{2,10}(?<!为):(?!(?<=\d:)\d)(?=[^。])"
)  # 申诉:学生不服的,可以…; no 1:2, no 8:00
_BACK = re.compile(r"前[一二两兩三]?[款项項]|第[一二三四五六七八九十]{1,2}[款项項]")
_LONGEST_HEAD = 64
_LONGEST_STEM = 24  # as a heading; 管好通道,用好水带: is one
_PHRASES = frozenset({"alone", "stop"})  # forms of a heading on a line of its own
_FORM = attrgetter("form")
_NO_TEXT = frozenset({Signed, Dateline, Furniture})  # they stand under the whole text, or between its pages
_paragraph = maker(Paragraph)


class Entry:
    """A placed block with its style, its form, the loose blocks after it and the entries below it.

    ``above``: the line before it. ``article``: its marker alone is its heading. ``title``: the lines below it that are
    its title. ``ruled``: it stands inside an article.
    """

    __slots__ = (
        "above",
        "article",
        "block",
        "body",
        "children",
        "form",
        "placed",
        "rest",
        "ruled",
        "style",
        "title",
        "told",
    )

    def __init__(
        self,
        placed: Placed,
        block: Block,
        style: Style | None,
        body: list[Node],
        above: str,
        parent: Entry | None,
    ) -> None:
        self.told = False  # whether its whole series is one of numbered paragraphs
        self.placed, self.block, self.style, self.body = placed, block, style, body
        self.rest = block.text[placed.candidate.marker :].strip()
        self.form = form_of(self.rest)
        self.above = above
        self.title: Spans = ()
        self.article = placed.candidate.style == "letter-part" or (
            style is not None and style.role == "article"
        )
        self.ruled: bool = parent is not None and (parent.ruled or parent.article)
        self.children: list[Entry] = []

    def is_led(self) -> bool:
        """Whether the line before it is a stem, which ends in a colon or a dash."""
        return self.above.endswith((":", "——"))

    def is_empty(self) -> bool:
        """Whether no text stands under it."""
        return not self.children and not self.has_text()

    def has_text(self) -> bool:
        """Whether text of its own stands under it, before the entries below it."""
        return bool(self.body) and not _NO_TEXT.issuperset(map(type, self.body))

    def is_sentence(self) -> bool:
        """Whether what stands behind the marker is whole in itself: a sentence, or a label and its value."""
        if self.form == "alone":
            return 0 < self.rest.find(":") < len(self.rest) - 1
        return self.form != "run-in"

    def is_stem(self) -> bool:
        """Whether it is the first half of a sentence whose other half is a list, or words that are cited."""
        rest = self.rest
        if rest.endswith("——"):
            return True
        if len(rest) <= _LONGEST_STEM or ":" not in rest:
            return False
        return (rest[-1] == ":" and "," in rest) or ":“" in rest


def form_of(rest: str) -> str:
    """The form of what stands behind a marker.

    alone: a phrase; stop: one sentence; run-in: a short sentence and more text; semicolon, long: the whole is text.
    """
    length = len(rest)
    stop = _STOP.search(rest)
    if stop is None:
        if length > 60 and not rest.endswith(":"):
            first = _FIRST.match(rest)
            if first and first.end() < length and first.end() <= 30:
                return "run-in"
        return "alone" if length <= _LONGEST_HEAD + 10 else "long"
    at = stop.start()
    if at >= length - 1 and rest[-1] == ";":
        return "semicolon"
    if at >= length - 2:
        return "stop" if length <= _LONGEST_HEAD else "long"
    first = _FIRST.match(rest)
    return "run-in" if first and first.end() <= _LONGEST_HEAD else "long"


def holds_more(group: list[Entry], sections: bool) -> bool:
    """Whether the last of a series may hold more paragraphs than the others did: a heading of its own, an article."""
    style = group[0].style
    if len(group) == 1 or style is None or style.role == "article":
        return True
    return sections and not _PHRASES.isdisjoint(map(_FORM, group))


def are_sections(group: list[Entry]) -> bool:
    """Whether a series has the form of headings rather than of points."""
    style = group[0].style
    if style is None or style.role == "article" or style.type not in ("section", "point"):
        return True
    if style.role == "bullet" or _is_list(group):
        return False
    score = 0.0
    for entry in group:
        form = entry.form
        if form in _PHRASES:
            score += 1.0 if entry.body or entry.children else -0.3
        elif form == "run-in":
            score += -0.5 if style.role == "point" else 0.8
        elif form == "semicolon":
            score -= 1.0
        else:
            score -= 0.6
    return score > 0


def _is_list(group: list[Entry]) -> bool:
    """Whether a series is a list by what leads to it, or because its members are sentences with at most points under them.

    What follows the last of a list is no part of it.
    """
    first = group[0]
    if first.ruled and (first.is_led() or all(e.is_sentence() or e.rest.endswith(":") for e in group)):
        return True
    if len(group) == 1:
        return False
    if not all(map(Entry.is_empty, group[:-1])):
        points_below = all(e.form == "stop" and not (e.children and are_sections(e.children)) for e in group)
        return points_below and not has_said(group)
    return all(map(Entry.is_sentence, group)) or (first.is_led() and all(e.form != "run-in" for e in group))


def refers_back(text: str, nodes: list[Node]) -> int:
    """The first of the nodes under an item that speaks of the list as a whole, by their text: 前项规定…; else their number."""
    for at, node in enumerate(nodes):
        if isinstance(node, Paragraph) and _BACK.match(text, node.spans[0].start):
            return at
    return len(nodes)


def has_said(group: list[Entry]) -> bool:
    """Whether sentences are headings in a series: one has its text under it or after it, or half have entries below."""
    if any(e.form == "run-in" for e in group):
        return True
    stops = [e for e in group if e.form == "stop"]
    if any(e.has_text() for e in stops if e is not group[-1]):
        return True
    if stops == [group[-1]]:
        return not stops[0].is_empty()
    below = sum([bool(e.children) for e in stops])  # text under the last may follow the whole
    return below > 0 and below * 2 >= len(stops)


def heading_end(entry: Entry, said: bool) -> int:
    """The offset where the heading ends and its text goes on; ``said``: in its series, sentences are headings."""
    text, marker = entry.block.text, entry.placed.candidate.marker
    form, style = entry.form, entry.style
    article = entry.article
    if fix := entry.placed.candidate.fix:
        if fix.run_in is not None:
            return marker + _first(text[marker:]) if fix.run_in else len(text)
        if form in ("long", "semicolon") and not article:
            return len(text)
    if article:
        caption = _CAPTION.match(text, marker)
        if caption:
            return caption.end()
        alone = form == "alone" and len(text) <= 36 and not _PAUSE.search(text)
        return len(text) if alone and (entry.body or entry.children) else marker
    if form in _PHRASES and style is not None:
        if entry.is_stem():
            return marker
        if entry.is_sentence() and (form == "stop" or entry.is_empty()):
            label = _LABEL.match(text, marker) if entry.is_empty() else None
            return label.end() if label else len(text) if said else marker
    if form in _PHRASES or style is None:
        return len(text)
    return marker + _first(text[marker:]) if form == "run-in" else marker


def _first(rest: str) -> int:
    """The length of the first sentence, with the blanks before it; of everything where there is no more than one."""
    lead = len(rest) - len(rest.lstrip())
    m = _FIRST.match(rest.lstrip())
    return lead + m.end() if m else len(rest)


def text_behind(doc: Document, block: Block, at: int) -> list[Node]:
    """The paragraph behind a marker, heading or label that ends at an offset of a block; [] where nothing is left."""
    at, end = behind_blanks(doc, block, at), len(block.text)
    if at == end:
        return []
    rest = _paragraph(block.cut(at, end))
    # only between two lines, or where something is hidden, is there room for the number of a page
    return [rest] if len(block.pieces) == 1 else [*pages_before(doc, block, at), rest]
