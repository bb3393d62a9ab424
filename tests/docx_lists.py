"""Word files with automatic numbers, of every kind that Chinese documents have: short texts of our own."""

from __future__ import annotations

import random

from docx_samples import Docx, abstract, level, num, paragraph, style

FORMATS = (
    "decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "chineseCounting",
    "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "ideographTraditional", "ideographZodiac", "decimalEnclosedCircle",
    "decimalEnclosedCircleChinese", "decimalHalfWidth", "ordinal", "ideographLegalTraditional",
    "japaneseDigitalTenThousand", "taiwaneseDigital", "decimalEnclosedParen", "decimalEnclosedFullstop",
    "ideographEnclosedCircle", "decimalFullWidth", "decimalFullWidth2", "numberInDash", "hex",
)  # fmt: skip
NUMBERS = (1, 2, 3, 9, 10, 11, 12, 19, 20, 21, 30, 99, 100, 101, 110, 111, 1000, 1010)

OUTLINE = (
    level(0, "chineseCountingThousand", "第%1章"),
    level(1, "chineseCounting", "%2、"),
    level(2, "chineseCounting", "（%3）"),
    level(3, "decimal", "%4．"),
    level(4, "decimal", "（%5）"),
    level(5, "decimalEnclosedCircle", "%6"),
    level(6, "decimal", "%4.%5.%7"),
)
NAMES = ("总则", "组织", "渠道", "桥梁", "道路", "书屋", "学校", "仓库", "渡口")


def start(depth: int, number: int, inside: str = "") -> str:
    """An override of a level's start."""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{number}"/>{inside}</w:lvlOverride>'


def items(*places: tuple[int, int] | int) -> str:
    """Paragraphs of a list: its number and their level, or the level alone in list 1."""
    pairs = [(1, place) if isinstance(place, int) else place for place in places]
    return "".join(paragraph(NAMES[i % len(NAMES)], list_, depth) for i, (list_, depth) in enumerate(pairs))


def formats() -> Docx:
    """Every format at every number."""
    body, lists, nums = "", "", ""
    for i, form in enumerate(FORMATS):
        lists += abstract(i, level(0, form, "%1、"))
        for j, number in enumerate(NUMBERS):
            id = i * len(NUMBERS) + j + 1
            nums += num(id, i, start(0, number))
            body += paragraph(f"{form} {number}", id, 0)
    return Docx(body, lists + nums)


_TWO = (level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2"))
_STYLES = (
    style("1", "heading 1", p='<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>')
    + style(
        "2",
        "heading 2",
        p='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>',
    )
    + style("3", "章下", "1")
    + style("4", "无号", "1", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    + style("5", "条文", p='<w:numPr><w:numId w:val="2"/></w:numPr>')
)
_STYLED = (
    abstract(
        1,
        level(0, "chineseCountingThousand", "第%1章", '<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "第%2节", '<w:pStyle w:val="2"/>'),
        level(2, "decimal", "%3．"),
    )
    + abstract(2, level(0, "chineseCountingThousand", "第%1条", '<w:pStyle w:val="5"/>'))
    + num(1, 1)
    + num(2, 2)
)

# LibreOffice numbers these as Word does.
ALIKE = {
    "outline": Docx(items(0, 1, 2, 3, 4, 5, 5, 6, 3, 2, 3, 1, 2, 0, 1, 2, 3, 5), abstract(1, *OUTLINE) + num(1, 1)),
    "one count for two lists": Docx(
        items(0, 0, (2, 0), 0, (3, 0), (3, 0), 0, (3, 0)),
        abstract(1, _TWO[0]) + num(1, 1) + num(2, 1) + num(3, 1, start(0, 1)),
    ),
    "two counts": Docx(
        items(0, (2, 0), 0, (2, 0)), abstract(1, _TWO[0]) + abstract(2, level(0, "decimal", "(%1)")) + num(1, 1) + num(2, 2)
    ),
    "another level in its place": Docx(
        items(0, (2, 0), (2, 0), 0),
        abstract(1, _TWO[0]) + num(1, 1) + num(2, 1, start(0, 1, level(0, "upperRoman", "%1)"))),
    ),
    "start values": Docx(
        items(0, 1, 1, 0, 1), abstract(1, level(0, "decimal", "%1.", start=3), level(1, "lowerLetter", "(%2)", start=2)) + num(1, 1)
    ),
    "from nought": Docx(items(0, 0), abstract(1, level(0, "decimal", "%1.", start=0)) + num(1, 1)),
    "below before above": Docx(items(1, 1, 0, 1), abstract(1, *_TWO) + num(1, 1)),
    "nothing shown": Docx(
        items(0, 1, 2, 0) + paragraph("", 1, 0) + items(0),
        abstract(1, level(0, "none", "附件"), level(1, "none", ""), level(2, "decimal", "%1%2%3)")) + num(1, 1),
    ),
    "suffixes": Docx(
        items((1, 0), (2, 0), (3, 0)),
        "".join(
            abstract(i, level(0, "decimal", "%1", f'<w:suff w:val="{suffix}"/>')) + num(i, i)
            for i, suffix in enumerate(("tab", "space", "nothing"), 1)
        ),
    ),
    "numbers from styles": Docx(
        "".join(
            paragraph(name, style=id)
            for name, id in zip(("总则", "目的", "条一", "范围", "条二", "条三", "组织", "无号", "机构", "条四"), "1252553425", strict=True)
        )
        + paragraph("关掉", 0, 0, "1")
        + paragraph("附则", style="1")
        + paragraph("三级", None, 2, "1")
        + paragraph("二级", 1, style="2"),
        _STYLED,
        _STYLES,
    ),
    "a list by its style": Docx(
        items((2, 0), (2, 1), (2, 0), (1, 0)),
        abstract(1, *_TWO, more='<w:styleLink w:val="L"/>')
        + abstract(2, more='<w:numStyleLink w:val="L"/>')
        + num(1, 1)
        + num(2, 2),
        style("L", "公文", p='<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"),
    ),
    "lists that do not exist": Docx(paragraph("甲", 1) + paragraph("乙", 7, 0) + paragraph("丙", 1, 0), abstract(1, *_TWO) + num(1, 1)),
}  # fmt: skip


def mixed(seed: int) -> Docx:
    """Lists as they come: several definitions, lists that share one, starts of their own, styles, all interleaved."""
    choose = random.Random(seed)
    forms = [
        form for form in FORMATS[:17] if form not in ("ideographDigital", "decimalEnclosedCircleChinese")
    ]
    lists, nums, ids = "", "", []
    for definition in range(choose.randint(1, 3)):
        shapes = ("%{}、", "（%{}）", "第%{}条", "%{}.", "%1.%{}")
        levels = (
            level(
                d,
                choose.choice(forms),
                choose.choice(shapes[: 4 + (d > 0)]).format(d + 1),
                start=choose.choice((1, 1, 1, 2)),
            )
            for d in range(4)
        )
        lists += abstract(definition, *levels)
        for _ in range(choose.randint(1, 2)):
            ids.append(len(ids) + 1)
            nums += num(ids[-1], definition, choose.choice(("", "", start(0, choose.randint(1, 4)))))
    numbering = (
        f'<w:numPr><w:ilvl w:val="{choose.randint(0, 2)}"/><w:numId w:val="{choose.choice(ids)}"/></w:numPr>'
    )
    body, depth = "", 0
    for i in range(40):
        name = NAMES[i % len(NAMES)]
        kind = choose.random()
        depth = max(0, min(3, depth + choose.choice((-2, -1, 0, 0, 1))))
        if kind < 0.15:
            body += paragraph(name)
        elif kind < 0.3:
            body += paragraph(name, style=choose.choice("12"))
        else:
            body += paragraph(name, choose.choice(ids), depth)
    return Docx(body, lists + nums, style("1", "条", p=numbering) + style("2", "款", "1"))


ALIKE |= {f"mixed {seed}": mixed(seed) for seed in range(12)}
