"""Tells what kind of furniture each box of a page is, by its label, its first line and what lies inside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, islice

from pipeline.readers.html.fields import is_imprint
from pipeline.readers.html.lines import Box, Page
from pipeline.readers.html.signs import FAINT
from pipeline.readers.html.words import heads_others, is_answer, is_day, is_detail, is_footer

# A block called a footer is none if it holds more of the prose, by how sure its label is.
_SURE, _LIKELY = 0.9, 0.5
_PART = 0.2  # of the prose, in the first block of it under the title: less may be advertising
_WEAK = frozenset({"nav", "header", "share", "tools", "related"})
_BESIDE = frozenset({"aside", "comments"})
_PROSE = (
    60 * FAINT
)  # weight of so much prose without a link that a name such as "hot" says nothing against it
_AROUND = " \u3000()（）"  # signs around a date under a title
_OPENING = 3  # lines of a box among which its label stands
_SIGNED = 5  # most lines of a signature with its date
_FILL = 3  # lines of a table of details for each that is one by its words


def sums(page: Page, values: Sequence[int]) -> list[int]:
    """A value of lines, summed for each box over all lines inside it."""
    found = [0] * len(page.boxes)
    for line, value in zip(page.lines, values, strict=True):
        found[line.box] += value
    for number in range(len(found) - 1, 0, -1):
        found[page.boxes[number].parent] += found[number]
    return found


class Boxes:
    """What is known of the boxes of a page.

    ``kinds`` is the furniture that each is by itself or by a box around it, "" for none; ``links`` and ``chars`` count
    the characters in it; ``details`` tells whether it is the table that says what an official document is.
    """

    def __init__(self, page: Page, weights: Sequence[int], title: int | None) -> None:
        """Look at the boxes.

        Args:
            page: the page.
            weights: what each line counts as text.
            title: the line that its metadata name as the title, if any does.
        """
        self.page = page
        self.chars = sums(page, [line.chars for line in page.lines])
        self.links = sums(page, [0 if line.file else line.linked for line in page.lines])
        told = [
            w and (0 if is_imprint(line.text.strip(_AROUND)) else w)
            for w, line in zip(weights, page.lines, strict=True)
        ]
        self._prose = sums(page, told)
        self._upto = [0, *accumulate(told)]
        self._title = title
        self.details = self._details()
        self.kinds: list[str] = []
        for number, box in enumerate(page.boxes):
            outer = self.kinds[box.parent] if box.parent >= 0 else ""
            self.kinds.append("" if self.details[number] else self._kind(number) or outer)

    def _details(self) -> list[bool]:
        """Which boxes are a table of details, or lie in one: the smallest with several rows of it and little else."""
        boxes, lines = self.page.boxes, self.page.lines
        told = sums(self.page, [int(is_detail(line.text)) for line in lines])
        count = sums(self.page, [int(bool(line.chars)) for line in lines])
        within = [False] * len(boxes)
        found = [False] * len(boxes)
        for number in range(len(boxes) - 1, -1, -1):
            few_links = 2 * self.links[number] <= self.chars[number]
            small = told[number] > 1 and count[number] <= _FILL * told[number]
            found[number] = small and few_links and not within[number]
            if number and (found[number] or within[number]):
                within[boxes[number].parent] = True
        for number, box in enumerate(boxes[1:], 1):
            found[number] = found[number] or found[box.parent]
        return found

    def _kind(self, number: int) -> str:
        """The kind that a box is by its own label or by its first line."""
        box = self.page.boxes[number]
        lines = self.page.lines
        text = lines[box.first].text if box.end - box.first > 1 else ""
        if len(text) == len("沙发"):  # the seat of a post, and when it was written in a box of its own
            text += lines[box.first + 1].text
        kind = box.label.kind or heads_others(text)
        if not kind or (kind == "comments" and self._answers(box)):
            return ""
        if kind == "comments" and self._follows_text(box.first):
            return kind
        if self._prose[number] > (_SURE if box.label.sure else _LIKELY) * self._prose[0]:
            return ""
        if kind in _BESIDE and not box.label.sure and self._opens_text(number):
            return ""
        named = bool(box.label.kind) and not box.label.sure
        if named and kind in _WEAK and not self.links[number] and self._is_prose(number):
            return ""
        return "" if kind == "footer" and self._is_signature(number) else kind

    def _follows_text(self, first: int) -> bool:
        """Whether the title and prose stand before a line, so that even longer prose after it is not the text."""
        return self._title is not None and self._upto[first] > self._upto[min(self._title + 1, first)]

    def _answers(self, box: Box) -> bool:
        """Whether a box that is called a reply is that of an office to a letter: 答复单位：…."""
        lines = self.page.lines[box.first : box.end]
        return any(is_answer(line.text) for line in islice((li for li in lines if li.chars), _OPENING))

    def _opens_text(self, number: int) -> bool:
        """Whether a box holds the first prose under the title and no link, whatever its author called it."""
        first = self.page.boxes[number].first
        if self._title is None or first <= self._title or self.links[number]:
            return False
        much = self._prose[number] >= max(_PROSE / 2, _PART * self._prose[0])
        return much and not self._follows_text(first)

    def _is_prose(self, number: int) -> bool:
        return self._prose[number] >= max(_PROSE, FAINT * self.chars[number] / 2)

    def _is_signature(self, number: int) -> bool:
        """Whether a box holds only who signed and the date."""
        box = self.page.boxes[number]
        if box.end - box.first > 2 * _SIGNED or self.links[number]:
            return False
        lines = [line for line in self.page.lines[box.first : box.end] if line.chars]
        if not 0 < len(lines) <= _SIGNED:
            return False
        return is_day(lines[-1].text) and not any(is_footer(line.text) for line in lines)
