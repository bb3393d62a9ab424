"""Tells which rows belong to the pages of a print: their numbers and running heads, which stand between rows of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from pipeline.model import Block
from pipeline.numerals import chinese, roman
from pipeline.profile import Profile
from pipeline.stages.cells import is_cell
from pipeline.stages.rows import FINAL
from pipeline.stages.rules import rules

ACROSS = 2  # rows of the page stand between two rows of a paragraph, at the most
_DIGITS = re.compile(r"\d\d*")  # twice as fast as \d+: the engine skips to a character, not to some
_COMMA = re.compile(r"[,。;、!?“”]")
_PREFACE = re.compile(r"[IVXivxⅠ-Ⅻ]{1,5}$")  # how the pages of a preface are counted
_LETTERED = re.compile(r"[A-Z]\d{1,4}$")  # and those of an appendix, or of a gazette's part
_BESIDE = re.compile(r"(\d{1,5}) {2,}\D|\D {2,}(\d{1,5})$")  # 47  沂蒙旧事
_OUTER = re.compile(r"^#(?:  +)|(?:  +)#$", re.MULTILINE)  # the number of a page at either end of its head
_LONGEST_HEADING, _SHORTEST_CUT = 40, 12  # characters of a numbered heading, of a row that a page cuts
_STOP = re.compile(r"[。;!?]")
_WIDE = "   "
_FAR_OFF = "      "
_HEAD = 40  # characters of a running head
_FAR = re.compile(
    r"(?P<dots>[·—-] ?)?\d{1,4}(?(dots) ?[·—-]) {3,}(?P<after>[^\d ][^ ]{2,29})$"
    r"|(?P<before>[^\d ][^ ]{2,29}) {3,}(?P<dashes>[·—-] ?)?\d{1,4}(?(dashes) ?[·—-])$"
)
_LONGEST_HEAD = 60
_LONGEST_LONE = 24  # characters of a running head that comes once
_NEAR = 12  # rows above a page number in which the paragraph begins that it cuts
_BOOK = re.compile(r"(?:文集|选集|文选|全集|文存|选编|汇编|讲话集|演讲集|书信集|讲话选)$")
_NOTES = "①*"  # the sign of a note about a title stands behind it
_TOP = 12  # rows in which the title of a text stands, which may also be its running head
_POINT = re.compile(r"([一二三四五六七八九十百]{1,5})[、 ]")
_PAGE_OF = 3  # rows that a page has at the least
_STEP = 6  # by which the numbers of pages count up, where some were lost


def page_rows(
    rows: Sequence[Block], texts: Sequence[str], opened: Sequence[int], profile: Profile
) -> set[int]:
    """The rows that belong to the pages of a print; ``opened`` are those of the ``texts`` that end inside a sentence.

    A running head is a short line that comes back, numbers aside, where a sentence is cut or beside a page number.
    """
    numbers = rules(profile).page_number.among(texts)
    out = {i for i in numbers if not is_cell(rows, i)} - of_points(texts, numbers)
    cuts = (
        i
        for i, j in pairwise(opened)
        if j == i + 1 and len(rows[j].text) <= 40 and _COMMA.search(rows[i].text)
    )
    wide = [i for i, text in enumerate(texts) if _WIDE in text]
    if (
        out or wide or len(list(islice(cuts, 2))) == 2
    ):  # a head that comes three times stands at two cuts or more
        short = [i for i in opened if 4 <= len(texts[i]) <= _HEAD or (wide and _is_spread(texts[i]))]
        _add_heads(rows, [i for i in short if i not in out], out, profile)
    out.update(_under_numbers(rows, [*out], profile))
    if wide:
        out.update(_lone_heads(rows, wide))
    return out


def of_points(texts: Sequence[str], numbers: Sequence[int]) -> set[int]:
    """The numbers that stand over the point that they count, as articles without a name do: 3 over 三、投票由代表監察."""
    below = {i: _POINT.match(texts[i + 1]) for i in numbers if i + 1 < len(texts)}
    same = {i for i, m in below.items() if m and texts[i] == str(chinese(m[1]))}
    return same if len(same) >= 2 else set()


def _under_numbers(rows: Sequence[Block], numbers: Sequence[int], profile: Profile) -> Iterator[int]:
    """The rows under page numbers that are running heads though they come once: the sentence that the page cuts goes on below.

    In a text with indents a heading has an indented row under it.
    """
    for i in numbers:
        if not 0 < i < len(rows) - 2:
            continue
        above, head, below = rows[i - 1], rows[i + 1], rows[i + 2]
        flush = not above.indent and not below.indent and below.gap and not below.hints
        if not flush or len(head.text) > _LONGEST_LONE or len(head.text) >= len(above.text):
            continue
        if head.text[-1] in FINAL or _COMMA.search(head.text) or not _is_cut(above.text, profile):
            continue
        if rules(profile).opening.match(head.text) or not _COMMA.search(below.text):
            continue
        if any(row.indent >= 2 for row in rows[max(i - _NEAR, 0) : i - 1]):
            yield i + 1


def _lone_heads(rows: Sequence[Block], wide: Sequence[int]) -> Iterator[int]:
    """The rows of an extract that are running heads though they come once: far from a page number is the book's name or the title.

    In a table or a list of contents the rows beside them have numbers too.
    """
    found = {i: m for i in wide if len(rows[i].text) <= _LONGEST_HEAD and (m := _FAR.match(rows[i].text))}
    titles = {row.text.rstrip(_NOTES) for row in rows[:_TOP]} if found else ()
    for i, m in found.items():
        if i - 1 not in found and i + 1 not in found:
            words = m["after"] or m["before"]
            printed = m["dots"] or m["dashes"]  # · 3 ·: no number but that of a page is set so
            if printed or _BOOK.search(words) or (words in titles and i > 1):
                yield i


def _add_heads(rows: Sequence[Block], heads: Sequence[int], out: set[int], profile: Profile) -> None:
    """Add those of the rows that may be running heads to the rows of the page."""
    # numbers are put aside in all of them at once; no row holds a line break
    all_shown = _DIGITS.sub("#", "\n".join([rows[i].text for i in heads]))
    shown = (_OUTER.sub("", all_shown) if "#  " in all_shown or "  #" in all_shown else all_shown).split("\n")
    if len(set(shown)) == len(shown):  # none comes twice
        return
    often = {text for text, count in Counter(shown).items() if count >= 2}
    places: dict[str, list[int]] = {}
    for i, text in zip(heads, shown, strict=False):  # where there are no heads, one empty string is shown
        if text in often:
            places.setdefault(text, []).append(i)
    numbers, known = _numbers(rows, out), set[int]()
    for found in places.values():
        values = _beside_heads(rows, found)
        least = 2 if values else 3
        cutting = _cutting(rows, found, out, profile)
        if len(found) >= least and (len(cutting) >= 0.6 * len(found) or _is_printed(rows, found, values)):
            out.update(found[1:] if not values and _is_title(found[0], cutting, out) else found)
            known.update(values)
        elif beside := [i for i in found if i - 1 in numbers or i + 1 in numbers]:
            out.update(_beside(found, beside, numbers))
    if known:  # the heads of the pages between them have other words
        near = {value + step for value in known for step in (-1, 1)}
        out.update([i for i in heads if _at_end(rows[i].text) in near])


def _is_spread(text: str) -> bool:
    """Whether a row is as short as a running head but for the blanks between it and the number of its page."""
    return _WIDE in text and len("".join(text.split())) <= _HEAD


def _is_printed(rows: Sequence[Block], found: Sequence[int], values: Sequence[int]) -> bool:
    """Whether rows are running heads wherever the pages end: far from numbers that count up, and a page apart."""
    return (
        bool(values)
        and all(b - a > _STEP for a, b in pairwise(found))
        and all(_FAR_OFF in rows[i].text for i in found)
    )


def _is_title(first: int, cutting: Sequence[int], page: set[int]) -> bool:
    """Whether the first row of a running head is the title that it repeats: over the text, and without a page number."""
    return first < _TOP and first not in cutting and first - 1 not in page and first + 1 not in page


def _cutting(rows: Sequence[Block], found: Sequence[int], page: set[int], profile: Profile) -> list[int]:
    """Those of some rows that stand behind the beginning of a sentence."""
    return [i for i in found if _is_cut(_before(rows, i, page), profile)]


def _is_cut(text: str, profile: Profile) -> bool:
    """Whether a row is the beginning of a sentence; 一、收入、支出 is a heading, and what comes back below such is none of the page."""
    if len(text) < _SHORTEST_CUT or text[-1] in FINAL or not _COMMA.search(text):
        return False
    heading = len(text) <= _LONGEST_HEADING and rules(profile).opening.match(text) and not _STOP.search(text)
    return not heading


def _before(rows: Sequence[Block], i: int, page: set[int]) -> str:
    """The text of the last row before row ``i`` that is no page number."""
    return next((rows[j].text for j in range(i - 1, max(i - 3, -1), -1) if j not in page), "")


def _beside_heads(rows: Sequence[Block], found: Sequence[int]) -> list[int]:
    """The numbers of pages at the ends of rows, where all have one, and they count up."""
    values = [value for i in found if (value := _at_end(rows[i].text)) is not None]
    return values if len(values) == len(found) and _count_up(values) else []


def _at_end(text: str) -> int | None:
    """The number at one end of a line, set off by blanks."""
    found = _BESIDE.search(text) if "  " in text else None
    return int(found[1] or found[2]) if found else None


def _count_up(values: Sequence[int]) -> bool:
    return all(0 < b - a <= _STEP for a, b in pairwise(values))


def _numbers(rows: Sequence[Block], page: set[int]) -> dict[int, int]:
    """The numbers of pages by place, where they count up as pages do: 187, A3220, II."""
    out: dict[int, int] = {}
    for found in (_arabic(rows, page), _lettered(rows), _of_preface(rows)):
        values = dict(found)
        if _count_up([*values.values()]) and all(b - a > _PAGE_OF for a, b in pairwise(values)):
            out |= values
    return out


def _arabic(rows: Sequence[Block], page: set[int]) -> Iterator[tuple[int, int]]:
    for i in sorted(page):
        if m := _DIGITS.search(rows[i].text):
            yield i, int(m[0])


def _lettered(rows: Sequence[Block]) -> Iterator[tuple[int, int]]:
    for i, row in enumerate(rows):
        if len(row.text) <= 5 and _LETTERED.match(row.text):
            yield i, int(row.text[1:])


def _of_preface(rows: Sequence[Block]) -> Iterator[tuple[int, int]]:
    for i, row in enumerate(rows):
        if len(row.text) <= 5 and _PREFACE.match(row.text) and (value := roman(row.text)):
            yield i, value


def _beside(found: Sequence[int], beside: Sequence[int], numbers: dict[int, int]) -> set[int]:
    """The rows of a running head, with the page numbers beside it; it may be the title of the text when it first comes."""
    first, *rest = found
    if len(beside) < 2:
        own = [*beside] == rest and first < _TOP
    else:
        own = 2 * len(beside) >= len(found)
        if first not in beside:
            beside = rest
    if not own:
        return set()
    return {j for i in beside for j in (i - 1, i, i + 1) if j == i or j in numbers}
