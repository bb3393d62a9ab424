"""The files beside the data of a dataset folder: card, Croissant, data package, JSON Schema, statistics, charts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.dataset.about import LICENCES, About
from pipeline.dataset.charts import charts
from pipeline.dataset.columns import COLUMNS
from pipeline.dataset.croissant import croissant
from pipeline.dataset.schemas import datapackage_fields, features, json_schema
from pipeline.dataset.statistics import Statistics

PATTERN = "data/train-*.parquet"
# the sizes of the Hub: below so many rows
_SIZES = (
    (10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"), (10**9, "100M<n<1B"),
)  # fmt: skip


def describe(
    about: About, statistics: Statistics, files: Sequence[str], templates: Path | None = None
) -> dict[str, bytes]:
    """What stands beside the data.

    Args:
        about: what the owner says of the dataset.
        statistics: of all its rows.
        files: the paths of the Parquet files in the folder, with forward slashes, in order.
        templates: the user's templates folder.

    Returns:
        Path in the folder → bytes of the file. They depend on the arguments alone.

    Raises:
        TemplateError: a template is wrong.
    """
    from pipeline.writers.templates import render

    record = statistics.record()
    drawn = charts(record)
    card = render(
        "dataset/README.md.j2", templates, front=_front(about, statistics), about=about, title=_title(about),
        statistics=record, charts=drawn, columns=COLUMNS, pattern=PATTERN,
    )  # fmt: skip
    return {
        "README.md": card.encode(),
        "croissant.json": _json(croissant(about, _title(about), PATTERN)),
        "datapackage.json": _json(_datapackage(about, files)),
        "row.schema.json": _json(json_schema()),
        "statistics.json": _json(record),
        **{f"charts/{chart.name}.svg": chart.svg(templates) for chart in drawn},
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _title(about: About) -> str:
    return about.title or "Chinese speeches and documents"


def _front(about: About, statistics: Statistics) -> str:
    """The YAML at the head of the card, as the Hugging Face Hub reads it."""
    import yaml

    languages = sorted({name.partition("-")[0] for name in statistics.languages} - {"", "und"})
    known = about.licence in LICENCES
    found: dict[str, Any] = {
        "pretty_name": _title(about),
        "language": languages,
        "license": about.licence if known else "other" if about.licence else "unknown",
    }
    slug = re.sub(r"[^a-z0-9.]+", "-", about.licence.lower()).strip("-")
    if slug and not known:
        found["license_name"] = slug
    if about.licence_url and not known:
        found["license_link"] = about.licence_url
    found |= {
        "size_categories": [_category(statistics.statuses.total())],
        "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": PATTERN}]}],
        "dataset_info": {"features": features()},
    }
    return yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000)


def _category(rows: int) -> str:
    return next((name for edge, name in _SIZES if rows < edge), "n>1B")


def _datapackage(about: About, files: Sequence[str]) -> dict[str, Any]:
    """The descriptor after Data Package 2.0."""
    licence = {"name": LICENCES[about.licence][0]} if about.licence in LICENCES else {}
    link = {"path": about.licence_link} if about.licence_link else {}
    named = licence | link | ({"title": about.licence} if about.licence else {})
    found: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "title": _title(about),
        "description": about.description,
        "homepage": about.url,
        "version": about.version,
        "created": f"{about.date}T00:00:00Z" if about.date else "",
        "contributors": [{"title": about.creator, "roles": ["creator"]}] if about.creator else [],
        "licenses": [named] if licence or link else [],
        "resources": [
            {
                "name": "texts",
                "path": [*files],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "schema": {"fields": datapackage_fields(), "primaryKey": ["id"]},
            }
        ],
    }
    return {key: value for key, value in found.items() if value}
