"""What is spared is never what would match: rules asked through a screen give what they give when they are tried."""

from __future__ import annotations

import dataclasses
import importlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import fold
from pipeline.model import Mark, Span, Why
from pipeline.profile import default
from pipeline.profile_patterns import separator
from pipeline.regex_syntax import alternatives, members
from pipeline.screen import Rule, Screen, Tail
from pipeline.stages.rules import rules
from pipeline.stages.text import SENTENCE_END

quotes = importlib.import_module("pipeline.stages.quotes")  # as with dates
dates = importlib.import_module("pipeline.stages.dates")  # the package has the stage under this name

PROFILE = default()
PIECES = (
    "首页", ">", "»", "|", "丨", " ", "当前位置:", "打印", "字号", "点击下载", ".docx", "分享到", "上一篇:", "猜你喜欢", "©",
    "COPYRIGHT", "copyright", "ICP备", "版权归", "所有", "第 3 位访问", "- 12 -", "第 3 页", "小编整理", "希望", "参考", "责编:",
    "同志们", "各位", ":", "!", "。", "县人民政府", "(鼓掌)", "附件1:", "抄送:", "〔2019〕3号", "第一条", "一、", "(一)", "1.", "1、",
    "①", "第三章", "其一,", "首先,", "——", "● ", "篇一:", "【演讲稿03】", "读书会上的讲话", "序言", "我们修桥", "2", "y", "ſ",
)  # fmt: skip
LINES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join).filter(str.strip)
SAID = st.lists(
    st.sampled_from(
        ["王", "王毅", "欧阳修", "同志", "指出", "曾说", "说", ":", ",", " ", "“", "”", "。", "桥", "王说:“修桥要紧”"]
    ),
    max_size=24,
).map("".join)  # fmt: skip
DATES = st.lists(
    st.sampled_from(
        [*"中华民国公元令和年月日 一二十〇正1290-./\n,桥", "2019", "二〇一九", "民国九年三月二日", "2019年3月5日", "二〇一九年三月",
         "2019-03-05", "2019.3.5", "2019/3/5 ", "2019 - 3 - 5"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(LINES)
def test_a_rule_finds_what_its_pattern_finds(line: str) -> None:
    for pattern in (*PROFILE.cues.values(), PROFILE.surnames, *PROFILE.furniture.values()):
        rule = Rule(pattern)
        assert bool(rule.match(line)) == bool(pattern.match(line)), pattern
        assert bool(rule.search(line)) == bool(pattern.search(line)), pattern


@given(LINES)
def test_a_screen_fits_where_any_rule_does(line: str) -> None:
    assert rules(PROFILE).page.fits(line) == any(p.search(line) for p in PROFILE.furniture.values())


@given(LINES)
def test_the_first_rule_that_fits_is_the_first_of_all(line: str) -> None:
    fitting = [place for place, pattern in enumerate(PROFILE.furniture.values()) if pattern.search(line)]
    assert rules(PROFILE).page.first(line) == min(fitting, default=-1)


@given(LINES)
def test_a_screen_of_separators_fits_where_one_does(line: str) -> None:
    known = rules(PROFILE)
    for screen, titled in ((known.separator, False), (known.titled_separator, True)):
        tried = [re.compile(separator(form)) for form in PROFILE.separators if ("{title}" in form) is titled]
        assert screen.fits(line) == any(pattern.match(line) for pattern in tried)


@given(LINES)
def test_the_first_style_is_that_of_all_styles_in_one(line: str) -> None:
    groups = "|".join(f"(?P<s{i}>{style.pattern.pattern})" for i, style in enumerate(PROFILE.styles))
    found, joined = rules(PROFILE).opening.match(line), re.match(groups, line)
    assert (found and (found[0].name, found[1].group())) == (
        joined and (PROFILE.styles[int(str(joined.lastgroup)[1:])].name, joined.group())
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "(?i:[a-c]x|y)$",
        "a|^b+?c$",
        "[^a]b$",
        "(?:a|bc?)$|^d",
        "x*",
        "(?=a).b",
        "a{0,2}[|]$",
        "d?(?:a|b+)x|c",
        "(?i:ab)x|>",
    ],
)
@pytest.mark.parametrize(
    "line",
    ["a", "b", "bc", "d", "ab", "AX", "cX", "Y", "xb", "|", "a|", "aab", "dd", "yd", "cc", ">", "Abx", "dax"],
)
def test_own_patterns_of_every_build(pattern: str, line: str) -> None:
    compiled = re.compile(pattern)
    assert bool(Rule(compiled).match(line)) == bool(compiled.match(line))
    assert bool(Rule(compiled).search(line)) == bool(compiled.search(line))
    assert Screen([pattern]).fits(line) == bool(compiled.search(line))
    assert Screen(["(?!)", pattern, pattern]).first(line) == (1 if compiled.search(line) else -1)


def test_alternatives_of_groups_and_classes() -> None:
    assert list(alternatives(r"(?:a|(?:b|[|)]c))|(?:d)(?:e)|f\|g")) == [
        "a",
        "b",
        "[|)]c",
        "(?:d)(?:e)",
        r"f\|g",
    ]


def test_members_of_a_class() -> None:
    assert members(r"ab\-\]c-f\d") == ("ab-]", r"c-f\d")
    assert members("a") == ("a", "")


@given(st.text("ab.。”)", max_size=6))
def test_a_tail_is_what_the_whole_line_ends_in(line: str) -> None:
    assert bool(Tail(r"[。.][”)]?$", 2).search(line)) == bool(re.search(r"[。.][”)]?$", line))


@given(DATES)
def test_dates_around_their_middle_are_the_dates_found_everywhere(text: str) -> None:
    assert [m.span() for m in dates._han(text)] == [m.span() for m in dates._HAN.finditer(text)]
    assert [m.span() for m in dates._iso_dates(text)] == [m.span() for m in dates._ISO.finditer(text)]


@given(
    st.lists(
        st.sampled_from(["Sep", "may", "DECEMBER", "second", "JUNE 7, 1999", "5", "31st", "2019", *" ,.桥"])
    ).map("".join)
)
def test_english_dates_are_found_around_their_months(text: str) -> None:
    found = [m.span() for m in dates._english(f"May {text}")]
    assert found == [m.span() for m in dates._ENGLISH.finditer(f"May {text}")]
    assert not dates.find("Not in May, but ſep 5, 2019")  # which is no s, though the engine takes it for one


@given(st.lists(st.sampled_from([*"今本去前明年月日 一十12号桥"])).map("".join), st.integers(0, 9))
def test_dates_by_the_own_year_are_found_at_its_word(text: str, start: int) -> None:
    found = [span for span, _ in dates.relative(text, 2019, start)]
    plain = dates._RELATIVE.finditer(text, start)
    assert found == [m.span() for m in plain if dates._iso(2019, dates._small(m["m"]), dates._small(m["d"]))]


@given(SAID)
def test_quotations_are_found_behind_their_names(text: str) -> None:
    saying, reach, last = quotes._saying(PROFILE.surnames.pattern, PROFILE.cues["saying"].pattern)
    assert [m.span() for m in quotes._quoted(text, saying, reach, last)] == [
        m.span() for m in saying.finditer(text)
    ]


def test_what_no_verb_of_saying_ends_in_settles_a_quotation() -> None:
    _, _, last = quotes._saying(PROFILE.surnames.pattern, PROFILE.cues["saying"].pattern)
    assert [char for char in "说道出下桥记" if last[char]] == ["说", "道", "出"]


@given(st.text(st.sampled_from("，：　薴苧會議業（）⼀裏𬨎桥a"), min_size=1, max_size=8))
def test_folding_a_long_text_is_folding_its_pieces(piece: str) -> None:
    assert fold.fold(piece * 200) == piece.translate(fold.table()) * 200


def test_fast_objects_are_frozen_dataclasses() -> None:
    mark = Mark("date", span=Span(1, 2))
    assert (mark.value, mark.why, mark) == ("", Why(""), Mark("date", Span(1, 2), "", Why("")))
    assert hash(mark) == hash(dataclasses.replace(mark))
    with pytest.raises(dataclasses.FrozenInstanceError):
        mark.value = "2019"  # type: ignore[misc] # that is the test
    with pytest.raises(TypeError):
        Span(1)  # type: ignore[call-arg] # that is the test


@given(LINES)
def test_the_end_of_a_sentence_is_seen_at_its_last_characters(line: str) -> None:
    ends = re.search(r"[。!?…][”’)]?$|[^\W\d_]{2}[.][”’\")]?$", line)
    assert SENTENCE_END.search(line) == bool(ends)
    for tail in ("。”", "?)", "ab.", 'ab."', "1.", ".", "”", ")"):
        assert SENTENCE_END.search(line + tail) == bool(
            re.search(r"[。!?…][”’)]?$|[^\W\d_]{2}[.][”’\")]?$", line + tail)
        )
