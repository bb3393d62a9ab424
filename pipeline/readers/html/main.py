"""Finds the text of a page among its navigation, by where its prose is dense, and says of every line what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.readers.html.labels import is_footer, kind_of_line
from pipeline.readers.html.lines import Page
from pipeline.readers.html.signs import FAINT, is_dated, is_link, is_prose, labelled, weights
from pipeline.readers.html.title import title_line

_DENSE = 0.9  # the article is the deepest block with this share of the page's prose
_NAMED = 0.5  # one that is called the article is it with this share
_WITHIN = frozenset(
    ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "tr", "tbody", "thead", "pre", "caption")
)


@dataclass(frozen=True, slots=True)
class Found:
    """The kind of furniture of each line, "" for text.

    ``prose`` tells whether there is any; ``sure`` is false when nothing stood out.
    """

    kinds: tuple[str, ...]
    sure: bool = True
    prose: bool = True


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
    search = _Search(page)
    if not search.has_prose:
        sure = not any(search.kinds) and not any(line.linked for line in page.lines)
        return Found(whole(page).kinds, sure, prose=False)
    root = search.article()
    return Found(tuple(search.judged(search.first(root, titles), search.end(root))))


class _Search:
    """The page with what is known of its lines and boxes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = [line.kind or kind_of_line(line.text) for line in page.lines]
        self.weights = weights(page.lines, self.words)
        self.has_prose = any(w and is_prose(line) for w, line in zip(self.weights, page.lines, strict=True))
        all_prose = self._sums(self.weights)
        self.boxed = labelled(page, all_prose)
        self.kinds = [word or self.boxed[line.box] for word, line in zip(self.words, page.lines, strict=True)]
        self.prose = self._sums([0 if k else w for k, w in zip(self.kinds, self.weights, strict=True)])
        if not any(self.prose):  # all of it has the name of something else, so the names say nothing
            self.boxed = [""] * len(page.boxes)
            self.kinds, self.prose = self.words, all_prose
        self.chars = self._sums([line.chars for line in page.lines])
        self.links = self._sums([0 if line.file else line.linked for line in page.lines])
        self.children: list[list[int]] = [[] for _ in page.boxes]
        for number, box in enumerate(page.boxes[1:], 1):
            self.children[box.parent].append(number)
        self.said = self._sums(
            [int(bool(k) or is_footer(li.text)) for k, li in zip(self.kinds, page.lines, strict=True)]
        )

    def _sums(self, values: Sequence[int]) -> list[int]:
        """A value of lines, summed for each box over all lines inside it."""
        sums = [0] * len(self.page.boxes)
        for line, value in zip(self.page.lines, values, strict=True):
            sums[line.box] += value
        for number in range(len(sums) - 1, 0, -1):
            sums[self.page.boxes[number].parent] += sums[number]
        return sums

    def article(self) -> int:
        """The deepest box with nearly all prose, or the one that is called the article."""
        boxes = self.page.boxes
        total = self.prose[0]
        root = max(n for n, prose in enumerate(self.prose) if prose >= _DENSE * total)
        named = [n for n, box in enumerate(boxes) if box.label.content and self.prose[n] >= _NAMED * total]
        if named and (named[-1] > root or not boxes[named[-1]].label.sure):
            root = named[-1]
        while boxes[root].tag in _WITHIN:
            root = boxes[root].parent
        return root

    def end(self, root: int) -> int:
        """Where the article ends, with what stands after it and is text as well: closing lines, more prose."""
        end = self.page.boxes[root].end
        while root > 0:
            root = self.page.boxes[root].parent
            for first, last, box in self._blocks(root):
                if first >= end:
                    if not self._is_text(first, box):
                        return end
                    end = last
        return end

    def first(self, root: int, titles: Sequence[str]) -> int:
        """Where the article begins: at its title, or with prose, or with what stands right before it in its block."""
        first = self.page.boxes[root].first
        title = title_line(self.page.lines[: self.page.boxes[root].end], self.kinds, first, titles)
        near = title is None
        while root > 0:
            root = self.page.boxes[root].parent
            for begin, last, box in reversed(self._blocks(root)):
                if last <= first:
                    if not (self._is_text(begin, box) and (near or self._is_dense(begin, box))):
                        return first if title is None else min(first, title)
                    first = begin
            near = False
        return first if title is None else min(first, title)

    def _blocks(self, outer: int) -> list[tuple[int, int, int]]:
        """What lies directly in a box: (first line, end, box), the box being -1 for a line."""
        lines, boxes = self.page.lines, self.page.boxes
        inner = [n for n in self.children[outer] if boxes[n].end > boxes[n].first]
        found = []
        at = boxes[outer].first
        for number in [*inner, -1]:
            to = boxes[number].first if number >= 0 else boxes[outer].end
            found += [(n, n + 1, -1) for n in range(at, to) if lines[n].chars]
            if number >= 0:
                found.append((boxes[number].first, boxes[number].end, number))
                at = boxes[number].end
        return found

    def _is_dense(self, first: int, box: int) -> bool:
        """Whether a block, or the line ``first`` where it is none, is for the greater part prose."""
        if box < 0:
            return 2 * self.weights[first] >= FAINT * self.page.lines[first].chars
        return 2 * self.prose[box] >= FAINT * self.chars[box]

    def _is_text(self, first: int, box: int) -> bool:
        """Whether a block beside the article goes with it."""
        if box < 0:
            line = self.page.lines[first]
            return not (self.kinds[first] or is_footer(line.text) or is_link(line))
        if not self.chars[box] or self._is_dense(first, box):
            return True
        return not self.said[box] and 10 * self.links[box] <= 3 * self.chars[box] and not self.boxed[box]

    def judged(self, first: int, end: int) -> list[str]:
        """The kind of each line when the text reaches from ``first`` to before ``end``."""
        lines = self.page.lines
        prose = [n for n in range(first, end) if self.weights[n] and not self.kinds[n] and is_prose(lines[n])]
        opens, closes = (prose[0], prose[-1]) if prose else (first, end - 1)
        found = []
        for number in range(len(lines)):
            if number < first or number >= end:
                found.append(self.kinds[number] or self._outside(number, first))
            elif number < opens:
                found.append(self._before(number))
            elif number <= closes:
                # Within the text only the label of its block or tools speak against a line.
                related = self.words[number] == "related" and not self.boxed[lines[number].box]
                found.append("" if related else self._inside(number))
            else:
                found.append(self._inside(number) or self._after(number))
        return found

    def _inside(self, number: int) -> str:
        """The kind that words and labels give a line of the article; its own header is text."""
        kind = self.kinds[number]
        return "" if kind == "header" else kind

    def _before(self, number: int) -> str:
        line = self.page.lines[number]
        path = is_link(line) and not line.hints and not is_dated(line)
        return self._inside(number) or ("nav" if path else "")

    def _after(self, number: int) -> str:
        line = self.page.lines[number]
        return "footer" if is_footer(line.text) else "related" if is_link(line) else ""

    def _outside(self, number: int, first: int) -> str:
        line = self.page.lines[number]
        if is_footer(line.text):
            return "footer"
        if is_link(line):
            return "nav" if number < first else "related"
        return "other"
