"""Spares trying rules that cannot fit: tells from a regular expression what its matches begin, end and are made with.

Most lines fit no rule, and to find that out takes the engine as long as all the rules together are wide. One look at
the first or last character, or for a character that every match holds, settles nearly all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.regex_syntax import ANY, alternatives, anchored, begin, end, need, parsed


class Chars(dict[str, bool]):
    """Whether a character is of a class, given as the inside of square brackets; answers are remembered."""

    def __init__(self, inside: str) -> None:
        super().__init__()
        self._matches = re.compile(f"[{inside}]").match if inside else None

    def __missing__(self, char: str) -> bool:
        found = self[char] = self._matches is not None and self._matches(char) is not None
        return found


class Tail:
    """A regular expression that ends in ``$`` and spans few characters, searched only where it can match."""

    __slots__ = ("_compiled", "_length")

    def __init__(self, pattern: str, length: int) -> None:
        """Take a pattern and the most characters that a match of it can have."""
        self._compiled, self._length = re.compile(pattern), length

    def search(self, text: str) -> re.Match[str] | None:
        """The match at the end of a text without line breaks; its offsets mean nothing."""
        return self._compiled.search(text[-self._length :])


class Rule:
    """A regular expression for whole lines without line breaks; asks it only where a match can begin or end so."""

    __slots__ = ("_anchored", "_compiled", "_first", "_last", "pattern")

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self.pattern, self._compiled = compiled.pattern, compiled
        tree = parsed(self.pattern)
        self._first, self._last = Chars(begin(tree)), Chars(end(tree))
        self._anchored = anchored(tree)

    def match(self, text: str) -> re.Match[str] | None:
        """A match at the beginning of the text."""
        if not text or (self._first[text[0]] and self._last[text[-1]]):
            return self._compiled.match(text)
        return None

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in the text."""
        if self._anchored:
            return self.match(text)
        return self._compiled.search(text) if not text or self._last[text[-1]] else None


class Screen:
    """Many rules for whole lines as one question: does any of them fit somewhere in the line?"""

    def __init__(self, patterns: Iterable[str]) -> None:
        opening, firsts, holding, needs, floating, floats = ([] for _ in range(6))
        for pattern in patterns:
            for alternative in alternatives(pattern):
                tree = parsed(alternative)
                first = begin(tree)
                if not anchored(tree):
                    floating.append(alternative)
                    floats.append(first)
                elif first != ANY:
                    opening.append(alternative)
                    firsts.append(first)
                else:
                    holding.append(alternative)
                    needs.append(need(tree))
        self._first, self._opening = Chars("".join(firsts)), _either(opening)
        self._need, self._holding = re.compile(f"[{''.join(needs)}]" if needs else "(?!)"), _either(holding)
        # a class in front lets the engine skip to the places where it pays to try
        self._floating = re.compile(
            rf"[{''.join(floats)}](?<=(?={_either(floating).pattern})[\s\S])" if floats else "(?!)"
        )

    def fits(self, text: str) -> bool:
        """Whether any rule has a match in the text, which is not empty."""
        return (
            (self._first[text[0]] and self._opening.match(text) is not None)
            or (self._need.search(text) is not None and self._holding.match(text) is not None)
            or self._floating.search(text) is not None
        )


def _either(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(patterns)})" if patterns else "(?!)")
