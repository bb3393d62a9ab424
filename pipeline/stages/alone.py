"""Finds the numbers that stand alone on a line over the sections of an essay: 1, 01, Ⅰ, 壹, 上.

A page has its number on such a line too. But pages seldom begin with the first, cut sentences, and have something of the
page beside the number; sections begin with the first, and stand between paragraphs that are finished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.frozen import record
from pipeline.model import Block, Evidence, Mark, Numbering, Why
from pipeline.numerals import to_chinese, to_roman
from pipeline.profile import Profile
from pipeline.stages.numbers import opens
from pipeline.stages.rows import FINAL, is_caption

_SENTENCE = re.compile(r"[。!?;,]")
_LONGEST = 5  # characters of such a line
_PROSE, _SHORT, _WORDS = 14, 30, 12
_CHINESE = "cn-bare"  # 一 alone is a number wherever it stands; of these only the titles are looked for


def _forms() -> Iterator[tuple[str, tuple[str, int]]]:
    for n in range(1, 100):
        yield str(n), ("num-alone", n)
        yield f"{n:02}", ("num-alone", n)
    for n in range(1, 21):
        yield to_roman(n), ("roman-alone", n)
        yield to_chinese(n), (_CHINESE, n)
    for n, (sign, big) in enumerate(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "壹贰叁肆伍陆柒捌玖拾", strict=True), 1):
        yield sign, ("roman-alone", n)
        yield big, ("big-alone", n)
    for n, part in enumerate("上中下", 1):
        for form in (part, f"({part})", f"{part}篇"):
            yield form, ("part-alone", n)


_FORMS = dict(_forms())
_WHY = {
    style: Why(
        f"num.{style}", "medium", (Evidence("one of a series alone on lines, between paragraphs", 2.0),)
    )
    for style, _ in _FORMS.values()
}


@record(frozen=True)
class Numbers:
    """Marks ``number`` of the rows that are the numbers of sections, by place; ``titled``: the title is the row below."""

    marks: Mapping[int, Mark]
    titled: frozenset[int]


_NONE = Numbers({}, frozenset())


def alone(rows: Sequence[Block], profile: Profile) -> Numbers:
    """The numbers of sections that stand alone on lines."""
    places = [i for i, row in enumerate(rows) if len(row.text) < _LONGEST and row.text in _FORMS]
    if len(places) < 2:
        return _NONE
    marks: dict[int, Mark] = {}
    titled: set[int] = set()
    by_style: dict[str, list[int]] = {}
    for i in places:
        by_style.setdefault(_FORMS[rows[i].text][0], []).append(i)
    for style, found in by_style.items():
        ordinals = _ordinals([_FORMS[rows[i].text][1] for i in found], style)
        if not ordinals or not _are_heads(rows, found, profile):
            continue
        if all(
            _is_title(rows[i + 1].text) or _is_styled(rows, i) or _is_in_halves(rows, i + 1) for i in found
        ):
            titled.update(found)
        elif style == _CHINESE:
            continue
        for i, n in zip(found, ordinals, strict=True):
            span = rows[i].spans[0]
            marks[i] = Mark("number", span, style, _WHY[style], Numbering(style, n, span, span))
    return Numbers(marks, frozenset(titled))


def _ordinals(values: list[int], style: str) -> list[int]:
    """The values of a series that counts up from one, perhaps more than once; [] for any other."""
    if style == "part-alone" and 2 not in values:  # 上 and 下 alone are two parts
        values = [min(value, 2) for value in values]
    steps = zip([0, *values], values, strict=False)
    counts = all(b == a + 1 or (b == 1 and a > 1) for a, b in steps)
    return values if counts and values[-1] > 1 else []


def _are_heads(rows: Sequence[Block], found: list[int], profile: Profile) -> bool:
    """Whether each of some numbers stands between a finished paragraph and one that begins."""
    first, last = found[0], found[-1]
    if not first or last + 1 >= len(rows):
        return False
    beside = {j for i in found for j in (i - 1, i + 1)}
    if len({rows[j].text for j in beside}) < len(beside):
        return False  # the running head of a page
    if len(found) < 3 and not all((rows[i].gap and rows[i + 1].gap) or _is_set(rows, i) for i in found):
        return False
    return (
        _may_end(rows[first - 1].text)
        and all(_is_finished(rows[i - 1].text) for i in found[1:])
        and all(_begins(rows, i + 1, profile) for i in found)
        and all(_prose(rows, a + 1, b) for a, b in zip(found, [*found[1:], len(rows)], strict=True))
    )


def _is_set(rows: Sequence[Block], i: int) -> bool:
    """Whether the container sets a number and the line below it as headings, as it sets no number of a page."""
    return "bold" in rows[i].hints and "bold" in rows[i + 1].hints


def _is_styled(rows: Sequence[Block], i: int) -> bool:
    """Whether the container calls the line below a number a heading, as one with a comma in it may be."""
    below = rows[i + 1]
    styled = _is_set(rows, i) and any(hint[0] == "h" and hint[1:].isdigit() for hint in below.hints)
    return styled and len(below.text) < _SHORT and below.text[-1] not in FINAL


def _is_in_halves(rows: Sequence[Block], i: int) -> bool:
    """Whether a short line with a comma that ends no sentence stands over prose: 让渡旗高高飘扬，要有坚定的信念."""
    text = rows[i].text
    whole = len(text) < _SHORT and text[-1] not in FINAL and text[-1] not in ",;:、"
    return whole and "。" not in text and _prose(rows, i + 1, i + 2) and rows[i + 1].text[-1] in FINAL


def _is_finished(text: str) -> bool:
    """Whether a line may stand over a further section: the end of a paragraph, a word or two, a caption."""
    if text[-1] in FINAL:
        return text[-1] not in ":;"
    return is_caption(text) or (len(text) <= _WORDS and _is_title(text))


def _may_end(text: str) -> bool:
    """Whether a line may stand over the first section: a title, a byline, a paragraph that is finished."""
    return text[-1] in FINAL or _is_title(text)


def _begins(rows: Sequence[Block], i: int, profile: Profile) -> bool:
    """Whether a row under a number is prose, or a title over prose."""
    text = rows[i].text
    if text in _FORMS or opens(text, profile):
        return False
    return not _is_title(text) or _prose(rows, i + 1, i + 2)


def _is_title(text: str) -> bool:
    """Whether a line is short, and no sentence."""
    return len(text) < _SHORT and not _SENTENCE.search(text)


def _prose(rows: Sequence[Block], first: int, last: int) -> bool:
    """Whether a sentence of some length is among ``rows[first:last]``."""
    return any(len(row.text) >= _PROSE and _SENTENCE.search(row.text) for row in rows[first:last])
