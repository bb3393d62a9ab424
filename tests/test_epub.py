"""E-books: all chapters in reading order, their headings and metadata; hostile and damaged ones are refused."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Source
from pipeline.readers import Limits, Options, ReadError, epub

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
META = """<dc:title>青禾讲话集</dc:title><dc:creator opf:role="edt">某编辑</dc:creator>
<dc:creator opf:role="aut">周明礼</dc:creator><dc:date opf:event="modification">2022-01-01</dc:date>
<dc:date>2021-03</dc:date><dc:publisher>青禾出版社</dc:publisher><dc:language>zh-CN</dc:language>
<dc:subject>讲话</dc:subject><dc:subject>农业</dc:subject>"""
FONT = '<EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/>'
DRM = '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'


def chapter(body: str, doctype: str = "<!DOCTYPE html>") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def book(
    chapters: dict[str, str], meta: str = META, opf: str = "", more: dict[str, str] | None = None
) -> bytes:
    """An e-book: its chapters by name, in reading order."""
    nav = ' properties="nav"'
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"'
        f"{nav if name == 'nav.xhtml' else ''}/>"
        for n, name in enumerate(chapters)
    )
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    opf = opf or (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{meta}</metadata><manifest>{items}</manifest><spine>{refs}</spine></package>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/epub+zip")
        # Written last first: the order in the package is not that of reading.
        for name, text in reversed(chapters.items()):
            file.writestr(f"OEBPS/{name.replace('%20', ' ')}", text)
        for name, text in {
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": opf,
            **(more or {}),
        }.items():
            file.writestr(name, text)
    return out.getvalue()


def lines(source: Source) -> list[tuple[str, ...]]:
    return [(source.text[line.span.start : line.span.end], *line.hints) for line in source.lines]


def refused(data: bytes, options: Options | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        epub.read(data, "a.epub", options or Options())
    return str(caught.value)


def test_chapters_are_read_in_reading_order_with_their_headings() -> None:
    source = epub.read(
        book(
            {
                "title.xhtml": chapter("<h1>青禾讲话集</h1><p>周明礼</p>"),
                "nav.xhtml": chapter("<nav><ol><li><a href='a.xhtml'>春耕</a></li></ol></nav>"),
                "z%20z.xhtml": chapter("<h2>春耕</h2><p>同志们：</p><p>抓紧春耕。<img src='a.png'/></p>"),
                "a.xhtml": chapter("<h2>秋收</h2><p>秋收<b>在即</b>。</p><footer>结束</footer>"),
            }
        ),
        "a.epub",
    )
    assert lines(source) == [
        ("青禾讲话集", "h1"),
        ("周明礼",),
        ("春耕", "fw:nav"),
        ("春耕", "h2"),
        ("同志们：",),
        ("抓紧春耕。",),
        ("秋收", "h2"),
        ("秋收在即。",),
        ("结束",),
    ]
    assert source.meta == (
        ("title", "青禾讲话集"),
        ("date", "2021-03"),
        ("author", "周明礼"),
        ("publisher", "青禾出版社"),
        ("keywords", "讲话, 农业"),
        ("lang", "zh-CN"),
    )
    assert [(d.code, dict(d.values)) for d in source.diagnostics] == [("SRC121", {"found": "pictures: 1"})]


def test_named_entities_work_and_foreign_ones_fetch_nothing() -> None:
    doctype = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    )
    source = epub.read(book({"a.xhtml": chapter("<p>甲&nbsp;乙&mdash;丙</p>", doctype)}), "a.epub")
    assert lines(source) == [("甲\xa0乙—丙",)]


def test_footnotes_are_notes() -> None:
    body = "<p>正文。<a href='#n'>①</a></p><aside epub:type='footnote' id='n'><p>① 见前。</p></aside>"
    assert lines(epub.read(book({"a.xhtml": chapter(body)}), "a.epub")) == [
        ("正文。①",),
        ("① 见前。", "note"),
    ]


def test_entities_of_the_package_are_not_expanded() -> None:
    opf = (
        '<?xml version="1.0"?><!DOCTYPE package [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY b "炸弹">]>'
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>&e;&b;题</dc:title></metadata>'
        '<manifest><item id="c" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    source = epub.read(book({"a.xhtml": chapter("<p>文。</p>")}, opf=opf), "a.epub")
    assert "炸弹" not in str(source.meta)


def test_a_book_without_any_metadata_is_read() -> None:
    assert epub.read(book({"a.xhtml": chapter("<p>文。</p>")}, meta=""), "a.epub").meta == ()


def encryption(method: str, name: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        f'<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">{method}<CipherData>'
        f'<CipherReference URI="{name}"/></CipherData></EncryptedData></encryption>'
    }


def test_protected_chapters_are_refused_but_scrambled_fonts_are_not() -> None:
    chapters = {"a.xhtml": chapter("<p>文。</p>")}
    assert refused(book(chapters, more=encryption(DRM, "OEBPS/a.xhtml"))).startswith("SRC122")
    assert epub.read(book(chapters, more=encryption(FONT, "OEBPS/f.otf")), "a.epub")
    assert epub.read(book(chapters, more=encryption(DRM, "OEBPS/f.otf")), "a.epub")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"META-INF/container.xml": "<container/>"},
            "SRC117: not a readable EPUB file: the package document is missing",
        ),
        (
            {"META-INF/container.xml": "<container"},
            "SRC117: not a readable EPUB file: META-INF/container.xml: ",
        ),
        (
            {"OEBPS/book.opf": "<package/>"},
            "SRC117: not a readable EPUB file: OEBPS/book.opf names no chapters",
        ),
        ({"OEBPS/a.xhtml": None}, "SRC117: not a readable EPUB file: OEBPS/a.xhtml is missing"),
        ({"OEBPS/a.xhtml": chapter("<img src='a'/>")}, "SRC104"),
    ],
)
def test_damaged_books_say_what_is_wrong(change: dict[str, str | None], message: str) -> None:
    data = book({"a.xhtml": chapter("<p>文。</p>")})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = change[name] if name in change else old.read(name)
            if text is not None:
                new.writestr(name, text)
    assert refused(out.getvalue()).startswith(message)


def test_limits_hold_for_what_really_comes_out() -> None:
    data = book({"a.xhtml": chapter(f"<p>{'甲' * 100_000}</p>")})
    small = Options(limits=replace(Limits(), bytes=50_000))
    assert refused(data, small).startswith("SRC116")
    assert refused(data, Options(limits=replace(Limits(), entries=2))).startswith("SRC116")
    assert refused(book({"a.xhtml": " " * (12 << 20)})).startswith("SRC116")


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=8))
def test_a_damaged_book_is_read_or_refused_but_never_crashes(place: int, noise: bytes) -> None:
    data = bytearray(book({"a.xhtml": chapter("<p>文。</p>")}))
    place %= len(data)
    data[place : place + len(noise)] = noise
    with suppress(ReadError):
        assert epub.read(bytes(data), "a.epub").text
