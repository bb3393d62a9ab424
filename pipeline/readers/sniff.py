"""Tells the format of bytes that have no name, as standard input has none."""

from __future__ import annotations

import re

from pipeline.readers.options import Limits

_FLAGS = re.IGNORECASE | re.DOTALL
# A page that begins as pages do; text about pages does not.
PAGE = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", _FLAGS)
_OPENINGS = (
    (".xml", re.compile(rb"<TEI\b")),
    (".html", re.compile(rb"<\?xml\b[^>]{0,200}>" + PAGE.pattern, _FLAGS)),
    (".xml", re.compile(rb"<\?xml\b")),
    (".html", PAGE),
    (".pdf", re.compile(rb"%PDF-")),
    (".vtt", re.compile(rb"WEBVTT(?:\s|\Z)")),
    (".srt", re.compile(rb"\d+\r?\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}")),
    (".mhtml", re.compile(rb"(?=.{0,4000}^MIME-Version:)(?=.{0,4000}multipart/related)[A-Z][\w-]*:", _FLAGS | re.MULTILINE)),
    (".warc", re.compile(rb"WARC/\d")),
    (".jsonl", re.compile(rb'(?:\[\s*)?\{\s*"[^"\n]{0,200}"\s*:')),
)  # fmt: skip


def suffix(data: bytes, limits: Limits) -> str:
    """The suffix that a file of these bytes should have; ``.txt`` unless they begin like something else.

    Raises:
        ReadError: they are a ZIP file that cannot be read or is over a limit.
    """
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, limits)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:8000]
    return next((found for found, opening in _OPENINGS if opening.match(start)), ".txt")


def _packed(data: bytes, limits: Limits) -> str:
    from pipeline.readers.packed import Package

    package = Package(data, "ZIP", limits)
    if "word/document.xml" in package:
        return ".docx"
    if "META-INF/container.xml" in package:
        return ".epub"
    return ".odt" if {"mimetype", "content.xml"} <= set(package.names) else ".zip"
