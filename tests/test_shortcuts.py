"""What stages look for quickly is what they would find slowly: each shortcut against the plain way to say it."""

from __future__ import annotations

import importlib
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fold import fold
from pipeline.model import Block, Document, Mark, Person, Source, Span
from pipeline.profile import default
from pipeline.stages import text as marks_of
from pipeline.stages import turn_lines
from pipeline.stages.people import People, enlist
from pipeline.stages.rules import LONG, SHORT, rules
from pipeline.stages.text import between, by_block, is_title_shaped, key, labelled, labels, of_kind, within

furniture, speakers, inline, midturns = (
    importlib.import_module(f"pipeline.stages.{name}")
    for name in ("furniture", "speakers", "inline", "midturns")
)
PROFILE = default()


def _texts(pieces: str, most: int = 9) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces.split("‖")), min_size=1, max_size=most).map("".join)


def _document(lines: list[str]) -> Document:
    blocks, at = [], 0
    for line in lines:
        spans = (Span(at, at + len(line)),)
        blocks.append(Block(spans, line, spans))
        at += len(line) + 1
    return Document(Source("x", "\n".join(lines), (), "", 0, "utf-8"), tuple(blocks))


# --- marks by kind ----------------------------------------------------------------------------------------------------

MARKS = st.lists(
    st.builds(
        Mark,
        st.sampled_from(["date", "number", "turn"]),
        st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda t: Span(t[0], t[0] + t[1])),
        st.sampled_from("ab"),
    ),
    max_size=8,
).map(tuple)


@given(st.lists(MARKS, min_size=1, max_size=5), st.booleans(), st.integers(0, 30), st.integers(1, 12))
def test_marks_are_found_however_they_were_added(
    steps: list[tuple[Mark, ...]], replaced: bool, start: int, length: int
) -> None:
    block = Block((Span(start, start + length),))
    held: tuple[Mark, ...] = ()
    for step in steps:
        held = held[1:] + step if replaced else held + step
        for kind in ("date", "number", "turn", "none"):
            own = [m for m in held if m.kind == kind]
            ordered = sorted(own, key=lambda m: m.span.start)
            assert list(of_kind(held, kind)) == own
            assert list(by_block(held, kind).items()) == list({m.span.start: m for m in ordered}.items())
            begun = [m for m in ordered if start <= m.span.start < start + length]
            assert between(held, kind, start, start + length) == begun
            assert within(held, kind, block) == [m for m in begun if m.span.end <= start + length]


def test_marks_that_were_given_are_not_changed_by_those_that_are_added() -> None:
    first = (Mark("date", Span(3, 4)),)
    before = by_block(first, "date")
    by_block((*first, Mark("date", Span(1, 2))), "date")
    assert list(before) == [3]
    assert list(by_block(first, "date")) == [3]
    assert marks_of.of_kind((), "date") == []


# --- persons ----------------------------------------------------------------------------------------------------------

NAMES = st.lists(st.sampled_from(["李桐", "李 桐", "王佳", ""]), max_size=8)


@given(NAMES, NAMES)
def test_persons_are_entered_as_one_by_one(known: list[str], names: list[str]) -> None:
    persons: tuple[Person, ...] = ()
    for name in known:
        persons, _ = enlist(persons, name, "", "author")
    people = People(persons)
    for name in names:
        persons, who = enlist(persons, name, "馆长", "quoted")
        assert people.enlist(name, "馆长", "quoted") == who
    assert tuple(people.persons) == persons
    first = next((p.id for p in persons if p.name in ("王佳", "李桐")), "")
    assert people.known("王佳", "李桐") == first


# --- lines ------------------------------------------------------------------------------------------------------------

PAGE = _texts(
    "首页‖>‖»‖|‖丨‖ ‖打印‖版权归‖所有‖©‖Copyright‖小编整理‖希望帮助‖参考‖桥修好了,大家都来看‖。‖第 3 页‖\u200b‖\ufeff",
    24,
)


@given(PAGE)
def test_furniture_is_the_first_kind_that_fits(line: str) -> None:
    length = len(line)
    kinds = (k for k, p in PROFILE.furniture.items() if length <= LONG.get(k, SHORT) and p.search(line))
    kind = "blank" if not re.search(r"[^\u200b-\u200f\u2060\ufeff\xad]", line) else next(kinds, "")
    found = furniture.furniture(_document([line]), PROFILE).marks
    assert [m.value for m in found] == ([kind] if kind and length <= 220 else [])


LABELS = _texts(
    "记者‖王佳‖李桐‖(县长)‖(‖)‖:‖00:03‖《‖》‖、‖“‖ ‖。‖,‖…‖”‖?‖【‖】‖桥‖一二三四五六七八九十一二三四五六七‖▲‖-",
    12,
)


@given(LABELS)
def test_a_label_is_found_as_without_shortcuts(line: str) -> None:
    boxed, label = (
        re.compile(pattern.pattern.replace("}+", "}")) for pattern in (turn_lines._BOXED, turn_lines._LABEL)
    )
    timed = turn_lines._CLOCK_FIRST.match(line)
    found = (
        boxed.match(line)
        or turn_lines._CLOCKED.match(line)
        or (timed if timed and timed["before"] and line[-1] != ":" else None)
        or label.match(line)
    )
    opening = turn_lines._match(line)[0]
    assert (opening and opening.groupdict()) == (found and found.groupdict())
    inner = re.compile(speakers._INNER.pattern.replace("}+", "}"))
    assert speakers._INNER.findall(line) == inner.findall(line)


TURNS = _texts("。王佳:你好啊大家‖”李桐(县长):桥修好了‖!王佳 :是‖王佳:你好啊大家‖桥修好了‖:‖。‖”", 6)


@given(LABELS | TURNS)
def test_a_label_in_a_line_begins_its_turn_as_without_shortcuts(line: str) -> None:
    doc = _document(["王佳:你好", line])
    doc = Document(
        doc.source, doc.blocks, (Mark("turn", Span(0, 3), "王佳"), Mark("turn", Span(0, 1), "李桐(县长)"))
    )
    cuts = [m.start() for m in re.finditer(r"(?<=[。!?”…)])[ ]*(?:李桐\(县长\)|王佳) ?:(?=[^:]{4})", line)]
    if all(line[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)):
        assert len(midturns.midturns(doc, PROFILE).blocks) == 2 + len(cuts)


@given(_texts("一‖二‖三‖是‖要‖个是‖。‖,‖桥修好了‖。一是看水势‖;二是看石头‖。一要快‖,二要稳", 14))
def test_lists_that_run_on_are_found_behind_stops(line: str) -> None:
    plain = re.compile(r"(?:^|(?<=[。;:,]))(?P<n>[一二三四五六七八九十])(?P<v>是|要|个是)(?=[^。;:,]{2})")
    assert [m.span() for m in inline._RUN_ON.finditer(line)] == [m.span() for m in plain.finditer(line)]
    if inline._run_on(_document([line]).blocks[0]):
        assert "二是" in line or "二要" in line or "二个是" in line


@given(_texts("来源‖时 间‖作者‖:‖/‖ ‖)‖2019‖桥"))
def test_labels_of_fields_have_a_colon_or_a_slash(line: str) -> None:
    found = [m.span() for m in PROFILE.label.finditer(line)]
    assert [m.span() for m in labels(line, PROFILE)] == found
    assert bool(labelled(line, PROFILE)) == bool(found and found[0][0] == 0)


@given(_texts("关于修桥的通知‖(huì )‖(‖)‖《‖》‖ ‖——‖。‖,‖!‖、", 6))
def test_titles_are_compared_and_shaped_as_told(line: str) -> None:
    glossless = re.sub(r"[(][a-zā-ǜüńň:]{1,7} ?[)] ?", "", line)
    assert key(line) == re.sub(r"[\s“”‘’《》<>【】\[\]()·,、:—\-_|]", "", glossless)
    shaped = 2 <= len(line) <= 90 and not re.search(r"[。;,:、!]$", line) and "。" not in line
    assert is_title_shaped(line) == shaped


@settings(max_examples=300)
@given(st.text("王欧阳诸葛司马修桥中华乜", min_size=1, max_size=4))
def test_surnames_are_those_of_the_list(name: str) -> None:
    text = (importlib.import_module("pipeline.profile_file").built_in())["surnames"]
    names = sorted(fold(text).split(), key=len, reverse=True)
    plain = re.compile("|".join(map(re.escape, names)))
    found, told = rules(PROFILE).surnames.match(name), plain.match(name)
    assert (found and found.group()) == (told and told.group())
