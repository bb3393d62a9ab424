"""The folded text has the length of the original, so that every place in it is the same place in the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fold import fold, folded, table, unusual


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(text) == "".join(fold(c) for c in text)


def test_every_character_folds_to_one_character() -> None:
    assert all(isinstance(to, int) for to in table().values())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１．（一）：，；！？", "1.(一):,;!?"),
        ("「臺灣」『書』", "“台湾”‘书’"),
        ("第\u3000一\u00a0章\t總則", "第 一 章 总则"),
        ("二○一九年", "二〇一九年"),
        ("、。《》【】—…", "、。《》【】—…"),
    ],
)
def test_what_is_alike_becomes_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_line_breaks_stay() -> None:
    assert fold("一\r\n二\n三\u2028四") == "一\r\n二\n三\u2028四"


@given(st.text(st.sampled_from("，：　薴苧會業裏𬨎桥a・의％"), max_size=12), st.sampled_from([1, 30, 300]))
def test_what_is_unusual_in_a_text(piece: str, times: int) -> None:
    text = piece * times
    assert unusual(text) == set(piece) & set("薴苧會業裏・의％")
    assert folded(text) == text.translate(table())


def test_nothing_is_told_of_a_traditional_text() -> None:
    assert unusual("".join(map(chr, table()))) is None
