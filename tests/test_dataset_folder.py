"""A dataset folder is read by the programs people use, without a network, and describes itself truly."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from conftest import SPEECH
from dataset_readers import DUCKDB, READERS
from jsonschema import Draft202012Validator
from lxml import etree
from test_dataset_rows import check_mnbvc

from pipeline.dataset import statistics as sums
from pipeline.dataset.about import KEYS, LICENCES, About, AboutError, known, load
from pipeline.dataset.card import describe
from pipeline.dataset.charts import charts
from pipeline.dataset.columns import COLUMNS, NAMES, empty
from pipeline.dataset.statistics import Statistics, speakers
from pipeline.report import FAILED

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT.parent / "shared" / "eval"
CORPORA = {"input": [ROOT / "input"], "sources": [EVAL / "sources", EVAL / "synthetic" / "sources"]}
FORMATS = "dataset,jsonl,jsonl.zst,mnbvc,csv"
ABOUT = """\
title: "讲话与文件: a test"
description: |
  Own texts.
licence: CC BY 4.0
url: https://example.org/texts
creator: Wengao
version: 1.2.0
date: 2026-03-01
citation: "@misc{texts}"
"""


@pytest.fixture(scope="module", params=CORPORA)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of the demo documents, and that of all development sources."""
    inputs = CORPORA[request.param]
    if not all(path.is_dir() for path in inputs):
        pytest.skip("the development sources are not here")
    home = tmp_path_factory.mktemp("about")
    (home / "dataset.yaml").write_text(ABOUT, encoding="utf-8")
    (home / "speech.txt").write_text(SPEECH, encoding="utf-8")
    (home / "broken.txt").write_bytes(b"\x00\xff" * 500)
    return make(home, inputs, tmp_path_factory.mktemp("dataset"))


def make(home: Path, inputs: list[Path], out: Path, **environment: str) -> Path:
    """The dataset of some folders, made by the command."""
    code = "import sys; sys.argv[0] = 'convert'; from pipeline.cli import convert_main; convert_main()"
    done = subprocess.run(
        [sys.executable, "-c", code, home, *inputs, "--to", FORMATS, "-o", out, "--quiet"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == FAILED, done.stderr
    return out


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(sorted((folder / "data").glob("*.parquet"))).to_pylist()
    return found


@pytest.fixture
def ask(folder: Path, tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """What a reader finds in the folder."""

    def run(name: str) -> dict[str, Any]:
        if find_spec(name) is None:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{name} is needed: pip install -e '.[test-data]'")
            pytest.skip(f"{name} is not here")
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("dataset_readers.py"), name, folder],
            env=os.environ | {"HF_HOME": str(tmp_path), "PYTHONWARNINGS": "ignore"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    return run


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_hugging_face_loads_the_folder(ask: Any, rows: list[dict[str, Any]]) -> None:
    found = ask("datasets")
    assert found["ids"] == found["streamed"] == ids(rows)
    assert found["card"]
    assert found["day"] == str(next(row["date"] for row in rows if row["date"]))


def test_duckdb_finds_every_place_where_it_should_be(
    ask: Any, rows: list[dict[str, Any]], folder: Path
) -> None:
    found = ask("duckdb")
    assert found["rows"] == [len(rows), len(rows)]
    assert found["jsonl"] == [len(rows)]
    record = json.loads((folder / "statistics.json").read_bytes())
    assert found["texts"] == [record["texts"], record["characters"], record["sections"]]
    assert found["headings"][0] > 0
    assert found["example"] == [s["heading"] for row in rows for s in row["sections"] if s["heading"]]
    zero = {name for name in DUCKDB if name.startswith(("wrong", "outside", "parts", "length"))}
    assert {name: found[name] for name in zero} == {name: [0] for name in zero}


def test_pandas_reads_all_files(ask: Any, rows: list[dict[str, Any]]) -> None:
    found = ask("pandas")
    assert found["columns"] == [*NAMES]
    assert found["ids"] == found["jsonl"] == found["csv"] == ids(rows)


def test_polars_counts_code_points_as_we_do(ask: Any, rows: list[dict[str, Any]]) -> None:
    found = ask("polars")
    assert (found["ids"], found["columns"]) == (ids(rows), [*NAMES])
    assert found["headings"][0] == found["headings"][1] > 0


def test_mlcroissant_validates_and_reads_records(ask: Any, rows: list[dict[str, Any]]) -> None:
    found = ask("mlcroissant")
    assert (found["errors"], found["warnings"]) == ([], [])
    assert found["texts"] == found["structure"] == ids(rows)
    (column,) = (column for column in COLUMNS if column.name == "paragraphs")
    names = sorted(f"structure/paragraphs/{field.name}" for field in column.fields)
    assert found["paragraphs"] == [names, sum(len(row["paragraphs"]) for row in rows)]


def test_every_program_is_asked() -> None:
    asked = set(re.findall(r"ask\(\"(\w+)\"\)", Path(__file__).read_text("utf-8")))
    assert asked == set(READERS)


def test_every_line_of_json_is_valid_and_the_same_row(folder: Path, rows: list[dict[str, Any]]) -> None:
    schema = json.loads((folder / "row.schema.json").read_bytes())
    assert schema == json.loads((ROOT / "schemas" / "row.schema.json").read_bytes())
    valid = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    (path,) = (folder / "data").glob("*[0-9].jsonl")
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        record = json.loads(line)
        valid.validate(record)
        assert record == row | {"date": row["date"] and row["date"].isoformat()}


def test_mnbvc_lines_keep_the_published_rules(folder: Path, rows: list[dict[str, Any]]) -> None:
    (path,) = (folder / "data").glob("*.mnbvc.jsonl")
    lines = path.read_text("utf-8").splitlines()
    for line in lines:
        check_mnbvc(json.loads(line))
    assert len(lines) == sum(bool(row["text"]) for row in rows)


def test_what_lies_inside_lies_in_the_source(rows: list[dict[str, Any]]) -> None:
    """The texts of a compilation lie one behind the other in its source."""
    stretches = [
        (row["compilation"], row["source_start"], row["source_end"]) for row in rows if row["unit"] == "part"
    ]
    for (whole, start, end), (other, after, _) in pairwise(stretches):
        assert 0 <= start < end
        assert whole != other or end <= after


@pytest.mark.parametrize("folder", ["input"], indirect=True)
def test_the_folder_depends_on_its_input_alone(folder: Path, tmp_path: Path) -> None:
    """Not on workers, hash seed, time zone or locale; ``report`` files tell how long it took."""
    home = folder.parent / "about0"
    again = make(home, CORPORA["input"], tmp_path, PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C", LANG="C")
    names = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    seen = [name for name in names if not name.parts[0].startswith((".wengao", "report."))]
    assert {"README.md", "croissant.json", "data", "charts"} <= {name.parts[0] for name in seen}
    for name in seen:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


# --- the card


def test_the_card_says_what_is_there(folder: Path, rows: list[dict[str, Any]]) -> None:
    _, front, text = (folder / "README.md").read_text("utf-8").split("---\n", 2)
    head = yaml.safe_load(front)
    assert head["pretty_name"] == "讲话与文件: a test"
    assert head["license"] == "cc-by-4.0"
    assert head["size_categories"] == ["n<1K"]
    assert set(head["language"]) == {row["language"] for row in rows if row["language"] not in (None, "und")}
    assert [*folder.glob(head["configs"][0]["data_files"][0]["path"])] == [
        *(folder / "data").glob("*.parquet")
    ]
    table = re.findall(r"^\| `([\w.\[\]]+)` \|", text, re.MULTILINE)
    assert table == [name for c in COLUMNS for name in (c.name, *(f"{c.name}[].{f.name}" for f in c.fields))]
    links = re.findall(r"\]\((charts/[^)]+)\)", text)
    assert links == [
        f"charts/{chart.name}.svg" for chart in charts(json.loads((folder / "statistics.json").read_bytes()))
    ]
    for link in links:
        assert etree.parse(folder / link).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert "[cc-by-4.0](https://creativecommons.org/licenses/by/4.0/)" in text
    assert "@misc{texts}" in text


def test_the_data_package_lists_the_files(folder: Path) -> None:
    found = json.loads((folder / "datapackage.json").read_bytes())
    (resource,) = found["resources"]
    assert [*map(folder.joinpath, resource["path"])] == sorted((folder / "data").glob("*.parquet"))
    assert [field["name"] for field in resource["schema"]["fields"]] == [*NAMES]
    assert found["licenses"] == [
        {"name": "CC-BY-4.0", "path": LICENCES["cc-by-4.0"][1], "title": "cc-by-4.0"}
    ]
    assert (found["version"], found["created"]) == ("1.2.0", "2026-03-01T00:00:00Z")


def test_the_statistics_add_up(folder: Path, rows: list[dict[str, Any]]) -> None:
    record = json.loads((folder / "statistics.json").read_bytes())
    texts = [row for row in rows if row["unit"] != "compilation" and row["status"] == "ok"]
    assert record["rows"] == {"failed": 1, "ok": len(rows) - 1}
    assert record["errors"] == {next(row["error"][:6] for row in rows if row["error"]): 1}
    assert record["documents"] == sum(row["unit"] != "part" for row in rows)
    names = ("languages", "types", "certainty", "outline_depth", "duplicates")
    for counted in (record[name] for name in names):
        assert sum(counted.values()) == len(texts) == record["texts"]
    assert sum(found["texts"] for found in record["length"]) == len(texts)
    assert sum(found["texts"] for found in record["years"]) == len(texts)
    assert sum(found["characters"] for found in record["years"]) == sum(row["n_chars"] for row in texts)


def test_sums_of_parts_add_up_to_those_of_the_whole(rows: list[dict[str, Any]]) -> None:
    for cut in (0, 1, len(rows) // 2, len(rows)):
        whole, parts = Statistics(), [Statistics(), Statistics()]
        for i, row in enumerate(rows):
            whole.add(row)
            parts[i >= cut].add(row)
        merged = Statistics()
        for part in parts:
            merged.merge(part)
        assert merged == whole
        assert merged.record() == whole.record()


def test_sums_do_not_grow_with_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "_HELD", 10)
    found = Statistics()
    for i in range(1000):
        row = empty() | {"status": "ok", "unit": "document", "n_chars": 5, "n_paragraphs": 1}
        found.add(row | {"people": [{"name": "林小满" if i % 2 else f"{i}", "kind": "author"}]})
    assert len(found.speakers.texts) <= 20
    assert found.speakers.ranked()[0] == ("林小满", 500)
    assert sum(found.speakers.texts.values()) + found.speakers.rest == 1000


def test_speakers_share_the_characters_of_a_text(rows: list[dict[str, Any]]) -> None:
    talks = [row for row in rows if row["turns"]]
    assert talks
    for row in rows:
        said = speakers(row)
        assert sum(said.values()) <= row["n_chars"]
        assert all(count >= 0 for count in said.values())
        assert said.keys() >= {p["name"] for p in row["people"] if p["kind"] == "author"}


def test_a_failed_document_is_counted_by_its_error() -> None:
    found = Statistics()
    found.add(
        empty() | {"status": "failed", "unit": "document", "error": "SRC101: damaged", "warnings": ["DAM101"]}
    )
    record = found.record()
    assert (record["rows"], record["errors"], record["texts"]) == ({"failed": 1}, {"SRC101": 1}, 0)
    assert describe(About(), found, [])["statistics.json"]


@pytest.mark.parametrize(
    ("licence", "head", "link"),
    [
        ("", {"license": "unknown"}, ""),
        ("cc0-1.0", {"license": "cc0-1.0"}, LICENCES["cc0-1.0"][1]),
        ("CC BY-SA 4.0", {"license": "cc-by-sa-4.0"}, LICENCES["cc-by-sa-4.0"][1]),
        ("Our own terms", {"license": "other", "license_name": "our-own-terms"}, ""),
        ("自定条款", {"license": "other"}, ""),
    ],
)
def test_the_licence_is_the_owners(licence: str, head: dict[str, str], link: str) -> None:
    about = About().licensed(licence)
    assert about.licence_link == link
    card = describe(about, Statistics(), [])["README.md"].decode().split("---\n")[1]
    found = yaml.safe_load(card)
    assert {key: value for key, value in found.items() if key.startswith("license")} == head
    assert about.licence in describe(about, Statistics(), [])["README.md"].decode().split("## Licence")[1]


def test_many_years_are_shown_by_decades() -> None:
    years = [{"name": str(year), "texts": 2, "characters": 5} for year in (1911, 1919, 1949, 2024)]
    record = Statistics().record() | {"years": [{"name": "", "texts": 9, "characters": 1}, *years]}
    chart = next(chart for chart in charts(record) if chart.name == "years")
    assert [bar.label for bar in chart.bars] == [f"{decade}0s" for decade in range(191, 203)]
    assert [bar.count for bar in chart.bars if bar.count] == [4, 2, 2]


def test_charts_escape_what_they_show() -> None:
    found = Statistics()
    row = empty() | {"status": "ok", "unit": "document", "n_chars": 5, "n_paragraphs": 1}
    name = "<script>&\"'"
    found.add(row | {"people": [{"name": name, "kind": "author"}]})
    (chart,) = (chart for chart in charts(found.record()) if chart.name == "speakers")
    texts = etree.fromstring(chart.svg()).iter("{http://www.w3.org/2000/svg}text")
    assert [text.text for text in texts] == ["Texts by speaker", name, "1"]


def test_the_file_about_a_dataset_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dataset.yaml"
    path.write_text(ABOUT, encoding="utf-8")
    about = load(path)
    assert {key: getattr(about, key) for key in KEYS} == yaml.safe_load(ABOUT) | {
        "description": "Own texts.", "licence": "cc-by-4.0", "licence_url": "", "date": "2026-03-01",
    }  # fmt: skip
    assert known("CC0 1.0") == "cc0-1.0"


def test_the_file_about_a_dataset_in_the_readme_is_one(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    example = readme[readme.index("A `dataset.yaml` in") :].split("```text\n")[1].split("```")[0]
    path = tmp_path / "dataset.yaml"
    path.write_text(example, encoding="utf-8")
    about = load(path)
    assert all(getattr(about, key) for key in KEYS)
    assert about.licence == "cc-by-4.0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("licence: x\ntitel: y\n", r"2: unknown key 'titel'; did you mean 'title'\?; allowed: title, "),
        ("title: a\ntitle: b\n", "2: title: stands here twice"),
        ("title:\n", "1: title: needs one value"),
        ("title: [a]\n", "1: title: needs one value"),
        ("version: one\n", "1: version: 'one' is not allowed; allowed: three numbers, such as 1.0.0"),
        ("url: example.org\n", "1: url: 'example.org' is not allowed; allowed: a web address"),
        ("date: 1.3.2026\n", "1: date: '1.3.2026' is not allowed; allowed: a day"),
        ("- title\n", "1: expected keys and values; allowed: title, "),
        ("a: {b: [{c: [d]}]}\n", "nested too deep"),
    ],
)
def test_what_is_wrong_in_it_is_named(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "dataset.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AboutError, match=re.escape(str(path)) + ".*" + message):
        load(path)
