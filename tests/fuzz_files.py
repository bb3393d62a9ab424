"""How to make a file of any format of lines of text: ``FILES`` is the whole list."""

from __future__ import annotations

from fuzz_plain import (
    Maker,
    csv_file,
    gz_file,
    html_file,
    json_file,
    jsonl_file,
    markdown_file,
    mhtml_file,
    noise_file,
    srt_file,
    tei_file,
    text_file,
    vtt_file,
)
from fuzz_zips import docx_file, epub_file, odt_file, zip_file

# name: (suffix, what makes the bytes); some files have another format than their suffix says
FILES: dict[str, tuple[str, Maker]] = {
    "text": (".txt", text_file),
    "markdown": (".md", markdown_file),
    "html": (".html", html_file),
    "html again": (".html", html_file),
    "mhtml": (".mhtml", mhtml_file),
    "epub": (".epub", epub_file),
    "docx": (".docx", docx_file),
    "odt": (".odt", odt_file),
    "jsonl": (".jsonl", jsonl_file),
    "json": (".json", json_file),
    "csv": (".csv", csv_file),
    "srt": (".srt", srt_file),
    "vtt": (".vtt", vtt_file),
    "zip": (".zip", zip_file),
    "tei": (".xml", tei_file),
    "gz": (".tar", gz_file),
    "text as docx": (".docx", text_file),
    "html as text": (".txt", html_file),
    "docx as html": (".html", docx_file),
    "noise": (".pdf", noise_file),
    "noise as html": (".html", noise_file),
    "noise as text": (".txt", noise_file),
    "noise as warc": (".warc", noise_file),
}
