"""Rows say where in their text everything stands, and it stands there; every file format holds the same rows."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import zstandard
from dataset_views import PEOPLE, lines, undone, views
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from tei_samples import COMPILATION, SAMPLES

from pipeline import convert, load
from pipeline.dataset import encoders, sinks
from pipeline.dataset.columns import COLUMNS, NAMES, Row
from pipeline.dataset.encoders import line
from pipeline.dataset.layout import ENTITIES
from pipeline.dataset.rows import RowOptions, failed, of, rows
from pipeline.dataset.schemas import arrow_schema, json_schema
from pipeline.dataset.sinks import FORMATS, SINKS, Sink
from pipeline.model import Diagnostic, Span
from pipeline.output import WriteError
from pipeline.tei.view import view
from pipeline.tei.view_types import Block, View

ROOT = Path(__file__).resolve().parent.parent
INPUT = ROOT / "input"
VALID = Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
WORDINGS: Any = st.sampled_from(("repaired", "original"))


def texts(shown: View) -> list[tuple[Any, ...]]:
    """The nodes of every row, in the order of the rows."""
    parts = [(*part.front, *part.children) for part in shown.parts]
    return [shown.front, *parts] if shown.compilation else parts


def slices(row: Row, column: str, prefix: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Each entry of a column with what ``text`` has at its place."""
    for entry in row[column]:
        start, end = entry[f"{prefix}start"], entry[f"{prefix}end"]
        if start is not None:
            assert 0 <= start <= end <= row["n_chars"]
            yield entry, row["text"][start:end]


@given(views(), WORDINGS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_every_place_holds_what_it_says(shown: View, wording: Any) -> None:
    put: Callable[[Block], str] = undone if wording == "original" else lambda block: block.text
    made = rows(shown, id="a", wording=wording)
    assert len(made) == len(texts(shown))
    for row, nodes in zip(made, texts(shown), strict=True):
        assert row["n_chars"] == len(row["text"])
        expected: dict[str, list[str]] = {"heading": [], "label": [], "paragraph": []}
        for what, found in lines(nodes):
            if what == "row":
                if any(put(cell).strip() for cell in found):
                    expected["paragraph"].append("\t".join(put(cell) for cell in found))
            elif put(found).strip():
                expected[what].append(put(found))
        assert [text for _, text in slices(row, "paragraphs")] == expected["paragraph"]
        headings = [*slices(row, "sections", "heading_")]
        assert [text for _, text in headings] == expected["heading"]
        assert all(entry["heading"] == text for entry, text in headings)
        labels = [*slices(row, "points", "label_"), *slices(row, "turns", "label_")]
        assert all(entry["label"] == text for entry, text in labels)
        assert Counter(text for _, text in labels) == Counter(expected["label"])
        key = "original" if wording == "original" else "reading"
        assert all(entry[key] == text for entry, text in slices(row, "repairs"))


@given(views(), WORDINGS)
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_inside_lies_inside(shown: View, wording: Any) -> None:
    for row in rows(shown, id="a", wording=wording):
        starts = {0, *(i + 1 for i, c in enumerate(row["text"]) if c == "\n")}
        for column in ("sections", "points", "turns"):
            for i, entry in enumerate(row[column]):
                assert 0 <= entry["start"] < entry["end"] <= row["n_chars"]
                assert entry["start"] in starts
                parent = entry.get("parent")
                if parent is not None:
                    around = row[column][parent]
                    assert parent < i
                    assert around["start"] <= entry["start"] <= entry["end"] <= around["end"]
        for entry in row["paragraphs"]:
            for name in ("section", "point", "turn"):
                if entry[name] is not None:
                    around = row[f"{name}s"][entry[name]]
                    assert around["start"] <= entry["start"] <= entry["end"] <= around["end"]
        inside = [(e["start"], e["end"]) for e in row["paragraphs"]]
        inside += [(e["heading_start"], e["heading_end"]) for e in row["sections"] if e["heading"]]
        inside += [(e["label_start"], e["label_end"]) for e in row["points"] + row["turns"] if e["label"]]
        for entry in row["entities"]:
            assert entry["start"] < entry["end"] <= row["n_chars"]
            assert any(start <= entry["start"] and entry["end"] <= end for start, end in inside)


@given(views(), st.booleans())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_rows_are_valid_and_survive_parquet_and_json(shown: View, tei: bool) -> None:
    import pyarrow as pa

    made = rows(shown, id="a", tei="<TEI/>" if tei else None)
    for row in made:
        assert tuple(row) == NAMES
        VALID.validate(json.loads(line(row)))
    table = pa.Table.from_pylist([*made], schema=arrow_schema())
    table.validate(full=True)
    for column in COLUMNS:
        assert column.nullable or not table.column(column.name).null_count, column.name
    assert table.to_pylist() == [*made]
    assert [row["tei"] for row in made] == [("<TEI/>" if tei else None), *[None] * (len(made) - 1)]


@given(st.lists(st.text(st.sampled_from("a#%/1"), min_size=1, max_size=6), unique=True), views())
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_ids_are_unique_whatever_files_are_called(ids: list[str], shown: View) -> None:
    made = [row["id"] for id in ids for row in rows(shown, id=id)]
    assert len(set(made)) == len(made)


def test_a_compilation_has_its_own_row_and_its_texts_point_to_it() -> None:
    shown = view(COMPILATION)
    whole, *parts = rows(shown, id="years/1979", tei="<TEI/>")
    assert (whole["id"], whole["unit"], whole["part"], whole["tei"]) == (
        "years/1979",
        "compilation",
        None,
        "<TEI/>",
    )
    assert len(parts) == len(shown.parts) > 1
    for n, (row, part) in enumerate(zip(parts, shown.parts, strict=True), 1):
        assert (row["id"], row["unit"], row["compilation"], row["part"]) == (
            f"years/1979#{n}",
            "part",
            "years/1979",
            n,
        )
        assert part.title is None or row["title"] == part.title.text
        assert row["tei"] is None


def test_warnings_belong_to_the_text_they_are_in() -> None:
    shown = view(convert(load(ROOT / "tests" / "golden" / "compilation" / "input.txt")).tei)
    _, _, second, *_ = rows(shown, id="a")
    found = [
        Diagnostic("MET101"),
        Diagnostic("OUT101", Span(second["source_start"], second["source_start"] + 1)),
        Diagnostic("RUN108", None, (("count", "1"),)),  # an info
    ]
    made = rows(shown, id="a", diagnostics=found)
    assert [row["warnings"] for row in made] == [["MET101"], [], ["OUT101"], *[[]] * (len(made) - 3)]


def test_a_failed_document_is_a_row_that_says_why(tmp_path: Path) -> None:
    found = (Diagnostic("MET101"), Diagnostic("SRC100"))
    row = failed(id="a/b", path="a/b.txt", diagnostics=found, sha256="0" * 64)
    assert (row["status"], row["text"], row["source_name"]) == ("failed", "", "b.txt")
    assert row["error"] == "SRC100: no such file or folder"
    assert failed(id="a", path="a", error="killed")["error"] == "killed"
    VALID.validate(json.loads(line(row)))
    with Sink(tmp_path / "a.parquet", FORMATS["parquet"]) as sink:
        sink.add((row,))
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == [row]


def test_a_tei_file_gives_the_rows_of_its_source(tmp_path: Path, speech: Path) -> None:
    first = convert(load(speech))
    path = tmp_path / "speech.xml"
    path.write_bytes(etree.tostring(first.tei, encoding="UTF-8", xml_declaration=True))
    again = convert(load(path))
    own = dict(zip(NAMES, of(first, id="a")[0].values(), strict=True))
    (read,) = of(again, id="a")
    assert own["warnings"] == ["OUT101"]
    assert own["text"].splitlines()[0] == "在河湾镇读书会上的讲话"
    assert (own["author"], own["author_role"], own["date"]) == ("林小满", "镇文化站", date(2021, 3, 18))
    assert {**read, "warnings": []} == {**own, "warnings": []}


def test_the_text_is_converted_in_the_script_asked_for(speech: Path) -> None:
    (row,) = of(convert(load(speech)), id="a", options=RowOptions(script="hant", tei=True))
    assert (row["language"], row["language_script"]) == ("zh", "Hant")
    assert "把書送到橋頭去" in row["text"]
    assert "把书送到桥头去" in row["tei"]
    assert all(e["heading"] == text for e, text in slices(row, "sections", "heading_"))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_text_of_a_row_is_what_is_read(name: str) -> None:
    """Without white space it is the text of the view, and the words of all blocks are there in their order."""
    shown = view(SAMPLES[name])
    made = rows(shown, id="a")
    for row, nodes in zip(made, texts(shown), strict=True):
        words = "".join(
            "".join(cell.text for cell in found) if what == "row" else found.text
            for what, found in lines(nodes)
        )
        assert "".join(row["text"].split()) == "".join(words.split())


def sources() -> list[Path]:
    """The demo documents, and the development sources where they are."""
    shared = ROOT.parent / "shared" / "eval"
    return [
        *sorted(INPUT.rglob("*.txt")),
        *sorted(shared.glob("sources/*.txt")),
        *sorted(shared.glob("s*/sources/*.txt")),
    ]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_the_original_wording_stands_in_the_source(path: Path) -> None:
    """A text and each of its paragraphs, in order, between the places that they name."""
    source = load(path)
    for row in of(convert(source), id="a", options=RowOptions("original")):
        for place in (row, *row["paragraphs"]):
            text = row["text"][place.get("start", 0) : place.get("end")]
            inside = iter("".join(source.text[place["source_start"] : place["source_end"]].split()))
            assert all(character in inside for character in "".join(text.split())), text


def test_entities_name_people_and_days() -> None:
    block = Block("byline", "林小满（2021年3月18日）", ())
    from pipeline.tei.view_types import Mark, Part

    marks = (Mark("name", 0, 3, "per.1"), Mark("person", 0, 3, "per.1"), Mark("date", 4, 14, "2021-03-18"))
    shown = View("d", "zh-Hans", Part("t", "", "", (), ()).meta, PEOPLE, (), (
        Part("t", "", "", (Block(block.kind, block.text, marks),), ()),
    ), (), ())  # fmt: skip
    (row,) = rows(shown, id="a")
    assert [(e["type"], e["norm"], row["text"][e["start"] : e["end"]]) for e in row["entities"]] == [
        ("person", "林小满", "林小满"),
        ("date", "2021-03-18", "2021年3月18日"),
    ]
    assert set(ENTITIES.values()) == {"date", "person", "role", "place", "docket", "organisation"}


def test_the_schema_of_rows_is_the_table(golden: Callable[[Path, bytes], None]) -> None:
    made = json.dumps(json_schema(), ensure_ascii=False, indent=2).encode() + b"\n"
    golden(ROOT / "schemas" / "row.schema.json", made)
    Draft202012Validator.check_schema(json_schema())


# --- files


@pytest.fixture(scope="module")
def sample() -> list[Row]:
    """The rows of the demo documents, a compilation and a failed document among them."""
    found = [
        row
        for path in sorted((INPUT / "documents").glob("*.txt")) + sorted((INPUT / "speeches").glob("*.txt"))
        for row in of(convert(load(path)), id=path.stem)
    ]
    found += rows(view(COMPILATION), id="compilation", tei="<TEI/>")
    return [*found, failed(id="broken", path="broken.txt", error="SRC101: damaged")]


def read(path: Path, name: str) -> list[dict[str, Any]]:
    if name == "parquet":
        return pq.read_table(path).to_pylist()
    if name == "csv":
        return [*csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))]
    data = path.read_bytes()
    if name == "jsonl.zst":
        data = zstandard.ZstdDecompressor().stream_reader(data).read()
    return [json.loads(each) for each in data.decode().splitlines()]


@pytest.mark.parametrize("format", SINKS, ids=lambda f: f.name)
def test_a_file_depends_on_its_rows_alone(format: sinks.Format, sample: list[Row], tmp_path: Path) -> None:
    """Not on how they were handed over."""
    with Sink(tmp_path / f"a{format.suffix}", format) as one:
        one.add(sample)
    with Sink(tmp_path / f"b{format.suffix}", format) as many:
        for row in sample:
            many.add(iter([row]))
    assert one.files == [tmp_path / f"a{format.suffix}"]
    assert one.files[0].read_bytes() == many.files[0].read_bytes()
    found = read(one.files[0], format.name)
    if format.name in ("jsonl", "jsonl.zst"):
        assert found == [json.loads(line(row)) for row in sample]
    elif format.name == "parquet":
        assert found == sample
    elif format.name == "csv":
        assert [row["id"] for row in found] == [row["id"] for row in sample]


@pytest.mark.parametrize("format", SINKS, ids=lambda f: f.name)
def test_a_file_appears_whole_or_not_at_all(format: sinks.Format, sample: list[Row], tmp_path: Path) -> None:
    path = tmp_path / f"a{format.suffix}"
    path.write_bytes(b"before")

    def broken() -> Iterator[Row]:
        yield from sample
        raise KeyError

    with pytest.raises(KeyError), Sink(path, format) as sink:
        sink.add(broken())
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"before"
    with pytest.raises(WriteError), Sink(path / "below", format):
        pass


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    class Full(encoders.Lines):
        def close(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    with (
        pytest.raises(WriteError, match="No space left"),
        Sink(tmp_path / "a.x", sinks.Format("x", ".x", "", Full)) as sink,
    ):
        sink.add([failed(id="a", path="a", error="x")])
    assert [*tmp_path.iterdir()] == []


def test_row_groups_hold_so_many_rows_or_so_much_text(
    sample: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def groups() -> list[int]:
        with Sink(tmp_path / "a.parquet", FORMATS["parquet"]) as sink:
            sink.add(short[i % len(short)] for i in range(100))
        made = pq.ParquetFile(tmp_path / "a.parquet").metadata
        return [made.row_group(i).num_rows for i in range(made.num_row_groups)]

    short = [row for row in sample if row["n_chars"] < 1000]
    monkeypatch.setattr(encoders, "GROUP_ROWS", 40)
    assert groups() == [40, 40, 20]
    monkeypatch.setattr(encoders, "GROUP_CHARACTERS", 3000)
    assert sum(groups()) == 100
    assert max(groups()) < 40


@pytest.mark.parametrize("format", SINKS, ids=lambda f: f.name)
def test_a_file_without_rows_can_be_read(format: sinks.Format, tmp_path: Path) -> None:
    with Sink(tmp_path / f"a{format.suffix}", format) as sink:
        sink.add(())
    assert read(sink.files[0], format.name) == []
    if format.name == "parquet":
        assert pq.read_schema(sink.files[0]) == arrow_schema()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "=HYPERLINK(1)"])
def test_no_cell_of_a_table_is_a_formula(cell: str, sample: list[Row], tmp_path: Path) -> None:
    row = sample[0] | {"title": cell, "publisher": "，“甲”\n乙", "warnings": ["MET101", "OUT101"]}
    with Sink(tmp_path / "a.csv", FORMATS["csv"]) as sink:
        sink.add((row,))
    (found,) = read(tmp_path / "a.csv", "csv")
    assert found["title"] == f"'{cell}"
    assert found["publisher"] == "，“甲”\n乙"
    assert found["warnings"] == "MET101; OUT101"
    assert "text" not in found


# the fields of the 通用语料 form and their types, as its checker has them
FILE = {
    "文件名": str, "是否待查文件": bool, "是否重复文件": bool, "文件大小": int, "simhash": int, "最长段落长度": int,
    "段落数": int, "去重段落数": int, "低质量段落数": int, "段落": list, "扩展字段": str, "时间": str,
}  # fmt: skip
PARAGRAPH = {"行号": int, "是否重复": bool, "是否跨文件重复": bool, "md5": str, "内容": str, "扩展字段": str}


def check_mnbvc(record: dict[str, Any]) -> None:
    """What the published rules of the form ask of a line."""
    assert {key: type(value) for key, value in record.items()} == FILE
    seen: set[str] = set()
    for paragraph in record["段落"]:
        assert {key: type(value) for key, value in paragraph.items()} == PARAGRAPH
        assert paragraph["md5"] == md5(paragraph["内容"].encode()).hexdigest()
        assert paragraph["内容"] == paragraph["内容"].strip() != ""
        assert paragraph["是否重复"] == (paragraph["内容"] in seen)
        seen.add(paragraph["内容"])
        assert isinstance(json.loads(paragraph["扩展字段"]), dict)
    numbers = [paragraph["行号"] for paragraph in record["段落"]]
    assert numbers == sorted(set(numbers))
    assert (record["段落数"], record["去重段落数"]) == (len(numbers), len(seen))
    assert record["最长段落长度"] == max(map(len, seen))
    assert 0 <= record["simhash"] < 1 << 64
    assert isinstance(json.loads(record["扩展字段"]), dict)
    assert not record["时间"] or date.fromisoformat(record["时间"])


def test_mnbvc_lines_keep_the_published_rules(sample: list[Row], tmp_path: Path) -> None:
    with Sink(tmp_path / "a.mnbvc.jsonl", FORMATS["mnbvc"]) as sink:
        sink.add(sample)
    found = read(sink.files[0], "mnbvc")
    for record in found:
        check_mnbvc(record)
    kept = [row for row in sample if row["text"]]
    assert len(found) == len(kept) < len(sample)
    for record, row in zip(found, kept, strict=True):
        assert "\n".join(p["内容"] for p in record["段落"]) == "\n".join(
            line.strip() for line in row["text"].split("\n") if line.strip()
        )
        assert json.loads(record["扩展字段"])["id"] == row["id"]
        assert not record["是否重复文件"]
    from pipeline.dataset.mnbvc import record as mnbvc

    assert mnbvc(kept[0] | {"duplicate": "exact"})["是否重复文件"]


def test_the_simhash_of_one_paragraph_is_its_md5_and_like_texts_are_near() -> None:
    from pipeline.dataset.mnbvc import simhash

    words = [f"第{n}段说的是河上的桥。" for n in range(40)]
    assert simhash({words[0]}) == int(md5(words[0].encode()).hexdigest()[16:], 16)
    near = (simhash({*words}) ^ simhash({*words[1:]})).bit_count()
    far = (simhash({*words}) ^ simhash({w[::-1] for w in words})).bit_count()
    assert near < far


def test_mnbvc_files_stay_below_their_size(
    sample: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sink(tmp_path / "all.mnbvc.jsonl", FORMATS["mnbvc"]) as whole:
        whole.add(sample)
    longest = max(map(len, whole.files[0].read_bytes().splitlines(keepends=True)))
    monkeypatch.setattr(sinks, "PART_BYTES", 2 * longest)
    with Sink(tmp_path / "a.mnbvc.jsonl", FORMATS["mnbvc"]) as sink:
        sink.add(sample)
    assert len(sink.files) > 1
    assert [p.name for p in sink.files[:2]] == ["a.mnbvc.jsonl", "a-2.mnbvc.jsonl"]
    assert all(path.stat().st_size < 2 * longest for path in sink.files)
    assert b"".join(path.read_bytes() for path in sink.files) == whole.files[0].read_bytes()


# --- the guide


def column_table() -> str:
    """The table of columns in README.md."""
    lines = ["| column | type | meaning |", "|---|---|---|"]
    for column in COLUMNS:
        kind = f"{column.type} or null" if column.nullable else column.type
        inner = ", ".join(f"`{field.name}`" for field in column.fields)
        meaning = f"{column.description} {inner}" if inner else column.description
        lines.append(f"| `{column.name}` | {kind} | {meaning} |")
    return "\n".join(lines)


def test_the_readme_has_the_table_of_columns(request: pytest.FixtureRequest) -> None:
    path = ROOT / "README.md"
    before, rest = path.read_text("utf-8").split("<!-- columns -->\n")
    _, after = rest.split("<!-- end of columns -->")
    made = f"{before}<!-- columns -->\n{column_table()}\n<!-- end of columns -->{after}"
    if request.config.getoption("--accept"):
        path.write_text(made, encoding="utf-8")
    assert path.read_text("utf-8") == made


def test_no_description_breaks_a_table() -> None:
    for column in (*COLUMNS, *(field for each in COLUMNS for field in each.fields)):
        assert column.description
        assert not re.search(r"[|\n<>]", column.description)
