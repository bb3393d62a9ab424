"""The dataset in the words of Croissant 1.0, the metadata format of MLCommons."""

from __future__ import annotations

from typing import Any

from pipeline.dataset.about import About
from pipeline.dataset.columns import COLUMNS, Column

_TYPES = {
    "string": "sc:Text",
    "int": "sc:Integer",
    "float": "sc:Float",
    "flag": "sc:Boolean",
    "date": "sc:Date",
}
# as the specification gives it, word for word: readers compare it
_CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate", "sc": "https://schema.org/",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip


def croissant(about: About, title: str, pattern: str) -> dict[str, Any]:
    """The description: a set of Parquet files, and two sets of records in them.

    ``texts`` has the plain columns, ``structure`` the nested ones beside the id, since they are slow to read.

    Args:
        about: what the owner says of the dataset.
        title: the title, where the owner gives none.
        pattern: which files of the folder hold the data.
    """
    plain = [column for column in COLUMNS if column.kind != "struct"]
    nested = [column for column in COLUMNS if column.kind == "struct"]
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": title,
        "description": about.description or f"{title}, one row per text.",
        "license": about.licence_link or about.licence,
        "url": about.url,
        "creator": {"@type": "Organization", "name": about.creator} if about.creator else None,
        "datePublished": about.date,
        "version": about.version,
        "citeAs": about.citation,
        "distribution": [
            {
                "@type": "cr:FileSet",
                "@id": "shards",
                "name": "shards",
                "encodingFormat": "application/x-parquet",  # the registered name keeps mlcroissant from reading
                "includes": pattern,
            }
        ],
        "recordSet": [
            _records("texts", "The texts and what is known of them.", plain),
            _records("structure", "What stands where in the texts.", [COLUMNS[0], *nested]),
        ],
    }
    return {key: value for key, value in found.items() if value}


def _records(name: str, description: str, columns: list[Column]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": description,
        "key": {"@id": f"{name}/{columns[0].name}"},
        "field": [_field(name, column) for column in columns],
    }


def _field(records: str, column: Column) -> dict[str, Any]:
    id, extract = f"{records}/{column.name}", {"column": column.name}
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": id,
        "name": column.name,
        "description": column.description,
        "source": {"fileSet": {"@id": "shards"}, "extract": extract},
    }
    if not column.fields:
        found["dataType"] = _TYPES[column.kind]
    if column.many:
        found["repeated"] = True
    if column.fields:
        found["subField"] = [
            {
                "@type": "cr:Field",
                "@id": f"{id}/{inner.name}",
                "name": inner.name,
                "description": inner.description,
                "dataType": _TYPES[inner.kind],
                "source": {
                    "fileSet": {"@id": "shards"},
                    "extract": extract,
                    "transform": {"jsonPath": inner.name},
                },
            }
            for inner in column.fields
        ]
    return found
