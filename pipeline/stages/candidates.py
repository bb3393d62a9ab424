"""Collects the blocks of a text that may be headings or points, with what it costs to read each as a paragraph."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from pipeline.frozen import maker, replace
from pipeline.model import Block, Fix, Mark, Numbering
from pipeline.profile import Profile
from pipeline.stages.annexes import titles_other
from pipeline.stages.bulleted import SIGNS, bulleted
from pipeline.stages.cells import heads_row, is_cell
from pipeline.stages.diary import entries
from pipeline.stages.headings import BEHIND, RULING, SECTIONS, unnumbered
from pipeline.stages.label_heads import label_heads, letter_parts
from pipeline.stages.marked import Emphasis, Levels
from pipeline.stages.marked_names import is_attribution
from pipeline.stages.outline_search import Candidate
from pipeline.stages.plain_styles import plain_styles
from pipeline.stages.text import SENTENCE_END

# What it costs to take a marker for ordinary words: the less it can be anything else, the more.
_STRENGTH = {
    "volume": 3.5, "subvolume": 3.5, "part": 2.0, "annex-letter": 3.0, "lettered": 2.0,
    "chapter": 4.6, "subchapter": 4.0, "kuan": 4.0, "mu": 4.0, "article": 3.6, "portion": 2.0, "lecture": 3.0, "big": 3.4, "cn-comma": 3.4,
    "cn-paren": 3.4, "cn-bare": 1.6, "cn-space": 1.2, "cn-enclosed": 3.2, "cn-half": 2.6,
    "num-dot": 3.0, "num-comma": 3.0, "num-space": 1.6, "decimal": 2.6,
    "num-paren": 2.8, "annex": 3.0, "num-half": 2.6, "num-full": 3.0, "num-enclosed": 1.6, "circled": 2.8, "stem": 2.6,
    "roman": 2.4, "roman-paren": 2.4, "roman-small": 2.4, "letter": 2.0, "letter-half": 1.6,
    "ordinal": 2.1, "ordinal-noun": 1.8, "is": 1.5, "must": 1.3,
    "qi": 1.7, "sequence": 1.0, "dash": 1.2, "bullet": 1.0, "case": 2.4, "box": 2.4, "noun": 1.2, "zhi": 2.0, "big-paren": 3.0,
    "num-alone": 3.0, "roman-alone": 3.0, "big-alone": 3.0, "part-alone": 3.0, "stem-paren": 2.8, "yue": 1.7,
}  # fmt: skip


_CERTAIN = 1000.0
_STYLED = 2.5  # a heading by the container's own word
_ENTRY = 3.0  # the date of an entry in a diary
_MARKED = 3.0  # a sign before a line over a paragraph, or one of several words with a colon
_ISSUED = 4.5  # the very name that the paper gives it
_LISTED = 3.0  # the very words of the table of contents
_CLOSING = 3.0  # 附则 below chapters
_ONLY = 3.0  # an article that no other follows
_IN_ROW = 0.6  # a sign that the line before or after has too
_COUNTED = 1.0  # a number that the container counted itself
_SET = 0.5  # how much of the evidence of type counts for a line that has a number anyway
_DIGITS = re.compile(r"\d+")
# Signs in brackets end at ㈩ and ⑳: a series goes on beyond them with numbers in brackets.
_BEYOND = {"cn-paren": ("cn-enclosed", 10), "num-paren": ("num-enclosed", 20)}
# the style of letters in the place of Roman numbers, and the places of (i), (v), (x), L. and C. among letters
_ROMANS = {"roman-paren": "letter", "roman-small": "letter", "roman": "letter-half"}
_LETTERS = {1: 9, 5: 22, 10: 24, 50: 12, 100: 3}
_NEAR = 12  # candidates from ㈩ to （十一）
_COLUMNS = ("序号 ", "编号 ", "名次 ", "排名 ")
_SECOND = str.maketrans("1一①", "2二②")
_ITEM = "cn-comma#item"
_candidate = maker(Candidate)


def candidates(
    blocks: Sequence[Block],
    first: int,
    taken: set[int],
    numbers: Mapping[int, Mark],
    profile: Profile,
    said: Mapping[int, Fix],
    issued: int = -1,
    listed: Container[int] = (),
) -> list[Candidate]:
    """The candidates among ``blocks``, in order; ``index`` counts from ``first``, ``taken`` are decided otherwise.

    ``issued`` is the block with the name of what a paper issues, ``listed`` those that its table of contents names.
    What a person ``said`` is a candidate that cannot be rejected.
    """
    hinted = [block for block in blocks if block.hints]
    type_, levels = Emphasis(hinted, len(blocks)), Levels(hinted)
    bare = [i for i, block in enumerate(blocks) if block.spans[0].start not in numbers and i not in taken]
    plain = unnumbered(blocks, bare, taken, numbers, profile, type_)
    plain |= {i: _LISTED for i in bare if first + i in listed}
    labels = label_heads(blocks, bare, profile)
    firsts = [block.text[0] for block in blocks]
    parts = letter_parts(blocks, bare) if "主" in firsts else {}
    dashes = []
    if "—" in firsts:
        dashes = [i for i, char in enumerate(firsts) if char == "—" and blocks[i].start in numbers]
    series = len(dashes) > 2 or (len(dashes) == 2 and dashes[1] == dashes[0] + 1)
    dated = entries(blocks)
    signed = set() if SIGNS.isdisjoint(firsts) else bulleted(blocks, taken, numbers, profile)
    looked = {issued - first, *plain, *labels, *parts, *dated, *signed}
    usual, apart = plain_styles(blocks, plain, numbers)
    out: list[Candidate] = []
    judged = any(blocks[i].text.replace(" ", "") == "主文" for i in plain)
    row = -2  # the latest row of a table
    for i, block in enumerate(blocks):
        start = block.spans[0].start
        mark = numbers.get(start)
        if i in taken or not (mark or i in looked or block.hints or start in said):
            continue
        numbering = mark.numbering if mark else None
        if said and start in said and said[start].role in ("heading", "point"):
            out.append(named(first + i, block, numbering, said[start]))
        elif first + i == issued:
            out.append(Candidate(issued, "issued", 0, 0, _ISSUED, True, numbering=numbering))
        elif is_cell(blocks, i) or (numbering and heads_row(blocks, i)):
            continue
        elif i in signed:
            out.append(Candidate(first + i, "marked", 0, 0, _MARKED, True, 1, numbering=numbering))
        elif numbering:
            if numbering.style == "dash" and (not series or is_attribution(block.text, profile)):
                continue  # one alone is no list, nor are two with text between them, nor who said what stands there
            if numbering.ordinal == 1 and _counts_inside(blocks, i, numbering, numbers):
                continue  # 1.…；2.… in one paragraph
            if numbering.style == "num-space" and (row == i - 1 or blocks[i - 1].text.startswith(_COLUMNS)):
                row = i  # of a table whose cells are parted by blanks
                continue
            if numbering.style == "cn-space" and any(c.style == "article" for c in out[-_NEAR:]):
                continue  # 一 and a blank before the items of a statute
            level, more = 0, 0.0
            if numbering.style == "bullet" and firsts[i] in firsts[max(i - 1, 0) : i] + firsts[i + 1 : i + 2]:
                more = _IN_ROW
            if block.hints:
                level = levels.of(block)
                more += (
                    _STYLED * bool(level) + _COUNTED * ("numbered" in block.hints) + _SET * type_.of(block)
                )
            found = _numbered(first + i, block, numbering, more, level)
            if numbering.style in _ROMANS:
                found = _lettered(out, found)
            elif numbering.style in _BEYOND:
                found = _beyond(out, found)
            elif numbering.style == "cn-comma" and out:
                found = _item(out, found, block.text)
            out.append(found)
        elif block.hints and (level := levels.of(block)):
            out.append(Candidate(first + i, f"plain#{level}", 0, 0, _STYLED + 2.0, True, level=level))
        elif i in parts:
            out.append(Candidate(first + i, "letter-part", 0, 0, _MARKED, True, parts[i]))
        elif i in labels:
            out.append(Candidate(first + i, "label", 0, 0, _MARKED, True))
        elif i in dated:
            out.append(Candidate(first + i, dated[i], 0, 0, _ENTRY, True))
        elif i in plain and block.text.replace(" ", "") == "附则" and (above := _above(out)):
            out.append(Candidate(first + i, above, 0, 0, _CLOSING, True))
        elif i in plain:
            words = block.text.replace(" ", "")
            style = usual if words not in SECTIONS else "behind" if words in BEHIND else apart
            style = "ruling" if words in RULING and judged else style
            if titles_other(blocks, i):
                style = "issued"
            out.append(Candidate(first + i, style, 0, 0, plain[i], True))
    return _alone(out, blocks, first)


def _alone(found: list[Candidate], blocks: Sequence[Block], first: int) -> list[Candidate]:
    """The candidates; the only article of an extract, with a blank behind its number, is as sure as one among others."""
    places = [n for n, c in enumerate(found) if c.style == "article"]
    if len(places) == 1:
        c = found[places[0]]
        if blocks[c.index - first].text[c.marker : c.marker + 1] == " ":
            found[places[0]] = replace(c, reject=c.reject + _ONLY)
    return found


def _counts_inside(blocks: Sequence[Block], i: int, own: Numbering, numbers: Mapping[int, Mark]) -> bool:
    """Whether the second of a series stands in the block that its first opens, and opens none below it."""
    text = blocks[i].text
    second = text[: blocks[i].find(own.marker.end)].translate(_SECOND)
    if text.find(second, len(second)) < 0 or not any(stop + second in text for stop in "。;,"):
        return False
    marks = (numbers.get(b.start) for b in blocks[i + 1 : i + 1 + _NEAR])
    below = next((m.numbering for m in marks if m and m.numbering and m.numbering.style == own.style), None)
    return below is None or below.ordinal != 2


def _beyond(found: list[Candidate], c: Candidate) -> Candidate:
    """A number in brackets, in the style of the signs that it goes on with: （十一） after ㈩."""
    style, last = _BEYOND[c.style]
    if c.ordinal > last:
        before = next((b for b in found[: -_NEAR - 1 : -1] if b.style == style), None)
        if before and before.ordinal == c.ordinal - 1:
            return replace(c, style=style)
    return c


def _lettered(found: list[Candidate], c: Candidate) -> Candidate:
    """A Roman number, as the letter that it is behind the one before it: (i) after (h), C. after B."""
    place, style = _LETTERS.get(c.ordinal, 0), _ROMANS[c.style]
    last = next((b for b in found[: -_NEAR - 1 : -1] if b.style == style), None) if place else None
    if last is None or last.ordinal != place - 1 or not c.numbering:
        return c
    return replace(c, style=style, ordinal=place, numbering=replace(c.numbering, style=style, ordinal=place))


def _item(found: list[Candidate], c: Candidate, text: str) -> Candidate:
    """A paragraph of an article, 一、 right below it, in a style of its own: elsewhere 一、 stands above articles."""
    if c.ordinal == 1:
        before = found[-1]
        under = before.style == "article" and c.index - before.index <= 2
        item = under and (text[-1] in "。;" or (text[-1] == ":" and "," in text))
    else:
        last = next((b for b in found[: -_NEAR - 1 : -1] if b.style.startswith("cn-comma")), None)
        step = c.ordinal - last.ordinal if last and last.style == _ITEM else 0
        item = step == 1 or (step > 1 and text[-1] in "。;")
    return replace(c, style=_ITEM) if item else c


def _above(found: list[Candidate]) -> str:
    """The outermost style of chapters so far, beside which 附则 stands without a number; "" where there is none."""
    styles = {c.style for c in found}
    return next((style for style in ("volume", "chapter") if style in styles), "")


def named(index: int, block: Block, numbering: Numbering | None, fix: Fix) -> Candidate:
    """The candidate of a line that a person called a heading or a point."""
    if numbering:
        return replace(_numbered(index, block, numbering), reject=_CERTAIN, fix=fix)
    return Candidate(index, "plain" if fix.role == "heading" else "point", 0, 0, _CERTAIN, True, fix=fix)


def _numbered(index: int, block: Block, n: Numbering, more: float = 0.0, level: int = 0) -> Candidate:
    length = block.find(n.marker.end)  # in the text to match: a gloss in a marker is none of it
    style, ordinal, sub = n.style, n.ordinal, n.sub
    path: tuple[int, ...] = ()
    cost = _STRENGTH.get(style, 2.4) + _looks(block.text, style, length) + more
    if style in ("decimal", "lettered"):
        path = tuple(map(int, _DIGITS.findall(block.text[:length])))
        if path:
            ordinal, sub = path[-1], 0
        if len(path) > 1 + (style == "decimal"):  # 2.1 and 2.1.1, A.1 and A.1.1 are two levels of one style
            style = f"{style}#{len(path)}"
    return _candidate(index, style, ordinal, sub, cost, n.ordinal == 0, length, path, level, None, n)


def _looks(text: str, style: str, length: int) -> float:
    rest = text[length:].strip()
    if not rest:
        return 0.4
    if rest[0] in ",。;、)":
        return -1.5
    if style == "article" and text[length] != " ":
        return -2.2  # 第一条热线: only a series of articles can carry markers that run into the text
    return 0.5 if len(rest) < 40 and not SENTENCE_END.search(rest) else 0.0
