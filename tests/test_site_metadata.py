"""Citations, the head of a page and the feeds, read back by the programs that people read them with."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree, html

from pipeline.site.address import relative
from pipeline.site.cite import Citation, bibtex, csl, csl_json, plain, ris
from pipeline.site.config import Licence, SiteConfig
from pipeline.site.feeds import ATOM, ENTRIES, feed, icon, manifest, robots, sitemap
from pipeline.site.linked import linked_data
from pipeline.site.metadata import description, head
from pipeline.site.model import Paragraph, Text
from pipeline.site.page import Download, Page
from pipeline.tei.view_types import Person

TEXT = Text(
    id="2021/读书会",
    title="在读书会上的讲话　一",
    subtitle="春季",
    authors=(Person("p1", "林小满", "文化站站长"), Person("p2", "周河")),
    delivered="2021-03-18",
    published="2021-03-20",
    publisher="河湾镇文化站",
    place="河湾镇",
    docket="河文〔2021〕3号",
    link="https://source.example/a?b=1&c=2",
    kind="speech",
    subjects=("读书", "文化"),
    paragraphs=(Paragraph("p1", "同志们："), Paragraph("p2", "今天我们来谈谈读书会的事。" * 20)),
)
CITED = Citation(TEXT, "https://hewan.example/archive/2021/x.html", "", "河湾镇文库")
CONFIG = SiteConfig(
    title="河湾镇文库",
    publisher="河湾镇文化站",
    licence=Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    base_url="https://hewan.example/archive/",
)
PAGE = Page(
    path="2021/读书会.html",
    title=TEXT.title,
    lang="zh-Hans",
    description="说明",
    cited=CITED,
    scripts=(("zh-Hans", "2021/读书会.html"), ("zh-Hant", "2021/读书会.hant.html")),
    downloads=(Download("2021/读书会.xml", "application/tei+xml", "TEI"),),
    crumbs=(("首页", "index.html"), ("2021年", "years/2021.html"), (TEXT.title, "2021/读书会.html")),
)

# what XML lets stand in a text, with what the formats take for their own
_CHARS = st.one_of(
    st.sampled_from("{}\\%$&#_~^\"'<>|@,;: \u3000\n\t文稿\ue2fd𠀀e\u0301-"), st.characters(codec="utf-8")
)
PHRASES = st.text(
    _CHARS.filter(lambda c: c in "\n\t" or (c >= " " and c not in "\x7f\ufffe\uffff")), max_size=30
)


def _line(value: str) -> str:
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", value).strip()


# --- citations


def test_a_reference_to_read() -> None:
    assert plain(CITED, "zh-Hans") == (
        "林小满, 周河. 在读书会上的讲话　一: 春季[EB/OL]. 河湾镇文化站, 2021(2021-03-20). 河湾镇文库. "
        "https://hewan.example/archive/2021/x.html."
    )
    assert plain(CITED, "en") == (
        "林小满, 周河. “在读书会上的讲话　一: 春季.” 河湾镇文化站, 20 March 2021. 河湾镇文库. "
        "https://hewan.example/archive/2021/x.html."
    )


def test_what_is_unknown_leaves_no_hole() -> None:
    bare = Citation(Text("a", "通知"))
    assert plain(bare, "zh-Hant") == "通知[Z]."
    assert plain(bare, "en") == "“通知.”"
    assert (
        plain(replace(bare, text=replace(bare.text, delivered="2021-03")), "zh-Hans") == "通知[Z]. (2021-03)."
    )
    year = replace(bare, text=replace(bare.text, delivered="2021", publisher="社"), container="文集")
    assert plain(year, "zh-Hans") == "通知[Z]//文集. 社, 2021."
    many = replace(bare.text, authors=tuple(Person("", name) for name in "甲乙丙丁"))
    assert plain(Citation(many), "zh-Hans") == "甲, 乙, 丙, 等. 通知[Z]."
    assert csl(bare) == {"id": "a", "type": "document", "title": "通知", "language": "zh-Hans"}


def _bibtex_fields(entry: str) -> dict[str, str]:
    import bibtexparser
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    known = get_default_latex_context_db()
    names = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}  # as LaTeX prints them
    known.add_context_category("own", macros=[MacroTextSpec(*pair) for pair in names.items()], prepend=True)
    decoder = LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=known))
    library = bibtexparser.parse_string(entry, append_middleware=[decoder])
    assert not library.failed_blocks
    (found,) = library.entries
    return {"ENTRYTYPE": found.entry_type, "ID": found.key, **{f.key: f.value for f in found.fields}}


def test_bibtex() -> None:
    found = _bibtex_fields(bibtex(CITED))
    assert found["ENTRYTYPE"] == "misc"
    assert found["ID"] == CITED.key
    assert (found["year"], found["date"]) == ("2021", "2021-03-20")
    assert found["author"] == "林小满 and 周河"
    assert found["url"] == CITED.url
    assert _bibtex_fields(bibtex(replace(CITED, container="文集")))["booktitle"] == "文集"
    assert _bibtex_fields(bibtex(replace(CITED, compilation=True)))["ENTRYTYPE"] == "book"


@given(title=PHRASES, author=PHRASES, link=PHRASES)
def test_bibtex_says_the_same_for_any_words(title: str, author: str, link: str) -> None:
    assume(not re.search("''|``|--|[?!]`", f"{title} {author}"))  # TeX sets them as other signs
    entry = bibtex(Citation(Text("a", title, authors=(Person("", author),), link=link)))
    for line in entry.splitlines():
        depth = 0
        for brace in re.findall(r"[{}]", line):  # a brace counts for BibTeX with a backslash before it too
            depth += 1 if brace == "{" else -1
            assert depth >= 0 or line == "}"
    found = _bibtex_fields(entry)
    assert _words(found.get("title", "")) == _words(_line(title))
    assert _words(found.get("author", "")) == _words(_line(author))


def _words(value: str) -> str:
    """Without the spaces, which the decoder of the test sets its own way around commands."""
    return "".join(value.split())


@given(title=PHRASES, author=PHRASES, subject=PHRASES)
def test_ris_says_the_same_for_any_words(title: str, author: str, subject: str) -> None:
    import rispy

    text = replace(TEXT, title=title, subtitle="", authors=(Person("", author),), subjects=(subject,))
    (found,) = rispy.loads(ris(replace(CITED, text=text)))
    assert found.get("title", "") == _line(title)
    assert found.get("authors", [""]) == [_line(author)]
    assert found.get("keywords", [""]) == [_line(subject)]
    assert found["year"] == "2021"
    assert found["date"] == "2021/03/20/"
    assert found["urls"] == [CITED.url]


def test_csl() -> None:
    (found,) = json.loads(csl_json((CITED,)))
    assert found["type"] == "speech"
    assert found["author"] == [{"literal": "林小满"}, {"literal": "周河"}]
    assert found["issued"] == {"date-parts": [[2021, 3, 20]]}
    assert found["event-date"] == {"date-parts": [[2021, 3, 18]]}


@given(st.lists(st.text(min_size=1), min_size=2, unique=True))
def test_keys_are_ascii_and_differ(ids: list[str]) -> None:
    keys = [Citation(Text(id, "")).key for id in ids]
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.:_-]*", key) for key in keys)
    assert len({key.lower() for key in keys}) == len(keys)


# --- the head of a page


def _head(page: Page, config: SiteConfig = CONFIG) -> tuple[dict[str, list[str]], list[dict[str, str]], Any]:
    tree = html.document_fromstring(
        f"<!doctype html><html><head>{head(page, config)}</head><body></body></html>"
    )
    metas: dict[str, list[str]] = {}
    for row in tree.iter("meta"):
        metas.setdefault(row.get("name") or row.get("property") or "", []).append(row.get("content") or "")
    links = [{str(k): str(v) for k, v in row.attrib.items()} for row in tree.iter("link")]
    (script,) = tree.iter("script")
    return metas, links, json.loads(script.text_content())


def test_what_a_text_says_of_itself() -> None:
    metas, links, data = _head(PAGE)
    assert metas["citation_title"] == metas["DCTERMS.title"] == metas["og:title"] == [TEXT.title]
    assert metas["citation_author"] == metas["DCTERMS.creator"] == ["林小满", "周河"]
    assert metas["citation_publication_date"] == ["2021/03/20"]
    assert (metas["DCTERMS.created"], metas["DCTERMS.issued"]) == (["2021-03-18"], ["2021-03-20"])
    assert metas["z.itemType"] == ["presentation"]
    rels = {row["rel"]: row["href"] for row in links}
    assert unquote(rels["canonical"]) == "https://hewan.example/archive/2021/读书会.html"
    assert {row["hreflang"] for row in links if "hreflang" in row} == {"zh-Hans", "zh-Hant", "x-default"}
    assert [row["type"] for row in links if row.get("title") == "TEI"] == ["application/tei+xml"]
    article, crumbs = data["@graph"]
    assert article["headline"] == TEXT.title
    assert [a["name"] for a in article["author"]] == ["林小满", "周河"]
    assert (article["dateCreated"], article["datePublished"]) == (TEXT.delivered, TEXT.published)
    assert [item["name"] for item in crumbs["itemListElement"]] == ["首页", "2021年", TEXT.title]


def test_without_a_base_nothing_claims_an_address() -> None:
    config = replace(CONFIG, base_url="")
    metas, links, data = _head(replace(PAGE, cited=replace(CITED, url="")), config)
    assert not {"og:url", "citation_public_url"} & metas.keys()
    assert not {"canonical", "manifest"} & {row["rel"] for row in links}
    addresses = [row["href"] for row in links if row["rel"] == "alternate"]
    addresses += [item["item"] for item in data["@graph"][1]["itemListElement"]]
    assert addresses
    assert not any(urlsplit(address).scheme for address in addresses)


@given(title=PHRASES, author=PHRASES, container=PHRASES)
def test_no_words_break_out_of_the_head(title: str, author: str, container: str) -> None:
    hostile = title + "</script><script>alert(1)</script><!--" + author
    text = replace(TEXT, title=hostile, authors=(Person("", author),))
    page = replace(PAGE, title=hostile, description=container, cited=Citation(text, container=container))
    metas, links, data = _head(page)
    assert metas["og:title"] == [hostile.replace("\n", " ")]
    assert data["@graph"][0]["headline"] == hostile
    assert len(links) == len(_head(PAGE)[1])


def test_sites_lists_and_data() -> None:
    home = Page("index.html", "河湾镇文库", "zh-Hans", kind="home")
    site = linked_data(home, CONFIG)["@graph"][0]
    assert site["@type"] == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"].startswith(CONFIG.base_url)
    assert "potentialAction" not in linked_data(home, replace(CONFIG, base_url=""))["@graph"][0]
    listed = Page("years/2021.html", "2021年", "zh-Hans", kind="list", texts=((TEXT.title, PAGE.path),))
    (part,) = linked_data(listed, CONFIG)["@graph"][0]["hasPart"]
    assert part["name"] == TEXT.title
    data = Page("data/index.html", "数据", "zh-Hans", kind="data", downloads=PAGE.downloads)
    dataset = linked_data(data, CONFIG)["@graph"][0]
    assert dataset["@type"] == "Dataset"
    assert dataset["license"] == CONFIG.licence.url
    assert dataset["distribution"][0]["encodingFormat"] == "application/tei+xml"


def test_description() -> None:
    found = description(TEXT)
    assert found.startswith("林小满、周河，2021年3月18日，河湾镇文化站。同志们：今天")
    assert len(found) == 120
    assert found.endswith("…")
    assert description(Text("a", "b")) == ""
    assert (
        description(Text("a", "b", lang="en", delivered="1999", paragraphs=(Paragraph("p", "Hi."),)))
        == "1999. Hi."
    )


_PATHS = st.lists(
    st.text("ab文 .:#?%&+~()", min_size=1).filter(lambda s: set(s) - set(". ")), min_size=1, max_size=4
)


@given(_PATHS, _PATHS)
def test_links_arrive(here: list[str], there: list[str]) -> None:
    target = "/".join(piece.replace("#", "x") for piece in there) + ".html"
    page = "/".join(here).replace("#", "x") + ".html"
    base = "https://hewan.example/a/b/"
    arrived = urljoin(urljoin(base, relative("", page)), relative(page, target + "#p1"))
    assert unquote(urlsplit(arrived).path) == f"/a/b/{target}"
    assert urlsplit(arrived).fragment == "p1"


# --- the feeds


def _texts(count: int) -> list[Text]:
    return [replace(TEXT, id=f"t{n}", published=f"20{n % 90 + 10}-01-{n % 28 + 1:02}") for n in range(count)]


# RFC 4287 as far as it says anything of the elements that are used here
_ATOM_RULES = """\
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="feed"><ref name="lang"/><interleave>
 <ref name="person"/><ref name="common"/>
 <optional><element name="subtitle"><text/></element></optional>
 <optional><element name="icon"><data type="anyURI"/></element></optional>
 <optional><element name="generator"><text/></element></optional>
 <zeroOrMore><ref name="entry"/></zeroOrMore>
</interleave></element></start>
<define name="entry"><element name="entry"><ref name="lang"/><interleave>
 <zeroOrMore><ref name="person"/></zeroOrMore><ref name="common"/>
 <zeroOrMore><element name="category"><attribute name="term"/></element></zeroOrMore>
 <optional><element name="published"><ref name="moment"/></element></optional>
 <optional><element name="summary"><text/></element></optional>
</interleave></element></define>
<define name="common"><interleave>
 <element name="id"><data type="anyURI"><param name="pattern">[a-z]+:.+</param></data></element>
 <element name="title"><text/></element>
 <element name="updated"><ref name="moment"/></element>
 <oneOrMore><element name="link">
  <attribute name="href"><data type="anyURI"/></attribute>
  <attribute name="rel"><choice><value>alternate</value><value>self</value></choice></attribute>
  <attribute name="type"><data type="string"><param name="pattern">.+/.+</param></data></attribute>
 </element></oneOrMore>
 <optional><element name="rights"><text/></element></optional>
</interleave></define>
<define name="person"><element name="author"><element name="name"><text/></element></element></define>
<define name="moment"><data type="dateTime"><param name="pattern">.*T.*(Z|[+\\-]\\d\\d:\\d\\d)</param></data></define>
<define name="lang"><attribute name="xml:lang" ns="http://www.w3.org/XML/1998/namespace"/></define>
</grammar>"""


@pytest.mark.parametrize("base_url", [CONFIG.base_url, ""])
def test_atom(base_url: str) -> None:
    import feedparser

    config = replace(CONFIG, base_url=base_url)
    texts = [*_texts(ENTRIES + 10), Text("u", "未署日期"), Text("y", "只有年份", published="1999")]
    made = feed(texts, config)
    assert made is not None
    assert made == feed(texts[::-1], config), "the order of the texts does not matter"
    found = feedparser.parse(made)
    assert not found.bozo
    assert found.feed.title == CONFIG.title
    assert len(found.entries) == ENTRIES
    assert len({entry.id for entry in found.entries}) == ENTRIES
    moments = [entry.updated_parsed for entry in found.entries]
    assert moments == sorted(moments, reverse=True)
    assert moments[0] == found.feed.updated_parsed
    assert not {"未署日期", "只有年份"} & {entry.title for entry in found.entries}
    assert {tuple(a.name for a in entry.authors) for entry in found.entries} == {("林小满", "周河")}
    tree = etree.fromstring(made)
    etree.RelaxNG(etree.fromstring(_ATOM_RULES)).assertValid(tree)
    for node in (tree, *tree.iter(f"{{{ATOM}}}entry")):  # what RFC 4287 wants once each
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{{{ATOM}}}{name}")) == 1
        alternate = [link for link in node.findall(f"{{{ATOM}}}link") if link.get("rel") == "alternate"]
        assert len(alternate) == 1
    for entry in found.entries:
        assert urlsplit(entry.id).scheme in ("https", "urn")


def test_no_date_no_feed() -> None:
    assert feed([Text("u", "未署日期"), Text("y", "只有年份", published="1999")], CONFIG) is None


# the rules of sitemaps.org as far as they say anything of what is used here
_SITEMAP_RULES = """\
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
<xsd:simpleType name="loc"><xsd:restriction base="xsd:anyURI">
 <xsd:minLength value="12"/><xsd:maxLength value="2048"/><xsd:pattern value="https?://.*"/>
</xsd:restriction></xsd:simpleType>
<xsd:element name="urlset"><xsd:complexType><xsd:sequence>
 <xsd:element name="url" maxOccurs="50000"><xsd:complexType><xsd:sequence>
  <xsd:element name="loc" type="loc"/>
  <xsd:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
 </xsd:sequence></xsd:complexType></xsd:element>
</xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="sitemapindex"><xsd:complexType><xsd:sequence>
 <xsd:element name="sitemap" maxOccurs="50000"><xsd:complexType><xsd:sequence>
  <xsd:element name="loc" type="loc"/>
 </xsd:sequence></xsd:complexType></xsd:element>
</xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>"""


def _locs(file: bytes) -> list[str]:
    tree = etree.fromstring(file)
    etree.XMLSchema(etree.fromstring(_SITEMAP_RULES)).assertValid(tree)
    return [str(loc.text) for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_sitemap() -> None:
    files = sitemap([PAGE.scripts, [("zh-Hans", "a&b.html")]], CONFIG)
    assert list(files) == ["sitemap.xml"]
    assert [unquote(loc) for loc in _locs(files["sitemap.xml"])] == [
        "https://hewan.example/archive/2021/读书会.html",
        "https://hewan.example/archive/2021/读书会.hant.html",
        "https://hewan.example/archive/a&b.html",
    ]
    assert sitemap([PAGE.scripts], replace(CONFIG, base_url="")) == {}


def test_a_long_sitemap_is_cut() -> None:
    files = sitemap([[("zh", f"{n}.html")] for n in range(50_001)], CONFIG)
    index = _locs(files.pop("sitemap.xml"))
    assert index == [CONFIG.base_url + name for name in files]
    assert sorted(loc for file in files.values() for loc in _locs(file)) == sorted(
        f"{CONFIG.base_url}{n}.html" for n in range(50_001)
    )
    heavy = sitemap([[("a", "文" * 220 + f"{n}"), ("b", "文" * 220 + f"{n}b")] for n in range(8_000)], CONFIG)
    assert len(heavy) > 2
    assert all(len(file) < 50 << 20 for file in heavy.values())


def test_robots_manifest_icon() -> None:
    from urllib.robotparser import RobotFileParser

    rules = RobotFileParser()
    rules.parse(robots(CONFIG).decode().splitlines())
    assert rules.can_fetch("*", "https://hewan.example/archive/x.html")
    assert rules.site_maps() == ["https://hewan.example/archive/sitemap.xml"]
    assert b"base_url" in robots(replace(CONFIG, base_url=""))
    found = json.loads(manifest(CONFIG))
    assert (found["name"], found["start_url"], found["lang"]) == (CONFIG.title, "index.html", "zh-Hans")
    own = etree.fromstring(icon(replace(CONFIG, light=(("accent", "#00427a"),))))
    assert "#00427a" in [node.get("fill") for node in own.iter()]
