"""A row of a data file as a ``Source``: its text line by line, its other columns as metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.model import Diagnostic, Source
from pipeline.readers.decode import ReadError, legal
from pipeline.readers.layer import Layer

if TYPE_CHECKING:
    from pipeline.readers.options import Options
    from pipeline.readers.rows import Columns, Row

# Names of columns by the key of ``Source.meta`` that they are.
_KEYS = {
    "title": ("title", "标题", "標題", "题目", "題目", "headline"),
    "date": (
        "date", "日期", "发布时间", "發布時間", "发布日期", "發布日期", "publish_date", "publish_time", "pub_date",
        "pubdate", "published", "published_at", "date_published", "时间", "時間",
    ),
    "author": ("author", "作者", "authors"),
    "publisher": ("publisher", "source", "来源", "來源", "发布机构", "發布機構", "发文机关", "媒体", "媒體"),
    "url": ("url", "link", "网址", "網址", "链接", "鏈接", "source_url"),
    "crawled": ("crawled", "crawl_date", "crawl_time", "采集时间", "抓取时间"),
    "description": ("description", "摘要", "summary", "abstract"),
    "keywords": ("keywords", "关键词", "關鍵詞", "tags"),
    "lang": ("lang", "language"),
}  # fmt: skip
_KEY = {name: key for key, names in _KEYS.items() for name in names}
_DATE = re.compile(
    r"\s*(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))(?!\d)(?:[T\s].*)?",
    re.DOTALL,
)
_CONTENT = ("内容", "內容", "content", "text", "正文")
_NUMBER, _MNBVC = "行号", "段落"


def source(values: Mapping[str, Any], columns: Columns, row: Row, name: str, options: Options) -> Source:
    """The document of one row.

    Raises:
        ReadError: the row could not be read, or holds no text (SRC125, SRC104).
    """
    if row.error is not None:
        raise row.error
    value = values.get(columns.text)
    meta = tuple(_meta(values, columns.text, options.meta_fields))
    if columns.html and isinstance(value, str):
        return _page(value, name, options, meta, row.notes)
    lines = paragraphs(value) or ([value] if isinstance(value, str) else [])
    if not lines:
        raise ReadError("SRC125", row=str(row.number), reason=f"no text in its column {columns.text}")
    layer = Layer()
    lost = 0
    for line in lines:
        lost += line.count("\0")
        layer.add(line.rstrip("\r\n").replace("\0", "\ufffd"))
    notes = row.notes
    if lost:
        notes += (Diagnostic("SRC103", None, (("count", str(lost)), ("char", "U+0000"))),)
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    return layer.source(data, name, "utf-8", meta, notes)


def _page(
    value: str, name: str, options: Options, meta: tuple[tuple[str, str], ...], notes: tuple[Diagnostic, ...]
) -> Source:
    """A row whose column is a web page; what the other columns say wins over what the page says of itself."""
    data = value.encode("utf-8", "surrogatepass")
    read = import_module("pipeline.readers.html").read
    page: Source = read(data, name, replace(options, encoding="utf-8"))
    known = {key for key, _ in meta}
    own = tuple((key, text) for key, text in page.meta if key not in known)
    return replace(page, meta=meta + own, diagnostics=notes + page.diagnostics)


def paragraphs(value: Any) -> list[str]:
    """The paragraphs of a list of strings, or of objects as those of the MNBVC corpus, in the order of their numbers.

    Also when the list is written as JSON in a string. Empty where it is neither.
    """
    if isinstance(value, str) and value.startswith('[{"'):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    if not isinstance(value, list):
        return []
    if all(isinstance(item, dict) for item in value):
        numbers = [item.get(_NUMBER) for item in value]
        if all(isinstance(number, int) for number in numbers):
            value = sorted(value, key=lambda item: int(item[_NUMBER]))
        return list(_contents(value))
    return value if all(isinstance(item, str) for item in value) else []


def _contents(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The text of each object; some collections keep title and author of each text beside it."""
    for item in items:
        key = next((key for key in _CONTENT if isinstance(item.get(key), str)), None)
        if key is not None:
            yield from (item[k] for k in ("标题", "作者") if isinstance(item.get(k), str) and item[k])
            yield item[key]


def _meta(values: Mapping[str, Any], text: str, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What the other columns say; well-known ones under the standard key, but a column called by that key first."""
    taken = {name for name, value in values.items() if name in _KEYS and value not in (None, "")}
    for name, value in values.items():
        if name == text or value is None or value == "" or (wanted and name not in wanted):
            continue
        said = legal(_said(value).replace("\0", "\ufffd"))[0]
        key = _KEY.get(name.casefold(), name)
        if key in ("date", "crawled"):
            day = "" if name == "时间" and _MNBVC in values else _day(said)
            key, said = (key, day) if day else (_other(name), said)
        if key != name and key in taken:
            key = _other(name)
        taken.add(key)
        yield key, said


def _other(name: str) -> str:
    """A key that is not the standard one, for a column that says something else than this key means."""
    return f"{name}_" if name in _KEYS else name


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _day(said: str) -> str:
    """A date in ISO 8601 or the forms common in China, as ISO 8601; "" where it is none."""
    match = _DATE.fullmatch(said)
    if match is None:
        return ""
    year, month, day = match[1], match[3] or match[5] or match[7], match[4] or match[6] or match[8]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
