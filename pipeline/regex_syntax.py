"""Reads from a regular expression what its matches begin with, end with and hold, as the insides of character classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as c  # type: ignore[attr-defined] # the parser of the standard library has no public name
from re import _parser  # type: ignore[attr-defined] # as above
from typing import Any

ANY = r"\s\S"

_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_ENDS = (c.AT_END, c.AT_END_STRING)
_CATEGORY = {c.CATEGORY_DIGIT: r"\d", c.CATEGORY_SPACE: r"\s", c.CATEGORY_WORD: r"\w"}
_NARROW = 64  # a class of more characters tells nothing

Syntax = Sequence[tuple[Any, Any]]


def parsed(pattern: str) -> Syntax:
    """The syntax tree of a pattern."""
    return list(_parser.parse(pattern))


def alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern at its outermost level, and those of the groups that are all of one."""
    for part in _parts(pattern):
        inner = part[3:-1] if part.startswith("(?:") and part.endswith(")") else ""
        if inner and _closed(inner):
            yield from alternatives(inner)
        else:
            yield part


def _closed(pattern: str) -> bool:
    """Whether no bracket of a pattern is closed that was not opened in it."""
    try:
        _parser.parse(pattern)
    except re.error:
        return False
    return True


def _parts(pattern: str) -> Iterator[str]:
    depth = start = at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _class_end(pattern, at)
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
        at += 1
    yield pattern[start:]


def _class_end(pattern: str, at: int) -> int:
    """The place of the bracket that closes the class opened at ``at``."""
    at += 2 if pattern[at + 1] == "^" else 1
    at += pattern[at] == "]"
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at


def longest(pattern: str) -> int:
    """The most characters that a match of a pattern can have."""
    return int(_parser.parse(pattern).getwidth()[1])


def begin(tree: Syntax) -> str:
    """What a match can begin with, as the inside of a class."""
    inside, empty = _edge(tree, forward=True)
    return ANY if empty or inside is None else inside


def pairs(tree: Syntax) -> Iterator[tuple[str, str]]:
    """(what a match begins with, what follows that) for every way in which it can begin; the inside of classes."""
    if not tree:
        yield ANY, ANY
        return
    (op, value), rest = tree[0], tree[1:]
    if op is c.AT or op in (c.ASSERT, c.ASSERT_NOT):
        yield from pairs(rest)
    elif op is c.BRANCH:
        for branch in value[1]:
            yield from pairs([*branch, *rest])
    elif op is c.SUBPATTERN and not value[1]:
        yield from pairs([*value[3], *rest])
    elif op in _REPEATS and not _edge(value[2], forward=True)[1]:
        yield from pairs([*value[2], (op, (0, value[1], value[2])), *rest])
        if not value[0]:
            yield from pairs(rest)
    elif op in (c.LITERAL, c.IN):
        yield _class(op, value) or ANY, begin(rest)
    else:
        yield begin(tree), ANY


def members(inside: str) -> tuple[str, str]:
    """(the single characters of a class, the inside of a class of its ranges) for the inside of a class."""
    op, value = _parser.parse(f"[{inside}]")[0]
    items = [(op, value)] if op is c.LITERAL else value
    chars = "".join(chr(item) for kind, item in items if kind is c.LITERAL)
    return chars, _class(c.IN, [item for item in items if item[0] is not c.LITERAL]) or ""


def end(tree: Syntax) -> str:
    """What a text without line breaks can end with that has a match; anything where matches may end before it does."""
    return _tail(tree) or ANY


def _tail(tree: Syntax) -> str | None:
    if not tree:
        return None
    op, value = tree[-1]
    if op is c.AT and value in _ENDS:
        inside, empty = _edge(tree[:-1], forward=False)
        return None if empty else inside
    if op is c.BRANCH:
        tails = [_tail([*tree[:-1], *branch]) for branch in value[1]]
        return None if None in tails else "".join(filter(None, tails))
    if op is c.SUBPATTERN:
        return None if value[1] else _tail([*tree[:-1], *value[3]])
    return None


def _edge(tree: Syntax, forward: bool) -> tuple[str | None, bool]:
    """(the class of what a sequence can begin or end with, None for anything; whether it can be empty)."""
    found = ""
    for op, value in tree if forward else reversed(tree):
        inside, empty = _item(op, value, forward)
        if inside is None:
            return None, False
        found += inside
        if not empty:
            return found, False
    return found, True


def _item(op: Any, value: Any, forward: bool) -> tuple[str | None, bool]:
    if op is c.AT or op in (c.ASSERT, c.ASSERT_NOT):
        return "", True
    if op in (c.LITERAL, c.IN):
        return _class(op, value), False
    if op is c.BRANCH:
        each = [_edge(branch, forward) for branch in value[1]]
        whole = (
            None if any(inside is None for inside, _ in each) else "".join(inside or "" for inside, _ in each)
        )
        return whole, any(empty for _, empty in each)
    if op is c.SUBPATTERN:
        inside, empty = _edge(value[3], forward)
        return (inside if not value[1] else _either_case(inside)), empty
    if op in _REPEATS:
        inside, empty = _edge(value[2], forward)
        return inside, empty or not value[0]
    return None, False


def _either_case(inside: str | None) -> str | None:
    if inside is None or not (inside.isascii() and inside.isalpha()):
        return None
    return (
        inside.lower() + inside.upper() + "\u017f\u212a"
    )  # ſ and the Kelvin sign are small letters to the engine


def _class(op: Any, value: Any) -> str | None:
    if op is c.LITERAL:
        return re.escape(chr(value))
    out = []
    for kind, item in value:
        if kind is c.LITERAL:
            out.append(re.escape(chr(item)))
        elif kind is c.RANGE:
            out.append(f"{re.escape(chr(item[0]))}-{re.escape(chr(item[1]))}")
        elif kind is c.CATEGORY and item in _CATEGORY:
            out.append(_CATEGORY[item])
        else:
            return None
    return "".join(out)


def anchored(tree: Syntax) -> bool:
    """Whether every match is at the beginning of the text."""
    if not tree:
        return False
    op, value = tree[0]
    if op is c.BRANCH:
        return all(map(anchored, value[1]))
    return bool((op, value) == (c.AT, c.AT_BEGINNING)) or (op is c.SUBPATTERN and anchored(value[3]))


def need(tree: Syntax) -> str:
    """The narrowest class of which every match holds a character."""
    width, inside = min(_needs(tree), default=(_NARROW, ANY))
    return inside if width < _NARROW else ANY


def _needs(tree: Syntax) -> Iterator[tuple[int, str]]:
    """(how wide a class is, its inside) for what every match of a sequence holds."""
    for op, value in tree:
        if op in (c.LITERAL, c.IN):
            if inside := _class(op, value):
                yield _width(op, value), inside
        elif op in _REPEATS and value[0]:
            yield from _needs(value[2])
        elif op is c.SUBPATTERN and not value[1]:
            yield from _needs(value[3])
        elif op is c.BRANCH:
            each = [min(_needs(branch), default=(_NARROW, ANY)) for branch in value[1]]
            yield sum(width for width, _ in each), "".join(inside for _, inside in each)


def _width(op: Any, value: Any) -> int:
    if op is c.LITERAL:
        return 1 if value > 0x33FF else 8  # a sign or a space is in more lines than a character
    if op is c.RANGE:
        return int(value[1] - value[0]) + 1
    return sum(_width(*item) for item in value) if op is c.IN else 1000
