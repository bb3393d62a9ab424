"""Runs of slid bytes are read back exactly, and nothing else is."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.stages.shifted import shifted


def _slide(text: str) -> str:
    """What a reader of GBK shows of a text whose first byte became a question mark."""
    raw, out, i = text.encode("gbk"), "?", 1
    while i < len(raw):
        if raw[i] < 0x80:
            out, i = out + chr(raw[i]), i + 1
            continue
        lead, trail = raw[i : i + 2]
        if 0xAA <= lead <= 0xAF and trail >= 0xA1:
            out += chr(0xE000 + (lead - 0xAA) * 94 + trail - 0xA1)
        elif lead >= 0xF8 and trail >= 0xA1:
            out += chr(0xE234 + (lead - 0xF8) * 94 + trail - 0xA1)
        else:
            out += raw[i : i + 2].decode("gbk")
        i += 2
    return out


_words = st.sampled_from(
    "一二三人民水能船去政任何在河我如来说听书门山风春夜灯桥路土田米木火石金车马牛羊鱼鸟花"
)


@given(
    st.sampled_from("“”‘’《"),
    st.text(_words, min_size=0, max_size=12),
    st.sampled_from("業護黨過館議時說講學讀開門"),
)
def test_every_slid_run_is_read_back(quote: str, words: str, last: str) -> None:
    text = "。" + quote + words + last
    raw = text.encode("gbk")
    # the run ends at the first character whose last byte is an ASCII letter or sign
    assume(all(b >= 0x81 for b in raw[1:-1]) and 0x40 <= raw[-1] < 0x7F)
    try:
        damaged = _slide(text)
    except UnicodeDecodeError:
        assume(False)
    before, after = "拥护", "，就在这里"
    assert shifted(before + damaged + after) == [(2, 2 + len(damaged), text)]


_RUNS = [_slide("。“水能載"), _slide("。“我們人民有業")]


@given(st.lists(st.sampled_from([*"?！!我们比八真的岸K好。“”\ue19b", *_RUNS]), max_size=30).map("".join))
def test_places_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    at = 0
    for start, end, reading in shifted(text):
        assert at <= start < end <= len(text)
        assert reading.startswith("。")
        assert text[start] == "?"
        at = end
