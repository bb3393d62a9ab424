"""Writes one segment of the search: its texts' descriptions, their words in blocks, and the postings in shards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pipeline.site.model import Gist, Paragraph, Text
from pipeline.site.search.fold import letters
from pipeline.site.search.postings import BREAK, postings, utf16

File = tuple[str, bytes]
ROOT = "search"
BLOCK = 1 << 12  # characters of text that are loaded to show one hit
WHOLE_BLOCK = 1 << 16  # where all text is read anyway, few files are better than small ones


@dataclass(frozen=True, slots=True)
class Segment:
    """The texts whose ids share a hash, in the order of the ids; their part of the index depends on them alone.

    ``shards`` is 0 where the archive is so small that the texts themselves are searched. ``digest`` changes with
    everything that the files depend on; all files lie in ``folder``, which holds nothing else. ``load`` gives the texts
    with all their paragraphs.
    """

    number: int
    shards: int
    ids: tuple[str, ...]
    digest: str
    load: Callable[[tuple[str, ...]], Iterable[Text]]

    @property
    def folder(self) -> str:
        """Path from the root of the site, with a slash at the end."""
        return f"{ROOT}/{self.number}/"

    def files(self) -> Iterator[File]:
        """Write the segment.

        Yields:
            Paths from the root of the site and their bytes: ``texts.js``, ``b0.js`` … and ``p0.js`` ….
        """
        stream = _Stream(WHOLE_BLOCK if not self.shards else BLOCK)
        rows = [stream.row(number, text) for number, text in enumerate(self.load(self.ids))]
        yield script(f"{self.number}/texts", {"texts": rows, "blocks": stream.starts})
        for number, block in enumerate(stream.blocks):
            yield script(f"{self.number}/b{number}", block)
        if self.shards:
            for number, shard in enumerate(postings("".join(stream.letters), self.shards)):
                yield script(f"{self.number}/p{number}", shard)


class _Stream:
    """The letters of texts one after another, and the paragraphs they come from, cut into blocks."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._length = 0
        self._room = 0
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.blocks: list[list[tuple[int, str, str]]] = []

    def row(self, number: int, text: Text) -> list[Any]:
        """Add a text; return its description with the places where its head and its paragraphs begin."""
        names = list(dict.fromkeys(person.name for person in text.authors))
        start = self._length
        for unit in (text.title, text.subtitle, *names, text.docket):
            self._add(unit)
        body = self._length
        self._paragraphs(number, text.paragraphs)
        about = (text.id, text.title, text.subtitle, names, text.docket)
        return [*about, text.date, text.kind, text.publisher, text.lang, start, body]

    def _paragraphs(self, number: int, paragraphs: tuple[Paragraph, ...]) -> None:
        ids: list[str] = []
        said: list[str] = []
        for paragraph in paragraphs:
            if self._room <= 0:
                self._close(number, ids, said)
                self._open()
            ids.append(paragraph.id)
            said.append(paragraph.text.replace("\n", " "))
            self._room -= len(paragraph.text)
            self._add(paragraph.text)
        self._close(number, ids, said)

    def _open(self) -> None:
        self._room = self._block
        self.starts.append(self._length)
        self.blocks.append([])

    def _close(self, number: int, ids: list[str], said: list[str]) -> None:
        if ids:
            self.blocks[-1].append((number, " ".join(ids), "\n".join(said)))
            ids.clear()
            said.clear()

    def _add(self, unit: str) -> None:
        self.letters.append(utf16(letters(unit)) + BREAK)
        self._length += len(self.letters[-1])


def gist(text: Text) -> Gist:
    """Sum up a text with all its paragraphs."""
    names = tuple(person.name for person in text.authors)
    said = [part for paragraph in text.paragraphs for part in (paragraph.id, paragraph.text)]
    about = (text.title, text.subtitle, text.docket, text.date, text.kind, text.publisher, text.lang)
    parts = (*about, str(len(names)), *names, *said)
    summed = sha256("\0".join((str(len(parts)), *parts)).encode("utf-8", "surrogatepass"))
    shown = [paragraph.text for paragraph in text.paragraphs]
    used = set().union(text.title, text.subtitle, text.docket, *names, *shown)
    return Gist(sum(map(len, shown)), "".join(sorted(used)), summed.hexdigest())


def script(name: str, value: Any) -> File:
    """A file of the index: a script that hands its value to the search, as pages may load nothing else from a disk."""
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # halves of UTF-16 pairs cannot be written in UTF-8, but escaped as JavaScript has it
    return f"{ROOT}/{name}.js", f'wengaoSearch.add("{name}",{said})\n'.encode("utf-8", "backslashreplace")
