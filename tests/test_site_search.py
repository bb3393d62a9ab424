"""The index of the search finds what is there and nothing else, whatever the script, and is rewritten only where it must."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_pages import paragraphs, resampled

from pipeline import script
from pipeline.site import search
from pipeline.site.model import Paragraph, Text
from pipeline.site.search import letters
from pipeline.site.search.fold import SKIPPED, classes
from pipeline.site.search.postings import BETWEEN, BREAK, LAST, MORE, postings, utf16, written
from pipeline.tei.view_types import Person

LINES = paragraphs((Path(__file__).parent.parent / "input").rglob("*.txt"))
ONE_TO_ONE = [config for config in script.CONFIGS if config not in ("s2twp", "tw2sp")]
CHARACTERS = sorted(set().union(*(script.dictionary(name) for name in ("STCharacters", "TSCharacters"))))


# --- folding


@pytest.mark.parametrize("config", ONE_TO_ONE)
def test_a_conversion_folds_as_the_text_does(config: str) -> None:
    for key in (*LINES, *CHARACTERS, *script.dictionary("STPhrases"), *script.dictionary("TSPhrases")):
        assert letters(script.convert(key, config)) == letters(key)


@given(st.text(st.sampled_from(CHARACTERS), max_size=30), st.sampled_from(ONE_TO_ONE))
def test_any_text_of_the_dictionaries_folds_as_its_conversion(text: str, config: str) -> None:
    assert letters(script.convert(text, config)) == letters(text)


@pytest.mark.parametrize(
    "alike",
    [
        "髮發发",
        "著着",
        "衹只祇隻",
        "裏裡里",
        "臺檯颱台",
        "Ａａa",
        "９9",
        "乾幹干",
        "⼈人",
        "神神",
        "○〇",
        "坐座",
    ],
)
def test_characters_that_are_written_for_one_another(alike: str) -> None:
    assert len({letters(char) for char in alike}) == 1
    assert len(letters(alike[0])) == 1


@pytest.mark.parametrize(
    "different", ["己已巳", "未末", "人入", "土士", "日曰", "辩辨辫瓣", "间闲", "艺芸", "綠緣"]
)
def test_characters_that_only_look_alike_stay_apart(different: str) -> None:
    assert len({letters(char) for char in different}) == len(different)


@given(st.text())
def test_folding_twice_is_folding_once_and_never_longer(text: str) -> None:
    once = letters(text)
    assert letters(once) == once
    assert len(once) <= len(text)
    assert once == "".join(map(letters, text))


def test_what_is_skipped_is_no_letter() -> None:
    """Unicode's own categories, where Python knows them, agree with the written list."""
    kept, dropped = [], []
    for code in (*range(0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE0200)):
        category = unicodedata.category(chr(code))
        skipped = any(first <= code <= last for first, last in SKIPPED)
        if skipped and category[0] in "LNM" and not 0xFE00 <= code <= 0xFE0F and code < 0xE0100:
            dropped.append(chr(code))
        if (
            not skipped
            and (category[0] in "ZP" or category in ("Cc", "Cf"))
            and (code < 0x250 or code >= 0x2000)
        ):
            kept.append(chr(code))
    # superior figures and fractions, squared letters in boxes, combining dots that only old printing has
    assert all(unicodedata.category(char) in ("No", "Lm", "Nl", "Mn", "Mc") for char in dropped), dropped
    assert not [
        char for char in kept if unicodedata.name(char, "").startswith(("IDEOGRAPHIC", "FULLWIDTH", "CJK"))
    ]


def test_classes_hold_each_character_once() -> None:
    together = "".join(classes())
    assert len(set(together)) == len(together)
    assert all(len(each) > 1 and not any(map(str.isspace, each)) for each in classes())


# --- postings


def read(said: str) -> list[int]:
    """The places that ``written`` wrote, read as its description says."""
    places, place, gap = [], 0, 0
    for char in said:
        if char >= "]":
            gap = gap * MORE + ord(char) - ord("]")
        else:
            place += gap * LAST + ord(char) - ord("#")
            gap = 0
            places.append(place)
    return places


@given(st.lists(st.integers(0, 1 << 40), unique=True).map(sorted))
def test_places_are_read_as_they_were_written(places: list[int]) -> None:
    said = written(places)
    assert read(said) == places
    assert not set(said) & set('!"\\\n')


@given(st.lists(st.text("群众路线𠮷a"), max_size=8), st.sampled_from([1, 2, 8]))
def test_postings_hold_every_pair_of_a_stream_and_no_other(units: list[str], count: int) -> None:
    stream = "".join(utf16(unit) + BREAK for unit in units)
    found = {}
    for number, shard in enumerate(postings(stream, count)):
        for first, (seconds, said) in shard.items():
            assert ord(first) % count == number
            for second, each in zip(seconds, said.split(BETWEEN), strict=True):
                found |= dict.fromkeys(read(each), first + second)
    assert found == {at: stream[at : at + 2] for at in range(len(stream)) if stream[at] != BREAK}


# --- the files


def texts() -> list[Text]:
    return resampled(LINES, 40, 300)


@pytest.fixture(params=["small", "indexed"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Archives that are searched as texts and, with the limits low enough, by postings."""
    monkeypatch.setattr(search, "SEGMENT", 1 << 11)
    if request.param == "indexed":
        monkeypatch.setattr(search, "SMALL", 0)
    return str(request.param)


def said(data: bytes) -> Any:
    """The value that a file of the index hands over."""
    match = re.fullmatch(r'wengaoSearch\.add\("[^"]+",(.*)\)\n', data.decode(), re.DOTALL)
    assert match
    return json.loads(match[1])


def test_files_depend_on_the_texts_alone(size: str) -> None:
    first, other = texts(), texts()
    random.Random(3).shuffle(other)
    files = list(search.build(first))
    assert list(search.build(other)) == files
    names = [name for name, _ in files]
    assert len(set(names)) == len(names)
    assert all(name.startswith("search/") for name in names)
    assert any("/p0.js" in name for name in names) == (size == "indexed")


def planned(made: list[Text]) -> search.Plan:
    """The plan of an archive whose texts are known by their gists until they are asked for."""
    known = {text.id: text for text in made}
    brief = [replace(text, paragraphs=(), gist=search.gist(text)) for text in made]
    return search.plan(brief, lambda ids: map(known.__getitem__, ids))


def test_blocks_hold_every_paragraph_once(size: str) -> None:
    made = texts()
    for segment in planned(made).segments:
        files = dict(segment.files())
        rows = said(files[f"{segment.folder}texts.js"])["texts"]
        held = list(segment.load(segment.ids))
        assert [row[0] for row in rows] == [text.id for text in held]
        found: list[list[tuple[str, str]]] = [[] for _ in rows]
        for number in range(len(said(files[f"{segment.folder}texts.js"])["blocks"])):
            for whose, ids, words in said(files[f"{segment.folder}b{number}.js"]):
                found[whose] += zip(ids.split(" "), words.split("\n"), strict=True)
        assert found == [[(p.id, p.text) for p in text.paragraphs] for text in held]


@pytest.mark.parametrize(
    ("has", "query"), [("abc", "ＡＢＣ"), ("ABC", "ａｂｃ"), ("ａ", "A"), ("发著", "髮着"), ("二〇", "二○")]
)
def test_the_map_of_a_small_archive_is_enough_for_any_query(has: str, query: str) -> None:
    """Folding a query by the classes that are shipped alone, as the page does, gives what the text became."""
    files = dict(search.build([Text("a", "", paragraphs=(Paragraph("p1", has),))]))
    first = {
        char: each[0] for each in said(files["search/archive.js"])["classes"].split(" ") for char in each
    }
    assert "".join(first.get(char, char) for char in query).lower() == letters(has)
    assert len(files["search/archive.js"]) < 1500


def test_a_small_archive_costs_no_index() -> None:
    made = texts()
    size = sum(len(p.text.encode()) for text in made for p in text.paragraphs)
    files = dict(search.build(made))
    rows = sum(len(data) for name, data in files.items() if name.endswith("/texts.js"))
    blocks = sum(len(data) for name, data in files.items() if re.search(r"/b\d+\.js$", name))
    assert blocks < 1.1 * size
    assert rows + blocks < 1.6 * size


CHANGES: dict[str, Any] = {
    "title": "另一个题目", "subtitle": "副题", "docket": "河发〔2021〕3号", "delivered": "1949-10-01", "kind": "law",
    "publisher": "别处", "lang": "en", "authors": (Person("", "别人"),), "id": "texts/新的", "paragraphs": (Paragraph("p1", "新的"),),
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_text_changes_only_its_segment(size: str, field: str) -> None:
    before = texts()
    after = [replace(before[7], **{field: CHANGES[field]}), *before[:7], *before[8:]]
    old, new = planned(before), planned(after)
    assert len(old.segments) == len(new.segments) > 2
    files = {name: data for segment in old.segments for name, data in segment.files()}
    changed = []
    for one, other in zip(old.segments, new.segments, strict=True):
        same = dict(one.files()) == dict(other.files())
        assert same == (one.digest == other.digest)
        if not same:
            changed.append(other)
            files = {name: data for name, data in files.items() if not name.startswith(other.folder)}
            files |= dict(other.files())
    assert 1 <= len(changed) <= (2 if field == "id" else 1)
    # what was kept and what was made anew is what a fresh build makes
    assert files | dict(new.shared) == dict(search.build(after))


def test_paragraphs_that_fall_together_otherwise_are_another_text() -> None:
    one = Text("a", "题", paragraphs=(Paragraph("p1", "甲"), Paragraph("p2", "乙")))
    other = Text("a", "题", paragraphs=(Paragraph("p1", "甲\0p2\0乙"),))
    assert planned([one]).segments[0].digest != planned([other]).segments[0].digest


def test_an_archive_of_nothing_has_an_index(size: str) -> None:
    assert {name for name, _ in search.build([])} >= {"search/archive.js", "search/0/texts.js"}


def test_characters_beyond_the_first_plane_and_stray_halves_are_written() -> None:
    made = [Text("a", "𠮷野\ud842", paragraphs=(Paragraph("p1", "𠮷家的\u2028书\ud800"),))]
    files = dict(search.build(made))
    assert said(files["search/0/texts.js"])["texts"][0][1] == "𠮷野\ud842"
    assert said(files["search/0/b0.js"]) == [[0, "p1", "𠮷家的\u2028书\ud800"]]
