"""Data files: each row is a document; which column is which is told, and a bad row costs only itself."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import subprocess
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Source
from pipeline.readers import SUFFIXES, Member, Options, ReadError
from pipeline.readers.many import documents
from pipeline.readers.metered import unpack
from pipeline.readers.options import Limits
from pipeline.readers.rows import columns
from pipeline.readers.rows.source import paragraphs

Table = list[dict[str, Any]]
Command = Callable[..., "subprocess.CompletedProcess[str]"]


def read_all(data: bytes | str, name: str, options: Options | None = None) -> dict[str, Source | str]:
    """Each document by its name, or the message why there is none; under "" that of the file itself."""
    stream = io.BufferedReader(io.BytesIO(data.encode() if isinstance(data, str) else data))  # type: ignore[arg-type]
    found: dict[str, Source | str] = {}
    try:
        for member in SUFFIXES["." + name.rpartition(".")[2]].members(stream, name, options or Options()):
            assert isinstance(member, Member)
            assert member.name not in found
            try:
                found[member.name] = member.read()
            except ReadError as error:
                found[member.name] = str(error)
    except ReadError as error:
        found[""] = str(error)
    return found


def texts(data: bytes | str, name: str = "a.jsonl", options: Options | None = None) -> dict[str, str]:
    found = read_all(data, name, options)
    return {key: one if isinstance(one, str) else one.text.rstrip("\n") for key, one in found.items()}


def lines(rows: Table) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def only(row: dict[str, Any], options: Options | None = None) -> Source:
    (source,) = read_all(lines([row]), "a.jsonl", options).values()
    assert isinstance(source, Source), source
    return source


def as_csv(rows: Table) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def as_parquet(rows: Table) -> bytes:
    pa = pytest.importorskip("pyarrow")
    stream = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(pa.Table.from_pylist(rows), stream)
    return stream.getvalue()


FORMS: dict[str, Callable[[Table], bytes]] = {
    "a.jsonl": lambda rows: lines(rows).encode(),
    "a.json": lambda rows: json.dumps(rows, indent=2).encode(),
    "a.csv": as_csv,
    "a.parquet": as_parquet,
}
# Characters that a text file keeps as they are; line breaks of other kinds become line feeds in every reader.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]) | st.just("\n"), min_size=1
).filter(lambda text: not text.isspace() and "\ufffe" not in text and "\uffff" not in text)


@pytest.mark.parametrize("name", FORMS)
@given(bodies=st.lists(TEXTS, min_size=1, max_size=5))
def test_every_text_comes_out_as_it_went_in(name: str, bodies: list[str]) -> None:
    found = texts(FORMS[name]([{"n": str(n), "text": body} for n, body in enumerate(bodies)]), name)
    assert found == {f"{name}/{n:06d}": body.rstrip("\n") for n, body in enumerate(bodies, 1)}


@pytest.mark.parametrize("name", FORMS)
def test_compressed_data_files_are_read_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(FORMS[name]([{"text": "甲"}, {"text": "乙"}])))
    found = list(documents(path, path.name))
    assert [member.name for member in found if isinstance(member, Member)] == [
        f"{name}.gz/000001",
        f"{name}.gz/000002",
    ]


def test_checksum_and_size_are_those_of_the_text() -> None:
    source = only({"text": "第一段\n第二段", "title": "讲话"})
    data = "第一段\n第二段".encode()
    assert (source.sha256, source.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert [source.text[line.span.start : line.span.end] for line in source.lines] == ["第一段", "第二段"]


@pytest.mark.parametrize("name", ["text", "正文", "Content", "內容", "段落"])
def test_a_text_column_of_a_known_name_is_found(name: str) -> None:
    assert columns([{"摘要": "很长" * 99, name: "短"}], Options()).text == name


def test_a_text_column_of_another_name_is_the_longest_by_far() -> None:
    row = {"标签": "会议", "讲稿": "今天开会，主要讲三个问题。" * 9, "n": 7}
    assert columns([row], Options()).text == "讲稿"
    with pytest.raises(ReadError, match="SRC124") as caught:
        columns([{"甲": "今天开会，主要讲三个问题。" * 9, "乙": "今天开会，主要讲三个问题。" * 8}], Options())
    assert str(caught.value) == "SRC124: no text column among 甲, 乙: name it with --text-field"
    with pytest.raises(ReadError, match="SRC124"):
        columns([{"甲": "太短"}], Options())


def test_columns_that_the_user_names_are_followed_or_refused() -> None:
    data = lines([{"text": "甲", "body": "乙", "key": "k/1", "a": "1", "b": "2"}])
    named = Options(text_field="body", id_field="key", meta_fields=("b",))
    assert texts(data, options=named) == {"a.jsonl/k_1": "乙"}
    assert only(json.loads(data), named).meta == (("b", "2"),)
    for option, options in (
        ("--text-field", Options(text_field="nope")),
        ("--id-field", Options(id_field="nope")),
        ("--meta-fields", Options(meta_fields=("a", "nope"))),
    ):
        said = texts(data, options=options)[""]
        assert said == f"SRC124: no column nope among text, body, key, a, b: name it with {option}"


def test_a_message_does_not_list_columns_without_end() -> None:
    said = texts(lines([{f"{n:03}" + "长" * 99: "短" for n in range(999)}]))[""]
    assert "018长" in said
    assert "020长" not in said
    assert len(said) < 1000


def test_documents_are_called_by_their_ids_and_never_twice_the_same() -> None:
    ids = ["讲话-1", "a/../b", "..", "讲话-1", 7, None, {"x": 1}, "长" * 500]
    names = list(texts(lines([{"id": one, "text": "文"} for one in ids])))
    called = ["讲话-1", "a_.._b", "000003", "讲话-1~2", "7", "000006", "000007", "长" * 80]
    assert names == [f"a.jsonl/{name}" for name in called]


def test_other_columns_become_metadata_under_standard_keys() -> None:
    row = {
        "标题": "讲话",
        "作者": ["王平", "李安"],
        "来源": "某日报",
        "发布时间": "2021年3月8日 10:20",
        "正文": "文",
    }
    row |= {
        "n": 3,
        "ok": True,
        "nothing": None,
        "empty": "",
        "more": {"a": ["甲"]},
        "网址": "http://a.example/1",
    }
    assert only(row).meta == (
        ("title", "讲话"),
        ("author", "王平; 李安"),
        ("publisher", "某日报"),
        ("date", "2021-03-08"),
        ("n", "3"),
        ("ok", "true"),
        ("more", '{"a":["甲"]}'),
        ("url", "http://a.example/1"),
    )


def test_a_column_with_the_standard_name_goes_before_its_synonyms() -> None:
    assert only({"标题": "甲", "title": "乙", "text": "文"}).meta == (("标题", "甲"), ("title", "乙"))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2021-03-08", "2021-03-08"),
        ("2021/3/8", "2021-03-08"),
        ("20210308", "2021-03-08"),
        ("2021-03-08T10:20:00+08:00", "2021-03-08"),
        ("2021年3月8日", "2021-03-08"),
        ("2021-02-30", None),
        ("昨天", None),
        ("2021.3/8", None),
    ],
)
def test_only_a_date_is_a_date(said: str, day: str | None) -> None:
    assert only({"发布时间": said, "text": "文"}).meta == ((("date", day) if day else ("发布时间", said)),)
    assert dict(only({"date": said, "text": "文"}).meta).get("date") == day


def test_paragraphs_of_the_mnbvc_corpus_are_lines_in_the_order_of_their_numbers() -> None:
    items = [{"行号": n, "是否重复": False, "md5": "0", "内容": f"第{n}段"} for n in (3, 0, 1)]
    row = {"文件名": "讲话/甲.txt", "是否待查文件": False, "段落数": 3, "段落": items, "时间": "20240101"}
    (found,) = read_all(lines([row]), "a.jsonl").items()
    assert found[0] == "a.jsonl/讲话_甲.txt"
    assert isinstance(found[1], Source)
    assert found[1].text.split() == ["第0段", "第1段", "第3段"]
    assert dict(found[1].meta) == {
        "文件名": "讲话/甲.txt",
        "是否待查文件": "false",
        "段落数": "3",
        "时间": "20240101",
    }
    assert texts(lines([{"text": json.dumps(items)}])) == {"a.jsonl/000001": "第0段\n第1段\n第3段"}


def test_lists_of_strings_are_paragraphs_and_other_lists_are_none() -> None:
    assert paragraphs(["甲", "乙"]) == ["甲", "乙"]
    assert paragraphs([{"标题": "题", "作者": "人", "内容": "文"}]) == ["题", "人", "文"]
    assert paragraphs(["甲", 1]) == paragraphs({"a": 1}) == paragraphs("甲") == paragraphs('[{"内容": ') == []


def test_a_column_of_web_pages_is_read_as_such() -> None:
    html = "<html><head><title>页</title></head><body><p>第一段有一些文字。</p><p>第二段。</p></body></html>"
    source = only({"html": html, "title": "题"})
    assert [line for line in source.text.splitlines() if line] == ["第一段有一些文字。", "第二段。"]
    assert dict(source.meta)["title"] == "题"


def test_characters_that_xml_forbids_are_replaced_and_reported() -> None:
    row = json.dumps({"text": "甲\0乙\x01\ud800", "title": "题\0\x02"})
    (source,) = read_all(row, "a.jsonl").values()
    assert isinstance(source, Source)
    assert source.text.strip() == "甲\ufffd乙\ufffd\ufffd"
    assert source.meta == (("title", "题\ufffd\ufffd"),)
    assert {d.code for d in source.diagnostics} == {"SRC103"}


def test_a_bad_row_costs_only_itself() -> None:
    rows = ['{"text": "甲"}', "{bad", "", "[1]", '{"text": null}', '{"x": 1}', '{"text": ""}', "[" * 99_999]
    found = texts("\n".join([*rows, '{"text": "乙"}']))
    assert found == {
        "a.jsonl/000001": "甲",
        "a.jsonl/000002": "SRC125: row 2: not JSON: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)",
        "a.jsonl/000004": "SRC125: row 4: not a JSON object",
        "a.jsonl/000005": "SRC125: row 5: no text in its column text",
        "a.jsonl/000006": "SRC125: row 6: no text in its column text",
        "a.jsonl/000007": "SRC104: the file holds no text",
        "a.jsonl/000008": "SRC125: row 8: nested too deep",
        "a.jsonl/000009": "乙",
    }


def test_a_row_over_the_limit_is_passed_over() -> None:
    long = json.dumps({"text": "长" * 400})
    found = texts(f'{{"text": "甲"}}\n{long}\n{{"text": "乙"}}\n', options=Options(limits=Limits(bytes=999)))
    assert list(found.values()) == ["甲", "SRC116: row 2 is over the limit of 999 bytes (--max-bytes)", "乙"]


def test_a_row_of_more_values_than_memory_holds_is_refused() -> None:
    crowded = '{"text": "甲", "x": [' + "[]," * 3000 + "0]}"
    found = texts(crowded + '\n{"text": "乙"}', options=Options(limits=Limits(bytes=32_000)))
    assert list(found.values()) == [
        "SRC116: the number of values in row 1 is over the limit of 1000 (--max-bytes)",
        "乙",
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_rows_before_damage_are_read(name: str) -> None:
    rows = [{"text": f"第{n}篇，数字{n * 7919 % 10007}。"} for n in range(9000)]
    cut = gzip.compress(FORMS[name](rows))[:-9]
    found = SUFFIXES[name[1:]].members(unpack(io.BytesIO(cut), ".gz", Limits()), name)
    got: deque[str] = deque()
    with pytest.raises(ReadError, match="SRC117"):
        got.extend(member.read().text.strip() for member in found if isinstance(member, Member))
    assert len(got) > 5000
    assert list(got) == [row["text"] for row in rows[: len(got)]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_other_encodings_are_found_out(name: str, encoding: str) -> None:
    body = "同志们，今天我们在这里开会，主要讨论今年的工作安排和明年的计划。" * 20
    data = FORMS[name]([{"title": "讲话", "text": body}, {"title": "报告", "text": body}])
    text = data.decode()
    if name == "a.json":
        text = json.dumps(json.loads(text), ensure_ascii=False)
    assert list(texts(text.encode(encoding), name).values()) == [body, body]
    if encoding == "gb18030":
        assert list(texts(text.encode(encoding), name, Options(encoding="gbk")).values()) == [body, body]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
@pytest.mark.parametrize(
    ("named", "written", "mark", "sign"),
    [
        ("gb2312", "gb18030", "", "㐂"),
        ("gb18030", "gb18030", "\ufeff", "㐂"),
        ("big5", "cp950", "", "‧"),
        ("utf-16", "utf-16-be", "", "㐂"),
        ("utf-16-le", "utf-16-le", "\ufeff", "㐂"),
    ],
)
def test_data_files_are_read_by_the_codecs_that_read_texts(
    name: str, named: str, written: str, mark: str, sign: str
) -> None:
    body = f"同志們，今天我們在這裡開會{sign}" * 9
    text = FORMS[name]([{"title": "講話", "text": body}]).decode()
    text = json.dumps(json.loads(text), ensure_ascii=False) if name != "a.csv" else text
    data = (mark + text).encode(written)
    assert list(texts(data, name, Options(encoding=named)).values()) == [body]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ('{"text": "甲"}', {"a.json": "甲"}),
        (
            '{"n": 2, "data": [{"text": "甲"}, {"text": "乙"}]}',
            {"a.json/000001": "甲", "a.json/000002": "乙"},
        ),
        (
            '{"data": [{"text": "甲"}, {"text": "乙"}], "n": 2}',
            {"a.json/000001": "甲", "a.json/000002": "乙"},
        ),
        (
            '{"train": [{"text": "甲"}], "n": {"a": [1]}, "test": [{"text": "乙"}]}',
            {"a.json/000001": "甲", "a.json/000002": "乙"},
        ),
        (
            '[{"text": "甲"}] [',
            {"a.json/000001": "甲", "": "SRC117: not a readable JSON file: more text behind its end"},
        ),
        ('{"text": "甲"}\n{"text":\n "乙"}', {"a.json/000001": "甲", "a.json/000002": "乙"}),
        ('{"段落": [{"内容": "甲"}], "n": 1}', {"a.json": "甲"}),
        ('[{"text": "甲"}, 7]', {"a.json/000001": "甲", "a.json/000002": "SRC125: row 2: not a JSON object"}),
        ("[]", {"": "SRC104: the file holds no text"}),
        ('"甲"', {"": "SRC117: not a readable JSON file: neither an array nor an object"}),
        ("", {"": "SRC117: not a readable JSON file: neither an array nor an object"}),
        ("[" * 99_999, {"": "SRC117: not a readable JSON file: value 1 is nested too deep"}),
        (
            '[{"text": "甲"} {"text": "乙"}]',
            {"a.json/000001": "甲", "": "SRC117: not a readable JSON file: no , behind value 1"},
        ),
        (
            '[{"text": "甲"}, {"text": nope}]',
            {"a.json/000001": "甲", "": "SRC117: not a readable JSON file: value 2: Expecting value"},
        ),
    ],
)
def test_the_forms_of_json_files(data: str, found: dict[str, str]) -> None:
    assert texts(data, "a.json") == found


def test_a_long_array_is_never_held_as_a_whole() -> None:
    class Source_(io.RawIOBase):
        """An array of a million documents."""

        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            row = b'{"text": "' + "长".encode() * 300 + b'"},'
            data = (b"[" if not self.given else b"") + row * max(len(buffer) // len(row) - 1, 1)
            self.given += len(data)
            buffer[: len(data)] = data
            return len(data)

    endless = Source_()
    found = SUFFIXES[".json"].members(io.BufferedReader(endless, 1 << 16), "a.json")
    for number, member in enumerate(found, 1):
        assert isinstance(member, Member)
        if number == 2000:
            break
    assert endless.given < 2000 * 1000 + (4 << 20)


def test_objects_longer_than_the_buffer_are_read_in_linear_time() -> None:
    import time

    bodies = ["长" * n for n in (1, 3_000_000, 5, 2_000_000)]
    began = time.process_time()
    assert list(texts(json.dumps([{"text": body} for body in bodies]), "a.json").values()) == bodies
    assert time.process_time() - began < 5


def test_what_follows_a_long_object_is_not_looked_at_for_each_of_the_next_ones() -> None:
    import time

    bodies = ["a" * 9_000_000, *("one, two, three " * 40 + "." for _ in range(10_000))]
    began = time.process_time()
    assert list(texts(json.dumps([{"text": body} for body in bodies]), "a.json").values()) == bodies
    assert time.process_time() - began < 10


@given(st.lists(st.tuples(st.sampled_from('a甲,{["\\\n'), st.integers(0, 200)), max_size=9))
def test_long_and_short_objects_are_read_in_any_order(shapes: list[tuple[str, int]]) -> None:
    bodies = [f"文{sign * count}文" for sign, count in shapes] + ["文"]
    data = json.dumps([{"text": body} for body in bodies], ensure_ascii=len(shapes) % 2 == 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.readers.rows.json._CHUNK", 16)
        assert list(texts(data, "a.json").values()) == bodies


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_only_the_values_of_a_row_are_counted_not_its_commas_or_the_next_rows(name: str) -> None:
    small = Options(limits=Limits(bytes=32_000))
    bodies = ['甲,[{"' * 2000, *["乙"] * 2000]
    assert list(texts(FORMS[name]([{"text": body} for body in bodies]), name, small).values()) == bodies


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_tables_are_parted_by_what_parts_their_header(delimiter: str) -> None:
    data = f'\ufeffid{delimiter}正文\r\n1{delimiter}"第一段\r\n他说""好"""\r\n\r\n2{delimiter}乙\r\n'
    assert texts(data, "a.csv") == {"a.csv/1": '第一段\n他说"好"', "a.csv/2": "乙"}


def test_rows_of_another_width_and_tables_without_header_are_errors() -> None:
    found = texts("id,text\n1,甲\n2\n3,a,b\n4,乙\n", "a.csv")
    assert found["a.csv/000002"] == "SRC125: row 2: 1 fields under 2 columns"
    assert found["a.csv/000003"] == "SRC125: row 3: 3 fields under 2 columns"
    assert (found["a.csv/1"], found["a.csv/4"]) == ("甲", "乙")
    headless = "同志们，" * 20
    assert texts(f"{headless}\n", "a.csv") == {
        "": "SRC117: not a readable CSV file: its first line does not name the columns"
    }


def test_a_quotation_mark_that_never_closes_cannot_take_all_memory() -> None:
    data = 'id,text\n1,甲\n2,"' + "长\n" * 3000
    (first, message) = texts(data, "a.csv", Options(limits=Limits(bytes=4000))).values()
    assert first == "甲"
    assert message == "SRC116: a row of the table is over the limit of 1000 characters (--max-bytes)"


def test_repeated_and_empty_names_of_columns_lose_nothing() -> None:
    (source,) = read_all("text,a,a,\n文,1,2,3\n", "a.csv").values()
    assert isinstance(source, Source)
    assert source.meta == (("a", "1"), ("a~3", "2"), ("column4", "3"))


def test_a_parquet_file_that_repeats_one_long_value_is_refused() -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    value = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array(["长" * 1_000_000]))
    stream = io.BytesIO()
    parquet.write_table(pa.table({"text": value}), stream, compression="zstd", store_schema=False)
    found = texts(stream.getvalue(), "a.parquet")
    assert found[""].endswith("(--max-ratio)")
    assert len(found) < 20


def test_damaged_parquet_is_refused() -> None:
    data = as_parquet([{"text": "甲"}])
    for bad in (b"", b"x" * 99, data[:-9]):
        assert texts(bad, "a.parquet")[""].startswith("SRC117: not a readable Parquet file: ")


def test_a_description_beside_texts_is_left_out_of_a_folder_and_refused_by_name(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "talk.txt").write_text("夜校的灯\n灯一直开到十点，大家都来。\n", encoding="utf-8")
    (tmp_path / "in" / "talk.json").write_text('{"name": "talk", "pages": 3}', encoding="utf-8")
    done = command("convert", "in", "--to", "md")
    assert done.returncode == 0, done.stderr
    assert "1 document, 0 failed" in done.stderr
    lines = (tmp_path / "output/report.jsonl").read_text(encoding="utf-8").splitlines()
    told = {found["code"]: found for line in lines for found in json.loads(line)["diagnostics"]}
    assert told["SRC132"]["level"] == "info"
    assert "no text column among name, pages" in told["SRC132"]["message"]
    done = command("convert", "in/talk.json")
    assert done.returncode == 1
    assert "error SRC124: no text column among name, pages: name it with --text-field" in done.stderr
