"""Numerals are read and written without loss, and no text makes a reader of them fail."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import (
    PLACEHOLDERS,
    arabic,
    chinese,
    enclosed,
    letter,
    roman,
    stem,
    to_chinese,
    to_roman,
)

_NUMERAL_SIGNS = (
    "〇○零一二三四五六七八九十百千两兩廿卅壹贰貳叁參肆伍陸柒捌玖拾佰仟0123４５ⅠⅣⅫIVXLCDM①⑴⒈㈠❶⓪甲癸aZ人"
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("廿一", 21), ("卅", 30), ("一百零三", 103), ("一百一十", 110),
        ("二〇一九", 2019), ("一九八三", 1983), ("贰拾", 20), ("壹佰零贰", 102), ("两千", 2000), ("〇", 0), ("参", 3),
        ("廿", 20), ("百", 100), ("仟", 1000), ("弍", 2),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize("text", ["", "人", "一人", "十个", "12", "一、"])
def test_what_is_no_chinese_numeral(text: str) -> None:
    assert chinese(text) is None


def test_every_chinese_numeral_comes_back() -> None:
    assert [chinese(to_chinese(n)) for n in range(1, 10000)] == list(range(1, 10000))


@pytest.mark.parametrize(
    ("value", "text"),
    [(10, "十"), (15, "十五"), (20, "二十"), (110, "一百一十"), (1003, "一千零三"), (2020, "二千零二十")],
)
def test_chinese_numerals_are_written_as_people_write_them(value: int, text: str) -> None:
    assert to_chinese(value) == text


def test_every_roman_numeral_comes_back() -> None:
    assert [roman(to_roman(n)) for n in range(1, 4000)] == list(range(1, 4000))
    assert [roman(to_roman(n).lower()) for n in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize("text", ["", "IIII", "VV", "IC", "MMMM", "甲", "X人"])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert roman(text) is None


@pytest.mark.parametrize("write", [to_chinese, to_roman])
@pytest.mark.parametrize("value", [-1, 0, 10000])
def test_numbers_that_cannot_be_written(write: object, value: int) -> None:
    assert callable(write)
    with pytest.raises(ValueError, match="is not between"):
        write(value)


@pytest.mark.parametrize(
    ("signs", "first"),
    [("①②③④⑤⑥⑦⑧⑨⑩", 1), ("⑴⑵⑶", 1), ("⒈⒉⒊", 1), ("㈠㈡㈢㈣㈤", 1), ("㊀㊁", 1), ("❶❷❸", 1), ("㉑㉒", 21), ("㊱㊲", 36)],
)  # fmt: skip
def test_enclosed_numerals_count_up(signs: str, first: int) -> None:
    assert [enclosed(sign) for sign in signs] == list(range(first, first + len(signs)))


def test_stems_and_letters() -> None:
    assert [stem(c) for c in "甲乙丙丁戊己庚辛壬癸"] == list(range(1, 11))
    assert [letter(c) for c in "aBz"] == [1, 2, 26]
    assert stem("子") is stem("甲乙") is letter("甲") is letter("ab") is letter("") is None


@given(st.text() | st.text(_NUMERAL_SIGNS, max_size=8))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for read in (chinese, arabic, roman, enclosed, stem, letter, *(r for _, r in PLACEHOLDERS.values())):
        value = read(text)
        assert value is None or (isinstance(value, int) and value >= 0)


def test_no_character_makes_a_reader_of_characters_fail() -> None:
    for code in range(0x110000):
        enclosed(chr(code))
        stem(chr(code))
        letter(chr(code))


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_every_placeholder_reads_what_its_pattern_matches(name: str) -> None:
    """A sign that the pattern takes and the reader refuses would make a numbering style that never matches."""
    pattern, read = PLACEHOLDERS[name]
    signs = [c for c in map(chr, range(0x20, 0x10000)) if re.fullmatch(pattern, c)]
    assert signs
    unread = {c for c in signs if read(c) is None}
    assert unread <= {"0", "０", "⓪"}  # no series begins with nothing
