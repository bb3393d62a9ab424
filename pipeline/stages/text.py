"""Small questions that several stages ask about blocks and marks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from pipeline.model import Block, Document, Furniture, Mark, Span
from pipeline.profile import Profile
from pipeline.screen import Tail
from pipeline.stages.rules import rules

SENTENCE_END = Tail(r"[。!?…][”’)]?$|[^\W\d_]{2}[.][”’\")]?$", 4)
_GLOSS = re.compile(r"[(][a-zā-ǜüńň:]{1,7} ?[)] ?")
_MASKED = re.compile(r"[X×某○〇*]{1,3}$")
_NO_NAME = re.compile(r"[的了在是和与]")
_SPACE = re.compile(r"\s+")


def by_block(marks: tuple[Mark, ...], kind: str) -> dict[int, Mark]:
    """Marks of one kind by the offset at which they begin. Not to be changed: it is kept for the next call."""
    return _index(marks).at.get(kind, {})


def within(marks: tuple[Mark, ...], kind: str, block: Block) -> list[Mark]:
    """Marks of one kind that lie inside a block, in order."""
    starts, known = _index(marks).of.get(kind, _NONE)
    end = block.end
    found = known[bisect_left(starts, block.start) : bisect_left(starts, end)]
    return [mark for mark in found if mark.span.end <= end] if found else found


class _Index:
    """The marks of a document by kind, and by kind and place."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self.marks = marks
        self.of: dict[str, tuple[list[int], list[Mark]]] = {}
        self.at: dict[str, dict[int, Mark]] = {}
        for start, mark in sorted([(mark.span.start, mark) for mark in marks], key=itemgetter(0)):
            if mark.kind not in self.of:
                self.of[mark.kind], self.at[mark.kind] = ([], []), {}
            starts, known = self.of[mark.kind]
            starts.append(start)
            known.append(mark)
            self.at[mark.kind][start] = mark


_NONE: tuple[list[int], list[Mark]] = ([], [])
_latest = _Index(())


def _index(marks: tuple[Mark, ...]) -> _Index:
    """The index of these marks. Stages ask many times about the same tuple, so the latest index is kept."""
    global _latest
    if _latest.marks is not marks:
        _latest = _Index(marks)
    return _latest


def slice_of(block: Block, lo: int, hi: int) -> Block:
    """The block of ``text[lo:hi]`` without outer blanks; the stretch must hold a character that is no blank."""
    text = block.text[lo:hi]
    lo += len(text) - len(text.lstrip())
    hi -= len(text) - len(text.rstrip())
    pieces, base = [], 0
    for piece in block.pieces:
        length = piece.end - piece.start
        a, b = max(lo - base, 0), min(hi - base, length)
        if a < b:
            pieces.append(Span(piece.start + a, piece.start + b))
        base += length
    return replace(block, spans=block.cut(lo, hi), text=block.text[lo:hi], pieces=tuple(pieces))


def pages_before(doc: Document, block: Block, at: int) -> list[Furniture]:
    """Page numbers and the like that fell right before the character at offset ``at`` of a block, where it is cut in two."""
    end = block.at(at)
    start = block.at(at - 1) + 1 if at else end
    if end - start <= 1:  # nothing but a blank
        return []
    marks = [m for begin, m in by_block(doc.marks, "fw").items() if start <= begin < end]
    return [Furniture((m.span,), m.value, "inline", m.why) for m in marks]


def key(text: str) -> str:
    """Folded text reduced to what two copies of a title share: no glosses, spaces, quotes or book-title marks."""
    return re.sub(r"[\s“”‘’《》<>【】\[\]()·,、:—\-_|]", "", _GLOSS.sub("", text))


def reading(doc: Document, spans: Iterable[Span]) -> str:
    """The source text of spans with repairs applied, white space collapsed."""
    text, out = doc.source.text, []
    starts, repairs = _index(doc.marks).of.get("repair", _NONE)
    for span in spans:
        at = span.start
        for mark in repairs[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            if mark.span.end > span.end:
                break
            out += [text[at : mark.span.start], mark.value]
            at = mark.span.end
        out.append(text[at : span.end])
    return _SPACE.sub(" ", "".join(out)).strip()


def is_name(text: str, profile: Profile) -> bool:
    """Whether folded text has the form of a Chinese personal name: a surname and one or two characters, blanks inside."""
    plain = text.replace(" ", "")
    surname = rules(profile).surnames.match(plain)
    if surname is None or not 1 <= len(plain) - surname.end() <= 3:
        return False
    if _MASKED.match(plain, surname.end()):
        return True  # a name that the source masks: 刘XX
    return (
        len(plain) - surname.end() < 3
        and not _NO_NAME.search(plain)
        and all(unicodedata.category(c) == "Lo" for c in plain)
    )


def is_title_shaped(text: str) -> bool:
    """Whether a folded line could be a title: not long, not a sentence."""
    return 2 <= len(text) <= 90 and not re.search(r"[。;,:、!]$", text) and "。" not in text
