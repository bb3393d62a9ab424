"""What speaks for text and for furniture in one line of a page: prose, links, labels of the blocks around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.html.labels import is_footer
from pipeline.readers.html.lines import Drawn, Page

FAINT = 5  # a line without punctuation counts for a fifth
# A block called a footer is none if it holds more of the prose, by how sure its label is.
_SURE, _LIKELY = 0.9, 0.5
_PROSE = re.compile(r"[。！？；，、：…,;!?:]")
_LONG = 30  # characters that make a line prose without any punctuation
_NEAR, _SHORT = 3, 80  # lines around a copyright notice, and the longest that belong to it, in characters
_LINK = 0.6  # share of its characters, but for dates and bullets, that makes a line one of links
_DAY = re.compile(
    r"[\[(（【]?\s*(?:(?:19|20)\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s+\d\d?:\d\d)?\s*[\])）】]?|[·•]"
)
_SOURCE = re.compile(r"来源|來源|发布|發布|作者|时间|時間")
_IMPRESSUM = re.compile(
    r"主[办辦]|承[办辦]|主管|[维維][护護]|地址|[电電][话話]|[传傳]真|[邮郵][编編箱]|转载|轉載|[网網]站|本站|[浏瀏][览覽]"
)
_NUMBERED = re.compile(r"\s*(?:第\s*[0-9〇零一二三四五六七八九十百千]+\s*[条條章节節编編]|附件|附[:：])")


def is_prose(line: Drawn) -> bool:
    """Whether a line is a sentence or part of one."""
    return line.chars >= _LONG or _PROSE.search(line.text) is not None


def is_link(line: Drawn) -> bool:
    """Whether a line is nothing but links to other pages; files to fetch, sources and articles of laws are not."""
    if line.file or not line.linked:
        return False
    # A date beside a link is how lists of articles look.
    dates = sum(len("".join(found.split())) for found in _DAY.findall(line.text))
    if line.linked < _LINK * (line.chars - dates):
        return False
    return not (_SOURCE.search(line.text) or _NUMBERED.match(line.text))


def is_dated(line: Drawn) -> bool:
    """Whether a line begins with a date, as the line under a title does."""
    return _DAY.match(line.text.strip()) is not None


def weights(lines: Sequence[Drawn], words: Sequence[str]) -> list[int]:
    """What each line counts as text: its characters outside links, five times in prose; furniture nothing.

    Args:
        lines: those of the page.
        words: the kind of furniture that each is by its own words, "" for none.
    """
    found = [0 if word else _weight(line) for word, line in zip(words, lines, strict=True)]
    for number, line in enumerate(lines):
        if is_footer(line.text):
            found[number] = 0
            # Addresses and sponsors stand around it, often in whole sentences.
            for near in range(max(number - _NEAR, 0), min(number + _NEAR + 1, len(lines))):
                if lines[near].chars <= _SHORT and _IMPRESSUM.search(lines[near].text):
                    found[near] = 0
    return found


def _weight(line: Drawn) -> int:
    if line.kind or 2 * line.linked > line.chars:
        return 0
    own = line.chars - line.linked
    return own * FAINT if is_prose(line) else own


def labelled(page: Page, prose: Sequence[int]) -> list[str]:
    """The kind of furniture that each box is by its own label or that of one around it, "" for none.

    Args:
        page: the page.
        prose: the weight of the lines in each box.
    """
    kinds: list[str] = []
    for box, own in zip(page.boxes, prose, strict=True):
        kind = kinds[box.parent] if box.parent >= 0 else ""
        if box.label.kind and own <= (_SURE if box.label.sure else _LIKELY) * prose[0]:
            kind = box.label.kind
        kinds.append(kind)
    return kinds
