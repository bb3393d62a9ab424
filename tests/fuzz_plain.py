"""Files of text, web pages and data made of lines, as they should be, as they are found, and broken."""

# ruff: noqa: E501 - lists of samples are easier to read in long lines

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from random import Random
from xml.sax.saxutils import escape, quoteattr

Lines = Sequence[str]
Meta = Sequence[tuple[str, str]]
Maker = Callable[[Random, Lines, Meta], bytes]

_TAGS = (
    "p", "p", "p", "div", "h1", "h2", "h3", "li", "td", "th", "blockquote", "span", "b", "pre", "center", "font", "section", "nav", "footer", "aside", "dt", "textarea", "noscript", "template", "svg", "math", "table", "ruby", "a", "title", "script", "style",
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "gbk", "big5hkscs", "utf-16", "utf-16-le", "utf-32")


def encoded(r: Random, text: str) -> bytes:
    """Text in one of the encodings that files have."""
    return text.encode(r.choice(_ENCODINGS), "replace")


def broken(r: Random, data: bytes) -> bytes:
    """Bytes, mostly as they are, else with some changed, lost, doubled or cut off."""
    if r.randrange(3) or not data:
        return data
    out = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 8))):
        at = r.randrange(len(out) + 1)
        match r.randrange(5):
            case 0:
                out[at:at] = bytes([r.randrange(256)])
            case 1:
                out[at : at + 1] = bytes([r.randrange(256)])
            case 2:
                del out[at : at + r.choice((1, 2, 40))]
            case 3:
                out[at:at] = out[max(at - 30, 0) : at]
            case _:
                del out[at:]
    return bytes(out)


def text_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    return broken(r, encoded(r, r.choice(("\n", "\r\n", "\r")).join(lines)))


def markdown_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    front = "---\n" + "".join(f"{k}: {json.dumps(v) if r.randrange(2) else v}\n" for k, v in meta) + "---\n"
    marks = (
        "",
        "",
        "",
        "# ",
        "## ",
        "###### ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "    ",
        "```\n",
        "| ",
        "<div>\n",
        "Title\n===\n",
        "[^1]: ",
    )
    text = "\n".join(r.choice(marks) + line + r.choice(("", "", "\n", "  ")) for line in lines)
    return broken(r, encoded(r, (front if meta else "") + text))


def page(r: Random, lines: Lines, meta: Meta) -> str:
    """Tag soup: some tags closed, some not, some by others' ends."""
    head = "".join(f"<meta name={quoteattr(k)} content={quoteattr(v)}>" for k, v in meta)
    out = [
        r.choice(("", "<!DOCTYPE html>", "<?xml version='1.0'?>")),
        f"<html><head><title>{lines[0] if lines else ''}</title>{head}",
    ]
    for line in lines:
        tag = r.choice(_TAGS[: r.choice((3, 9, 99))])
        given = r.choice(
            (
                "",
                "",
                " class='content'",
                ' style="display:none"',
                " class=nav",
                " id=x",
                " <",
                " align=right",
                " hidden",
                " style='white-space:pre'",
            )
        )
        words = line if r.randrange(3) == 0 else escape(line)
        out.append(
            f"<{tag}{given}>{words}"
            + r.choice((f"</{tag}>", f"</{tag}>", "", f"</{r.choice(_TAGS)}>", "<br>"))
        )
    return "\n".join(out)


def html_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    return broken(r, encoded(r, page(r, lines, meta)))


def mhtml_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    boundary = r.choice(("x", "----=_b", ""))
    head = f'From: x\r\nSubject: =?utf-8?B?5qGl?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'
    part = "Content-Type: text/html; charset=utf-8\r\nContent-Location: http://e.org/\r\n\r\n" + page(
        r, lines, meta
    )
    return broken(r, f"{head}--{boundary}\r\n{part}\r\n--{boundary}--\r\n".encode("utf-8", "replace"))


def _rows(lines: Lines, meta: Meta) -> list[dict[str, str]]:
    half = len(lines) // 2
    return [
        {"id": f"r{n}", "text": "\n".join(own), **dict(meta)}
        for n, own in enumerate((lines[:half], lines[half:]))
    ]


def jsonl_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    text = "\n".join(json.dumps(row, ensure_ascii=r.randrange(2) == 0) for row in _rows(lines, meta))
    return broken(r, text.encode("utf-8", "replace"))


def json_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    return broken(
        r, json.dumps(_rows(lines, meta), ensure_ascii=r.randrange(2) == 0).encode("utf-8", "replace")
    )


def csv_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    rows, stream = _rows(lines, meta), io.StringIO()
    writer = csv.DictWriter(stream, rows[0].keys(), delimiter=r.choice((",", "\t", ";")))
    writer.writeheader()
    writer.writerows(rows)
    return broken(r, stream.getvalue().encode("utf-8", "replace"))


def srt_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    cues = (
        f"{n}\n00:{n % 60:02}:01,000 --> 00:{n % 60:02}:05,500\n{line}\n" for n, line in enumerate(lines, 1)
    )
    return broken(r, encoded(r, "\n".join(cues)))


def vtt_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    cues = (
        f"00:{n % 60:02}:01.000 --> 00:{n % 60:02}:05.500 align:start\n{r.choice(('', '', '<v 祝安>', '- ', '<i>'))}{line}\n"
        for n, line in enumerate(lines, 1)
    )
    return broken(r, ("WEBVTT\n\nNOTE 注\n\n" + "\n".join(cues)).encode("utf-8", "replace"))


def tei_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    from pipeline import convert, render
    from pipeline.readers import text as plain

    text = "\n".join(lines) if "".join(lines).strip() else "桥"
    made = convert(plain.read(text.encode("utf-8", "replace").replace(b"\0", b""), "text.txt"))
    return broken(r, render(made.tei, "tei"))


def gz_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    return broken(r, gzip.compress(text_file(r, lines, meta), mtime=0))


def noise_file(r: Random, lines: Lines, meta: Meta) -> bytes:
    return r.randbytes(r.choice((1, 20, 400)))
