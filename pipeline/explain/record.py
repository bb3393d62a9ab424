"""An explanation as the record that ``schemas/explain.schema.json`` describes; the page shows the same record."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from pipeline.diagnostics import RULE
from pipeline.explain.types import Entry, Explanation, LineRole, Rejected, Role
from pipeline.messages import Message
from pipeline.model import Evidence, Meta, Span

Record = dict[str, Any]


def to_json(explanation: Explanation) -> bytes:
    """The record as JSON in UTF-8, on one line."""
    text = json.dumps(record(explanation), ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def record(explanation: Explanation) -> Record:
    """The documented record; None stands for what is not stated."""
    return {
        "schema": {"id": "urn:wengao:explain", "version": "1.0"},
        "meta": _meta(explanation),
        "uncertain": [{"line": line.number, **_role(role)} for line, role in explanation.doubts],
        "diagnostics": [_message(message) for message in explanation.messages],
        "outline": [_entry(entry) for entry in explanation.outline],
        "lines": [_line(line) for line in explanation.lines],
        "rules": dict(explanation.rules),
    }


def _meta(explanation: Explanation) -> Record:
    document = explanation.document
    source, meta = document.source, document.meta
    names = {person.id: person.name for person in document.persons}
    made = Counter(
        role.cert
        for line in explanation.lines
        for role in line.roles
        if not role.continued and role.decided == line.number
    )
    return {
        "file": source.name,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "bytes": source.size,
        "characters": len(source.text),
        "lines": len(source.lines),
        "parts": len(document.parts),
        "lang": document.lang,
        **{name: getattr(meta, name) or None for name in Meta.__dataclass_fields__ if "author" not in name},
        "author": "、".join(names[who] for who in (meta.author, *meta.coauthors) if who in names) or None,
        "decisions": {cert: made[cert] for cert in ("high", "medium", "low")},
    }


def _line(line: LineRole) -> Record:
    return {
        "number": line.number,
        "text": line.text,
        "span": _span(line.span),
        "roles": [_role(role) for role in line.roles],
        "inside": [_role(role) for role in line.inside],
        "rejected": [_rejected(reading) for reading in line.rejected],
    }


def _role(role: Role) -> Record:
    return {
        "role": role.name,
        "group": role.group,
        "element": role.element or None,
        "text": role.text,
        "span": _span(role.span),
        "rule": role.rule or None,
        "certainty": role.cert,
        "evidence": _evidence(role.evidence),
        "continued": role.continued,
        "decided": role.decided,
    }


def _rejected(reading: Rejected) -> Record:
    return {
        "reading": reading.name,
        "text": reading.text,
        "span": _span(reading.span),
        "rule": reading.rule or None,
        "evidence": _evidence(reading.evidence),
    }


def _evidence(evidence: tuple[Evidence, ...]) -> list[Record]:
    return [{"reason": each.rule, "weight": each.weight} for each in evidence]


def _entry(entry: Entry) -> Record:
    return {
        "kind": entry.kind,
        "text": entry.text,
        "line": entry.line,
        "rule": entry.rule or None,
        "certainty": entry.cert,
        "children": [_entry(child) for child in entry.children],
    }


def _message(message: Message) -> Record:
    rule = RULE[message.code]
    return {**message.record(), "why": rule.why, "fix": rule.fix}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
