"""A profile of one's own: what it can change, and what it is told when it is wrong."""

# ruff: noqa: E501 - samples are easier to read in long lines

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.convert import Conversion, convert
from pipeline.fold import fold
from pipeline.messages import located
from pipeline.model import Section
from pipeline.profile import Profile, ProfileError, default, load
from pipeline.readers import text as reader


def _write(folder: Path, content: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def _convert(text: str, profile: Profile) -> Conversion:
    return convert(reader.read(text.encode(), "text.txt"), profile)


def _headings(conversion: Conversion) -> list[str]:
    assert conversion.document is not None
    text = conversion.source.text
    body = conversion.document.parts[0].body
    heads = [node.heading for node in body if isinstance(node, Section)]
    return [text[h.spans[0].start : h.spans[-1].end] for h in heads if h]


def _messages(conversion: Conversion) -> list[str]:
    return [f"{m.line}: {m.code}: {m.what}" for m in located("", conversion.source, conversion.diagnostics)]


# --- what it can change -----------------------------------------------------------------------------------------------

QUESTIONS = """\
渡口的问答
乘船须知1.船为什么晚
船晚是因为雾大，船工在河中间停了一会儿，听一听对岸的铃。
乘船须知2.铃为什么响
铃响三下是急病，船工听见了，披上衣服就来。
乘船须知4.夜里谁撑船
夜里由年轻的船工撑，老船工坐在船尾看水。
"""


def test_one_line_makes_a_numbering_style(tmp_path: Path) -> None:
    """The new style's headings are found, and a gap in its numbers is reported, without a line of code."""
    path = _write(tmp_path, 'numbering:\n  question: {pattern: "乘船须知{num}[.、]", type: question}\n')
    assert not any(div.get("n") for div in _convert(QUESTIONS, default()).tei.iter("{*}div"))
    conversion = _convert(QUESTIONS, load(path))
    assert conversion.ok
    assert _headings(conversion) == ["乘船须知1.船为什么晚", "乘船须知2.铃为什么响", "乘船须知4.夜里谁撑船"]
    assert "6: OUT101: numbering gap: 乘船须知4. follows 乘船须知2." in _messages(conversion)
    div = conversion.tei.find(".//{*}div")
    assert div is not None
    assert (div.get("type"), div.get("n"), div.get("ana")) == ("question", "1", "#r.head.question")


@pytest.mark.parametrize("name", ["乘船须知", "my question", "1st", "a/b", "q\u0301"])
def test_a_style_may_have_any_name_and_type(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path, f'numbering:\n  "{name}": {{pattern: "乘船须知{{num}}[.、]", type: "{name}"}}\n')
    conversion = _convert(QUESTIONS, load(path))
    assert conversion.ok, _messages(conversion)
    assert len(_headings(conversion)) == 3


def test_a_style_in_short_is_its_pattern(tmp_path: Path) -> None:
    path = _write(tmp_path, 'numbering:\n  question: "乘船须知{num}[.、]"\n')
    assert len(_headings(_convert(QUESTIONS, load(path)))) == 3


def test_a_pattern_means_full_and_half_width_both_scripts(tmp_path: Path) -> None:
    path = _write(tmp_path, 'numbering:\n  question: "（乘船須知{num}）"\n')
    text = (
        QUESTIONS.replace("乘船须知1.", "(乘船须知1)")
        .replace("乘船须知2.", "（乘船須知２）")
        .replace("乘船须知4.", "（乘船须知3）")
    )
    assert len(_headings(_convert(text, load(path)))) == 3


def test_words_count(tmp_path: Path) -> None:
    content = 'numbering:\n  season: {pattern: "(?:春|夏|秋)：", words: {春: 1, 夏: 2, 秋: 3}}\n'
    style = next(s for s in load(_write(tmp_path, content)).styles if s.name == "season")
    match = style.pattern.match(fold("秋：收"))
    assert match is not None
    assert style.ordinal(match) == (3, 0)


def test_a_profile_adds_to_the_one_it_extends(tmp_path: Path) -> None:
    _write(tmp_path, "furniture:\n  menu: [^今日渡口$]\n", "base.yaml")
    path = _write(tmp_path, "extends: base.yaml\nfurniture:\n  menu: [^明日渡口$]\nsurnames: 舟\n")
    profile = load(path)
    menu = profile.furniture_of("menu")
    assert all(menu.search(text) for text in ("今日渡口", "明日渡口", "甲|乙|丙"))
    assert profile.surnames.match("舟")
    assert profile.surnames.match("王")
    assert [s.name for s in profile.styles] == [s.name for s in default().styles]


def test_a_style_is_replaced_or_dropped(tmp_path: Path) -> None:
    path = _write(tmp_path, 'numbering:\n  cn-comma: "{cn}、"\n  roman: null\n  letter: {}\n')
    names = {s.name: s for s in load(path).styles}
    assert "roman" not in names
    assert "letter" not in names
    assert names["cn-comma"].pattern.match("一、")
    assert not names["cn-comma"].pattern.match("一.")


def test_furniture_that_a_profile_names_is_set_aside(tmp_path: Path) -> None:
    path = _write(tmp_path, "furniture:\n  promotion: [^渡口日报.*征订]\n")
    conversion = _convert("在渡口的讲话\n各位乡亲：\n船来了，大家上船。\n渡口日报今年征订开始\n", load(path))
    assert conversion.ok
    kinds = [fw.get("type") for fw in conversion.tei.iter("{*}fw")]
    assert kinds == ["promotion"]


def test_a_profile_that_extends_nothing_is_enough(tmp_path: Path) -> None:
    path = _write(tmp_path, 'extends: nothing\nnumbering:\n  cn-comma: "{cn}、"\n')
    assert [s.name for s in load(path).styles] == ["cn-comma"]
    assert _convert(QUESTIONS, load(path)).ok


def test_what_other_readers_of_yaml_take_for_numbers_and_dates_stays_as_it_is_written(tmp_path: Path) -> None:
    words = [
        "no",
        "yes",
        "010",
        "0x1F",
        "1e3",
        "12:30",
        "2021-03-18",
        "~",
        "null",
        "true",
        "1_000",
        "!!int 7",
    ]
    listed = "".join(f"    - {word}\n" for word in words)
    profile = load(_write(tmp_path, f"furniture:\n  menu:\n{listed}surnames: 010 no\n"))
    assert profile.furniture_of("menu").pattern.startswith("|".join(f"(?:{w.split()[-1]})" for w in words))
    assert profile.surnames.match("010")
    assert profile.surnames.match("no")


def test_an_empty_profile_is_the_built_in_one(tmp_path: Path) -> None:
    profile = load(_write(tmp_path, ""))
    assert profile.styles == default().styles
    assert profile.cues == default().cues


def test_a_profile_is_read_once(tmp_path: Path) -> None:
    path = _write(tmp_path, "")
    assert load(path) is load(path)
    assert default() is default()


def test_a_style_of_ones_own_comes_first(tmp_path: Path) -> None:
    """Where a built-in style fits too, the user's wins; it is the example at the head of the built-in profile."""
    path = _write(tmp_path, 'numbering:\n  question: {pattern: "问题{num}[.、]", type: question}\n')
    tei = _convert(QUESTIONS.replace("乘船须知", "问题"), load(path)).tei
    assert {div.get("type") for div in tei.iter("{*}div")} == {"question"}


# --- what it is told --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("numberings: {}", "unknown key 'numberings'; allowed: extends, numbering"),
        ("- numbering", "the file: expected a mapping (name: value), found list"),
        ("numbering", "the file: expected a mapping (name: value), found str"),
        ("numbering: [一]", "numbering: expected a mapping (name: value), found list"),
        ("numbering: {x: [一]}", "numbering.x: expected a mapping"),
        ('numbering: {x: {pattern: "{cn}、", kind: a}}', "numbering.x: unknown key 'kind'; allowed: pattern, type, as, words"),
        ("numbering: {x: {type: section}}", "numbering.x: needs a pattern, for example \"（{cn}）\""),
        ('numbering: {x: "{cm}、"}', "numbering.x: unknown placeholder {cm}; allowed: cn, "),
        ('numbering: {x: "({cn}、"}', "numbering.x: not a regular expression: "),
        ('numbering: {x: {pattern: "{cn}、", as: title}}', "numbering.x.as: 'title' is not one of heading, point, article, bullet"),
        ('numbering: {x: {pattern: 春, words: {春: one}}}', "numbering.x.words.春: expected a whole number, found 'one'"),
        ("numbering: {x: {pattern: 春, words: 春}}", "numbering.x.words: expected a mapping"),
        ("numbering: {x: '(问|题){num}[.]'}", "numbering.x: groups of your own and flags are not allowed"),
        ("separators: ['第.篇']", "separators[1]: needs {any}"),
        ("furniture: {menu: ^一$}", "furniture.menu: expected a list of strings"),
        ("furniture: {menu: [[一]]}", "furniture.menu: expected a list of strings"),
        ('furniture: {menu: ["(一"]}', "furniture.menu[1]: not a regular expression: "),
        ("furniture: [一]", "furniture: expected a mapping"),
        ("labels: {heading: [标题]}", "labels.heading: unknown; allowed: title, published, issued, source, author"),
        ("labels: {author: 作者}", "labels.author: expected a list of strings"),
        ('cues: {salute: ["[一"]}', "cues.salute[1]: not a regular expression: "),
        ("separators: 一", "separators: expected a list of strings"),
        ("numbering: {x: 一", "not valid YAML: "),
        ("numbering: {x: &a 一、, y: *a}", "YAML aliases (*name) are not allowed"),
        ("a: &a [一]\nb: &b [*a, *a]\nc: [*b, *b]", "YAML aliases (*name) are not allowed"),
        ("extends: other.yaml", "other.yaml: cannot be read: No such file"),
        ("extends: mine.yaml", "extends: 'mine.yaml' comes back to itself"),
        ("# " + "一" * 500_000, "larger than 1048576 bytes"),
        ("[" * 500_000, "line 1: nested too deep"),
        ("furniture:\n  menu:\n    - [[[[[[一]]]]]]", "line 3: nested too deep"),
        ("numbering: !!python/object/apply:os.system [x]", "numbering: expected a mapping (name: value), found list"),
        ("furniture: {menu: [一, '(二']}", "furniture.menu[2]: not a regular expression: missing ), unterminated subpattern at position 0: (二"),
        ("cues: {salute: ['一{99999999999}']}", "cues.salute[1]: not a regular expression: the repetition number is too large"),
        ("furniture: {menu: ['" + "(" * 5000 + "一" + ")" * 5000 + "']}", "furniture.menu[1]: not a regular expression: "),
        ("furniture: {menu: ['[[一]']}", "furniture.menu[1]: not a regular expression: Possible nested set"),
        ("separators: ['{any}(']", "separators[1]: not a regular expression: missing )"),
        ("numbering: {x: {pattern: 春, words: {春: " + "9" * 5000 + "}}}", "numbering.x.words.春: expected a whole number"),
        ("a: b\n---\nc: d", "not valid YAML: expected a single document"),
        ("surnames: [王]", "surnames: expected a string, found list"),
        ("extends: [default]", "extends: expected default, nothing or a file, found list"),
        ("cues: {headings: [一]}", "cues.headings: unknown; allowed: "),
        ("furniture: {menu: ['(?P<x>一)']}", "furniture.menu[1]: named groups and references to groups are not allowed"),
        ("cues: {saying: [一, '(一)\\1']}", "cues.saying[2]: named groups and references to groups are not allowed"),
        ("separators: ['(?P<any>一){any}']", "separators[1]: not a regular expression: redefinition of group name 'any'"),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_told_what_is_allowed(tmp_path: Path, content: str, said: str) -> None:
    path = _write(tmp_path, content)
    with pytest.raises(ProfileError) as caught:
        load(path)
    assert said in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


_LATE = {
    "a pattern that is a list": "numbering: {x: {pattern: [一]}}",
    "a type that is a list": 'numbering: {x: {pattern: "{cn}、", type: [a]}}',
    "a word that counts as a list": "numbering: {x: {pattern: 春, words: {春: [1]}}}",
    "a group of one's own": "numbering: {x: '(问|题){num}[.]'}",
    "a flag inside a pattern": "numbering: {x: '(?i)question {num}'}",
    "a pattern that matches nothing": "numbering: {x: '一?'}",
    "a separator that is no expression": "separators: ['(一']",
    "a separator without a number": "separators: ['第.篇']",
    "surnames as a list": "surnames: [王, 李]",
    "extends as a list": "extends: [default]",
    "an empty label": "labels: {other: ['']}",
    "surnames with brackets": "surnames: '( [ *'",
    "a cue taken away": "cues: {heading: null, saying: {}}",
    "nothing at all": "extends: nothing",
    "an expression in brackets that means itself": "cues: {saying: ['\\(一\\)']}",
    "a key twice": "numbering: {x: 一、, x: 二、}",
}


@pytest.mark.parametrize(
    "content",
    [pytest.param(content, id=name) for name, content in _LATE.items()],
)
def test_a_wrong_profile_never_fails_later(tmp_path: Path, content: str) -> None:
    """It is refused when it is read, or it works: it does not break on the first document."""
    try:
        profile = load(_write(tmp_path, content))
    except ProfileError:
        return
    conversion = _convert("篇一\n一、问题1.船\n题1.船来了，大家上船。\n第一篇\n", profile)
    assert conversion.ok, _messages(conversion)


def test_a_loop_over_two_profiles(tmp_path: Path) -> None:
    _write(tmp_path, "extends: b.yaml", "a.yaml")
    path = _write(tmp_path, "extends: a.yaml", "b.yaml")
    with pytest.raises(ProfileError, match="comes back to itself"):
        load(path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xff\xfe\x00\x81numbering")
    with pytest.raises(ProfileError):
        load(path)


def test_a_folder_is_no_profile(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read: Is a directory"):
        load(tmp_path)
