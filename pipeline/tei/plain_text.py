"""Whether a text is plainly that of its source, by a look at the file as it will be written.

``projection`` is the rule. This only saves most of its work: it goes through the tags of the file with one pattern, and
keeps step with the source, whose white space it need not take out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Elements that never say where they came from, and the readings that editors added.
_BARE = re.compile(
    r'<(?:corr cert="[a-z]+"(?:/|>[^<]*</corr)|/?(?:num|label|sic|gap|desc|text|group|front|body|back|docTitle|opener|closer'
    r"|row|docAuthor)\b[^>]*)>\n?"
)
# A tag: whether it ends an element, the range that begins one names, and the text behind it.
_TAG = re.compile(r'<(?:(/)|[a-zA-Z]+(?: source="src:([0-9]+),([0-9]+)")?)[^>]*>\n?([^<]*)')
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r"), ("&amp;", "&"))
_VISIBLE = re.compile(r"\S")
_WHITE = re.compile(r"\s")
_PIECE = 200_000  # characters; the tags of a long file all at once take more memory than its tree


def agrees(xml: str, text: str) -> bool:
    """Whether nothing is lost, moved or added, and each element names the right range.

    Args:
        xml: the text element of a tree that is valid and of which no rule is in doubt.
        text: the source.

    Returns:
        False also where that is not plain.
    """
    ranges = xml.count(' source="')
    xml = _BARE.sub("", xml)
    # An element without content has no end tag: then the ends do not match, and it is given one.
    return _in_step(xml, text, ranges) or ("/>" in xml and _in_step(xml.replace("/>", "></>"), text, ranges))


def _in_step(xml: str, text: str, ranges: int) -> bool:
    """Go through the file and the source; `ranges` is how many elements name one."""
    at = 0  # in the source: all before is in the file as well
    open_ends: list[int] = []  # where the elements that are open say they end, -1 for those that do not say
    for piece in _pieces(xml):
        for closes, start, end, words in _TAG.findall(piece):
            if closes:
                due = open_ends.pop()
                if due != at and due >= 0 and _between(text, at, due):
                    return False
            elif start:
                first, last = int(start), int(end)
                if (first != at and _between(text, at, first)) or last < first:
                    return False
                at = first
                ranges -= 1
                open_ends.append(last)
            else:
                open_ends.append(-1)
            if words:
                if "&" in words:
                    words = _plain(words)
                if text.startswith(words, at):
                    at += len(words)
                elif (at := _after(text, at, words)) < 0:
                    return False
    return not open_ends and not ranges and not text[at:].strip()


def _pieces(xml: str) -> Iterator[str]:
    """The file in pieces that begin with a tag: the tags of a long file all at once take more memory than its tree."""
    begin = 0
    while begin < len(xml):
        end = xml.find("<", begin + _PIECE)
        yield xml[begin : end if end > 0 else len(xml)]
        begin = end if end > 0 else len(xml)


def _between(text: str, one: int, other: int) -> str:
    """What is visible between two offsets."""
    return (text[one:other] or text[other:one]).strip()


def _plain(words: str) -> str:
    for written, char in _ESCAPES:
        words = words.replace(written, char)
    return words


def _after(text: str, at: int, words: str) -> int:
    """The offset after some words that stand in the text from an offset on, white space aside; -1 when they do not."""
    words = "".join(words.split())
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
