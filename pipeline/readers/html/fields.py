"""The fields of the line under a title, as far as the elements of a page part them: date, source, author, counters, buttons."""

from __future__ import annotations

import re

LONGEST_IMPRINT = 160  # characters of such a line
_DAY = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_SAYS = re.compile(
    r"(?:来源|來源|作者|[发發][布佈表]|[时時][间間]|日期|[点點][击擊]|[浏瀏][览覽]|[阅閱][读讀]|字[号號体體])[^，。：:]{0,4}[：:]"
)
_FIELD = re.compile(
    r"(?:(?:[信消]息|稿件|文章)?[来來]源|稿源|(?:责任|責任)?[编編][辑輯]|作者|[记記]者|[发發][布佈](?:[时時][间間]|日期|[机機][构構关關]|[单單]位)"
    r"|[时時][间間]|日期|[发發]文[机機][关關])\s*[:：]"
)
_TOOLS = re.compile(
    r"[【\[(（]?\s*(?:(?:[浏瀏][览覽]|[点點][击擊閱]|[阅閱][读讀]|[评評][论論]|[访訪][问問]|人[气氣])[次人]?[数數量]?\s*[:：(（]"
    r"|字[体體号號](?:大小)?\s*[:：]|分享(?:到|至)?\s*[:：]|我要(?:投稿|[评評][论論]|[纠糾][错錯])\s*$|(?:[举舉][报報]|收藏|打印|列印|[纠糾][错錯])\s*$)"
)
_LABELS = frozenset(
    (
        "来源",
        "來源",
        "信息来源",
        "稿件来源",
        "作者",
        "发布时间",
        "发布日期",
        "發佈日期",
        "成文日期",
        "发布机构",
        "发文机关",
        "文号",
        "索引号",
    )
)
# The signs with which any of these may begin: most pieces of text are told by their first one.
_FIRST = frozenset("举舉收打列纠糾【[(（浏瀏点點阅閱评評访訪人字分我信消稿文来來责責编編作记記发發时時日")
_STAMP = re.compile(
    r"(?:19|20)\d\d(?:[-/.] ?\d{1,2}[-/.] ?\d{1,2}| \d{1,2} ?[-/] ?\d{1,2})(?: \d{1,2}:\d\d(?::\d\d)?)?"
)
_MONTH = re.compile(r"\d{1,2}\s*(?:[-/]|$)")
_LONGEST_DATE = 22
_SPACE = " \t\n\r\f\xa0\u3000"
_STOPS = frozenset("，。、；：！？,;:!?)）]】|/·-")
_REST = " \u3000\xa00123456789:日"


def begins(text: str, more: str, apart: bool) -> bool:
    """Whether an element begins a field behind the date that opens a line, where only the style sheet sets them apart.

    Args:
        text: the line so far.
        more: what the element begins with.
        apart: whether an element before it began one on this line.
    """
    more = more.lstrip(_SPACE)
    if not more or text[-1:] in _SPACE or more[0] in _STOPS:
        return False
    return apart or (len(text) <= _LONGEST_DATE and _dated(text.strip(_SPACE), more))


def _dated(text: str, more: str) -> bool:
    """Whether a line is a date by its numbers, or its year that the month follows."""
    if text[:2] not in {"19", "20"}:
        return False
    if len(text) == 4:
        return text.isdecimal() and _MONTH.match(more) is not None
    return _STAMP.fullmatch(text) is not None


def opens(text: str) -> str:
    """What the text of an element opens: ``tools`` for a counter or a button, ``field`` for a field, "" for neither."""
    text = text.lstrip(" \t\n\r\f\xa0\u3000")[:20]
    if not text or text[0] not in _FIRST:
        return ""
    return "tools" if _TOOLS.match(text) else "field" if _FIELD.match(text) else ""


def is_label(text: str) -> bool:
    """Whether a term of a list is the label of a field of an imprint."""
    return text in _LABELS


def is_imprint(text: str) -> bool:
    """Whether a line gives the date of a text, and perhaps says more about it."""
    if len(text) > LONGEST_IMPRINT or text.endswith("。") or _DAY.search(text) is None:
        return False
    return _SAYS.search(text) is not None or not _DAY.sub("", text).strip(_REST)
