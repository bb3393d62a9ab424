"""Web archives: each page that was answered is a document; the rest is counted, and damage costs only itself."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Diagnostic, Source
from pipeline.readers import Options, ReadError, warc
from pipeline.readers.many import documents
from pipeline.readers.options import Limits
from pipeline.readers.warc.http import answered

PAGE = (
    "<html><head><title>在年度会议上的讲话</title></head><body><h1>在年度会议上的讲话</h1>"
    + "".join(f"<p>第{n}个问题，我们要把工作做细做实，把责任落到每一个环节。</p>" for n in range(1, 9))
    + "</body></html>"
)
UTF8 = PAGE.encode()


def record(kind: str, url: str, body: bytes, extra: str = "", length: int | None = None) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-08T01:02:03Z\r\n{extra}"
    return (
        f"{head}Content-Length: {len(body) if length is None else length}\r\n\r\n".encode()
        + body
        + b"\r\n\r\n"
    )


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def page(
    url: str = "http://news.example/1.html", body: bytes = UTF8, *headers: str, kind: str = "text/html"
) -> bytes:
    return record("response", url, http(body, *headers, kind=kind))


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def read_all(data: bytes, options: Options | None = None) -> tuple[dict[str, Source | str], list[str]]:
    """Each document by its name, or the message why there is none; and the messages about the archive."""
    found: dict[str, Source | str] = {}
    messages: list[str] = []
    try:
        for member in warc.members(io.BytesIO(data), "a.warc", options or Options()):
            if isinstance(member, Diagnostic):
                messages.append(f"{member.code} {member.values[0][1]}")
                continue
            assert member.name not in found
            try:
                found[member.name] = member.read()
            except ReadError as error:
                found[member.name] = str(error)
    except ReadError as error:
        messages.append(str(error))
    return found, messages


def only(data: bytes) -> Source:
    found, messages = read_all(data)
    (source,) = found.values()
    assert isinstance(source, Source), source
    assert messages == []
    return source


def test_a_page_is_a_document_with_its_address_and_time() -> None:
    found, messages = read_all(
        record("warcinfo", "", b"software: x") + page("https://新闻.example/讲话/1.html?a=b")
    )
    ((name, source),) = found.items()
    assert name == "a.warc/000002-新闻.example-讲话-1.html"
    assert isinstance(source, Source)
    assert "第8个问题" in source.text
    assert source.meta[:2] == (
        ("url", "https://新闻.example/讲话/1.html?a=b"),
        ("crawled", "2021-03-08T01:02:03Z"),
    )
    assert messages == []


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "big5"])
def test_the_charset_that_the_server_names_is_used(charset: str) -> None:
    text = PAGE if charset != "big5" else "<html><body><p>我們在會議上討論國務與經濟問題。</p></body></html>"
    source = only(page("http://a.example/", text.encode(charset), kind=f'text/html; Charset="{charset}"'))
    assert "我们要把工作做细做实" in source.text or "我們在會議上討論國務與經濟問題。" in source.text


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (UTF8, []),
        (gzip.compress(UTF8), ["Content-Encoding: gzip"]),
        (zlib.compress(UTF8), ["Content-Encoding: deflate"]),
        (zlib.compress(UTF8, wbits=-15), ["content-encoding: deflate"]),
        (chunked(UTF8), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(UTF8)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        # undone by the program that made the archive, and still named
        (UTF8, ["Transfer-Encoding: chunked"]),
        (UTF8, ["Content-Encoding: gzip"]),
        (UTF8, ["Content-Encoding: br", "Content-Length: 5"]),
    ],
)
def test_what_was_done_for_the_way_is_undone(body: bytes, headers: list[str]) -> None:
    assert answered(http(body, *headers), Limits()).body == UTF8


def test_zstd_is_undone_too() -> None:
    packed = pytest.importorskip("zstandard").compress(UTF8)
    assert answered(http(packed, "Content-Encoding: zstd"), Limits()).body == UTF8


@given(st.binary(max_size=500), st.integers(1, 60))
def test_chunks_of_any_size_are_joined(body: bytes, length: int) -> None:
    pieces = [body[at : at + length] for at in range(0, len(body), length)]
    wire = b"".join(b"%X\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    found = answered(http(wire, "Transfer-Encoding: chunked"), Limits())
    assert (found.body, found.cut) == (body, False)


def test_what_gives_no_document_is_counted() -> None:
    data = record("request", "http://a.example/", b"GET / HTTP/1.1\r\n\r\n") + page()
    data += record("response", "http://a.example/2", http(UTF8, status="404 Not Found"))
    data += record("response", "http://a.example/3", http(b"", "Location: /4", status="301 Moved"))
    data += page("http://a.example/5.png", b"\x89PNG", kind="image/png")
    data += page("http://a.example/robots.txt", b"User-agent: *", kind="text/plain")
    data += record("revisit", "http://a.example/6", http(b"")) + record("response", "dns:a.example", b"x")
    found, messages = read_all(data)
    assert list(found) == ["a.warc/000002-news.example-1.html"]
    assert messages == [
        "SRC129 answers of other types: 2, answers with status 301: 1, answers with status 404: 1, "
        "repetitions of earlier answers: 1"
    ]


def test_texts_and_pages_without_a_type_are_read() -> None:
    plain = record("resource", "http://a.example/t", "同志们：".encode(), "Content-Type: text/plain\r\n")
    assert only(plain).text.strip() == "同志们："
    assert "第8个问题" in only(page(kind="")).text


def test_a_page_that_was_cut_is_read_and_said_to_be() -> None:
    for data in (
        record("response", "http://a.example/", http(UTF8), "WARC-Truncated: length\r\n"),
        page("http://a.example/", chunked(UTF8)[:-300], "Transfer-Encoding: chunked"),
    ):
        assert only(data).diagnostics[-1].code == "SRC121"


def test_a_broken_record_costs_only_itself() -> None:
    broken = {
        "no length in the header of record 1": record("response", "http://a.example/", b"", length=-1),
        "Compressed file ended before": page(
            "http://a.example/", gzip.compress(UTF8)[:-99], "Content-Encoding: gzip"
        ),
        "its answer is packed with br": page("http://a.example/", b"\x0b\x02", "Content-Encoding: br"),
        "its answer is no HTTP": record("response", "http://a.example/", b"x"),
        "its answer ends early": page(
            "http://a.example/", zlib.compress(UTF8)[:-9], "Content-Encoding: deflate"
        ),
    }
    for reason, data in broken.items():
        found, messages = read_all(data + page())
        first, last = found.values()
        assert isinstance(first, str)
        assert first.startswith("SRC117: not a readable WARC file: ") or "gzip" in first
        assert reason in first
        assert isinstance(last, Source)
        assert messages == []


def test_the_next_record_is_found_after_a_wrong_length() -> None:
    short = record("response", "http://a.example/", http(UTF8), length=len(http(UTF8)) - 50)
    found, messages = read_all(short + page() + page("http://a.example/3"))
    assert [type(one).__name__ for one in found.values()] == ["Source", "str", "Source", "Source"]
    assert list(found)[1:] == [
        "a.warc/000002",
        "a.warc/000003-news.example-1.html",
        "a.warc/000004-a.example-3",
    ]
    assert messages == []


def test_an_archive_that_ends_early_says_so() -> None:
    found, _ = read_all(page() + page()[:-300])
    first, last = found.values()
    assert isinstance(first, Source)
    assert last == "SRC117: not a readable WARC file: it ends in the middle of record 2"


def test_records_over_the_limits_are_passed_over() -> None:
    small = Options(limits=Limits(bytes=len(http(UTF8))))
    found, _ = read_all(page(body=UTF8 + b" ") + page(), small)
    first, last = found.values()
    assert str(first).startswith("SRC116: record 1 is over the limit of ")
    assert isinstance(last, Source)
    bomb = page("http://a.example/", gzip.compress(bytes(20 << 20)), "Content-Encoding: gzip")
    found, _ = read_all(bomb + page())
    assert str(next(iter(found.values()))).startswith("SRC116: the ratio ")


def test_what_is_no_document_is_no_error_however_large_it_is() -> None:
    video = page("http://a.example/1.mp4", bytes(5000), kind="video/mp4")
    moved = record("response", "http://a.example/", http(b" " * 5000, status="301 Moved Permanently"))
    data = record("resource", "http://a.example/1.mp3", bytes(5000), "Content-Type: audio/mpeg\r\n")
    found, messages = read_all(video + moved + data + page(), Options(limits=Limits(bytes=4000)))
    assert [type(one).__name__ for one in found.values()] == ["Source"]
    assert messages == ["SRC129 answers of other types: 2, answers with status 301: 1"]


@pytest.mark.parametrize("url", ["http://[half/1.html", "http://a.example:port/", "http://[::1]]/"])
def test_a_malformed_address_costs_nothing(url: str) -> None:
    found, messages = read_all(page(url) + page())
    assert [type(one).__name__ for one in found.values()] == ["Source", "Source"]
    assert messages == []


def test_what_is_no_web_archive_is_refused() -> None:
    assert read_all(b"hello\n") == ({}, ["SRC117: not a readable WARC file: it does not begin with a record"])


def test_an_archive_with_a_gzip_member_for_each_record_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(gzip.compress(page(f"http://a.example/{n}")) for n in range(3)))
    names = [member.name for member in documents(path, path.name) if not isinstance(member, Diagnostic)]
    assert names == [f"a.warc.gz/{n + 1:06d}-a.example-{n}" for n in range(3)]


@given(st.data())
def test_damage_is_never_another_error_than_a_read_error(data: st.DataObject) -> None:
    damaged = bytearray(
        page() + page("http://a.example/", chunked(gzip.compress(UTF8)), "Transfer-Encoding: chunked")
    )
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read_all(bytes(damaged))
