"""Word's automatic numbers: those that LibreOffice shows too, and Word's own where the two are known to differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_lists import ALIKE, FORMATS, NUMBERS, OUTLINE, formats, items, start
from docx_samples import Docx, abstract, level, num, paragraph, style
from hypothesis import given
from hypothesis import strategies as st
from soffice import TEXT, convert, exported, squeezed

from pipeline import numerals
from pipeline.readers import ReadError, docx
from pipeline.readers.office.numbers import shown


def lines(document: Docx) -> list[str]:
    source = docx.read(document.data(), "a.docx")
    return [source.text[line.span.start : line.span.end] for line in source.lines]


def differs(form: str, number: int) -> bool:
    """Whether LibreOffice 7.4 shows a number otherwise than Word and the standard."""
    if form in ("chineseCounting", "taiwaneseCounting", "japaneseCounting"):
        return number >= 100  # it counts on as 一百零一; Word has 一○一 (Japanese: 百一)
    if form == "chineseCountingThousand":
        return number in (101, 1010)  # 零 for Word's 〇
    if form == "ideographDigital":
        return number >= 10  # 十 for 一〇
    if form == "decimalEnclosedCircle":
        return number > 20  # Word ends with ⑳
    if form == "decimalEnclosedCircleChinese":
        return number > 10  # Word ends with ⑩
    # Not known to it, or something else: it shows plain digits, and ① for ㈠.
    return form in FORMATS[FORMATS.index("japaneseDigitalTenThousand") :]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What LibreOffice shows of every sample, by its name."""
    folder = tmp_path_factory.mktemp("office")
    samples = {**ALIKE, "formats": formats()}
    files = {name: folder / f"{i}.docx" for i, name in enumerate(samples)}
    for name, file in files.items():
        file.write_bytes(samples[name].data())
    convert(folder, list(files.values()), TEXT)
    return {name: exported(file.with_suffix(".txt")) for name, file in files.items()}


def test_libreoffice_shows_the_same_number_in_every_format_it_knows(office: dict[str, list[str]]) -> None:
    cases = [(form, number) for form in FORMATS for number in NUMBERS]
    same = 0
    for (form, number), ours, theirs in zip(cases, lines(formats()), office["formats"], strict=True):
        if not differs(form, number):
            assert squeezed(ours) == theirs
            same += 1
    assert same >= 300


@pytest.mark.parametrize("name", ALIKE)
def test_libreoffice_numbers_the_same_paragraphs_alike(name: str, office: dict[str, list[str]]) -> None:
    assert [squeezed(line) for line in lines(ALIKE[name])] == office[name]


@pytest.mark.parametrize(
    ("form", "expected"),
    {
        "chineseCounting": {10: "十", 11: "十一", 21: "二十一", 100: "一○○", 101: "一○一"},
        "chineseCountingThousand": {
            10: "十", 15: "十五", 101: "一百〇一", 110: "一百一十", 115: "一百一十五", 1001: "一千〇一", 10001: "一万〇一",
        },
        "chineseLegalSimplified": {10: "壹拾", 11: "壹拾壹", 101: "壹佰零壹", 10000: "壹萬"},
        "ideographDigital": {10: "一〇", 11: "一一", 101: "一〇一"},
        "japaneseDigitalTenThousand": {10: "一〇"},
        "japaneseCounting": {101: "百一", 1111: "千百十一"},
        "taiwaneseCountingThousand": {12: "十二", 101: "一百零一"},
        "taiwaneseDigital": {10: "一○"},
        "decimalEnclosedCircle": {20: "⑳", 21: "21"},
        "decimalEnclosedCircleChinese": {10: "⑩", 11: "11"},
        "decimalEnclosedParen": {1: "⑴", 20: "⒇", 21: "21"},
        "decimalEnclosedFullstop": {1: "⒈", 20: "⒛"},
        "ideographEnclosedCircle": {1: "㈠", 10: "㈩", 11: "11"},
        "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
        "ideographZodiac": {1: "子", 12: "亥", 13: "13"},
        "ideographZodiacTraditional": {1: "甲子", 60: "癸亥", 61: "61"},
        "numberInDash": {3: "- 3 -"},
        "hex": {10: "A", 26: "1A"},
        "ordinal": {1: "1st", 11: "11th", 22: "22nd", 113: "113th"},
        "lowerLetter": {26: "z", 27: "aa", 53: "aaa", 10**8: "100000000"},
        "upperRoman": {4: "IV", 3999: "MMMCMXCIX", 4000: "4000"},
        "none": {1: ""},
        "decimalFullWidth": {10: "１０", -1: "-1"},
        "thaiCounting": {1: "1"},
    }.items(),
)  # fmt: skip
def test_numbers_are_those_that_word_shows(form: str, expected: dict[int, str]) -> None:
    assert {number: shown(number, form) for number in expected} == expected


@given(st.integers(1, 9999))
def test_what_is_counted_in_chinese_is_read_back_as_the_same_number(number: int) -> None:
    for form in (
        "chineseCountingThousand",
        "taiwaneseCountingThousand",
        "chineseLegalSimplified",
        "ideographDigital",
    ):
        assert numerals.chinese(shown(number, form)) == number


@given(st.integers(0, 10**9), st.sampled_from([*FORMATS, "ideographZodiacTraditional", "japaneseLegal", "x"]))
def test_every_number_has_a_short_sign_in_every_format(number: int, form: str) -> None:
    assert 0 < len(shown(number, form)) <= 40


# --- where LibreOffice is known to differ


def test_a_legal_level_shows_all_its_numbers_in_digits() -> None:
    legal = level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    document = Docx(items(0, 1, 2, 2), abstract(1, *OUTLINE[:2], legal) + num(1, 1))
    assert lines(document) == ["第一章　总则", "一、组织", "1.1.1 渠道", "1.1.2 桥梁"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [("", "1 2 1 2 1 1"), ("0", "1 2 3 4 5 6"), ("1", "1 2 3 4 1 2"), ("2", "1 2 1 2 1 1")],
)
def test_a_level_starts_again_after_the_level_it_names(restart: str, expected: str) -> None:
    more = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    levels = (level(0, "decimal", "章%1."), level(1, "decimal", "节%2."), level(2, "decimal", "%3", more))
    document = Docx(items(0, 1, 2, 2, 1, 2, 2, 0, 1, 2, 1, 2), abstract(1, *levels) + num(1, 1))
    numbers = [line.split()[0] for line in lines(document) if line[0] not in "章节"]
    assert " ".join(numbers) == expected


def test_an_overridden_start_holds_whenever_the_level_starts_again() -> None:
    levels = (level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2"))
    document = Docx(
        items(0, (2, 0), (2, 1), (2, 1), (2, 0), (2, 1)),
        abstract(1, *levels) + num(1, 1) + num(2, 1, start(0, 5) + start(1, 3)),
    )
    assert [line[:-2].strip() for line in lines(document)] == ["一、", "五、", "五.3", "五.4", "六、", "六.3"]


def test_bullets_are_characters_that_every_font_has() -> None:
    def bullet(id: int, char: str, font: str = "SimSun", more: str = "") -> str:
        fonts = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'
        return abstract(id, level(0, "bullet", char, more, after=fonts)) + num(id, id)

    bullets = (
        bullet(1, "\uf0b7", "Symbol") + bullet(2, "\uf06c", "Wingdings") + bullet(3, "o", "Courier New") + bullet(4, "—")
        + bullet(5, "n", "Wingdings") + bullet(6, "\uf0ff", "Wingdings") + bullet(7, "\ue000") + bullet(8, "")
        + bullet(9, "x", more='<w:lvlPicBulletId w:val="0"/>')
    )  # fmt: skip
    source = docx.read(Docx("".join(paragraph("甲", i, 0) for i in range(1, 10)), bullets).data(), "a.docx")
    assert "".join(source.text[line.span.start] for line in source.lines) == "•●○—■••••"
    assert {line.hints for line in source.lines} == {("li", "numbered")}


def test_a_format_of_newer_programs_keeps_its_noughts() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1号"/></w:lvl>'
    )
    assert lines(Docx(items(0), abstract(1, custom) + num(1, 1))) == ["007号　总则"]


@pytest.mark.parametrize(
    ("shown_as", "expected"),
    [
        ("%1、", "一、总则"),
        ("（%1）", "（一）总则"),
        ("第%1条", "第一条　总则"),
        ("%1.", "一. 总则"),
        ("%1)", "一) 总则"),
    ],
)
def test_markers_are_set_off_as_chinese_typography_does(shown_as: str, expected: str) -> None:
    assert lines(Docx(items(0), abstract(1, level(0, "chineseCounting", shown_as)) + num(1, 1))) == [expected]


def test_only_the_first_line_of_a_paragraph_has_the_number_and_headers_count_by_themselves() -> None:
    broken = "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>"
    document = Docx(
        paragraph(broken, 1, 0) + items(0) + '<w:sectPr><w:headerReference r:id="header0"/></w:sectPr>',
        abstract(1, level(0, "decimal", "%1、")) + num(1, 1),
        headers=(paragraph("页眉", 1, 0),),
    )
    assert lines(document) == ["1、页眉", "1、甲", "乙", "2、总则"]


def test_numbers_of_a_chain_of_styles_cost_linear_time() -> None:
    chain = "".join(style(f"s{i}", base=f"s{i - 1}") for i in range(5000))
    first = style("s", p='<w:numPr><w:numId w:val="1"/></w:numPr>')
    styles = first + chain.replace('w:val="s-1"', 'w:val="s"', 1)
    document = Docx(
        paragraph("甲", style="s4999"), abstract(1, level(0, "decimal", "%1、")) + num(1, 1), styles
    )
    assert lines(document) == ["1、甲"]


def test_samples_do_not_depend_on_where_they_lie(tmp_path: Path) -> None:
    path = tmp_path / "讲话.docx"
    path.write_bytes(ALIKE["outline"].data())
    from pipeline.readers import read

    assert read(path).text.splitlines() == lines(ALIKE["outline"])


def test_a_marker_that_would_swell_the_text_is_refused() -> None:
    for text in ("号" * 256, "%1" * 100):
        document = Docx(items(0), abstract(1, level(0, "decimal", text)) + num(1, 1))
        with pytest.raises(ReadError, match=r"SRC117: .* a list marker of"):
            lines(document)


def test_formats_that_nobody_knows_and_wild_numbers_are_shown_as_digits() -> None:
    wild = level(0, "0zz", "%1.", start=-3) + level(1, "chineseCounting", "%1、%2、", start=-1)
    assert lines(Docx(items(0, 1, 1, 1), abstract(1, wild) + num(1, 1))) == [
        "-3. 总则", "-3、-1、组织", "-3、0、渠道", "-3、一、桥梁",
    ]  # fmt: skip
