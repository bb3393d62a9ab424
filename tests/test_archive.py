"""Archives: every document in them is read, called by its path; nothing else is followed, and nothing is written."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Diagnostic
from pipeline.readers import Member, Options, ReadError, read
from pipeline.readers.archive.names import zip_names
from pipeline.readers.many import documents
from pipeline.readers.options import Limits

TEXT = "同志们，今天开一个短会。\n".encode()
Files = Iterable[tuple[str, bytes]]


def zipped(files: Files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files:
            file.writestr(name, data)
    return stream.getvalue()


def tarred(files: Files, form: int = tarfile.PAX_FORMAT, encoding: str = "utf-8") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form, encoding=encoding) as file:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def found(path: Path, options: Options | None = None) -> tuple[dict[str, str], list[str]]:
    """The text of each document or the code why there is none, and the messages about the file itself."""
    documents_found: dict[str, str] = {}
    messages: list[str] = []
    try:
        for member in documents(path, path.name, options or Options()):
            if isinstance(member, Diagnostic):
                messages.append(f"{member.code} {member.values[0][1]}")
                continue
            assert member.name not in documents_found
            try:
                documents_found[member.name] = member.read().text
            except ReadError as error:
                documents_found[member.name] = error.diagnostic.code
    except ReadError as error:
        messages.append(str(error))
    return documents_found, messages


def members(
    tmp_path: Path, name: str, data: bytes, options: Options | None = None
) -> tuple[dict[str, str], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    return found(path, options)


def packings(files: Files) -> list[tuple[str, bytes]]:
    files = list(files)
    return [
        ("a.zip", zipped(files)),
        ("a.tar", tarred(files)),
        ("a.tar", tarred(files, tarfile.GNU_FORMAT)),
        ("a.tar.gz", gzip.compress(tarred(files))),
        ("a.tgz", gzip.compress(tarred(files))),
    ]


def test_the_documents_of_an_archive_are_called_by_their_paths(tmp_path: Path) -> None:
    long = "/".join(["讲话稿汇编" * 8] * 3)
    files = [("a.txt", TEXT), (f"{long}/乙.md", b"# \xe4\xb9\x99\n"), ("./b/c.txt", TEXT)]
    for name, data in packings(files):
        texts, messages = members(tmp_path, name, data)
        assert list(texts) == [f"{name}/a.txt", f"{name}/{long}/乙.md", f"{name}/b/c.txt"]
        assert texts[f"{name}/a.txt"] == TEXT.decode()
        assert messages == []


@given(st.lists(st.tuples(st.text("ab一", min_size=1, max_size=40), st.binary(max_size=1500)), max_size=5))
def test_the_bytes_of_each_file_in_a_tar_archive_are_its_own(files: list[tuple[str, bytes]]) -> None:
    from pipeline.readers.archive.tar import Tar

    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        tar = Tar(io.BytesIO(tarred(files, form)))
        assert [(path, b"".join(tar.chunks())) for path, _ in tar.files()] == files


def test_files_need_not_be_read_to_get_to_the_next_one(tmp_path: Path) -> None:
    for name, data in packings([("a.txt", TEXT * 9999), ("b.txt", TEXT)]):
        path = tmp_path / name
        path.write_bytes(data)
        last = [m for m in documents(path, name) if isinstance(m, Member)][-1]
        assert last.name == f"{name}/b.txt"


def test_hidden_and_unknown_files_are_counted(tmp_path: Path) -> None:
    files = [
        ("a.txt", TEXT),
        (".git/a.txt", TEXT),
        ("__MACOSX/._a.txt", b"x"),
        ("a.jpg", b"x"),
        ("LICENSE", b"x"),
    ]
    for name, data in packings(files):
        texts, messages = members(tmp_path, name, data)
        assert list(texts) == [f"{name}/a.txt"]
        assert messages == ["SRC129 files, hidden or of an unknown kind: 4"]


def test_an_archive_without_any_document_is_an_error(tmp_path: Path) -> None:
    for name, data in packings([("a.jpg", b"x")]):
        assert members(tmp_path, name, data)[1][-1] == "SRC104: the file holds no text"


@pytest.mark.parametrize("path", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:\\a.txt", "..\\a.txt"])
def test_unsafe_paths_are_reported_and_left_out(tmp_path: Path, path: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    for name, data in packings([(path, b"secret"), ("b.txt", TEXT)]):
        texts, messages = members(inside, name, data)
        assert list(texts) == [f"{name}/b.txt"]
        assert messages[0].startswith("SRC123")
    assert list(tmp_path.iterdir()) == [inside]


def test_a_long_name_is_no_reason_to_leave_a_document_out(tmp_path: Path) -> None:
    long = "关于做好冬季道路养护工作的通知" * 6 + ".txt"
    for name, data in packings([(long, TEXT)]):
        texts, messages = members(tmp_path, name, data)
        assert list(texts) == [f"{name}/{long}"]
        assert messages == []


def test_links_and_devices_are_reported_and_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(TEXT)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as file:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{kind.decode()}.txt")
            info.type, info.linkname = kind, str(secret)
            file.addfile(info)
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zip_file:
        zip_file.writestr(link, str(secret))
    for name, data, count in (("a.tar", stream.getvalue(), 4), ("a.zip", archive.getvalue(), 1)):
        texts, messages = members(tmp_path, name, data)
        assert texts == {}
        assert [message[:6] for message in messages] == ["SRC123"] * count + ["SRC104"]


def test_archives_and_data_files_inside_give_their_documents(tmp_path: Path) -> None:
    rows = '{"text": "甲"}\n{"text": "乙"}\n'.encode()
    inner = zipped([("x.txt", TEXT), ("r.jsonl", rows), ("y.txt.gz", gzip.compress(TEXT))])
    for name, data in packings([("in.zip", inner), ("in.tgz", gzip.compress(tarred([("z.txt", TEXT)])))]):
        texts, messages = members(tmp_path, name, data)
        assert list(texts) == [
            *(f"{name}/in.zip/{path}" for path in ("x.txt", "r.jsonl/000001", "r.jsonl/000002", "y.txt.gz")),
            f"{name}/in.tgz/z.txt",
        ]
        assert set(texts.values()) == {TEXT.decode(), "甲\n", "乙\n"}
        assert messages == []


def test_archives_inside_archives_are_read_to_a_depth(tmp_path: Path) -> None:
    data = zipped([("a.txt", TEXT)])
    for _ in range(3):
        data = zipped([("in.zip", data)])
    deep = "a.zip/in.zip/in.zip/in.zip"
    assert members(tmp_path, "a.zip", data)[0] == {f"{deep}/a.txt": TEXT.decode()}
    shallow = Options(limits=Limits(depth=2))
    assert members(tmp_path, "a.zip", data, shallow)[0] == {deep: "SRC116"}


def test_names_packed_on_chinese_windows_are_read(tmp_path: Path) -> None:
    for encoding in ("gbk", "big5"):
        names = ["會議記錄", "工作報告第一稿", "國務院令", "關於開展活動的通知"]
        stand_ins = [f"{n:03}{'x' * len(name.encode(encoding))}.txt" for n, name in enumerate(names)]
        data = zipped((name, TEXT) for name in stand_ins)
        for n, name in enumerate(names):
            data = data.replace(stand_ins[n].encode(), f"{n:03}".encode() + name.encode(encoding) + b".txt")
        texts, _ = members(tmp_path, "a.zip", data)
        assert list(texts) == [f"a.zip/{n:03}{name}.txt" for n, name in enumerate(names)]


@pytest.mark.parametrize("followed", [False, True])
def test_a_name_that_is_given_in_unicode_besides_is_taken(followed: bool) -> None:
    name, raw = "工作报告.txt", b"0123456789.txt"
    extra = b"\1" + zlib.crc32(raw).to_bytes(4, "little") + name.encode()
    info = zipfile.ZipInfo(raw.decode())
    info.extra = b"\x75\x70" + len(extra).to_bytes(2, "little") + extra
    info.filename = name if followed else info.filename  # newer versions of the module follow it themselves
    assert zip_names([info], None) == [name]


@pytest.mark.parametrize("encoding", ["utf-16", "gbk", "big5"])
def test_the_encoding_that_the_user_names_is_that_of_the_names_only_where_it_can_be(encoding: str) -> None:
    name = "石桥养护站㐂.txt" if encoding != "big5" else "石橋養護站.txt"
    raw = name.encode("big5" if encoding == "big5" else "gb18030")
    assert zip_names([zipfile.ZipInfo(raw.decode("cp437"))], encoding) == [name]


def test_names_in_an_old_tar_archive_are_read(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gbk"):
        texts, _ = members(tmp_path, "a.tar", tarred([("讲话.txt", TEXT)], tarfile.GNU_FORMAT, encoding))
        assert list(texts) == ["a.tar/讲话.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    for name, data in packings([("a.txt", b"1"), ("a.txt", b"2"), ("./a.txt", b"3")]):
        texts, _ = members(tmp_path, name, data)
        assert texts == {f"{name}/a.txt": "1", f"{name}/a.txt~2": "2", f"{name}/a.txt~3": "3"}


def test_one_damaged_file_costs_only_itself(tmp_path: Path) -> None:
    damaged = bytearray(zipped([("a.txt", TEXT * 99), ("b.txt", TEXT)]))
    damaged[60] ^= 0xFF
    assert members(tmp_path, "a.zip", bytes(damaged))[0] == {
        "a.zip/a.txt": "SRC117",
        "a.zip/b.txt": TEXT.decode(),
    }
    files = [("in.zip", b"PK\x03\x04"), ("x.docx", b"x"), ("b.txt", TEXT)]
    for name, data in packings(files):
        texts, messages = members(tmp_path, name, data)
        assert list(texts.values()) == ["SRC117", "SRC117", TEXT.decode()]
        assert messages == []


def test_damage_in_the_middle_of_a_tar_archive_is_not_taken_for_its_end(tmp_path: Path) -> None:
    data = tarred([(f"{n}.txt", TEXT) for n in range(4)], tarfile.GNU_FORMAT)
    damaged = data[:1024] + b"\xff" * 512 + data[1536:]
    cut = data[:1500]
    for bad in (damaged, cut, gzip.compress(data)[:-20]):
        texts, messages = members(tmp_path, "a.tar.gz" if bad[:2] == b"\x1f\x8b" else "a.tar", bad)
        assert TEXT.decode() in texts.values()
        assert messages[-1].startswith("SRC117: not a readable ")


@pytest.mark.parametrize("data", [b"", b"x" * 2000, b"PK\x03\x04", b"\x1f\x8b"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("a.zip", "a.tar", "a.tgz"):
        texts, (message,) = members(tmp_path, name, data)
        assert texts == {}
        assert message.startswith("SRC117")


@given(st.data())
def test_damage_is_never_another_error_than_a_read_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    name, whole = data.draw(
        st.sampled_from(packings([("甲.txt", TEXT), ("in.zip", zipped([("b.txt", TEXT)]))]))
    )
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    members(tmp_path_factory.getbasetemp(), name, bytes(damaged))


def test_limits_count_what_all_archives_inside_give_together(tmp_path: Path) -> None:
    inner = zipped([("a.txt", TEXT), ("b.txt", TEXT)])
    data = zipped([("1.zip", inner), ("2.zip", inner), ("3.zip", inner)])
    small = Options(limits=Limits(unpacked=2 * len(inner) + 4 * len(TEXT)))
    texts, messages = members(tmp_path, "a.zip", data, small)
    assert list(texts.values()).count(TEXT.decode()) == 4
    assert messages[-1].endswith("(--max-unpacked)")
    few = Options(limits=Limits(entries=6))
    texts, messages = members(tmp_path, "a.zip", data, few)
    assert list(texts.values()).count(TEXT.decode()) == 4
    assert "--max-entries" in messages[-1] or "SRC116" in texts.values()


def test_a_file_of_many_documents_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("a.txt", TEXT)]))
    with pytest.raises(ReadError, match="SRC131"):
        read(path)
    with pytest.raises(ReadError, match="SRC100"):
        read(tmp_path / "b.zip")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_compressed_document_is_read_under_its_own_name(tmp_path: Path, suffix: str) -> None:
    compress = gzip.compress if suffix == ".gz" else pytest.importorskip("zstandard").compress
    data = compress(TEXT)
    path = tmp_path / f"讲话.txt{suffix}"
    path.write_bytes(data)
    source = read(path)
    assert (source.name, source.text, source.size) == (path.name, TEXT.decode(), len(TEXT))


def test_a_document_over_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT * 100)
    with pytest.raises(ReadError, match="SRC116") as caught:
        read(path, Options(limits=Limits(bytes=len(TEXT) * 100 - 1)))
    assert str(caught.value).startswith("SRC116: the file is over the limit of ")
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(TEXT * 100))
    with pytest.raises(ReadError, match="SRC116"):
        read(packed, Options(limits=Limits(bytes=len(TEXT) * 100 - 1)))
