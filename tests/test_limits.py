"""Hostile inputs: each is refused or survived within bounds of memory and time, and the others are converted."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

MEMORY = 300 << 10  # KB resident, as Linux counts; the interpreter and all libraries among them
SECONDS = 30.0
TEXT = "在年度会议上的讲话\n\n同志们：\n\n今天开一个短会，讲三个问题。\n"
SECRET = "do-not-read-me"
GB = 1 << 30

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the memory")


def zipped(files: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return stream.getvalue()


def deflated(total: int, first: bytes = b"", fill: bytes = b"\0") -> bytes:
    """A deflate stream of that many equal bytes behind the first ones, made from one piece that repeats."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(fill * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + piece * (total >> 20) + packer.flush()


def gzip_of(stream: bytes) -> bytes:
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + stream + bytes(8)


def bomb(files: dict[str, bytes | str], name: str, stated: int = GB) -> bytes:
    """A package whose last file is a gigabyte of zeros, and says that it is as long as ``stated``."""
    data = zipped({**files, name: b"x"})
    packed = deflated(GB)
    entry = data.rindex(b"PK\x01\x02")
    local = int.from_bytes(data[entry + 42 : entry + 46], "little")
    start = local + 30 + len(name.encode())
    directory = data.index(b"PK\x01\x02")
    sizes = len(packed).to_bytes(4, "little") + stated.to_bytes(4, "little")
    listed = bytearray(data[directory:])
    listed[entry - directory + 20 : entry - directory + 28] = sizes
    end = listed.rindex(b"PK\x05\x06")
    listed[end + 16 : end + 20] = (start + len(packed)).to_bytes(4, "little")
    head = bytearray(data[:start])
    head[local + 18 : local + 26] = sizes
    return bytes(head) + packed + bytes(listed)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX: dict[str, bytes | str] = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>',
}
EPUB: dict[str, bytes | str] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    "a.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>',
}
ODT: dict[str, bytes | str] = {"mimetype": "application/vnd.oasis.opendocument.text"}
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def document(body: str, before: str = "") -> str:
    return f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(text: str, before: str = "") -> str:
    return (
        f'{before}<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0">'
        f"<office:body><office:text><text:p>{text}</text:p></office:text></office:body></office:document-content>"
    )


def page(text: str, before: str = "") -> str:
    return f'{before}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html>'


def laughs(root: str) -> str:
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {chr(code)} "{f"&{chr(code - 1)};" * 10}">' for code in range(ord("b"), ord("m"))
    )
    return f"<!DOCTYPE {root} [{entities}]>"


def nested(depth: int) -> str:
    cell = "<w:tbl><w:tr><w:tc>"
    return cell * depth + paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth


def tar_of(*files: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for info, data in files:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def link(target: Path) -> bytes:
    info = tarfile.TarInfo("link.txt")
    info.type, info.linkname = tarfile.SYMTYPE, str(target)
    return tar_of(
        (info, b""), (tarfile.TarInfo("../outside.txt"), b"x"), (tarfile.TarInfo("/tmp/abs.txt"), b"x")
    )


def long_header() -> bytes:
    """A compressed tar archive whose file has a name of 900 MB."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 900 << 20
    return gzip_of(deflated(GB, info.tobuf(tarfile.GNU_FORMAT)))


def many_entries() -> bytes:
    """A ZIP archive with a directory of a million files that all lie at one place."""
    data = zipped({"a.txt": "x"})
    entry = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    listed = data[entry:end] * 1_000_000
    tail = bytearray(data[end:])
    tail[12:16] = len(listed).to_bytes(4, "little")
    return data[:entry] + listed + bytes(tail)


def overlapping() -> bytes:
    """A ZIP archive in which 5000 files are the same 1 MB."""
    data = zipped({"a.docx": bytes(1 << 20)})
    entry = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    tail = bytearray(data[end:])
    tail[8:12] = (5000).to_bytes(2, "little") * 2
    tail[12:16] = (5000 * (end - entry)).to_bytes(4, "little")
    return data[:entry] + data[entry:end] * 5000 + bytes(tail)


def zips_in_zips() -> bytes:
    data = zipped({"a.txt": bytes(60 << 20)})
    for _ in range(3):
        data = zipped({f"{n}.zip": data for n in range(10)})
    return data


def outside(secret: Path) -> str:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'


HEAD = b'{"text": "' + b"x" * 64
# The name of each file, what makes its bytes from the path of a secret, and a message that its conversion gives.
HOSTILE: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "bomb.docx": (lambda _: bomb(DOCX, "word/document.xml"), "SRC116"),
    "lying.docx": (lambda _: bomb(DOCX, "word/document.xml", stated=100), "SRC11[67]"),
    "bomb.epub": (lambda _: bomb(EPUB, "a.xhtml"), "SRC116"),
    "bomb.odt": (lambda _: bomb(ODT, "content.xml"), "SRC116"),
    "bomb.zip": (lambda _: bomb({}, "a.txt"), "SRC116"),
    "lying.zip": (lambda _: bomb({}, "a.txt", stated=100), "SRC11[67]"),
    "bomb.txt.gz": (lambda _: gzip_of(deflated(GB)), "SRC116"),
    "bomb.jsonl.gz": (lambda _: gzip_of(deflated(GB, HEAD, b"x")), "SRC116"),
    "bomb.csv.gz": (lambda _: gzip_of(deflated(GB, b'id,text\n1,"', b"x")), "SRC116"),
    "bomb.json.gz": (lambda _: gzip_of(deflated(GB, b"[" + HEAD, b"x")), "SRC116"),
    "bomb.html.gz": (lambda _: gzip_of(deflated(GB, b"<p>", b"x")), "SRC116"),
    "header.tgz": (lambda _: long_header(), "SRC117.*a header of 943718400 bytes"),
    "entries.zip": (lambda _: many_entries(), "SRC116.*--max-entries"),
    "overlapping.zip": (lambda _: overlapping(), "SRC116.*--max-ratio"),
    "nested.zip": (lambda _: zips_in_zips(), "SRC116"),
    "link.tar": (link, "SRC123"),
    "outside.zip": (lambda _: zipped({"../outside.txt": "x", "/outside.txt": "x"}), "SRC123"),
    "line.txt": (lambda _: b"x" * 100_000_000, "SRC116.*--max-bytes"),
    "deep.jsonl": (lambda _: b"[" * 5_000_000, "SRC11[67]|SRC125"),
    "deep.json": (lambda _: b"[" * 5_000_000, "SRC11[67]"),
    "crowded.jsonl": (lambda _: b'{"text": "a", "x": [' + b"[]," * 15_000_000 + b"0]}", "SRC116"),
    "laughs.docx": (
        lambda _: zipped({**DOCX, "word/document.xml": document(paragraph("&l;"), laughs("x"))}),
        "SRC1",
    ),
    "laughs.odt": (lambda _: zipped({**ODT, "content.xml": odt("&l;", laughs("x"))}), "SRC1"),
    "laughs.epub": (lambda _: zipped({**EPUB, "a.xhtml": page(TEXT + "&l;", laughs("html"))}), ""),
    "laughs.opf.epub": (lambda _: zipped({**EPUB, "a.opf": laughs("x") + "<package>&l;</package>"}), "SRC1"),
    "laughs.xml": (lambda _: f"{laughs('TEI')}<TEI>&l;</TEI>".encode(), "SRC10[78]"),
    "secret.docx": (
        lambda secret: zipped({**DOCX, "word/document.xml": document(paragraph("甲&e;乙"), outside(secret))}),
        "",
    ),
    "secret.odt": (lambda secret: zipped({**ODT, "content.xml": odt("甲&e;乙", outside(secret))}), ""),
    "secret.epub": (lambda secret: zipped({**EPUB, "a.xhtml": page("甲&e;乙", outside(secret))}), ""),
    "secret.xml": (lambda secret: f"{outside(secret)}<TEI>&e;</TEI>".encode(), "SRC10[78]"),
    "tables.docx": (lambda _: zipped({**DOCX, "word/document.xml": document(nested(10_000))}), ""),
    "divs.html": (lambda _: b"<div>" * 300_000 + "深".encode(), ""),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What the command did with one file: its messages, memory in KB, seconds, and what it wrote."""

    messages: str
    memory: int
    seconds: float
    written: dict[str, str]


# Notes the most memory that the command had; what the system tells a parent counts the parent's own in.
CHILD = """
import atexit, sys
from pathlib import Path

peak = Path(sys.argv.pop())

@atexit.register
def note():
    lines = Path("/proc/self/status").read_text().splitlines()
    peak.write_text(next(line for line in lines if line.startswith("VmHWM")).split()[1])

from pipeline.cli import main
main()
"""


def convert(path: Path, honest: Path) -> Done:
    """Convert a hostile file and an honest one."""
    place = path.parent
    command = ["convert", str(path), str(honest), "-o", str(place / "out"), str(place / "peak")]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[1],
        timeout=2 * SECONDS,
    )
    seconds = time.monotonic() - began
    assert done.returncode in (0, 1), done.stderr
    outputs = {file.name: file.read_text("utf-8") for file in (place / "out").rglob("*") if file.is_file()}
    return Done(done.stdout + done.stderr, int((place / "peak").read_text()), seconds, outputs)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_survived_and_the_other_one_is_converted(
    name: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    honest = tmp_path / "honest.txt"
    honest.write_text(TEXT, encoding="utf-8")
    path = tmp_path / "in" / name
    path.parent.mkdir()
    build, message = HOSTILE[name]
    path.write_bytes(build(secret))
    done = convert(path, honest)
    assert re.search(message, done.messages), done.messages
    assert "RUN101" not in done.messages
    assert SECRET not in done.messages + "".join(done.written.values())
    assert "honest.html" in done.written
    assert {file.name for file in tmp_path.iterdir()} == {"secret", "honest.txt", "in"}
    assert {file.name for file in path.parent.iterdir()} == {name, "out", "peak"}
    assert done.memory < MEMORY, f"{done.memory >> 10} MB"
    assert done.seconds < SECONDS
