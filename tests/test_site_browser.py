"""A site in Chromium: accessible in every state, readable on a narrow screen, without scripts and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import site_pages as s

STATES = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return s.build(tmp_path_factory.mktemp("browser"), s.SETTINGS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = s.program("chromium", "chromium-browser", "google-chrome")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A window, by default 900 pixels wide; nothing may go wrong in it."""
    context = browser.new_context(
        reduced_motion="reduce", **{"viewport": {"width": 900, "height": 900}} | getattr(request, "param", {})
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def _window(scheme: str, width: int) -> dict[str, object]:
    return {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}


def _address(page: Any, site: Path, kind: str) -> str:
    """The address of a kind of page: on the disk, but for the page of addresses that do not exist, which has a host."""
    if kind != "missing":
        return (site / s.KINDS[kind]).as_uri()

    def answer(route: Any) -> None:
        found = s.local(site, site / "index.html", route.request.url)
        assert found
        there = found[0].is_file()
        route.fulfill(path=found[0] if there else site / "404.html", status=200)

    page.route(f"{s.BASE}**", answer)
    return f"{s.BASE}no/such/page.html"


@pytest.mark.parametrize("page", [_window(*state) for state in STATES], indirect=True, ids=str)
def test_accessible(page: Any, site: Path) -> None:
    """No violation of WCAG 2.2 A and AA or of best practice, also where a link has marked its target."""
    axe = s.node_module("axe-core/axe.min.js").read_text(encoding="utf-8")
    # it would fetch the stylesheet again, which a page on a disk may not
    rules = (
        "{preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
    )
    addresses = [_address(page, site, kind) for kind in s.KINDS]
    addresses += [f"{_address(page, site, 'search')}?q=大家", f"{_address(page, site, 'text')}#p2"]
    found = []
    for address in addresses:
        page.goto(address)
        page.wait_for_function("!document.querySelector('[aria-busy=true]')")
        page.evaluate(axe)
        for violation in page.evaluate(f"axe.run(document, {rules}).then((found) => found.violations)"):
            nodes = [node["html"][:150] + " " + node["failureSummary"] for node in violation["nodes"][:2]]
            found.append(f"{address.removeprefix(site.as_uri())}: {violation['id']}: {nodes}")
    assert found == []


@pytest.mark.parametrize("page", [_window("light", 320)], indirect=True, ids=["320"])
def test_narrow(page: Any, site: Path) -> None:
    """Nothing has to be scrolled sideways at 320 pixels (WCAG 1.4.10)."""
    wide = {}
    for kind in s.KINDS:
        page.goto(_address(page, site, kind))
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if width > 320:
            far = """[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > 321)
                     .slice(0, 3).map((e) => e.outerHTML.slice(0, 100))"""
            wide[kind] = (width, page.evaluate(far))
    assert wide == {}


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["no script"])
def test_without_javascript(page: Any, site: Path) -> None:
    """The whole text is there, lists can be narrowed, and the search page leads to the lists."""
    page.goto((site / s.KINDS["text"]).as_uri())
    said = _letters(page.locator("main").inner_text())
    plain = (site / s.KINDS["text"]).with_suffix(".txt").read_text(encoding="utf-8")
    assert plain.count("\n") > 10
    for line in plain.splitlines():
        assert _letters(line) in said, line

    page.goto((site / s.KINDS["year"]).as_uri())
    items = page.locator(".items > *")
    every = items.count()
    assert every == sum(items.nth(n).is_visible() for n in range(every)) > 2
    choice = page.locator(".facets input[type=radio][id]").first
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator(".facets summary").click()
    count = int(page.locator(f"label:has(#{choice.get_attribute('id')}) .count").inner_text())
    choice.check()
    assert sum(items.nth(n).is_visible() for n in range(every)) == count < every

    page.goto((site / s.KINDS["search"]).as_uri())
    lists = page.locator("noscript a, .search-off a")
    assert lists.count() > 2
    lists.first.click()
    assert page.locator("main a").count() > 3


def _letters(text: str) -> str:
    """Without white space and without what the page adds: numbers of paragraphs, marks of doubt."""
    return re.sub(r"[\s\d?]", "", text)


# the element in focus or, around a field, its form
_OUTLINED = """[document.activeElement, document.activeElement.closest('form')]
    .some((e) => e && getComputedStyle(e).outlineStyle !== 'none')"""


def _focused(page: Any) -> str:
    text: str = page.evaluate("document.activeElement.innerText ?? ''")
    return text.strip()


def test_by_keyboard(page: Any, site: Path) -> None:
    """The skip link is first, shows itself and leads into the text; the menu and the search work by keys."""
    page.goto((site / s.KINDS["text"]).as_uri())
    page.keyboard.press("Tab")
    assert _focused(page) == "跳到正文"
    box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
    assert box["top"] >= 0
    assert box["left"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null || location.hash === '#main'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "Tab goes on inside the text"

    page.goto((site / s.KINDS["home"]).as_uri())
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(_focused(page))
        assert page.evaluate(_OUTLINED), f"{seen[-1]}: one cannot see where one is"
    assert [word for word in ("年份", "检索", "数据", "说明") if word not in seen] == []

    page.locator("input[type=search]").focus()
    page.keyboard.type("石橋")  # the texts are in the other script
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li")
    assert page.locator("#search-results li").first.inner_text().count("石桥") > 0
    page.locator("#search-results").evaluate("(list) => list.querySelector('a[href*=\"#\"]').focus()")
    page.keyboard.press("Enter")
    page.wait_for_url("**/texts/**")
    target = page.locator(":target")
    assert target.count() == 1
    assert "石桥" in target.inner_text()
    assert target.evaluate(
        "(e) => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight }"
    )


def test_printed(page: Any, site: Path) -> None:
    """On paper there is the text with its heading and reference, and nothing to click."""
    page.goto((site / s.KINDS["text"]).as_uri())
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator(".cite").is_visible()
    assert not page.locator(".site-head nav").is_visible()
    assert not page.locator(".siblings").is_visible()
    assert page.pdf().startswith(b"%PDF")
