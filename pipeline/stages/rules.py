"""A profile's rules made quick to ask: each only where it can fit, many as one question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pipeline.profile import Profile, Style
from pipeline.profile_patterns import separator
from pipeline.regex_syntax import begin, members, need, parsed
from pipeline.screen import Bits, Rule, Screen

# Longer blocks are text that mentions furniture; a filler paragraph is the longest kind.
SHORT = 90
LONG = {"filler": 220, "legal": 160}
# The cues for lines that no paragraph goes on in.
_BEGINNING = ("docket", "addressee", "attachment", "public", "copy-to", "salute", "stage")

# A style, how its marker is matched at a place, and a sign that every such marker holds, if there is one.
_Try = tuple[Style, Callable[[str, int], re.Match[str] | None], str]


class Opening:
    """All numbering styles as one question: which is the first whose marker stands at a place?"""

    def __init__(self, styles: tuple[Style, ...]) -> None:
        trees = [parsed(style.pattern.pattern) for style in styles]
        self._firsts = Bits([begin(tree) for tree in trees])
        self._styles: list[_Try] = []
        for style, tree in zip(styles, trees, strict=True):
            signs, ranges = members(need(tree[1:]))  # it is asked for the first character besides
            self._styles.append((style, style.pattern.match, signs if len(signs) == 1 and not ranges else ""))
        self._of: dict[str, list[_Try]] = {"": self._styles}

    def match(self, text: str, start: int = 0) -> tuple[Style, re.Match[str]] | None:
        """The first style that matches at an offset of folded text, and its match."""
        char = text[start : start + 1]
        known = self._of.get(char)
        if known is None:
            bits = self._firsts[char]
            known = self._of[char] = [each for i, each in enumerate(self._styles) if bits >> i & 1]
        for style, match, sign in known:
            if (start or sign in text) and (
                found := match(text, start)
            ):  # many places of a long text may be asked
                return style, found
        return None


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
    furniture, ``long_page`` those that may have more than ``SHORT`` characters.
    """

    __slots__ = (
        "beginning",
        "cues",
        "long_page",
        "opening",
        "page",
        "page_number",
        "separator",
        "surnames",
    )

    def __init__(self, profile: Profile) -> None:
        self.cues: Mapping[str, Rule] = _Cues(profile.cues)
        self.beginning = Screen((profile.cues[name].pattern for name in _BEGINNING), opening=True)
        self.opening = Opening(profile.styles)
        self.page = Screen(pattern.pattern for _, pattern in profile.furniture)
        self.long_page = Screen(pattern.pattern for kind, pattern in profile.furniture if kind in LONG)
        self.separator = Screen(
            "^" + re.sub(r"\(\?P<\w+>", "(?:", separator(form)) for form in profile.separators
        )
        self.surnames = Rule(profile.surnames)
        self.page_number = Rule(profile.furniture_of("page"))


_KNOWN: dict[str, Rules] = {}


def rules(profile: Profile) -> Rules:
    """The rules of a profile, made at the first call for it."""
    found = _KNOWN.get(profile.digest)
    if found is None:
        found = _KNOWN[profile.digest] = Rules(profile)
    return found
