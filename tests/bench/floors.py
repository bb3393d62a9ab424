"""What no converter can go below: the single steps that any must do, each by the library that does it fastest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from time import process_time

from lxml import etree

# what reading an outline asks of every line, in one expression: a marker, a chapter, a date, a label
LINE = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,4}[、）)是]|第[一二三四五六七八九十百千0-9]{1,5}[章节条，]|[0-9]{1,3}[.、）)]"
    r"|[（(]?[0-9]{4}[-年]|[^\s：，。]{1,10}："
)


def seconds(work: Callable[[], object]) -> float:
    """The processor time of this process for one call."""
    start = process_time()
    work()
    return process_time() - start


def best(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least processor time of each work in some rounds; in a round all are measured side by side."""
    found = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            found[name] = min(found[name], seconds(work))
    return found


def tree(text: str) -> etree._Element:
    """A TEI tree of one ``p`` for each line, and nothing else."""
    root = etree.Element("text")
    for line in text.split("\n"):
        etree.SubElement(root, "p").text = line
    return root


def build(texts: Sequence[str]) -> None:
    """Build and serialise a tree for each text: what conversion is measured against."""
    for text in texts:
        etree.tostring(tree(text), encoding="utf-8")


def floors(data: Sequence[bytes]) -> dict[str, Callable[[], object]]:
    """The floors over the bytes of some texts, by name; those that need the text hold it decoded."""
    texts = [piece.decode() for piece in data]

    def decode() -> None:
        for piece in data:
            piece.decode()

    def match() -> None:
        for text in texts:
            for line in text.split("\n"):
                LINE.match(line)

    return {
        "decode UTF-8": decode,
        "one regex at each line start": match,
        "lxml build and serialise": lambda: build(texts),
    }
