"""Columns of quality: what a text is measured by."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.convert import convert
from pipeline.dataset.columns import MEASURES, NAMES, Row, empty
from pipeline.dataset.quality import measured
from pipeline.dataset.rows import of
from pipeline.tei.view_types import Furniture

PROSE = "今天我们来谈谈读书会的事。这件事办了三年，有不少体会。"


def row(text: str, *blocks: tuple[str, str], repairs: list[Row] | None = None) -> Row:
    """A row of a text whose blocks are given by role and wording."""
    paragraphs = [
        {"role": role, "start": text.index(words), "end": text.index(words) + len(words)}
        for role, words in blocks
    ]
    return empty() | {"text": text, "paragraphs": paragraphs, "repairs": repairs or []}


def measures(text: str, *blocks: tuple[str, str], repairs: list[Row] | None = None) -> Row:
    (found,) = measured([row(text, *blocks, repairs=repairs)], ())
    return {column.name: found[column.name] for column in MEASURES}


@given(st.text(max_size=200))
def test_every_measure_of_any_text_is_a_number_and_every_share_a_share(text: str) -> None:
    for name, value in measures(text).items():
        assert value >= 0
        assert value <= 1 or not name.endswith(("_share", "_score"))


def test_lost_hidden_and_repaired_characters_are_damaged_and_count_once() -> None:
    repaired = [{"start": 0, "end": 1, "original": "業(yè)", "reading": "业"}]
    assert measures("业主大会", repairs=repaired)["damaged_share"] == 0.25
    assert measures("业主\ufffd\ue123大会××", repairs=repaired)["damaged_share"] == 0.625
    assert measures("业××", repairs=[{"start": 0, "end": 3}])["damaged_share"] == 1
    assert measures("3×4=12，见注*")["damaged_share"] == 0
    assert measures("甲乙\n***\n×××")["damaged_share"] == 0
    assert measures("***丙\n丁××\n戊")["damaged_share"] == 0.5
    assert measures("")["damaged_share"] == 0


def test_chinese_scores_high_and_other_languages_low() -> None:
    assert measures(PROSE)["language_score"] == 1
    assert measures("Nothing of this is Chinese.")["language_score"] == 0
    assert measures("日本語のテキストは仮名が多い")["language_score"] < 0.6
    assert measures("2021年12月31日")["language_score"] == 1  # digits are no letters
    assert measures("㐀\U0002ebe1")["language_score"] == 1  # the second is younger than Python 3.11


def test_running_text_has_common_characters_and_garbled_text_has_none() -> None:
    garbled = PROSE.encode().decode("gb18030", "replace")
    assert measures(PROSE)["common_share"] > 0.8
    assert measures(PROSE.encode("big5", "ignore").decode("big5"))["common_share"] > 0.8
    assert measures(garbled)["common_share"] < 0.3
    assert measures("Nothing of this is Chinese.")["common_share"] == 0


def test_lengths_are_those_of_running_paragraphs() -> None:
    text = "一、开头\n第一段话。\n第二段话长一些。"
    found = measures(text, ("title", "一、开头"), ("p", "第一段话。"), ("p", "第二段话长一些。"))
    assert found["longest_paragraph"] == len("第二段话长一些。")
    assert found["mean_paragraph"] == (5 + 8) / 2
    assert measures(text, ("title", "一、开头"))["mean_paragraph"] == 0


def test_lines_that_stood_before_are_repeated() -> None:
    assert measures("甲乙\n丙丁\n甲乙")["repeated_share"] == pytest.approx(1 / 3, abs=1e-4)
    assert measures("甲乙\n\n  甲乙 \n")["repeated_share"] == 0.5
    assert measures("甲乙\n\n\n丙丁\n")["repeated_share"] == 0


def test_furniture_is_a_share_of_the_whole_document() -> None:
    waste = (Furniture("nav", "top", "首页 新闻"), Furniture("footer", "bottom", "版权所有"))
    found = measured([row("甲乙 丙丁\n"), row("戊己庚辛")], waste)
    assert [each["furniture_share"] for each in found] == [0.5, 0.5]
    assert measured([row("")], ())[0]["furniture_share"] == 0


def test_rows_of_a_document_have_them(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_text(f"首页 > 新闻 > 正文\n谈谈读书会\n\n{PROSE}\n{PROSE}\n", encoding="utf-8")
    (found,) = of(convert(path), id="speech")
    assert tuple(found) == NAMES
    assert found["furniture_share"] > 0
    assert found["repeated_share"] > 0.4
    assert found["longest_paragraph"] == len(PROSE)
