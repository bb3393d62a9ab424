"""Whether a text is plainly that of its source, by a look at it as it is written to a file.

``projection`` says what that means. This goes through the tags with one pattern and keeps step with the source, from
which it need not take the white space.
"""

from __future__ import annotations

import re

# Elements that never say where they came from, and the readings that editors added.
_BARE = re.compile(
    r'<(?:corr cert="[a-z]+"(?:/|>[^<]*</corr)|/?(?:num|label|sic|gap|desc|text|group|front|body|back|docTitle|opener|closer'
    r"|row|docAuthor)\b[^>]*)>\n?"
)
# A tag: whether it ends an element, the range that begins one names, and the text behind it; when the next tag ends an
# element, that it does, and the text behind that one. Most elements are one find so.
_TAG = re.compile(
    r'<(?:(/)|[a-zA-Z]+(?: source="src:([0-9]+),([0-9]+)")?)[^>]*+>\n?([^<]*+)(?:<(/)[^>]*+>\n?([^<]*+))?+'
)
_EMPTY = re.compile("/>")  # a pattern finds two characters faster than `in` does
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r"), ("&amp;", "&"))
_VISIBLE = re.compile(r"\S")
_WHITE = re.compile(r"\s")


class Words:
    """A source, and how much of it has been found in the tree: nothing may be lost, moved or added."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        # Where the elements that are open say they end, -1 for those that do not say, as the whole does not.
        self._open = [-1]

    def end(self) -> bool:
        """Whether nothing is left over."""
        return self._open == [-1] and not self._text[self._at :].strip()

    def agree(self, xml: str) -> bool:
        """Whether a piece of the text goes on with the source, and each element names its range; False also in doubt.

        Args:
            xml: the piece, in which there are only elements and text.
        """
        text, at, ends = self._text, self._at, self._open
        ranges = xml.count(' source="')  # counted down, so that none is overlooked
        xml = f"<x></x>{_BARE.sub('', xml)}"  # so that all text is behind a tag
        if _EMPTY.search(xml):
            xml = xml.replace("/>", "></>")
        for closes, start, end, words, over, more in _TAG.findall(xml):
            if start:
                first, last = int(start), int(end)
                if first != at:
                    if not text[at:first].isspace() and _between(text, at, first):
                        return False
                    at = first
                if last < first:
                    return False
                ranges -= 1
                if (
                    over and text[first:last] == words and "&" not in words
                ):  # it holds nothing but these words
                    at = last
                    if more and (at := _after(text, at, more, ends[-1])) < 0:
                        return False
                    continue
                ends.append(last)
            elif not closes:
                ends.append(-1)
            elif (due := ends.pop()) != at and due >= 0 and _between(text, at, due):
                return False
            if words and (at := _after(text, at, words, ends[-1])) < 0:
                return False
            if over:
                if (due := ends.pop()) != at and due >= 0 and _between(text, at, due):
                    return False
                if more and (at := _after(text, at, more, ends[-1])) < 0:
                    return False
        self._at = at
        return not ranges


def _between(text: str, one: int, other: int) -> str:
    """What is visible between two offsets."""
    return (text[one:other] or text[other:one]).strip()


def _plain(words: str) -> str:
    for written, char in _ESCAPES:
        words = words.replace(written, char)
    return words


def _after(text: str, at: int, words: str, end: int) -> int:
    """The offset after some words that stand in the text from an offset on, white space aside; -1 when they do not.

    `end` is where the element that holds them says it ends.
    """
    if "&" in words:
        words = _plain(words)
    if text.startswith(words, at):
        return at + len(words)
    words = "".join(words.split())
    # Most that do not stand there as they are make up a paragraph whose lines were joined.
    if at < end <= at + 2 * len(words) and words == "".join(text[at:end].split()):
        return end
    done = 0
    while done < len(words):
        visible = _VISIBLE.search(text, at)
        if visible is None:
            return -1
        at = visible.start()
        most = at + len(words) - done
        white = _WHITE.search(text, at, most)
        end = white.start() if white else min(most, len(text))
        if not text.startswith(words[done : done + end - at], at):
            return -1
        done += end - at
        at = end
    return at
