"""Forms in which documents say the same thing, each in a text of its own: ``forms.yaml`` says how they are to be read."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from pipeline import Conversion, convert
from pipeline.readers.text import read

FORMS: dict[str, list[Any]] = yaml.safe_load(Path(__file__).with_name("forms.yaml").read_text("utf-8"))
T = "{http://www.tei-c.org/ns/1.0}"
UNREAD = {f"{T}{name}" for name in ("fw", "note", "teiHeader")}
CHINESE = "一二三四五六"
TITLE = "在全县渡口安全工作会议上的讲话"
PROSE = (
    "渡口虽小，连着两岸三个村的日子，谁家孩子上学，谁家老人看病，都要从这里经过。",
    "去年汛期，水位一夜涨了两米，值班的同志连着三十个小时没有合眼，把十六条船一条一条系牢。",
    "我们要从一根缆绳、一盏灯做起。开船以前看天，看水，看人；靠岸以后数人，数货，数绳。",
)
SPEECH = f"同志们：\n{PROSE[0]}\n一、把渡船修好\n{PROSE[1]}\n二、把规矩立好\n{PROSE[2]}\n谢谢大家！\n"
ARTICLE = "\n".join(PROSE) + "\n"
HEADINGS = ("守好渡口的底线", "修好渡船的龙骨", "管好两岸的灯火")
TALK = (
    ("渡口今年打算怎么过汛期？", "我们从三月起就开始巡堤，每天两次，夜里还有一次，都写在本子上。"),
    ("听说渡船要换新的，是真的吗？", "新船已经下水试航了，载客四十人，比老船多一倍，五月一日正式开航。"),
    ("两岸的老人怎么过河？", "老人坐船不要票，船上备了六把椅子，开船以前先扶他们坐好。"),
    ("票价会不会涨？", "票价五年不变，这一条写进了村规，谁也不能改。"),
)


def made(text: str) -> Conversion:
    found = convert(read(text.encode(), "text.txt"))
    assert found.ok
    return found


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def words(found: Conversion, name: str) -> list[str]:
    return [plain("".join(element.itertext())) for element in found.tei.iter(T + name)]


def author(found: Conversion) -> str:
    assert found.document
    people = {person.id: person.name for person in found.document.persons}
    return plain(people.get(found.document.meta.author, ""))


def reading(element: etree._Element) -> str:
    """The text of an element without what a page has around it."""
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return ""
    return (element.text or "") + "".join(reading(child) + (child.tail or "") for child in element)


@pytest.mark.parametrize("form", FORMS["titles"], ids=lambda form: form["head"])
@pytest.mark.parametrize("body", [SPEECH, ARTICLE], ids=["speech", "article"])
def test_titles(form: dict[str, str], body: str) -> None:
    found = made(f"{form['head']}\n{body}")
    assert found.document
    assert plain(found.document.meta.title) == plain(form["title"])


@pytest.mark.parametrize("form", FORMS["dates"], ids=lambda form: form["line"])
def test_dates(form: dict[str, str]) -> None:
    found = made(f"{TITLE}\n{form['line']}\n{SPEECH}")
    assert found.document
    assert found.document.meta.title == TITLE
    assert found.document.meta.date[:10] == form["day"]


@pytest.mark.parametrize("form", FORMS["imprints"], ids=lambda form: form["lines"])
@pytest.mark.parametrize("title", [TITLE, "把渡口守好"])
def test_imprints(form: dict[str, str], title: str) -> None:
    found = made(f"{title}\n{form['lines']}\n{SPEECH}")
    assert found.document
    meta = found.document.meta
    assert meta.title == title
    assert (meta.date[:10], meta.publisher, author(found)) == (form["day"], form["source"], form["author"])


@pytest.mark.parametrize("form", FORMS["authors"], ids=lambda form: form["lines"])
def test_authors(form: dict[str, str]) -> None:
    found = made(f"把渡口守好\n{form['lines']}\n{SPEECH}")
    assert found.document
    assert found.document.meta.title == "把渡口守好"
    assert author(found) == form["name"]


@pytest.mark.parametrize("salutation", FORMS["salutations"])
@pytest.mark.parametrize("head", [f"{TITLE}\n（2023年5月4日）", "把渡口守好\n孟长河"], ids=["dated", "named"])
def test_salutations(salutation: str, head: str) -> None:
    found = made(f"{head}\n{salutation}\n{ARTICLE}")
    assert words(found, "salute") == [plain(salutation)]


@pytest.mark.parametrize("form", FORMS["turns"], ids=lambda form: form["asks"])
@pytest.mark.parametrize("title", ["就渡口汛期工作答记者问", "望川渡口访谈实录"])
def test_turns(form: dict[str, str], title: str) -> None:
    lines = [title, "2023-05-04 来源：望川日报", PROSE[0] + "本报记者采访了县渡口管理所所长孟长河。"]
    for n, (question, answer) in enumerate(TALK, 1):
        clock = {"n": n, "q": question, "a": answer, "t1": f"{2 * n:02}", "t2": f"{2 * n + 1:02}"}
        lines += [form["asks"].format(**clock), form["answers"].format(**clock)]
    assert len(words(made("\n".join(lines) + "\n"), "sp")) == 2 * len(TALK)


def compilation(form: str, title: str, count: int) -> Conversion:
    lines = [title]
    for n in range(1, count + 1):
        own = HEADINGS[(n - 1) % len(HEADINGS)]
        lines += [form.format(title="守渡口发言稿", own=own, n=n, cn=CHINESE[n - 1]), *SPEECH.splitlines()]
    return made("\n".join(lines) + "\n")


@pytest.mark.parametrize("form", FORMS["separators"])
@pytest.mark.parametrize("title", ["守渡口发言稿", "2023年守渡口发言稿(通用5篇)"])
def test_separators(form: str, title: str) -> None:
    found = compilation(form, title, 5)
    assert found.document
    assert len(found.document.parts) == 5


@pytest.mark.parametrize("form", FORMS["counted"])
def test_separators_that_the_title_counts(form: str) -> None:
    found = compilation(form, "守渡口发言稿（精选4篇）", 4)
    assert found.document
    assert len(found.document.parts) == 4


@cache
def _outline(*numbers: str) -> list[str]:
    lines = [TITLE, "同志们：", PROSE[0]]
    for number, heading, prose in zip(numbers, HEADINGS, PROSE, strict=True):
        lines += [number + heading, prose, PROSE[1] + "这件事大家都记得。"]
    return words(made("\n".join(lines) + "\n"), "head")


@pytest.mark.parametrize("numbers", FORMS["numbers"], ids=lambda numbers: numbers[0])
def test_numbers(numbers: list[str]) -> None:
    wanted = [plain(number + heading) for number, heading in zip(numbers, HEADINGS, strict=True)]
    assert _outline(*numbers) == wanted


@pytest.mark.parametrize("line", FORMS["feet"])
def test_feet_of_pages(line: str) -> None:
    found = made(f"{TITLE}\n{SPEECH}责任编辑：秦望舒\n{line}\n版权所有：望川县人民政府\n")
    assert plain(line) not in plain(reading(found.tei))


@pytest.mark.parametrize("line", FORMS["heads"])
@pytest.mark.parametrize("over", ["", "首页 > 领导讲话 > 正文\n"], ids=["alone", "path"])
def test_heads_of_pages(line: str, over: str) -> None:
    found = made(f"{over}{line}\n{TITLE}\n（2023年5月4日）\n{SPEECH}")
    assert found.document
    assert found.document.meta.title == TITLE
    assert plain(line) not in plain(reading(found.tei))
