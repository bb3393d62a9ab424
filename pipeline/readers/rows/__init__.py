"""Data files: each row is a document, its text in one column, what the others say in ``meta``.

Which column holds the text is told by its name, or else by its length; see ``columns``. A document is called by its
id, or by the number of its row; checksum and size are those of its text in UTF-8.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.model import Diagnostic
from pipeline.readers import Member, ReadError
from pipeline.readers.options import Options
from pipeline.readers.rows.source import paragraphs, source

TEXT = (
    "text", "content", "body", "正文", "内容", "內容", "article", "全文", "fulltext", "full_text", "raw_content",
    "document", "文本", "文章", "文章内容", "段落", "paragraphs", "main_text", "page_content", "zh_text",
)  # fmt: skip
# Only columns of these names are taken for web pages; marks in any other text are kept as they stand.
HTML = ("html", "raw_html")
_ID = ("id", "_id", "doc_id", "docid", "uid", "uuid", "编号", "編號", "文件名", "filename", "file_name")
_SEEN = 50  # rows by which the columns are told
_SEEN_SIZE = 4 << 20  # characters of them at most
_LONG, _MARGIN = 20, 2.0  # a column of no known name: characters on average, and times those of the next one
_SHOWN, _SHOWN_SIZE = 20, 40  # columns in a message, and characters of each
_UNSAFE = re.compile(r"[^\w.-]+|^\.+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number, from 1: its values by column, or why it cannot be read."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    error: ReadError | None = None
    notes: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is which; "" where there is none."""

    text: str
    id: str
    html: bool


def members(rows: Iterable[Row], name: str, options: Options, whole: bool = False) -> Iterator[Member]:
    """A document for each row.

    Args:
        rows: the rows; what their iterator raises is raised after the rows before it.
        name: the name of the data file.
        options: the columns the user named, and limits.
        whole: the file is one row, and its document is called as the file is.

    Raises:
        ReadError: no rows (SRC104), no column for the text, or one that the user named is not there (SRC124).
    """
    rest = iter(rows)
    first, error = (deque[Row](), None) if options.part else _first(rest)
    if not first and error is None and not options.part:
        raise ReadError("SRC104")
    found = _told(first, options)
    seen: dict[int, int] = {}
    for row in _chain(first, error, rest):
        inner = name if whole else f"{name}/{_unique(_called(row, found.id), seen)}"
        yield Member(inner, partial(source, row.values, found, row, inner, options))


def told(rows: Iterable[Row], options: Options) -> Columns:
    """Tell the columns of a file by its first rows; nothing where none of them can be read. Raises ReadError."""
    return _told(_first(iter(rows))[0], options)


def _told(first: Iterable[Row], options: Options) -> Columns:
    if options.part is not None:
        return Columns(options.part.text, options.part.id, options.part.html)
    held = [row.values for row in first if row.error is None]
    return columns(held, options) if held else Columns("", "", False)


def _first(rows: Iterator[Row]) -> tuple[deque[Row], ReadError | None]:
    """The first rows, and the error that came instead of more of them."""
    first: deque[Row] = deque()
    held = 0
    try:
        for row in rows:
            first.append(row)
            held += sum(len(value) for value in row.values.values() if isinstance(value, (str, list)))
            if len(first) == _SEEN or held > _SEEN_SIZE:
                break
    except ReadError as error:
        return first, error
    return first, None


def _chain(first: deque[Row], error: ReadError | None, rest: Iterator[Row]) -> Iterator[Row]:
    while first:
        yield first.popleft()
    if error is not None:
        raise error
    yield from rest


def columns(rows: Sequence[Mapping[str, Any]], options: Options) -> Columns:
    """Tell the columns by the first rows: by the user's word, by their names, or by the length of their text.

    Raises:
        ReadError: no column for the text, or one that the user named is not there (SRC124).
    """
    names = list(dict.fromkeys(key for row in rows for key in row))
    for option, wanted in (
        ("--text-field", (options.text_field,)),
        ("--id-field", (options.id_field,)),
        ("--meta-fields", options.meta_fields),
    ):
        for column in wanted:
            if column and column not in names:
                raise _missing(f"column {column}", names, option)
    text = options.text_field or _known(TEXT + HTML, names, rows) or _longest(names, rows)
    if not text:
        raise _missing("text column", names, "--text-field")
    found = options.id_field or next((n for k in _ID for n in names if n.casefold() == k), "")
    return Columns(text, found if found != text else "", text.casefold() in HTML)


def _missing(what: str, names: Sequence[str], option: str) -> ReadError:
    listed = [name if len(name) <= _SHOWN_SIZE else f"{name[:_SHOWN_SIZE]}…" for name in names[:_SHOWN]]
    columns = ", ".join(listed + ["…"] * (len(names) > _SHOWN))
    return ReadError("SRC124", what=what, columns=columns, option=option)


def _known(known: Sequence[str], names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The column of the first known name that holds text in some row."""
    folded = {name.casefold(): name for name in reversed(names)}
    return next(
        (folded[k] for k in known if k in folded and any(_textual(r.get(folded[k])) for r in rows)), ""
    )


def _textual(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(paragraphs(value))


def _longest(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The column whose text is the longest by far."""
    lengths = sorted(
        (
            (sum(len(row[n]) for row in rows if isinstance(row.get(n), str)) / len(rows), n)
            for n in names
            if any(isinstance(row.get(n), str) for row in rows)
        ),
        reverse=True,
    )
    if not lengths or lengths[0][0] < _LONG:
        return ""
    return lengths[0][1] if len(lengths) == 1 or lengths[0][0] >= _MARGIN * lengths[1][0] else ""


def _called(row: Row, column: str) -> str:
    """The last part of a document's name: its id, as far as a path can hold it, or the number of its row."""
    value = row.values.get(column) if column else None
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        called = _UNSAFE.sub("_", str(value)).strip("_")[:80]
        if called:
            return called
    return f"{row.number:06d}"


def _unique(called: str, seen: dict[int, int]) -> str:
    """The name, with a number behind it where rows before had the same; only hashes are kept of those."""
    mark = hash(called)
    seen[mark] = seen.get(mark, 0) + 1
    return called if seen[mark] == 1 else f"{called}~{seen[mark]}"
