"""Damage is looked for only where its characters are, and found as if it were looked for everywhere."""

from __future__ import annotations

import importlib
import re

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.characters import Characters, characters

damage = importlib.import_module("pipeline.stages.damage")  # the package has the stage under this name

TEXTS = st.text(st.sampled_from("*×╳Xxa某桥1。\n \u3000（(业yèḿe:)）⼀\ufffd\ue000\U000f0000𠀀"), max_size=40)
REDACTED = re.compile(r"\*+|[×╳]{2,}|(?<![A-Za-z])[Xx]{2,3}(?![A-Za-z])|某某")


@given(TEXTS)
@example("XXX XX x桥xX aXX")
def test_redactions_are_those_of_all_patterns_in_one(text: str) -> None:
    found = damage._redacted(text)
    assert [m.span() for m in found] == [m.span() for m in REDACTED.finditer(text)]


@given(TEXTS)
def test_what_cannot_be_there_is_what_is_not_there(text: str) -> None:
    assert damage._lost(text, []) or not damage._LOST.search(text)
    assert characters(text).rows.isdisjoint(damage._RADICAL_ROWS) == (not damage._RADICALS.search(text))
    toned = [m for m in damage._GLOSS.finditer(text) if any(c in damage._TONED for c in m[2])]
    assert not toned or [*damage._glosses(text)]


@given(st.text())
def test_rows_and_latin_characters(text: str) -> None:
    found = Characters(text)
    assert found.latin.decode("latin-1") == "".join(c for c in text if c <= "\xff")
    units = {ord(c) >> 8 for c in text if c <= "\uffff"}
    assert found.rows <= units | set(range(0xD8, 0xE0))
    assert {0x01, 0x1E, 0x2E, 0xAC, 0xE0, 0xF8} & units <= found.rows
