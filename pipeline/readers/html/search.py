"""Finds where the article of a page lies: by where its prose is dense, by its title, by what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pipeline.readers.html.boxes import Boxes, sums
from pipeline.readers.html.heads import head_lines
from pipeline.readers.html.lines import Page
from pipeline.readers.html.signs import FAINT, is_dated, is_link, is_prose, is_sourced, weights
from pipeline.readers.html.title import named_in_cells, named_line, says_title, title_line
from pipeline.readers.html.words import is_footer, is_stamp, kind_of_line, names_site

_DENSE = 0.9  # the article is the deepest block with this share of the page's prose
_NAMED = 0.5  # one that is called the article is it with this share
_TITLED = (
    0.2  # one with the title at its head is it with this share, for much of the rest stands in other columns
)
_LEFT = 0.1  # unless so much prose would be left out after it
_PROSE = (
    60 * FAINT
)  # weight of so much prose without links and furniture that it is no column beside the text
_STAMPS = 3  # times of day, each a line by itself: those at which the parts of a live report were sent
_KICKER = 7  # characters of a heading over a title that names no section of the site
_LOWER = frozenset(("h2", "h3", "h4", "h5", "h6"))
_WITHIN = frozenset(
    ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "tr", "tbody", "thead", "pre", "caption")
)


class Search:
    """The page with what is known of its lines and boxes."""

    def __init__(self, page: Page, titles: Sequence[str]) -> None:
        """Look at the page.

        Args:
            page: the page as drawn.
            titles: what its metadata call it.
        """
        self.page = page
        self.titles = titles
        self.words = [line.kind or kind_of_line(line.text) for line in page.lines]
        stamps = [number for number, line in enumerate(page.lines) if not line.kind and is_stamp(line.text)]
        for number in stamps if len(stamps) >= _STAMPS else ():
            self.words[number] = "cue"
        self.weights = weights(page.lines, self.words)
        self.has_prose = any(w and is_prose(line) for w, line in zip(self.weights, page.lines, strict=True))
        self.heads, self.named = self._named()
        self.stated = self.named is not None and says_title(page.lines[self.named], titles)
        self.in_cells = self.stated and says_title(page.lines[self.named or 0], named_in_cells(page.lines))
        self.boxes = Boxes(page, self.weights, self.named)
        self.boxed = self.boxes.kinds
        self.kinds = [word or self.boxed[line.box] for word, line in zip(self.words, page.lines, strict=True)]
        self.prose = sums(page, self._counted())
        if not any(self.prose):  # all of it has the name of something else, so the names say nothing
            self.boxed = [""] * len(page.boxes)
            self.kinds = self.words
            self.prose = sums(page, self._counted())
        self.upto = [0, *accumulate(self._counted())]
        self.children: list[list[int]] = [[] for _ in page.boxes]
        for number, box in enumerate(page.boxes[1:], 1):
            self.children[box.parent].append(number)
        self.said = sums(
            page, [int(bool(k) or is_footer(li.text)) for k, li in zip(self.kinds, page.lines, strict=True)]
        )

    def _named(self) -> tuple[range, int | None]:
        """The lines that stand where a title does, and the line that says what the metadata call the page.

        What many sites have there is their own name, so a title that stands at its place is believed before it.
        """
        lines = self.page.lines
        named, heads = named_line(lines, self.titles), head_lines(self.page, self.words)
        if heads and (named is None or (named not in heads and names_site(lines[named].text))):
            return heads, heads.start
        return (heads if named in heads else range(0)), named

    def is_titled(self) -> bool:
        """Whether most of a page without prose stands under its title and is no link: a poem, a table."""
        if self.named is None:
            return False
        under = range(self.named + 1, len(self.page.lines))
        free = sum(self.page.lines[n].chars for n in under if self.weights[n] and not self.kinds[n])
        return 2 * free >= sum(line.chars for line in self.page.lines)

    def _counted(self) -> list[int]:
        return [0 if k else w for k, w in zip(self.kinds, self.weights, strict=True)]

    def article(self) -> tuple[int, int]:
        """Where the article begins and ends."""
        root = self._root()
        titled = self._titled(root)
        if titled < 0:
            return self._first(root), self._end(root)
        end = self._end(titled)
        if self.upto[self.page.boxes[root].end] - self.upto[end] > _LEFT * self.prose[0]:
            end = self._end(root)
        return self._opening(
            self.page.boxes[titled].first, self.heads.start if self.heads else self.named
        ), end

    def _root(self) -> int:
        """The deepest box with nearly all prose, or the one that is called the article."""
        boxes = self.page.boxes
        total = self.prose[0]
        root = max(n for n, prose in enumerate(self.prose) if prose >= _DENSE * total)
        named = [n for n, box in enumerate(boxes) if box.label.content and self.prose[n] >= _NAMED * total]
        if named and (named[-1] > root or not boxes[named[-1]].label.sure):
            root = named[-1]
        return self._whole(root)

    def _titled(self, root: int) -> int:
        """The smallest box inside the root with the title and much prose after it, -1 for none."""
        if self.named is None:
            return -1
        number = self.page.lines[self.named].box
        boxes = self.page.boxes
        while number > root:
            box = boxes[number]
            if self.upto[box.end] - self.upto[self.named + 1] >= _TITLED * self.prose[0]:
                number = self._whole(number)
                return number if root < number and not self._goes_on(number, root) else -1
            number = box.parent
        return -1

    def _goes_on(self, number: int, root: int) -> bool:
        """Whether a box goes on with a text before it, which a column of the page would not be."""
        first = self.page.boxes[number].first
        while number > root:
            number = self.page.boxes[number].parent
            for begin, end, box in self._blocks(number):
                long = end <= first and self.upto[end] - self.upto[begin] >= _PROSE
                if long and (box < 0 or not (self.boxes.links[box] or self.said[box])):
                    return True
        return False

    def _whole(self, number: int) -> int:
        """A box, or the one around it that is no mere paragraph, row or item."""
        boxes = self.page.boxes
        while boxes[number].tag in _WITHIN:
            number = boxes[number].parent
        return number

    def _end(self, root: int) -> int:
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

    def _first(self, root: int) -> int:
        """Where the article begins: at its title, or with prose, or with what stands right before it in its block."""
        first, end = self.page.boxes[root].first, self.page.boxes[root].end
        title = title_line(self.page, self.kinds, first, end, self.titles)
        if self.heads and self.heads.start < end and (title is None or title in self.heads):
            title = self.heads.start
        near = title is None
        while root > 0:
            root = self.page.boxes[root].parent
            before = [block for block in self._blocks(root) if block[1] <= first]
            for begin, _, box in reversed(before):
                if not (self._is_text(begin, box) and (near or self._is_dense(begin, box))):
                    return self._opening(first, title)
                first = begin
            near = near and not before
        return self._opening(first, title)

    def _opening(self, first: int, title: int | None) -> int:
        """The first line: the title, with what stands right above it before the prose: date and source, a lower heading."""
        first = first if title is None else min(first, title)
        while first == title and first and self.kinds[first - 1] in {"", "header"}:
            line = self.page.lines[first - 1]
            if not (is_dated(line) or is_sourced(line)):
                break
            first, title = first - 1, first - 1
        while first == title and first and self._is_kicker(first - 1):
            first, title = first - 1, first - 1
        return first

    def _is_kicker(self, number: int) -> bool:
        """Whether a line is a heading over a main one, in the same block."""
        lines, boxes = self.page.lines, self.page.boxes
        line, title = lines[number], lines[number + 1]
        beside = boxes[line.box].parent == boxes[title.box].parent
        lower = "h1" in title.hints and not _LOWER.isdisjoint(line.hints)
        section = line.chars < _KICKER or says_title(line, self.titles)
        return lower and beside and not (section or line.linked or self.kinds[number])

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
        return 2 * self.prose[box] >= FAINT * self.boxes.chars[box]

    def _is_text(self, first: int, box: int) -> bool:
        """Whether a block beside the article goes with it."""
        if box < 0:
            line = self.page.lines[first]
            return not (self.kinds[first] or is_footer(line.text) or is_link(line))
        chars, links = self.boxes.chars[box], self.boxes.links[box]
        if not chars or self._is_dense(first, box):
            return True
        return not self.said[box] and 10 * links <= 3 * chars and not self.boxed[box]
