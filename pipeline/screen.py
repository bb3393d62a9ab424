"""Spares trying rules that cannot fit: tells from a regular expression what its matches begin, end and are made with.

Most lines fit no rule, and to find that out takes the engine as long as all the rules together are wide. One look at
the first and the last character, or for two characters that stand together, settles nearly all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from pipeline.regex_syntax import (
    ANY,
    Syntax,
    alternatives,
    anchored,
    begin,
    end,
    members,
    need,
    pairs,
    parsed,
)

_Ask = Callable[[str], re.Match[str] | None]


class Chars(dict[str, bool]):
    """Whether a character is of a class, given as the inside of square brackets; answers are remembered."""

    def __init__(self, inside: str) -> None:
        super().__init__()
        self._matches = re.compile(f"[{inside}]").match if inside else None

    def __missing__(self, char: str) -> bool:
        found = self[char] = self._matches is not None and self._matches(char) is not None
        return found


class Bits(dict[str, int]):
    """Of which of several classes a character is: bit ``i`` for class ``i``; answers are remembered."""

    def __init__(self, insides: Sequence[str]) -> None:
        super().__init__()
        self._always = 0
        self._tests: list[tuple[_Ask, int]] = []
        listed: dict[str, int] = {}
        for i, inside in enumerate(insides):
            if inside == ANY:
                self._always |= 1 << i
                continue
            chars, ranges = members(inside)
            for char in chars:
                listed[char] = listed.get(char, 0) | 1 << i
            if ranges:
                self._tests.append((re.compile(f"[{ranges}]").match, 1 << i))
        for char, bits in listed.items():
            self[char] = bits | self[char]

    def __missing__(self, char: str) -> int:
        found = self[char] = self._always | sum(bit for test, bit in self._tests if test(char))
        return found


class Tail:
    """A regular expression that ends in ``$`` and spans few characters, searched only where it can match."""

    __slots__ = ("_last", "_length", "_search")

    def __init__(self, pattern: str, length: int) -> None:
        """Take a pattern and the most characters that a match of it can have."""
        self._search, self._length = re.compile(pattern).search, length
        self._last = Chars(end(parsed(pattern)))

    def search(self, text: str) -> re.Match[str] | None:
        """The match at the end of a text without line breaks."""
        if text and not self._last[text[-1]]:
            return None
        return self._search(text, len(text) - self._length)


class Rule:
    """A regular expression for whole lines without line breaks; asks it only where a match can begin or end so.

    ``first`` and ``last`` tell of a character whether a match can begin and end with it; who asks many lines, asks that
    before.
    """

    __slots__ = ("_anchored", "_compiled", "_screen", "first", "last", "pattern")

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self.pattern, self._compiled = compiled.pattern, compiled
        tree = parsed(self.pattern)
        self.first, self.last = Chars(begin(tree)), Chars(end(tree))
        self._anchored = anchored(tree)
        self._screen: Screen | None = None

    def match(self, text: str) -> re.Match[str] | None:
        """A match at the beginning of the text."""
        if not text or (self.first[text[0]] and self.last[text[-1]]):
            return self._compiled.match(text)
        return None

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in the text."""
        if self._anchored:
            return self.match(text)
        if not text:
            return self._compiled.search(text)
        if self._screen is None:
            self._screen = Screen((self.pattern,))
        return self._compiled.search(text) if self._screen.fits(text) else None


class Screen:
    """Many rules for whole lines as one question: which is the first of them that fits somewhere in the line?"""

    def __init__(self, patterns: Iterable[str], opening: bool = False) -> None:
        """Take the patterns; they are tried at the beginning of a line only where it is its ``opening`` that counts."""
        ended: list[tuple[int, str, bool]] = []  # all but the patterns below are known by a line's two ends
        holding: list[tuple[str, str]] = []  # these stand at the beginning, and hold a character
        floating: list[tuple[str, Syntax]] = []  # these stand anywhere
        others: dict[int, list[str]] = {}  # the patterns of both sorts by the places of their rules
        firsts, lasts = [], []
        for place, pattern in enumerate(patterns):
            for alternative in alternatives(pattern):
                tree = parsed(alternative)
                at_start = opening or anchored(tree)
                first, last = begin(tree) if at_start else ANY, end(tree)
                if first != ANY or last != ANY:
                    ended.append((place, alternative, at_start))
                    firsts.append(first)
                    lasts.append(last)
                    continue
                others.setdefault(place, []).append(alternative)
                if at_start:
                    holding.append((alternative, need(tree)))
                else:
                    floating.append((alternative, tree))
        self._firsts, self._lasts = Bits(firsts), Bits(lasts)
        self._asked = _Asked(ended)
        self._needs = "".join(need for _, need in holding)
        self._holding = _either([alternative for alternative, _ in holding])
        self._floating = floating
        self._scan = _scan(self._needs, floating).search if holding or floating else None
        self._behind: re.Pattern[str] | None = None
        self._others = [(place, _asking("|".join(each), opening)) for place, each in others.items()]

    def fits(self, text: str) -> bool:
        """Whether any rule has a match in the text, which is not empty."""
        possible = self._firsts[text[0]] & self._lasts[text[-1]]
        if possible:
            for _, ask in self._asked[possible]:
                if ask(text):
                    return True
        found = self._scan and self._scan(text)
        if not found:
            return False
        if found[1] is None or self._holding.match(text):
            return True
        if self._floating and self._behind is None:
            self._behind = _scan("", self._floating)
        return self._behind is not None and self._behind.search(text, found.end()) is not None

    def among(self, texts: Sequence[str]) -> list[int]:
        """The places of the texts that ``fits`` holds of; none is empty."""
        fits = self.fits
        if self._scan:
            return [i for i, text in enumerate(texts) if fits(text)]
        firsts, lasts = self._firsts, self._lasts
        return [
            i
            for i, text in enumerate(texts)
            if (possible := lasts[text[-1]]) and possible & firsts[text[0]] and fits(text)
        ]

    def first(self, text: str) -> int:
        """The place among the rules of the first that has a match in the text, which is not empty; -1 for none."""
        known, possible = -1, self._firsts[text[0]] & self._lasts[text[-1]]
        if possible:
            for place, ask in self._asked[possible]:
                if ask(text):
                    known = place
                    break
        if self._scan and self._scan(text):
            for place, ask in self._others:
                if -1 < known < place:
                    break
                if ask(text):
                    return place
        return known


class _Asked(dict[int, list[tuple[int, _Ask]]]):
    """The patterns of a set of bits, each with its rule, ready to be asked; compiled when a line first makes them possible."""

    def __init__(self, patterns: Sequence[tuple[int, str, bool]]) -> None:
        """Take the patterns, each with the place of its rule, and whether it can match at the beginning of a line only."""
        super().__init__()
        self._patterns = patterns

    def __missing__(self, bits: int) -> list[tuple[int, _Ask]]:
        found = self[bits] = []
        for i, (place, pattern, at_start) in enumerate(self._patterns):
            if bits >> i & 1:
                found.append((place, _asking(pattern, at_start)))
        return found


def _asking(pattern: str, at_start: bool) -> _Ask:
    compiled = re.compile(pattern)
    return compiled.match if at_start else compiled.search


def _scan(needs: str, floating: Sequence[tuple[str, Syntax]]) -> re.Pattern[str]:
    """Finds a character of ``needs``, which is group 1, or where a pattern begins.

    A class in front lets the engine skip to the places where it pays to try; most of those are of no pattern's second
    characters.
    """
    begun = [ways for _, tree in floating for ways in pairs(tree)]
    firsts = "".join(dict.fromkeys(first for first, _ in begun))
    alone = needs + "".join(first for first, second in begun if second == ANY)  # anything may follow these
    second = "".join(second for _, second in begun if second != ANY)
    tried = [f"(?=[{second}])"] if second else []
    tried += [f"(?<=[{alone}])"] if alone else []
    whole = "|".join(pattern for pattern, _ in floating)
    there = rf"(?<=(?={whole})[\s\S])" if floating else "(?!)"
    needed = f"(?<=([{needs}]))" if needs else "()(?!)"
    return re.compile(rf"[{needs}{firsts}](?:{'|'.join(tried)})(?:{there}|{needed})")


def _either(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(patterns)})" if patterns else "(?!)")
