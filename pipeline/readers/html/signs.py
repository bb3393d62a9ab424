"""What speaks for text and for furniture in one line of a page: prose and links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.html.lines import Drawn
from pipeline.readers.html.words import is_footer, kind_of_line

FAINT = 5  # a line without punctuation counts for a fifth
_PROSE = re.compile(r"[。！？；，、：…,;!?:]")
_LONG = 30  # characters that make a line prose without any punctuation
_NEAR, _SHORT = 3, 80  # lines around a copyright notice, and the longest that belong to it, in characters
_LINK = 0.6  # share of its characters, but for dates and bullets, that makes a line one of links
_CUT = 20  # characters of a paragraph that goes on behind the links to the other pages of a text
_STOPS = ("。", "！", "？", "；", "：", "”", "）")
_ENDS = ("。", "；")  # those of Chinese headlines are ！ and ？
_LABEL = re.compile(r"\w{2,8}[:：]")  # 标签：, 政策解读：
_DAY = re.compile(
    r"[\[(（【]?\s*(?:(?:(?:19|20)\d\d|(?:中[华華])?民[国國]\s*\d{2,3})\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s+\d\d?:\d\d)?\s*[\])）】]?|[·•]"
)
_SOURCE = re.compile(r"来源|來源|发布|發布|作者|时间|時間")
_SOURCED = re.compile(r"\s*(?:[稿文]件?|信息)?[来來]源[:：]")
_IMPRESSUM = re.compile(
    r"主[办辦]|承[办辦]|主管|[维維][护護]|地址|[电電][话話]|[传傳]真|[邮郵][编編箱]|转载|轉載|[网網]站|本站|[浏瀏][览覽]"
)
_NUMBERED = re.compile(r"\s*(?:第\s*[0-9〇零一二三四五六七八九十百千]+\s*[条條章节節编編]|附件|附[:：])")


def is_prose(line: Drawn) -> bool:
    """Whether a line is a sentence or part of one."""
    return line.chars >= _LONG or _PROSE.search(line.text) is not None


def is_link(line: Drawn) -> bool:
    """Whether a line is nothing but links to other pages; files to fetch, sources and articles of laws are not."""
    if line.file or not line.linked or line.text.rstrip().endswith(_ENDS):
        return False
    # A date beside a link is how lists of articles look.
    dates = sum(len("".join(found.split())) for found in _DAY.findall(line.text))
    label = _LABEL.match(line.text)
    said = len(label[0]) if label else 0
    if line.linked < _LINK * (line.chars - dates) and line.linked < line.chars - said:
        return False
    return not (_SOURCE.search(line.text) or _NUMBERED.match(line.text))


def is_dated(line: Drawn) -> bool:
    """Whether a line begins with a date, as the line under a title does."""
    return _DAY.match(line.text.strip()) is not None


def is_cut(above: str, line: Drawn) -> bool:
    """Whether a line is the rest of the paragraph above it, which the end of a page cut in the middle of a sentence."""
    if len(above) < _CUT or above.endswith(_STOPS) or line.hints or line.marker:
        return False
    return not line.text[:1].isspace() and line.text.endswith(_STOPS)


def is_sourced(line: Drawn) -> bool:
    """Whether a line says where the text comes from."""
    return line.chars <= _LONG and _SOURCED.match(line.text) is not None


def has_prose(lines: Sequence[Drawn]) -> bool:
    """Whether a line is prose and neither a link nor the foot of a site."""
    found = weights(lines, [line.kind or kind_of_line(line.text) for line in lines])
    return any(weight and is_prose(line) for weight, line in zip(found, lines, strict=True))


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


def _is_woven(line: Drawn) -> bool:
    """Whether a line with links in it is a sentence all the same: it ends as one, outside of them."""
    return line.linked < line.chars - 1 and line.text.rstrip().endswith(_ENDS)


def _weight(line: Drawn) -> int:
    if line.kind or is_link(line) or (2 * line.linked > line.chars and not _is_woven(line)):
        return 0
    own = line.chars - line.linked
    return own * FAINT if is_prose(line) else own
