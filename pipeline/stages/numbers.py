"""Marks what may be numbering at the start of a block: 一、 （一） 1. 第一章 ① 一是 第一， ——."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import Block, Document, Evidence, Mark, Numbering, Span, Why
from pipeline.numerals import arabic, chinese
from pipeline.profile import Profile, Style
from pipeline.stages.rules import rules

# What may not follow a marker: 第一条所称, 第三条规定的, 一是一二是二, 2021年, 一、二线城市.
_CITED = re.compile(
    r"(?:、第|和第|至第|到第|或第|以及第)|[的所规第中之及、至和与]|规定|第.{1,3}[款项]|款|项|但书|前款|本法|以上|以下|开通|建成"
)
_CLAUSE = re.compile(
    r"(?P<n>[一二三四五六七八九十]|\d{1,2})(?:线|级|类|等|届|年|月|日|层|楼|季度|产业|次|期|班|审|号)"
)


def numbers(doc: Document, profile: Profile, /) -> Document:
    """Mark the numbering that may open each block as ``number``, with its style, ordinal and literal marker.

    A mark is only a claim: whether the block is a heading, a point or a sentence that starts with a number is decided
    for the whole text at once by ``outline``.
    """
    marks = []
    opening = rules(profile).opening
    for block in doc.blocks:
        found = opening.match(block.text)
        if found is None:
            continue
        numbering = _numbering(block, found)
        if not numbering and (lost := _lost(block, found)):
            marks.append(lost)
        if numbering:
            why = Why(f"num.{numbering.style}", "medium", (Evidence(f"opens like {numbering.style}", 1.0),))
            marks.append(Mark("number", numbering.marker, numbering.style, why, numbering))
    return replace(doc, marks=doc.marks + tuple(marks))


def _lost(block: Block, found: tuple[Style, re.Match[str]]) -> Mark | None:
    """A marker that was refused for the words after it, for ``explain``."""
    style, match = found
    if not match.group().strip():
        return None
    evidence = (
        Evidence(f"opens like {style.name}", 1.0),
        Evidence("the words after it make it part of a sentence", -4.0),
    )
    return Mark(
        "number?",
        block.span(0, len(match.group().rstrip())),
        style.name,
        Why(f"num.{style.name}", "low", evidence),
    )


def read(block: Block, profile: Profile, start: int = 0, sure: bool = False) -> Numbering | None:
    """The numbering at offset ``start`` of a block's text, or None; ``sure`` when it is known to be no part of a sentence."""
    found = rules(profile).opening.match(block.text, start)
    return found and _numbering(block, found, start, sure)


def _numbering(
    block: Block, found: tuple[Style, re.Match[str]], start: int = 0, sure: bool = False
) -> Numbering | None:
    style, match = found
    if not sure and _refused(style, block.text, match):
        return None
    value = style.ordinal(match)
    if value is None:
        return None
    end = len(match.group().rstrip()) + start
    numeral = match.span(1) if match.groups() and match.group(1) else (start, start)
    return Numbering(
        style.name,
        value[0],
        block.span(start, end),
        block.span(*numeral) if numeral[1] > numeral[0] else Span(block.at(start), block.at(start)),
        value[1],
    )


def opens(text: str, profile: Profile) -> bool:
    """Whether folded text opens with a marker that does not belong to a sentence."""
    found = rules(profile).opening.match(text)
    return found is not None and not _refused(found[0], text, found[1])


def _refused(style: Style, text: str, match: re.Match[str]) -> bool:
    """Signs in the words after a marker that it belongs to a sentence."""
    rest = text[match.end() : match.end() + 8]
    if style.role == "article":
        return (
            bool(_CITED.match(rest))
            and not match.group().endswith(" ")
            and text[match.end() : match.end() + 1] != " "
        )
    if style.name in ("cn-paren", "num-paren") and re.match(r"[、,和及至]? ?\(", rest):
        return True  # （一）、（二）两项: the items are cited
    if style.name in ("is", "must"):
        return not rest or rest[0] in ",。、"
    if "、" in match.group() and (pair := _CLAUSE.match(rest)):
        # 一、二线城市: two numbers in a row before a measure word are words, not a marker
        value = style.ordinal(match)
        return value is not None and (arabic(pair["n"]) or chinese(pair["n"])) == value[0] + 1
    if style.name == "decimal" and re.match(r"\d{3}", text):
        return True  # 2023.12.28 and amounts: no text has a hundred chapters of numbered paragraphs
    return style.name == "num-dot" and bool(re.match(r"(?:个|万|亿|倍|%|元|米)", rest))
