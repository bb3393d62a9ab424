"""A run: names of outputs, writing, sums, places of messages; none of it needs to know how a text is read."""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import convert, load, profile, render
from pipeline.cli_print import Progress
from pipeline.diagnostics import RULE, RULES, wording
from pipeline.explain import roles
from pipeline.feed import results
from pipeline.messages import Message, located
from pipeline.model import (
    Diagnostic,
    Document,
    Furniture,
    Heading,
    Mark,
    Meta,
    Paragraph,
    Part,
    Point,
    Points,
    Section,
    Span,
    Title,
    Turn,
    Why,
)
from pipeline.output import WriteError, write
from pipeline.plan import plan
from pipeline.readers import text
from pipeline.report import Result, Totals
from pipeline.work import Settings, Work, process
from pipeline.writers import WRITERS, RenderOptions

HTML = {"html": ".html"}
ALL = {"tei": ".xml", "html": ".html", "md": ".md", "json": ".json"}


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("讲话", encoding="utf-8")
    return root


def planned(inputs: list[Path], output: Path, suffixes: dict[str, str]) -> dict[str, list[str]]:
    jobs = plan([str(path) for path in inputs], output, suffixes).jobs
    return {job.name: [Path(path).relative_to(output).as_posix() for _, path in job.outputs] for job in jobs}


# --- plan


def test_a_folder_is_mirrored_and_its_hidden_and_unknown_files_left_out(tmp_path: Path) -> None:
    folder = tree(tmp_path / "in", "b.txt", "a/c.md", "a/.hidden.txt", ".git/d.txt", "a/picture.png")
    found = plan([str(folder)], tmp_path / "out", HTML)
    assert [(job.name, job.path) for job in found.jobs] == [
        ("b.txt", str(folder / "b.txt")),
        ("a/c.md", str(folder / "a/c.md")),
    ]
    assert planned([folder], tmp_path / "out", HTML) == {"b.txt": ["b.html"], "a/c.md": ["a/c.html"]}
    assert found.site
    assert [(path, note.code, dict(note.values)) for path, note in found.notes] == [
        (str(folder), "SRC109", {"count": "2"})
    ]


def test_documents_of_the_same_stem_do_not_share_an_output(tmp_path: Path) -> None:
    folder = tree(tmp_path / "in", "a.md", "a.txt", "A.text")
    assert planned([folder], tmp_path / "out", HTML) == {
        "A.text": ["A.html"],
        "a.md": ["a.md.html"],
        "a.txt": ["a.txt.html"],
    }
    notes = [dict(job.notes[0].values) for job in plan([str(folder)], tmp_path, HTML).jobs if job.notes]
    assert notes == [{"name": "a.md.html", "taken": "a.html"}, {"name": "a.txt.html", "taken": "a.html"}]


def test_the_same_name_in_two_folders_gets_a_number(tmp_path: Path) -> None:
    inputs = [tree(tmp_path / name, "a.txt") for name in ("one", "two", "three")]
    jobs = plan([str(path) for path in inputs], tmp_path / "out", HTML).jobs
    assert [Path(job.outputs[0][1]).name for job in jobs] == ["a.html", "a.txt.html", "a-2.html"]


def test_an_input_is_never_an_output(tmp_path: Path) -> None:
    folder = tree(tmp_path / "in", "a.txt", "b.xml", "b.md")
    assert planned([folder], folder, ALL) == {
        "a.txt": ["a.xml", "a.html", "a.md", "a.json"],
        "b.md": ["b.md.xml", "b.md.html", "b.md.md", "b.md.json"],
        "b.xml": ["b.xml.xml", "b.xml.html", "b.xml.md", "b.xml.json"],
    }


def test_the_index_and_the_report_keep_their_names(tmp_path: Path) -> None:
    folder = tree(tmp_path / "in", "index.txt", "a/index.txt")
    assert planned([folder], tmp_path / "out", HTML) == {
        "index.txt": ["index.txt.html"],
        "a/index.txt": ["a/index.html"],
    }


def test_the_output_folder_is_not_read_again(tmp_path: Path) -> None:
    folder = tree(tmp_path, "a.txt", "output/a.xml")
    assert list(planned([folder], tmp_path / "output", HTML)) == ["a.txt"]


def test_a_file_given_twice_is_one_document(tmp_path: Path) -> None:
    folder = tree(tmp_path / "in", "a.txt")
    assert list(planned([folder, folder / "a.txt"], tmp_path / "out", HTML)) == ["a.txt"]


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert [note.code for _, note in plan([str(tmp_path / "in")], tmp_path / "out", HTML).notes] == ["SRC110"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    folder = tree(tmp_path / "in", "a/b.txt")
    (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
    assert list(planned([folder], tmp_path / "out", HTML)) == ["a/b.txt"]


def test_a_name_that_leaves_no_room_for_a_suffix_is_cut(tmp_path: Path) -> None:
    names = ["字" * 82 + "甲.txt", "字" * 82 + "乙.txt"]
    folder = tree(tmp_path / "in", *names)
    for outputs in planned([folder], tmp_path / "out", ALL).values():
        for output in outputs:
            assert len(os.fsencode(output)) <= 240
            write(tmp_path / "out" / output, b"x")
    assert len(list((tmp_path / "out").iterdir())) == 8


def test_a_name_that_is_not_utf8_can_be_said(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/in/\xd6\xd0.txt"
    (tmp_path / "in").mkdir()
    try:
        Path(os.fsdecode(raw)).write_text("讲话", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (job,) = plan([str(tmp_path / "in")], tmp_path / "out", HTML).jobs
    assert job.name == "\\udcd6\\udcd0.txt"


STEMS = st.sampled_from(["a", "A", "a-2", "a.txt", "index", "report", "\u00e9", "e\u0301"])


@given(
    st.lists(st.tuples(STEMS, st.sampled_from([".txt", ".md", ".xml"])), max_size=12, unique=True),
    st.booleans(),
)
def test_outputs_are_distinct_and_none_is_an_input(names: list[tuple[str, str]], same: bool) -> None:
    inputs = [f"/nowhere/in/{stem}{suffix}" for stem, suffix in names]
    output = Path("/nowhere/in" if same else "/nowhere/out")
    jobs = plan(inputs, output, ALL).jobs
    outputs = [path.casefold() for job in jobs for _, path in job.outputs]
    assert len(jobs) == len(inputs)
    assert len(outputs) == len(set(outputs)) == 4 * len(inputs)
    assert not set(outputs) & {name.casefold() for name in inputs}


# --- write


def test_writing_makes_folders_and_leaves_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.html", b"one")
    write(tmp_path / "a" / "b.html", b"two")
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "a").iterdir()] == [("b.html", b"two")]


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(WriteError) as caught:
        write(tmp_path / "a" / "b.html", b"x")
    assert wording(caught.value.diagnostic).startswith(f"cannot write {tmp_path / 'a' / 'b.html'}: ")


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "b.html").mkdir()
    with pytest.raises(WriteError):
        write(tmp_path / "b.html", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["b.html"]


def test_a_full_disk_is_an_error_of_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left"):
        write(tmp_path / "b.html", b"x")
    assert list(tmp_path.iterdir()) == []


# --- convert and render


def test_a_path_and_a_loaded_source_give_the_same(speech: Path) -> None:
    by_path, by_source = convert(str(speech)), convert(load(speech))
    assert by_path.ok
    assert by_path.document == by_source.document
    assert render(by_path.tei, "tei") == render(by_source.tei, "tei")


def test_rendered_tei_is_a_source_again(speech: Path, tmp_path: Path) -> None:
    first = convert(speech)
    path = tmp_path / "speech.xml"
    path.write_bytes(render(first.tei, "tei"))
    again = convert(path)
    assert again.ok
    assert again.document is None
    for writer in WRITERS:
        assert render(again.tei, writer.name) == render(first.tei, writer.name), writer.name


def test_an_unknown_format_is_an_error(speech: Path) -> None:
    with pytest.raises(ValueError, match="no format 'pdf'; there are tei, html, md, json"):
        render(convert(speech).tei, "pdf")


def test_lost_text_is_found_and_nothing_is_written(
    speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.tei.build as module

    build = module.build

    def forgetful(document: Document) -> Any:
        root: Any = build(document)
        paragraph = root.find("{*}text/{*}body").find(".//{*}p")
        paragraph.text = paragraph.text[:-2]
        return root

    monkeypatch.setattr(module, "build", forgetful)
    result = convert(speech)
    assert not result.ok
    assert "LOS101" in {diagnostic.code for diagnostic in result.diagnostics}
    jobs = plan([str(speech)], tmp_path / "out", ALL).jobs
    settings = Settings(tmp_path / "out", profile.default(), RenderOptions(), ALL)
    done = process(Work(jobs[0]), settings)
    assert (done.status, done.outputs) == ("failed", ())
    assert not (tmp_path / "out").exists()


# --- messages and sums


def shown(
    results: list[Result], capsys: pytest.CaptureFixture[str], quiet: bool = False, verbose: bool = False
) -> list[str]:
    progress = Progress(len(results), quiet, verbose)
    for result in results:
        progress(result)
    return capsys.readouterr().err.splitlines()


def test_messages_of_a_kind_are_limited_more_when_there_are_many_documents(
    capsys: pytest.CaptureFixture[str],
) -> None:
    noisy = Result("a.txt", "ok", messages=(message("OUT101"),) * 8 + (message("SEG101"),))
    few = shown([noisy], capsys)
    assert few == [str(message("OUT101"))] * 5 + ["a.txt: 3 more OUT101 (-v prints all)"]
    assert len(shown([noisy] * 21, capsys)) == 21 * 2
    assert len(shown([noisy] * 21, capsys, verbose=True)) == 21 * 9
    assert shown([noisy], capsys, quiet=True) == []
    many = shown([noisy] * 1000, capsys)
    assert many[-1] == "Too many messages to print; all of them are in report.jsonl"
    assert len(many) < 500


def test_errors_are_always_shown(capsys: pytest.CaptureFixture[str]) -> None:
    failed = Result("a.txt", "failed", messages=(message("SRC101"),))
    assert len(shown([failed] * 1000, capsys, quiet=True)) == 1000


def test_messages_know_line_and_column() -> None:
    source = text.read("一二\r\n\r\n三四五".encode(), "a.txt")
    gap = Diagnostic("OUT101", Span(7, 8), (("found", "（四）"), ("last", "（二）")))
    title = Diagnostic("MET101")
    assert [str(m) for m in located("in/a.txt", source, (gap, title))] == [
        "in/a.txt: warning MET101: no title found",
        "in/a.txt:3:2: warning OUT101: numbering gap: （四） follows （二）",
    ]


def message(code: str) -> Message:
    return Message("a.txt", 0, 0, RULE[code].level, code, "")


@pytest.mark.parametrize(
    ("codes", "strict", "code"),
    [
        ([], True, 0),
        (["SEG101"], True, 0),
        (["OUT101"], False, 0),
        (["OUT101"], True, 4),
        (["SRC101", "OUT101"], True, 1),
        (["SRC101", "RUN102"], True, 3),
    ],
)
def test_exit_codes(codes: list[str], strict: bool, code: int) -> None:
    totals = Totals()
    for each in codes:
        totals.add(Result("a.txt", "ok", messages=(message(each),)))
    assert totals.exit_code(strict) == code


def test_the_summary_counts_documents_and_warnings_by_code() -> None:
    totals = Totals()
    totals.add(Result("a", "ok", messages=(message("OUT101"), message("OUT101"), message("MET101"))))
    totals.add(Result("b", "failed", messages=(message("SRC101"),)))
    totals.seconds = 1.25
    assert str(totals) == "2 documents, 1 failed, 3 warnings (MET101 × 1, OUT101 × 2), 1.2 s"


def test_a_report_line_is_one_line_of_json() -> None:
    result = Result(
        "in/甲\n.txt", "ok", ("out/甲.html",), (("characters", 3),), (message("OUT101"),), 0.12345
    )
    line = result.line()
    assert line.count("\n") == 1
    assert json.loads(line) == {
        "source": "in/甲\n.txt",
        "status": "ok",
        "outputs": ["out/甲.html"],
        "counts": {"characters": 3},
        "diagnostics": [{"code": "OUT101", "level": "warning", "line": None, "col": None, "message": ""}],
        "seconds": 0.1235,
    }


# --- the table of codes


def test_the_table_of_codes_is_sound() -> None:
    assert len(RULE) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
        for sentence in (rule.why, rule.fix):
            assert re.fullmatch(r"\S.*[.]", sentence), (rule.code, sentence)
        fields = [field for _, field, _, _ in Formatter().parse(rule.what) if field is not None]
        assert all(re.fullmatch(r"[a-z0-9]+", field) for field in fields), rule.code


def _used() -> dict[str, list[str]]:
    """Every diagnostic code in the program's text, with the file that uses it."""
    used: dict[str, list[str]] = {}
    package = Path(text.__file__).parent.parent
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and path.name != "diagnostics.py"
                and re.fullmatch(r"[A-Z]{3}[1-9]\d\d", node.value)
            ):
                used.setdefault(node.value, []).append(path.relative_to(package).as_posix())
    return used


def test_every_code_the_program_uses_is_in_the_table_and_the_other_way_round() -> None:
    assert set(_used()) == set(RULE)


# --- explain


def test_explain_gives_every_line_its_roles() -> None:
    source = text.read("首页\n标题\n\n一、甲。乙乙\n丙丙\n问：丁\n一是戊\n".encode(), "a.txt")
    at = source.text.index

    def span(words: str) -> Span:
        return Span(at(words), at(words) + len(words))

    why = Why("rule.x", "medium")
    document = Document(
        source,
        parts=(
            Part(
                0,
                Meta(),
                (Furniture((span("首页"),), "menu", "top", why), Title((span("标题"),), "main", why)),
                (
                    Section(
                        "section",
                        Heading((span("一、甲。"),), None, True),
                        (
                            Paragraph((span("乙乙"), span("丙丙"))),
                            Turn(span("问："), "per.1", (Paragraph((span("丁"),)),), why),
                            Points("ordinal", (Point(span("一是"), None, ()),), why),
                        ),
                        why,
                    ),
                ),
            ),
        ),
        inline=(Mark("fw", span("戊"), "page", why),),
    )
    found = {row.number: [(r.name, r.continued) for r in row.roles] for row in roles(document)}
    assert found == {
        1: [("furniture menu", False)],
        2: [("main title", False)],
        4: [("section heading", False), ("paragraph", False)],
        5: [("paragraph", True)],
        6: [("speaker per.1", False), ("paragraph", False)],
        7: [("ordinal point", False), ("furniture page", False)],
    }


def test_explain_shows_a_line_that_became_nothing() -> None:
    source = text.read("甲\n".encode(), "a.txt")
    assert roles(Document(source))[0].roles[0].name == "lost"


def test_what_is_known_needs_no_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run with nothing to do does not load the pool, which takes longer than the run."""
    monkeypatch.setitem(sys.modules, "pipeline.batches", None)  # to import it fails
    known = [Result(f"{n}.txt", "unchanged") for n in range(60)]
    settings = Settings(tmp_path, profile.default(), RenderOptions(), ALL, jobs=2)
    assert list(results(known, settings, lambda: False)) == [(None, result) for result in known]
