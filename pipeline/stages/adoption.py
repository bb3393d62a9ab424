"""Reads lines that say when and by whom a text was adopted, issued or amended."""

from __future__ import annotations

import re
from datetime import date

from pipeline.model import Block, Document
from pipeline.profile import Profile
from pipeline.stages.text import labels, within

_HISTORY = re.compile(r"通过|公布|发布(?![会厅])|修正|修订|修改|施行|订定|制定|废止|批准|令$")
_PASSED = re.compile(r"通过|公布|发布(?![会厅])|修正|修订|施行|实施|订定|制定|批准")
_POSTED = re.compile(r"(?:发[布表]|刊登|刊发|张贴|上传|更新)于 ?\d{4} ?[-/.]")
_REPUBLIC = re.compile(
    r"\(?(?P<y>\d{2,3}) ?[.年/] ?(?P<m>\d{1,2}) ?[.月/] ?(?P<d>\d{1,2}) ?日?(?!\d)"
    r".{0,60}?(?:通过|订定|修正|修订|核定|备查|发布|公布|施行|实施)"
)


def within_brackets(text: str) -> bool:
    """Whether a line stands in round brackets as a whole."""
    return text[0] == "(" and ")" in text[-6:]


def is_history(dated: Block) -> bool:
    """Whether a line that holds a date says what became of the text on it: passed, published, revised.

    A sentence of the text may say that of another paper.
    """
    return _is_apart(dated.text) and _HISTORY.search(dated.text) is not None


def republic(block: Block, doc: Document) -> str:
    """The date of adoption by the years of the Republic, which such lines leave unnamed: 107.08.30校務會議通過; or ""."""
    text = block.text
    m = _REPUBLIC.match(text) if text[0] in "(0123456789" and doc.lang.startswith("zh-Hant") else None
    if not m or not _is_apart(text):
        return ""
    try:
        return date(int(m["y"]) + 1911, int(m["m"]), int(m["d"])).isoformat()
    except ValueError:
        return ""


def adopted(block: Block, doc: Document, profile: Profile) -> str:
    """The date on which a text was adopted, by a line that says no more than that; "" for another line."""
    text = block.text
    if own := republic(block, doc):
        return own
    dated = within(doc.marks, "date", block)
    if not dated or not _is_apart(text) or not _PASSED.search(text) or labels(text, profile):
        return ""
    if _POSTED.match(text) or any("T" in mark.value for mark in dated):
        return ""  # a site put it there: 发布于 2022-02-21, 江城发布 2020-06-29 11:36
    return dated[0].value


def _is_apart(text: str) -> bool:
    """Whether a line is no sentence of a text, which may address someone, and be signed behind its end."""
    ended = text[-1] in "。:" or (":" in text and "。" in text)
    return not ended or within_brackets(text)
