"""site.yaml: what it may say, and that whatever is wrong in it is named with its line; the words of the site."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from string import Formatter

import pytest

from pipeline.site.colours import DARK, LIGHT, contrast, faint
from pipeline.site.config import ConfigError, Licence, SiteConfig, load
from pipeline.site.config_form import KEYS
from pipeline.site.words import LANGUAGES, WORDS, fill, words
from pipeline.writers import pages

ROOT = Path(__file__).resolve().parent.parent

WHOLE = """\
title: 河湾镇文库
description: 镇上读书会的讲话和文件
language: zh-Hant
publisher: 河湾镇文化站
editor: 林小满
contact: books@hewan.example
licence: {name: CC BY 4.0, url: "https://creativecommons.org/licenses/by/4.0/"}
base_url: https://hewan.example/archive
scripts: [hans, tw]
colours:
  light: {accent: "#00427a"}
  dark: {accent: "#9cf"}
css: own.css
pages: pages
templates: own
"""


def _write(folder: Path, text: str) -> Path:
    (folder / "pages").mkdir()
    (folder / "pages" / "about.md").write_text("# 关于\n")
    (folder / "own").mkdir()
    (folder / "own" / "text.html.j2").write_text("")
    (folder / "empty").mkdir()
    (folder / "own.css").write_text("body { margin: 0 }\n")
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return folder / "site.yaml"


def test_every_key(tmp_path: Path) -> None:
    config = load(_write(tmp_path, WHOLE))
    assert config == SiteConfig(
        title="河湾镇文库",
        description="镇上读书会的讲话和文件",
        language="zh-Hant",
        publisher="河湾镇文化站",
        editor="林小满",
        contact="books@hewan.example",
        licence=Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        base_url="https://hewan.example/archive/",
        scripts=("hans", "tw"),
        light=(("accent", "#00427a"),),
        dark=(("accent", "#9cf"),),
        css=tmp_path / "own.css",
        pages=tmp_path / "pages",
        templates=tmp_path / "own",
    )
    assert pickle.loads(pickle.dumps(config)) == config, "workers get it too"
    assert config.colours("light")["accent"] == "#00427a"
    assert config.colours("light")["ink"] == LIGHT["ink"]


def test_the_guide_shows_every_key(tmp_path: Path) -> None:
    guide = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"^```text\n(title: .*?)^```", guide, re.M | re.S)
    assert shown
    path = _write(tmp_path, shown[1])
    (tmp_path / "own").rename(tmp_path / "templates")
    config = load(path)
    assert [key for key in KEYS if f"\n{key}:" not in f"\n{shown[1]}"] == []
    assert (config.scripts, config.base_url) == (("hans", "hant"), "https://example.org/archive/")


def test_strings_stay_strings(tmp_path: Path) -> None:
    config = load(_write(tmp_path, "title: no\ndescription: 2020-01-01\nlicence: 010\n"))
    assert (config.title, config.description, config.licence) == ("no", "2020-01-01", Licence("010"))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\ufeff# marked\n"])
def test_nothing_said(tmp_path: Path, text: str) -> None:
    assert load(_write(tmp_path, text)) == SiteConfig()


WRONG = {
    "titel: x": ("1: unknown key 'titel'", "did you mean 'title'", "allowed: title, description"),
    "title: [a]": ("1: title: expected one value",),
    "title: a\n\ntitle: b": ("3: title: stands here twice",),
    "title:": ("1: title: has no value",),
    "- title": ("1: expected keys and values, found a list",),
    "just words": ("1: expected keys and values, found one value",),
    "title: a\nlanguage: zh": ("2: language: 'zh' is not allowed", "allowed: zh-Hans, zh-Hant, en"),
    "contact: me": ("1: contact: 'me' is neither",),
    "contact: javascript:alert(1)": ("1: contact:",),
    "base_url: hewan.example": ("1: base_url: 'hewan.example' is no address", "https://example.org/archive/"),
    "base_url: https://hewan.example/?a=1": ("1: base_url:",),
    "base_url: https://hewan.example/a b": ("1: base_url:",),
    "base_url: https://[::1/": ("1: base_url:",),
    "licence: {url: https://a.example}": ("1: licence: needs a name",),
    "licence: {name: x, uri: y}": ("1: licence: unknown key 'uri'", "allowed: name, url"),
    "licence:\n  name: x\n  url: javascript:x": ("3: licence.url: 'javascript:x' is no web address",),
    "scripts: [hans, hanss]": ("1: scripts: 'hanss' is not allowed; did you mean 'hans'",),
    "colours: {lite: {}}": ("1: colours: unknown key 'lite'", "allowed: light, dark"),
    "colours:\n  dark:\n    acent: red": ("3: colours.dark: unknown key 'acent'", "allowed: paper, surface"),
    "colours:\n  dark:\n    accent: red": ("3: colours.dark.accent: 'red' is no colour", '"#rrggbb"'),
    "colours:\n  light:\n    accent: #ff0000": ("3: colours.light.accent: has no value", "quotation marks"),
    'colours:\n  light: {muted: "#aaa"}': ("2: colours.light: muted #aaa on paper", "2.2:1", "4.5:1"),
    "css: none.css": ("1: css: no such file: ", "none.css"),
    "css: site.yaml": ("1: css:", "allowed: a .css file"),
    "pages: nowhere": ("1: pages: no such folder: ", "nowhere"),
    "pages: empty": ("1: pages: no *.md file in ",),
    "templates: empty": ("1: templates: no * file in ",),
    "title: &a x\neditor: *a": ("aliases",),
    "title: [": ("not valid YAML",),
    "colours: {light: {accent: {a: {}}}}": ("line 1: nested too deep", "colours take"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load(path)
    assert str(error.value).startswith(f"{path}:")
    for piece in WRONG[text]:
        assert piece in str(error.value)


def test_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"site\.yaml: cannot be read: "):
        load(tmp_path / "site.yaml")
    path = _write(tmp_path, "")
    path.write_bytes("title: 文".encode("gb18030"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(path)
    path.write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(ConfigError, match="larger than"):
        load(path)


def test_contrast() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)  # the grey that just passes on white
    assert not faint(LIGHT)
    assert not faint(DARK)


def test_every_phrase_in_every_language() -> None:
    assert not WORDS.keys() & pages.words("en").keys(), (
        "a phrase of the document's page is no phrase of its own"
    )
    for key, row in WORDS.items():
        assert len(row) == len(LANGUAGES), key
        assert all(phrase and phrase == phrase.strip() for phrase in row), key
        places = [
            {name for form in phrase.split("|") for _, name, _, _ in Formatter().parse(form) if name}
            for phrase in row
        ]
        assert places[0] == places[1] == places[2], f"{key}: not the same places"
        assert not any("|" in phrase for phrase in row[:2]), f"{key}: Chinese has one form"
    for language in LANGUAGES:
        assert words(language)["skip"] == pages.words(language)["skip"]
        assert words(language).keys() == WORDS.keys() | pages.words("en").keys()


def test_numbers() -> None:
    assert fill(words("en")["texts_n"], 1) == "1 text"
    assert fill(words("en")["texts_n"], 2) == fill("{n} texts", 2) == "2 texts"
    assert fill(words("zh-Hant")["texts_n"], 1) == "1 篇"
    with pytest.raises(KeyError):
        fill(words("en")["years_range"], first=1)


def _sources() -> str:
    """The templates and the code of the site, without the catalogue itself."""
    files = [
        ROOT / "templates" / "blocks.html.j2",
        *(ROOT / "templates" / "site").glob("*.j2"),
        *(ROOT / "pipeline" / "site").rglob("*.py"),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files) if path.name != "words.py")


def test_templates_use_the_phrases_there_are_and_all_of_them() -> None:
    source = _sources()
    known = WORDS.keys() | pages.words("en").keys()
    named = set(re.findall(r"\b(?:ui|words)\.([a-z_]+)\b(?!\()", source))
    named |= set(re.findall(r"""\b(?:ui|words(?:\([^()]*\))?)\[["']([a-z_]+)["']\]""", source))
    assert not named - known
    # "kind_" ~ kind, f"kind_{kind}", f"{axis}_n"
    begun = tuple(set(re.findall(r"""["']([a-z]+_)(?:["'] ?~|\{)""", source)))
    ended = tuple(set(re.findall(r"""["']\{[a-z.]+\}(_[a-z]+)["']""", source)))
    whole = named | set(re.findall(r"""["']([a-z_]+)["']""", source))
    assert [k for k in WORDS if k not in whole and not k.startswith(begun) and not k.endswith(ended)] == []


def test_the_stylesheet_has_the_same_colours() -> None:
    from pipeline.resources import folder

    light, dark = (
        (folder("templates") / "site" / "site.css").read_text("utf-8").split("prefers-color-scheme: dark", 1)
    )
    for scheme, colours in ((light, LIGHT), (dark, DARK)):
        found = dict(reversed(re.findall(r"--([a-z-]+): *(#[0-9a-f]{3,6});", scheme)))
        assert {name: found.get(name) for name in colours} == colours
