"""Web archives (WARC 1.0 and 1.1, ISO 28500): each page, text or office file that a server answered is a document.

Kept of a record: its body, the encoding that the server named, its address and the time it was fetched. What is of
another type, not found, moved or a repetition is counted (SRC129). After damage the next record is found again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO, NoReturn
from urllib.parse import unquote, urlsplit

from pipeline.model import Diagnostic, Source
from pipeline.readers import SUFFIXES, Member, ReadError
from pipeline.readers.decode import legal
from pipeline.readers.options import DEFAULT, Limits, Options
from pipeline.readers.warc.http import Answer, answered, typed
from pipeline.readers.warc.records import Record, records

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    _OFFICE: ".docx",
}
_UNSAFE = re.compile(r"[^\w.]+")
_LONGEST = 60  # characters of an address in a name


def members(stream: BinaryIO, name: str, options: Options = DEFAULT) -> Iterator[Member | Diagnostic]:
    """A document for each page or file, called by the number of its record and its address.

    Raises:
        ReadError: not a web archive (SRC117), or its stream cannot be read to its end.
    """
    left: Counter[str] = Counter()
    for record in records(stream, options.limits):
        inner = f"{name}/{record.number:06d}{_called(record.url)}"
        try:
            found = _answer(record, options.limits)
        except ReadError as error:
            yield Member(inner, partial(_refuse, error))
            continue
        if why := _why_not(record, found):
            left[why] += 1
        elif found is not None:
            yield Member(inner, partial(_read, found, record, inner, options))
    if left:
        said = ", ".join(f"{why}: {count}" for why, count in sorted(left.items()))
        yield Diagnostic("SRC129", None, (("found", said),))


def _answer(record: Record, limits: Limits) -> Answer | None:
    """What a record gives; None for records of other kinds, and of one over the limit only what kind it is."""
    whole = record.error is None
    found = None
    if record.kind == "response" and record.url.startswith(("http:", "https:")) and (whole or record.body):
        found = answered(record.body, limits, whole)
    elif record.kind in ("resource", "conversion") and (whole or record.body):
        kind, charset = typed(record.headers.get("content-type", ""), record.body)
        found = Answer(200, kind, charset, record.body)
    if record.error is not None and not (found and _why_not(record, found)):
        raise record.error
    return found


def _why_not(record: Record, found: Answer | None) -> str:
    """Why a record gives no document, "" where it does or where none is to be expected."""
    if record.kind == "revisit":
        return "repetitions of earlier answers"
    if found is None:
        return ""
    if found.status != 200:
        return f"answers with status {found.status}"
    if found.type not in _SUFFIXES or _place(record.url)[1] == "/robots.txt":
        return "answers of other types"
    return ""


def _read(found: Answer, record: Record, name: str, options: Options) -> Source:
    suffix = _SUFFIXES[found.type]
    if suffix == ".html":
        from pipeline.readers import html

        source = html.read(found.body, name, options, declared=found.charset)
    else:
        source = SUFFIXES[suffix].read(found.body, name, options)
    said = (("url", record.url), ("crawled", record.headers.get("warc-date", "")))
    own = tuple((key, legal(value)[0]) for key, value in said if value)
    keys = {key for key, _ in own}
    notes = source.diagnostics
    if found.cut or "warc-truncated" in record.headers:
        notes += (Diagnostic("SRC121", None, (("found", "the end of the page, which was not fetched"),)),)
    meta = own + tuple((key, value) for key, value in source.meta if key not in keys)
    return replace(source, meta=meta, diagnostics=notes)


def _refuse(error: ReadError) -> NoReturn:
    raise error


def _place(url: str) -> tuple[str, str]:
    """The host and the path of an address, both empty where it is malformed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.netloc, unquote(parts.path)


def _called(url: str) -> str:
    """What an address adds to a name: -example.cn-news-1.html."""
    path = _UNSAFE.sub("-", "".join(_place(url))).strip("-.")
    return f"-{path[:_LONGEST].rstrip('-.')}" if path else ""
