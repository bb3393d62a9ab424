"""Encodings are found out, or the file is refused; every byte that is lost is counted, and nothing is made up."""

from __future__ import annotations

import random
import sys
import time
import zlib
from pathlib import Path

import pytest
from bench.encodings import FOREIGN, damaged, excerpts, valid
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.readers import SUFFIXES, ReadError
from pipeline.readers.decode import Decoded, decode
from pipeline.readers.encoding import charset
from pipeline.readers.encoding.codec import labelled, readable, text_of
from pipeline.readers.encoding.frequency import Weight, common_share, cost, weigh

SHARED = Path(__file__).parents[2] / "shared" / "eval" / "synthetic" / "sources"
HANS = (
    "各位街坊、各位同志：今天请大家来，是想商量一下村口那座石桥的事情。这座桥修了快四十年，去年发大水的时候，桥墩被冲坏了"
    "两处，车不敢走，孩子上学要绕三里路。我们算过一笔账，重修要花二十八万元，县里答应出一半，剩下的要靠我们自己想办法。有人"
    "说，先把路面补一补，再用几年；也有人说，要修就修好，不能让下一代再为它操心。我的意见是后一种。第一，桥不是一家一户的，"
    "是全村人的；第二，材料和工钱还会再涨；第三，秋后农闲，正是出力的好时候。请大家都说说看，说错了也没有关系。"
)
HANT = (
    "各位鄉親、各位代表：今天請大家來，是想討論圖書館延長開放時間的問題。去年這個時候，我們做過一次調查，有七成的讀者希望"
    "晚上也能進來看書。可是人手不夠，經費也有限，所以一直沒有實現。上個月，學校的老師和幾位退休的朋友表示，願意輪流來幫忙，"
    "這件事才有了轉機。我認為，這是一個很好的開始。第一，書要有人讀才有價值；第二，孩子們放學以後應該有一個安靜的地方；"
    "第三，我們可以先試三個月，有問題再檢討。請各位發表意見，謝謝大家。"
)
TEXTS = {
    "utf-8": HANS,
    "gb18030": HANS,
    "big5hkscs": HANT,
    "utf-16-le": HANS,
    "utf-16-be": HANT,
    "utf-32-le": HANT,
}


def codes(found: Decoded) -> list[str]:
    return [item.code for item in found.diagnostics]


def values(found: Decoded, code: str) -> dict[str, str]:
    (item,) = (item for item in found.diagnostics if item.code == code)
    return dict(item.values)


def error(data: bytes, encoding: str | None = None, declared: str | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        decode(data, encoding, declared)
    return str(caught.value)


# --- what is found out


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("repeat", [1, 400])
def test_chinese_is_read_whatever_its_encoding(encoding: str, repeat: int) -> None:
    text = TEXTS[encoding] * repeat
    found = decode(text.encode(encoding), None)
    assert (found.text, found.encoding) == (text, encoding)
    assert codes(found) == ([] if encoding == "utf-8" else ["SRC113"])


@pytest.mark.parametrize("damage", ["one bad", "five bad", "cut"])
@pytest.mark.parametrize("encoding", TEXTS)
def test_damaged_chinese_is_still_told(encoding: str, damage: str) -> None:
    rng = random.Random(7)
    length = 400 if encoding == "utf-32-le" else 200
    for piece in [p for _ in range(5) for p in excerpts(TEXTS[encoding], encoding, length, rng)]:
        assert decode(damaged(piece, damage, rng), None).encoding == encoding


PHRASES = (
    "关于防汛工作的通知",
    "我们来看一看",
    "大家都说好。",
    "这是第一次会议",
    "請大家發表意見",
    "我們的工作報告",
)


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16-le"])
def test_a_single_phrase_is_enough(phrase: str, encoding: str) -> None:
    if phrase.encode(encoding, "ignore").decode(encoding) == phrase:
        assert decode(phrase.encode(encoding), None).text == phrase


def test_a_word_is_not_enough_and_four_characters_are_with_a_doubt() -> None:
    assert error("讲话".encode("gb18030")).startswith("SRC112: the encoding cannot be told (")
    assert codes(decode("大家请坐".encode("gb18030"), None)) == ["SRC113", "SRC130"]


def test_rare_and_traditional_characters_are_read_by_the_widest_set() -> None:
    text = HANS + "㐀龘𠮷€"
    assert decode(text.encode("gb18030"), None).text == text
    assert decode((HANT + "镕喆").encode("gb18030"), None).text == HANT + "镕喆"
    assert decode((HANT + "嘅喺邨").encode("big5hkscs"), None).text == HANT + "嘅喺邨"


def test_signs_of_big5_are_those_of_the_web() -> None:
    signs = HANT.encode("big5") + b"\xa1\x45\xa1\x4e\xa1\xe3\xa2\x44"
    assert decode(signs, None).text == HANT + "‧﹑～￥"


@pytest.mark.parametrize("before", [0, 20_001, 300_000])
def test_chinese_anywhere_in_a_long_page_of_ascii_is_found(before: int) -> None:
    page = "<td class='a'>x</td>\n" * (before // 21) + HANS + "<br>\n" * 60_000
    assert decode(page.encode("gb18030"), None).text == page


def test_ascii_is_utf8_whatever_it_declares() -> None:
    assert decode(b"only ascii", None, "gb2312") == Decoded("only ascii", "utf-8")


def test_valid_utf8_is_utf8_in_any_language_and_against_its_declaration() -> None:
    for text in (HANS, "ひらがな", "naïve", "锟斤拷\ufffd\ufffd"):
        assert decode(text.encode(), None) == Decoded(text, "utf-8")
    assert values(decode(HANS.encode(), None, "gb2312"), "SRC113")["declared"] == "; it declares gb2312"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_a_byte_order_mark_settles_it(encoding: str) -> None:
    data = "话".encode(encoding) if encoding != "gb18030" else "\ufeff话".encode(encoding)
    assert decode(data, None).text == "话"


# --- declarations


def test_a_declaration_decides_between_those_that_fit_and_no_others() -> None:
    found = decode(HANS.encode("gbk"), None, "iso-8859-1")
    assert (found.text, found.encoding) == (HANS, "gb18030")
    assert values(found, "SRC113")["declared"] == "; it declares iso-8859-1"
    assert values(decode(HANS.encode("gbk"), None, "GB2312"), "SRC113")["declared"] == ""
    assert decode(HANT.encode("big5"), None, "gbk").encoding == "big5hkscs"


def test_a_page_in_another_language_is_read_as_it_declares_with_a_warning() -> None:
    text = FOREIGN["French"][0]
    found = decode(text.encode("iso8859-15"), None, "iso-8859-15")
    assert (found.text, codes(found)) == (text, ["SRC113", "SRC130"])
    assert error(bytes(range(128, 256)) * 4, None, "latin-1").startswith("SRC112")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("GB2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("gb_2312-80", "gb18030"),
        (" Big5-HKSCS ", "big5hkscs"),
        ("x-x-big5", "big5hkscs"),
        ("UTF8", "utf-8"),
        ("windows-1252", "cp1252"),
        ("martian", ""),
        ("zlib", ""),
        ("idna", ""),
        ("unicode_escape", ""),
        ("a\0b", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_labels_of_the_web_are_known_and_codecs_that_are_no_encodings_are_not(
    label: str | None, name: str
) -> None:
    assert labelled(label) == name
    assert decode(HANS.encode("gbk"), None, label).text == HANS


# --- what is refused


@pytest.mark.parametrize(
    ("language", "encoding"), [(name, e) for name, (_, all_) in FOREIGN.items() for e in all_]
)
def test_another_language_is_never_taken_for_chinese(language: str, encoding: str) -> None:
    data = (FOREIGN[language][0] * 3).encode(encoding, "ignore")
    for length in (40, 100, 200, len(data)):
        for at in range(0, len(data) - length + 1, 24):
            if not data[at : at + length].isascii():
                assert error(data[at : at + length]).startswith(("SRC112", "SRC102"))


def test_binary_data_is_never_taken_for_text() -> None:
    rng = random.Random(3)
    program = Path(sys.executable).read_bytes()[: 1 << 18]
    for source in (rng.randbytes(1 << 16), program, zlib.compress(program), program.replace(b"\0", b"\xfe")):
        for length in (40, 200, 3000, 50_000):
            for _ in range(10):
                at = rng.randrange(len(source))
                if not valid(source[at : at + length]):
                    with pytest.raises(ReadError, match=r"SRC1(?:02|12|14)"):
                        decode(source[at : at + length], None)


def test_two_encodings_in_one_file_are_refused_rather_than_half_lost() -> None:
    assert error(HANS.encode() + HANS.encode("gb18030")).startswith("SRC112")


# --- what the user names


@pytest.mark.parametrize(
    ("named", "encoding"), [("gbk", "gb18030"), ("gb2312", "gb18030"), ("big5", "big5hkscs")]
)
def test_an_encoding_that_is_named_is_followed_and_widened(named: str, encoding: str) -> None:
    text = "镕" if encoding == "gb18030" else "喺"
    assert decode(text.encode(encoding), named) == Decoded(text, encoding) or text not in HANS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_byte_order_mark_is_read_in_the_right_order(encoding: str) -> None:
    assert decode(HANS.encode(encoding), "utf-16").text == HANS


def test_a_wrong_name_is_an_error_where_bytes_do_not_fit_and_a_warning_where_they_do() -> None:
    assert error(HANS.encode("gb18030"), "utf-8").startswith("SRC101: ")
    assert error(HANS.encode(), "ascii") == (
        "SRC101: 100 % of the bytes are not ASCII, the first one 0xE5 at byte 0"
    )
    assert "SRC130" in codes(decode(HANS.encode("gb18030"), "big5"))
    assert codes(decode(HANS.encode("gb18030"), "gb18030")) == []


# --- bad bytes


def test_each_sequence_of_bad_bytes_is_one_sign_and_all_are_counted() -> None:
    data = bytearray(HANS.encode())
    for at in (30, 31, 32, 90):
        data[at] = 0xFF
    found = decode(bytes(data), None)
    assert found.text == HANS[:10] + "\ufffd" + HANS[11:30] + "\ufffd" + HANS[31:]
    # of the character at 90 the two other bytes are bad as well
    assert values(found, "SRC111") == {"count": "6", "encoding": "UTF-8", "offsets": "30, 90"}


def test_the_first_ten_places_are_named() -> None:
    data = "\n".join([HANS] * 12).encode().replace(b"\n", b"\xff")
    offsets = values(decode(data, None), "SRC111")["offsets"].split(", ")
    assert offsets[10:] == ["…"]
    assert int(offsets[0]) == len(HANS.encode())


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_a_bad_first_half_of_a_character_does_not_shift_the_rest(encoding: str) -> None:
    text = TEXTS[encoding]
    data = bytearray(text.encode(encoding))
    at = text.index("，", 40)
    start = len(text[:at].encode(encoding))
    data[start] = 0xFF
    for whole in (decode(bytes(data), None), decode(bytes(data), encoding)):
        assert whole.text.startswith(text[:at] + "\ufffd")
        assert whole.text.endswith(text[at + 1 :])


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_file_cut_inside_characters_keeps_all_the_others(encoding: str) -> None:
    text = TEXTS[encoding]
    found = decode(text.encode(encoding)[1:-1], None)
    # U is the second half of a character in Big5
    assert found.text.lstrip("\ufffdU").rstrip("\ufffd") == text[1:-1]
    assert "SRC111" in codes(found)


BYTES = st.lists(
    st.sampled_from([*"一的，a\n㐀", b"\xff", b"\x80", b"\xb0", b"\x81\x30", b"\xd8\x00"]), max_size=30
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-32-be"])
@given(BYTES, st.integers(0, 1))
@example([b"\xff", "的", b"\xff"], 1)
def test_what_is_not_bad_is_decoded_and_nothing_else(
    encoding: str, pieces: list[str | bytes], skip: int
) -> None:
    data = b"".join(p if isinstance(p, bytes) else p.encode(encoding, "ignore") for p in pieces)
    skip = min(skip, len(data))
    read = text_of(data, encoding, 0, skip)
    good, at = [], 0
    for span in read.bad:
        assert at <= span.start < span.end
        good.append(data[at : span.start])
        at = span.end
    good.append(data[at:])
    assert read.text == "\ufffd".join(part.decode(encoding) for part in good)
    assert read.lost == len(data) - sum(map(len, good))


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "gb18030", "big5", "utf-16", "utf-32", "utf-8", "latin-1"]),
)
def test_any_bytes_give_text_or_a_clear_error(data: bytes, encoding: str | None) -> None:
    try:
        found = decode(data, encoding)
    except ReadError as refusal:
        code = refusal.diagnostic.code
    else:
        code = ""
        assert "\0" not in found.text
    assert code in {"", "SRC101", "SRC102", "SRC112", "SRC114"}


@pytest.mark.parametrize(
    "unit", [b"\xff", b"\xff\xb0", b"\xb0", b"\x81\x30", b"\xb0\xa1\xff", b"\xe4\xb8", b"\xff\n"]
)
@pytest.mark.parametrize("encoding", [None, "gb18030", "utf-8", "big5"])
def test_bad_bytes_cost_linear_time(unit: bytes, encoding: str | None) -> None:
    began = time.process_time()
    with pytest.raises(ReadError):
        decode(unit * 60_000 + b"\xff" * 60_000, encoding)
    assert time.process_time() - began < 1


def test_the_share_of_common_characters_is_taken_from_all_over_a_text() -> None:
    assert common_share(HANS * 300) > 0.8
    assert common_share("") == common_share("ascii") == 1.0
    assert 0.3 < common_share(HANS * 300 + "龘" * len(HANS) * 300) < 0.6


# --- TEI, where nothing is guessed

XML = "<?xml version='1.0'{}?><TEI>{}</TEI>"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_tei_is_read_as_its_mark_or_declaration_says(encoding: str) -> None:
    xml = XML.format(" encoding='GB18030'" if encoding == "gb18030" else "", HANS)
    assert HANS in SUFFIXES[".xml"].read(xml.encode(encoding), "a.xml").text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (XML.format("", HANS).encode("gb18030"), "byte 26 (0xB8) is not UTF-8"),
        (XML.format("", "好").encode() + b"\xff", "byte 35 (0xFF) is not UTF-8"),
        (XML.format(" encoding='martian'", "好").encode(), "unknown encoding martian"),
        (XML.format("", "好\0").encode(), "character U+0000"),
    ],
)
def test_tei_with_bad_bytes_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        SUFFIXES[".xml"].read(data, "a.xml")
    assert str(caught.value) == f"SRC108: not well-formed XML: {message}"


# --- real texts


@pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation texts are not here")
def test_at_least_98_of_100_damaged_excerpts_of_200_bytes_are_told() -> None:
    rng = random.Random(11)
    right = total = 0
    for path in sorted(SHARED.glob("*.txt"))[::6]:
        text = path.read_text(encoding="utf-8")
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            for piece in excerpts(text, encoding, 200, rng):
                total += 1
                try:
                    right += decode(damaged(piece, "five bad", rng), None).encoding == encoding
                except ReadError:
                    continue
    assert total > 100
    assert right / total >= 0.98


@given(st.text(st.characters() | st.sampled_from(HANS + HANT + "\xa0\ufffd\u2029𠀀"), max_size=60))
def test_what_a_text_costs_in_tenths_of_bits(text: str) -> None:
    assert abs(cost(text) - 10 * weigh(text).cost) < 1e-6
    foreign = "".join(char for char in text if char > "\x7f")
    assert common_share(text) == weigh(foreign).share


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-be"])
@given(BYTES | st.lists(st.binary(min_size=1, max_size=9)), st.integers(0, 3))
def test_bad_bytes_are_counted_without_their_places(
    encoding: str, pieces: list[str | bytes], resyncs: int
) -> None:
    data = b"".join(p if isinstance(p, bytes) else p.encode(encoding, "ignore") for p in pieces)
    read = text_of(data, encoding, 0, 0, resyncs)
    good, lost = readable(data, encoding, resyncs)
    assert lost == read.lost
    assert good.replace("\ufffd", "") == read.text.replace("\ufffd", "")
    assert len(read.text) == len(good) + len(read.bad)


def weighed(data: bytes, declared: str | None) -> tuple[str, int, Weight]:
    """The best guess by weighing every piece in every encoding."""
    found = []
    first, *others = charset._pieces(data)
    for name in charset.names(data):
        for skip in range(charset._SKIPS.get(name, 2)):
            skips = (skip,) if name in charset._WIDE else (0, 1)
            texts = [charset._text(first, name, skip)]
            for piece in others:
                texts.append(
                    min((charset._text(piece, name, n) for n in skips), key=lambda text: weigh(text).cost)
                )
            weight = weigh("".join(texts), charset._CHANCES.get(name, charset.CHANCE))
            found.append((weight.cost - (8.0 if name == declared else 0.0), name, skip, weight))
    return min(found, key=lambda each: each[0])[1:]


@pytest.mark.parametrize("damage", ["clean", "one bad", "five bad", "cut"])
@pytest.mark.parametrize("encoding", TEXTS)
def test_the_best_guess_is_that_of_weighing_everything(encoding: str, damage: str) -> None:
    rng = random.Random(damage + encoding)
    long = (TEXTS[encoding] * 60).encode(encoding)
    short = [piece for size in (12, 40, 200) for piece in excerpts(TEXTS[encoding], encoding, size, rng)[:6]]
    for piece in (long, *short):
        data = damaged(piece, damage, rng)
        declared = rng.choice([None, "gb18030", "big5hkscs"])
        found = charset.best(data, charset.names(data), declared)
        assert (found.encoding, found.skip, found.weight) == weighed(data, declared)


@given(
    st.binary(min_size=1, max_size=80)
    | st.text("一的，a㐀\n", min_size=1).map(lambda text: text.encode("gb18030"))
)
@example(b"\x01\x01\xd8\x01\x05")
def test_the_best_guess_at_any_bytes(data: bytes) -> None:
    found = charset.best(data, charset.names(data))
    assert (found.encoding, found.skip, found.weight) == weighed(data, None)


def _taken_for(text: str, codec: str) -> str:
    """What a program wrote that took the UTF-8 of a text for another encoding."""
    data = text.encode()
    if codec != "windows-1252":
        return data.decode(codec)
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize("codec", ["latin-1", "windows-1252", "gb18030"])
def test_what_was_encoded_twice_is_read_back(codec: str) -> None:
    text = "守好渡口守好灯火守好人心\n" + ("；“灯”要亮——\n" if codec != "gb18030" else "")
    found = decode(_taken_for(text, codec).encode(), None)
    assert found.text == text
    assert [d.code for d in found.diagnostics] == ["SRC133"]


@pytest.mark.parametrize(
    "text", ["Café à la crème, déjà vu", "“灯”要亮，é", "灯", "瀹堝ソ娓″彛�瀹堝ソ鐏伀", HANS, HANT]
)
def test_what_cannot_be_read_back_or_was_encoded_once_stays(text: str) -> None:
    found = decode(text.encode(), None)
    assert found.text == text
    assert "SRC133" not in [d.code for d in found.diagnostics]
