"""Tells the text of a page from its navigation and says of every line what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import dropwhile

from pipeline.readers.html.again import again
from pipeline.readers.html.captions import captions
from pipeline.readers.html.fields import is_imprint
from pipeline.readers.html.heads import subheads
from pipeline.readers.html.lines import Drawn, Page
from pipeline.readers.html.search import Search
from pipeline.readers.html.signs import is_dated, is_link, is_prose
from pipeline.readers.html.title import HEADS, says_title
from pipeline.readers.html.words import is_address, is_footer, names_site

# Headings of other texts and links to neighbours: within the text these words are its own.
_BESIDE = frozenset({"related", "comments"})
_UNDER = frozenset(("h2", "h3", "h4", "h5", "h6"))
_LABEL = 4  # characters of 标签：
_SECTION = 8  # characters of the longest name of a section that nothing else shows to be one
_TAG = 12  # characters of the longest tag of a post that is set as a heading
_LISTED = 3  # linked lines in the text, and a quarter of its lines, make it a list of other texts


@dataclass(frozen=True, slots=True)
class Found:
    """The kind of furniture of each line, "" for text.

    ``prose`` is the weight of the text among them; ``sure`` is false when nothing stood out; ``levels`` are the
    headings among its lines that are set as such, where no element calls any so, ``captions`` the lines that name a table
    or a picture.
    """

    kinds: tuple[str, ...]
    sure: bool = True
    prose: int = 0
    levels: Mapping[int, str] = field(default_factory=dict)
    captions: Set[int] = frozenset()


def aside(page: Page, kind: str) -> Found:
    """All of a page as furniture of one kind."""
    return Found(tuple(line.kind or kind for line in page.lines))


def whole(page: Page) -> Found:
    """All of a page as text, but for what is not drawn."""
    return Found(tuple(line.kind for line in page.lines))


def main_text(page: Page, titles: Sequence[str]) -> Found:
    """Tell the text from the rest.

    Args:
        page: the page as drawn.
        titles: what its metadata call it; a line that says the same opens the text.
    """
    search = Search(page, titles)
    if not (search.has_prose or search.is_titled()):
        sure = not any(search.kinds) and not any(line.linked for line in page.lines)
        return Found(whole(page).kinds, sure)
    kinds = _Judge(search).kinds()
    texts = [n for n, kind in enumerate(kinds) if page.lines[n].chars and not kind and n != search.named]
    listed = sum(is_link(page.lines[n]) for n in texts)
    if listed >= _LISTED and 4 * listed >= len(texts):
        return Found(whole(page).kinds, False, search.prose[0])
    captioned = captions(page, texts)
    levels = _levels(search, kinds, texts, captioned)
    return Found(tuple(kinds), prose=search.prose[0], levels=levels, captions=captioned)


def _levels(
    search: Search, kinds: Sequence[str], texts: Sequence[int], captioned: Set[int]
) -> dict[int, str]:
    """The levels of the lines that are set as headings, where no element calls any of the text so."""
    lines = search.page.lines
    called = {hint for n, kind in enumerate(kinds) if not kind for hint in lines[n].hints}
    found: dict[int, str] = {}
    named = search.named
    if named is not None and search.in_cells and "h1" not in called and not kinds[named]:
        found |= {} if HEADS.isdisjoint(lines[named].hints) else {named: "h1"}
    if _UNDER.isdisjoint(called):
        found |= dict.fromkeys(subheads(search.page, texts, captioned), "h3")
    if "h1" not in called:
        found |= dict.fromkeys([n for n in search.heads if not kinds[n]], "h1")
    return found


def _level(line: Drawn) -> int:
    """The level of a heading, 0 for any other line."""
    return next((int(hint[1]) for hint in line.hints if hint[0] == "h" and hint[1:].isdigit()), 0)


class _Judge:
    """What each line is, now that it is known where the article lies."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._lines = search.page.lines
        self._first, self._end = search.article()
        prose = [n for n in range(self._first, self._end) if self._speaks(n)]
        # Between the table of details and the text stand tabs and tools.
        prose = [n for n in prose if not search.boxes.details[self._lines[n].box]] or prose
        # Between the line with date and source and the text stand tags and tools.
        prose = list(dropwhile(self._is_of_head, prose)) or prose
        self._opens, self._closes = (prose[0], prose[-1]) if prose else (self._first, self._end - 1)

    def _speaks(self, number: int) -> bool:
        search = self._search
        text = bool(search.weights[number]) and not search.kinds[number]
        return text and (is_prose(self._lines[number]) or not search.has_prose)

    def _is_of_head(self, number: int) -> bool:
        text = self._lines[number].text
        return is_imprint(text.strip("()（）[]")) or (len(text) <= _LABEL and text.endswith(("：", ":")))

    def kinds(self) -> list[str]:
        """The kind of each line, "" for text."""
        found = [self._kind(number) for number in range(len(self._lines))]
        below = ""
        for number in range(len(found) - 1, self._closes, -1):
            # After the text a heading of nothing but links is one of them.
            if below == "related" and not found[number] and not HEADS.isdisjoint(self._lines[number].hints):
                found[number] = "related"
            below = found[number] if self._lines[number].chars else below
        last = [number for number in range(self._opens, len(found)) if self._lines[number].chars][-2:]
        if len(last) > 1 and found[last[0]] and is_address(self._lines[last[1]].text):
            found[last[1]] = found[last[1]] or "footer"
        for number, kind in again(self._search, self._first, self._end).items():
            found[number] = found[number] or kind
        return found

    def _kind(self, number: int) -> str:
        search, line = self._search, self._lines[number]
        if number < self._first and search.boxes.details[line.box]:
            return line.kind
        if number < self._first or number >= self._end:
            return search.kinds[number] or self._outside(number)
        if number < self._opens:
            return self._inside(number) or self._before(number)
        if number > self._closes:
            return self._inside(number) or self._after(number)
        # Within the text only the label of its block or tools speak against a line.
        return "" if search.words[number] in _BESIDE and not search.boxed[line.box] else self._inside(number)

    def _inside(self, number: int) -> str:
        """The kind that words and labels give a line of the article; its own header is text."""
        kind = self._search.kinds[number]
        return "" if kind == "header" else kind

    def _before(self, number: int) -> str:
        line = self._lines[number]
        named = self._search.named
        if named is not None and line.chars and self._is_beside_title(number, named):
            return "nav" if number > named else "header"
        titles = line.hints and (named is None or number >= named)
        return "nav" if is_link(line) and not titles and not is_dated(line) else ""

    def _is_beside_title(self, number: int, named: int) -> bool:
        """Whether a line is a higher heading over the one that is the title, or a link set as a heading below it."""
        line, title = self._lines[number], self._lines[named]
        if number < named:
            lower = 0 < _level(line) < _level(title) and title.text[0] not in "—在"
            # Over the day of a text a title needs no window that says it.
            known = self._search.stated or named in self._search.heads
            return lower and known and self._names_section(line)
        tagged = number > named and not _UNDER.isdisjoint(line.hints)
        return tagged and line.chars <= _TAG and line.linked == line.chars

    def _names_section(self, line: Drawn) -> bool:
        """Whether a heading may be the name of a section, a blog or a site."""
        short = line.chars <= _SECTION or line.linked == line.chars
        return short or names_site(line.text) or says_title(line, self._search.titles)

    def _after(self, number: int) -> str:
        line = self._lines[number]
        return "footer" if is_footer(line.text) else "related" if is_link(line) else ""

    def _outside(self, number: int) -> str:
        line = self._lines[number]
        if is_footer(line.text):
            return "footer"
        if is_link(line):
            return "nav" if number < self._first else "related"
        return "other"
