"""Reads a dataset folder with one of the programs people use, in a process of its own that has no network.

    python tests/dataset_readers.py READER FOLDER

It prints what was found as JSON.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = dict[str, Any]


def hugging_face(folder: Path) -> Found:
    """Loads the folder as it is on the Hub, at once and as a stream."""
    import datasets
    import yaml

    loaded = datasets.load_dataset(str(folder), split="train")
    stream = datasets.load_dataset(str(folder), split="train", streaming=True)
    card = yaml.safe_load((folder / "README.md").read_text("utf-8").split("---\n")[1])
    return {
        "ids": loaded["id"][:],
        "streamed": [row["id"] for row in stream],
        "card": card["dataset_info"]["features"] == loaded.features._to_yaml_list(),
        "day": str(next((day for day in loaded["date"] if day), "")),
    }


DUCKDB = {
    "rows": "SELECT count(*), count(DISTINCT id) FROM rows",
    "texts": "SELECT count(*), sum(n_chars), sum(len(sections)) FROM rows WHERE status = 'ok' AND unit != 'compilation'",
    "length": "SELECT count(*) FROM rows WHERE length(text) != n_chars",
    "headings": "SELECT count(*) FROM (SELECT text, unnest(sections, recursive := true) FROM rows)"
    " WHERE heading IS NOT NULL",
    "wrong headings": "SELECT count(*) FROM (SELECT text, unnest(sections, recursive := true) FROM rows)"
    " WHERE heading IS NOT NULL AND substring(text, heading_start + 1, heading_end - heading_start) != heading",
    "wrong labels": "SELECT count(*) FROM (SELECT text, unnest(points, recursive := true) FROM rows)"
    " WHERE label IS NOT NULL AND substring(text, label_start + 1, label_end - label_start) != label",
    "wrong turns": "SELECT count(*) FROM (SELECT text, unnest(turns, recursive := true) FROM rows)"
    " WHERE label IS NOT NULL AND substring(text, label_start + 1, label_end - label_start) != label",
    "wrong repairs": "SELECT count(*) FROM (SELECT text, unnest(repairs, recursive := true) FROM rows)"
    ' WHERE substring(text, start + 1, "end" - start) != reading',
    "parts without their whole": "SELECT count(*) FROM rows r WHERE compilation IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM rows w WHERE w.id = r.compilation AND w.unit = 'compilation')",
} | {
    f"outside {column}": f"SELECT count(*) FROM (SELECT n_chars, unnest({column}, recursive := true) FROM rows)"
    ' WHERE NOT (0 <= start AND start < "end" AND "end" <= n_chars)'
    for column in ("sections", "paragraphs", "turns", "points", "entities", "repairs")
}  # fmt: skip


def duckdb(folder: Path) -> Found:
    """Asks the questions above of the Parquet files."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW rows AS SELECT * FROM '{folder}/data/train-*.parquet'")
    found: Found = {name: connection.execute(query).fetchone() for name, query in DUCKDB.items()}
    lines = (
        f"SELECT count(DISTINCT id) FROM read_json('{folder}/data/train-*.jsonl', format='newline_delimited')"
    )
    (example,) = re.findall(
        r"^```sql\n(.*?)^```$", (folder / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    os.chdir(folder)
    cut = connection.execute(example).fetchall()
    return found | {
        "jsonl": connection.execute(lines).fetchone(),
        "example": [heading for _, heading in cut if heading],
    }


def pandas(folder: Path) -> Found:
    """Reads Parquet, JSONL (packed too) and CSV."""
    import pandas

    table = pandas.concat(map(pandas.read_parquet, sorted((folder / "data").glob("*.parquet"))))
    (lines,) = (folder / "data").glob("*.jsonl.zst")
    (flat,) = (folder / "data").glob("*.csv")
    return {
        "ids": [*table["id"]],
        "columns": [*table.columns],
        "jsonl": [*pandas.read_json(lines, lines=True)["id"]],
        "csv": [*pandas.read_csv(flat)["id"]],
    }


def polars(folder: Path) -> Found:
    """Reads Parquet lazily and cuts every heading out of its text."""
    import polars

    table = polars.scan_parquet(folder / "data" / "*.parquet")
    sections = table.select("text", "sections").explode("sections").unnest("sections").drop_nulls("heading")
    start, end = polars.col("heading_start"), polars.col("heading_end")
    same = sections.select(
        polars.col("text").str.slice(start, end - start) == polars.col("heading")
    ).collect()
    return {
        "ids": table.select("id").collect()["id"].to_list(),
        "columns": table.collect_schema().names(),
        "headings": [same.height, int(same.to_series().sum())],
    }


def mlcroissant(folder: Path) -> Found:
    """Validates the description and reads all records by it."""
    import mlcroissant

    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    structure = [*dataset.records("structure")]
    paragraphs = [paragraph for record in structure for paragraph in record["structure/paragraphs"]]
    return {
        "errors": [*issues.errors],
        "warnings": [*issues.warnings],
        "texts": [record["texts/id"].decode() for record in dataset.records("texts")],
        "structure": [record["structure/id"].decode() for record in structure],
        "paragraphs": [sorted(paragraphs[0]), len(paragraphs)],
    }


READERS: dict[str, Callable[[Path], Found]] = {
    "datasets": hugging_face, "duckdb": duckdb, "pandas": pandas, "polars": polars, "mlcroissant": mlcroissant,
}  # fmt: skip


def _blocked(*_: object, **__: object) -> Any:
    raise OSError("no network here")


if __name__ == "__main__":
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _blocked)
    socket.create_connection = socket.getaddrinfo = _blocked
    sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent]
    print(json.dumps(READERS[sys.argv[1]](Path(sys.argv[2]))))
