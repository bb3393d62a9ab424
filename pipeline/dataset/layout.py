"""How a text is laid out as one string, line by line, and where in it everything stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pipeline.dataset.wording import one_line, original
from pipeline.tei.view_types import Block, Mark, Node, Points, Section, Table, Turn
from pipeline.writers.pages import unstopped

Wording = Literal["repaired", "original"]
Span = dict[str, Any]

# what a mark is → type of entity; all other marks are none
ENTITIES = {
    "date": "date", "person": "person", "name": "person", "role": "role", "place": "place", "docket": "docket",
    "publisher": "organisation",
}  # fmt: skip
_NAMED = ("person", "name", "said")
_NOTHING = Block("", "")
_LATIN = re.compile(r"[!-~]")


@dataclass(frozen=True, slots=True)
class _Where:
    """The indices of what is around a block."""

    section: int | None = None
    turn: int | None = None
    point: int | None = None


@dataclass(slots=True)
class Layout:
    """Texts are put one after the other; ``text`` and the lists of spans say what came of it.

    ``people`` maps ids of persons to their names, ``seen`` gathers the ids that were met, ``certainty`` counts what
    was said by how sure it is, and ``source`` is the stretch of the source that was used.
    """

    wording: Wording = "repaired"
    people: dict[str, str] = field(default_factory=dict)
    sections: list[Span] = field(default_factory=list)
    paragraphs: list[Span] = field(default_factory=list)
    turns: list[Span] = field(default_factory=list)
    points: list[Span] = field(default_factory=list)
    entities: list[Span] = field(default_factory=list)
    repairs: list[Span] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    certainty: Counter[str] = field(default_factory=Counter)
    source: tuple[int, int] | None = None
    _pieces: list[str] = field(default_factory=list)
    _at: int = 0

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self._pieces)

    def add(self, nodes: Sequence[Node]) -> None:
        """Lay out more of the text."""
        self._nodes(nodes, _Where(), None)

    def _nodes(self, nodes: Sequence[Node], where: _Where, glue: str | None) -> None:
        """Lay out nodes; with ``glue`` a paragraph that comes first stays in the line, behind the glue."""
        for i, node in enumerate(nodes):
            match node:
                case Block():
                    self._paragraph(node, where, glue if i == 0 and node.kind == "p" else None)
                case Section():
                    self._section(node, where)
                case Turn():
                    self._turn(node, where)
                case Points():
                    self._points(node, where)
                case Table():
                    self._table(node, where)

    def _paragraph(self, block: Block, where: _Where, glue: str | None) -> None:
        shown = self._shown(block)
        if not shown.text.strip():
            return
        if glue is None:
            self._line()
        else:
            self._put("" if glue == " " and not _LATIN.match(shown.text) else glue)
        start = self._at
        self._block(shown)
        self._role(shown.kind, (start, self._at), where, shown.source, shown.cert, shown.n)

    def _role(
        self,
        role: str,
        span: tuple[int, int],
        where: _Where,
        source: tuple[int, int] | None,
        cert: str,
        n: int = 0,
    ) -> None:
        start, end = source or (None, None)
        self.paragraphs.append({
            "role": role, "n": n or None, "section": where.section, "turn": where.turn, "point": where.point,
            "start": span[0], "end": span[1], "source_start": start, "source_end": end, "cert": cert,
        })  # fmt: skip

    def _section(self, node: Section, where: _Where) -> None:
        self._claim(node.cert)
        found: Span = {
            "id": node.id, "parent": where.section, "level": node.level, "number": node.number or None,
            "label": None, "heading": None, "run_in": node.run_in, "heading_start": None,
            "heading_end": None, "start": self._next(), "end": 0, "cert": node.cert,
        }  # fmt: skip
        index = len(self.sections)
        self.sections.append(found)
        glue = None
        heading = self._shown(node.heading)
        if heading.text.strip():
            self._line()
            found |= {"heading": heading.text, "heading_start": self._at}
            self._block(heading)
            found["heading_end"] = self._at
            label = next((m for m in heading.marks if m.kind == "label"), None)
            found["label"] = heading.text[label.start : label.end] if label else None
            if node.run_in:
                glue = "　" if unstopped(heading.text) else ""
        self._nodes(node.children, replace(where, section=index), glue)
        self._close(self.sections, index)

    def _turn(self, node: Turn, where: _Where) -> None:
        self._claim(node.cert)
        self.seen.add(node.who)
        found: Span = {
            "name": self.people.get(node.who) or None, "label": None, "section": where.section,
            "label_start": None, "label_end": None, "start": self._next(), "end": 0,
        }  # fmt: skip
        index = len(self.turns)
        self.turns.append(found)
        glue = self._labelled(found, node.speaker)
        self._nodes(node.children, replace(where, turn=index), glue)
        self._close(self.turns, index)

    def _points(self, node: Points, where: _Where) -> None:
        self._claim(node.cert)
        for item in node.items:
            found: Span = {
                "parent": where.point, "section": where.section, "label": None, "value": item.value or None,
                "label_start": None, "label_end": None, "start": self._next(), "end": 0,
            }  # fmt: skip
            index = len(self.points)
            self.points.append(found)
            glue = self._labelled(found, item.label)
            self._nodes(item.children, replace(where, point=index), glue)
            self._close(self.points, index)

    def _labelled(self, found: Span, label: Block | None) -> str | None:
        """Begin a line with the label; what follows it in the line is parted by a space where letters would touch."""
        shown = self._shown(label)
        if not shown.text.strip():
            return None
        self._line()
        found |= {"label": shown.text, "label_start": self._at}
        self._block(shown)
        found["label_end"] = self._at
        return " " if _LATIN.match(shown.text[-1]) else ""

    def _table(self, node: Table, where: _Where) -> None:
        self._claim(node.cert)
        for row in node.rows:
            cells = [self._shown(cell) for cell in row]
            if not any(shown.text.strip() for shown in cells):
                continue
            self._line()
            start = self._at
            for i, shown in enumerate(cells):
                if i:
                    self._put("\t")
                self._block(replace(shown, text=shown.text.replace("\t", " ")))
            places = [cell.source for cell in row if cell.source]
            source = (min(p[0] for p in places), max(p[1] for p in places)) if places else None
            self._role("row", (start, self._at), where, source, node.cert)

    def _shown(self, block: Block | None) -> Block:
        """A block in the wording asked for, on one line."""
        if block is None:
            return _NOTHING
        shown = original(block) if self.wording == "original" else block
        return replace(shown, text=shown.text.replace("\n", " ")) if "\n" in shown.text else shown

    def _block(self, shown: Block) -> None:
        """Put the text of a block and what its marks say."""
        self._claim(shown.cert)
        if shown.source:
            first, last = self.source or shown.source
            self.source = min(first, shown.source[0]), max(last, shown.source[1])
        start = self._at
        self._put(shown.text)
        for mark in shown.marks:
            self._claim(mark.cert)
            if mark.kind in _NAMED and mark.value:
                self.seen.add(mark.value)
            self._mark(mark, start, shown.text)

    def _mark(self, mark: Mark, start: int, text: str) -> None:
        place = {"start": start + mark.start, "end": start + mark.end}
        if mark.kind == "repair":
            wording = text[mark.start : mark.end]
            pair = (wording, mark.value) if self.wording == "original" else (one_line(mark.value), wording)
            self.repairs.append({"original": pair[0], "reading": pair[1], **place, "cert": mark.cert})
        elif mark.kind in ENTITIES:
            norm = self.people.get(mark.value) if mark.kind in _NAMED else mark.value
            found = {"type": ENTITIES[mark.kind], "norm": norm or None, **place, "cert": mark.cert}
            if found not in self.entities[-3:]:  # a name inside a byline of the same words
                self.entities.append(found)

    def _line(self) -> None:
        if self._at:
            self._put("\n")

    def _next(self) -> int:
        """Where the next line will start."""
        return self._at + 1 if self._at else 0

    def _close(self, spans: list[Span], index: int) -> None:
        """Set the end of what was begun; what has no text is left out, with all that was begun inside it."""
        if spans[index]["start"] < self._at:
            spans[index]["end"] = self._at
        else:
            del spans[index:]

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._at += len(text)

    def _claim(self, cert: str) -> None:
        self.certainty[cert] += 1
