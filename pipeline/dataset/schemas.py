"""The table of columns in the languages of those who read rows: Arrow, JSON Schema, Hugging Face, data package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.dataset.columns import COLUMNS, Column

if TYPE_CHECKING:
    import pyarrow as pa

ROW_SCHEMA_ID = "urn:wengao:row"
_JSON = {
    "string": "string",
    "int": "integer",
    "float": "number",
    "flag": "boolean",
    "date": "string",
    "struct": "object",
}


def arrow_schema() -> pa.Schema:
    """The explicit schema of Parquet files; dates are ``date32``."""
    import pyarrow as pa

    return pa.schema([_arrow_field(column) for column in COLUMNS])


def _arrow_field(column: Column) -> pa.Field:
    import pyarrow as pa

    simple = {"string": pa.string, "int": pa.int64, "float": pa.float64, "flag": pa.bool_, "date": pa.date32}
    kind = pa.struct([_arrow_field(f) for f in column.fields]) if column.fields else simple[column.kind]()
    return pa.field(column.name, pa.list_(kind) if column.many else kind, nullable=column.nullable)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line of JSONL."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ROW_SCHEMA_ID,
        "title": "One text of a dataset",
        **_object(COLUMNS),
    }


def _object(columns: tuple[Column, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [column.name for column in columns],
        "properties": {column.name: _property(column) for column in columns},
    }


def _property(column: Column) -> dict[str, Any]:
    kind: dict[str, Any] = _object(column.fields) if column.fields else {"type": _JSON[column.kind]}
    if column.kind == "date":
        kind["format"] = "date"
    if column.kind == "int":
        kind["minimum"] = 0
    if column.many:
        kind = {"type": "array", "items": kind}
    elif column.nullable:
        kind["type"] = [kind["type"], "null"]
    return {"description": column.description, **kind}


_HUB = {"string": "string", "int": "int64", "float": "float64", "flag": "bool", "date": "date32"}
_PACKAGE = {"string": "string", "int": "integer", "float": "number", "flag": "boolean", "date": "date"}


def features(columns: tuple[Column, ...] = COLUMNS) -> list[dict[str, Any]]:
    """The features of the Hugging Face Hub, as they stand in the head of a card."""
    found: list[dict[str, Any]] = []
    for column in columns:
        kind: Any = features(column.fields) if column.fields else _HUB[column.kind]
        found.append({"name": column.name, "list" if column.many else "dtype": kind})
    return found


def datapackage_fields() -> list[dict[str, Any]]:
    """The fields of the table schema of a data package."""
    return [
        {
            "name": column.name,
            "type": "array" if column.many else _PACKAGE[column.kind],
            "description": column.description,
            "constraints": {"required": not column.nullable},
        }
        for column in COLUMNS
    ]
