"""Replaces phrases as OpenCC's Python reimplementation does, with the same result and many times faster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import add

_FEW = 16
CACHED_RUNS, CACHED_LENGTH = 1 << 14, 32  # words return within and between documents, long runs do not

# OpenCC cuts the text here (and at white space) before it looks up anything
SEPARATORS = frozenset(
    "-,.?!*，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼"
)


class Pass:
    """One group of dictionaries over a text: the first dictionary wins, in it the longest key, then the leftmost place.

    Most phrases say what their characters say anyway. A text is therefore translated character by character,
    and only where a phrase that says something else may stand, the run of characters that phrases could tie
    together is decided by the full rule.
    """

    def __init__(self, group: Iterable[dict[str, str]], after: Iterable[dict[str, str]] = ()) -> None:
        """Prepare the searches.

        Args:
            group: Dictionaries of key to values, the latter separated by blanks with the preferred one first.
            after: Dictionaries of single characters through which the output is to pass as well.
        """
        phrases = [_usable(entries) for entries in group]
        # in the last dictionary a single character can only take what everything else left over
        table = {key: value for key, value in phrases[-1].items() if len(key) == 1}
        phrases[-1] = {key: value for key, value in phrases[-1].items() if len(key) > 1}
        for entries in map(_usable, after):
            table = entries | _translated(table, entries)
            phrases = [_translated(earlier, entries) for earlier in phrases]
        self._table = _table(table)
        changed = {key: value for key, value in table.items() if key != value}
        simple = all(key <= "\uffff" and value not in changed for key, value in changed.items())
        self._class = re.compile(_any("".join(changed))) if simple and not any(phrases) else None
        self._phrases = [(max(map(len, entries)), entries) for entries in phrases if entries]
        self._tied = frozenset().union(*(_pairs(entries) for _, entries in self._phrases))
        telling = {item for _, entries in self._phrases for item in self._telling(entries)}
        self._near = frozenset(map("".join, telling))
        self._search = _search(telling) if telling else None
        self._cached = lru_cache(CACHED_RUNS)(self._decide)

    def _telling(self, entries: dict[str, str]) -> Iterator[tuple[str, str, str]]:
        """Yield from each phrase that says more than its characters one of these with a neighbour."""
        plain = "\n".join(entries).translate(self._table).split("\n")
        for (key, value), expected in zip(entries.items(), plain, strict=True):
            if value != expected:
                at, last = 0, min(len(key), len(value), len(expected)) - 1
                while at < last and value[at] == expected[at]:
                    at += 1
                after = key[at + 1 : at + 2]
                yield "" if after or not at else key[at - 1], key[at], after

    def convert(self, text: str) -> str:
        """Apply the group to a text.

        Args:
            text: Any string.

        Returns:
            The text as the dictionaries have it.
        """
        if self._search is None:
            return self._characters(text)
        near, tied, table = self._near, self._tied, self._table
        pieces: list[str] = []
        done = end = 0
        for match in self._search.finditer(text):
            at = match.start()
            if at < end:
                continue
            if not (text[at : at + 2] in near or text[at - 1 : at + 1] in near or text[at] in near):
                continue
            end = at + 1
            while at and text[at - 1 : at + 1] in tied:
                at -= 1
            while text[end - 1 : end + 1] in tied:
                end += 1
            run = text[at:end]
            patch = self._cached(run) if end - at <= CACHED_LENGTH else self._decide(run)
            if patch is not None:
                pieces += text[done:at].translate(table), patch
                done = end
        return "".join([*pieces, text[done:].translate(table)])

    def _characters(self, text: str) -> str:
        """Replace single characters; where few of them occur, one after the other, which is several times as fast."""
        if self._class is None or len(text) < 200:
            return text.translate(self._table)
        found = set(self._class.findall(text))
        if len(found) > _FEW:
            return text.translate(self._table)
        for char in sorted(found):
            text = text.replace(char, self._table[ord(char)])
        return text

    def _decide(self, run: str) -> str | None:
        """Apply the full rule to a run; None when the characters alone give the same."""
        size = len(run)
        taken = bytearray(size)
        chosen: dict[int, tuple[int, str]] = {}
        for longest, entries in self._phrases:
            for length in range(min(longest, size), 0, -1):
                for start in range(size - length + 1):
                    value = entries.get(run[start : start + length])
                    if value is not None and 1 not in taken[start : start + length]:
                        taken[start : start + length] = b"\1" * length
                        chosen[start] = length, value
        pieces: list[str] = []
        at = 0
        while at < size:
            length, value = chosen.get(at) or (1, self._table[ord(run[at])])
            pieces.append(value)
            at += length
        converted = "".join(pieces)
        return None if converted == run.translate(self._table) else converted


class _Table(dict[int, str]):
    """Characters by code point; remembers those that stay, as ``str.translate`` is slow on missing keys."""

    def __missing__(self, code: int) -> str:
        self[code] = char = chr(code)
        return char


def _table(characters: dict[str, str]) -> _Table:
    return _Table({ord(key): value for key, value in characters.items()})


def _translated(entries: dict[str, str], characters: dict[str, str]) -> dict[str, str]:
    values = "\n".join(entries.values()).translate(_table(characters)).split("\n")
    return dict(zip(entries, values, strict=False))  # no entries still join to one empty value


def _usable(entries: dict[str, str]) -> dict[str, str]:
    """Keep the preferred values and the keys that can match, those without separators."""
    for char in set("".join(entries)):
        if char in SEPARATORS or char.isspace():
            entries = {key: value for key, value in entries.items() if char not in key}
    return {key: value.partition(" ")[0] if " " in value else value for key, value in entries.items()}


def _pairs(entries: Iterable[str]) -> set[str]:
    """Return all neighbours inside keys."""
    joined = "\n".join(entries)
    return {pair for pair in map(add, joined, joined[1:]) if "\n" not in pair}


def _search(telling: set[tuple[str, str, str]]) -> re.Pattern[str]:
    """Compile a quick search for characters that may have their telling neighbour."""
    before, char, after = ("".join(sorted(set(chars))) for chars in zip(*telling, strict=True))
    alone = "".join(sorted(char for before, char, after in telling if not before + after))
    ways = (f"(?={_any(after)})", f"(?<={_any(before)}.)", f"(?<={_any(alone)})")
    return re.compile(f"{_any(char)}(?:{'|'.join(ways)})")


def _any(chars: str) -> str:
    return f"[{re.escape(chars)}]" if chars else "(?!)"
