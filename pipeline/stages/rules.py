"""A profile's rules made quick to ask: each only where it can fit, many as one question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.model import Block
from pipeline.profile import Profile, Style
from pipeline.profile_patterns import separator
from pipeline.regex_syntax import begin, longest, members, need, pairs, parsed
from pipeline.screen import Bits, Rule, Screen

# Longer blocks are text that mentions furniture; a filler paragraph is the longest kind.
SHORT = 90
LONG = {"filler": 220, "legal": 160}
# The cues for lines that no paragraph goes on in.
_BEGINNING = ("docket", "addressee", "attachment", "public", "copy-to", "salute", "stage")

# A style, how its marker is matched at a place, and a sign that every such marker holds, if there is one.
_Try = tuple[Style, Callable[..., re.Match[str] | None], str]


class _Tries(dict[str, list[_Try]]):
    """The styles whose marker may begin with a character; found out when a line first does."""

    def __init__(self, styles: list[_Try], firsts: Bits) -> None:
        super().__init__({"": styles})
        self._styles, self._firsts = styles, firsts

    def __missing__(self, char: str) -> list[_Try]:
        bits = self._firsts[char]
        found = self[char] = [each for i, each in enumerate(self._styles) if bits >> i & 1]
        return found


class Opening:
    """All numbering styles as one question: which is the first whose marker stands at a place?"""

    def __init__(self, styles: tuple[Style, ...]) -> None:
        trees = [parsed(style.pattern.pattern) for style in styles]
        tried: list[_Try] = []
        for style, tree in zip(styles, trees, strict=True):
            signs, ranges = members(need(tree[1:]))  # it is asked for the first character besides
            tried.append((style, style.pattern.match, signs if len(signs) == 1 and not ranges else ""))
        self._tries = _Tries(tried, Bits([begin(tree) for tree in trees]))

    def match(self, text: str, start: int = 0) -> tuple[Style, re.Match[str]] | None:
        """The first style that matches at an offset of folded text, and its match."""
        for style, match, sign in self._tries[text[start : start + 1]]:
            if (start or sign in text) and (
                found := match(text, start)
            ):  # many places of a long text may be asked
                return style, found
        return None

    def among(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, Style, re.Match[str]]]:
        """The blocks that a marker opens, each with the first style that matches there, and its match."""
        tries = self._tries
        for block in blocks:
            text = block.text
            for style, match, sign in tries[text[0]]:
                if sign in text and (found := match(text)):
                    yield block, style, found
                    break


class _Cues(dict[str, Rule]):
    """The cues by name, each made a rule when it is first asked for."""

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        super().__init__()
        self._patterns = patterns

    def __missing__(self, name: str) -> Rule:
        found = self[name] = Rule(self._patterns[name])
        return found


class Rules:
    """What stages ask of every line: ``cues`` by name, the ``opening`` marker, whether it is of the ``page`` around the text.

    ``beginning`` fits a line that by the form of its beginning is a block of its own; ``page`` holds all kinds of
    furniture, ``long_page`` those that may have more than ``SHORT`` characters; ``styles`` are those of numbers by name;
    ``titled_separator`` holds the separators that repeat a title, ``separator`` the others; ``separating`` tells of the
    first character of a line, and of the second, in which of their ways to begin it is; ``longest_surname`` is in characters.
    """

    __slots__ = (
        "beginning",
        "cues",
        "long_page",
        "longest_surname",
        "opening",
        "page",
        "page_number",
        "separating",
        "separator",
        "styles",
        "surnames",
        "titled_separator",
    )

    def __init__(self, profile: Profile) -> None:
        self.cues: Mapping[str, Rule] = _Cues(profile.cues)
        self.beginning = Screen((profile.cues.sources[name] for name in _BEGINNING), opening=True)
        self.opening = Opening(profile.styles)
        self.styles = {style.name: style for style in profile.styles}
        self.page = Screen(profile.furniture.sources.values())
        self.long_page = Screen(form for kind, form in profile.furniture.sources.items() if kind in LONG)
        plain = [_line(form) for form in profile.separators if "{title}" not in form]
        ways = [way for form in plain for way in pairs(parsed(form))]
        self.separating = Bits([first for first, _ in ways]), Bits([second for _, second in ways])
        self.separator = Screen(plain)
        self.titled_separator = Screen(_line(form) for form in profile.separators if "{title}" in form)
        self.surnames = Rule(profile.surnames)
        self.longest_surname = longest(profile.surnames.pattern)
        self.page_number = Screen([profile.furniture_of("page").pattern])


def _line(form: str) -> str:
    """The regular expression of a separator for the beginning of a line, without its names, as it is one of many."""
    return "^" + re.sub(r"\(\?P<\w+>", "(?:", separator(form))


_KNOWN: dict[str, Rules] = {}


def rules(profile: Profile) -> Rules:
    """The rules of a profile, made at the first call for it."""
    found = _KNOWN.get(profile.digest)
    if found is None:
        found = _KNOWN[profile.digest] = Rules(profile)
    return found
