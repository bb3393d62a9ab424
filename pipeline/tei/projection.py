"""The test of "nothing lost": the text of a TEI tree, without what editors added, is its source, element by element."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from pipeline.model import Diagnostic, Span
from pipeline.tei import names

_EDITORIAL = frozenset(map(names.tag, ("corr", "reg", "supplied")))
_NOTE = names.tag("note")
_SOURCE = re.compile(r"src:([0-9]+),([0-9]+)")
_CONTEXT = 12
_MOST = 10

# Of each element with @source: the element, its range in the source, its range in the projected text.
_Claim = tuple[etree._Element, int, int, int, int]


def source_span(element: etree._Element) -> Span | None:
    """The range that an element's @source names, None without one."""
    found = _SOURCE.fullmatch(element.get("source", ""))
    return Span(int(found[1]), int(found[2])) if found else None


def compare(root: etree._Element, text: str) -> Iterator[Diagnostic]:
    """Compare a tree with its source, white space aside.

    Args:
        root: a TEI element.
        text: the decoded source.

    Yields:
        LOS101 where the whole text first differs, then for the innermost elements that do; ten at most.
    """
    expected = "".join(text.split())
    index = _Index(text)
    if _agrees(root, expected, index):
        return iter(())
    projected, claims = _project(root)
    return islice(_differences(projected, expected, claims, index), _MOST)


def _agrees(root: etree._Element, expected: str, index: _Index) -> bool:
    """Whether nothing differs; nothing is kept to find that out."""
    at = 0
    for found in _walk(root):
        if isinstance(found, str):
            if not expected.startswith(found, at):
                return False
            at += len(found)
        else:
            _, start, end, first, last = found
            if index.visible(start) != first or index.visible(end) != last:
                return False
    return at == len(expected)


def _differences(projected: str, expected: str, claims: list[_Claim], index: _Index) -> Iterator[Diagnostic]:
    same = projected == expected
    if not same:
        at = _first_difference(projected, expected)
        yield _diagnostic(index, index.offset(at), "text", (expected, at), (projected, at))
    failed = -1
    for element, start, end, first, last in claims:
        wanted, wanted_last = index.visible(start), index.visible(end)
        if (wanted, wanted_last) == (first, last) and same:
            continue
        if not same and projected[first:last] == expected[wanted:wanted_last]:
            continue
        # Children come first: an element is not named again for what was found inside it.
        if failed < first or last <= failed:
            at = _first_difference(projected[first:last], expected[wanted:wanted_last])
            name = f"{etree.QName(element).localname} {element.get('source')}"
            yield _diagnostic(
                index, index.offset(wanted + at), name, (expected, wanted + at), (projected, first + at)
            )
        failed = first


class _Index:
    """Maps offsets in the source to offsets in the source without white space, and back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.length = len(text)
        # Where white space ends, and how much of it there was up to then.
        self.ends: list[int] = []
        self.starts: list[int] = []
        self.before: list[int] = []
        gone = 0
        for found in re.finditer(r"\s+", text):
            start, end = found.span()
            self.starts.append(start)
            self.before.append(gone)
            gone += end - start
            self.ends.append(end)

    def visible(self, offset: int) -> int:
        """How many characters stand before an offset, white space not counted."""
        offset = min(offset, self.length)
        at = bisect_right(self.starts, offset) - 1
        if at < 0:
            return offset
        return self.starts[at] - self.before[at] + max(offset - self.ends[at], 0)

    def offset(self, visible: int) -> int:
        """The offset of the character that has so many visible ones before it."""
        low, high = 0, self.length
        while low < high:
            middle = (low + high) // 2
            if self.visible(middle + 1) <= visible:
                low = middle + 1
            else:
                high = middle
        return low


def _project(root: etree._Element) -> tuple[str, list[_Claim]]:
    """The text without white space, and the claims in the order in which elements end."""
    found = list(_walk(root))
    pieces = [piece for piece in found if isinstance(piece, str)]
    return "".join(pieces), [claim for claim in found if not isinstance(claim, str)]


def _walk(root: etree._Element) -> Iterator[str | _Claim]:
    """The pieces of the text without white space, and after those of an element what it claims."""
    begun: list[int] = []
    length = 0
    text = root.find(names.tag("text"))
    if text is None:
        return
    walk = etree.iterwalk(text, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            begun.append(length)
            if element.tag in _EDITORIAL or (element.tag == _NOTE and element.get("source") is None):
                walk.skip_subtree()
                continue
            piece = element.text
        else:
            if event == "end":
                first = begun.pop()
                found = _SOURCE.fullmatch(element.get("source", ""))
                if found:
                    yield element, int(found[1]), int(found[2]), first, length
            piece = element.tail if element is not text else None
        if piece and not piece.isspace():
            piece = "".join(piece.split())
            yield piece
            length += len(piece)


def _first_difference(left: str, right: str) -> int:
    """The length of the common beginning, found by halving so that long texts are compared by the library."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _diagnostic(
    index: _Index, offset: int, where: str, expected: tuple[str, int], found: tuple[str, int]
) -> Diagnostic:
    line = index.text.count("\n", 0, offset) + 1
    wanted, given = (text[max(at - _CONTEXT, 0) : at + _CONTEXT] for text, at in (expected, found))
    message = f"{where}: at character {offset} the source has “{wanted}”, the TEI “{given}”"
    values = (
        ("message", message), ("where", where), ("offset", str(offset)), ("line", str(line)),
        ("expected", wanted), ("found", given),
    )  # fmt: skip
    return Diagnostic("LOS101", Span(offset, min(offset + 1, index.length)), values)
