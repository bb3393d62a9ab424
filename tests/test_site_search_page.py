"""In Chromium, from a disk: the search page finds what Python finds, says so, and can be used by keys, address and eye."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import pytest
from search_pages import loaded, paragraphs, resampled, write

from pipeline import script
from pipeline.site import search
from pipeline.site.model import Paragraph, Text
from pipeline.site.search import letters
from pipeline.site.texts import read_card
from pipeline.site.words import words

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium", allow_module_level=True)

ROOT = Path(__file__).resolve().parent.parent
LINES = paragraphs((ROOT / "input").rglob("*.txt"))
EVIL = '</script><img src=x onerror="document.title=1">"\\ {0} &lt;'
ODD = (
    Text("odd/beyond", "𠮷野家", paragraphs=(Paragraph("p1", "𠮷家的书在𠮷野，\U000e0100不在别处𠮷"),), lang="zh-Hant"),
    Text("odd/evil", EVIL, paragraphs=(Paragraph("p1", f"坏人写的字{EVIL}都只是字"),)),
    Text("odd/empty", "只有题目的一篇", subtitle="副題在此", docket="河发〔2021〕3号"),
    Text("odd/latin", "Radio", paragraphs=(Paragraph("p1", "ＡＢＣ Straße İstanbul ΣΑΣ x²"), Paragraph("p2", "二○二一年"))),
    Text("odd/twice", "人人人人", paragraphs=(Paragraph("p1", "人人人"), Paragraph("p2", "头"), Paragraph("p3", "尾"))),
    Text("odd/long", "长", paragraphs=tuple(Paragraph(f"x{n}", LINES[n % len(LINES)] * 9) for n in range(60))),
    Text("odd/a?b#c&d %20", "", delivered="1800", paragraphs=(Paragraph("p1:2", "路径里有怪字符"),)),
)  # fmt: skip


def archive() -> list[Text]:
    """Texts in both scripts: every second one of a resampled archive converted, and odd ones."""
    made = resampled(LINES, 48, 400)
    return [_converted(text) if n % 2 else text for n, text in enumerate(made)] + list(ODD)


def _converted(text: Text) -> Text:
    said = tuple(Paragraph(p.id, script.convert(p.text, "s2tw")) for p in text.paragraphs)
    known = {name: getattr(text, name) for name in text.__slots__}
    return Text(**known | {"title": script.convert(text.title, "s2tw"), "paragraphs": said})


TEXTS = archive()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["small", "indexed"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same archive searched as texts, and by postings in many segments and shards."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "indexed":
            for name, value in (("SMALL", 0), ("SEGMENT", 1 << 13), ("SHARD", 1 << 9)):
                patch.setattr(search, name, value)
            patch.setattr("pipeline.site.search.segment.BLOCK", 500)
        return write(tmp_path_factory.mktemp(request.param), TEXTS)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 900, "height": 900}, reduced_motion="reduce")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors
    page.close()


@cache
def folded(texts: tuple[Text, ...]) -> list[list[str]]:
    """What can be found in each text: its title, subtitle, speakers, number and paragraphs, as they are compared."""
    heads = [[t.title, t.subtitle, *dict.fromkeys(each.name for each in t.authors), t.docket] for t in texts]
    return [
        [*map(letters, head), *(letters(p.text) for p in t.paragraphs)]
        for head, t in zip(heads, texts, strict=True)
    ]


def expected(query: str, texts: Sequence[Text] = ()) -> list[list[Any]]:
    """What is found: texts with every word in one of their units, by title, places, date, id."""
    words = list(dict.fromkeys(filter(None, map(letters, re.split(r"\s+", query)))))
    found = []
    among = tuple(texts or TEXTS)
    for text, units in zip(among, folded(among), strict=True):
        # the look ahead counts places that overlap
        counts = [
            sum(len(re.findall(f"(?={word})", unit)) for unit in units if word in unit) for word in words
        ]
        if words and all(counts):
            found.append((any(word in units[0] for word in words), sum(counts), text.date, text.id))
    found.sort(key=lambda hit: hit[3])
    found.sort(key=lambda hit: (hit[0], hit[1], hit[2]), reverse=True)
    return [[id, count, title] for title, count, _, id in found]


def answers(page: Any, site: Path, queries: Sequence[str]) -> list[list[list[Any]]]:
    page.goto(site.as_uri())
    code = """async (queries) => {
      const all = [];
      for (const query of queries) {
        const { hits } = await wengaoSearch.find(query);
        all.push(hits.map((hit) => [hit.text.id, hit.count, hit.inTitle]));
      }
      return all;
    }"""
    made: list[list[list[Any]]] = page.evaluate(code, list(queries))
    return made


def drawn(count: int, shortest: int, longest: int, texts: Sequence[Text] = ()) -> list[str]:
    """Random substrings of the texts, every second one in the other script."""
    rng = random.Random(4)
    found = []
    while len(found) < count:
        text = rng.choice(texts or TEXTS)
        said = rng.choice([text.title, *(p.text for p in text.paragraphs)])
        at = rng.randrange(len(said) + 1)
        query = said[at : at + rng.randint(shortest, longest)]
        if len(query) < shortest:
            continue
        if len(found) % 2:
            query = script.convert(
                query, "t2s" if script.detect(query) == "Hant" else rng.choice(["s2t", "s2tw", "s2hk"])
            )
        found.append(query)
    return found


# --- what is found


def test_substrings_are_found_in_exactly_the_right_texts(page: Any, site: Path) -> None:
    queries = drawn(300, 2, 8)
    for query, found in zip(queries, answers(page, site, queries), strict=True):
        assert found == expected(query), query
    assert sum(map(bool, map(expected, queries))) > 280  # of 300; the others are blanks and punctuation


def test_the_site_of_the_demo_corpus_finds_its_texts(page: Any, tmp_path: Path, command: Any) -> None:
    done = command("convert", ROOT / "input", "--to", "site", "-o", "site", "-q")
    assert done.returncode in (0, 1), done.stderr
    folder = tmp_path / "site"
    cards = sorted(folder.rglob("*.card.json"))
    names = [card.relative_to(folder).as_posix().removesuffix(".card.json") for card in cards]
    volumes = [read_card(card.read_bytes(), name) for card, name in zip(cards, names, strict=True)]
    texts = [text for volume in volumes for text in volume.texts]
    queries = drawn(100, 1, 8, texts)
    for query, found in zip(queries, answers(page, folder / "search.html", queries), strict=True):
        assert found == expected(query, texts), query
    for text in texts[:5]:
        paragraph = text.paragraphs[len(text.paragraphs) // 2]
        opened(page, folder / "search.html", f"?q={quote(paragraph.text[:12])}")
        href = f"{quote(text.id, safe='/')}.html#{quote(paragraph.id, safe='')}"
        page.locator(f"#search-results a[href='{href}']").click()
        page.wait_for_selector(":target")
        # the marker of an item stands beside it
        assert letters(paragraph.text)[-4:] in letters(page.locator(":target").text_content())


def test_several_words_and_single_letters(page: Any, site: Path) -> None:
    ones = drawn(60, 1, 1)
    several = [f"{a} {b}" for a, b in zip(drawn(60, 1, 3), drawn(120, 2, 4)[60:], strict=True)]
    queries = [*ones, *several, *(f"{a}　{b}  {c}" for a, b, c in zip(ones, several, ones[1:], strict=False))]
    for query, found in zip(queries, answers(page, site, queries), strict=True):
        assert found == expected(query), query


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("𠮷野", ["odd/beyond"]),
        ("𠮷", ["odd/beyond"]),
        ("𠮷野不在别處", ["odd/beyond"]),  # the punctuation and the variation selector between do not count
        ("頭尾", []),  # two paragraphs
        ("人人人人人", []),  # title and paragraph
        ("〔2021〕3號", ["odd/empty"]),
        ("河發20213", ["odd/empty"]),
        ("副题", ["odd/empty"]),
        ("abc", ["odd/latin"]),
        ("STRASSE", []),
        ("straße", ["odd/latin"]),
        ("σασ", ["odd/latin"]),
        ("二〇二一", ["odd/latin"]),
        ("onerror", ["odd/evil"]),
        ("没有这样的字串", []),
        ("。，！", []),
        ("   ", []),
        ("constructor", []),
        ("__proto__", []),
    ],
)
def test_odd_queries(page: Any, site: Path, query: str, ids: list[str]) -> None:
    (found,) = answers(page, site, [query])
    assert [hit[0] for hit in found] == ids
    assert found == expected(query)


# --- the page


def settled(page: Any) -> str:
    """Wait for the results and return what the page says about them."""
    page.wait_for_selector(".search-found[aria-busy=false]")
    return str(page.locator("#search-status").text_content())


def opened(page: Any, site: Path, address: str = "") -> str:
    page.goto(site.as_uri() + address)
    return settled(page)


def typed(page: Any, query: str) -> str:
    page.locator("#search-q").fill(query)
    return settled(page)


def shown(page: Any) -> list[str]:
    """The ids of the texts that are listed."""
    links = page.locator("#search-results h3 a").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    return [unquote(link).removesuffix(".html") for link in links]


def summary(query: str, hits: list[list[Any]]) -> str:
    places = sum(count for _, count, _ in hits)
    return f"{len(hits)} 篇，共 {places} 处" if hits else f"没有找到“{query}”。"


def within(hits: list[list[Any]], **chosen: str) -> list[list[Any]]:
    texts = {text.id: text for text in TEXTS}
    kept = {
        "year": lambda text, value: text.year == value,
        "speaker": lambda text, value: value in [person.name for person in text.authors],
        "source": lambda text, value: text.publisher == value,
        "kind": lambda text, value: text.kind == value,
    }
    return [hit for hit in hits if all(kept[name](texts[hit[0]], value) for name, value in chosen.items())]


def test_results_appear_as_typed_and_the_address_says_what_is_shown(page: Any, site: Path) -> None:
    assert opened(page, site) == ""
    for query in ("的", "书 人", "書 人", "没有这样的字串", "的"):
        hits = expected(query)
        assert typed(page, query) == summary(query, hits)
        assert shown(page) == [id for id, *_ in hits[:20]]
        assert page.url.endswith(f"?q={quote_plus(query)}")
    address = page.url.partition(".html")[2]
    assert opened(page, site, address) == summary("的", expected("的"))
    assert page.locator("#search-q").input_value() == "的"


def test_marks_are_in_the_script_of_the_text(page: Any, site: Path) -> None:
    pairs = 0
    for text in TEXTS[:12]:
        said = max(text.paragraphs, key=lambda p: len(p.text)).text
        at = len(said) // 2
        wanted = said[at : at + 6]
        other = script.convert(wanted, "t2s" if text.lang == "zh-Hant" else "s2tw")
        pairs += other != wanted
        opened(page, site, f"?q={quote(other)}")
        marks = page.locator("#search-results mark").all_text_contents()
        assert letters(other) in {letters(mark) for mark in marks} or " " in other or "　" in other
        assert all(
            any(mark in unit for each in TEXTS for unit in (each.title, *(p.text for p in each.paragraphs)))
            for mark in marks
        )
    assert pairs > 6


def test_marks_and_excerpts_of_odd_texts(page: Any, site: Path) -> None:
    opened(page, site, f"?q={quote('𠮷野不在別處𠮷')}")
    assert page.locator("#search-results mark").all_text_contents() == ["𠮷野，\U000e0100不在别处𠮷"]
    opened(page, site, "?q=onerror")
    assert page.locator("#search-results h3").text_content() == EVIL
    assert page.locator("#search-results img").count() == 0
    assert page.title() == "检索"
    opened(page, site, f"?q={quote('人人')}")
    assert page.locator("#search-results li mark").all_text_contents() == ["人人人人", "人人人"]
    opened(page, site, f"?q={quote('副題')}")
    assert shown(page) == ["odd/empty"]
    assert page.locator("#search-results .search-about mark").all_text_contents() == ["副題"]
    opened(page, site, f"?q={quote(TEXTS[1].authors[0].name)}")
    assert TEXTS[1].authors[0].name in page.locator("#search-results .search-about mark").all_text_contents()


def test_excerpts_lead_to_their_paragraph(page: Any, site: Path) -> None:
    rng = random.Random(5)
    for text in (
        *rng.sample(TEXTS[:48], 6),
        *(each for each in TEXTS if each.id in ("odd/long", "odd/a?b#c&d %20")),
    ):
        paragraph = text.paragraphs[-1]
        middle = len(paragraph.text) // 2
        opened(page, site, f"?q={quote(paragraph.text[middle : middle + 8])}")
        link = page.locator(f"#search-results a[href$='#{quote(paragraph.id, safe='')}']")
        assert link.count() >= 1
        while text.id not in shown(page):
            page.locator("#search-more").click()
            page.wait_for_timeout(50)
        page.locator("#search-results ul a").evaluate_all(
            "(links, text) => links.find((link) => decodeURIComponent(link.getAttribute('href')).startsWith(text)).click()",
            f"{text.id}.html#",
        )
        page.wait_for_selector(":target")
        target = page.locator(":target")
        assert unquote(page.url).startswith(unquote((site.parent / "").as_uri()) + f"/{text.id}.html#")
        assert target.text_content() in {p.text for p in text.paragraphs}
        assert letters(paragraph.text[middle : middle + 8]) in letters(target.text_content())


def test_filters_count_what_the_others_leave(page: Any, site: Path) -> None:
    opened(page, site, f"?q={quote('人')}")
    hits = expected("人")

    def offered(name: str) -> dict[str, int]:
        options = page.locator(f"select[name={name}] option").evaluate_all(
            "all => all.map((one) => [one.value, one.text])"
        )
        return {value: int(text.rsplit("(", 1)[1][:-1]) for value, text in options if value}

    for name, values in (
        ("year", {text.year for text in TEXTS} - {""}),
        ("speaker", {person.name for text in TEXTS for person in text.authors}),
        ("source", {text.publisher for text in TEXTS} - {""}),
        ("kind", {text.kind for text in TEXTS} - {""}),
    ):
        counts = {value: len(within(hits, **{name: value})) for value in values}
        assert offered(name) == {value: count for value, count in counts.items() if count}
    year = max(offered("year"), key=lambda value: offered("year")[value])
    page.locator("select[name=year]").select_option(year)
    assert settled(page) == summary("人", within(hits, year=year))
    assert shown(page) == [id for id, *_ in within(hits, year=year)][:20]
    speakers = {value: len(within(hits, year=year, speaker=value)) for value in offered("speaker")}
    assert offered("speaker") == speakers
    assert len(offered("year")) > 1  # a filter still offers its other values
    speaker = min(speakers)
    page.locator("select[name=speaker]").select_option(speaker)
    both = within(hits, year=year, speaker=speaker)
    assert settled(page) == summary("人", both)
    assert opened(page, site, page.url.partition(".html")[2]) == summary("人", both)
    assert page.locator("select[name=kind] option").all_text_contents()[1:] == [
        f"{words('zh-Hans')[f'kind_{value}']} ({count})" for value, count in offered("kind").items()
    ]
    page.locator("#search-clear").click()
    assert settled(page) == summary("人", hits)
    assert page.url.endswith(f"?q={quote('人')}")
    assert opened(page, site, f"?q={quote('人')}&year=1066") == "在所选范围内没有找到“人”。"


def test_the_way_back_leads_through_the_searches(page: Any, site: Path) -> None:
    opened(page, site)
    for query in ("书", "人"):
        typed(page, query)
        page.keyboard.press("Enter")
        settled(page)
    page.locator("select[name=kind]").select_option("speech")
    filtered = settled(page)
    page.locator("#search-results h3 a").first.click()
    page.wait_for_load_state()
    page.go_back()
    assert settled(page) == filtered
    assert page.locator("select[name=kind]").input_value() == "speech"
    for query in ("人", "书", ""):
        page.go_back()
        page.wait_for_function("query => document.getElementById('search-q').value === query", arg=query)
        assert settled(page) == (summary(query, expected(query)) if query else "")


def test_twenty_results_and_then_more(page: Any, site: Path) -> None:
    hits = expected("的")
    assert len(hits) > 41
    opened(page, site, f"?q={quote('的')}")
    page.keyboard.press("Tab")
    for step in (40, len(hits)):
        page.locator("#search-more").focus()
        page.keyboard.press("Enter")
        page.wait_for_function(
            "n => document.querySelectorAll('#search-results > li').length === n", arg=step
        )
        first = hits[step - 20 if step == 40 else 40][0]
        assert unquote(page.evaluate("document.activeElement.getAttribute('href')")) == f"{first}.html"
    assert shown(page) == [id for id, *_ in hits]
    assert page.locator("#search-more").is_hidden()


def test_keys_alone_find_a_text_and_go_there(page: Any, site: Path) -> None:
    opened(page, site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.keyboard.type("人")
    settled(page)
    visited = []
    while not visited or not visited[-1].startswith("texts/"):
        page.keyboard.press("Tab")
        visited.append(
            page.evaluate("document.activeElement.name || document.activeElement.getAttribute('href') || ''")
        )
        assert len(visited) < 10
    assert visited[1:5] == ["year", "speaker", "source", "kind"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/texts/**")


def test_what_is_found_is_announced_once_it_is_there(page: Any, site: Path) -> None:
    opened(page, site)
    assert page.locator("#search-status").get_attribute("aria-live") == "polite"
    page.evaluate("""() => {
      window.said = [];
      const status = document.getElementById("search-status");
      new MutationObserver(() => said.push([status.textContent, document.querySelectorAll("#search-results > li").length]))
        .observe(status, { childList: true });
    }""")
    typed(page, "书")
    final = [summary("书", expected("书")), min(20, len(expected("书")))]
    assert page.evaluate("said").pop() == final
    assert typed(page, "。") == "请输入至少一个字；标点不能检索。"
    assert typed(page, "") == ""
    assert shown(page) == []


def test_a_slow_answer_is_waited_for_aloud_and_never_replaces_a_newer_one(page: Any, site: Path) -> None:
    opened(page, site)
    page.evaluate("""() => {
      const find = wengaoSearch.find;
      wengaoSearch.find = async (query) => {
        if (query === "的") await new Promise((done) => setTimeout(done, 1500));
        window.late = query === "的";
        return find(query);
      };
    }""")
    page.locator("#search-q").fill("的")
    page.wait_for_function("document.getElementById('search-status').textContent === '正在检索…'")
    assert typed(page, "书") == summary("书", expected("书"))
    page.wait_for_function("window.late")
    page.wait_for_timeout(500)
    assert page.locator("#search-status").text_content() == summary("书", expected("书"))
    assert shown(page) == [id for id, *_ in expected("书")[:20]]


def test_nothing_moves_while_results_come(page: Any, site: Path) -> None:
    opened(page, site)
    page.evaluate("""() => {
      window.moved = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { moved += entry.value; }))
        .observe({ type: "layout-shift", buffered: true });
    }""")
    before = page.locator("#search").bounding_box()
    for query in ("人", "没有这样的字串", "书"):
        typed(page, query)
        page.wait_for_timeout(100)
        assert page.locator("#search").bounding_box() == before
    # what moves is a result that another takes the place of, never the form or the page
    top = page.locator("#search-results").bounding_box()["y"]
    typed(page, "的")
    assert page.locator("#search-results").bounding_box()["y"] == top


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_width_is_too_narrow(page: Any, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    opened(page, site, "?q=onerror")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_missing_file_of_the_index_is_named_and_tried_again(page: Any, site: Path) -> None:
    broken = sorted((site.parent / "search" / "0").glob("[bp]0.js"))[-1:]
    shards = sum(path.name.startswith("p") for path in broken[0].parent.iterdir())
    query = next(char for char in "的一是在人有我他这中" if not shards or ord(char) % shards == 0)
    for path in broken:
        path.rename(path.with_suffix(".gone"))
    try:
        opened(page, site)
        assert re.fullmatch(r"索引文件 search/0/[bp]0\.js 未能载入，.*", typed(page, query))
        assert shown(page) == []
    finally:
        for path in broken:
            path.with_suffix(".gone").rename(path)
    page.locator("#search button[type=submit]").click()
    assert settled(page) == summary(query, expected(query))


def test_a_query_loads_little(page: Any, site: Path) -> None:
    opened(page, site)
    whole = sum(path.stat().st_size for path in (site.parent / "search").rglob("*.js"))
    with loaded(page) as sizes:
        typed(page, "桥头")
    if (site.parent / "search" / "0" / "p0.js").exists():
        assert 0 < sum(size for size, _ in sizes) < whole / 3
    with loaded(page) as sizes:
        typed(page, "没有")
        typed(page, "桥头")
    if not (site.parent / "search" / "0" / "p0.js").exists():
        assert sizes == []  # the texts are there already


def test_without_scripts_a_line_leads_to_the_lists(browser: Any, site: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(site.as_uri())
    note = page.locator(".search-off")
    assert note.is_visible()
    assert "JavaScript" in note.text_content()
    assert note.locator("a").get_attribute("href") == "years.html"
    page.close()


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_language_of_the_site_has_its_words(page: Any, tmp_path: Path, language: str) -> None:
    place = write(tmp_path, TEXTS[:3], language)
    hits = [hit for hit in expected(TEXTS[0].title) if hit[0] in {text.id for text in TEXTS[:3]}]
    numbers = [str(len(hits)), str(sum(count for _, count, _ in hits))]
    assert re.findall(r"\d+", opened(page, place, f"?q={quote(TEXTS[0].title)}")) == numbers
    assert "{" not in page.locator("main").text_content()
