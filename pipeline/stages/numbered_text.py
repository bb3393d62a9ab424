"""Tells numbered paragraphs, as joint statements and budget speeches have them, from headings with a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from pipeline.stages.outline_form import Entry

_FIRST = re.compile(r"[^。!?;]*")
_OTHERS = frozenset({"run-in", "alone"})  # a series of nothing but sentences is known without asking
_PHRASE = 12  # characters that a label has at the most: 落实责任。
_SENTENCE = 24  # and a heading of the usual kind
_PROSE = 30  # a sentence with more text under it, that is no heading


def tell_paragraphs(entries: Sequence[Entry]) -> None:
    """Call lists the series in which numbers count whole sentences, and questions without their answers.

    A series is looked at as a whole, also where it runs on through the sections of a text. One paragraph may be a
    short sentence with others behind it, as a heading run in is: it is a heading only where most of its series are.
    """
    forms = {e.form for e in entries}
    if "stop" not in forms or forms.isdisjoint(_OTHERS):
        return
    for thread in _threads(entries):
        if len(thread) > 1 and (_asks(thread) or _says(thread)):
            for entry in thread:
                entry.told = True


def _threads(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The series of numbers of sections, each with those that go on with it under other parents."""
    last: dict[str, list[Entry]] = {}
    for entry in entries:
        style, c = entry.style, entry.placed.candidate
        if style is None or style.type != "section" or entry.article or entry.ruled or c.unnumbered:
            continue
        thread = last.get(c.style)
        if thread is None or not _goes_on(thread[-1], entry):
            if thread:
                yield thread
            thread = last[c.style] = []
        thread.append(entry)
    yield from last.values()


def _goes_on(before: Entry, entry: Entry) -> bool:
    a, b = before.placed, entry.placed
    return a.run == b.run or b.candidate.ordinal == a.candidate.ordinal + 1


def _asks(thread: Sequence[Entry]) -> bool:
    """Whether a series is one of questions, with no answers under them."""
    return all(e.rest.endswith("?") for e in thread) and all(e.is_empty() for e in thread[:-1])


def _says(thread: Sequence[Entry]) -> bool:
    """Whether a series is one of sentences: more of them stand alone than have others behind them.

    Where it runs through several sections a third will do, or two where the sentences are too long for headings.
    """
    stops = [e for e in thread if e.form == "stop"]
    stems = [e for e in thread if e.form == "alone"]
    if not stops or not all(e.rest.endswith(":") for e in stems):
        return False
    if any(e.has_text() and len(e.rest) <= _PROSE for e in stops if e is not thread[-1]):
        return False
    if 2 * sum(map(_is_statement, stops)) < len(stops):
        return False
    runs = [e for e in thread if e.form == "run-in"]
    if any(below.style is None for e in thread for below in e.children):
        return False
    if not runs:
        return len(stops) > len(stems) > 0 and all(map(_is_statement, stems))
    told = len(stops) + sum([e.form == "long" for e in thread]) + sum(map(_is_statement, stems))
    said = sum(map(_is_statement, runs))
    if told > len(runs) or (told == len(runs) == said):
        return True
    if len({e.placed.run for e in thread}) == 1 or 2 * said < len(runs):
        return False
    return told * 3 >= len(thread) or (told > 1 and median(map(_length, runs)) > _SENTENCE)


def _is_statement(entry: Entry) -> bool:
    """Whether the first sentence is more than a label."""
    first = _FIRST.match(entry.rest)
    return first is not None and (first.end() > _PHRASE or "," in first[0])


def _length(entry: Entry) -> int:
    first = _FIRST.match(entry.rest)
    return first.end() if first else 0
