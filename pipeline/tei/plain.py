"""A quick look at a tree: is it plainly right, by its grammar, by the rules of wengao.sch and by its source?

All trees that the program makes are. The grammar as it stands, the rules and the comparison need only be asked of the
others, and to say what is wrong with them; they take several times as long.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from pipeline.tei.plain_rules import Rules
from pipeline.tei.plain_text import Words

_LONG = 100_000  # characters of a text that is looked at in pieces: at once it takes a quarter of the memory of its tree
_PIECE = 400_000  # bytes


def right(root: etree._Element, text: str) -> bool:
    """Whether a tree is valid, breaks no rule, has lost nothing, and each of its ranges is the right one.

    Args:
        root: a TEI element that is valid by the rough grammar.
        text: the source.

    Returns:
        False also where that is not plain.
    """
    header, body = root.iterchildren("*")
    rules, words = Rules(root, header, body), Words(text)
    if len(text) < _LONG:
        xml = etree.tostring(body, encoding="unicode", with_tail=False)
        return rules.hold(xml) and rules.end() and words.agree(xml) and words.end()
    pieces = _Pieces(lambda xml: rules.hold(xml) and words.agree(xml))
    etree.ElementTree(body).write(
        pieces,  # type: ignore[arg-type] # what is asked of a file is that it can be written to
        encoding="utf-8", xml_declaration=False, with_tail=False,
    )  # fmt: skip
    return pieces.end() and rules.end() and words.end()


class _Pieces:
    """A file that hands on what is written to it in pieces that begin with a tag, as long as all is right."""

    def __init__(self, look: Callable[[str], bool]) -> None:
        self._look = look
        self._right = True
        self._held: list[bytes] = []
        self._size, self._due = 0, _PIECE

    def write(self, data: bytes) -> None:
        self._held.append(data)
        self._size += len(data)
        if self._size < self._due:
            return
        held = b"".join(self._held)
        cut = held.rfind(b"\n<") + 1
        self._right = self._right and self._look(held[:cut].decode())
        self._held, self._size = [held[cut:]], len(held) - cut
        self._due = _PIECE + 2 * self._size  # later, when no tag stood on a line of its own

    def end(self) -> bool:
        """Look at the rest; whether all was right."""
        return self._right and self._look(b"".join(self._held).decode())
