"""A site as files: valid HTML, every link arrives, and what machines read equals the TEI."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import lxml.etree
import pytest
import rispy
import site_pages as s
from bibtexparser import parse_file

TEI = {"t": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return s.build(tmp_path_factory.mktemp("site"), s.SETTINGS)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of which its owner says nothing, with English words and no address."""
    return s.build(tmp_path_factory.mktemp("bare"), "", "--ui-lang", "en")


@pytest.fixture(params=["site", "bare"])
def either(request: pytest.FixtureRequest) -> Path:
    made: Path = request.getfixturevalue(request.param)
    return made


def test_every_kind_of_page_is_there(site: Path, bare: Path) -> None:
    assert [kind for kind, path in s.KINDS.items() if not (site / path).is_file()] == []
    assert [kind for kind, path in s.KINDS.items() if not (bare / path).is_file()] == ["own"]


def test_html_is_valid(site: Path, bare: Path) -> None:
    jar = s.node_module("vnu-jar/build/dist/vnu.jar")
    files = [*s.pages(site), *s.pages(bare), site / "report.html", site / "site.css", site / "icon.svg"]
    options = ["--also-check-css", "--also-check-svg", "--format", "json"]
    command = [s.program("java"), "-Xss4m", "-jar", jar, *options, *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    messages = json.loads(done.stderr)["messages"]
    wrong = [f"{m['url']}: {m.get('lastLine')}: {m['message']}" for m in messages if m["type"] == "error"]
    assert not wrong


def test_every_page_is_whole(either: Path) -> None:
    titles = Counter(str(s.tree(page).findtext(".//title")) for page in s.pages(either))
    twice = [title for title, count in titles.items() if count > 1]
    assert len(twice) <= len(titles) / 20, f"pages that no list of windows could tell apart: {twice}"
    for page in s.pages(either):
        root = s.tree(page)
        assert re.fullmatch(r"zh-Han[st](-TW|-HK)?|en", root.get("lang", "")), page
        assert len(root.xpath("//h1")) == 1, page
        ids = Counter(root.xpath("//@id"))
        assert [id for id, count in ids.items() if count > 1] == [], page
        assert len(root.xpath("//main")) == len(root.xpath("//link[@rel='icon']")) == 1, page


def test_every_link_arrives(either: Path) -> None:
    anchors = {page: {*s.tree(page).xpath("//@id")} for page in s.pages(either)}
    lost = []
    for page in s.pages(either):
        root = s.tree(page)
        links = [str(link) for link in root.xpath("//@href | //@src | //form/@action")]
        base = root.xpath("string(//base/@href)")
        here = either / "index.html" if base else page
        for link in links:
            there = s.local(either, here, link)
            if there is None:
                assert re.match(r"https://|mailto:|http://purl\.org/|http://hewan", link), f"{page}: {link}"
            elif not there[0].is_file() or (there[1] and there[1] not in anchors.get(there[0], ())):
                lost.append(f"{page}: {link}")
    for sheet in either.rglob("*.css"):
        for link in s.css_links(sheet.read_text(encoding="utf-8")):
            assert link.startswith("data:"), f"{sheet}: {link}: nothing is loaded from elsewhere"
    assert lost == []


def test_nothing_is_loaded_from_elsewhere(either: Path) -> None:
    for page in s.pages(either):
        root = s.tree(page)
        loaded = root.xpath("//@src | //link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href")
        if not root.xpath("//base"):
            assert [link for link in loaded if re.match(r"[a-z]+:|//", link)] == [], page


def test_whole_addresses_are_this_site(site: Path) -> None:
    for page in s.pages(site):
        root = s.tree(page)
        (canonical,) = root.xpath("//link[@rel='canonical']/@href")
        assert s.local(site, page, canonical) == (page, "")
        for lang, link in zip(
            root.xpath("//link[@hreflang]/@hreflang"), root.xpath("//link[@hreflang]/@href"), strict=True
        ):
            there = s.local(site, page, link)
            assert there, page
            back = s.tree(there[0])
            assert lang in (back.get("lang"), "x-default"), page
            assert canonical in back.xpath("//link[@hreflang]/@href"), f"{page}: {link} does not link back"


# --- what machines read -------------------------------------------------------------------------------


def _tei(path: Path) -> lxml.etree._Element:
    return lxml.etree.parse(path).getroot()


def _plain(node: lxml.etree._Element, path: str) -> str:
    return re.sub(r"\s+", " ", str(node.xpath(f"string({path})", namespaces=TEI))).strip()


def _said(root: lxml.etree._Element) -> dict[str, object]:
    """What the header of a single text says, by the names of schema.org."""
    source = "t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl"
    statement = "t:teiHeader/t:fileDesc/t:titleStmt"
    published = root.xpath(f"string({source}/t:date[@type='published']/@when)", namespaces=TEI)
    created = root.xpath(f"string({source}/t:date[not(@type='published')]/@when)", namespaces=TEI)
    return {
        "headline": _plain(root, f"{statement}/t:title[@type='main']"),
        "alternativeHeadline": _plain(root, f"{statement}/t:title[@type='sub']"),
        "author": [
            _plain(a, ".//t:persName") or _plain(a, ".")
            for a in root.xpath(f"{source}/t:author", namespaces=TEI)
        ],
        "publisher": _plain(root, f"{source}/t:publisher"),
        "datePublished": str(published),
        "dateCreated": str(created),
        "locationCreated": _plain(root, "t:teiHeader/t:profileDesc/t:settingDesc/t:setting/t:placeName"),
        "inLanguage": str(root.get("{http://www.w3.org/XML/1998/namespace}lang")),
    }


def _article(page: Path) -> dict[str, Any]:
    (script,) = s.tree(page).xpath("//script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(script.text)["@graph"][0]
    return found


def test_linked_data_equals_the_tei(either: Path) -> None:
    checked = 0
    for path in sorted((either / "texts").rglob("*.xml")):
        root = _tei(path)
        article = _article(path.with_suffix(".html"))
        assert article["@type"] == ("Collection" if path.with_suffix("").is_dir() else "Article")
        said = {
            "headline": article.get("headline"),
            "alternativeHeadline": article.get("alternativeHeadline", ""),
            "author": [person["name"] for person in article.get("author", [])],
            "publisher": article.get("publisher", {}).get("name", ""),
            "datePublished": article.get("datePublished", ""),
            "dateCreated": article.get("dateCreated", ""),
            "locationCreated": article.get("locationCreated", {}).get("name", ""),
            "inLanguage": article["inLanguage"],
        }
        wanted = _said(root)
        if not wanted["headline"]:  # a text without a title is called by its file
            said["headline"] = ""
        assert said == wanted, path
        checked += 1
    assert checked > 15


def test_texts_of_a_compilation_equal_the_tei(site: Path) -> None:
    checked = 0
    for path in sorted((site / "texts").rglob("*.xml")):
        bibls = _tei(path).xpath("t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl[@xml:id]", namespaces=TEI)
        for n, bibl in enumerate(bibls, 1):
            article = _article(path.with_suffix("") / f"{n}.html")
            assert article["headline"] == _plain(bibl, "t:title")
            assert article["isPartOf"]["name"] == _article(path.with_suffix(".html"))["headline"]
            checked += 1
        if bibls:
            listed = [part["name"] for part in _article(path.with_suffix(".html"))["hasPart"]]
            assert listed == [_plain(bibl, "t:title") for bibl in bibls]
    assert checked > 2


def test_every_page_has_linked_data(either: Path) -> None:
    kinds = Counter(str(_article(page)["@type"]) for page in s.pages(either))
    assert kinds["WebSite"] == kinds["Dataset"] == 1
    assert kinds["Article"] > 30
    assert kinds["Collection"] == 2
    assert kinds["CollectionPage"] > 10


def test_references_are_read(either: Path) -> None:
    entries = rispy.loads((either / "exports" / "texts.ris").read_bytes().decode("utf-8"))
    library = parse_file(str(either / "exports" / "texts.bib"), encoding="utf-8")
    items = json.loads((either / "exports" / "texts.csl.json").read_bytes())
    assert not library.failed_blocks
    titles = sorted(item["title"] for item in items)
    assert len(titles) > 20
    assert sorted(entry["title"] for entry in entries) == titles
    assert len(library.entries) == len({entry.key for entry in library.entries}) == len(titles)
    assert sorted(item["id"] for item in items) == sorted(library.entries_dict)
    assert sorted(str(entry["id"]) for entry in entries) == sorted(library.entries_dict)
    for name in ("bib", "ris", "csl.json"):
        assert (either / "texts" / f"full.{name}").is_file()
    (full,) = json.loads((either / "texts" / "full.csl.json").read_bytes())
    assert full in items


def test_feed_and_sitemap(site: Path, bare: Path) -> None:
    from test_site_metadata import _locs

    for folder in (site, bare):
        feed = feedparser.parse((folder / "atom.xml").read_bytes())
        assert not feed.bozo
        assert len(feed.entries) > 15
        for entry in feed.entries:
            there = s.local(folder, folder / "index.html", entry.link)
            assert there, entry.link
            assert there[0].is_file(), entry.link
    listed = {site / unquote(loc.removeprefix(s.BASE)) for loc in _locs((site / "sitemap.xml").read_bytes())}
    assert listed == {
        page for page in s.pages(site) if page.name != "404.html" and ".source." not in page.name
    }
    assert not (bare / "sitemap.xml").exists()
    assert "base_url" in (bare / "robots.txt").read_text()
