"""What comes on standard input has no suffix: its first bytes tell its format, or it is refused."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from docx_samples import Docx, paragraph
from fuzz_zips import odt
from test_epub import book, chapter

from pipeline.readers import SUFFIXES, ReadError, read
from pipeline.readers.options import DEFAULT
from pipeline.readers.sniff import suffix

BODY = "桥修好了，大家都来看桥，一连看了三天。"
PAGE = f"<html><head><title>修桥记</title></head><body><p>{BODY}</p></body></html>"
SINGLE = {".html", ".docx", ".odt", ".pdf", ".epub", ".xml", ".vtt", ".srt", ".mhtml", ".txt"}
DEMO = sorted(path for path in (ROOT / "input").rglob("*") if path.suffix in SINGLE)


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> str:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return read("-").text


@pytest.mark.parametrize("path", DEMO, ids=[path.name for path in DEMO])
def test_every_demo_document_is_the_same_from_standard_input(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert piped(monkeypatch, path.read_bytes()) == read(path).text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PAGE.encode(), ".html"),
        (b"\xef\xbb\xbf\r\n<!-- saved -->\n<!DOCTYPE HTML>" + PAGE.encode(), ".html"),
        (b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>' + PAGE.encode(), ".html"),
        (b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"/>', ".xml"),
        (b"<TEI/>", ".xml"),
        (b"%PDF-1.7\n", ".pdf"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xe6\xa1\xa5\n", ".vtt"),
        (b"1\r\n00:00:01,000 --> 00:00:02,500\r\n\xe6\xa1\xa5\r\n", ".srt"),
        (b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", ".mhtml"),
        (Docx(paragraph(BODY)).data(), ".docx"),
        (odt(f"<text:p>{BODY}</text:p>"), ".odt"),
        (book({"a.xhtml": chapter(f"<p>{BODY}</p>")}), ".epub"),
        (BODY.encode(), ".txt"),
        (BODY.encode("gb18030"), ".txt"),
        (f"<p>{BODY}</p> 网页的正文写在 <body> 里。".encode(), ".txt"),
        ("[1] 注文。".encode(), ".txt"),
        ("{{ 桥 }}".encode(), ".txt"),
        ("1\n二〇二一年\n".encode(), ".txt"),
        (b"", ".txt"),
    ],
)
def test_the_first_bytes_tell_the_format(data: bytes, kind: str) -> None:
    assert suffix(data, DEFAULT.limits) == kind
    assert not SUFFIXES[kind].many


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'[\n {"text": "\xe6\xa1\xa5"}]', "SRC131"), (b'{"id": 1, "text": "\xe6\xa1\xa5"}\n', "SRC131"), (b"WARC/1.1\r\n", "SRC131"),
        (gzip.compress(b"x"), "SRC102"), (b"\x89PNG\r\n\x1a\n", "SRC102"), (b"{\\rtf1 x}", "SRC114"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "SRC114"),
        (b"PK\x03\x04 broken", "SRC117"),
    ],
)  # fmt: skip
def test_what_is_no_single_document_is_refused(
    data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ReadError) as refused:
        piped(monkeypatch, data)
    assert refused.value.diagnostic.code == code
