"""Shows that conversion gives what OpenCC's reimplementation gives, and that scripts are told apart."""

from __future__ import annotations

import importlib
import pickle
import random
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import opencc.opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc.opencc import OpenCC

from pipeline import script
from pipeline.script_engine import Pass

language = importlib.import_module("pipeline.stages.script")  # the package has the stage under this name

SOURCES = Path(__file__).parents[1].parent / "shared" / "eval" / "sources"
DICTIONARIES = Path(opencc.opencc.__file__).parent / "dictionary"

SENTENCES = (
    "同志们，今天我们在这里开会，主要是研究干部队伍建设和文艺工作的方向。",
    "理发师说头发太干了，发展生产才是硬道理；后天皇后要去里程碑广场，面条和面粉都要准备好。",
    "计算机软件的内存、鼠标、打印机和硬盘通过网络连接，信息系统的程序出了故障。",
    "一是抓住关键，二是联系群众，三是只有一只松鼠在台风里复习复杂的药方。",
    "抑制胚胎发育的研究表明，钟表厂的谷物松软可口，范围广泛，制造业复兴。",
    "為了人民羣眾的利益，我們應當乾杯，著作等身的學者在臺灣裏著手研究瞭望塔。",
    "香港嘅衞生署發佈了新聞稿；線上遊戲與資料庫、滑鼠、記憶體、印表機的價格。",
    "乔治．布希与曼苏尔．达杜拉会谈，乾隆皇帝的乾坤袋里有几个茶几。",
    "計程車司機軟體工程師，程式設計，網際網路，光碟，宏觀經濟與巨集指令。",
    "<p n='1'>第一章　总则</p>\n\t（一）发扬民主。\r\n2021年3月5日—6日…“干”‘系’「面」",
    "𬨎𫐄𨰿𠀀後發后髮\ufeff\u200b\x00\ud800😀干𪚥着手",
    "",
    "。",
    "面",
    "只",
    "里面\n",
)


@cache
def reference(config: str) -> OpenCC:
    return OpenCC(config)


@cache
def words() -> tuple[str, ...]:
    """Return everything that stands in the dictionaries, on either side."""
    found: set[str] = set()
    for path in sorted(DICTIONARIES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found.update(line.replace("\t", " ").split(" "))
    return tuple(sorted(found))


@cache
def followers() -> dict[str, list[str]]:
    """Return the words by their first character, so that one can be made to overlap another."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in words():
        found[word[0]].append(word)
    return found


def chained(rng: random.Random) -> str:
    """Return words of which each begins with the last characters of the one before where that is possible."""
    text = rng.choice(words())
    for _ in range(rng.randrange(6)):
        follower = rng.choice(followers().get(text[-1]) or words())
        text += follower[1:] if follower[0] == text[-1] else follower
    return text[: rng.randrange(len(text)) + 1] if rng.random() < 0.3 else text


glued = st.lists(
    st.one_of(
        st.randoms(use_true_random=False).map(chained),
        st.sampled_from("干系发面里后于台着只几了 \n　，．-、—「」(3aZ𬨎😀\ufeff\ud800"),
        st.text(max_size=3),
    ),
    max_size=8,
).map("".join)


@pytest.mark.parametrize("config", script.CONFIGS)
def test_sentences_convert_as_in_the_reference(config: str) -> None:
    for sentence in (*SENTENCES, "".join(SENTENCES)):
        assert script.convert(sentence, config) == reference(config).convert(sentence)


@settings(max_examples=300, deadline=None)
@given(glued)
def test_glued_words_convert_as_in_the_reference(text: str) -> None:
    for config in script.CONFIGS:
        assert script.convert(text, config) == reference(config).convert(text), config


@pytest.mark.parametrize("config", script.CONFIGS)
def test_long_runs_convert_as_in_the_reference(config: str) -> None:
    rng = random.Random(config)
    text = "".join(chained(rng) for _ in range(600))
    assert script.convert(text, config) == reference(config).convert(text)


keys = st.text("abcde-", min_size=1, max_size=4)
values = st.lists(st.text("abcdeXY", min_size=1, max_size=4), min_size=1, max_size=2).map(" ".join)
dictionaries = st.dictionaries(keys, values, min_size=1, max_size=8)
characters = st.dictionaries(st.text("abcdeXY", min_size=1, max_size=1), values, min_size=1, max_size=4)


@settings(max_examples=600, deadline=None)
@given(
    st.lists(dictionaries, min_size=1, max_size=3),
    st.lists(characters, max_size=2),
    st.text("abcdef-", max_size=40),
)
def test_any_dictionaries_give_what_the_reference_gives(
    group: list[dict[str, str]], after: list[dict[str, str]], text: str
) -> None:
    converter = OpenCC()
    converter._dict_init_done = True
    converter._dict_chain_data = [
        [(max(map(len, entries)), min(map(len, entries)), entries) for entries in chain]
        for chain in (group, *([entries] for entries in after))
    ]
    assert Pass(group, after).convert(text) == converter.convert(text)


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source texts are not part of the repository")
def test_whole_documents_convert_as_in_the_reference() -> None:
    texts = [
        path.read_text(encoding="utf-8", errors="replace")[:3000] for path in sorted(SOURCES.glob("*.txt"))
    ]
    for config in script.CONFIGS:
        for text in texts:
            assert script.convert(text, config) == reference(config).convert(text), config


@pytest.mark.parametrize("config", [c for c in script.CONFIGS if not c.endswith("p")])
@settings(max_examples=50, deadline=None)
@given(glued)
def test_only_word_replacing_conversions_change_the_length(config: str, text: str) -> None:
    assert len(script.convert(text, config)) == len(text)


def test_the_configurations_are_those_of_the_package() -> None:
    assert set(script.CONFIGS) == {path.stem for path in (DICTIONARIES.parent / "config").glob("*.json")}


def test_an_unknown_configuration_is_refused_with_the_allowed_names() -> None:
    with pytest.raises(ValueError, match=r"'s2x'.*hk2s.*s2twp.*tw2sp"):
        script.convert("", "s2x")


def test_a_converter_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(script.Converter("t2s"))).convert("發展") == "发展"


def test_dictionaries_are_found_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        return None

    fresh: Callable[[], Path] = script._folder.__wrapped__
    monkeypatch.setattr(script, "find_spec", nothing)
    assert fresh().samefile(DICTIONARIES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "other"),
        ("Hello, world — naïve", "other"),
        ("人民日文字中山大小", "other"),
        ("12345。，", "other"),
        ("国家主席发表讲话", "Hans"),
        ("國家主席發表講話", "Hant"),
        ("臺灣的群眾在床後面的里長家吃麵，和並斗干于系乾杯", "Hant"),
        ("后天下雨，于是干部群众在里面，党中央讲话", "Hans"),
        ("国家主席发表讲话。國家主席發表講話。", "mixed"),
        ("国家主席发表讲话，强调团结。" * 20 + "國家主席發表講話。", "Hans"),
        ("國家主席發表講話，強調團結。" * 20 + "国家。", "Hant"),
        ("日本国憲法は、正当に選挙された国会における代表者を通じて行動し", "other"),
        ("東京都の歴史", "other"),
        ("优の良品在广东开设了新的门店，欢迎广大顾客前来选购", "Hans"),
        ("English text with one 国 in it", "Hans"),
    ],
)
def test_scripts_are_told_apart(text: str, expected: str) -> None:
    assert script.detect(text) == expected


@given(st.lists(st.sampled_from([*"国家发國家發于並の・ー桥，a가", "国" * 250, "國" * 250])).map("".join))
def test_traditional_is_told_from_a_part_as_from_the_whole(text: str) -> None:
    assert script.is_hant(text) == (script.detect(text) == "Hant")
    assert script.is_hant(text, kana=bool(re.search(script.KANA, text))) == script.is_hant(text)


def slow_lang(text: str) -> str:
    """The language by counts over the whole sample."""
    kana, hangul, han, latin = (
        len(re.findall(f"[{inside}]", text[:20_000]))
        for inside in ("\u3041-\u30ff", "\uac00-\ud7af", "\u3400-\u9fff", "A-Za-z")
    )
    if kana * 10 > han:
        return "ja"
    if hangul > han:
        return "ko"
    if latin > 3 * han:
        return "en" if text.count("the") * 25 > len(text.split()) else "und"
    return "zh-Hant" if script.detect(text[:20_000]) == "Hant" else "zh-Hans"


@given(
    st.lists(
        st.sampled_from([*"国發發群ー・の한𠀀，", "the ", "Gruß ", "国" * 90, "國" * 90, "桥" * 9_000])
    ).map("".join)
)
def test_the_language_is_what_counting_everything_says(text: str) -> None:
    assert language._lang(text) == slow_lang(text)


def test_marks_at_the_end_of_a_long_document_count() -> None:
    text = "国家" * script.CHUNK + "國語" * script.CHUNK
    assert script.detect(text) == "mixed"


def test_the_simplifying_table_maps_one_to_one() -> None:
    table = script.han_to_simplified_table()
    assert "國家發後裡".translate(table) == "国家发后里"
    assert all(len(chr(value)) == 1 and key != value for key, value in table.items())
    assert not any(ord(char) in table for char in "国家发abc。")
