"""Marks what may be numbering at the start of a block: 一、 （一） 1. 第一章 ① 一是 第一， ——."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.fold import folded
from pipeline.frozen import maker, replace
from pipeline.model import Block, Document, Evidence, Mark, Numbering, Span, Why
from pipeline.numerals import arabic, chinese
from pipeline.profile import Profile, Style
from pipeline.stages.rules import rules

# What may not follow a marker: 第一条所称, 第三条规定的, 一是一二是二, 2021年, 一、二线城市.
_CITED = re.compile(
    r"(?:、第|和第|至第|到第|或第|以及第)|[的所规第中之及、至和与]|规定|第.{1,3}[款项]|款|项|但书|前款|本法|以上|以下|开通|建成"
    r"|(?:修改|修正|合并|移作|改|作|分)为|删[去除](?:$|[。,;“])"
)
_CLAUSE = re.compile(
    r"(?P<n>[一二三四五六七八九十]|\d{1,2})(?:线|级|类|等|届|年|月|日|层|楼|季度|产业|次|期|班|审|号)"
)
_ITEM = re.compile(r"[、,和及至]? ?\(")
_AMOUNT = re.compile(r"\d{3}")
_CHAPTERS = frozenset({"volume", "chapter", "subchapter"})
_ALONE, _SPACED = "num-alone", "num-space"  # 01 over its title, 01 before it
_DOTTED = "num-dot"
_DOUBTFUL, _AMOUNTS = re.compile(r"^[ \t]*\d{1,2}[.]\d{1,4}个", re.MULTILINE), re.compile(r"\d{1,4}个")
_MASKED, _SERIES = "*、", "cn-comma"
_HIDDEN = Why(f"num.{_SERIES}", "low", (Evidence("an asterisk in place of a number of a series", 1.0),))
_DAMAGED, _BRACKETS = ("(ー)", "(—)", "(-)"), "cn-paren"
_DASHED = Why(f"num.{_BRACKETS}", "low", (Evidence("a dash in place of the first number of a series", 1.0),))
_ZERO = re.compile(r"0 *(?:引 *言|前 *言|绪 *论|导 *论|序 *言)$")  # as articles count from 0
_UNITS = "倍%"
_span, _made, _mark = maker(Span), maker(Numbering), maker(Mark)


def numbers(doc: Document, profile: Profile, /) -> Document:
    """Mark the numbering that may open each block as ``number``, with its style, ordinal and literal marker.

    A mark is only a claim: whether the block is a heading, a point or a sentence that starts with a number is decided
    for the whole text at once by ``outline``.
    """
    marks = []
    for block, style, match in rules(profile).opening.among(doc.blocks):
        if numbering := _numbering(block, style, match):
            marks.append(_mark("number", numbering.marker, style.name, _why(style.name), numbering))
        elif lost := _lost(block, style, match):
            marks.append(lost)
    if _DOUBTFUL.search(folded(doc.source.text)):
        marks = _without_amounts(doc, marks)
    if alone := {mark.span.start for mark in doc.marks if mark.kind == "number" and mark.value == _ALONE}:
        marks = [mark for mark in marks if mark.value != _SPACED or mark.span.start not in alone]
    if _MASKED in folded(doc.source.text):
        marks += masked(doc.blocks, marks)
    if any(map(folded(doc.source.text).__contains__, _DAMAGED)):
        marks += damaged(doc.blocks, marks)
    return replace(doc, marks=doc.marks + tuple(marks)) if marks else doc


def _without_amounts(doc: Document, marks: list[Mark]) -> list[Mark]:
    """The marks without those that are the first half of an amount: 2.3个 is item 2 only where 1. stands before it."""
    text, last, out = folded(doc.source.text), 0, []
    for mark in marks:
        if mark.numbering and mark.value == _DOTTED:
            if _AMOUNTS.match(text, mark.span.end) and mark.numbering.ordinal != last + 1:
                continue
            last = mark.numbering.ordinal
        out.append(mark)
    return [m for m in out if last != 1 or not _AMOUNTS.match(text, m.span.end)]


def masked(blocks: Sequence[Block], marks: Sequence[Mark]) -> Iterator[Mark]:
    """Numbers that the source masks in a series 一、二、: *、 over 二、 is the first, as far as those beside it tell."""
    known = {m.span.start: m.numbering.ordinal for m in marks if m.value == _SERIES and m.numbering}
    places = [b for b in blocks if b.start in known or b.text.startswith(_MASKED)]
    by_next: list[int] = []  # what each is, counted back from the next known one
    for block in reversed(places if known else ()):
        by_next.append(known.get(block.start) or (by_next[-1] - 1 if by_next else 0))
    last = 0
    for block, value in zip(places, reversed(by_next), strict=False):
        last = value if value > 0 else last + 1
        if block.start not in known:
            at = block.span(0, len(_MASKED))
            numbering = Numbering(_SERIES, last, at, Span(at.start, at.start))
            yield Mark("number", at, _SERIES, _HIDDEN, numbering)


def damaged(blocks: Sequence[Block], marks: Sequence[Mark]) -> Iterator[Mark]:
    """The first of a series in brackets, read as a dash, where the second is the next: (ー) over （二）."""
    known = {m.span.start: m.numbering.ordinal for m in marks if m.value == _BRACKETS and m.numbering}
    following = 0
    for block in reversed(blocks if known else ()):
        if following == 2 and block.text.startswith(_DAMAGED):
            marker, numeral = block.span(0, 3), block.span(1, 2)
            yield Mark("number", marker, _BRACKETS, _DASHED, Numbering(_BRACKETS, 1, marker, numeral))
            following = 1
        following = known.get(block.start, following)


@lru_cache(maxsize=200)
def _why(style: str) -> Why:
    """Why a marker may be one; the same for all of a style."""
    return Why(f"num.{style}", "medium", (Evidence(f"opens like {style}", 1.0),))


def _lost(block: Block, style: Style, match: re.Match[str]) -> Mark | None:
    """A marker that was refused for the words after it, for ``explain``."""
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
    return found and _numbering(block, *found, start, sure)


def _numbering(
    block: Block, style: Style, match: re.Match[str], start: int = 0, sure: bool = False
) -> Numbering | None:
    if not sure and _refused(style, block.text, match):
        return None
    value = style.ordinal(match)
    if value is None:
        if block.text[0] != "0" or not _ZERO.match(block.text):
            return None
        value = (0, 0)
    end = start + len(match[0].rstrip())
    first, last = match.span(1) if style.placeholders else (start, start)
    if first == last:  # the numeral is left out
        first = last = start
    spans = block.spans
    if len(spans) == 1 and spans == block.pieces:  # nothing is hidden in the block, as in nearly all
        at = spans[0].start
        marker, numeral = _span(at + start, at + end), _span(at + first, at + last)
    else:
        marker = block.span(start, end)
        numeral = block.span(first, last) if last > first else Span(block.at(start), block.at(start))
    return _made(style.name, value[0], marker, numeral, value[1])


def opens(text: str, profile: Profile) -> bool:
    """Whether folded text opens with a marker that does not belong to a sentence."""
    found = rules(profile).opening.match(text)
    if found is None or (found[0].name == _DOTTED and _AMOUNTS.match(text, found[1].end())):
        return False
    return not _refused(found[0], text, found[1])


def _refused(style: Style, text: str, match: re.Match[str]) -> bool:
    """Signs in the words after a marker that it belongs to a sentence."""
    name, end = style.name, match.end()
    after = text[end : end + 1]
    if style.type == "annex":
        return text[-1] in "。;,"  # 附件1 (略)见第二页。
    if style.role == "article":
        return after != " " and match[0][-1:] != " " and _CITED.match(text[end : end + 8]) is not None
    if style.type in _CHAPTERS and match[0][-1:] != " ":
        # 第三章至第五章,分别规定了…。 and 第一章总则,共七条。 tell what a law says
        return after in ("至", "和", "、") or (text[-1] == "。" and "," in text)
    if name == "stem" and after and after in "乙丙丁":
        return True  # 甲、乙双方
    if (
        name in ("cn-paren", "num-paren", "stem-paren")
        and after
        and after in "、,和及至 ("
        and _ITEM.match(text, end)
    ):
        return True  # （一）、（二）两项: the items are cited
    if name in ("is", "must"):
        return not after or after in ",。、"
    if "、" in match[0] and (pair := _CLAUSE.match(text, end)):
        # 一、二线城市: two numbers in a row before a measure word are words, not a marker
        value = style.ordinal(match)
        return value is not None and (arabic(pair["n"]) or chinese(pair["n"])) == value[0] + 1
    if name == "decimal" and _AMOUNT.match(text):
        return True  # 2023.12.28 and amounts: no text has a hundred chapters of numbered paragraphs
    return name == "num-dot" and after != "" and after in _UNITS
