"""Packed files made of lines: Word, OpenDocument, e-books, archives; as they should be, and broken."""

# ruff: noqa: E501 - XML as programs write it

from __future__ import annotations

import io
import zipfile
from random import Random
from xml.sax.saxutils import escape

from docx_samples import Docx, abstract, level, num, paragraph, style
from docx_samples import text as run
from fuzz_plain import Lines, Meta, broken, page
from test_odt import odt_file as odt

_LEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))


def _zipped(r: Random, files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", r.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as file:
        for name, data in files.items():
            file.writestr(zipfile.ZipInfo(name), data)
    return broken(r, stream.getvalue()) if r.randrange(3) == 0 else stream.getvalue()


def epub_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    half = len(lines) // 2
    pages = {"a.xhtml": lines[:half], "b.xhtml": lines[half:]}
    items = "".join(f'<item id="{n[0]}" href="{n}" media-type="application/xhtml+xml"/>' for n in pages)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        + "".join(f"<dc:{k}>{escape(_legal(v))}</dc:{k}>" for k, v in meta if k.isalpha() and k.isascii())
        + f"</metadata><manifest>{items}</manifest><spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    )
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
    made = {name: page(r, own, ()).encode("utf-8", "replace") for name, own in pages.items()}
    return _zipped(
        r,
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": container.encode(),
            "p.opf": package.encode(),
            **made,
        },
    )


def _legal(text: str) -> str:
    return text.translate(_LEGAL)


def docx_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    out = []
    for line in lines:
        words = escape(_legal(line))
        match r.randrange(9):
            case 0:
                out.append(paragraph(words, num=r.randrange(1, 4), depth=r.randrange(4)))
            case 1:
                out.append(paragraph(words, style=r.choice(("1", "2", "t", "none"))))
            case 2:
                out.append(
                    f"<w:tbl><w:tr><w:tc>{paragraph(words)}</w:tc><w:tc>{paragraph()}</w:tc></w:tr></w:tbl>"
                )
            case 3:
                half = len(words) // 2
                out.append(
                    f"<w:p><w:ins>{run(words[:half] if '&' not in words else words)}</w:ins><w:r><w:tab/><w:br/></w:r><w:del>{run('删')}</w:del></w:p>"
                )
            case 4:
                out.append(f"<w:p>{run(words, '<w:b/>')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>")
            case _:
                out.append(paragraph(words))
    core = "".join(
        f"<dc:{k}>{escape(_legal(v))}</dc:{k}>" for k, v in meta if k in ("title", "creator", "description")
    )
    form = r.choice(
        ("chineseCounting", "decimal", "decimalEnclosedCircle", "upperRoman", "bullet", "nonsense")
    )
    file = Docx(
        "".join(out),
        numbering=abstract(
            0,
            level(0, form, r.choice(("%1、", "第%1条", "（%1）", "%1%2", ""))),
            level(1, "decimal", "%1.%2"),
        )
        + num(1, 0)
        + num(2, 0)
        + num(3, 9),
        styles=style("1", "heading 1", p='<w:outlineLvl w:val="0"/>')
        + style("2", "heading 2", base=r.choice(("1", "2", "")))
        + style("t", "Title"),
        footnotes='<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        + run("注文。")
        + "</w:p></w:footnote>",
        headers=(paragraph("河湾镇文件"),) if r.randrange(2) else (),
        core=core,
    )
    data = file.data(strict=r.randrange(5) == 0)
    return broken(r, data) if r.randrange(3) == 0 else data


def odt_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    out = []
    for line in lines:
        words = escape(_legal(line))
        out.append(
            r.choice((
                f"<text:p>{words}</text:p>", f"<text:p>{words}</text:p>", f'<text:h text:outline-level="{r.randrange(4)}">{words}</text:h>',
                f"<text:list><text:list-item><text:p>{words}</text:p></text:list-item></text:list>",
                f"<table:table><table:table-row><table:table-cell><text:p>{words}</text:p></table:table-cell></table:table-row></table:table>",
                f"<text:p>{words}<text:s text:c=\"3\"/><text:tab/><text:line-break/><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>",
            ))
        )  # fmt: skip
    said = "".join(
        f"<dc:{k}>{escape(_legal(v))}</dc:{k}>" for k, v in meta if k in ("title", "creator", "date")
    )
    return broken(r, odt("".join(out), meta=said)) if r.randrange(3) == 0 else odt("".join(out), meta=said)


def zip_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    names = ("a.txt", "目录/b.txt", "../c.txt", "/d.txt", "e.html", "f", "g.jsonl", "CON.txt", "a.txt ")
    files = {r.choice(names): "\n".join(lines).encode("utf-8", "replace") for _ in range(3)}
    return _zipped(r, files)
