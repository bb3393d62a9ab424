"""Packages and compressed streams: members come out whole, or the limit and the damage are named."""

from __future__ import annotations

import gzip
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import ReadError
from pipeline.readers.metered import size, unpack, whole
from pipeline.readers.options import Limits
from pipeline.readers.packed import Package

LIMITS = Limits()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return stream.getvalue()


def opened(data: bytes, limits: Limits = LIMITS) -> Package:
    return Package(data, "DOCX", limits)


def read_all(data: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    package = opened(data, limits)
    return {name: package.read(name) for name in package.names}


def refused(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(ReadError) as caught:
        read_all(data, limits)
    return str(caught.value)


def packed(data: bytes, packing: str) -> bytes:
    if packing == ".gz":
        return gzip.compress(data, mtime=0)
    zstandard = pytest.importorskip("zstandard")
    return bytes(zstandard.compress(data))


@given(st.dictionaries(st.text("ab/一.", min_size=1).filter(lambda n: n.strip("/") == n), st.binary()))
def test_every_member_comes_out_as_it_went_in(files: dict[str, bytes]) -> None:
    assert read_all(zipped(files)) == files


def test_folders_are_no_members_and_a_missing_one_is_a_key_error() -> None:
    package = opened(zipped({"word/": b"", "word\\document.xml": b"x"}))
    assert package.names == ("word/document.xml",)
    assert "word/document.xml" in package
    assert "word/styles.xml" not in package
    with pytest.raises(KeyError):
        package.read("word/styles.xml")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 99, zipped({"a": b"b" * 999})[:-30]])
def test_what_is_no_zip_file_is_refused(data: bytes) -> None:
    assert refused(data) == "SRC117: not a readable DOCX file: File is not a zip file"


@given(st.data())
def test_damage_is_never_another_error_than_a_read_error(data: st.DataObject) -> None:
    whole_file = bytearray(zipped({"a.xml": bytes(range(256)) * 4, "b.xml": b"b" * 300}))
    for _ in range(data.draw(st.integers(1, 5))):
        whole_file[data.draw(st.integers(0, len(whole_file) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ReadError):
        read_all(bytes(whole_file))


def test_a_document_encrypted_by_word_is_named_as_such() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    encrypted = ole + "EncryptedPackage".encode("utf-16-le")
    assert refused(encrypted) == "SRC122: encrypted: this DOCX file needs a password"
    assert refused(ole).startswith("SRC117: not a readable DOCX file: it is an old Office file")


def test_an_encrypted_member_is_named_as_such() -> None:
    data = bytearray(zipped({"a.xml": b"x"}))
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    assert refused(bytes(data)) == "SRC122: encrypted: this DOCX file needs a password"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_cannot_be_unpacked_piece_by_piece_is_refused(method: int) -> None:
    assert f"packed with method {method}" in refused(zipped({"a.xml": b"x" * 99}, method))


def test_each_limit_of_a_package_is_named_with_its_option() -> None:
    three = zipped(dict.fromkeys("abc", b"x" * 1000))
    assert refused(three, Limits(bytes=999)) == "SRC116: a in it is over the limit of 999 bytes (--max-bytes)"
    assert refused(three, Limits(unpacked=2999)).endswith("the limit of 2.929 KB (--max-unpacked)")
    assert refused(three, Limits(entries=2)).endswith(
        "files in the DOCX file is over the limit of 2 (--max-entries)"
    )
    assert opened(three, Limits(bytes=1000, unpacked=3000, entries=3)).names == ("a", "b", "c")


def test_the_ratio_counts_only_where_much_comes_out() -> None:
    assert refused(zipped({"a": bytes(9 << 20)})).endswith("is over the limit of 200 (--max-ratio)")
    package = opened(zipped({"a": bytes(7 << 20)}))
    assert len(package.read("a")) == 7 << 20


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped({"a": bytes(1 << 20)}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert refused(bytes(data)).startswith("SRC117")


def test_a_directory_of_more_files_than_it_admits_is_counted() -> None:
    data = bytearray(zipped({f"{n}": b"" for n in range(50)}))
    end = data.index(b"PK\x05\x06")
    data[end + 8 : end + 12] = b"\1\0\1\0"
    assert "--max-entries" in refused(bytes(data), Limits(entries=49))


def test_a_second_end_inside_the_last_record_hides_no_files() -> None:
    data = bytearray(zipped({f"{n}": b"" for n in range(50)}))
    end = data.index(b"PK\x05\x06")
    data[end + 4 : end + 8] = b"PK\x05\x06"
    assert "--max-entries" in refused(bytes(data), Limits(entries=49))


def test_the_files_of_a_large_archive_are_counted_too_also_behind_a_program() -> None:
    data = b"program" + zipped({f"{n}": b"" for n in range(66_000)}, zipfile.ZIP_STORED)
    assert len(opened(data, Limits(entries=66_000)).names) == 66_000
    assert "--max-entries" in refused(data, Limits(entries=65_999))


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@given(parts=st.lists(st.binary(max_size=2000), max_size=4))
def test_compressed_parts_one_after_the_other_are_one_stream(packing: str, parts: list[bytes]) -> None:
    stream = io.BytesIO(b"".join(packed(part, packing) for part in parts))
    assert unpack(stream, packing, LIMITS).read() == b"".join(parts)


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_a_stream_that_ends_early_gives_every_line_before_that(packing: str) -> None:
    lines = [f"第{n}行，数字{n * 7919 % 10007}。\n".encode() for n in range(20_000)]
    stream = unpack(io.BytesIO(packed(b"".join(lines), packing)[:-5]), packing, LIMITS)
    got: list[bytes] = []
    with pytest.raises(ReadError, match="SRC117"):
        got.extend(iter(stream.readline, b""))
    assert len(got) > 5_000
    assert got == lines[: len(got)]


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_what_follows_the_compressed_data_is_an_error(packing: str) -> None:
    with pytest.raises(ReadError, match="SRC117"):
        unpack(io.BytesIO(packed(b"abc", packing) + b"garbage"), packing, LIMITS).read()


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_a_stream_over_a_limit_stops_there(packing: str) -> None:
    zeros = packed(bytes(40 << 20), packing)
    with pytest.raises(ReadError, match="SRC116") as caught:
        unpack(io.BytesIO(zeros), packing, LIMITS).read()
    assert str(caught.value).endswith("(--max-ratio)")
    with pytest.raises(ReadError, match="SRC116") as caught:
        unpack(io.BytesIO(zeros), packing, Limits(unpacked=1 << 20, ratio=10**6)).read()
    assert str(caught.value).endswith("is over the limit of 1 MB (--max-unpacked)")


def test_no_more_of_a_document_is_held_than_may_be() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(ReadError, match="SRC116"):
        whole(endless, Limits(bytes=1 << 20))  # type: ignore[arg-type]
    assert endless.given <= (1 << 20) + 1
    assert whole(io.BytesIO(b"abc"), Limits(bytes=3)) == b"abc"


def test_sizes_are_said_in_words() -> None:
    assert [size(n) for n in (999, 1024, 64 << 20, 3 << 29)] == ["999 bytes", "1 KB", "64 MB", "1.5 GB"]
