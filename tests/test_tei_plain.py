"""The quick look at a valid tree never finds right what the rules or the comparison do not."""

from __future__ import annotations

import copy
import html
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from test_tei_schema import SAMPLE, SCHEMATRON, T, documents, find, ids_of_rules, mutate, sample

from pipeline.convert import convert
from pipeline.model import Document
from pipeline.readers.text import read
from pipeline.tei import names, plain
from pipeline.tei.build import build
from pipeline.tei.grammar import rough
from pipeline.tei.plain import right as plainly_right
from pipeline.tei.projection import source_span
from pipeline.tei.validate import in_full, schema_errors, validate

DEMO = Path(__file__).parents[1] / "input"
Dice = random.Random
Element = etree._Element


def choose(root: Element, path: str, dice: Dice) -> Element | None:
    found = root.xpath(path, namespaces={"t": names.NS})
    return dice.choice(found) if isinstance(found, list) and found else None  # type: ignore[return-value]


def attribute(path: str, name: str, *values: str) -> Callable[[Element, Dice], None]:
    """Give one of the elements at a path some value for an attribute."""

    def change(root: Element, dice: Dice) -> None:
        element = choose(root, path, dice)
        if element is not None:
            element.set(name, dice.choice(values))

    return change


def put(*pieces: str) -> Callable[[Element, Dice], None]:
    """Put something behind or into an element of the text."""

    def change(root: Element, dice: Dice) -> None:
        element, place = choose(root, "t:text//*", dice), dice.randrange(3)
        added = etree.fromstring(f'<x xmlns="{names.NS}">{dice.choice(pieces)}</x>')[0]
        if element is None:
            return
        if place == 0:
            element.append(added)
        elif place == 1:
            element.insert(0, added)
            added.tail, element.text = element.text, None
        else:
            added.tail, element.tail = element.tail, None
            element.addnext(added)

    return change


def moved(root: Element, dice: Dice) -> None:
    """A character that is lost, doubled, changed, or put somewhere else."""
    holders = [e for e in root.iterfind(f"{T}text//*") if (e.text or "").strip()]
    if not holders:
        return
    holder = dice.choice(holders)
    text = holder.text or ""
    at = dice.randrange(len(text))
    kept = dice.choice(["", text[at], text[at] * 2, "字", " ", "\u3000", "\u00a0", "\r", text[at] + " ", "&"])
    holder.text = text[:at] + kept + text[at + 1 :]
    if dice.random() < 0.5:
        other = dice.choice(holders)
        other.tail = text[at] + (other.tail or "") if dice.random() < 0.5 else (other.tail or "") + text[at]


def range_changed(root: Element, dice: Dice) -> None:
    """A range that is a little wrong, wrong, no range, or only written in another way."""
    element = choose(root, "t:text//*[@source]", dice)
    if element is None:
        return
    span = source_span(element)
    start, end = (span.start, span.end) if span else (0, 1)
    by = dice.choice([-2, -1, 0, 1, 2, 99999])
    element.set(
        "source",
        dice.choice(
            [f"src:{start + by},{end}", f"src:{start},{end + by}", f"src:{end},{start}", f"src:0{start},{end}",
             f"src:{start},{end},", f"src:{start}", f"src:+{start},{end}", f"src:{start}_0,{end}", f"SRC:{start},{end}",
             f"src:{start},{end}0", "src:１,２", f"src:{start + by},{end + by}", ""]
        ),
    )  # fmt: skip


def again(root: Element, dice: Dice) -> None:
    """An attribute that stands behind the others: the same tree, written otherwise."""
    element = choose(root, "t:text//*[@source]", dice)
    if element is not None:
        value = element.attrib.pop("source")
        element.set("source", value)


def structure(root: Element, dice: Dice) -> None:
    """An element that is gone, doubled, taken apart, put elsewhere or called otherwise."""
    element, other = choose(root, "t:text//*", dice), choose(root, "t:text//*", dice)
    if element is None or other is None or (parent := element.getparent()) is None:
        return
    what = dice.randrange(5)
    if what == 0:
        parent.remove(element)
    elif what == 1:
        twin = copy.deepcopy(element)
        for inner in twin.iter():
            inner.attrib.pop(names.XML_ID, None)
        element.addnext(twin)
    elif what == 2 and element not in other.iterancestors() and element is not other:
        other.append(element)
    elif what == 3:
        etree.strip_tags(parent, element.tag)
    else:
        element.tag = dice.choice(
            [f"{T}{name}" for name in ("sic", "corr", "orig", "reg", "seg", "hi", "note")]
        )


IDENTIFIERS = ("t", "p1", "s1", "r.paragraph", "x", "x9", "p1 ", "", "1", "a:b", "一", "²", "龦", "a b", "-a", '"', "a&b",
               "x\u3000")  # fmt: skip
POINTERS = ("#r.nothing", "r.x", "#", "", "#per.1", "#per.2", "#r.title.first", "#t", "#r.paragraph",
            "#r.paragraph #r.paragraph", "%", '#r.paragraph"', '"', " #r.paragraph", "a b", "http://[", "#per.1>")  # fmt: skip
CHANGES: tuple[Callable[[Element, Dice], None], ...] = (
    attribute("t:text//*[@ana]", "ana", *POINTERS),
    attribute("t:text//*[self::t:sp or self::t:said]", "who", *POINTERS),
    attribute("//t:persName | //t:author", "ref", *POINTERS),
    attribute("t:text//*", "resp", *POINTERS),
    attribute("//t:change", "who", *POINTERS),
    attribute("//t:category | //t:person | //t:bibl", names.XML_ID, "r.other", "per.9", "src.t1", "x1"),
    attribute("//*[@xml:id]", names.XML_ID, *IDENTIFIERS),
    attribute("//*[@xml:id]", names.XML_ID, *IDENTIFIERS),
    attribute("t:text//*", names.XML_ID, *IDENTIFIERS),
    attribute("//t:group/t:text", "n", "1", "01", "2", "3"),
    attribute("//t:group/t:text", "decls", "#src.t1", "#src.t2", "#t1", "#r.paragraph", "#nothing"),
    attribute("//t:div", "n", "", "1", "1.1", "1.", "2", "10", "1.1.1", "x", ".", "1 1"),
    attribute("//t:div", "n", "1", "1.1", "1.2", "2.1"),
    attribute("//t:list", "type", "ordinal", "bulleted"),
    attribute("//t:idno", "type", "sha256", "md5"),
    attribute("t:text//*", "cert", "high", "low", "unknown"),
    attribute("t:text//t:p | t:text//t:hi | t:text//t:head", "rend", "salute", "run-in", "bold"),
    lambda root, dice: [e.attrib.pop("type", None) for e in [choose(root, "//t:list", dice)] if e is not None],  # type: ignore[func-returns-value]
    lambda root, dice: [e.attrib.pop("n", None) for e in [choose(root, "//t:div", dice)] if e is not None],  # type: ignore[func-returns-value]
    lambda root, dice: [setattr(e, "text", dice.choice(["", " ", "\r", "\u3000", "字", "&", "x\u3000"]))
                        for e in [choose(root, "//t:desc | //t:sic | //t:corr", dice)] if e is not None],  # type: ignore[func-returns-value]
    put('<note>按</note>', '<note source="src:1,2">按</note>', "<note/>", "<supplied>字</supplied>",
        "<supplied><q>字</q></supplied>", "<choice><orig>字</orig><reg>乙</reg></choice>",
        '<choice><sic/><corr cert="low">乙</corr></choice>', "<choice><sic/><corr>乙</corr><corr>丙</corr></choice>",
        "<choice><sic/><sic/></choice>", "<choice><corr/><sic/></choice>", '<corr cert="low">乙</corr>'),
    put('<pb n="1"/>', "<lb/>", "<p/>", '<div type="x"/>', '<div type="x" n="1"/>', '<div type="x" n=""><p/></div>',
        "<hi/>", '<label source="src:0,0"/>', "<item/>", "<seg><!-- 甲 --></seg>", '<list><item/></list>',
        '<list rend="runon"><item/></list>', '<gap reason="censored"/>', '<gap reason="censored"><desc/></gap>',
        '<gap reason="censored"><desc> </desc></gap>', '<gap reason="censored" unit="character"><desc>&#13;</desc></gap>'),
    put("<!-- <p> -->", "<!--</p><p>-->", "<?x </p>?>", "<hi><![CDATA[<p>]]></hi>", "<!-- x -->", '<hi> source="</hi>',
        '<hi> ana="x"</hi>', "<hi>&amp;amp;</hi>", '<hi rend="a"> n="1</hi>', '<hi xml:lang="zh">\u3000</hi>'),
    moved, moved, moved, range_changed, range_changed, range_changed, again, structure, structure, mutate,
)  # fmt: skip


def trees() -> list[tuple[Element, str]]:
    """Trees as the program makes them, with their sources."""
    made = []
    for path in sorted(DEMO.rglob("*.txt")):
        found = convert(path)
        if found.ok and len(found.source.text) < 5000:
            made.append((found.tei, found.source.text))
    texts = [
        "一、甲 乙\r\n  (一)丙 &amp;\t< 丁>\r\n“戊”\u3000\u3000己 a\nb 庚\x85辛\u2028壬",
        "第一行\n第二行\n\n\n末 行 \n",
    ]
    for text in texts:
        source = read(text.encode(), "x.txt")
        made.append((convert(source).tei, source.text))
    return made


def test_trees_of_all_kinds_are_found_right_only_when_they_are() -> None:
    dice = Dice(20261)
    originals = trees()
    seen: Counter[tuple[bool, bool]] = Counter()
    for _ in range(6000):
        root, text = copy.deepcopy(dice.choice(originals))
        for _ in range(dice.choice((1, 1, 1, 2, 4))):
            dice.choice(CHANGES)(root, dice)
        right = rough().validate(root) and plainly_right(root, text)
        faults = tuple(schema_errors(root))
        found = faults or in_full(root, text)
        assert not (right and found), (found, etree.tostring(root, encoding="unicode"))
        if not faults:
            assert validate(root, text) == found
        seen[right, not found] += 1
    assert min(seen[True, True], seen[False, False], seen[False, True]) > 100, seen


@pytest.mark.parametrize("rule", SCHEMATRON)
def test_each_rule_is_looked_at(rule: str) -> None:
    root = sample()
    assert rough().validate(root)
    assert plainly_right(root, SAMPLE)
    SCHEMATRON[rule](root)
    assert not any(schema_errors(root))
    assert not (rough().validate(root) and plainly_right(root, SAMPLE))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_what_the_program_makes_is_plainly_right(doc: Document) -> None:
    root, text = build(doc), doc.source.text
    assert plainly_right(root, text) or in_full(root, text)  # marks drawn at random may cross


@pytest.mark.parametrize("written", ["&amp;", "&lt;", "&gt;"])
def test_signs_that_a_source_has_escaped_itself_are_not_taken_for_those_of_xml(written: str) -> None:
    """A tree that holds & where the source says &amp; has lost four characters, though its XML looks like the source."""
    text = f"写网页的人\n\n大家好。\n\n他在讲稿里写了 {written} 这样的记号，没有人看得懂，后来才知道是怎么回事。\n"
    root = convert(read(text.encode(), "a.txt")).tei
    assert plainly_right(root, text)
    (holder,) = [e for e in root.iter(f"{T}p", f"{T}sic") if written in (e.text or "")]
    holder.text = (holder.text or "").replace(written, html.unescape(written))
    assert not plainly_right(root, text)
    assert {found.code for found in validate(root, text)} == {"LOS101"}


def test_the_demo_is_plainly_right() -> None:
    for root, text in trees():
        assert rough().validate(root)
        assert plainly_right(root, text)


def test_long_files_are_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "_LONG", 0)
    monkeypatch.setattr(plain, "_PIECE", 7)
    for root, text in trees():
        assert plainly_right(root, text)
        find(root, "t:text//t:p[text()]").text += "字"  # type: ignore[operator]
        assert not plainly_right(root, text)


def test_all_rules_have_their_place() -> None:
    source = (Path(__file__).parents[1] / "pipeline/tei/plain_rules.py").read_text()
    assert not [rule for rule in ids_of_rules() - {"source-form"} if rule not in source]
