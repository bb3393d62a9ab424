"""Turns lines into blocks: joins what the source broke, keeps what it meant to break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.fold import folded as fold_once
from pipeline.frozen import replace
from pipeline.model import Block, Diagnostic, Document, Evidence, Fix, Mark, Why
from pipeline.profile import Profile
from pipeline.stages.alone import alone
from pipeline.stages.fixes import by_start, fix_why, joint
from pipeline.stages.footnotes import footnotes, resumed, unpaged
from pipeline.stages.hanging import hanging
from pipeline.stages.joints import Joints
from pipeline.stages.pages import ACROSS, page_rows
from pipeline.stages.paragraph import Paragraph, block_of
from pipeline.stages.row_shape import Shape
from pipeline.stages.rows import FINAL, is_noted, open_rows, rows_of, stops
from pipeline.stages.rules import rules
from pipeline.stages.spacing import closed_up, cut_figures

_ENDED, _TWICE = re.compile(r"[。!?]"), re.compile(r"[。!?][^。!?]*[。!?]")
_PAGE = Why("furniture.page", "high", (Evidence("page number or running head", 2.0),))


def reflow(doc: Document, profile: Profile, /) -> Document:
    """Join lines into blocks.

    A joint is decided by the whole text: whether its lines share one width (hard wraps), whether indents or empty
    lines mark its paragraphs, and, where a single paragraph was cut, whether the words on both sides of the cut
    stand together elsewhere in the text. Page numbers between two halves stay between them.
    """
    folded = fold_once(doc.source.text)
    rows = closed_up(rows_of(doc, folded), profile)
    joining = _Joining(doc, rows, folded, profile)
    blocks, marks = joining.blocks()
    joined = joining.joined
    report = (Diagnostic("SEG101", None, (("count", str(joined)),)),) if joined else ()
    if not joined and _by_sentences(blocks):
        report = (Diagnostic("SEG102"),)
    return replace(
        doc, blocks=tuple(blocks), marks=doc.marks + tuple(marks), diagnostics=doc.diagnostics + report
    )


class _Joining:
    """Goes from row to row as long as they belong together; rows are known by their places."""

    def __init__(self, doc: Document, rows: Sequence[Block], folded: str, profile: Profile) -> None:
        self._text, self._folded, self._rows = doc.source.text, folded, rows
        texts = [row.text for row in rows]
        # rows that surely go on in the next one
        self._cut = cut_figures(rows, texts) | hanging(rows, self._text, rules(profile).opening)
        opened = open_rows(texts)
        if self._cut:
            opened = sorted(self._cut.union(opened))
        self._said, self._page = _said(doc, rows), page_rows(rows, texts, opened, profile)
        self._numbers = alone(rows, profile)
        self._page.difference_update(self._numbers.marks)
        self._notes = footnotes(rows, self._page, profile) if self._page else {}
        self._ordinary = not self._said and not self._page
        if self._page:
            kept = [row for i, row in enumerate(rows) if i not in self._page]
            shape = Shape(kept, open_rows([row.text for row in kept]))
        else:
            shape = Shape(rows, opened)
        if shape.wrapped and not self._notes:
            self._notes = unpaged(rows, texts)
        # what is one block whatever its lines look like: its first row, and the row behind it
        self._whole = {i: i + 2 for i in self._numbers.titled} | self._notes
        again = resumed(rows, self._notes, self._page) if shape.wrapped else frozenset[int]()
        self._joints = Joints(rows, shape, folded, profile, again)
        self._ends = (
            not self._said and not shape.wrapped
        )  # then no paragraph goes on after the end of a sentence
        self._asked: Iterable[int] = range(len(rows))
        if self._ends:
            self._asked = (
                self._joints.undecided(opened) if self._ordinary else sorted(self._page.union(opened))
            )
            if self._whole or self._cut:
                self._asked = sorted({*self._whole, *self._cut, *self._asked})
        self.joined = 0  # how many rows were joined to others

    def blocks(self) -> tuple[list[Block], list[Mark]]:
        """The blocks, and the marks of what is of the page."""
        rows, said, page, titled = self._rows, self._said, self._page, self._numbers.titled
        blocks: list[Block] = []
        marks = [*self._numbers.marks.values()]
        done = 0
        for i in self._asked:
            if i < done:
                continue
            blocks += rows[done:i]
            members = self.members(i)
            done = members[-1] + 1
            if i in self._notes:
                marks.append(Mark("footnote", rows[i].spans[0], "", _PAGE))
            if i in titled:
                blocks.append(block_of(rows[i:done], self._text, self._folded, apart=True))
            elif len(members) > 1:
                self.joined += len(members) - 1
                blocks.append(block_of([rows[j] for j in members], self._text, self._folded))
                if done - i > len(members):
                    between = sorted({*range(i, done)}.difference(members))
                    marks += [_inner(rows[j], j in said) for j in between]
            else:
                blocks.append(rows[i])
                if i in page and i not in said:
                    marks.append(Mark("furniture", rows[i].spans[0], "page", _PAGE))
        blocks += rows[done:]
        return blocks, marks

    def members(self, i: int) -> list[int]:
        """The rows of the paragraph that begins with row ``i``."""
        if i in self._whole:
            return [*range(i, self._whole[i])]
        rows, said, ends, joins = self._rows, self._said, self._ends, self._joints.joins
        paragraph = Paragraph((i,))
        while i in self._cut or not (ends and (rows[i].text[-1] in FINAL or is_noted(rows[i].text))):
            j = i + 1 if self._ordinary else self._next(i)
            if j >= len(rows) or j in self._notes:
                break
            goes_on = joint(said, paragraph[0], j) if said else None
            if goes_on is None:
                goes_on = (self._ordinary or not self._between(i)) and (
                    (i in self._cut and j == i + 1) or joins(paragraph, j)
                )
            if not goes_on:
                break
            paragraph.append(j)
            i = j
        return paragraph

    def _next(self, i: int) -> int:
        """The next row that is not between the rows of a paragraph."""
        j = i + 1
        while j < len(self._rows) and (j - i <= ACROSS or j in self._said) and self._between(j):
            j += 1
        return j

    def _between(self, i: int) -> bool:
        """Whether a row is no part of a paragraph that it interrupts."""
        return self._said[i].role == "furniture" if i in self._said else i in self._page


def _said(doc: Document, rows: Sequence[Block]) -> dict[int, Fix]:
    """What a person said of rows."""
    if not doc.source.corrections.lines:
        return {}
    starts = [row.start for row in rows]
    found = by_start(doc.source, starts)
    return {i: found[start] for i, start in enumerate(starts) if start in found}


def _inner(row: Block, said: bool) -> Mark:
    kind, why = ("other", fix_why("furniture")) if said else ("page", _PAGE)
    return Mark("fw", row.spans[0], kind, why)


def _by_sentences(blocks: list[Block]) -> bool:
    """Whether nearly every paragraph of a text is one sentence."""
    if len(blocks) < 10:
        return False
    most = 0.1 * len(blocks) + 1  # of the paragraphs may have more
    prose = more = 0
    for block in blocks:
        if stops(block.text):
            prose += 1
            more += _TWICE.search(block.text) is not None or not _ENDED.search(block.text)
            if more > most:
                return False
    return prose >= 10 and prose - more >= 0.9 * prose
