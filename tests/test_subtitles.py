"""Subtitles are transcripts: every line of the file is a line of the source, what is not shown is furniture."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lines import breaks
from pipeline.model import Source
from pipeline.readers import SUFFIXES, ReadError
from pipeline.readers.subtitles import read

SRT = """\
1
00:00:01,000 --> 00:00:03,500
<i>各位街坊</i>，晚上好。

2
00:00:04,000 --> 00:00:06,000 X1:100 X2:200
{\\an8}今天说两件事：
一是修桥，二是<font color="#ffff00">种树</font>。

3
00:00:07,000 --> 00:00:09,000
2023
种了 300 棵，3 < 5。
"""

VTT = """\
WEBVTT 街道会议
Kind: captions

STYLE
::cue { color: white }

NOTE
这一段还没有校对
第二行也是注

开场
00:01.000 --> 00:03.000 align:start
<v.loud 王小明>大家好，<c.red>请坐</c>。</v>

01:02:03.000 --> 01:02:05.000
<v 李 &amp; 张>三 &lt; 五&nbsp;吧<00:04.000>？ &copy;
NOTE 在这里是话

7
00:09.000 --> 00:10.000
&lt;i&gt;不是标记
"""


def rows(source: Source) -> list[tuple[str, tuple[str, ...]]]:
    return [(source.text[line.span.start : line.span.end], line.hints) for line in source.lines]


def text(source: Source) -> list[str]:
    return [line for line, hints in rows(source) if line and not hints]


def test_subrip_gives_its_lines_without_tags() -> None:
    source = read(SRT.encode(), "a.srt")
    assert text(source) == [
        "各位街坊，晚上好。",
        "今天说两件事：",
        "一是修桥，二是种树。",
        "2023",
        "种了 300 棵，3 < 5。",
    ]
    assert source.diagnostics == ()


def test_webvtt_gives_its_lines_with_the_speakers() -> None:
    assert text(read(VTT.encode(), "a.vtt")) == [
        "王小明：大家好，请坐。",
        "李 & 张：三 < 五\xa0吧？ &copy;",
        "NOTE 在这里是话",
        "<i>不是标记",
    ]


@pytest.mark.parametrize("file", [SRT, VTT])
def test_what_is_not_shown_stays_as_furniture_and_lines_keep_their_numbers(file: str) -> None:
    found = rows(read(file.encode(), "a.srt"))
    assert len(found) == len(file.splitlines())
    for (line, hints), raw in zip(found, file.splitlines(), strict=True):
        if hints:
            assert (line, hints) == (raw, ("fw:cue",))
        assert bool(line) == bool(raw)
        if "-->" in raw or raw.startswith(("WEBVTT", "Kind", "STYLE", "::cue", "这一段", "第二行", "开场")):
            assert hints


def test_a_cue_number_without_an_empty_line_above_it_is_no_text() -> None:
    file = "1\n00:00:01,000 --> 00:00:02,000\n甲\n2\n00:00:03,000 --> 00:00:04,000\n乙\n"
    assert text(read(file.encode(), "a.srt")) == ["甲", "乙"]


def test_comments_are_those_of_webvtt_only() -> None:
    file = "1\n00:00:01,000 --> 00:00:02,000\n甲\n\nNOTE 乙\n"
    assert text(read(file.encode(), "a.srt")) == ["甲", "NOTE 乙"]


def test_subtitles_in_an_old_encoding_are_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    source = SUFFIXES[".srt"].read(SRT.replace("\n", "\r\n").encode("gb18030"), "a.srt")
    assert text(source)[0] == "各位街坊，晚上好。"
    assert [item.code for item in source.diagnostics] == ["SRC113"]


@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="SRC104"):
        read(data, "a.srt")


PIECES = st.sampled_from(
    ["一", "\n", "\n\n", "1", "WEBVTT", "NOTE", "00:01.000 --> 00:02.000", "<v 甲>", "<i>", "<", "&", "&#10;", "&amp;", "{\\", "}"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_any_file_keeps_its_lines_and_its_plain_text(pieces: list[str]) -> None:
    file = "".join(["WEBVTT\n\n", *pieces, "一"])
    found = rows(read(file.encode(), "a.vtt"))
    assert len(found) == len(breaks(file))
    for (line, hints), raw in zip(found, breaks(file), strict=True):
        assert line.count("一") == raw.count("一")
        assert line == raw or not hints


@pytest.mark.parametrize(
    "sign", ["<v ", "<v    ", "<", "{\\", "&#1", "1\n", "00:01.000 -->", "<v.", "NOTE\n\n", "<c."]
)
def test_subtitles_of_one_repeated_sign_are_read_in_linear_time(sign: str) -> None:
    began = time.process_time()
    read(("WEBVTT\n\n" + sign + " " * 100_000 + sign * 100_000 + "一").encode(), "a.vtt")
    assert time.process_time() - began < 3
