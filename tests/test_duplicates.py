"""Copies among the texts of a run: exact and edited ones, in another script, excerpts, shared paragraphs."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from copies import COPIES, EXCERPTS, copies, read
from hypothesis import given
from hypothesis import strategies as st

from pipeline.convert import convert
from pipeline.dataset.columns import RELATIONS, Row
from pipeline.dataset.duplicates import HASH, HEAD, PARAGRAPH, SLOTS, letters, sign, signature
from pipeline.dataset.duplicates_clusters import NEAR, similarity
from pipeline.dataset.duplicates_relations import Relation, relate
from pipeline.dataset.duplicates_shared import HOLDERS, NAMED
from pipeline.dataset.quality import related
from pipeline.dataset.rows import failed, of

ROOT = Path(__file__).parents[1]
SYNTHETIC = ROOT.parent / "shared" / "eval" / "synthetic" / "sources"
SHARED = ROOT.parent / "shared" / "eval" / "sources"
DEMO = read(ROOT / "input")

chinese = st.text(
    st.sampled_from("河湾桥头船靠岸等人翻书读灯下晚上的了一是我们水山村镇会說話實現讓體學"), max_size=400
)


def signed(text: str) -> bytes:
    return signature(text, text.split("\n"))


def relations(texts: dict[str, str]) -> dict[str, Relation]:
    found = relate((name, signed(text)) for name, text in texts.items())
    return {name: found[number] for number, name in enumerate(texts)}


def prose(seed: str, length: int = 1500) -> str:
    """Text without copies of anything: characters drawn by chance, in lines of about 100."""
    chance = random.Random(seed)
    return "".join(
        chr(chance.randrange(0x4E00, 0x9000)) + ("。\n" if chance.random() < 0.01 else "")
        for _ in range(length)
    )


# --- signatures


@given(chinese, st.randoms(use_true_random=False))
def test_line_breaks_width_and_punctuation_do_not_count(text: str, chance: random.Random) -> None:
    other = "".join(char + chance.choice(["", "", "\n", "\r\n", "　", "，", "。", " ", "”"]) for char in text)
    assert signature(text, ()) == signature(other, ())
    assert letters("２０２１年ＡＢ") == letters("2021年ab") != letters("2012年ab")


@given(st.lists(chinese, max_size=6))
def test_paragraphs_count_once_and_in_any_order(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    made = signature(text, paragraphs)
    assert made == signature(text, [*reversed(paragraphs), *paragraphs])
    long = {letters(each) for each in paragraphs if len(letters(each)) >= PARAGRAPH}
    assert len(made) == HEAD + 8 * len(long)


def test_a_signature_does_not_depend_on_the_hash_seed() -> None:
    code = f"from pipeline.dataset.duplicates import signature as s; print(s({DEMO[0]!r}, {DEMO[0].split()!r}).hex())"
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert made == {signature(DEMO[0], DEMO[0].split()).hex() + "\n"}


def test_the_similarity_is_the_share_of_common_runs_within_what_a_sketch_can_tell() -> None:
    text, other = prose("a", 3000), prose("b", 3000)
    for cut in range(200, 3000, 400):
        mixed = text[:cut] + other[cut:]
        one, two = ({k[at : at + 4] for at in range(len(k) - 3)} for k in (letters(text), letters(mixed)))
        true = len(one & two) / len(one | two)
        sketches = np.array([np.frombuffer(signed(t)[HASH:HEAD], "<u2") for t in (text, mixed)])
        found = float(similarity(sketches, np.array([0]), np.array([1]))[0])
        assert abs(found - true) < 5 * (true * (1 - true) / SLOTS) ** 0.5, (cut, true, found)


def test_a_long_text_is_signed_in_pieces_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = prose("long", 5000) + "𠀀𠮷" * 300
    whole = signed(text)
    for size in (1, 7, 1000):
        monkeypatch.setattr("pipeline.dataset.duplicates.PIECE", size)
        assert signed(text) == whole


# --- clusters


@pytest.mark.parametrize("kind", COPIES)
def test_copies_of_the_demo_texts_are_found_and_nothing_else(kind: str) -> None:
    made = copies(DEMO, kind)
    texts = {f"a{n:02}": text for n, text in enumerate(DEMO)} | {
        f"b{n:02}": text for n, text in enumerate(made)
    }
    found = relations(texts)
    pairs = [(found[f"a{n:02}"], found[f"b{n:02}"]) for n in range(len(DEMO))]
    assert all(one.duplicate == "representative" for one, _ in pairs)
    clustered = [other for one, other in pairs if other.duplicate_cluster == one.duplicate_cluster]
    assert all(other.duplicate_size <= 2 for _, other in pairs)
    if kind != "20 % edited, single characters":  # too little is left: the README says so
        assert len(clustered) >= (0.9 if kind.startswith("20 %") else 1) * len(DEMO)
    exact = sum(other.duplicate == "exact" for other in clustered)
    assert exact == (0 if "edited" in kind else len(DEMO) if kind.startswith("exact") else exact)
    if kind == "other script":
        assert exact >= len(DEMO) - 1  # 面面具到 becomes 面面俱到


@given(st.lists(chinese, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_exact_copies_are_always_found(texts: list[str], chance: random.Random) -> None:
    held = {f"{n:03}": text for n, text in enumerate(texts + chance.choices(texts, k=4))}
    found = relations(held)
    for name, text in held.items():
        first = min(other for other in held if letters(held[other]) == letters(text))
        same = letters(held[found[name].duplicate_cluster]) == letters(text)
        if not letters(text) or name == found[name].duplicate_cluster:
            assert found[name].duplicate == "representative"
        else:
            assert (found[name].duplicate == "exact") == same
            assert found[name].duplicate_cluster <= first
    sizes = Counter(each.duplicate_cluster for each in found.values())
    assert all(each.duplicate_size == sizes[each.duplicate_cluster] for each in found.values())


@st.composite
def archives(draw: st.DrawFn) -> dict[str, str]:
    """Texts put together from few paragraphs, so that they share some, and some copies of each other."""
    stock = [prose(str(n), 60).replace("\n", "") for n in range(8)]
    drawn = draw(st.lists(st.lists(st.sampled_from(stock), max_size=6), max_size=14))
    return {f"t{n}": "\n".join(each) for n, each in enumerate(drawn)}


@given(archives(), st.randoms(use_true_random=False))
def test_the_order_in_which_texts_come_does_not_matter(texts: dict[str, str], chance: random.Random) -> None:
    names = list(texts)
    chance.shuffle(names)
    assert relations({name: texts[name] for name in names}) == relations(texts)


@given(archives())
def test_whoever_is_in_a_cluster_is_like_another_of_it(texts: dict[str, str]) -> None:
    found = relations(texts)
    for name, each in found.items():
        inside = [o for o in texts if o != name and found[o].duplicate_cluster == each.duplicate_cluster]
        assert len(inside) == each.duplicate_size - 1
        assert not inside or max(common(texts[name], texts[o]) for o in inside) > 0.15  # 0.4, estimated


def common(a: str, b: str) -> float:
    one, two = ({k[at : at + 4] for at in range(len(k) - 3)} for k in (letters(a), letters(b)))
    return len(one & two) / len(one | two)


def test_working_in_small_pieces_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    stock = [prose(str(n), 60).replace("\n", "") for n in range(12)]
    texts = {f"t{n:02}": "\n".join(chance.sample(stock, chance.randrange(7))) for n in range(60)}
    whole = relations(texts)
    assert len({each.duplicate_cluster for each in whole.values()}) in range(2, 60)
    assert sum(len(each.shared_with) == NAMED for each in whole.values()) > 10
    monkeypatch.setattr("pipeline.dataset.duplicates_shared.BLOCK", 7)
    monkeypatch.setattr("pipeline.dataset.duplicates_shared.PIECE", 5)
    monkeypatch.setattr("pipeline.dataset.duplicates_clusters.CHUNK", 3)
    assert relations(texts) == whole


def test_the_first_of_the_ids_represents_and_parts_go_by_number() -> None:
    text = prose("same")
    found = relations({f"talks.txt#{n}": text for n in (10, 9, 11)} | {"talks.md": text + "完"})
    assert {each.duplicate_cluster for each in found.values()} == {"talks.md"}
    found = relations({f"talks.txt#{n}": text for n in (10, 9, 11)})
    assert found["talks.txt#9"].duplicate == "representative"
    assert found["talks.txt#9"].duplicate_of == ""
    assert found["talks.txt#9"].duplicate_similarity == 0
    assert found["talks.txt#10"].duplicate_of == "talks.txt#9"
    assert found["talks.txt#10"].duplicate_similarity == 1


def test_two_texts_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two texts have the id 'a'"):
        relate([("a", signed("一")), ("b", signed("二")), ("a", signed("三"))])


def test_no_texts_and_texts_without_letters_have_no_relations() -> None:
    assert len(relate([])) == 0
    row = failed(id="broken", path="broken.txt")
    found = relate(
        [("broken", sign(row)), ("empty", signed("")), ("rule", signed("——。")), ("one", signed("一"))]
    )
    assert [found[n].duplicate_size for n in range(4)] == [1, 1, 1, 1]
    assert related(found[0])["duplicate_of"] is None


def test_a_crowd_of_texts_with_one_formula_in_common_is_no_cluster() -> None:
    formula = "以上报告如有不妥之处请各位代表批评指正谢谢大家"
    found = relations({f"{n:03}": prose(str(n), 300) + formula for n in range(300)})
    assert {each.duplicate for each in found.values()} == {"representative"}
    assert {len(each.shared_with) for each in found.values()} == {0}  # the formula is in a longer paragraph


# --- what is shared


@given(archives())
def test_shared_paragraphs_are_those_that_stand_in_other_texts(texts: dict[str, str]) -> None:
    found = relations(texts)
    own = {name: set(filter(None, text.split("\n"))) for name, text in texts.items()}
    for name, each in found.items():
        mine = own[name]
        shared = {one for one in mine if any(one in own[other] for other in own if other != name)}
        assert each.shared_paragraphs == len(shared)
        total = sum(len(letters(one)) for one in mine)
        assert each.shared_share == (
            round(sum(len(letters(one)) for one in shared) / total, 4) if total else 0
        )
        with_other = {
            o: sum(len(letters(p)) for p in mine & own[o]) for o in own if o != name and mine & own[o]
        }
        best = sorted(with_other, key=lambda o: (-with_other[o], sorted(texts).index(o)))
        assert each.shared_with == tuple(best[:NAMED])


def test_a_paragraph_in_very_many_texts_is_counted_in_all_and_names_the_first() -> None:
    line = prose("line", 80).replace("\n", "")
    names = [f"{n:03}" for n in range(3 * HOLDERS)]
    found = relations({name: f"{line}\n{prose(name, 200)}" for name in names})
    assert all(each.shared_paragraphs == 1 for each in found.values())
    assert found[names[0]].shared_with == tuple(names[1 : NAMED + 1])
    assert found[names[-1]].shared_with == tuple(names[:NAMED])


@pytest.mark.parametrize("kind", [kind for kind in EXCERPTS if kind.endswith("paragraphs")])
def test_excerpts_of_whole_paragraphs_are_found_one_way_or_the_other(kind: str) -> None:
    made = copies(DEMO, kind)
    found = relations(
        {f"a{n:02}": text for n, text in enumerate(DEMO)} | {f"b{n:02}": text for n, text in enumerate(made)}
    )
    hits = [
        found[f"b{n:02}"].excerpt_of == f"a{n:02}" or found[f"b{n:02}"].duplicate_cluster == f"a{n:02}"
        for n in range(len(DEMO))
    ]
    assert sum(hits) >= 0.9 * len(hits)
    assert not any(found[f"a{n:02}"].excerpt_of for n in range(len(DEMO)))


# --- rows


def test_the_front_of_a_speech_does_not_count(tmp_path: Path) -> None:
    body = "同志们：\n" + "".join(f"{n}、{prose(n, 60)}\n" for n in "一二三")
    names = (
        "在河湾镇读书会上的讲话\n（2021年3月18日）\n镇文化站 林小满\n\n",
        "谈谈读书会\n（2022年1月1日）\n\n",
    )
    rows: list[Row] = []
    for number, front in enumerate(names):
        path = tmp_path / f"{number}.txt"
        path.write_text(front + body, encoding="utf-8")
        rows += of(convert(path), id=path.stem)
    assert rows[0]["title"] != rows[1]["title"]
    assert rows[0]["text"] != rows[1]["text"]
    found = relate((row["id"], sign(row)) for row in rows)
    assert [found[n].duplicate for n in range(2)] == ["representative", "exact"]
    filled = related(found[1])
    assert list(filled) == [column.name for column in RELATIONS]
    assert filled["duplicate_of"] == "0"
    assert filled["shared_with"] == ["0"]
    assert filled["excerpt_of"] is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation texts are not here")
def test_the_doubled_texts_of_a_real_compilation_are_found() -> None:
    rows = list(doubled(sorted(SHARED.glob("00*.txt"))))
    found = relate((row["id"], sign(row)) for row in rows)
    place = {row["id"]: n for n, row in enumerate(rows)}
    of_002 = {
        row["part"]: found[place[row["id"]]] for row in rows if row["id"].startswith("002") and row["part"]
    }
    first = next(row["id"] for row in rows if row["part"] == 14 and row["id"].startswith("002"))
    assert of_002[23].duplicate == "exact"
    assert of_002[23].duplicate_of == first
    copied = {part for part, each in of_002.items() if each.duplicate != "representative"}
    assert copied == {7, 20, 23}
    assert not any(found[n].duplicate_of for n, row in enumerate(rows) if not row["id"].startswith("002"))


def doubled(paths: Sequence[Path]) -> list[Row]:
    return [row for path in paths for row in of(convert(path), id=path.stem)]


@pytest.mark.skipif(not SYNTHETIC.is_dir(), reason="the evaluation texts are not here")
def test_the_table_of_the_readme_is_what_is_measured() -> None:
    spec = importlib.util.spec_from_file_location("duplicates_bench", ROOT / "tests/bench/duplicates.py")
    assert spec
    assert spec.loader
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- copies -->")[2].partition("<!-- end of copies -->")[0]
    shown = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.strip().splitlines()]
    assert shown[0][1:-1] == [str(level) for level in bench.LEVELS]
    at = shown[0].index(str(NEAR))
    made = [line.split("|")[1:-1] for line in bench.lines(read(SYNTHETIC), (NEAR,))]
    assert [[row[0], row[at], row[-1]] for row in shown[2:]] == [[c.strip() for c in row] for row in made[2:]]
