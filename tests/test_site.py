"""The archive site as a whole: its pages hang together, say what the TEI says, and are written anew only when they must."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html
from typer.testing import CliRunner

from pipeline.cli import convert_app
from pipeline.convert import convert
from pipeline.site import search
from pipeline.site.archive import newest
from pipeline.site.build import Card, build
from pipeline.site.chart import chart
from pipeline.site.config import load
from pipeline.site.config_form import KEYS
from pipeline.site.lists import Group, axes, slug
from pipeline.site.model import Text
from pipeline.site.options import settle
from pipeline.site.overview import PRINCIPLES
from pipeline.site.texts import read_card, volume
from pipeline.site.words import LANGUAGES, words
from pipeline.tei.header import _DECLARATIONS
from pipeline.tei.view import view
from pipeline.tei.view_types import Person
from pipeline.writers.plain import pieces

ROOT = Path(__file__).parents[1]
ALWAYS = {"report.jsonl", "report.html", ".wengao.state.jsonl", ".wengao.site.jsonl"}  # times are in them
Page = html.HtmlElement


def make(*words: str | Path, code: int = 0) -> str:
    """Run ``convert … --to site``; returns what it printed."""
    done = CliRunner().invoke(convert_app(), [*map(str, words), "--to", "site"])
    assert done.exit_code == code, done.output
    return re.sub(r"[\s│]+", " ", done.output)


def read(path: Path) -> Page:
    return html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def pages(site: Path) -> dict[Path, Page]:
    return {path: read(path) for path in sorted(site.rglob("*.html")) if path.name != "report.html"}


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name not in ALWAYS
    }


def speech(number: int, more: str = "") -> str:
    return (
        f"在第{number}次晒书会上的讲话\n\n来源：晒书馆　作者：管守书　发布时间：20{10 + number % 9}-03-{1 + number % 28:02}\n\n"
        f"各位来宾：\n\n今天晒的是第{number}箱书，一共{number * 3}册，多半受了潮。\n\n一、先翻后晒\n\n翻书要轻，晒书要勤。{more}\n\n"
        "二、先记后收\n\n收一册记一册，不许等到天黑。\n"
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("demo")
    make(ROOT / "input", "-o", site)
    return site


@pytest.fixture
def few(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        (folder / f"t{number}.txt").write_text(speech(number), encoding="utf-8")
    return folder


# --- the pages hang together ------------------------------------------------------------------------


def broken(site: Path) -> Iterator[str]:
    """Every link inside the site that leads nowhere."""
    found = pages(site)
    ids = {path: {e.get("id") for e in page.iter() if e.get("id")} for path, page in found.items()}
    for path, page in found.items():
        links = [value for value in page.xpath("//@href | //@src | //@action") if not urlsplit(value).scheme]
        for link in links:
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                yield f"{path}: {link}: no such file"
            elif parts.fragment and unquote(parts.fragment) not in ids.get(target, ()):
                yield f"{path}: {link}: no such place"


def test_every_link_and_anchor_resolves(demo: Path) -> None:
    assert len(pages(demo)) > 90
    assert list(broken(demo.resolve())) == []


def test_every_page_has_one_heading_a_language_unique_ids_and_reaches_no_other_host(demo: Path) -> None:
    for path, page in pages(demo).items():
        assert len(page.xpath("//h1")) == 1, path
        assert re.fullmatch(r"en|zh-Han[st](-HK|-TW)?", page.get("lang", "")), path
        assert page.xpath("string(//title)").strip(), path
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        loaded = page.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert not [address for address in loaded if urlsplit(address).scheme or address.startswith("//")], (
            path
        )
    assert "@import" not in (demo / "site.css").read_text("utf-8")
    assert "url(" not in (demo / "site.css").read_text("utf-8")


def test_every_page_is_reached_from_the_home_page_without_scripts(demo: Path) -> None:
    demo = demo.resolve()
    seen, todo = set(), [demo / "index.html"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in read(path).xpath("//body//a/@href"):
            parts = urlsplit(link)
            if not parts.scheme and parts.path.endswith(".html"):
                todo.append((path.parent / unquote(parts.path)).resolve())
    assert set(pages(demo)) - seen == {demo / "404.html"}


def test_only_the_search_page_has_scripts(demo: Path) -> None:
    for path, page in pages(demo).items():
        running = page.xpath("//script[not(@type='application/ld+json')]")
        assert bool(running) == (path.name == "search.html"), path
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), path


# --- and say what the TEI says ----------------------------------------------------------------------


def plain(text: str) -> str:
    return "".join(text.split())


def test_the_text_of_a_page_is_the_reading_of_its_tei(demo: Path) -> None:
    compared = 0
    for file in sorted((demo / "texts").rglob("*.xml")):
        seen = view(etree.parse(file).getroot())
        for number, part in enumerate(seen.parts, 1):
            path = file.with_suffix("") / f"{number}.html" if seen.compilation else file.with_suffix(".html")
            (shown,) = read(path).xpath("//div[@id='text']")
            for own in shown.xpath(
                ".//a[@class='pn' or @class='anchor' or @class='fn'] | .//*[@class='unsure']"
            ):
                own.drop_tree()
            assert plain(shown.text_content()) == plain("".join(text for _, text in pieces(part.children))), (
                path
            )
            compared += 1
    assert compared > 20


def test_permalinks_are_the_ids_of_the_tei(demo: Path) -> None:
    file = demo / "texts/documents/old-letters-annual-report.xml"
    wanted = etree.parse(file).xpath(
        "//*[local-name()='body']//*[local-name()='p' or local-name()='div']/@xml:id"
    )
    found = read(file.with_suffix(".html")).xpath("//div[@id='text']//@id")
    assert len(wanted) > 10
    assert set(wanted) <= set(found)


def test_the_source_page_has_every_character_of_the_source_in_order(demo: Path) -> None:
    checked = 0
    for source in sorted((ROOT / "input").rglob("*.txt")):
        path = (demo / "texts" / source.relative_to(ROOT / "input")).with_suffix(".source.html")
        lines = read(path).xpath("//td[@class='line']")
        assert plain("".join(line.text_content() for line in lines)) == plain(
            source.read_text("utf-8-sig")
        ), path
        checked += 1
    assert checked > 10


def test_a_row_of_the_source_page_begins_where_it_says(demo: Path) -> None:
    source = (ROOT / "input/documents/old-letters-annual-report.txt").read_text("utf-8")
    for row in read(demo / "texts/documents/old-letters-annual-report.source.html").xpath("//tbody/tr"):
        at, line = row.xpath("string(td[@class='at'])"), row.xpath("string(td[@class='line'])")
        assert source[int(at) :].startswith(line[:6])


def test_other_scripts_are_pages_of_their_own_that_say_so(demo: Path) -> None:
    other, own = (read(demo / f"texts/speeches/reading-the-water{end}.html") for end in (".hant", ""))
    assert (own.get("lang"), other.get("lang")) == ("zh-Hans", "zh-Hant")
    assert other.xpath("//p[@class='converted']")
    assert not own.xpath("//p[@class='converted']")
    pairs = [{(e.get("hreflang"), e.get("href")) for e in p.xpath("//link[@hreflang]")} for p in (own, other)]
    assert pairs[0] == pairs[1]
    assert {"zh-Hans", "zh-Hant", "x-default"} == {lang for lang, _ in pairs[0]}
    assert "講" in other.xpath("string(//main)")
    # one that is in traditional script already has its other page in simplified
    assert (demo / "texts/speeches/paper-mill-library-hant.hans.html").exists()
    assert not (demo / "texts/speeches/paper-mill-library-hant.hant.html").exists()
    assert not list((demo / "texts").glob("how-a-river*.han?.html"))  # English


def test_principles_are_those_of_the_header() -> None:
    assert tuple(name for name, _, _ in _DECLARATIONS) == PRINCIPLES
    assert [words("en")[f"principle_{name}_text"] for name in PRINCIPLES] == [
        text for *_, text in _DECLARATIONS
    ]


def test_a_compilation_has_a_page_and_its_texts_have_their_own(demo: Path) -> None:
    whole = read(demo / "texts/speeches/beekeepers-three-talks.html")
    assert whole.xpath("//div[@id='text']//a/@href") == [
        f"beekeepers-three-talks/{n}.html" for n in (1, 2, 3)
    ]
    second = read(demo / "texts/speeches/beekeepers-three-talks/2.html")
    assert second.xpath("//a[@rel='prev']/@href | //a[@rel='next']/@href") == ["1.html", "3.html"]
    assert "../beekeepers-three-talks.html" in second.xpath("//nav[@class='crumbs']//a/@href")


def test_previous_and_next_go_through_all_texts_by_date(few: Path, tmp_path: Path) -> None:
    site = (tmp_path / "site").resolve()
    make(few, "-o", site)
    path, dates = site / "texts/t0.html", []
    while True:
        page = read(path)
        dates.append(page.xpath("string(//dl[@class='meta']//time/@datetime)"))
        after = page.xpath("//a[@rel='next']/@href")
        if not after:
            break
        assert read((path.parent / after[0]).resolve()).xpath("//a[@rel='prev']/@href") == [path.name]
        path = (path.parent / after[0]).resolve()
    assert len(dates) == 6
    assert dates == sorted(dates)


def test_the_table_of_all_texts_names_files_that_exist(demo: Path) -> None:
    with (demo / "exports/texts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 23  # 22 texts and a compilation
    assert all((demo / row["page"]).exists() and (demo / row["tei"]).exists() for row in rows)


def test_a_card_holds_all_that_the_site_knows_of_a_document(demo: Path) -> None:
    for file in sorted((demo / "texts").rglob("*.xml")):
        id = file.relative_to(demo).with_suffix("").as_posix()
        known = volume(view(etree.parse(file).getroot()), id)
        data = file.with_suffix(".card.json").read_bytes()
        assert read_card(data, id) == replace(
            known, texts=tuple(replace(text, gist=search.gist(text)) for text in known.texts)
        )
        assert known.texts[0].paragraphs
        # what is read of it for the lists has no more than the beginning, and the same gist
        brief = read_card(data, id, 1)
        assert [(t.paragraphs, t.gist) for t in brief.texts] == [
            (t.paragraphs[:1], search.gist(t)) for t in known.texts
        ]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("在晒书会上的讲话\n\n各位来宾：\n\n书要晒。", "speech"),
        ("政府工作报告\n\n各位代表：\n\n书晒了。", "speech"),
        ("关于开馆情况的报告\n\n书晒了。", "document"),
        ("关于晒书的通知\n\n各乡镇：\n\n书要晒。", "document"),
        ("晒书办法\n\n第一条　书要晒。\n\n第二条　晒书要勤。\n\n第三条　收书要快。", "law"),
        ("晒书馆访谈\n\n记者：晒了吗？\n\n馆长：晒了。\n\n记者：收了吗？\n\n馆长：收了。", "transcript"),
        ("水边的下午\n\n水退了，人也散了。", ""),
    ],
)
def test_the_kind_of_a_text_is_told_by_its_form_and_title(tmp_path: Path, words: str, wanted: str) -> None:
    (tmp_path / "a.txt").write_text(words + "\n", encoding="utf-8")
    assert volume(view(convert(tmp_path / "a.txt").tei), "a").texts[0].kind == wanted


# --- lists ------------------------------------------------------------------------------------------


def text(id: str, **more: object) -> Text:
    return Text(id, more.pop("title", id), **more)  # type: ignore[arg-type] # named in each call


def test_one_name_in_two_scripts_is_one_group() -> None:
    texts = (
        text("a", authors=(Person("", "楊守書"),), lang="zh-Hant"),
        text("b", authors=(Person("", "杨守书"),)),
        text("c", authors=(Person("", "杨守书"),)),
        text("d"),
    )
    speakers = next(axis for axis in axes(texts, (), words("en")) if axis.name == "speakers")
    assert [(group.label, len(group.texts)) for group in speakers.groups] == [
        ("杨守书", 3),
        ("No speaker named", 1),
    ]
    assert speakers.groups[0].values == ("杨守书", "楊守書")


def test_names_of_list_pages_are_safe_and_never_fall_together() -> None:
    names = [
        "a/b",
        "a_b",
        "a:b",
        "../x",
        "con",
        "名 字",
        "名_字",
        "长" * 300,
        "长" * 299 + "短",
        'x"y',
        "x\ty",
    ]
    slugs = [slug(name) for name in names]
    assert len(set(slugs)) == len(names)
    assert all(re.fullmatch(r'[^\s/\\:*?"<>|]+', each) and len(each.encode()) < 250 for each in slugs)


def test_newest_first_and_numbers_in_their_order() -> None:
    texts = tuple(
        text(id, delivered=date)
        for id, date in (("t/10", "2020"), ("t/2", "2020"), ("u", ""), ("v", "2021-03"))
    )
    assert [each.id for each in newest(texts)] == ["v", "t/2", "t/10", "u"]


def test_lists_count_every_text_once_in_each_division(few: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(few, "-o", site)
    page = read(site / "browse/years.html")
    counts = {
        a.text: int(a.getparent().xpath("string(span[@class='count'])"))
        for a in page.xpath("//ul[@class='groups']//a")
    }
    assert counts == {f"{2010 + n}": 1 for n in range(6)}
    group = read(site / "browse/speaker-管守书.html")
    assert [a.text for a in group.xpath("//p[@class='item-title']/a")] == [
        f"在第{n}次晒书会上的讲话" for n in range(5, -1, -1)
    ]


def test_filters_hide_all_but_the_texts_they_count(demo: Path) -> None:
    """The rules of the style sheet, read here as a browser reads them: a marked box hides what has not its mark."""
    seen = 0
    for path in sorted((demo / "browse").glob("year-*.html")):
        page = read(path)
        style = page.xpath("string(//head/style)")
        for box in page.xpath("//input[@id]"):
            mark, count = box.get("id"), int(box.getparent().xpath("string(span[@class='count'])"))
            assert f'.narrowed:has(#{mark}:checked) :is(.item, .span):not([data-in~="{mark}"])' in style
            assert len([e for e in page.xpath("//li[@data-in]") if mark in e.get("data-in").split()]) == count
            seen += 1
    assert seen > 10


def test_the_chart_shows_every_year_between_and_links_those_with_texts() -> None:
    groups = tuple(
        Group(str(year), str(year), f"browse/year-{year}.html", tuple(text(str(n)) for n in range(count)))
        for year, count in ((1999, 1), (2003, 4), (2001, 2))
    )
    drawn = chart((*groups, Group("", "?", "x", ())), "{n} 年", "{n} 篇", "{n} 篇")
    assert drawn is not None
    assert [bar.path for bar in drawn.bars if bar.path] == [
        f"browse/year-{y}.html" for y in (1999, 2001, 2003)
    ]
    one, two, four = (bar for bar in drawn.bars if bar.path)
    assert two.height == pytest.approx(2 * one.height, rel=0.01)
    assert four.height == pytest.approx(4 * one.height, rel=0.01)
    assert one.y + one.height == drawn.base
    assert four.title == "2003 年：4 篇"
    assert chart(groups[:1], "", "", "") is None


# --- words, settings, templates ---------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_in_every_language_has_whole_pages(few: Path, tmp_path: Path, language: str) -> None:
    site = tmp_path / "site"
    make(few, "-o", site, "--ui-lang", language)
    assert read(site / "index.html").get("lang") == language
    menu = read(site / "texts/t1.html").xpath("//header[@class='site-head']//nav//a/text()")
    assert words(language)["search"] in menu
    assert list(broken(site.resolve())) == []


def test_own_settings_style_pages_and_templates(few: Path, tmp_path: Path) -> None:
    own = few / "own"
    (own / "site").mkdir(parents=True)
    (own / "more").mkdir()
    (few / "site.yaml").write_text(
        'title: 晒书文库\nbase_url: https://example.org/a/\ncss: own/own.css\npages: own/more\ntemplates: own\n'
        'colours: {light: {accent: "#1d4f6e"}}\n', encoding="utf-8",
    )  # fmt: skip
    (own / "own.css").write_text("h1 { font-style: italic }", encoding="utf-8")
    (own / "more/about.md").write_text(
        "# 关于本库\n\n见[凡例](rules.md)。<b>不是标记</b>\n", encoding="utf-8"
    )
    (own / "more/rules.md").write_text("# 凡例\n\n一册一记。\n\n# 其二\n", encoding="utf-8")
    (own / "site/404.html.j2").write_text(
        '{% extends "builtin/site/404.html.j2" %}{% block end %}<p id="mine">{{ config.title }}</p>{% endblock %}',
        encoding="utf-8",
    )
    site = tmp_path / "site"
    printed = make(few, "-o", site)
    assert "skipped" not in printed
    assert len(list((site / "texts").glob("*.xml"))) == 6  # no page of the owner's is a document
    assert read(site / "index.html").xpath("string(//h1)") == "晒书文库"
    assert read(site / "404.html").xpath("string(//*[@id='mine'])") == "晒书文库"
    about = read(site / "about.html")
    assert about.xpath("string(//h1)") == "关于本库"
    assert "<b>不是标记</b>" in about.text_content()
    assert about.xpath("//div[@class='written']//a/@href") == ["pages/rules.html"]
    assert len(read(site / "pages/rules.html").xpath("//h1")) == 1
    assert (site / "own.css").read_text("utf-8") == "h1 { font-style: italic }"
    assert (site / "site.css").read_text("utf-8").rstrip().endswith("{ :root { --accent: #1d4f6e; } }")
    (canonical,) = read(site / "texts/t1.html").xpath("//link[@rel='canonical']/@href")
    assert canonical == "https://example.org/a/texts/t1.html"
    assert list(broken(site.resolve())) == []


def test_without_scripts_each_text_has_one_page(few: Path, tmp_path: Path) -> None:
    make(few, "-o", tmp_path / "site", "--scripts", "none")
    assert not list((tmp_path / "site").rglob("*.han?.html"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "html"), "a site has pages of its own"),
        (("-o", "-"), "- takes one document and one format"),
        (("--script", "hant"), "--scripts"),
        (("--scripts", "latin"), "no script 'latin'"),
        (("--base-url", "example.org"), "--base-url"),
    ],
)
def test_what_cannot_be_meant_is_refused(few: Path, words: tuple[str, ...], said: str) -> None:
    assert said in make(few, *words, code=2)


@pytest.mark.parametrize(("template", "count"), [("home", 0), ("text", 0), ("text", 40)])
def test_a_wrong_template_is_named(few: Path, tmp_path: Path, template: str, count: int) -> None:
    for number in range(count):
        (few / f"more{number}.txt").write_text(speech(number), encoding="utf-8")
    (tmp_path / "own/site").mkdir(parents=True)
    (tmp_path / f"own/site/{template}.html.j2").write_text("{{ nothing.there }}", encoding="utf-8")
    done = CliRunner().invoke(
        convert_app(),
        [str(few), "--to", "site", "-o", str(tmp_path / "site"), "--templates", str(tmp_path / "own")],
    )
    assert done.exit_code == 1
    assert re.search(rf"RUN103: template \S*{template}.html.j2:1", re.sub(r"\s+", " ", done.output))


def test_an_archive_of_nothing_and_of_a_text_of_which_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    site = tmp_path / "site"
    make(tmp_path / "in", "-o", site, code=1)  # SRC110
    assert read(site / "index.html").xpath("//h1")
    assert list(broken(site.resolve())) == []
    (tmp_path / "in/a.txt").write_text("水退了。\n", encoding="utf-8")
    make(tmp_path / "in", "-o", site)
    assert list(broken(site.resolve())) == []
    assert read(site / "browse/undated.html").xpath("//p[@class='item-title']/a/@href") == ["../texts/a.html"]


# --- incremental ------------------------------------------------------------------------------------


def when(site: Path) -> dict[str, int]:
    return {
        path.relative_to(site).as_posix(): path.stat().st_mtime_ns
        for path in site.rglob("*")
        if path.is_file() and path.name not in ALWAYS
    }


def test_a_second_run_writes_nothing(few: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(few, "-o", site)
    before = when(site)
    make(few, "-o", site)
    assert when(site) == before


def test_a_changed_text_rewrites_what_shows_it_and_leaves_a_fresh_site(few: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(few, "-o", site)
    before = when(site)
    (few / "t3.txt").write_text(speech(3, "还要防虫。"), encoding="utf-8")
    make(few, "-o", site)
    after = when(site)
    written = {name for name, time in after.items() if before.get(name) != time}
    assert before.keys() == after.keys()
    assert {"texts/t3.html", "texts/t3.hant.html", "texts/t3.source.html", "texts/t3.xml"} <= written
    assert not [name for name in written if name.startswith("texts/") and not name.startswith("texts/t3.")]
    assert not [name for name in written if name.startswith("browse/")]  # no list shows what was added
    make(few, "-o", tmp_path / "fresh")
    assert files(site) == files(tmp_path / "fresh")


def test_a_new_title_changes_the_lists_and_the_neighbours(few: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(few, "-o", site)
    before = when(site)
    (few / "t3.txt").write_text(speech(3).replace("晒书会上", "大晒书会上"), encoding="utf-8")
    make(few, "-o", site)
    written = {name for name, time in when(site).items() if before.get(name) != time}
    assert {"texts/t2.html", "texts/t4.html", "browse/year-2013.html", "index.html"} <= written
    assert not {"texts/t0.html", "texts/t5.html", "browse/year-2011.html"} & written
    make(few, "-o", tmp_path / "fresh")
    assert files(site) == files(tmp_path / "fresh")


def test_pages_of_a_text_that_is_gone_go_and_foreign_files_stay(few: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(few, "-o", site)
    (site / "texts/t2.notes.html").write_text("mine")
    (site / "browse/mine.html").write_text("mine")
    (few / "t2.txt").unlink()
    make(few, "-o", site, "--prune")
    assert [path.name for path in (site / "texts").glob("t2.*")] == ["t2.notes.html"]
    assert not (site / "browse/year-2012.html").exists()
    make(few, "-o", tmp_path / "fresh")
    assert files(site).keys() - files(tmp_path / "fresh").keys() == {
        "texts/t2.notes.html",
        "browse/mine.html",
    }


def test_a_page_that_was_changed_or_lost_is_made_again(few: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(few, "-o", site)
    whole = files(site)
    (site / "texts/t1.html").write_text("broken")
    (site / "texts/t2.source.html").unlink()
    (site / "index.html").unlink()
    make(few, "-o", site)
    assert files(site) == whole


def test_a_template_of_ones_own_that_changed_is_seen(few: Path, tmp_path: Path) -> None:
    (few / "own/site").mkdir(parents=True)
    (few / "site.yaml").write_text("templates: own\n")
    (few / "own/site/text.html.j2").write_text('{% extends "builtin/site/text.html.j2" %}')
    make(few, "-o", tmp_path / "site")
    mine = '{% extends "builtin/site/text.html.j2" %}{% block end %}<p id="mine"></p>{% endblock %}'
    (few / "own/site/text.html.j2").write_text(mine)
    make(few, "-o", tmp_path / "site")
    assert read(tmp_path / "site/texts/t1.html").xpath("//p[@id='mine']")


def test_a_build_that_was_stopped_keeps_what_is_there_and_goes_on(few: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(few, "-o", site)
    whole = files(site)
    settings, _ = settle(None, [str(few)])
    cards = [Card(f"texts/t{n}", site / f"texts/t{n}.card.json", "other") for n in range(6)]
    asked = iter([False, False, True])
    build(site, cards, settings, "another program", stopped=lambda: next(asked, True))
    assert files(site) == whole
    (few / "t2.txt").unlink()
    make(few, "-o", site, "--prune")
    assert not list(site.rglob("t2.*"))
    assert list(broken(site.resolve())) == []


def test_workers_make_the_same_site(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(45):
        (folder / f"t{number}.txt").write_text(speech(number), encoding="utf-8")
    make(folder, "-o", tmp_path / "one", "-j", "1")
    make(folder, "-o", tmp_path / "two", "-j", "2")
    one = files(tmp_path / "one")
    assert len(one) > 45 * 11
    assert one == files(tmp_path / "two")


# --- hostile input ----------------------------------------------------------------------------------


def test_hostile_words_stay_data(tmp_path: Path) -> None:
    evil = "</title><script>alert(1)</script>\"'>{{ 7*7 }}{% raw %}"
    folder = tmp_path / "in"
    folder.mkdir()
    body = (
        speech(1)
        .replace("作者：管守书", f"作者：{evil}")
        .replace("翻书要轻", f"<img src=x onerror=alert(1)>{evil}")
    )
    (folder / "a&b #1?'.txt").write_text(body, encoding="utf-8")
    (folder / "site.yaml").write_text(f"title: >-\n  {evil}\ndescription: >-\n  {evil}\n", encoding="utf-8")
    site = tmp_path / "site"
    make(folder, "-o", site)
    for path, page in pages(site).items():
        assert not page.xpath("//img | //*[@onerror]"), path
        assert all(
            "alert" not in (script.text or "") or script.get("type") for script in page.xpath("//script")
        ), path
        assert "49" not in page.xpath("string(//title)"), path
    assert list(broken(site.resolve())) == []


@pytest.mark.parametrize("name", ["a.hant", "a.source", "a.csl", "a.card", "a"])
def test_no_page_takes_the_place_of_another_file(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    (folder / "a").mkdir(parents=True)
    texts = {f"{name}.txt": 1, "a.txt": 2, "a/1.txt": 3, "a.md": 4}
    for each, number in texts.items():
        (folder / each).write_text(speech(number), encoding="utf-8")
    site = tmp_path / "site"
    make(folder, "-o", site)
    with (site / "exports/texts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = [
        re.findall("第([0-9])箱书", read(site / row["page"]).xpath("string(//div[@id='text'])"))
        for row in rows
    ]
    assert sorted(shown) == [["1"], ["2"], ["3"], ["4"]][-len(texts) :]
    assert list(broken(site.resolve())) == []


def test_a_compilation_and_a_folder_of_its_name_do_not_mix(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    name = "beekeepers-three-talks"
    shutil.copy(ROOT / f"input/speeches/{name}.txt", folder)
    (folder / name).mkdir()
    for number in (1, 2):
        (folder / name / f"{number}.txt").write_text(speech(number), encoding="utf-8")
    site = tmp_path / "site"
    make(folder, "-o", site)
    assert list(broken(site.resolve())) == []
    found = [read(path).xpath("string(//h1)") for path in sorted((site / "texts").rglob("[0-9].html"))]
    assert len(found) == len(set(found)) == 5


def test_the_site_yaml_of_the_readme_has_every_key_and_loads(tmp_path: Path) -> None:
    text = (
        (ROOT / "README.md")
        .read_text("utf-8")
        .split("## An archive site")[1]
        .split("```text\n")[1]
        .split("```")[0]
    )
    assert re.findall(r"^(\w+):", text, re.MULTILINE) == list(KEYS)
    for path in ("pages/about.md", "templates/site/text.html.j2", "own.css"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "site.yaml").title == "望川文献库"
