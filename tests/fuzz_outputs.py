"""What the outputs of a document must say: each the whole text of its TEI, and nothing but text."""

from __future__ import annotations

import inspect
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml
from lxml import etree, html
from markdown_it import MarkdownIt

from pipeline.resources import folder
from pipeline.writers import html as inline

_T = "{http://www.tei-c.org/ns/1.0}"
_UNREAD = frozenset(f"{_T}{name}" for name in ("fw", "sic", "note"))
_FRONT = frozenset(f"{_T}{name}" for name in ("titlePart", "docImprint", "byline", "docDate", "p"))
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_PLAIN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_MARKDOWN_TAGS = frozenset(
    [
        "x",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "strong",
        "em",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
_ADDRESS = re.compile(r"#|https?://|data:,$|(?!/)[^:]*$")
_EVERYWHERE = frozenset(["html", "head", "body", "tbody", "h2", "h3", "h4", "h5", "h6", "ul"])
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_XML = etree.XMLParser(huge_tree=True)
PARSER = html.HTMLParser(encoding="utf-8", huge_tree=True)


class Broken(AssertionError):
    """Something that must hold does not; the message begins with what."""


def must(holds: bool, otherwise: str) -> None:
    """Raise ``Broken`` unless something holds."""
    if not holds:
        raise Broken(otherwise)


# --- the text, read from the tree without any help of the program


def squeezed(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def _source_text(element: etree._Element) -> str:
    """What stands in the source: everything but corrections and notes of an editor."""
    inner = (
        ""
        if element.tag in (f"{_T}corr", f"{_T}note")
        else (element.text or "") + "".join(map(_source_text, element))
    )
    return inner + (element.tail or "")


Notes = dict[etree._Element, int]


def _read(element: etree._Element, notes: Notes | None = None) -> str:
    """What a reader of an output sees: repaired, without furniture, without white space.

    With ``notes``, as Markdown has it: the number of its note after each repair, and signs of its own for bullets.
    """
    bullet = (
        element.tag == f"{_T}label" and notes is not None and element.getparent().get("type") == "bulleted"
    )
    inner = ""
    if not bullet and element.tag not in _UNREAD:
        inner = squeezed(element.text or "") + "".join(_read(child, notes) for child in element)
        inner += f"[{notes[element]}]" if notes and element in notes else ""
    return inner + squeezed(element.tail or "")


def whole(root: etree._Element, text: str) -> None:
    must(squeezed(_source_text(root.find(f"{_T}text"))) == squeezed(text), "text lost on the way to TEI")


def outputs(root: etree._Element, files: dict[str, bytes]) -> None:
    texts = list(root.iter(f"{_T}text"))
    lines = [line for text in texts for line in _lines(text.find(f"{_T}front"))]
    parts = [text.find(f"{_T}body") for text in texts if text.find(f"{_T}body") is not None]
    repairs = (
        c
        for c in root.iter(f"{_T}choice")
        if any("".join(corr.itertext()) for corr in c.iter(f"{_T}corr"))
        and c.get("ana") != "#r.damage.entity"  # of which no editor takes note
        and not any(a.tag == f"{_T}fw" for a in c.iterancestors())
    )
    notes = {choice: n for n, choice in enumerate(repairs, 1)}
    fronts, bodies = [alone(line) for line in lines], [alone(part) for part in parts]
    _html(files["html"], fronts, bodies)
    _markdown(files["md"], [alone(line, notes) for line in lines], [alone(part, notes) for part in parts])
    _json(files["json"], fronts, bodies, sorted(_furniture(root)))


def alone(element: etree._Element, notes: Notes | None = None) -> str:
    """``_read`` without what follows the element."""
    read = _read(element, notes)
    return read.removesuffix(squeezed(element.tail or ""))


def _lines(front: etree._Element | None) -> Iterator[etree._Element]:
    return iter(()) if front is None else (line for line in front.iter() if line.tag in _FRONT)


def _furniture(root: etree._Element) -> Iterator[str]:
    for fw in root.iterfind(f"{_T}text//{_T}fw"):
        if not any(around.tag == fw.tag for around in fw.iterancestors()):
            yield squeezed("".join(fw.itertext()))


# --- the outputs


@cache
def written(*names: str) -> tuple[frozenset[str], frozenset[str]]:
    """The elements and attributes that templates write themselves, or the filter that writes what is inside a line."""
    text = "".join((folder("templates") / name).read_text(encoding="utf-8") for name in names)
    if "blocks.html.j2" in names:
        text += inspect.getsource(inline)
    attributes = re.findall(r'\s([a-z][a-z0-9-]*)="', text) + re.findall(
        r"\s(hidden|open|checked|autofocus)\b", text
    )
    return frozenset(re.findall(r"<([a-z][a-z0-9]*)", text)), frozenset(attributes)


def only_written(tree: html.HtmlElement, *names: str) -> None:
    """Nothing of a page but its text comes from the document: no element, attribute, script or address."""
    tags, attributes = written(*names)
    for element in tree.iter():
        must(element.tag in tags | _EVERYWHERE, f"an element that no template writes: {element.tag}")
        for name, value in element.items():
            must(name in attributes, f"an attribute that no template writes: {name}")
            must(name != "href" or _ADDRESS.match(value) is not None, f"an address: {value[:40]}")


def _html(data: bytes, fronts: list[str], bodies: list[str]) -> None:
    tree = html.document_fromstring(data, parser=PARSER)
    only_written(tree, "document.html.j2", "blocks.html.j2")
    (script,) = tree.iter("script")
    must(isinstance(json.loads(script.text), dict), "HTML has other linked data")
    for made in tree.xpath("//a[@class='pn' or @class='anchor' or @class='fn']|//nav|//main//br"):
        made.drop_tree()
    places = tree.xpath("//article") or tree.xpath("//div[@id='text']")
    must(len(places) == len(bodies), "HTML has not the texts")
    everything = squeezed(tree.xpath("//main")[0].text_content())
    for place, body in zip(places, bodies, strict=True):
        for header in place.xpath("self::article/header"):
            header.drop_tree()
        must(
            squeezed(place.text_content()) == body,
            f"HTML has not the text of the TEI: {difference(squeezed(place.text_content()), body)}",
        )
    for line in fronts:
        must(line in everything, f"HTML lacks a line of the front: {line[:40]}")


def _markdown(data: bytes, fronts: list[str], bodies: list[str]) -> None:
    front, text = data.decode().removeprefix("---\n").split("\n---\n", 1)
    must(
        all(isinstance(v, str | list) for v in yaml.load(front, _YAML).values()),
        "YAML has values that are no strings",
    )
    made = _MARKDOWN.render(text)
    must(made == _PLAIN.render(text), "Markdown has HTML in it")
    tree = etree.fromstring(f"<x>{made}</x>", _XML)
    tags = {str(element.tag) for element in tree.iter()}
    must(tags <= _MARKDOWN_TAGS, f"Markdown has an element of its own: {tags - _MARKDOWN_TAGS}")
    shown, at = squeezed("".join(tree.itertext())), 0
    for line in fronts:
        must(line in shown, f"Markdown lacks a line of the front: {line[:40]}")
    for body in bodies:
        found = shown.find(body, at)
        must(found >= 0, f"Markdown has not the text of the TEI: {difference(shown[at:], body)}")
        at = found + len(body)


def _json(data: bytes, fronts: list[str], bodies: list[str], furniture: list[str]) -> None:
    made = json.loads(data)
    said = [squeezed(line["text"]) for part in (made, *made["parts"]) for line in part["front"]]
    must(Counter(said) == Counter(filter(None, fronts)), "JSON has not the lines of the front")
    found = ["".join(_words(part["children"])) for part in made["parts"]]
    must(found == bodies, "JSON has not the text of the TEI")
    must(sorted(squeezed(f["text"]) for f in made["furniture"]) == furniture, "JSON has not the furniture")


def _words(nodes: Any) -> Iterator[str]:
    for node in nodes:
        for key in ("heading", "speaker"):
            yield squeezed((node.get(key) or {}).get("text", ""))
        yield squeezed(node.get("text", ""))
        for item in node.get("items", ()):
            yield squeezed(item["label"] or "")
            yield from _words(item["children"])
        for row in node.get("rows", ()):
            yield from (squeezed(cell["text"]) for cell in row)
        yield from _words(node.get("children", ()))


def difference(left: str, right: str) -> str:
    """Where two texts part, with what follows."""
    at = next(
        (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
    return f"{left[at : at + 30]!r} for {right[at : at + 30]!r}"
